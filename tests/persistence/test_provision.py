"""Provision: the table is made as the document says."""

import pytest
from botocore.exceptions import EndpointConnectionError

from persistence.errors import MissingTableError, StorageError
from persistence.provision import create_table, describe_table, enable_backups
from persistence.store import Store
from persistence.table import Table
from tests.builders import OWNER, a_goal
from tests.persistence.conftest import TABLE
from tests.persistence.saving import save
from tests.persistence.wire import Break, Wire, client_error


def test_a_table_of_dynamodb_is_made_as_the_document_says(moto_table: Table) -> None:
    create_table(moto_table)
    enable_backups(moto_table)

    described = describe_table(moto_table)
    client = moto_table.connection.client
    expiry = client.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    backups = client.describe_continuous_backups(TableName=TABLE)["ContinuousBackupsDescription"]
    assert described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert described["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert [index["IndexName"] for index in described["GlobalSecondaryIndexes"]] == ["GSI1"]
    assert described["GlobalSecondaryIndexes"][0]["Projection"] == {"ProjectionType": "ALL"}
    assert expiry["AttributeName"] == "ttl"
    recovery = backups["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


async def test_making_a_table_that_is_there_leaves_it_as_it_is(store: Store) -> None:
    await save(store, a_goal())

    create_table(store.table, has_stream=False)

    assert len(await store.ports.goals.all(OWNER)) == 1
    assert describe_table(store.table)["TableStatus"] == "ACTIVE"


def test_making_a_table_waits_until_it_can_be_used(
    moto_table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = iter(["CREATING", "CREATING", "ACTIVE"])
    slept: list[float] = []

    def describe(_: str) -> dict[str, str]:
        return {"TableStatus": next(statuses)}

    monkeypatch.setattr(moto_table.connection, "describe_table", describe)

    create_table(moto_table, sleep=slept.append)

    assert slept == [1.0, 1.0]


def test_a_table_that_cannot_be_made_is_an_error(embedded_store: Store, wire: Wire) -> None:
    wire.break_next("CreateTable", Break(client_error("LimitExceededException")))

    with pytest.raises(StorageError, match=r"cannot be made.*LimitExceeded"):
        create_table(embedded_store.table)


@pytest.mark.parametrize(
    "error",
    [client_error("AccessDeniedException"), EndpointConnectionError(endpoint_url="http://nowhere")],
    ids=str,
)
def test_a_table_that_cannot_be_described_is_an_error(
    embedded_store: Store, wire: Wire, error: Exception
) -> None:
    wire.break_next("DescribeTable", Break(error))

    with pytest.raises(StorageError, match="cannot be described"):
        describe_table(embedded_store.table)


def test_a_missing_table_cannot_be_described(moto_table: Table) -> None:
    with pytest.raises(MissingTableError, match=TABLE):
        describe_table(moto_table)
