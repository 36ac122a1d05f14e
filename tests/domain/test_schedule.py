from __future__ import annotations

import pytest

from domain.schedule import CheckIn, default_schedule
from domain.target import GoalPattern


@pytest.mark.parametrize(
    ("pattern", "check_in", "is_catch_up_allowed"),
    [
        (GoalPattern.RECURRING, CheckIn.DAILY, True),
        (GoalPattern.STREAK, CheckIn.DAILY, False),
        (GoalPattern.MILESTONE, CheckIn.WEEKLY, True),
        (GoalPattern.TARGET, CheckIn.WEEKLY, True),
        (GoalPattern.LIMIT, CheckIn.WEEKLY, True),
    ],
)
def test_each_pattern_has_a_default_schedule(
    *, pattern: GoalPattern, check_in: CheckIn, is_catch_up_allowed: bool
) -> None:
    schedule = default_schedule(pattern)
    assert (schedule.check_in, schedule.is_catch_up_allowed) == (check_in, is_catch_up_allowed)
    assert (schedule.start_on, schedule.preferred_times) == (None, ())
