"""Callers of the registered resolvers over a real store, each call an operation of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.activity import Activity
from domain.answers import ActivityChange, BulkChange, GoalChange, GoalProgress
from domain.goal import Goal
from domain.milestone import Milestone
from domain.period import PeriodUnit
from domain.policy import Policy
from domain.requests import (
    ActivityEdit,
    ActivityRemoval,
    GoalEdit,
    GoalMove,
    MilestoneEdit,
    NewActivity,
    NewGoal,
    NewMilestone,
    NewTarget,
    NewTask,
    PauseMove,
    PauseOfAll,
    TaskEdit,
    TaskMove,
)
from domain.target import GoalPattern
from domain.task import Task
from persistence.store import Store
from resolvers import catalog, registry
from resolvers.context import Context, Identity, Info
from tests.builders import NOW, OWNER

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An owner who asks at a moment."""

    store: Store
    owner: str = OWNER
    now: datetime = NOW
    policy: Policy = field(default_factory=Policy)

    def after(self, **delta: float) -> "Caller":
        """Return the caller that much later."""
        return replace(self, now=self.now + timedelta(**delta))

    def context(self, type_name: str, field_name: str) -> Context:
        """Return the context of one operation."""
        return Context(
            now=self.now,
            ports=self.store.ports,
            identity=Identity(owner=self.owner),
            info=Info(field_name=field_name, parent_type_name=type_name),
            policy=self.policy,
        )

    async def query(self, field_name: str, **arguments: Any) -> Any:
        """Return what a query answers."""
        return await self._unit("Query", field_name, arguments)

    async def mutate(self, field_name: str, wanted: object = None) -> Any:
        """Return what a mutation answers; one may take no input."""
        arguments = {} if wanted is None else {"input": wanted}
        return await self._unit("Mutation", field_name, arguments)

    async def each(self, field_name: str, goals: Sequence[Goal], **arguments: Any) -> Any:
        """Return what a field of goals answers, one item for each goal."""
        found = registry.find("Goal", field_name)
        assert found is not None
        assert found.is_batch
        return await found.function(self.context("Goal", field_name), goals, **arguments)

    async def of(self, field_name: str, goal: Goal, **arguments: Any) -> Any:
        """Return what a field of one goal as it is now answers, or raise its error."""
        (answer,) = await self.each(field_name, [await self.goal(goal.goal_id)], **arguments)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def create(self, pattern: str = "milestone", **changes: Any) -> Goal:
        """Return a goal just made, with fields changed by their names."""
        return (await self.change("createGoal", a_wish(pattern, **changes))).goal

    async def goal(self, goal_id: str) -> Goal:
        """Return the goal as it is."""
        goal: Goal = await self.query("goal", goal_id=goal_id)
        return goal

    async def change(self, field_name: str, wanted: object) -> GoalChange:
        """Return the answer of a mutation of goals, tasks or milestones."""
        answer: GoalChange = await self.mutate(field_name, wanted)
        return answer

    async def move(self, name: str, goal: Goal, **changes: Any) -> Goal:
        """Return the goal after a transition."""
        wanted = PauseMove if name == "pauseGoal" else GoalMove
        return (await self.change(name, wanted(goal_id=goal.goal_id, **changes))).goal

    async def edit(self, goal: Goal, **changes: Any) -> Goal:
        """Return the goal with fields changed."""
        return (await self.change("updateGoal", GoalEdit(goal_id=goal.goal_id, **changes))).goal

    async def log(self, goal: Goal, value: Any = 10, **changes: Any) -> ActivityChange:
        """Return the answer to an activity logged."""
        amount = None if value is None else Decimal(str(value))
        wanted = NewActivity(goal_id=goal.goal_id, value=amount, **changes)
        answer: ActivityChange = await self.mutate("logActivity", wanted)
        return answer

    async def amend(self, activity: Activity, **changes: Any) -> ActivityChange:
        """Return the answer to changes of an activity."""
        wanted = ActivityEdit(goal_id=activity.goal_id, activity_id=activity.activity_id, **changes)
        answer: ActivityChange = await self.mutate("amendActivity", wanted)
        return answer

    async def remove(self, activity: Activity) -> ActivityChange:
        """Return the answer to the removal of an activity."""
        wanted = ActivityRemoval(goal_id=activity.goal_id, activity_id=activity.activity_id)
        answer: ActivityChange = await self.mutate("removeActivity", wanted)
        return answer

    async def pause_all(self, **changes: Any) -> BulkChange:
        """Return the answer to a pause of all goals."""
        answer: BulkChange = await self.mutate("pauseAll", PauseOfAll(**changes))
        return answer

    async def resume_all(self) -> BulkChange:
        """Return the answer to the end of all that pauseAll paused."""
        answer: BulkChange = await self.mutate("resumeAll")
        return answer

    async def plan(self, goal: Goal, title: str = "Choose a book", **changes: Any) -> Task:
        """Return a task just made."""
        wanted = NewTask(goal_id=goal.goal_id, title=title, **changes)
        return task_of(await self.change("createTask", wanted))

    async def turn(self, name: str, task: Task, **changes: Any) -> Task:
        """Return the task after it was completed, reopened or deleted."""
        wanted = TaskMove(goal_id=task.goal_id, task_id=task.task_id, **changes)
        return task_of(await self.change(name, wanted))

    async def edit_task(self, task: Task, **changes: Any) -> Task:
        """Return the task with fields changed."""
        wanted = TaskEdit(goal_id=task.goal_id, task_id=task.task_id, **changes)
        return task_of(await self.change("updateTask", wanted))

    async def aim(self, goal: Goal, name: str = "On the way", **changes: Any) -> Milestone:
        """Return a milestone of the owner's own, just made."""
        wanted = NewMilestone(goal_id=goal.goal_id, name=name, **_decimals(changes))
        return milestone_of(await self.change("createMilestone", wanted))

    async def edit_milestone(self, goal: Goal, milestone: Milestone, **changes: Any) -> Milestone:
        """Return the milestone with fields changed."""
        wanted = MilestoneEdit(
            goal_id=goal.goal_id, milestone_id=milestone.milestone_id, **_decimals(changes)
        )
        return milestone_of(await self.change("updateMilestone", wanted))

    async def progress(self, goal: Goal, **arguments: Any) -> GoalProgress:
        """Return the goal's progress."""
        answer: GoalProgress = await self.query("goalProgress", goal_id=goal.goal_id, **arguments)
        return answer

    async def percent(self, goal: Goal, as_of: datetime | None = None) -> Decimal:
        """Return the goal's progress percentage."""
        answer: Decimal = await self.of("progress", goal, as_of=as_of)
        return answer

    async def _unit(self, type_name: str, field_name: str, arguments: dict[str, Any]) -> Any:
        found = registry.find(type_name, field_name)
        assert found is not None
        assert not found.is_batch
        return await found.function(self.context(type_name, field_name), **arguments)

    async def reached(self, goal: Goal, as_of: datetime | None = None) -> dict[str, datetime]:
        """Return when each milestone reached was, by its name."""
        found: tuple[Milestone, ...] = await self.of("milestones", goal, as_of=as_of)
        return {each.name: each.achieved_at for each in found if each.achieved_at is not None}


