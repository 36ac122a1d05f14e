"""History: progress as a series equals progress as of the end of each step."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.day import Calendar, DayRule
from domain.day_range import DayRange
from domain.history import ProgressPoint, first_day_of_steps, history
from domain.period import PeriodUnit
from domain.profile import UTC_CALENDAR
from domain.requests import ScheduleEdit
from domain.target import GoalPattern
from tests.domain.diary import away, diaries
from tests.domain.journals import a_journal, log_days
from tests.domain.reviewing import reviewed, values
from tests.domain.worlds import stories, tell

if TYPE_CHECKING:
    from tests.domain.journal import Journal
    from tests.domain.worlds import Step

ALWAYS = DayRange(first=date.min, last=date.max)
EACH_DAY = PeriodUnit.DAY
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def points(
    journal: Journal, by: PeriodUnit = EACH_DAY, within: DayRange = ALWAYS
) -> tuple[ProgressPoint, ...]:
    """Return the history of a journal's goal as of its latest moment."""
    days = reviewed(journal).days
    return history(journal.dossier, days, within=within, by=by, as_of=journal.latest)


def end_of(journal: Journal, point: ProgressPoint) -> datetime:
    return min(journal.latest, journal.dossier.calendar.end_of(point.on))


def is_of_one_zone(journal: Journal) -> bool:
    """Say whether each activity happened within its own local day, as the owner's are counted.

    One at the very instant at which its day begins is known at the end of the day before.
    """
    calendar = journal.dossier.calendar
    return all(
        calendar.day_of(a.occurred_at) == a.local_day
        and calendar.start_of(a.local_day) < a.occurred_at
        for a in journal.activities
    )


def check_points(journal: Journal, by: PeriodUnit) -> None:
    for point in points(journal, by):
        found = journal.details(end_of(journal, point))
        assert point.progress == found.progress_percentage
        assert point.activity_progress == found.activity_progress
        assert point.total == found.total_accumulated
        counted = (found.completed_tasks, found.total_tasks)
        assert (point.completed_tasks, point.total_tasks) == counted


@given(told=diaries(away), by=st.sampled_from(PeriodUnit))
@settings(max_examples=120, suppress_health_check=QUIET)
def test_each_point_is_the_progress_as_of_the_end_of_its_day(
    told: tuple[Journal, list[Step]], by: PeriodUnit
) -> None:
    journal = tell(*told)
    assume(is_of_one_zone(journal))
    check_points(journal, by)


@given(logged=st.lists(st.integers(0, 20), max_size=12), times=st.integers(1, 4))
@settings(max_examples=40)
def test_each_point_of_a_rolling_goal_is_the_progress_then(logged: list[int], times: int) -> None:
    journal = a_journal(GoalPattern.RECURRING, times, period=None, rolling_days=5)
    for days in logged:
        journal.log(1)
        journal.wait(hours=9 * days)
    check_points(journal, EACH_DAY)


@given(told=stories())
@settings(max_examples=40, suppress_health_check=QUIET)
def test_the_last_point_is_the_progress_now_whatever_the_zone(
    told: tuple[Journal, list[Step]],
) -> None:
    journal = tell(*told)
    (*_, last) = points(journal)
    assert last.progress == journal.progress()
    assert last.activity_progress == journal.details().activity_progress


@given(told=stories(), by=st.sampled_from(PeriodUnit))
@settings(max_examples=40, suppress_health_check=QUIET)
def test_longer_steps_are_some_of_the_days_and_add_up_their_values(
    told: tuple[Journal, list[Step]], by: PeriodUnit
) -> None:
    journal = tell(*told)
    assume(is_of_one_zone(journal))
    daily = {point.on: point for point in points(journal)}
    steps = points(journal, by)
    for step in steps:
        assert step.progress == daily[step.on].progress
        assert step.total == daily[step.on].total
    if journal.goal.pattern is GoalPattern.TARGET:
        assert [step.value for step in steps] == [daily[step.on].value for step in steps]
    else:
        assert sum(step.value or 0 for step in steps) == steps[-1].total


