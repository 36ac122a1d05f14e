"""What comes up: due periods and deadlines of the next days, with their reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.occurrence import Outcome
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit, TargetEdit
from domain.target import GoalPattern
from domain.upcoming import UpcomingOccurrence, upcoming
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal
from tests.domain.reviewing import values

if TYPE_CHECKING:
    from tests.domain.journal import Journal

MILESTONE, TARGET = GoalPattern.MILESTONE, GoalPattern.TARGET
RECURRING, LIMIT, STREAK = GoalPattern.RECURRING, GoalPattern.LIMIT, GoalPattern.STREAK
MET, PENDING, SKIPPED = Outcome.MET, Outcome.PENDING, Outcome.SKIPPED
MORNING_AND_EVENING = ScheduleEdit(preferred_times=(time(8), time(20)))


def seen(journal: Journal, days: int = 7) -> tuple[UpcomingOccurrence, ...]:
    at = journal.latest
    return tuple(upcoming(journal.walked(at).standing, days=days, at=at))


def told(journal: Journal, days: int = 7) -> list[tuple[object, ...]]:
    return [values(each.due_on.day, each.outcome, each.value) for each in seen(journal, days)]


def test_a_daily_goal_comes_up_each_day_from_today_on() -> None:
    journal = a_journal(RECURRING, 10)
    journal.log(4)
    assert told(journal, 3) == [(2, PENDING, 4), (3, PENDING, 0), (4, PENDING, 0)]
    journal.log(6)
    assert told(journal, 1) == [(2, MET, 10)]
    first = seen(journal, 1)[0]
    assert (first.goal_id, first.goal, first.title) == ("goal", journal.goal, "G")
    assert values(first.period_key, first.target) == ("2026-03-02", 10)


def test_a_skipped_day_is_shown_as_skipped() -> None:
    journal = a_journal(RECURRING, 10)
    journal.log(kind=ActivityType.SKIPPED)
    assert told(journal, 1) == [(2, SKIPPED, 0)]


def test_only_due_days_come_up() -> None:
    rule = ScheduleEdit(days_of_week=(3, 6))
    assert [day for day, *_ in told(a_journal(RECURRING, 10, schedule=rule), 8)] == [4, 7]


@pytest.mark.parametrize(("days", "due"), [(6, []), (7, [8]), (13, [8]), (14, [8, 15])])
def test_a_week_comes_up_by_its_last_day(days: int, due: list[int]) -> None:
    journal = a_journal(RECURRING, 10, period=PeriodUnit.WEEK)
    assert [each.due_on.day for each in seen(journal, days)] == due


def test_a_goal_that_is_away_or_over_does_not_come_up_then() -> None:
    away = a_diary(LIMIT, 2)
    away.pause_days(ago=-1, days=2)
    assert [day for day, *_ in told(away, 5)] == [2, 5, 6]
    ended = a_journal(RECURRING, 10)
    ended.complete()
    assert told(ended) == []


def test_a_streak_asks_for_one_active_day_a_period() -> None:
    journal = a_journal(STREAK, 30)
    journal.log()
    assert told(journal, 2) == [(2, MET, 1), (3, PENDING, 0)]
    assert {each.target for each in seen(journal, 2)} == {1}


def test_a_new_target_is_asked_for_from_its_day_on() -> None:
    journal = a_journal(RECURRING, 10)
    journal.edit(days_ahead=2, target=TargetEdit(value=Decimal(7)))
    assert [each.target for each in seen(journal, 4)] == [10, 10, 7, 7]


def test_a_rolling_goal_comes_up_today_and_on_the_days_that_nothing_holds() -> None:
    journal = a_journal(RECURRING, 2, period=None, rolling_days=4)
    assert told(journal, 3) == [(2, PENDING, 0), (3, PENDING, 0), (4, PENDING, 0)]
    journal.log(1)
    assert told(journal, 6) == [(2, MET, 1), (6, PENDING, 0), (7, PENDING, 0)]
    journal.wait(days=2)
    assert told(journal, 4) == [(4, PENDING, 1), (6, PENDING, 0), (7, PENDING, 0)]
    journal.log(1)
    assert told(journal, 4) == [(4, MET, 2), (6, PENDING, 1), (7, PENDING, 1)]
    assert {each.target for each in seen(journal)} == {2}


@pytest.mark.parametrize(("days", "due"), [(29, []), (30, [31])])
def test_a_deadline_comes_up_once(days: int, due: list[int]) -> None:
    journal = a_journal(MILESTONE, 100, deadline=date(2026, 3, 31))
    journal.log(30)
    assert told(journal, days) == [(day, PENDING, 30) for day in due]
    assert all(each.period_key == "2026-03-31" for each in seen(journal, days))
    assert all(each.target == 100 for each in seen(journal, days))


def test_a_deadline_that_has_passed_or_is_not_given_does_not_come_up() -> None:
    assert seen(a_journal(MILESTONE, 100), 366) == ()
    journal = a_journal(MILESTONE, 100, deadline=date(2026, 3, 3)).wait(days=1)
    assert [each.due_on for each in seen(journal)] == [date(2026, 3, 3)]
    assert seen(journal.wait(days=1)) == ()


def test_of_a_measurement_its_last_value_is_done_so_far() -> None:
    journal = a_journal(TARGET, 75, start_value=Decimal(85))
    assert told(journal, 30) == [(31, PENDING, None)]
    journal.log(84)
    assert told(journal, 30) == [(31, PENDING, 84)]


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_reminders_are_the_preferred_times_still_to_come_while_nothing_is_done() -> None:
    journal = a_journal(RECURRING, 10, schedule=MORNING_AND_EVENING)
    today, tomorrow = seen(journal, 2)
    assert today.preferred_times == (time(8), time(20))
    assert today.reminder_at == (at(2, 20),)
    assert tomorrow.reminder_at == (at(3, 8), at(3, 20))
    journal.log(10)
    assert [each.reminder_at for each in seen(journal, 2)] == [(), (at(3, 8), at(3, 20))]


def test_a_longer_period_and_a_deadline_remind_on_the_day_they_are_due() -> None:
    week = a_journal(RECURRING, 1, period=PeriodUnit.WEEK, schedule=MORNING_AND_EVENING)
    assert [each.reminder_at for each in seen(week)] == [(at(8, 8), at(8, 20))]
    book = a_journal(MILESTONE, 9, deadline=date(2026, 3, 5), schedule=MORNING_AND_EVENING)
    assert [each.reminder_at for each in seen(book)] == [(at(5, 8), at(5, 20))]


def test_reminders_are_wall_times_on_the_day_the_clocks_change() -> None:
    berlin = Calendar.of(DayRule(timezone="Europe/Berlin"))
    rule = ScheduleEdit(preferred_times=(time(2, 30), time(8)))
    journal = a_journal(RECURRING, 1, calendar=berlin, schedule=rule).wait(days=26)
    *_, changing = seen(journal, 2)
    assert changing.reminder_at == (
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 6, tzinfo=UTC),
    )


def test_a_leap_day_comes_up() -> None:
    journal = a_journal(RECURRING, 10).wait(days=(date(2028, 2, 28) - date(2026, 3, 2)).days)
    assert [f"{each.due_on:%m-%d}" for each in seen(journal, 3)] == ["02-28", "02-29", "03-01"]
