from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.course import course_of
from domain.goal import GoalStatus, Pause, StatusChange
from domain.judging import Judge
from domain.occurrence import NOTHING, Done, Outcome
from domain.period import Period, PeriodUnit, period_holding
from domain.schedule import Frequency
from domain.streak import Skips
from domain.target import GoalPattern, MissingPolicy
from tests.builders import NOW, a_dossier, a_goal, a_revision, a_schedule, a_target

RECURRING, STREAK, LIMIT = GoalPattern.RECURRING, GoalPattern.STREAK, GoalPattern.LIMIT
MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
WEEK, MONTH = PeriodUnit.WEEK, PeriodUnit.MONTH
HOUR = timedelta(hours=1)
WEDNESDAY = date(2026, 3, 4)


def march(day: int) -> date:
    """Return a day of March 2026; goals are made on the 2nd, a Monday, at 9:30."""
    return date(2026, 3, day)


def a_judge(
    pattern: GoalPattern = RECURRING,
    *,
    target: dict[str, Any] | None = None,
    pauses: tuple[Pause, ...] = (),
    changes: tuple[StatusChange, ...] | None = None,
    **schedule: Any,
) -> Judge:
    """Return the judge of a goal of 8, daily unless its target says otherwise."""
    asked = {"value": Decimal(8), "period": PeriodUnit.DAY, **(target or {})}
    goal = a_goal(
        pattern=pattern,
        target=a_target(**asked),
        schedule=a_schedule(**schedule),
        pauses=pauses,
    )
    goal = goal if changes is None else replace(goal, changes=changes)
    return Judge(course_of(a_dossier(goal=goal)), start=march(2))


def due(judge: Judge, first: date, last: date, unit: PeriodUnit = PeriodUnit.DAY) -> list[date]:
    """Return the first days of the due periods between two days."""
    period, found = period_holding(day=first, unit=unit), list[date]()
    while period.start <= last:
        if judge.is_due(period, asked=judge.asked(period)):
            found.append(period.start)
        period = period_holding(day=period.end, unit=unit)
    return found


def outcome(
    judge: Judge,
    done: Done = NOTHING,
    *,
    day: date = WEDNESDAY,
    unit: PeriodUnit = PeriodUnit.DAY,
    skips: Skips | None = None,
    at: datetime | None = None,
) -> Outcome:
    period = period_holding(day=day, unit=unit)
    asked = judge.asked(period, at=at)
    return judge.outcome(period, done, asked=asked, skips=skips or Skips(), at=at)


def logged(total: int) -> Done:
    return Done(total=Decimal(total), counted=1)


def skipped(day: date) -> Done:
    return Done(skipped=1, skipped_on=day)


