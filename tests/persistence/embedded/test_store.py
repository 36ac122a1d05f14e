import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from persistence.embedded import DynamoError, Engine, store
from persistence.embedded.tables import Table
from tests.persistence.embedded.builders import (
    TABLE,
    Api,
    a_table,
    a_thing,
    is_first,
    key,
    number,
    text,
)

THREADS = 8
SECONDS = 30


def _in_threads(work: Callable[[int], object], count: int = THREADS) -> list[object]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_what_was_stored_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    first = Engine(path)
    first.call("CreateTable", a_table())
    Api(first).put(a_thing(v=number(1)))
    first.close()
    again = Engine(path, synchronous="NORMAL")
    assert Api(again).get(key()) == a_thing(v=number(1))
    again.close()
    assert [each.name for each in tmp_path.iterdir()] == ["data.db"]


def test_every_write_is_synced_unless_relaxed(tmp_path: Path) -> None:
    levels: list[int] = []
    for synchronous in ("NORMAL", "FULL"):
        engine = Engine(tmp_path / "data.db", synchronous=synchronous)
        levels += engine.store.connection().execute("PRAGMA synchronous").fetchone()
        engine.close()
    assert levels == [1, 2]
    with pytest.raises(ValueError, match="synchronous must be one of"):
        Engine(tmp_path / "data.db", synchronous="SOMETIMES")


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ValueError, match="has format 99"):
        Engine(path)


def test_a_store_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot have a write-ahead log: its mode is memory"):
        Engine(Path(":memory:"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    path.write_text("not a database " * 100)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        Engine(path)


def test_a_closed_engine_answers_nothing(api: Api) -> None:
    api.engine.close()
    api.engine.close()
    with pytest.raises(
        DynamoError, match="InternalServerError: SQLite failed: the store is closed"
    ):
        api.get(key())


def _is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def test_the_connections_of_all_threads_are_closed(api: Api) -> None:
    barrier = threading.Barrier(THREADS, timeout=SECONDS)

    def opened(_: int) -> sqlite3.Connection:
        barrier.wait()
        return api.engine.store.connection()

    with ThreadPoolExecutor(THREADS) as pool:
        connections = set(pool.map(opened, range(THREADS)))
        assert not any(map(_is_closed, connections))
        api.engine.close()
    assert len(connections) == THREADS
    assert all(map(_is_closed, connections))


def test_the_connections_of_ended_threads_are_closed(api: Api) -> None:
    opened: list[sqlite3.Connection] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: opened.append(api.engine.store.connection()))
        thread.start()
        thread.join()
    assert [_is_closed(connection) for connection in opened] == [True, True, False]


def test_a_full_disk_loses_nothing(api: Api) -> None:
    connection = api.engine.store.connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    api.put(a_thing("p", "kept"))
    connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(
        DynamoError, match="InternalServerError: SQLite failed: database or disk is full"
    ):
        api.put(a_thing("p", "too big", d=text("x" * 300_000)))
    with pytest.raises(
        DynamoError, match="InternalServerError: SQLite failed: database or disk is full"
    ):
        api.transact(
            ("Put", {"Item": a_thing("p", "small")}),
            ("Put", {"Item": a_thing("p", "too big", d=text("x" * 300_000))}),
        )
    assert api.scan()["Items"] == [a_thing("p", "kept")]
    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    api.put(a_thing("p", "too big", d=text("x" * 300_000)))
    assert api.scan()["Count"] == 2


def test_a_read_only_file_is_a_clear_error(api: Api) -> None:
    api.put(a_thing())
    api.engine.store.connection().execute("PRAGMA query_only = ON")
    with pytest.raises(DynamoError, match="SQLite failed: attempt to write a readonly database"):
        api.put(a_thing(v=number(1)))
    assert api.get(key()) == a_thing()


def test_a_writer_that_waits_too_long_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.01)
    engine = Engine(tmp_path / "data.db")
    engine.call("CreateTable", a_table())
    other = sqlite3.connect(tmp_path / "data.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DynamoError, match="InternalServerError: SQLite failed: database is locked"):
        Api(engine).put(a_thing())
    other.execute("ROLLBACK")
    Api(engine).put(a_thing())
    assert Api(engine).get(key()) == a_thing()
    other.close()
    engine.close()


def test_opening_waits_for_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE unrelated(x)")
    other.execute("BEGIN IMMEDIATE")

    def sleep(_seconds: float) -> None:
        other.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", sleep)
    engine = Engine(path)
    assert engine.call("ListTables", {}) == {"TableNames": []}
    engine.close()
    other.close()


def test_opening_waits_no_longer_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.01)
    other = sqlite3.connect(tmp_path / "data.db", isolation_level=None)
    other.execute("CREATE TABLE unrelated(x)")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        Engine(tmp_path / "data.db")
    other.close()


def test_a_table_made_anew_elsewhere_is_read_anew(tmp_path: Path, api: Api) -> None:
    api.put(a_thing())
    other = Engine(tmp_path / "data.db", synchronous="OFF")
    other.call("DeleteTable", {"TableName": TABLE})
    other.call("CreateTable", a_table(range_type=None))
    assert api.get({"PK": text("p")}) is None
    other.call("DeleteTable", {"TableName": TABLE})
    with pytest.raises(DynamoError, match="ResourceNotFoundException"):
        api.put({"PK": text("p")})
    other.close()


def test_a_table_deleted_during_a_request_is_not_found(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = api.engine.store.table(TABLE)
    api.call("DeleteTable")

    def table(_name: str) -> Table:
        return stale

    monkeypatch.setattr(api.engine.store, "table", table)
    with pytest.raises(DynamoError, match="ResourceNotFoundException"):
        api.put(a_thing())


def test_one_of_many_conditional_puts_wins(api: Api) -> None:
    def put(position: int) -> bool:
        item = a_thing(n=number(position))
        return is_first(api, item)

    assert _in_threads(put).count(True) == 1


def test_a_counter_misses_no_addition(api: Api) -> None:
    def add(_: int) -> None:
        for _ in range(40):
            api.update(key(), "ADD n :one", {":one": number(1)})

    _in_threads(add)
    assert api.get(key()) == a_thing(n=number(40 * THREADS))


def test_no_read_sees_half_a_transaction(api: Api) -> None:
    keys = [key("p", sk) for sk in "ab"]
    for one in keys:
        api.put({**one, "n": number(500)})
    is_over = threading.Event()

    def moved(amount: int) -> list[tuple[str, dict[str, object]]]:
        return [
            (
                "Update",
                {
                    "Key": one,
                    "UpdateExpression": "ADD n :d",
                    "ExpressionAttributeValues": {":d": number(signed)},
                },
            )
            for one, signed in zip(keys, (amount, -amount), strict=True)
        ]

    def read() -> set[int]:
        sums: set[int] = set()
        while not is_over.is_set():
            found = [response["Item"]["n"]["N"] for response in api.transact_get(*keys)]
            sums.add(sum(map(int, found)))
        return sums

    with ThreadPoolExecutor(1) as reader:
        sums = reader.submit(read)
        try:
            _in_threads(lambda position: [api.transact(*moved(position + 1)) for _ in range(25)], 4)
        finally:
            is_over.set()
        assert sums.result() == {1000}
