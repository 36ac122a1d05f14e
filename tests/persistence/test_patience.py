"""Patience: pauses of random length under a ceiling that doubles."""

from dataclasses import replace

import pytest

from persistence.errors import StorageBusyError
from tests.persistence.conftest import FakeTime


async def test_pauses_are_random_up_to_a_ceiling_that_doubles_to_a_second(
    fake_time: FakeTime,
) -> None:
    chances = iter([0.5, 0.0, 1.0, 0.25, 1.0, 1.0, 1.0, 1.0])
    attempts = replace(fake_time.patience, chance=lambda: next(chances)).start()

    for _ in range(8):
        await attempts.pause("busy")

    assert fake_time.pauses == pytest.approx([0.01, 0.0, 0.08, 0.04, 0.32, 0.64, 1.0, 1.0])


async def test_patience_ends_before_a_pause_that_would_exceed_it(fake_time: FakeTime) -> None:
    attempts = replace(fake_time.patience, seconds=0.05).start()
    await attempts.pause("busy")

    with pytest.raises(StorageBusyError, match=r"0.05 s: throttled"):
        await attempts.pause("throttled")

    assert fake_time.seconds == 0.02
