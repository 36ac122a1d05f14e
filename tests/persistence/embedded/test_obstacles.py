"""A full disk and a file that may only be read: a clear error, nothing lost, then on again."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import pytest

from persistence.embedded import Engine
from persistence.errors import StoreFileError
from persistence.store import open_embedded
from tests.persistence.embedded.builders import Api, a_table, a_thing, key, number
from tests.persistence.embedded.obstacles import fill_the_disk, open_as_a_reader, use_as_a_reader
from tests.persistence.embedded.processes import answers


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that other users may enter, which those of pytest are not."""
    folder = Path(mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _created(path: Path) -> Engine:
    engine = Engine(path)
    engine.call("CreateTable", a_table())
    return engine


def test_what_was_stored_outlives_a_full_disk_and_more_is_stored_after_it(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    _created(path).close()
    stored, refusal, held, after = answers(fill_the_disk, path, 1)
    assert isinstance(stored, int)
    assert stored > 0
    assert refusal == "InternalServerError: SQLite failed: disk I/O error"
    assert (held, after) == ((stored, stored), (stored + 1, stored + 1))
    with closing(Engine(path)) as engine:
        assert engine.store.connection().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert Api(engine).scan(Select="COUNT")["Count"] == 2 * (stored + 1)


def test_a_file_that_may_only_be_read_is_read(open_folder: Path) -> None:
    path = open_folder / "data.db"
    with closing(_created(path)) as engine:
        Api(engine).put(a_thing(v=number(1)))
    path.chmod(0o444)
    open_folder.chmod(0o777)
    item, refusal = answers(use_as_a_reader, path, 1)
    assert item == a_thing(v=number(1))
    assert refusal == ("InternalServerError: SQLite failed: attempt to write a readonly database")
    path.chmod(0o644)
    with closing(Engine(path)) as engine:
        Api(engine).put(a_thing(v=number(2)))
        assert Api(engine).get(key()) == a_thing(v=number(2))


def test_a_file_that_can_never_be_opened_is_not_waited_for(open_folder: Path) -> None:
    path = open_folder / "data.db"
    _created(path).close()
    path.chmod(0o444)
    open_folder.chmod(0o555)
    (problem,) = answers(open_as_a_reader, path, 1)
    assert problem == "attempt to write a readonly database"


@pytest.mark.parametrize(
    ("content", "problem"),
    [("no database " * 100, "file is not a database"), (None, "unable to open database file")],
)
def test_a_file_that_cannot_be_opened_is_named(
    tmp_path: Path, content: str | None, problem: str
) -> None:
    path = tmp_path / "data.db"
    if content is None:
        path.mkdir()
    else:
        path.write_text(content)
    with pytest.raises(StoreFileError, match=f"data.db cannot be opened: {problem}"):
        open_embedded(path)
