"""A goal's book: all that many activities are counted into at once, held in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from domain.activity import Activity
from domain.amount import ZERO
from domain.answers import Effects
from domain.course import course_of
from domain.dossier import Dossier
from domain.effects import effects, streak_change
from domain.errors import DomainError
from domain.goal import GoalStatus
from domain.ledger import day_rollup, recounted, walk_end, walk_start, with_day
from domain.percentage import SUMS
from domain.progress import first_instant_to_walk, goal_progress, is_tally_enough, walk_to
from domain.replay import LogPart, first_day_of_part, first_day_to_read
from domain.rollup import DayRollup, MonthRollup, month_of
from domain.target import GoalPattern, Target
from domain.walk import Walk

_OPEN: Final = frozenset({GoalStatus.ACTIVE, GoalStatus.PAUSED})

Told: TypeAlias = Activity | DomainError
Check: TypeAlias = Callable[[Dossier, Activity], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A goal's dossier, the rollups of all its months by their keys, and the end of its log."""

    dossier: Dossier
    months: Mapping[str, MonthRollup]
    activities: tuple[Activity, ...]

    def part(self, *, since: datetime) -> LogPart:
        """Return what is needed of the log to walk it anew from an instant on."""
        last = month_of(first_day_to_read(since))
        months = tuple(self.months[key] for key in sorted(self.months) if key <= last)
        first = first_day_of_part(since, months=months)
        held = tuple(activity for activity in self.activities if activity.local_day >= first)
        return LogPart(first_day=first, months=months, activities=held)

    def walked(self, *, as_of: datetime) -> Walk:
        """Return the goal's log walked to a moment that is not before its tally's."""
        if is_tally_enough(self.dossier, as_of=as_of):
            return walk_to(self.dossier, None, as_of=as_of)
        since = first_instant_to_walk(self.dossier, as_of=as_of)
        return walk_to(self.dossier, self.part(since=since), as_of=as_of)

    def months_unlike(self, other: "Book") -> tuple[MonthRollup, ...]:
        """Return the months that are not the same in another book."""
        return tuple(m for key, m in self.months.items() if m != other.months.get(key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A book with activities logged in it, and in their order each of them or its refusal."""

    book: Book
    told: tuple[Told, ...]

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Return the activities that were logged."""
        return _logged_of(self.told)


def first_instant_to_read(dossier: Dossier, *, since: datetime, now: datetime) -> datetime:
    """Return the instant from which the log is read to count in activities from `since` on."""
    return min(walk_start(dossier.tally, since=since), first_instant_to_walk(dossier, as_of=now))


def logged(book: Book, told: Sequence[Told], *, now: datetime, check: Check) -> Logged:
    """Log activities in a book as if one were logged after the other; a refusal stays one.

    `check` refuses an activity that the goal as it then is does not take. All are counted in at
    once where none of them can have ended the goal, or made it active again, on the way.
    """
    judged = tuple(_judged(book.dossier, each, check=check) for each in told)
    whole = _counting(book, _logged_of(judged), now=now)
    if _is_steady(book, whole):
        return Logged(book=whole, told=judged)
    one_by_one: list[Told] = []
    for each in told:
        one_by_one.append(_judged(book.dossier, each, check=check))
        book = _counting(book, _logged_of(one_by_one[-1:]), now=now)
    return Logged(book=book, told=tuple(one_by_one))


def effects_between(before: Book, after: Book, *, now: datetime) -> Effects:
    """Return what two books of a goal differ in, both read as of now."""
    as_of = max(now, before.dossier.tally.through, after.dossier.tally.through)
    was, walk = before.walked(as_of=as_of), after.walked(as_of=as_of)
    return effects(
        goal_progress(before.dossier, was, as_of=as_of),
        goal_progress(after.dossier, walk, as_of=as_of),
        streak=streak_change(was, walk),
    )


def _judged(dossier: Dossier, told: Told, *, check: Check) -> Told:
    """Return the activity, or its refusal if the goal as it is does not take it."""
    if isinstance(told, Activity):
        try:
            check(dossier, told)
        except DomainError as refusal:
            return refusal
    return told


def _logged_of(told: Sequence[Told]) -> tuple[Activity, ...]:
    return tuple(each for each in told if isinstance(each, Activity))


def _counting(book: Book, activities: Sequence[Activity], *, now: datetime) -> Book:
    """Return the book with activities counted in, all of them in one walk."""
    if not activities:
        return book
    dossier = book.dossier
    since = walk_start(dossier.tally, since=min(activity.occurred_at for activity in activities))
    held = replace(book, activities=(*book.activities, *activities))
    part, until = held.part(since=since), walk_end(dossier.tally, now=now)
    months = dict(book.months)
    for day in sorted({activity.local_day for activity in activities}):
        key = month_of(day)
        month = months.get(key) or MonthRollup(goal_id=dossier.goal.goal_id, month=key, days=())
        of_day = [activity for activity in held.activities if activity.local_day == day]
        months[key] = with_day(month, day_rollup(day, of_day))
    after = recounted(dossier, since=since, until=until, part=part)
    return replace(held, dossier=after, months=months)


def _is_steady(before: Book, after: Book) -> bool:
    """Say whether no part of what was logged changes whether the goal is open."""
    goal = before.dossier.goal
    if not goal.pattern.completes_itself:
        return True
    if goal.status not in _OPEN or after.dossier.goal.status not in _OPEN:
        return False
    course = course_of(before.dossier)
    aggregations = {aggregation for _, aggregation in course.aggregations}
    if goal.pattern is GoalPattern.MILESTONE:
        # What is summed only grows: a total that does not suffice has not sufficed on the way.
        return aggregations <= SUMS
    if goal.pattern is GoalPattern.TARGET and not aggregations & SUMS:
        # No day's measurement lies outside of what was measured on it.
        days = [day for month in after.months.values() for day in month.days]
        return not any(_is_reached(r.target, day) for r in course.revisions for day in days)
    return False


def _is_reached(target: Target, day: DayRollup) -> bool:
    """Say whether one of a day's measurements is at the target or beyond it."""
    if target.value > (target.start_value or ZERO):
        return day.maximum is not None and day.maximum >= target.value
    return day.minimum is not None and day.minimum <= target.value
