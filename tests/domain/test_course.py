from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.course import course_of
from domain.day import Calendar, DayRule
from domain.goal import GoalStatus, Pause, Revision, StatusChange
from domain.period import Period, PeriodUnit
from domain.target import Aggregation, GoalPattern
from tests.builders import DAY, NOW, a_dossier, a_goal, a_revision, a_target

if TYPE_CHECKING:
    from domain.course import Course

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)
WEEK_UNIT = PeriodUnit.WEEK


def asking(
    unit: PeriodUnit, *, day: date = DAY, made_at: datetime = NOW, **target: Any
) -> Revision:
    asked = replace(a_target(), period=unit, **target)
    return a_revision(effective_on=day, made_at=made_at, target=asked)


def a_course(*revisions: Revision, calendar: Calendar | None = None) -> Course:
    first = revisions[0] if revisions else asking(PeriodUnit.DAY)
    goal = a_goal(pattern=GoalPattern.RECURRING, target=first.target)
    dossier = a_dossier(goal=goal, revisions=revisions or (first,))
    return course_of(dossier if calendar is None else replace(dossier, calendar=calendar))


def spans(course: Course, day: date, *, count: int) -> list[tuple[date, date]]:
    """Return the first and last days of some periods, from the one that holds a day on."""
    period, found = course.period(day), list[Period]()
    while len(found) < count:
        found.append(period)
        period = course.following(period)
    return [(each.start, each.end - ONE_DAY) for each in found]


@pytest.mark.parametrize(
    ("course", "day"),
    [
        (a_course(), DAY),
        (a_course(asking(WEEK_UNIT)), DAY),
        (a_course(asking(WEEK_UNIT), asking(PeriodUnit.DAY, day=date(2026, 3, 5))), DAY),
        (a_course(), date(9999, 12, 30)),
    ],
)
def test_a_period_some_steps_later_is_the_next_one_that_often(course: Course, day: date) -> None:
    period = stepwise = course.period(day)
    for steps in range(6):
        assert course.following(period, by=steps) == stepwise
        stepwise = course.following(stepwise)


def test_the_open_week_is_cut_where_days_take_over() -> None:
    course = a_course(asking(WEEK_UNIT), asking(PeriodUnit.DAY, day=date(2026, 3, 5)))
    week = (DAY, date(2026, 3, 4))
    thursday = date(2026, 3, 5)
    assert spans(course, DAY, count=2) == [week, (thursday, thursday)]
    assert not course.is_whole(course.period(DAY))
    assert course.is_whole(course.period(thursday))


def test_weeks_take_over_from_the_first_one_that_starts_then() -> None:
    course = a_course(asking(PeriodUnit.DAY), asking(WEEK_UNIT, day=date(2026, 3, 5)))
    assert spans(course, SATURDAY, count=3) == [
        (SATURDAY, SATURDAY),
        (SUNDAY, SUNDAY),
        (date(2026, 3, 9), date(2026, 3, 15)),
    ]


