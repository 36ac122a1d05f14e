"""Stories of a goal: changes of every kind, drawn and carried out by a caller."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from domain.activity import ActivityType
from domain.goal import Goal
from domain.period import PeriodUnit
from domain.requests import MilestoneRemoval, TargetEdit
from domain.target import GoalPattern
from domain.task import TaskStatus
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller

LOGS = ["now", "earlier", "day", "elsewhere"]
CHANGES = [
    *LOGS,
    *LOGS,
    "skip",
    "amend",
    "move",
    "remove",
    "edit",
    "task",
    "taskStatus",
    "deleteTask",
    "milestone",
    "moveMilestone",
    "deleteMilestone",
    "pauseGoal",
    "pauseSince",
    "pauseDays",
    "pauseAll",
    "resumeAll",
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


async def take(ann: Caller, goal: Goal, step: Step) -> None:
    """Carry out one change of the goal."""
    match step.name:
        case "now" | "earlier" | "day" | "elsewhere" | "skip":
            await _log(ann, goal, step)
        case "amend" | "move" | "remove":
            await _correct(ann, goal, step)
        case "pauseSince" | "pauseDays" | "pauseAll" | "resumeAll":
            await _pause(ann, goal, step)
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


async def _log(ann: Caller, goal: Goal, step: Step) -> None:
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
        case _:
            await ann.log(goal, None, kind=ActivityType.SKIPPED, occurred_at=back)


async def _correct(ann: Caller, goal: Goal, step: Step) -> object:
    page = await ann.of("activities", goal)
    activity = page.items[step.number % len(page.items)]
    match step.name:
        case "amend":
            kinds = [ActivityType.SKIPPED, ActivityType.PARTIAL, activity.kind]
            changes = {"value": Decimal(step.back), "kind": kinds[step.number % 3]}
            return await ann.amend(activity, **changes)
        case "move":
            at = activity.occurred_at + (step.number - 20) * timedelta(minutes=50)
            return await ann.amend(activity, occurred_at=at)
        case _:
            return await ann.remove(activity)


async def _pause(ann: Caller, goal: Goal, step: Step) -> object:
    first = ann.now.date() - step.back * DAY
    match step.name:
        case "pauseSince":
            return await ann.move("pauseGoal", goal, first=first)
        case "pauseDays":
            last = first + (step.number - 1) * DAY
            return await ann.move("pauseGoal", goal, first=first, last=last)
        case "pauseAll":
            return await ann.pause_all(**({} if step.back % 2 else {"last": first + 25 * DAY}))
        case _:
            return await ann.resume_all()


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
