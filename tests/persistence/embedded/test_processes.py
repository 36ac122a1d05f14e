from pathlib import Path

from persistence.embedded import Engine
from tests.persistence.embedded.builders import Api, a_table, key, number
from tests.persistence.embedded.processes import answers
from tests.persistence.embedded.writer import (
    ROUNDS,
    TOTAL,
    count_and_claim,
    open_and_close,
    transfer_and_read,
)

PROCESSES = 4


def _created(path: Path) -> Engine:
    engine = Engine(path)
    engine.call("CreateTable", a_table())
    return engine


def test_processes_on_one_file_lose_nothing(tmp_path: Path) -> None:
    engine = _created(tmp_path / "data.db")
    claims = answers(count_and_claim, tmp_path / "data.db", PROCESSES)
    counter = Api(engine).get(key("p", "counter")) or {}
    engine.close()
    assert counter["n"] == number(ROUNDS * PROCESSES)
    assert sum(int(str(claimed)) for claimed in claims) == ROUNDS


def test_no_process_reads_half_a_transaction_of_another(tmp_path: Path) -> None:
    engine = _created(tmp_path / "data.db")
    api = Api(engine)
    for name in ("from", "to"):
        api.put({**key("p", name), "n": number(TOTAL // 2)})
    sums = answers(transfer_and_read, tmp_path / "data.db", PROCESSES)
    halves = [api.get(key("p", name)) or {} for name in ("from", "to")]
    engine.close()
    moved = ROUNDS * sum(range(1, PROCESSES + 1))
    assert sums == [{TOTAL}] * PROCESSES
    assert [half["n"] for half in halves] == [
        number(TOTAL // 2 - moved),
        number(TOTAL // 2 + moved),
    ]


def test_processes_may_create_the_file_together(tmp_path: Path) -> None:
    found = answers(open_and_close, tmp_path / "data.db", PROCESSES)
    assert found == ["0", "1", "2", "3"]
