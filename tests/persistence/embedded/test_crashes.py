"""A process that is killed takes nothing with it that was acknowledged."""

from contextlib import closing
from pathlib import Path

import pytest

from persistence.embedded import Engine, store
from tests.persistence.embedded.builders import Api, a_table, an_index
from tests.persistence.embedded.crashing import broken_promises, promised_until_killed


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.soak)])
def test_killed_writers_lose_nothing_and_leave_a_file_that_opens_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    path = tmp_path / "data.db"
    with closing(Engine(path)) as engine:
        engine.call("CreateTable", a_table(indexes=(an_index(),)))
    # Whatever had to wait for a lock of the killed would be an error now.
    monkeypatch.setattr(store, "BUSY_SECONDS", 0)
    for number in range(rounds):
        promised = promised_until_killed(path, f"round {number}")
        with closing(Engine(path)) as engine:
            broken = broken_promises(Api(engine), f"round {number}", promised)
            check = engine.store.connection().execute("PRAGMA integrity_check").fetchall()
        assert (broken, check) == ([], [("ok",)])
        assert len(promised) > 0
