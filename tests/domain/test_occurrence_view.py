"""Occurrences as a caller sees them, past, open and to come."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.day_range import DayRange
from domain.occurrence import Outcome
from domain.occurrence_view import OccurrenceView, occurrences_in
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit, TargetEdit
from domain.target import GoalPattern, TargetType
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal, log_days
from tests.domain.reviewing import reviewed, values

if TYPE_CHECKING:
    from tests.domain.journal import Journal

RECURRING, LIMIT, STREAK = GoalPattern.RECURRING, GoalPattern.LIMIT, GoalPattern.STREAK


def march(first: int, last: int) -> DayRange:
    return DayRange(first=date(2026, 3, first), last=date(2026, 3, last))


def seen(journal: Journal, first: int = 1, last: int = 31) -> tuple[OccurrenceView, ...]:
    return occurrences_in(reviewed(journal), march(first, last))


def outcomes(journal: Journal, first: int, last: int) -> dict[int, str]:
    return {each.start_on.day: each.outcome.value for each in seen(journal, first, last)}


def test_a_day_says_what_was_done_and_what_is_left() -> None:
    journal = log_days(a_journal(RECURRING, 10), 12, 4, None)
    journal.log(3)
    journal.log(2, kind=ActivityType.PARTIAL)
    met, missed, _, now = seen(journal, 2, 5)
    assert met == OccurrenceView(
        period_key="2026-03-02",
        start_on=date(2026, 3, 2),
        end_on=date(2026, 3, 2),
        outcome=Outcome.MET,
        is_due=True,
        is_open=False,
        is_frozen=False,
        is_forgiven=False,
        value=Decimal(12),
        count=1,
        target=Decimal(10),
        remaining=Decimal(0),
    )
    assert values(missed.outcome, missed.remaining) == (Outcome.MISSED, 6)
    assert (now.outcome, now.is_open) == (Outcome.PENDING, True)
    assert values(now.value, now.count, now.remaining) == (5, 2, 5)


def test_a_limit_says_what_is_still_allowed_and_what_lies_above() -> None:
    journal = log_days(a_journal(LIMIT, 2), 1, 5)
    kept, broken = seen(journal, 2, 3)
    assert values(kept.remaining, kept.over, kept.outcome) == (1, 0, Outcome.MET)
    assert values(broken.remaining, broken.over, broken.outcome) == (0, 3, Outcome.MISSED)


@pytest.mark.parametrize(
    ("pattern", "kind", "remaining", "over"),
    [
        (RECURRING, TargetType.MINIMUM, 6, None),
        (RECURRING, TargetType.EXACT, 6, None),
        (RECURRING, TargetType.MAXIMUM, 6, None),
        (RECURRING, TargetType.RANGE, 3, None),
        (LIMIT, TargetType.MAXIMUM, 6, 0),
        (LIMIT, TargetType.EXACT, 6, 0),
        (LIMIT, TargetType.RANGE, 8, 0),
        (LIMIT, TargetType.MINIMUM, None, None),
    ],
)
def test_what_is_left_goes_by_the_type_of_the_target(
    pattern: GoalPattern, kind: TargetType, remaining: int | None, over: int | None
) -> None:
    journal = a_journal(pattern, 10, target_type=kind, min_value=Decimal(7), max_value=Decimal(12))
    journal.log(4)
    (now,) = seen(journal, 2, 2)
    assert values(now.remaining, now.over, now.target) == (remaining, over, 10)


def test_a_streak_asks_for_one_active_day_a_period() -> None:
    journal = log_days(a_journal(STREAK, 30, period=PeriodUnit.WEEK), 1, 1).wait(days=5)
    done, now = seen(journal, 2, 9)
    assert values(done.period_key, done.value, done.target, done.remaining) == ("2026-W10", 2, 1, 0)
    assert values(now.value, now.target, now.remaining) == (0, 1, 1)


def test_a_day_of_a_rolling_goal_asks_for_no_amount_of_its_own() -> None:
    journal = log_days(a_journal(RECURRING, 2, period=None, rolling_days=4), 3, 5)
    done, again, held, *_ = seen(journal, 2, 5)
    assert values(done.outcome, done.value, done.target, done.remaining) == (
        Outcome.MET,
        3,
        None,
        None,
    )
    assert values(again.outcome, again.value) == (Outcome.MET, 5)
    assert (held.outcome, held.count) == (Outcome.MET, 0)


def test_periods_that_touch_the_days_are_whole() -> None:
    journal = a_journal(RECURRING, 10, period=PeriodUnit.WEEK).wait(days=20)
    found = seen(journal, 8, 9)
    assert [(each.start_on.day, each.end_on.day) for each in found] == [(2, 8), (9, 15)]


def test_due_periods_to_come_are_pending_up_to_the_last_day() -> None:
    rule = ScheduleEdit(days_of_week=(1, 3))
    journal = log_days(a_journal(RECURRING, 10, schedule=rule), 10)
    assert outcomes(journal, 1, 12) == {
        2: "met",
        3: "excused",
        4: "pending",
        9: "pending",
        11: "pending",
    }
    to_come = seen(journal, 4, 4)[0]
    assert values(to_come.is_due, to_come.is_open, to_come.value) == (True, False, 0)


def test_a_rest_day_of_the_past_is_excused_and_not_due() -> None:
    rule = ScheduleEdit(days_of_week=(1, 3))
    rest = seen(log_days(a_journal(RECURRING, 10, schedule=rule), 10), 3, 3)[0]
    assert (rest.outcome, rest.is_due, rest.is_open) == (Outcome.EXCUSED, False, True)


def test_what_is_to_come_asks_for_the_target_announced_for_it() -> None:
    journal = a_journal(RECURRING, 10)
    journal.edit(days_ahead=3, target=TargetEdit(value=Decimal(25)))
    assert [each.target for each in seen(journal, 3, 6)] == [10, 10, 25, 25]


def test_nothing_comes_after_the_end_of_a_goal_or_while_it_is_paused() -> None:
    paused = a_diary(RECURRING, 10)
    paused.pause_days(ago=-2, days=3)
    assert outcomes(paused, 2, 8) == {2: "pending", 3: "pending", 7: "pending", 8: "pending"}
    ended = log_days(a_journal(RECURRING, 10), 10)
    ended.complete()
    ended.wait(days=3)
    assert outcomes(ended, 2, 31) == {2: "met", 3: "pending"}


def test_goals_without_periods_have_no_occurrences() -> None:
    assert seen(log_days(a_journal(GoalPattern.MILESTONE), 1, 2)) == ()
    assert seen(log_days(a_journal(GoalPattern.TARGET, start_value=Decimal(3)), 1, 2)) == ()


def test_days_to_come_follow_a_day_start_in_the_evening() -> None:
    rule = DayRule(timezone="Europe/Vienna", day_start=time(20))
    journal = a_journal(RECURRING, 10, calendar=Calendar.of(rule)).wait(hours=12)
    assert outcomes(journal, 2, 5) == {2: "missed", 3: "pending", 4: "pending", 5: "pending"}


def test_each_day_asked_for_alone_is_the_same_as_in_a_range() -> None:
    journal = log_days(a_journal(LIMIT, 2), 1, None, 4)
    together = seen(journal, 1, 12)
    alone = [each for day in range(1, 13) for each in seen(journal, day, day)]
    assert together == tuple(alone)
    assert [each.start_on for each in together] == [
        date(2026, 3, 2) + timedelta(days=n) for n in range(11)
    ]