def test_a_week_is_shown_by_its_last_day_and_the_open_one_by_today() -> None:
    journal = log_days(a_journal(GoalPattern.MILESTONE, 100), 10, 20, None, 5)
    journal.wait(days=4)
    journal.log(15)
    assert points(journal, PeriodUnit.WEEK) == (
        ProgressPoint(
            on=date(2026, 3, 8),
            period_key="2026-W10",
            progress=Decimal(35),
            activity_progress=Decimal(35),
            completed_tasks=0,
            total_tasks=0,
            value=Decimal(35),
            total=Decimal(35),
        ),
        ProgressPoint(
            on=date(2026, 3, 10),
            period_key="2026-W11",
            progress=Decimal(50),
            activity_progress=Decimal(50),
            completed_tasks=0,
            total_tasks=0,
            value=Decimal(15),
            total=Decimal(50),
        ),
    )


def test_tasks_are_shown_as_they_stood_at_the_end_of_each_day() -> None:
    journal = a_journal(GoalPattern.MILESTONE, deadline=date(2026, 3, 5))
    journal.task("one")
    journal.task("two")
    journal.wait(days=1).complete_task(0)
    journal.wait(days=1).reopen_task(0)
    journal.delete_task(1)
    found = points(journal)
    assert [(each.completed_tasks, each.total_tasks) for each in found] == [(0, 2), (1, 2), (0, 1)]
    assert found[1].progress == journal.progress(as_of=end_of(journal, found[1]))
    assert Decimal(35) < found[1].progress < Decimal(65)


def test_a_day_of_a_limit_counts_on_its_own_point() -> None:
    journal = log_days(a_journal(GoalPattern.LIMIT, 2), 1, 3, 1)
    assert [each.progress for each in points(journal)] == [25, 25, 50, 50]


def test_a_measurement_stays_until_the_next_one() -> None:
    journal = log_days(
        a_journal(GoalPattern.TARGET, 75, start_value=Decimal(85)), None, 84, None, 80
    )
    found = points(journal)
    assert [each.value for each in found] == [None, 84, 84, 80, 80]
    assert [each.progress for each in found] == [0, 10, 10, 50, 50]
    assert {each.total for each in found} == {None}


def test_the_points_end_on_the_day_the_goal_ended() -> None:
    journal = log_days(a_journal(GoalPattern.MILESTONE, 20), 10, 15)
    journal.wait(days=20)
    found = points(journal)
    assert [values(each.on.day, each.progress) for each in found] == [(2, 50), (3, 100)]


def test_the_points_begin_with_the_first_day_of_the_log() -> None:
    journal = a_journal(GoalPattern.RECURRING, 1, schedule=ScheduleEdit(start_on=date(2026, 2, 1)))
    journal.log(1, activity_date=date(2026, 2, 27))
    assert [each.on for each in points(journal)][:1] == [date(2026, 2, 27)]
    assert points(journal, within=DayRange(first=date.min, last=date(2026, 2, 26))) == ()
    assert points(journal, within=DayRange(first=date(2026, 3, 3), last=date.max)) == ()


def test_a_range_cuts_out_points_and_changes_none() -> None:
    journal = log_days(a_journal(GoalPattern.STREAK, 5), 1, 1, None, 1, 1, 1)
    some = DayRange(first=date(2026, 3, 4), last=date(2026, 3, 6))
    assert points(journal, within=some) == points(journal)[2:5]
    week = points(journal, PeriodUnit.WEEK, some)
    assert [values(each.on.day, each.value) for each in week] == [(8, 5)]


def test_a_week_is_cut_where_weeks_begin_to_start_on_another_day() -> None:
    monday, thursday = DayRule(timezone="UTC"), DayRule(timezone="UTC", week_start=4)
    turned = Calendar(revisions=((date.min, monday), (date(2026, 3, 6), thursday)))
    journal = log_days(a_journal(GoalPattern.MILESTONE, 99, calendar=turned), *[1] * 14)
    found = points(journal, PeriodUnit.WEEK)
    assert [values(each.on.day, each.value) for each in found] == [(8, 7), (11, 3), (16, 4)]


@pytest.mark.parametrize(
    ("by", "first"),
    [
        (PeriodUnit.DAY, date(2026, 2, 1)),
        (PeriodUnit.WEEK, date(2025, 12, 15)),
        (PeriodUnit.MONTH, date(2025, 4, 1)),
        (PeriodUnit.QUARTER, date(2025, 4, 1)),
        (PeriodUnit.YEAR, date(2024, 1, 1)),
    ],
)
def test_unless_asked_as_many_steps_are_shown_as_progress_looks_back_on(
    by: PeriodUnit, first: date
) -> None:
    assert first_day_of_steps(date(2026, 3, 2), by=by, calendar=UTC_CALENDAR) == first
    assert first_day_of_steps(date.min, by=by, calendar=UTC_CALENDAR) == date.min
