"""Each race of two mutations has an outcome that the rules allow, and the books agree after it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest

from domain.activity import Activity
from domain.goal import Goal
from domain.policy import Policy
from domain.requests import (
    ActivityEdit,
    ActivityRemoval,
    GoalEdit,
    GoalMove,
    NewActivity,
    NewMilestone,
    NewTask,
    PauseMove,
    PauseOfAll,
    TaskMove,
)
from persistence.store import Store, open_embedded
from resolvers.rebuilding import rebuild_goal
from tests.builders import NOW, OWNER
from tests.races.racers import SECRET, Job, Racers, racers
from tests.resolvers.asking import DAY, Caller, a_wish

ROUNDS = 12
LATER = NOW + timedelta(minutes=1)
Scene: TypeAlias = Callable[[Caller, int], Awaitable[tuple[Goal | None, Job, Job]]]
Endings: TypeAlias = set[tuple[str, str]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("races") / "milepost.db"


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    with closing(open_embedded(path, secret=SECRET)) as opened:
        yield opened


@pytest.fixture(scope="module")
def two(path: Path) -> Iterator[Racers]:
    with racers(path) as running:
        yield running


def job(name: str, wanted: object, **changes: Policy) -> Job:
    return Job(name=name, wanted=wanted, now=LATER, **changes)


async def fresh(ann: Caller, number: int, name: str) -> Goal:
    return await ann.create(title=f"{name} {number}")


async def two_edits(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "edited")
    edits = [GoalEdit(goal_id=goal.goal_id, expected_version=1, description=t) for t in "ab"]
    return goal, job("updateGoal", edits[0]), job("updateGoal", edits[1])


async def one_title(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    wish = a_wish(title=f"wanted twice {number} by {ann.owner}")
    return None, job("createGoal", wish), job("createGoal", wish)


async def the_last_place(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    held: int = await ann.query("activeGoalsCount")
    policy = Policy(active_goals=held + 1)
    wishes = [a_wish(title=f"last {side} {number}") for side in "ab"]
    return (
        None,
        job("createGoal", wishes[0], policy=policy),
        job("createGoal", wishes[1], policy=policy),
    )


async def logging_and_archiving(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "archived")
    return goal, job("logActivity", an_activity_of(goal)), job("archiveGoal", move(goal))


async def logging_and_completing(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "completed")
    return goal, job("logActivity", an_activity_of(goal)), job("completeGoal", move(goal))


async def two_logs_that_complete(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "finished")
    wanted = NewActivity(goal_id=goal.goal_id, value=Decimal(60))
    return goal, job("logActivity", wanted), job("logActivity", wanted)


async def logging_and_rebuilding(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "rebuilt")
    await ann.log(goal)
    return goal, job("logActivity", an_activity_of(goal)), job("rebuild", goal.goal_id)


async def two_removals(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "corrected")
    logged = (await ann.log(goal)).activity
    wanted = ActivityRemoval(goal_id=goal.goal_id, activity_id=logged.activity_id)
    return goal, job("removeActivity", wanted), job("removeActivity", wanted)


async def amending_and_removing(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "amended")
    logged = (await ann.log(goal)).activity
    removal = ActivityRemoval(goal_id=goal.goal_id, activity_id=logged.activity_id)
    return goal, job("amendActivity", amended(logged)), job("removeActivity", removal)


async def amending_and_logging(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "amended again")
    logged = (await ann.log(goal)).activity
    return goal, job("amendActivity", amended(logged)), job("logActivity", an_activity_of(goal))


async def completing_and_deleting_a_task(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "planned")
    task = await ann.plan(goal)
    wanted = TaskMove(goal_id=goal.goal_id, task_id=task.task_id)
    return goal, job("completeTask", wanted), job("deleteTask", wanted)


async def planning_and_finishing(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "planned late")
    all_of_it = NewActivity(goal_id=goal.goal_id, value=Decimal(100))
    task = NewTask(goal_id=goal.goal_id, title="One more thing")
    return goal, job("logActivity", all_of_it), job("createTask", task)


async def a_milestone_and_a_log(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "marked")
    wanted = NewMilestone(goal_id=goal.goal_id, name="A tenth", percentage=Decimal(10))
    return goal, job("createMilestone", wanted), job("logActivity", an_activity_of(goal))


async def pausing_and_archiving(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "put away")
    return goal, job("pauseGoal", PauseMove(goal_id=goal.goal_id)), job("archiveGoal", move(goal))


async def a_vacation_and_a_log(ann: Caller, number: int) -> tuple[Goal | None, Job, Job]:
    goal = await fresh(ann, number, "away")
    vacation = PauseOfAll(first=NOW.date() - DAY, last=NOW.date() + DAY)
    return goal, job("pauseAll", vacation), job("logActivity", an_activity_of(goal))


def an_activity_of(goal: Goal) -> NewActivity:
    return NewActivity(goal_id=goal.goal_id, value=Decimal(30))


def amended(logged: Activity) -> ActivityEdit:
    return ActivityEdit(goal_id=logged.goal_id, activity_id=logged.activity_id, value=Decimal(70))


def move(goal: Goal) -> GoalMove:
    return GoalMove(goal_id=goal.goal_id)


BOTH: Endings = {("ok", "ok")}
RACES: dict[str, tuple[Scene, Endings]] = {
    "two edits of one version": (
        two_edits,
        {("ok", "VERSION_CONFLICT"), ("VERSION_CONFLICT", "ok")},
    ),
    "two goals of one title": (one_title, {("ok", "DUPLICATE_TITLE"), ("DUPLICATE_TITLE", "ok")}),
    "two goals for the last place": (
        the_last_place,
        {("ok", "GOAL_QUOTA_EXCEEDED"), ("GOAL_QUOTA_EXCEEDED", "ok")},
    ),
    "logging while archiving": (logging_and_archiving, BOTH),
    "logging while completing": (logging_and_completing, BOTH),
    "two logs, the second completes": (two_logs_that_complete, BOTH),
    "logging while rebuilding": (logging_and_rebuilding, BOTH),
    "removing one activity twice": (
        two_removals,
        {("ok", "ACTIVITY_NOT_FOUND"), ("ACTIVITY_NOT_FOUND", "ok")},
    ),
    "amending while removing": (
        amending_and_removing,
        {("ok", "ok"), ("ACTIVITY_NOT_FOUND", "ok")},
    ),
    "amending while logging": (amending_and_logging, BOTH),
    "a vacation while logging": (a_vacation_and_a_log, BOTH),
    "completing a task while deleting it": (
        completing_and_deleting_a_task,
        {("ok", "ok"), ("TASK_NOT_FOUND", "ok")},
    ),
    "planning while the log completes": (
        planning_and_finishing,
        {("ok", "ok"), ("ok", "GOAL_ALREADY_COMPLETED")},
    ),
    "a milestone while logging": (a_milestone_and_a_log, BOTH),
    "pausing while archiving": (pausing_and_archiving, {("ok", "ok"), ("GOAL_ARCHIVED", "ok")}),
}


@pytest.mark.parametrize("name", RACES)
async def test_a_race_ends_as_the_rules_allow_and_a_rebuild_changes_nothing(
    name: str, store: Store, two: Racers
) -> None:
    scene, endings = RACES[name]
    ann = Caller(store=store)
    for number in range(ROUNDS):
        goal, first, second = await scene(ann, number)
        assert two.race(first, second) in endings
        if goal is not None:
            before = await books(ann, goal)
            await rebuild_goal(store.ports, owner=OWNER, goal_id=goal.goal_id, now=LATER)
            assert await books(ann, goal) == before
            await ann.after(minutes=2).move("archiveGoal", goal)


async def books(ann: Caller, goal: Goal) -> object:
    """Return what is kept of a goal, and what it tells a little later."""
    later = ann.after(minutes=5)
    dossier = await ann.store.ports.goals.dossier(OWNER, goal.goal_id)
    assert dossier is not None
    months = await ann.store.ports.log.months(OWNER, goal.goal_id)
    tally = dossier.tally
    return (
        dossier.goal,
        [month.days for month in months],
        (tally.reached, tally.finished_at, tally.settled, tally.recent),
        await later.progress(goal),
    )
