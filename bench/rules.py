"""What the rules alone cost: a goal's log judged in memory, without storage or GraphQL."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from domain.activity import Activity, ActivityType, activity_id
from domain.day import Calendar, DayRule
from domain.dossier import Dossier
from domain.goal_rules import Moment, first_revision, new_goal
from domain.ledger import first_tally, month_rollups, recounted
from domain.period import PeriodUnit
from domain.progress import goal_progress, walk_to
from domain.replay import whole_log
from domain.requests import NewGoal, NewTarget
from domain.review import review
from domain.rollup import MonthRollup
from domain.streak_summary import streak_summary
from domain.target import GoalPattern

_START = datetime(1990, 1, 1, 8, tzinfo=UTC)
_ZONE = "Europe/Berlin"
_DAY = timedelta(days=1)
_DEADLINE_YEARS = 40
_YEARS = (1, 3, 10, 30)
_LESS, _MORE = Decimal(5), Decimal(8)
_WANTED = {
    "recurring": NewTarget(value=Decimal(8), unit="cups", period=PeriodUnit.DAY),
    "milestone": NewTarget(value=Decimal(10**6), unit="pages"),
    "target": NewTarget(value=Decimal(10), start_value=Decimal(0), unit="books"),
    "streak": NewTarget(value=Decimal(365), unit="weeks", period=PeriodUnit.WEEK),
    "limit": NewTarget(value=Decimal(7), unit="cups", period=PeriodUnit.DAY),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A goal with its whole log, and with what the log came to."""

    dossier: Dossier
    activities: tuple[Activity, ...]
    months: tuple[MonthRollup, ...]
    now: datetime


def run() -> None:
    """Print the tables of docs/performance.md about the rules."""
    print("\n| years | activities | recompute CPU ms | from months CPU ms | progress CPU ms |")
    print("|---|---|---|---|---|")
    for years in _YEARS:
        _print_row(str(years), _world("recurring", count=years * 365, per_day=1))
    print("\n| pattern | activities | recompute CPU ms | from months CPU ms | progress CPU ms |")
    print("|---|---|---|---|---|")
    for pattern in _WANTED:
        _print_row(pattern, _world(pattern, count=3_650, per_day=1))
    print("\n| a day | activities | recompute CPU ms | from months CPU ms | progress CPU ms |")
    print("|---|---|---|---|---|")
    for per_day in (1, 10, 19):
        _print_row(str(per_day), _world("recurring", count=730 * per_day, per_day=per_day))


def _print_row(name: str, world: World) -> None:
    numbers = (_cpu(lambda: _recomputed(world)), _cpu(lambda: _reviewed(world)), _read(world))
    count = f"{len(world.activities):,}"
    print(f"| {name} | {count} | " + " | ".join(f"{number:.2f}" for number in numbers) + " |")


def _recomputed(world: World) -> Dossier:
    since, part = whole_log(world.dossier.goal, world.activities)
    return recounted(world.dossier, since=since, until=world.now, part=part)


def _reviewed(world: World) -> object:
    days = [day for month in world.months for day in month.days]
    return streak_summary(review(world.dossier, days, as_of=world.now))


def _read(world: World) -> float:
    """Return what reading progress and milestones costs, as it is done at each request."""
    known = _recomputed(world)
    return _cpu(
        lambda: goal_progress(known, walk_to(known, None, as_of=world.now), as_of=world.now)
    )


def _cpu(call: Callable[[], object], *, rounds: int = 7) -> float:
    """Return the least CPU time of a call in milliseconds."""
    return min(_once(call) for _ in range(rounds))


def _once(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1_000


def _world(pattern: str, *, count: int, per_day: int) -> World:
    calendar = Calendar.of(DayRule(timezone=_ZONE))
    moment = Moment(now=_START, calendar=calendar)
    is_target = pattern == "target"
    wanted = NewGoal(
        title=pattern,
        pattern=GoalPattern(pattern),
        target=_WANTED[pattern],
        deadline=(_START + 366 * _DEADLINE_YEARS * _DAY).date() if is_target else None,
    )
    goal = new_goal(wanted, goal_id="goal", owner="bench", moment=moment)
    revision = first_revision(goal, moment=moment)
    amounts = (_LESS, _MORE) if pattern == "limit" else (_MORE, _LESS)
    activities = tuple(_log(calendar, amounts, count=count, per_day=per_day))
    return World(
        dossier=Dossier(
            goal=goal, revisions=(revision,), calendar=calendar, tally=first_tally(goal)
        ),
        activities=activities,
        months=month_rollups(goal.goal_id, activities),
        now=activities[-1].occurred_at + timedelta(hours=1),
    )


def _log(
    calendar: Calendar, amounts: tuple[Decimal, Decimal], *, count: int, per_day: int
) -> Iterator[Activity]:
    """Yield a log in which three days in four keep what was asked for, and one does not."""
    keeping, failing = amounts
    for number in range(count):
        day, part = divmod(number, per_day)
        at = _START + day * _DAY + part * timedelta(minutes=20)
        local_day = calendar.day_of(at)
        yield Activity(
            activity_id=activity_id(local_day=local_day, ulid=f"{number:026}"),
            goal_id="goal",
            owner="bench",
            value=keeping if day % 4 else failing,
            unit="cups",
            kind=ActivityType.PROGRESS,
            local_day=local_day,
            occurred_at=at,
            logged_at=at,
            timezone=_ZONE,
        )
