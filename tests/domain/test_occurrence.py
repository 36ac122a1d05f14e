from __future__ import annotations

from decimal import Decimal

import pytest

from domain.occurrence import Done, Outcome, is_met, outcome_of
from domain.target import GoalPattern, TargetType
from tests.builders import a_target

NOTHING = Done()


def done(total: int, *, count: int = 1, skipped: int = 0) -> Done:
    return Done(total=Decimal(total), count=count, skipped=skipped)


def met(what: Done, pattern: GoalPattern, *, is_closed: bool = True, **target: TargetType) -> bool:
    asked = a_target(value=Decimal(8), **target)
    return is_met(what, target=asked, pattern=pattern, is_closed=is_closed)


def test_a_recurring_period_is_met_by_its_total_also_while_it_is_open() -> None:
    assert met(done(8), GoalPattern.RECURRING, is_closed=False)
    assert not met(done(7), GoalPattern.RECURRING)


def test_an_empty_period_is_a_miss_even_where_nothing_would_satisfy_the_target() -> None:
    assert not met(NOTHING, GoalPattern.RECURRING, target_type=TargetType.MAXIMUM)
    assert met(done(0), GoalPattern.RECURRING, target_type=TargetType.MAXIMUM)


def test_a_streaks_period_is_met_by_any_counting_activity() -> None:
    assert met(done(1), GoalPattern.STREAK)
    assert not met(done(0, count=0, skipped=1), GoalPattern.STREAK)


def test_a_limits_period_is_judged_once_it_has_closed() -> None:
    assert not met(done(8), GoalPattern.LIMIT, is_closed=False)
    assert met(done(8), GoalPattern.LIMIT)
    assert not met(done(9), GoalPattern.LIMIT)


def test_an_empty_period_is_within_a_limit() -> None:
    assert met(NOTHING, GoalPattern.LIMIT)


@pytest.mark.parametrize(
    ("is_met", "is_due", "skipped", "is_closed", "outcome"),
    [
        (True, False, 1, True, Outcome.MET),
        (True, True, 1, False, Outcome.MET),
        (False, False, 1, True, Outcome.EXCUSED),
        (False, False, 0, False, Outcome.EXCUSED),
        (False, True, 1, True, Outcome.SKIPPED),
        (False, True, 1, False, Outcome.SKIPPED),
        (False, True, 0, True, Outcome.MISSED),
        (False, True, 0, False, Outcome.PENDING),
    ],
)
def test_met_beats_not_due_which_beats_skipped_which_beats_open_or_missed(
    *, is_met: bool, is_due: bool, skipped: int, is_closed: bool, outcome: Outcome
) -> None:
    what = Done(skipped=skipped)
    assert outcome_of(what, is_met=is_met, is_due=is_due, is_closed=is_closed) is outcome
