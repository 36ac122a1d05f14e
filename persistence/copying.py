"""Copying a whole store to a new file, as it is at one moment, while others write to it.

https://www.sqlite.org/backup.html
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from persistence.embedded.store import FORMAT
from persistence.errors import StoreFileError

# A file left over under one of these names would be taken for a part of the new store.
_PARTS: Final = ("", "-wal", "-shm", "-journal")


def copy_store(source: Path, target: Path, *, table: str) -> None:
    """Copy the store that holds a table to a file that is not there yet.

    The new file is on disk, whole and checked, before it has its name; only its owner may read it.

    Raises:
        StoreFileError: The source is no such store or is damaged, or the target is there.
        OSError: The target cannot be written.
    """
    _refuse_existing(target)
    with closing(_opened(source)) as original:
        _check_kind(original, source, table)
        descriptor, name = mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
        os.close(descriptor)
        made = Path(name)
        try:
            _fill(made, original, source)
            _publish(made, target)
        finally:
            for part in _PARTS:
                Path(f"{made}{part}").unlink(missing_ok=True)


def _refuse_existing(target: Path) -> None:
    for part in _PARTS:
        if os.path.lexists(f"{target}{part}"):
            raise StoreFileError(f"{target}{part}", "is there already, and nothing replaces it")


def _opened(source: Path) -> sqlite3.Connection:
    if not source.is_file():
        raise StoreFileError(source, "is not a file")
    # Other than a mere path, this never makes a file.
    return sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)


def _check_kind(original: sqlite3.Connection, source: Path, table: str) -> None:
    try:
        (found,) = original.execute("PRAGMA user_version").fetchone()
        query = "SELECT count(*) FROM tables WHERE name = ?"
        (count,) = original.execute(query, (table,)).fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreFileError(source, f"is no store of Milepost: {error}") from error
    if (found, count) != (FORMAT, 1):
        raise StoreFileError(source, f"is no store of Milepost in format {FORMAT}")


def _fill(made: Path, original: sqlite3.Connection, source: Path) -> None:
    with closing(sqlite3.connect(made)) as copy:
        try:
            # In one step, so that all of it is from one snapshot and writers need not wait.
            original.backup(copy)
            # One file holds all of the copy; the store that opens it has its log again.
            copy.execute("PRAGMA journal_mode = DELETE")
            problems = [told for (told,) in copy.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise
            problems = [str(error)]
    if problems != ["ok"]:
        raise StoreFileError(source, f"is damaged: {problems[0]}")
    _sync(made, os.O_RDWR)


def _publish(made: Path, target: Path) -> None:
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        _refuse_existing(target)
        raise
    made.replace(target)
    _sync(target.parent, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