def a_wish(pattern: str = "milestone", **changes: Any) -> NewGoal:
    """Return an ordinary goal of a pattern to be made."""
    kind = GoalPattern(pattern)
    wish = NewGoal(title="Read more", pattern=kind, target=a_wanted_target(kind))
    if kind is GoalPattern.TARGET:
        wish = replace(wish, deadline=date(2026, 6, 10))
    return replace(wish, **changes)


def a_wanted_target(pattern: GoalPattern, **changes: Any) -> NewTarget:
    """Return an ordinary target of a pattern: 100 pages, 84 to 75, or so much a day."""
    match pattern:
        case GoalPattern.MILESTONE:
            target = NewTarget(value=Decimal(100), unit="pages")
        case GoalPattern.TARGET:
            target = NewTarget(value=Decimal(75), unit="kg", start_value=Decimal(85))
        case GoalPattern.RECURRING:
            target = NewTarget(value=Decimal(10), unit="pages", period=PeriodUnit.DAY)
        case GoalPattern.STREAK:
            target = NewTarget(value=Decimal(3), unit="days", period=PeriodUnit.DAY)
        case GoalPattern.LIMIT:
            target = NewTarget(value=Decimal(2), unit="cups", period=PeriodUnit.DAY)
    return replace(target, **changes)


def task_of(change: GoalChange) -> Task:
    """Return the task that was changed."""
    assert change.task is not None
    return change.task


def milestone_of(change: GoalChange) -> Milestone:
    """Return the milestone that was changed."""
    assert change.milestone is not None
    return change.milestone


def _decimals(changes: dict[str, Any]) -> dict[str, Any]:
    numbers = {"percentage", "amount"}
    return {
        name: Decimal(str(value)) if name in numbers and isinstance(value, int | str) else value
        for name, value in changes.items()
    }


assert catalog.MODULES
