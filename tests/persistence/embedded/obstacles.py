"""What processes tell of a disk that is full and of a file that may only be read."""

import os
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from persistence.embedded import DynamoError, Engine, store
from tests.persistence.embedded.builders import Api, a_thing, key, number, text

ROOM: Final = 600_000
_NOBODY: Final = 65534
_FOREVER_SECONDS: Final = 1e6


def fill_the_disk(path: Path, name: str, pipe: Connection) -> None:
    """Write until no file may grow, read, write again once files may grow; tell of each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(Engine(path)) as engine:
        api = Api(engine)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
        stored = _stored_until_refused(api, name)
        pipe.send(stored)
        pipe.send(_refused(lambda: _put_pair(api, name, stored)))
        pipe.send(_count(api, name))
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        _put_pair(api, name, stored)
        pipe.send(_count(api, name))


def use_as_a_reader(path: Path, _name: str, pipe: Connection) -> None:
    """Open a file without the right to write it, read it and try to write; tell of each."""
    _become_nobody()
    with closing(Engine(path)) as engine:
        api = Api(engine)
        pipe.send(api.get(key()))
        pipe.send(_refused(lambda: api.put(a_thing(v=number(2)))))


def open_as_a_reader(path: Path, _name: str, pipe: Connection) -> None:
    """Open a file in a folder where nothing may be written, and tell why it cannot be opened."""
    _become_nobody()
    store.BUSY_SECONDS = _FOREVER_SECONDS
    try:
        Engine(path).close()
    except sqlite3.OperationalError as error:
        pipe.send(str(error))


def _become_nobody() -> None:
    # Root may write whatever the mode says.
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


def _put_pair(api: Api, name: str, position: int) -> None:
    items = [a_thing(f"{name} {half}", f"{position}", d=text("x" * 10_000)) for half in "ab"]
    api.transact(*(("Put", {"Item": item}) for item in items))


def _stored_until_refused(api: Api, name: str) -> int:
    stored = 0
    while not _refused(partial(_put_pair, api, name, stored)):
        stored += 1
    return stored


def _refused(work: Callable[[], object]) -> str:
    try:
        work()
    except DynamoError as error:
        return str(error)
    return ""


def _count(api: Api, name: str) -> tuple[int, int]:
    first, second = (
        api.query("PK = :p", {":p": text(f"{name} {half}")}, Select="COUNT")["Count"]
        for half in "ab"
    )
    return first, second
