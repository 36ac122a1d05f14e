"""The demo: goals of all five patterns with a log, the same for the same owner and day."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from domain.activity import ActivityType
from domain.goal import GoalStatus
from domain.loads import Load, Loaded, goal_id_of, ulid_of
from domain.milestone import CustomMilestone
from domain.period import PeriodUnit
from domain.policy import Policy
from domain.requests import NewActivity, NewGoal, NewTarget
from domain.target import GoalPattern, Metric
from domain.task import Task, TaskChange, TaskStatus
from persistence.store import Store
from resolvers.loading import load

_SOURCE: Final = "demo"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """What the demo wrote."""

    owner: str
    loaded: tuple[Loaded, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the report as lines to print."""
        added = sum(done.added for done in self.loaded)
        if not added:
            return (f"the demo goals of {self.owner} were there; nothing was added",)
        return (f"{self.owner} has {len(self.loaded)} demo goals with {added} activities",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demo:
    """One demo goal: how many days it is old, and the amounts of its days, oldest first.

    The deadline is so many days ahead; a task is completed so many days after the goal was made.
    """

    name: str
    goal: NewGoal
    days: int
    amounts: tuple[int | str | None, ...]
    deadline_after: int | None = None
    tasks: tuple[tuple[str, int | None], ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()


def _goal(title: str, pattern: GoalPattern, category: str, target: NewTarget) -> NewGoal:
    return NewGoal(title=title, pattern=pattern, category=category, target=target)


_DEMOS: Final[tuple[_Demo, ...]] = (
    _Demo(
        name="water",
        goal=_goal(
            "Drink 8 glasses of water",
            GoalPattern.RECURRING,
            "nutrition",
            NewTarget(
                value=Decimal(8), unit="glasses", metric=Metric.AMOUNT, period=PeriodUnit.DAY
            ),
        ),
        days=45,
        amounts=(8, 9, 6, 8, None, 8, 10, 8, 7),
    ),
    _Demo(
        name="books",
        goal=_goal(
            "Read 24 books",
            GoalPattern.MILESTONE,
            "learning",
            NewTarget(value=Decimal(24), unit="books"),
        ),
        days=180,
        amounts=(*(None,) * 8, 1),
        milestones=(("A dozen and a half", 18),),
    ),
    _Demo(
        name="weight",
        goal=_goal(
            "Get down to 75 kg",
            GoalPattern.TARGET,
            "fitness",
            NewTarget(value=Decimal(75), unit="kg", metric=Metric.WEIGHT, start_value=Decimal(84)),
        ),
        deadline_after=60,
        days=40,
        amounts=tuple(
            f"{Decimal(84) - Decimal('0.15') * day}" if day % 3 == 0 else None for day in range(40)
        ),
    ),
    _Demo(
        name="meditation",
        goal=_goal(
            "Meditate 30 days in a row",
            GoalPattern.STREAK,
            "wellness",
            NewTarget(value=Decimal(30), unit="days", period=PeriodUnit.DAY),
        ),
        days=40,
        amounts=(*(1,) * 15, "skipped", *(1,) * 9, None, *(1,) * 14),
    ),
    _Demo(
        name="coffee",
        goal=_goal(
            "At most 2 coffees a day",
            GoalPattern.LIMIT,
            "nutrition",
            NewTarget(value=Decimal(2), unit="cups", metric=Metric.AMOUNT, period=PeriodUnit.DAY),
        ),
        days=30,
        amounts=(2, 1, 3, None, 2, 2, 1, 4),
    ),
    _Demo(
        name="website",
        goal=_goal(
            "Launch the website",
            GoalPattern.MILESTONE,
            "career",
            NewTarget(value=Decimal(1), unit="launch"),
        ),
        deadline_after=20,
        days=20,
        amounts=(None,),
        tasks=(
            ("Write the texts", 4),
            ("Draw the pages", 9),
            ("Build the site", 15),
            ("Ask five people to try it", None),
        ),
    ),
)


def seed(store: Store, *, owner: str, today: date) -> SeedReport:
    """Write the demo goals with activities up to the day before; those that are there stay."""
    return asyncio.run(seed_owner(store, owner=owner, today=today))


async def seed_owner(store: Store, *, owner: str, today: date) -> SeedReport:
    """Write the demo goals from within an event loop.

    One that was left a draft by a run that was killed gets the log that it was to have.
    """
    now = datetime.combine(today, time(), UTC)
    held = {goal.goal_id: goal for goal in await store.ports.goals.all(owner)}
    loaded: list[Loaded] = []
    for demo in _DEMOS:
        goal = held.get(goal_id_of(_SOURCE, owner, demo.name))
        if goal is None or goal.status is GoalStatus.DRAFT:
            made_at = now - demo.days * _DAY if goal is None else goal.created_at
            wanted = _load(demo, owner=owner, made_at=made_at)
            loaded.append(
                await load(
                    store.ports, wanted, owner=owner, now=now, policy=Policy(), tell=lambda _: None
                )
            )
    return SeedReport(owner=owner, loaded=tuple(loaded))


def _load(demo: _Demo, *, owner: str, made_at: datetime) -> Load:
    goal_id = goal_id_of(_SOURCE, owner, demo.name)
    ahead = demo.deadline_after
    deadline = None if ahead is None else made_at.date() + (demo.days + ahead) * _DAY
    return Load(
        goal_id=goal_id,
        goal=replace(demo.goal, deadline=deadline),
        made_at=made_at,
        activities=tuple(_activities(demo, goal_id, made_at.date())),
        tasks=tuple(_tasks(demo, goal_id, owner=owner, made_at=made_at)),
        milestones=tuple(_milestones(demo, goal_id, owner=owner, made_at=made_at)),
    )


def _activities(demo: _Demo, goal_id: str, first: date) -> Iterator[tuple[str, NewActivity]]:
    """Yield an activity for each day that has an amount; the amounts come round again."""
    for position in range(demo.days):
        amount = demo.amounts[position % len(demo.amounts)]
        if amount is None:
            continue
        is_skip = amount == ActivityType.SKIPPED
        yield (
            ulid_of(position, _SOURCE, demo.name),
            NewActivity(
                goal_id=goal_id,
                value=None if is_skip else Decimal(amount),
                kind=ActivityType.SKIPPED if is_skip else ActivityType.PROGRESS,
                activity_date=first + position * _DAY,
            ),
        )


def _tasks(demo: _Demo, goal_id: str, *, owner: str, made_at: datetime) -> Iterator[Task]:
    for title, completed_after in demo.tasks:
        changes = [TaskChange(status=TaskStatus.ACTIVE, at=made_at)]
        if completed_after is not None:
            done_at = made_at + completed_after * _DAY
            changes.append(TaskChange(status=TaskStatus.COMPLETED, at=done_at))
        yield Task(
            task_id=goal_id_of(_SOURCE, owner, demo.name, title),
            goal_id=goal_id,
            owner=owner,
            title=title,
            created_at=made_at,
            updated_at=changes[-1].at,
            changes=tuple(changes),
        )


def _milestones(
    demo: _Demo, goal_id: str, *, owner: str, made_at: datetime
) -> Iterator[CustomMilestone]:
    for name, amount in demo.milestones:
        yield CustomMilestone(
            milestone_id=goal_id_of(_SOURCE, owner, demo.name, name),
            goal_id=goal_id,
            owner=owner,
            name=name,
            created_at=made_at,
            updated_at=made_at,
            amount=Decimal(amount),
        )
