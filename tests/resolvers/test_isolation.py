"""Another owner's goal looks the same as one that does not exist."""

from decimal import Decimal

import pytest

from domain.activity import Activity
from domain.answers import BulkChange, SyncedPage
from domain.bulk import ActivityItem, GoalsMove, NewActivities
from domain.errors import GoalNotFoundError, InvalidInputError
from domain.goal import Goal
from domain.milestone import Milestone
from domain.requests import (
    ActivityEdit,
    ActivityRemoval,
    GoalEdit,
    GoalMove,
    MilestoneEdit,
    MilestoneRemoval,
    NewActivity,
    NewMilestone,
    NewTask,
    PauseMove,
    TaskEdit,
    TaskMove,
)
from domain.task import Task
from domain.tombstone import synced_at
from resolvers import registry
from tests.resolvers.asking import Caller

MANY = ["archiveGoals", "logActivities"]
MOVES = ["activateGoal", "resumeGoal", "completeGoal", "archiveGoal", "restoreGoal"]


async def _full(ann: Caller) -> tuple[Goal, Task, Milestone, Activity]:
    """Return a goal with one of everything that belongs to a goal."""
    goal = await ann.create()
    task, milestone = await ann.plan(goal), await ann.aim(goal, percentage=10)
    logged = (await ann.log(goal, 50)).activity
    return await ann.goal(goal.goal_id), task, milestone, logged


def _wanted(goal: Goal, task: Task, milestone: Milestone, logged: Activity) -> dict[str, object]:
    """Return an input for each mutation that names a goal."""
    goal_id, task_id, milestone_id = goal.goal_id, task.task_id, milestone.milestone_id
    move = TaskMove(goal_id=goal_id, task_id=task_id)
    return {
        **dict.fromkeys(MOVES, GoalMove(goal_id=goal_id)),
        "pauseGoal": PauseMove(goal_id=goal_id),
        **dict.fromkeys(["completeTask", "reopenTask", "deleteTask"], move),
        "updateGoal": GoalEdit(goal_id=goal_id, title="Mine now"),
        "createTask": NewTask(goal_id=goal_id, title="Mine now"),
        "updateTask": TaskEdit(goal_id=goal_id, task_id=task_id, title="Mine now"),
        "logActivity": NewActivity(goal_id=goal_id, value=Decimal(1)),
        "amendActivity": ActivityEdit(goal_id=goal_id, activity_id=logged.activity_id, note="Mine"),
        "removeActivity": ActivityRemoval(goal_id=goal_id, activity_id=logged.activity_id),
        "createMilestone": NewMilestone(goal_id=goal_id, name="Mine", percentage=Decimal(1)),
        "updateMilestone": MilestoneEdit(goal_id=goal_id, milestone_id=milestone_id, name="Mine"),
        "deleteMilestone": MilestoneRemoval(goal_id=goal_id, milestone_id=milestone_id),
    }


async def test_no_mutation_reaches_another_owners_goal(ann: Caller, bob: Caller) -> None:
    everything = await _full(ann)
    goal, task, _, logged = everything
    inputs = _wanted(*everything)
    mutations = {each.field_name for each in registry.registered() if each.type_name == "Mutation"}
    others = {
        *MANY,
        "createGoal",
        "createGoalFromTemplate",
        "importGoals",
        "updateProfile",
        "pauseAll",
        "resumeAll",
    }
    published = {"publishMilestone", "publishNotification"}
    assert set(inputs) == mutations - others - published
    for name, wanted in inputs.items():
        with pytest.raises(GoalNotFoundError):
            await bob.mutate(name, wanted)
    assert await ann.goal(goal.goal_id) == goal
    assert await ann.query("myTasks", goal_id=goal.goal_id) == (task,)
    assert (await ann.of("activities", goal)).items == (logged,)
    assert len(await ann.of("milestones", goal)) == 5


async def test_no_mutation_of_many_reaches_another_owners_goal(ann: Caller, bob: Caller) -> None:
    goal, *_ = await _full(ann)
    inputs = (
        GoalsMove(goal_ids=(goal.goal_id,)),
        NewActivities(goal_id=goal.goal_id, items=(ActivityItem(value=Decimal(1)),)),
    )
    for name, wanted in zip(MANY, inputs, strict=True):
        answer: BulkChange = await bob.mutate(name, wanted)
        assert ([each.code for each in answer.results], answer.goals) == (["GOAL_NOT_FOUND"], ())
    assert await ann.goal(goal.goal_id) == goal


async def test_no_query_reaches_another_owners_goal(ann: Caller, bob: Caller) -> None:
    goal, _, _, logged = await _full(ann)
    for name in ("goal", "goalProgress", "myTasks"):
        with pytest.raises(GoalNotFoundError):
            await bob.query(name, goal_id=goal.goal_id)
    with pytest.raises(GoalNotFoundError):
        await bob.query("activity", goal_id=goal.goal_id, activity_id=logged.activity_id)
    assert (await bob.query("goals")).items == ()
    for name in ("myGoals", "myDashboardGoals", "myGoalsWithTasks"):
        assert await bob.query(name) == ()
    assert (await bob.query("myGoalsProgress")).items == ()
    assert await bob.query("activeGoalsCount", user_id="ann") == 0
    assert (await bob.query("me")).owner == "bob"


async def test_fields_of_another_owners_goal_tell_nothing(ann: Caller, bob: Caller) -> None:
    goal, *_ = await _full(ann)
    fields = {each.field_name for each in registry.registered() if each.type_name == "Goal"}
    for name in fields - {"activities", "timezone"}:
        (answer,) = await bob.each(name, [goal])
        assert isinstance(answer, Exception), name
    nothing: SyncedPage[Activity] = SyncedPage(items=(), synced_at=synced_at(bob.now))
    assert await bob.each("activities", [goal]) == (nothing,)


async def test_what_was_removed_of_another_owners_goal_is_not_told(
    ann: Caller, bob: Caller
) -> None:
    goal, _, milestone, logged = await _full(ann)
    await ann.remove(logged)
    wanted = MilestoneRemoval(goal_id=goal.goal_id, milestone_id=milestone.milestone_id)
    await ann.change("deleteMilestone", wanted)
    (page,) = await bob.each("activities", [goal], updated_since=bob.now)
    assert (page.items, page.deleted) == ((), ())
    for name in ("tasks", "milestoneList"):
        (answer,) = await bob.each(name, [goal], updated_since=bob.now)
        assert isinstance(answer, Exception), name
    assert len((await ann.of("activities", goal, updated_since=ann.now)).deleted) == 1
    assert len((await ann.of("milestoneList", goal, updated_since=ann.now)).deleted) == 1


async def test_a_cursor_of_another_owners_list_continues_nothing(ann: Caller, bob: Caller) -> None:
    goal = await _crowded(ann)
    own = await _crowded(bob)
    page = await ann.query("goals", limit=1)
    with pytest.raises(InvalidInputError, match="nextToken must be a token of this list"):
        await bob.query("goals", limit=1, next_token=page.next_token)
    for field in ("tasks", "activities"):
        token = (await ann.of(field, goal, limit=1)).next_token
        assert token is not None
        with pytest.raises(InvalidInputError, match="nextToken must be a token of this list"):
            await bob.of(field, own, limit=1, next_token=token)


async def _crowded(owner: Caller) -> Goal:
    """Return one of two goals, which has two tasks and two activities."""
    await owner.create(title="Walk")
    goal = await owner.create()
    for name in ("Choose a book", "Read it"):
        await owner.plan(goal, name)
        await owner.log(goal, 1)
    return goal
