"""Copies of a store: whole while others write, never over what is there, never of what is not."""

import sqlite3
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp

import pytest

from persistence import copying
from persistence.copying import copy_store
from persistence.embedded import Engine
from persistence.errors import StoreFileError
from tests.persistence.embedded.builders import TABLE, Api, a_table, a_thing, key, number, text

WRITERS = 4
COPIES = 4
SECONDS = 30


@pytest.fixture
def original(tmp_path: Path) -> Iterator[Api]:
    with closing(Engine(tmp_path / "original.db")) as engine:
        engine.call("CreateTable", a_table())
        yield Api(engine)


@pytest.fixture
def source(original: Api, tmp_path: Path) -> Path:
    original.put(a_thing(v=number(1)))
    return tmp_path / "original.db"


@contextmanager
def writing(api: Api) -> Generator[set[tuple[str, str]]]:
    """Write pairs from several threads meanwhile, and yield those acknowledged so far."""
    acknowledged: set[tuple[str, str]] = set()
    is_over, has_begun = threading.Event(), threading.Event()

    def write(thread: int) -> None:
        position = 0
        while not is_over.is_set():
            one = a_thing(f"one {thread}", f"{position:06}", d=text("x" * 500))
            other = {**one, **key(f"other {thread}", f"{position:06}")}
            api.transact(("Put", {"Item": one}), ("Put", {"Item": other}))
            acknowledged.add((f"{thread}", f"{position:06}"))
            has_begun.set()
            position += 1

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, thread) for thread in range(WRITERS)]
        try:
            assert has_begun.wait(SECONDS)
            yield acknowledged
        finally:
            is_over.set()
        for writer in writers:
            writer.result()


def pairs(path: Path, half: str) -> set[tuple[str, str]]:
    """Return what the file holds of one half of the pairs."""
    with closing(Engine(path)) as engine:
        items = [item for page in Api(engine).pages("Scan") for item in page]
    names = [(item["PK"]["S"].split(" "), item["SK"]["S"]) for item in items]
    return {(name[1], position) for name, position in names if name[0] == half}


def test_a_copy_made_while_others_write_is_whole(original: Api, tmp_path: Path) -> None:
    with writing(original) as acknowledged:
        for number_of_copy in range(COPIES):
            before = set(acknowledged)
            copy = tmp_path / f"copy {number_of_copy}.db"
            copy_store(tmp_path / "original.db", copy, table=TABLE)
            assert before <= pairs(copy, "one") == pairs(copy, "other")


def test_a_copy_of_a_copy_is_a_store_again_while_others_write(
    original: Api, tmp_path: Path
) -> None:
    with writing(original):
        copy_store(tmp_path / "original.db", tmp_path / "copy.db", table=TABLE)
        copy_store(tmp_path / "copy.db", tmp_path / "restored.db", table=TABLE)
    expected = pairs(tmp_path / "copy.db", "one")
    assert pairs(tmp_path / "restored.db", "one") == expected
    with closing(Engine(tmp_path / "restored.db")) as engine:
        Api(engine).put(a_thing(v=number(1)))
        assert Api(engine).get(key()) == a_thing(v=number(1))


def test_a_copy_is_one_file_for_its_owner_alone(source: Path) -> None:
    copy = source.with_name("copy.db")
    copy_store(source, copy, table=TABLE)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in source.parent.glob("*copy*")) == ["copy.db"]


@pytest.mark.parametrize("part", ["", "-wal", "-shm", "-journal"])
def test_nothing_that_is_there_is_replaced(source: Path, part: str) -> None:
    copy = source.with_name("copy.db")
    there = Path(f"{copy}{part}")
    there.write_text("kept")
    with pytest.raises(StoreFileError, match=f"copy.db{part} is there already"):
        copy_store(source, copy, table=TABLE)
    assert there.read_text() == "kept"
    assert [path.name for path in source.parent.glob("*copy*")] == [there.name]


def test_one_of_several_copies_to_one_name_is_made(source: Path) -> None:
    copy = source.with_name("copy.db")

    def is_made(_: int) -> bool:
        try:
            copy_store(source, copy, table=TABLE)
        except StoreFileError:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        assert list(pool.map(is_made, range(WRITERS))).count(True) == 1
    assert [path.name for path in source.parent.glob("*copy*")] == ["copy.db"]


def test_what_was_made_in_its_place_meanwhile_is_kept(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = source.with_name("copy.db")

    def make_both(*, prefix: str, suffix: str, dir: Path) -> tuple[int, str]:
        copy.write_text("kept")
        return mkstemp(prefix=prefix, suffix=suffix, dir=dir)

    monkeypatch.setattr(copying, "mkstemp", make_both)
    with pytest.raises(StoreFileError, match="is there already"):
        copy_store(source, copy, table=TABLE)
    assert copy.read_text() == "kept"


def _no_database(path: Path) -> None:
    path.write_text("no database " * 100)


def _another_format(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE tables(name TEXT)")
        connection.execute("PRAGMA user_version = 99")


def _another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes(text TEXT)")


def _another_table(path: Path) -> None:
    with closing(Engine(path)) as engine:
        engine.call("CreateTable", a_table("another"))


@pytest.mark.parametrize(
    "make", [_no_database, _another_format, _another_program, _another_table, Path.mkdir]
)
def test_what_is_no_store_is_not_copied(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "odd.db")
    with pytest.raises(StoreFileError, match=r"odd.db is (no store of Milepost|not a file)"):
        copy_store(tmp_path / "odd.db", tmp_path / "copy.db", table=TABLE)
    assert [path.name for path in tmp_path.iterdir()] == ["odd.db"]


def test_a_missing_store_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match=r"missing\.db is not a file"):
        copy_store(tmp_path / "missing.db", tmp_path / "copy.db", table=TABLE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_damaged_store_is_not_copied(tmp_path: Path, *, is_cut: bool) -> None:
    path = tmp_path / "damaged.db"
    with closing(Engine(path)) as engine:
        engine.call("CreateTable", a_table())
        for position in range(200):
            Api(engine).put(a_thing("p", f"{position}", d=text("x" * 500)))
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[:half] if is_cut else content[:half] + b"\xff" * half)
    with pytest.raises(StoreFileError, match=r"damaged.db is (damaged|no store of Milepost)"):
        copy_store(path, tmp_path / "copy.db", table=TABLE)
    assert [each.name for each in tmp_path.iterdir()] == ["damaged.db"]


def test_a_copy_that_does_not_fit_on_the_disk_is_not_made(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def connected(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
        connection = connect(path, uri=uri)
        if not uri:
            connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connected)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        copy_store(source, source.with_name("copy.db"), table=TABLE)
    assert list(source.parent.glob("*copy*")) == []
