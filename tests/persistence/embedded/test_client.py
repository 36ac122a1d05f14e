# PynamoDB annotates its API in part only.
# pyright: reportUnknownMemberType=false, reportIncompatibleVariableOverride=false
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError
from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import (
    DeleteError,
    DoesNotExist,
    PutError,
    TableDoesNotExist,
    TransactWriteError,
    UpdateError,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

from persistence.embedded import Engine, LocalClient

REGION = "eu-central-1"


class ByDay(GlobalSecondaryIndex["Thing"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "GSI1"
        projection = AllProjection()

    day = UnicodeAttribute(hash_key=True, attr_name="GSI1PK")
    place = UnicodeAttribute(range_key=True, attr_name="GSI1SK")


class Thing(Model):
    class Meta:
        table_name = "pynamodb-things"
        region = REGION
        billing_mode = "PAY_PER_REQUEST"

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    day = UnicodeAttribute(null=True, attr_name="GSI1PK")
    place = UnicodeAttribute(null=True, attr_name="GSI1SK")
    title = UnicodeAttribute(null=True)
    n = NumberAttribute(default=0)
    tags: ListAttribute[str] = ListAttribute(default=list)
    words = UnicodeSetAttribute(null=True)
    raw = BinaryAttribute(null=True, legacy_encoding=False)
    document = JSONAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)
    version = VersionAttribute()
    by_day = ByDay()


@pytest.fixture
def connection(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Connection:
    made = Connection(region=REGION)
    table = Thing._get_connection()  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(made, "_client", LocalClient(engine))
    monkeypatch.setattr(table.connection, "_client", LocalClient(engine))
    Thing.create_table(wait=True)
    return made


pytestmark = pytest.mark.usefixtures("connection")


def test_a_model_survives_storage() -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    saved = Thing("u", "1", title="a", raw=b"\x00\xff", document={"x": [1, None]}, at=at)
    saved.words = {"b", "a"}
    saved.save()
    found = Thing.get("u", "1", consistent_read=True)
    assert found.attribute_values == saved.attribute_values
    assert (found.version, found.words, found.raw) == (1, {"a", "b"}, b"\x00\xff")


def test_a_stale_model_is_refused() -> None:
    Thing("u", "1").save()
    fresh, stale = Thing.get("u", "1"), Thing.get("u", "1")
    fresh.save()
    with pytest.raises(PutError) as put:
        stale.save()
    with pytest.raises(UpdateError) as update:
        stale.update([Thing.n.add(1)])
    with pytest.raises(DeleteError) as delete:
        stale.delete()
    codes = {error.value.cause_response_code for error in (put, update, delete)}
    assert codes == {"ConditionalCheckFailedException"}
    fresh.delete()
    with pytest.raises(DoesNotExist):
        fresh.refresh()


def test_update_actions_change_the_model() -> None:
    thing = Thing("u", "1", title="a", n=1)
    thing.save()
    thing.update(
        [
            Thing.n.set(Thing.n + 4),
            Thing.tags.set(Thing.tags.append(["t"])),
            Thing.title.remove(),
            Thing.words.add({"w"}),
        ],
        condition=(Thing.n == 1) & Thing.title.contains("a") & ~(Thing.raw.exists()),
    )
    assert (thing.n, thing.tags, thing.words, thing.version) == (5, ["t"], {"w"}, 2)
    assert thing.attribute_values.get("title") is None


def _save_things(count: int) -> None:
    with Thing.batch_write() as batch:
        for position in range(count):
            thing = Thing("u", f"{position:02d}", n=position, day="d", place=f"{99 - position}")
            batch.save(thing)


def test_queries_page_filter_and_count() -> None:
    _save_things(40)
    whole = [f"{position:02d}" for position in range(40)]
    assert [thing.sk for thing in Thing.query("u", page_size=7)] == whole
    assert [thing.sk for thing in Thing.query("u", Thing.sk.startswith("1"))] == whole[10:20]
    first = Thing.query("u", limit=10)
    assert [thing.sk for thing in first] == whole[:10]
    rest = Thing.query("u", limit=2, last_evaluated_key=first.last_evaluated_key)
    assert [thing.sk for thing in rest] == ["10", "11"]
    assert Thing.count("u", filter_condition=Thing.n > 29) == 10
    assert len(list(Thing.scan(Thing.n.is_in(1, 2, 99)))) == 2
    keys = [("u", sk) for sk in (*whole, "absent")]
    assert sorted(thing.sk for thing in Thing.batch_get(keys)) == whole


def test_an_index_is_queried() -> None:
    _save_things(20)
    found = Thing.by_day.query("d", ByDay.place.between("80", "82"), scan_index_forward=False)
    assert [thing.sk for thing in found] == ["17", "18", "19"]


def _write_if_77(connection: Connection) -> None:
    with TransactWrite(connection=connection) as transaction:
        transaction.condition_check(Thing, "u", "01", condition=Thing.n == 77)
        transaction.save(Thing("u", "newer"))


def test_a_transaction_writes_all_or_tells_why(connection: Connection) -> None:
    _save_things(2)
    counted = Thing.get("u", "00")
    with TransactWrite(connection=connection, client_request_token="once") as transaction:
        transaction.save(Thing("u", "new"), condition=Thing.pk.does_not_exist())
        transaction.update(counted, actions=[Thing.n.add(5)])
        transaction.condition_check(Thing, "u", "01", condition=Thing.n == 1)
    assert Thing.get("u", "00").n == 5
    with pytest.raises(TransactWriteError) as refused:
        _write_if_77(connection)
    reasons = refused.value.cancellation_reasons
    assert refused.value.cause_response_code == "TransactionCanceledException"
    assert [reason and reason.code for reason in reasons] == ["ConditionalCheckFailed", None]
    assert Thing.count("u") == 3


def test_a_transaction_reads_items_and_their_absence(connection: Connection) -> None:
    _save_things(2)
    with TransactGet(connection=connection) as transaction:
        there = transaction.get(Thing, "u", "01")
        absent = transaction.get(Thing, "u", "absent")
    assert there.get().n == 1
    with pytest.raises(DoesNotExist):
        absent.get()


def test_tables_are_described_and_deleted(connection: Connection) -> None:
    assert Thing.exists()
    assert connection.list_tables()["TableNames"] == ["pynamodb-things"]
    Thing.delete_table()
    assert not Thing.exists()
    with pytest.raises(TableDoesNotExist):
        connection.describe_table("pynamodb-things")


def _botocore_status(error: BaseException) -> int | None:
    assert isinstance(error.__cause__, ClientError)
    return error.__cause__.response.get("ResponseMetadata", {}).get("HTTPStatusCode")


def test_a_refused_request_is_a_client_error(connection: Connection) -> None:
    with pytest.raises(ClientError, match="operation ExecuteStatement is not supported") as refused:
        connection.dispatch("ExecuteStatement", {})
    assert _botocore_status(refused.value) == 400


def test_a_failure_of_the_store_is_a_server_error(engine: Engine, connection: Connection) -> None:
    engine.close()
    with pytest.raises(ClientError, match="InternalServerError") as failed:
        connection.dispatch("ListTables", {})
    assert _botocore_status(failed.value) == 500
