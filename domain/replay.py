"""Replaying a log: walk through it from a tally, from the start, or from somewhere between.

Walking on from a tally equals walking from the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from domain.activity import Activity
from domain.course import course_of
from domain.dossier import Dossier
from domain.goal import Goal
from domain.horizon import settles_on
from domain.rollup import MonthRollup
from domain.standing import Standing
from domain.tally import Settled, Tally
from domain.walk import Walk

_EARLIEST: Final = timedelta(days=2)
_ZONES_APART: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """The activities of the local days from `first_day` on, and the months before them."""

    first_day: date
    months: tuple[MonthRollup, ...]
    activities: tuple[Activity, ...]


def first_day_to_read(since: datetime) -> date:
    """Return the local day from which the log is read to walk anew from an instant on.

    Every day before it ended well before the instant, so its rollup tells all of it.
    """
    return settles_on(since) - timedelta(days=3)


def whole_log(goal: Goal, activities: Sequence[Activity]) -> tuple[datetime, LogPart]:
    """Return all of a goal's log as one part, and the instant to walk it from: the very first."""
    since = min([goal.created_at, *(activity.occurred_at for activity in activities)])
    first = first_day_to_read(since)
    return since, LogPart(first_day=first, months=(), activities=tuple(activities))


def first_day_of_part(since: datetime, *, months: Sequence[MonthRollup]) -> date:
    """Return the local day from which activities are read one by one, the latest before too.

    Zones differ, so the latest may lie up to three local days before the last active one.
    """
    first = first_day_to_read(since)
    active = (day.day for month in months for day in month.days if day.day < first)
    last = max(active, default=None)
    return first if last is None else last - _ZONES_APART


def start_of_walk(dossier: Dossier, part: LogPart, *, since: datetime) -> Tally:
    """Return the tally as of the days before the part that is read one by one.

    What was reached before `since` stands; the rest is found anew.
    """
    days = [day for month in part.months for day in month.days if day.day < part.first_day]
    course = course_of(dossier)
    begin = min([settles_on(dossier.goal.created_at), part.first_day, *(day.day for day in days)])
    begin = course.first_day_to_judge(begin)
    standing = Standing(course, Settled(until=begin), days)
    old = dossier.tally
    return replace(
        old,
        settled=standing.settled(part.first_day),
        recent=standing.recent(part.first_day),
        through=datetime.combine(part.first_day, time(), UTC) - _EARLIEST,
        reached={key: at for key, at in old.reached.items() if at < since},
        finished_at=_before(old.finished_at, since),
        latest_at=None,
    )


def replay(dossier: Dossier, part: LogPart, *, since: datetime, until: datetime) -> Walk:
    """Walk through a part of the log, finding anew what is reached from `since` on."""
    start = start_of_walk(dossier, part, since=since)
    activities = sorted(part.activities, key=lambda activity: activity.order)
    walk = Walk(dossier, start, until=until)
    walk.run([a for a in activities if a.occurred_at <= until], since=since)
    return walk


def walk_on(dossier: Dossier, activities: Sequence[Activity], *, until: datetime) -> Walk:
    """Walk on from the tally through later activities."""
    walk = Walk(dossier, dossier.tally, until=until)
    walk.run(activities, since=dossier.tally.through)
    return walk


def tally_after(walk: Walk, *, before: Tally, next_at: datetime | None) -> Tally:
    """Return the tally of a walk, in place of the one before."""
    settled = walk.standing.settled(settles_on(walk.at))
    return replace(
        before,
        settled=settled,
        recent=walk.standing.recent(settled.until),
        through=walk.at,
        reached=walk.reached,
        finished_at=walk.finished_at,
        latest_at=walk.latest_at,
        next_at=next_at,
    )


def _before(at: datetime | None, limit: datetime) -> datetime | None:
    return at if at is not None and at < limit else None
