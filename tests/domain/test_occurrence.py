from __future__ import annotations

from decimal import Decimal

import pytest

from domain.occurrence import Done, Outcome, is_met, outcome_of
from domain.target import GoalPattern, TargetType
from tests.builders import a_target

NOTHING = Done()


def done(total: int, *, count: int = 1, skipped: int = 0) -> Done:
    return Done(total=Decimal(total), counted=count, skipped=skipped)


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
    ("is_met", "is_due", "is_skipped", "is_closed", "outcome"),
    [
        (True, False, True, True, Outcome.MET),
        (True, True, True, False, Outcome.MET),
        (False, False, True, True, Outcome.EXCUSED),
        (False, False, False, False, Outcome.EXCUSED),
        (False, True, True, True, Outcome.SKIPPED),
        (False, True, True, False, Outcome.SKIPPED),
        (False, True, False, True, Outcome.MISSED),
        (False, True, False, False, Outcome.PENDING),
    ],
)
def test_met_beats_not_due_which_beats_skipped_which_beats_open_or_missed(
    *, is_met: bool, is_due: bool, is_skipped: bool, is_closed: bool, outcome: Outcome
) -> None:
    found = outcome_of(
        is_met=is_met, is_due=is_due, is_skipped=is_skipped, is_closed=is_closed, is_known=True
    )
    assert found is outcome


def test_a_closed_period_of_which_nothing_is_known_is_unknown() -> None:
    found = outcome_of(is_met=False, is_due=True, is_skipped=False, is_closed=True, is_known=False)
    assert found is Outcome.UNKNOWN
