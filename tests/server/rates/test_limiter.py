"""The limiter: what it counts together, when it refuses, and that it fails open."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rates.classes import Rate
from server.rates.limiter import Limiter
from server.rates.quota import Quota
from server.refusals import RequestRefusedError
from tests.server.builders import NOW
from tests.server.rates.counting import BrokenCounts, HandClock, a_limiter

LATE = NOW + timedelta(seconds=43, milliseconds=200)
NEXT = NOW + timedelta(seconds=60)
BROKEN = BrokenCounts(error=ConnectionError("redis://:hunter2@nowhere"))


async def _remaining(limiter: Limiter, *fields: str, caller: str = "ada") -> int:
    quota = await limiter.take(caller, fields)
    assert quota is not None
    return quota.remaining


async def _refusal(limiter: Limiter, *fields: str) -> RequestRefusedError:
    with pytest.raises(RequestRefusedError) as raised:
        await limiter.take("ada", fields)
    return raised.value


def _lines(caplog: pytest.LogCaptureFixture) -> list[object]:
    found = [each for each in caplog.records if each.getMessage() == "rates.failed"]
    return [getattr(each, "milepost_fields", None) for each in found]


@given(limit=st.integers(1, 20), asked=st.lists(st.integers(1, 6), max_size=20))
async def test_operations_are_let_through_up_to_the_limit_and_none_after_a_refusal(
    limit: int, asked: list[int]
) -> None:
    limiter, passed, is_refused = a_limiter({Rate.READ: limit}), 0, False
    for amount in asked:
        try:
            quota = await limiter.take("ada", ["goals"] * amount)
        except RequestRefusedError:
            assert is_refused or passed + amount > limit
            is_refused = True
        else:
            passed += amount
            assert not is_refused
            assert quota == Quota(rate=Rate.READ, limit=limit, taken=passed, reset_seconds=60)
    assert passed <= limit


async def test_fields_of_a_class_are_counted_together_and_classes_apart() -> None:
    limiter = a_limiter({Rate.READ: 10, Rate.WRITE: 10, Rate.LOG: 10})
    assert await _remaining(limiter, "goals", "goal") == 8
    assert await _remaining(limiter, "createGoal") == 9
    assert await _remaining(limiter, "logActivity", "amendActivity", "removeActivity") == 7
    assert await _remaining(limiter, "upcoming") == 7


async def test_callers_are_counted_apart() -> None:
    limiter = a_limiter({Rate.READ: 2})
    assert await _remaining(limiter, "goals", "goals") == 0
    assert await _remaining(limiter, "goals", caller="bob") == 1
    await _refusal(limiter, "goals")


async def test_a_refusal_names_the_class_the_limit_the_window_and_the_wait() -> None:
    limiter = a_limiter({Rate.BULK: 1}, clock=HandClock(now=LATE))
    refusal = await _refusal(limiter, "archiveGoals", "logActivities")
    assert refusal.message == (
        "A caller has at most 1 operations of the class bulk in 60 seconds; "
        "ask again in 17 seconds."
    )
    assert (refusal.status, refusal.error_type) == (429, "RATE_LIMIT_EXCEEDED")
    assert refusal.headers == {
        "X-RateLimit-Limit": "1",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "17",
        "Retry-After": "17",
    }


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (NOW, 60),
        (NOW + timedelta(microseconds=1), 60),
        (NOW + timedelta(seconds=1), 59),
        (NEXT - timedelta(microseconds=1), 1),
    ],
)
async def test_a_wait_is_of_whole_seconds_and_never_none(now: datetime, seconds: int) -> None:
    limiter = a_limiter({Rate.READ: 1}, clock=HandClock(now=now))
    await limiter.take("ada", ["goals"])
    refusal = await _refusal(limiter, "goals")
    assert refusal.headers["Retry-After"] == str(seconds)


async def test_the_next_minute_begins_anew() -> None:
    clock = HandClock(now=LATE)
    limiter = a_limiter({Rate.READ: 1}, clock=clock)
    await limiter.take("ada", ["goals"])
    await _refusal(limiter, "goals")
    clock.now = NEXT
    quota = await limiter.take("ada", ["goals"])
    assert quota == Quota(rate=Rate.READ, limit=1, taken=1, reset_seconds=60)


async def test_what_does_not_fit_in_one_of_its_classes_is_refused_whole() -> None:
    limiter = a_limiter({Rate.READ: 100, Rate.EXPORT: 1})
    refusal = await _refusal(limiter, "goals", "export", "export")
    assert "class export" in refusal.message


async def test_the_quota_is_that_of_the_class_of_which_less_is_left() -> None:
    limiter = a_limiter({Rate.READ: 100, Rate.EXPORT: 10})
    assert await _remaining(limiter, "goals", "export") == 9
    assert await _remaining(limiter, *["goals"] * 97, "export") == 2


@pytest.mark.parametrize("fields", [(), ("__typename", "__schema"), ("nonsense",), ("export",)])
async def test_what_has_no_class_or_no_limit_is_not_counted(fields: tuple[str, ...]) -> None:
    limiter = a_limiter({Rate.READ: 1}, counts=BROKEN)
    assert await limiter.take("ada", fields) is None


async def test_where_counting_fails_everything_passes_and_the_log_says_so_once_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    clock = HandClock()
    limiter = a_limiter({Rate.READ: 1}, counts=BROKEN, clock=clock)
    for seconds in (0, 1, 59.9):
        clock.now = NOW + timedelta(seconds=seconds)
        assert await limiter.take("ada", ["goals"] * 5) is None
    assert _lines(caplog) == [{"cause": "ConnectionError"}]
    clock.now = NEXT
    await limiter.take("ada", ["goals"])
    assert len(_lines(caplog)) == 2
    assert "hunter2" not in caplog.text


async def test_each_cause_has_its_own_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    counts = BrokenCounts(error=ConnectionError())
    limiter = a_limiter({Rate.READ: 1}, counts=counts)
    await limiter.take("ada", ["goals"])
    counts.error = ValueError()
    await limiter.take("ada", ["goals"])
    assert _lines(caplog) == [{"cause": "ConnectionError"}, {"cause": "ValueError"}]


async def test_where_counting_takes_too_long_everything_passes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    limiter = a_limiter({Rate.READ: 1}, counts=BrokenCounts(), patience_seconds=0.01)
    assert await limiter.take("ada", ["goals"] * 2) is None
    assert _lines(caplog) == [{"cause": "TimeoutError"}]
    assert Limiter(limits={}, counts=BROKEN, clock=HandClock()).patience_seconds == 0.25
