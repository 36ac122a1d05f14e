"""What an owner might begin next, as it is answered from a store."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from domain.answers import Partial
from domain.errors import InvalidInputError
from domain.policy import Policy
from domain.suggestion import GoalRecommendation
from domain.template import Difficulty, TemplateChoice
from persistence import keys
from persistence.store import Store
from tests.builders import a_target, a_template
from tests.resolvers.asking import Caller
from tests.resolvers.counting import counted
from tests.resolvers.damage import damage, damage_tally

RUN = a_template(
    template_id="run", name="Run", category="fitness", target=a_target(unit="kilometres")
)
CLIMB = a_template(
    template_id="climb",
    name="Climb",
    category="fitness",
    target=a_target(unit="routes"),
    difficulty=Difficulty.INTERMEDIATE,
)
OFFERED = Policy(templates=(a_template(), RUN, CLIMB))
CHANGE = "It would be the first goal in learning."
FIRST = "It is for beginners, and no goal is kept or completed yet."


@pytest.fixture
def ann(store: Store) -> Caller:
    """Return an owner who is offered templates."""
    return Caller(store=store, policy=OFFERED)


async def ask(ann: Caller, **arguments: Any) -> Partial[GoalRecommendation]:
    found: Partial[GoalRecommendation] = await ann.query("recommendations", **arguments)
    return found


async def told(ann: Caller, **arguments: Any) -> list[tuple[str, str]]:
    found = await ask(ann, **arguments)
    assert found.errors == ()
    return [(each.template.name, each.reason) for each in found.items]


async def test_a_new_owner_is_recommended_what_is_for_beginners(ann: Caller) -> None:
    assert await told(ann) == [("Read a book", FIRST), ("Run", FIRST)]
    assert await told(ann, limit=1) == [("Read a book", FIRST)]


@pytest.mark.parametrize("limit", [0, 1_001])
async def test_a_limit_out_of_range_is_refused(ann: Caller, limit: int) -> None:
    with pytest.raises(InvalidInputError, match="limit must be a whole number from 1 to 1000"):
        await ask(ann, limit=limit)


async def test_what_an_owner_has_made_is_not_recommended_again(ann: Caller) -> None:
    chosen = TemplateChoice(template_id="run", title="Marathon")
    made = await ann.change("createGoalFromTemplate", chosen)
    await ann.move("archiveGoal", made.goal)
    await ann.create(title="READ A BOOK")
    assert await told(ann) == []


async def test_an_archived_goal_is_not_one_that_the_owner_has(ann: Caller) -> None:
    await ann.move("archiveGoal", await ann.create(title="Run"))
    assert [name for name, _ in await told(ann)] == ["Read a book", "Run"]


async def test_what_is_kept_leads_on(ann: Caller, bob: Caller) -> None:
    goal = await ann.create("recurring", title="Walk", category="fitness")
    for day in range(10):
        await ann.after(days=day).log(goal, 10)
    later = ann.after(days=10)
    reason = "Kept or completed in fitness: 1 of 1."
    assert await told(later) == [("Run", reason), ("Read a book", CHANGE)]
    await later.move("pauseGoal", goal)
    assert await told(later) == [("Run", reason), ("Read a book", CHANGE)]
    assert await told(replace(bob, policy=OFFERED)) == [("Read a book", FIRST), ("Run", FIRST)]


async def test_a_completed_goal_leads_on(ann: Caller) -> None:
    await ann.move("completeGoal", await ann.create(title="Walk", category="fitness"))
    used = TemplateChoice(template_id="run", title="Jog")
    await ann.change("createGoalFromTemplate", used)
    reason = "Kept or completed in fitness: 1 of 2."
    assert await told(ann) == [("Climb", reason), ("Read a book", CHANGE)]


async def test_a_goal_that_fails_is_known_to_be_there(ann: Caller) -> None:
    goal = await ann.create(title="Run")
    await ann.create(title="Swim")
    await damage_tally(ann.store, goal)
    found = await ask(ann)
    assert [each.template.name for each in found.items] == ["Read a book"]
    assert len(found.errors) == 1


async def test_an_activity_that_cannot_be_read_fails_its_goal_alone(ann: Caller) -> None:
    goal = await ann.create("recurring", title="Walk", category="fitness")
    logged = (await ann.log(goal, 10)).activity
    key = keys.activity(ann.owner, goal.goal_id, logged.activity_id)
    await damage(ann.store, key, value={"S": "ten"})
    found = await ask(ann)
    assert [each.reason for each in found.items] == [FIRST, FIRST]
    assert len(found.errors) == 1


async def test_only_the_logs_cost_more_with_more_goals(ann: Caller) -> None:
    costs: list[int] = []
    for number in range(4):
        goal = await ann.create("recurring", title=f"Walk {number}")
        await ann.log(goal, 10)
        with counted(ann.store) as made:
            await ask(ann.after(days=1))
        costs.append(len(made))
    assert [after - before for before, after in pairwise(costs)] == [1, 1, 1]
