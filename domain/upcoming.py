"""What comes up: the periods of an active goal that fall due in the next days, or its deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from domain.coming import coming
from domain.goal import Goal, Revision
from domain.judging import Verdict
from domain.occurrence import Outcome
from domain.occurrence_view import amount_asked, last_day
from domain.reminders import reminders
from domain.standing import Standing
from domain.target import GoalPattern

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingOccurrence:
    """A due period of a goal by its last day, or a goal's deadline.

    `target` and `value`, what is done so far, are in the goal's unit; of a rolling goal they are
    days: those asked for, and those done in the run of days that ends then. `value` is None while
    nothing was measured. `reminder_at` are the reminders on that day that are still to come.
    """

    goal_id: str
    goal: Goal
    title: str
    due_on: date
    period_key: str
    outcome: Outcome
    target: Decimal
    value: Decimal | None
    preferred_times: tuple[time, ...]
    reminder_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """What falls due on a day, and what it is judged by."""

    on: date
    key: str
    outcome: Outcome
    asked: Revision
    value: Decimal | None


def upcoming(standing: Standing, *, days: int, at: datetime) -> Iterator[UpcomingOccurrence]:
    """Yield what falls due in so many local days from today on, by the day.

    Of a rolling goal that is today, and each day that its done days do not hold yet.
    """
    today = standing.today(at)
    last = today + (days - 1) * _DAY
    is_periodic = standing.course.goal.pattern.is_periodic
    found = _periods(standing, last=last, at=at) if is_periodic else _deadline(standing, at=at)
    for due in found:
        if today <= due.on <= last:
            yield _entry(standing, due, at=at)


def _deadline(standing: Standing, *, at: datetime) -> Iterator[_Due]:
    asked = standing.course.revision_at(at)
    if asked.deadline is not None:
        is_measured = standing.course.goal.pattern is GoalPattern.TARGET
        yield _Due(
            on=asked.deadline,
            key=asked.deadline.isoformat(),
            outcome=Outcome.PENDING,
            asked=asked,
            value=standing.measurement if is_measured else standing.total,
        )


def _periods(standing: Standing, *, last: date, at: datetime) -> Iterator[_Due]:
    held_until = standing.held_until(at) or date.min
    verdicts = [*_open(standing, at=at)]
    verdicts += [v for v in coming(standing, last=last, at=at) if v.period.start > held_until]
    for verdict in verdicts:
        yield _Due(
            on=last_day(verdict.period),
            key=verdict.period.key,
            outcome=verdict.outcome,
            asked=verdict.asked,
            value=_done(standing, verdict, at=at),
        )


def _open(standing: Standing, *, at: datetime) -> Iterator[Verdict]:
    """Yield the verdict on the open period if it is due, also before a rolling goal's first day."""
    now = standing.open(at)
    if standing.judge.is_due(now.period, asked=now.asked):
        is_unbegun = now.outcome is Outcome.EXCUSED
        yield now._replace(outcome=Outcome.PENDING) if is_unbegun else now


def _done(standing: Standing, verdict: Verdict, *, at: datetime) -> Decimal:
    if not standing.course.is_rolling:
        return verdict.done.total
    begins = standing.course.calendar.start_of(verdict.period.start)
    return standing.done_in_period(max(at, begins))


def _entry(standing: Standing, due: _Due, *, at: datetime) -> UpcomingOccurrence:
    course, target = standing.course, due.asked.target
    goal, times = course.goal, due.asked.schedule.preferred_times
    is_settled = due.outcome is not Outcome.PENDING
    instants = reminders(
        (due.on,),
        times=times,
        met=(due.on,) if is_settled else (),
        calendar=course.calendar,
        is_open=True,
    )
    return UpcomingOccurrence(
        goal_id=goal.goal_id,
        goal=goal,
        title=goal.title,
        due_on=due.on,
        period_key=due.key,
        outcome=due.outcome,
        target=amount_asked(target, pattern=goal.pattern) or target.value,
        value=due.value,
        preferred_times=times,
        reminder_at=tuple(instant for instant in instants if instant > at),
    )