def noon(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


# due


def test_without_a_schedule_every_period_from_the_start_on_is_due() -> None:
    assert due(a_judge(), march(1), march(4)) == [march(2), march(3), march(4)]


def test_the_first_partial_period_is_not_due() -> None:
    weekly = a_judge(target={"period": WEEK}, start_on=march(4))
    assert due(weekly, march(2), march(17), WEEK) == [march(9), march(16)]


def test_only_the_days_of_the_schedule_are_due() -> None:
    judge = a_judge(days_of_week=MONDAY_TO_FRIDAY)
    assert due(judge, march(5), march(10)) == [march(5), march(6), march(9), march(10)]


def test_longer_periods_are_due_in_every_so_manieth() -> None:
    judge = a_judge(target={"period": WEEK}, every=3)
    assert due(judge, march(2), march(31), WEEK) == [march(2), march(23)]


def test_nothing_is_due_in_a_pause() -> None:
    judge = a_judge(pauses=(Pause(first=march(3), last=march(4)),))
    assert due(judge, march(2), march(5)) == [march(2), march(5)]


def test_a_period_cut_where_another_unit_takes_over_is_not_due() -> None:
    revisions = tuple(
        a_revision(effective_on=day, target=a_target(period=unit))
        for day, unit in ((march(2), WEEK), (march(5), PeriodUnit.DAY))
    )
    course = course_of(a_dossier(goal=a_goal(pattern=RECURRING), revisions=revisions))
    judge, cut = Judge(course, start=march(2)), course.period(march(2))
    assert cut == Period(unit=WEEK, start=march(2), end=march(5))
    assert not judge.is_due(cut, asked=judge.asked(cut))
    assert outcome(judge, logged(100), day=march(5)) is Outcome.MET


def test_every_second_week_is_counted_by_the_weeks_in_force_on_the_day() -> None:
    judge = a_judge(frequency=Frequency.WEEKLY, every=2, days_of_week=(0,))
    assert due(judge, march(2), march(31)) == [march(8), march(22)]


# next


def next_due(judge: Judge, after: date) -> date | None:
    period = period_holding(day=after, unit=PeriodUnit.DAY)
    found = judge.next_due(period, at=NOW)
    return None if found is None else found.period.start


def test_the_next_due_period_is_pending_and_has_nothing_done() -> None:
    found = a_judge().next_due(period_holding(day=march(2), unit=PeriodUnit.DAY), at=NOW)
    assert found is not None
    assert (found.period.start, found.outcome, found.done) == (march(3), Outcome.PENDING, NOTHING)


def test_the_next_due_day_lies_after_rest_days_and_pauses() -> None:
    judge = a_judge(
        frequency=Frequency.MONTHLY, day_of_month=5, pauses=(Pause(first=march(3), last=march(7)),)
    )
    assert next_due(judge, march(2)) == date(2026, 4, 5)


def test_the_next_due_day_may_come_sooner_by_what_is_announced() -> None:
    yearly = a_schedule(frequency=Frequency.YEARLY)
    daily = a_target(period=PeriodUnit.DAY)
    revisions = (
        a_revision(target=daily, schedule=yearly),
        a_revision(target=daily, effective_on=march(6)),
    )
    dossier = a_dossier(goal=a_goal(pattern=RECURRING), revisions=revisions)
    assert next_due(Judge(course_of(dossier), start=march(2)), march(2)) == march(6)


def test_where_no_day_is_due_any_more_there_is_no_next_one() -> None:
    paused = (StatusChange(status=GoalStatus.PAUSED, at=NOW),)
    assert next_due(a_judge(changes=paused), march(2)) is None
    leap_day = a_judge(frequency=Frequency.YEARLY, start_on=date(9996, 2, 29))
    assert next_due(leap_day, date(9999, 3, 1)) is None


# outcomes


@pytest.mark.parametrize(
    ("done", "at", "expected"),
    [
        (logged(8), None, Outcome.MET),
        (logged(8), noon(4), Outcome.MET),
        (logged(7), None, Outcome.MISSED),
        (logged(7), noon(4), Outcome.PENDING),
        (NOTHING, None, Outcome.MISSED),
        (skipped(march(4)), None, Outcome.SKIPPED),
        (skipped(march(4)), noon(4), Outcome.SKIPPED),
        (Done(total=Decimal(8), counted=1, skipped=1, skipped_on=march(4)), None, Outcome.MET),
    ],
)
def test_a_due_day_is_judged_by_what_was_done_in_it(
    *, done: Done, at: datetime | None, expected: Outcome
) -> None:
    assert outcome(a_judge(), done, at=at) is expected


@pytest.mark.parametrize("done", [NOTHING, logged(7), skipped(march(7))])
def test_a_rest_day_is_excused_whatever_was_left_undone_or_skipped(done: Done) -> None:
    judge = a_judge(days_of_week=MONDAY_TO_FRIDAY)
    assert outcome(judge, done, day=march(7)) is Outcome.EXCUSED


def test_a_met_rest_day_or_day_of_a_vacation_counts_as_met() -> None:
    judge = a_judge(days_of_week=MONDAY_TO_FRIDAY, pauses=(Pause(first=march(4), last=march(4)),))
    assert outcome(judge, logged(8), day=march(7)) is Outcome.MET
    assert outcome(judge, logged(8), day=march(4)) is Outcome.MET


def test_a_first_partial_period_counts_if_it_is_met_and_else_is_excused() -> None:
    judge = a_judge(target={"period": WEEK}, start_on=march(4))
    found = [outcome(judge, done, unit=WEEK) for done in (logged(8), logged(7))]
    assert found == [Outcome.MET, Outcome.EXCUSED]


def test_a_skip_that_is_not_granted_leaves_the_day_open_and_then_missed() -> None:
    judge, used = a_judge(allow_skip_days=1), Skips().including(march(3))
    assert outcome(judge, skipped(march(4)), skips=used, at=noon(4)) is Outcome.PENDING
    assert outcome(judge, skipped(march(4)), skips=used) is Outcome.MISSED
    assert outcome(judge, skipped(march(4))) is Outcome.SKIPPED


def test_a_period_is_skipped_by_the_month_of_its_first_skip() -> None:
    judge, used = a_judge(target={"period": WEEK}, allow_skip_days=1), Skips().including(march(3))
    week: dict[str, Any] = {"day": date(2026, 4, 1), "unit": WEEK}
    assert outcome(judge, skipped(march(31)), skips=used, **week) is Outcome.MISSED
    assert outcome(judge, skipped(date(2026, 4, 1)), skips=used, **week) is Outcome.SKIPPED


# limits


def test_a_limit_is_kept_once_its_period_has_closed() -> None:
    judge = a_judge(LIMIT)
    assert outcome(judge, logged(8)) is Outcome.MET
    assert outcome(judge, logged(9)) is Outcome.MISSED
    assert outcome(judge, logged(9), at=noon(4)) is Outcome.PENDING
    assert outcome(judge, at=noon(4)) is Outcome.PENDING


def test_an_empty_period_keeps_a_limit_unless_it_is_not_known() -> None:
    unknown = a_judge(LIMIT, target={"missing_policy": MissingPolicy.UNKNOWN})
    assert outcome(a_judge(LIMIT)) is Outcome.MET
    assert outcome(unknown) is Outcome.UNKNOWN
    assert outcome(unknown, skipped(march(4))) is Outcome.SKIPPED
    assert outcome(unknown, logged(0)) is Outcome.MET


@pytest.mark.parametrize("done", [NOTHING, logged(1)])
def test_a_limit_proves_nothing_on_rest_days_in_pauses_and_before_the_start(done: Done) -> None:
    resting = a_judge(LIMIT, days_of_week=MONDAY_TO_FRIDAY)
    paused = a_judge(LIMIT, pauses=(Pause(first=march(7), last=march(7)),))
    later = a_judge(LIMIT, start_on=march(8))
    found = {outcome(judge, done, day=march(7)) for judge in (resting, paused, later)}
    assert found == {Outcome.EXCUSED}


def test_a_first_partial_period_may_keep_a_limit_but_not_break_it() -> None:
    judge = a_judge(LIMIT, target={"period": MONTH})
    found = [outcome(judge, done, unit=MONTH) for done in (NOTHING, logged(9))]
    assert found == [Outcome.MET, Outcome.EXCUSED]


# statuses as they were known


PAUSED_AT_TEN = (
    StatusChange(status=GoalStatus.ACTIVE, at=NOW - 48 * HOUR),
    StatusChange(status=GoalStatus.PAUSED, at=NOW + HOUR),
)


def test_an_open_day_is_judged_by_the_status_known_then() -> None:
    judge = a_judge(changes=PAUSED_AT_TEN)
    today: dict[str, Any] = {"day": march(2), "done": skipped(march(2))}
    assert outcome(judge, **today, at=NOW) is Outcome.SKIPPED
    assert outcome(judge, **today, at=NOW + HOUR) is Outcome.EXCUSED
    assert outcome(judge, **today) is Outcome.EXCUSED


@pytest.mark.parametrize("status", [GoalStatus.COMPLETED, GoalStatus.ARCHIVED])
def test_the_day_on_which_a_goal_ends_is_judged_as_it_stood_before(status: GoalStatus) -> None:
    active, paused = PAUSED_AT_TEN
    judge = a_judge(changes=(active, replace(paused, status=status)))
    done = skipped(march(2))
    assert outcome(judge, done, day=march(2), at=NOW + HOUR) is Outcome.SKIPPED


def test_a_day_before_the_goal_was_made_is_judged_as_if_it_were_active() -> None:
    judge = a_judge(start_on=march(1), changes=PAUSED_AT_TEN)
    at = NOW - 72 * HOUR
    assert outcome(judge, day=at.date(), at=at) is Outcome.EXCUSED
    judge = a_judge(start_on=at.date(), changes=PAUSED_AT_TEN)
    assert outcome(judge, day=at.date(), at=at) is Outcome.PENDING
