"""The law of the log: what is kept in step with each change equals what is made from the log."""

import asyncio
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.activity import ActivityType
from domain.answers import GoalProgress
from domain.errors import DomainError
from domain.goal import Goal
from domain.period import PeriodUnit
from domain.requests import MilestoneRemoval, TargetEdit
from domain.rollup import MonthRollup
from domain.tally import Tally
from domain.target import GoalPattern
from domain.task import TaskStatus
from persistence.store import Store, open_embedded
from server.rebuilding import rebuild_all
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller, a_wanted_target

LOGS = ["now", "earlier", "day", "elsewhere"]
CHANGES = [
    *LOGS,
    *LOGS,
    "skip",
    "remove",
    "edit",
    "task",
    "taskStatus",
    "deleteTask",
    "milestone",
    "moveMilestone",
    "deleteMilestone",
    "pauseGoal",
    "resumeGoal",
    "completeGoal",
    "archiveGoal",
    "restoreGoal",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: how many hours later, which, and numbers that say more."""

    hours: int
    name: str
    number: int
    back: int


STEPS = st.lists(
    st.builds(
        Step,
        hours=st.sampled_from([0, 1, 5, 13, 24, 50, 400]),
        name=st.sampled_from(CHANGES),
        number=st.integers(1, 40),
        back=st.integers(0, 20),
    ),
    min_size=1,
    max_size=14,
)

EVERY = [
    Step(hours=1, name=name, number=number, back=1)
    for number, name in enumerate([*CHANGES, "restoreGoal", "remove"], start=1)
]


async def _take(ann: Caller, goal: Goal, step: Step) -> None:
    """Carry out one change of the goal."""
    match step.name:
        case "now" | "earlier" | "day" | "elsewhere" | "skip" | "remove":
            await _change_log(ann, goal, step)
        case "edit":
            await ann.edit(goal, **_edit(goal, step.number))
        case "task":
            await ann.plan(goal, f"task {step.number}")
        case "taskStatus" | "deleteTask":
            await _change_task(ann, goal, step)
        case "milestone":
            await ann.aim(goal, percentage=step.number)
        case "moveMilestone" | "deleteMilestone":
            await _change_milestone(ann, goal, step)
        case _:
            await ann.move(step.name, goal)


async def _change_log(ann: Caller, goal: Goal, step: Step) -> None:
    value = 1 if goal.pattern is GoalPattern.STREAK else step.number
    back = ann.now - step.back * timedelta(hours=9)
    match step.name:
        case "now":
            await ann.log(goal, value)
        case "earlier":
            await ann.log(goal, value, occurred_at=back)
        case "day":
            await ann.log(goal, value, activity_date=back.date())
        case "elsewhere":
            zone = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"][step.number % 3]
            await ann.log(goal, value, occurred_at=back, timezone=zone)
        case "skip":
            await ann.log(goal, None, kind=ActivityType.SKIPPED, occurred_at=back)
        case _:
            page = await ann.of("activities", goal)
            await ann.remove(page.items[step.number % len(page.items)])


def _edit(goal: Goal, number: int) -> dict[str, Any]:
    value = Decimal(number)
    match goal.pattern:
        case GoalPattern.MILESTONE:
            ahead = NOW.date() + (number + 40) * DAY
            return {"target": TargetEdit(value=3 * value), "deadline": ahead}
        case GoalPattern.TARGET:
            return {"target": TargetEdit(value=value)}
        case GoalPattern.STREAK:
            return {"target": TargetEdit(value=value)}
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            unit = list(PeriodUnit)[number % 3]
            return {"target": TargetEdit(value=value, period=unit, period_count=number)}


async def _change_task(ann: Caller, goal: Goal, step: Step) -> object:
    tasks = await ann.query("myTasks", goal_id=goal.goal_id)
    task = tasks[step.back % len(tasks)]
    if step.name == "deleteTask":
        return await ann.turn("deleteTask", task)
    return await ann.edit_task(task, status=list(TaskStatus)[step.number % 5])


async def _change_milestone(ann: Caller, goal: Goal, step: Step) -> object:
    own = [each for each in await ann.of("milestones", goal) if each.is_custom]
    milestone = own[step.back % len(own)]
    if step.name == "moveMilestone":
        return await ann.edit_milestone(goal, milestone, percentage=step.number)
    wanted = MilestoneRemoval(goal_id=goal.goal_id, milestone_id=milestone.milestone_id)
    return await ann.change("deleteMilestone", wanted)


async def _run(ann: Caller, goal: Goal, steps: list[Step]) -> Caller:
    """Carry out what the goal's rules allow and return the caller of the last moment."""
    for step in steps:
        ann = ann.after(hours=step.hours)
        try:
            await _take(ann, goal, step)
        except (DomainError, ZeroDivisionError):
            continue
    return ann


async def _projections(
    store: Store, goal: Goal
) -> tuple[Tally, tuple[MonthRollup, ...], tuple[Any, ...]]:
    """Return what is kept beside the log, without versions and empty months."""
    dossier = await store.ports.goals.dossier("ann", goal.goal_id)
    assert dossier is not None
    months = await store.ports.log.months("ann", goal.goal_id)
    held = tuple(replace(month, version=0) for month in months if month.days)
    return replace(dossier.tally, version=0), held, dossier.goal.changes


async def _read(ann: Caller, goal: Goal, moments: list[datetime]) -> list[GoalProgress]:
    return [await ann.progress(goal, as_of=moment) for moment in moments]


async def _holds(store: Store, pattern: GoalPattern, steps: list[Step]) -> None:
    ann = Caller(store=store)
    more = {"deadline": NOW.date() + 60 * DAY} if pattern is GoalPattern.TARGET else {}
    goal = await ann.create(pattern.value, target=a_wanted_target(pattern), **more)
    end = await _run(ann, goal, steps)
    moments = [end.now, NOW + (end.now - NOW) / 2, end.now + 20 * DAY]
    read = await _read(end, goal, moments)
    tally, *others = await _projections(store, goal)
    at = tally.through
    assert await rebuild_all(store, owner="ann", goal_id=goal.goal_id, now=at) == 1
    rebuilt, *remade = await _projections(store, goal)
    assert replace(rebuilt, through=at) == tally
    assert remade == others
    assert await _read(end, goal, moments) == read


@example(pattern=GoalPattern.MILESTONE, steps=EVERY)
@example(pattern=GoalPattern.RECURRING, steps=EVERY)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pattern=st.sampled_from(GoalPattern), steps=STEPS)
def test_after_any_changes_a_rebuild_changes_nothing(
    pattern: GoalPattern, steps: list[Step]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_embedded(Path(folder) / "law.db", secret="a secret")) as store,
    ):
        asyncio.run(_holds(store, pattern, steps))
