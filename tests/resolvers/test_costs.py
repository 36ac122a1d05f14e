"""What a list costs: a constant number of storage requests, however many goals it holds."""

from collections import Counter
from dataclasses import replace
from typing import Any

from domain.goal import Goal
from resolvers import registry
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted

FIELDS = ["progress", "milestones", "progressDetails", "completedTasks", "totalTasks", "timezone"]


async def _page(ann: Caller, limit: int) -> tuple[Counter[str], list[Any]]:
    """Return the requests that a page with all its progress makes, and what it answers."""
    context = ann.context("Query", "goals")
    goals = registry.find("Query", "goals")
    assert goals is not None
    with counted(ann.store) as made:
        page = await goals.function(context, limit=limit)
        answers: list[Any] = []
        for name in FIELDS:
            found = registry.find("Goal", name)
            assert found is not None
            answers += await found.function(replace(context, arguments={}), page.items)
    assert len(answers) == limit * len(FIELDS)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    return Counter(made), answers


async def _many(ann: Caller, count: int) -> list[Goal]:
    """Return goals with tasks, activities and milestones; some ended, one by a backdated log."""
    made: list[Goal] = []
    for number in range(count):
        goal = await ann.create(title=f"goal {number}", deadline=ann.now.date() + 30 * DAY)
        await ann.after(days=1).log(goal, 30)
        match number % 5:
            case 0:
                await ann.turn("completeTask", await ann.plan(goal))
            case 1:
                await ann.aim(goal, percentage=20)
            case 2:
                await ann.after(days=2).log(goal, 10)
                await ann.after(days=3).log(goal, 70, occurred_at=ann.now + 1.5 * DAY)
            case 3:
                await ann.after(days=2).move("archiveGoal", goal)
                await ann.after(days=3).move("restoreGoal", goal)
            case _:
                await ann.after(days=3).move("completeGoal", goal)
        made.append(goal)
    return made


async def test_a_page_of_50_goals_costs_as_many_requests_as_one_of_5(ann: Caller) -> None:
    await _many(ann, 50)
    later = ann.after(days=5)
    few, _ = await _page(later, 5)
    many, _ = await _page(later, 50)
    assert many == few
    assert many == {"Query": 5, "GetItem": 2}


async def test_all_progress_and_all_tasks_cost_the_same_for_any_number_of_goals(
    ann: Caller,
) -> None:
    later = ann.after(days=5)
    costs: list[list[int]] = []
    for _ in range(2):
        for number in range(5):
            goal = await ann.create(title=f"{len(costs)} {number}")
            await ann.plan(goal)
            await ann.after(days=1).log(goal, 30)
        cost: list[int] = []
        for name in ("myGoalsProgress", "myGoalsWithTasks", "myGoals", "activeGoalsCount"):
            with counted(ann.store) as made:
                await later.query(name)
            cost.append(len(made))
        costs.append(cost)
    assert costs[0] == costs[1] == [6, 6, 1, 1]


async def _studied(ann: Caller, limit: int) -> Counter[str]:
    """Return the requests that a page with all its analysis but insights makes."""
    context = ann.context("Query", "goals")
    with counted(ann.store) as made:
        page = await _found("Query", "goals")(context, limit=limit)
        for name in ("forecast", "consistency", "statistics", "streak", "occurrences", "history"):
            answers = await _found("Goal", name)(context, page.items)
            assert not [answer for answer in answers if isinstance(answer, Exception)]
        parents = await _found("Goal", "progressDetails")(context, page.items)
        for name in ("currentStreak", "successRate", "consistencyScore", "periodHistory"):
            answers = await _found("GoalProgress", name)(context, parents)
            assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert len(page.items) == limit
    return Counter(made)


def _found(type_name: str, field_name: str) -> Any:
    found = registry.find(type_name, field_name)
    assert found is not None
    return found.function


async def test_the_analysis_of_50_goals_costs_as_many_requests_as_that_of_5(ann: Caller) -> None:
    for number in range(50):
        pattern = ("recurring", "limit", "milestone", "streak")[number % 4]
        goal = await ann.create(pattern, title=f"goal {number}")
        for day in range(3):
            await ann.after(days=day).log(goal, 1)
    later = ann.after(days=40)
    many, few = await _studied(later, 50), await _studied(later, 5)
    # The month rollups, and the goals again for the figures beside progress.
    assert many == few == {"Query": 7, "GetItem": 1}


async def test_insights_read_the_log_of_each_goal_in_one_request(ann: Caller) -> None:
    goals = [await ann.create("recurring", title=f"goal {number}") for number in range(5)]
    with counted(ann.store) as made:
        await _found("Goal", "insights")(ann.context("Goal", "insights"), goals)
    assert Counter(made) == {"Query": 5 + 5, "GetItem": 1}


async def test_logging_in_order_reads_no_activity(ann: Caller) -> None:
    goal = await ann.create()
    for day in range(3):
        await ann.after(days=day).log(goal, 1)
    with counted(ann.store) as made:
        await ann.after(days=4).log(goal, 1)
    assert Counter(made) == {"GetItem": 3, "Query": 4, "TransactWriteItems": 1}