def test_a_unit_asked_for_is_dropped_where_another_is_asked_for_before_it_begins() -> None:
    course = a_course(
        asking(WEEK_UNIT),
        asking(PeriodUnit.YEAR, day=date(2026, 3, 4)),
        asking(PeriodUnit.MONTH, day=date(2026, 3, 20)),
    )
    assert spans(course, date(2026, 3, 23), count=3) == [
        (date(2026, 3, 23), date(2026, 3, 29)),
        (date(2026, 3, 30), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
    ]


def test_a_new_start_of_the_week_cuts_the_old_week_wherever_one_looks_from() -> None:
    sundays = DayRule(timezone="UTC", week_start=0)
    calendar = Calendar(
        revisions=((date.min, DayRule(timezone="UTC")), (date(2026, 3, 4), sundays))
    )
    course = a_course(asking(WEEK_UNIT), calendar=calendar)
    expected = [(DAY, SATURDAY), (SUNDAY, date(2026, 3, 14))]
    for day in (DAY, date(2026, 3, 5), SATURDAY):
        assert spans(course, day, count=2) == expected
    assert not course.is_whole(course.period(DAY))


def test_a_period_is_judged_by_a_revision_of_its_own_unit() -> None:
    daily = asking(PeriodUnit.DAY)
    weekly = asking(WEEK_UNIT, day=date(2026, 3, 5))
    course = a_course(daily, weekly)
    at = NOW + 9 * ONE_DAY
    assert course.revision_for(course.period(SUNDAY), at=at) == daily
    assert course.revision_for(course.period(date(2026, 3, 9)), at=at) == weekly


def test_a_revision_is_not_known_before_it_is_made() -> None:
    later = asking(PeriodUnit.DAY, day=DAY, made_at=NOW + timedelta(hours=1), period_count=9)
    course = a_course(asking(PeriodUnit.DAY), later)
    assert [course.window(NOW), course.window(NOW + timedelta(hours=1))] == [30, 9]
    assert course.revision_at(NOW - ONE_DAY) == course.revisions[0]
    assert course.longest_window == 30


def test_a_day_adds_up_as_was_asked_before_it_began() -> None:
    course = a_course(asking(PeriodUnit.DAY), asking(PeriodUnit.DAY, aggregation=Aggregation.MAX))
    found = [course.aggregation_on(day) for day in (DAY, DAY + ONE_DAY)]
    assert found == [Aggregation.SUM, Aggregation.MAX]


def test_nothing_is_due_on_a_day_that_never_was() -> None:
    apia = Calendar.of(DayRule(timezone="Pacific/Apia"))
    course = a_course(calendar=apia)
    days = [date(2011, 12, day) for day in (29, 30, 31)]
    assert [course.is_away(course.period(day)) for day in days] == [False, True, False]


def test_nothing_is_due_on_a_day_at_whose_end_the_goal_was_paused() -> None:
    changes = [
        StatusChange(status=status, at=NOW + n * ONE_DAY)
        for n, status in ((0, GoalStatus.ACTIVE), (1, GoalStatus.PAUSED), (3, GoalStatus.ACTIVE))
    ]
    goal = a_goal(changes=tuple(changes), target=a_target(period=PeriodUnit.DAY))
    course = course_of(a_dossier(goal=goal))
    away = [course.is_away(course.period(DAY + n * ONE_DAY)) for n in range(5)]
    assert away == [False, True, True, False, False]


def test_the_run_of_days_on_which_nothing_is_due_ends_on_its_last() -> None:
    goal = a_goal(pauses=(Pause(first=DAY, last=DAY + 9 * ONE_DAY),))
    course = course_of(a_dossier(goal=goal))
    assert course.away_until(course.period(DAY + ONE_DAY)) == DAY + 9 * ONE_DAY
    assert course.away_until(course.period(DAY + 10 * ONE_DAY)) is None


def test_pausing_and_resuming_on_one_day_leaves_it_as_it_was() -> None:
    hour = timedelta(hours=1)
    changes = (
        StatusChange(status=GoalStatus.ACTIVE, at=NOW),
        StatusChange(status=GoalStatus.PAUSED, at=NOW + hour),
        StatusChange(status=GoalStatus.ACTIVE, at=NOW + 2 * hour),
    )
    course = course_of(a_dossier(goal=a_goal(changes=changes)))
    assert not course.is_away(course.period(DAY))


@pytest.mark.parametrize(
    ("hours", "status", "judged", "was_completed"),
    [
        (-1, None, -1, False),
        (0, GoalStatus.ACTIVE, 0, False),
        (1, GoalStatus.COMPLETED, 1, True),
        (2, GoalStatus.ARCHIVED, 1, True),
        (9, GoalStatus.ARCHIVED, 1, True),
    ],
)
def test_a_goal_is_judged_up_to_its_first_end(
    *, hours: int, status: GoalStatus | None, judged: int, was_completed: bool
) -> None:
    taken = (GoalStatus.ACTIVE, GoalStatus.COMPLETED, GoalStatus.ARCHIVED)
    hour = timedelta(hours=1)
    changes = tuple(StatusChange(status=each, at=NOW + n * hour) for n, each in enumerate(taken))
    course = course_of(a_dossier(goal=a_goal(changes=changes)))
    at = NOW + hours * hour
    assert course.status_at(at) is status
    assert course.judged_at(at) == NOW + judged * hour
    assert course.was_completed(at) == was_completed


def test_only_the_rules_in_force_by_then_are_known() -> None:
    tomorrow = DAY + ONE_DAY
    calendar = Calendar(
        revisions=((date.min, DayRule(timezone="UTC")), (tomorrow, DayRule(timezone="Asia/Tokyo")))
    )
    course = a_course(calendar=calendar)
    assert course.calendar_at(NOW) == Calendar.of(DayRule(timezone="UTC"))
    assert course.calendar_at(NOW + ONE_DAY) == calendar
