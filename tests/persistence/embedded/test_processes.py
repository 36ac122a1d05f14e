from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from persistence.embedded import Engine
from tests.persistence.embedded.builders import Api, a_table, key, number
from tests.persistence.embedded.writer import (
    ROUNDS,
    count_and_claim,
    open_and_close,
    put_until_killed,
)

PROCESSES = 3
ACKNOWLEDGED_BEFORE_KILL = 60


def _started(
    work: Callable[[Path, str, Connection], None], path: Path, prefix: str
) -> tuple[SpawnProcess, Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(path, prefix, theirs), daemon=True)
    process.start()
    # Only the child may hold this end, or its death would not end the pipe.
    theirs.close()
    return process, ours


def _answers(work: Callable[[Path, str, Connection], None], path: Path) -> list[object]:
    started = [_started(work, path, f"{number}") for number in range(PROCESSES)]
    answers: list[object] = []
    for process, pipe in started:
        answers.append(pipe.recv())
        pipe.close()
        process.join()
        process.close()
    return answers


def _created(path: Path) -> Engine:
    engine = Engine(path)
    engine.call("CreateTable", a_table())
    return engine


def test_processes_on_one_file_lose_nothing(tmp_path: Path) -> None:
    engine = _created(tmp_path / "data.db")
    claims = _answers(count_and_claim, tmp_path / "data.db")
    counter = Api(engine).get(key("p", "counter")) or {}
    engine.close()
    assert counter["n"] == number(ROUNDS * PROCESSES)
    assert sum(int(str(claimed)) for claimed in claims) == ROUNDS


def test_processes_may_create_the_file_together(tmp_path: Path) -> None:
    assert _answers(open_and_close, tmp_path / "data.db") == ["0", "1", "2"]


def test_a_killed_process_keeps_every_acknowledged_write(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    _created(path).close()
    for prefix in ("first", "second"):
        acknowledged = _acknowledged_by_killed(path, prefix)
        engine = Engine(path)
        stored = _stored(engine, prefix)
        halves = stored ^ _stored(engine, f"{prefix} twin")
        check = engine.store.connection().execute("PRAGMA integrity_check").fetchone()
        engine.close()
        assert len(acknowledged) >= ACKNOWLEDGED_BEFORE_KILL
        assert (acknowledged - stored, halves, check) == (set(), set(), ("ok",))


def _acknowledged_by_killed(path: Path, prefix: str) -> set[str]:
    process, pipe = _started(put_until_killed, path, prefix)
    acknowledged = {str(pipe.recv()) for _ in range(ACKNOWLEDGED_BEFORE_KILL)}
    process.kill()
    process.join()
    process.close()
    return acknowledged | _rest(pipe)


def _rest(pipe: Connection) -> set[str]:
    found: set[str] = set()
    try:
        while True:
            found.add(str(pipe.recv()))
    except EOFError:
        pipe.close()
    return found


def _stored(engine: Engine, pk: str) -> set[str]:
    page = Api(engine).query("PK = :p", {":p": {"S": pk}})
    return {item["SK"]["S"] for item in page["Items"]}
