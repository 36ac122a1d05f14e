"""Templates: the same list for everyone, goals made of them, and who is counted."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from domain.answers import GoalChange, Page
from domain.errors import (
    DuplicateTitleError,
    GoalQuotaExceededError,
    InvalidInputError,
    TemplateNotFoundError,
)
from domain.goal import GoalStatus
from domain.policy import Policy
from domain.template import Difficulty, GoalTemplate, TemplateChoice, TemplateFilter, TemplateSort
from persistence.store import Store
from resolvers import registry
from tests.builders import a_template
from tests.resolvers.asking import Caller
from tests.resolvers.counting import counted

RUN = a_template(template_id="run", name="Run", category="fitness", difficulty=Difficulty.ADVANCED)
SING = a_template(template_id="sing", name="Sing", duration_days=7)
OFFERED = Policy(templates=(RUN, a_template(), SING))


@pytest.fixture
def ann(store: Store) -> Caller:
    """Return an owner who is offered templates."""
    return Caller(store=store, policy=OFFERED)


async def listed(caller: Caller, **arguments: Any) -> Page[GoalTemplate]:
    found: Page[GoalTemplate] = await caller.query("goalTemplates", **arguments)
    return found


async def names(caller: Caller, **arguments: Any) -> list[str]:
    return [each.name for each in (await listed(caller, **arguments)).items]


async def take(caller: Caller, template_id: str = "read-a-book", **changes: Any) -> GoalChange:
    """Return the answer to a goal made of a template."""
    choice = TemplateChoice(template_id=template_id, **changes)
    return await caller.change("createGoalFromTemplate", choice)


async def used_by_many(ann: Caller, count: int, template_id: str = "sing") -> None:
    """Let so many owners make a goal of a template."""
    for number in range(count):
        await take(replace(ann, owner=f"owner {number}"), template_id)


async def test_without_templates_the_list_is_empty(store: Store) -> None:
    assert await listed(Caller(store=store)) == Page(items=())


async def test_templates_are_listed_by_name_while_none_is_popular(ann: Caller) -> None:
    assert await names(ann) == ["Read a book", "Run", "Sing"]


async def test_templates_are_filtered_and_sorted(ann: Caller) -> None:
    assert await names(ann, filter=TemplateFilter(category=("FITNESS",))) == ["Run"]
    assert await names(ann, filter=TemplateFilter(search="book")) == ["Read a book", "Run", "Sing"]
    assert await names(ann, sort=TemplateSort.DURATION) == ["Sing", "Read a book", "Run"]


async def test_what_many_owners_use_is_told_and_comes_first(ann: Caller) -> None:
    await used_by_many(ann, 19)
    assert {each.popularity for each in (await listed(ann)).items} == {None}
    await take(ann, "sing")
    found = await listed(ann)
    assert [(each.name, each.popularity) for each in found.items[:2]] == [
        ("Sing", 20),
        ("Read a book", None),
    ]


async def test_an_owner_is_counted_once_whatever_becomes_of_the_goal(ann: Caller) -> None:
    goal = (await take(ann)).goal
    await ann.move("archiveGoal", goal)
    await take(ann)
    assert await ann.store.ports.templates.owner_counts() == {"read-a-book": 1}
    assert await ann.store.ports.templates.used_by(ann.owner) == {"read-a-book"}


async def test_of_goals_made_at_once_one_counts_the_owner(ann: Caller) -> None:
    await asyncio.gather(*(take(ann, title=f"Book {number}") for number in range(8)))
    assert await ann.store.ports.templates.owner_counts() == {"read-a-book": 1}
    assert len(await ann.store.ports.goals.all(ann.owner)) == 8


async def test_owners_at_once_are_all_counted(ann: Caller) -> None:
    await asyncio.gather(*(take(replace(ann, owner=f"owner {n}")) for n in range(20)))
    assert await ann.store.ports.templates.owner_counts() == {"read-a-book": 20}


async def test_a_goal_of_a_template_is_made_like_any_other(ann: Caller) -> None:
    changed = await take(ann, status=GoalStatus.DRAFT)
    assert changed.goal == await ann.goal(changed.goal_id)
    assert (changed.owner, changed.goal.title) == ("ann", "Read a book")
    assert changed.goal.status is GoalStatus.DRAFT
    active = await ann.move("activateGoal", changed.goal)
    assert (await ann.log(active, 300)).goal.status is GoalStatus.COMPLETED


async def test_a_goal_of_a_template_keeps_the_rules_of_goals(ann: Caller) -> None:
    with pytest.raises(TemplateNotFoundError, match="template 'none' does not exist"):
        await take(ann, "none")
    with pytest.raises(InvalidInputError, match="title must have 1 to 200 characters"):
        await take(ann, title="")
    await take(ann)
    with pytest.raises(DuplicateTitleError):
        await take(ann)
    full = replace(ann, policy=replace(OFFERED, active_goals=1))
    with pytest.raises(GoalQuotaExceededError):
        await take(full, "sing")
    assert await ann.store.ports.templates.owner_counts() == {"read-a-book": 1}


async def test_a_repeated_request_makes_one_goal(ann: Caller) -> None:
    first = await take(ann, idempotency_key="k")
    again = await take(ann, idempotency_key="k")
    assert (again.goal_id, again.is_replayed) == (first.goal_id, True)
    assert len(await ann.store.ports.goals.all(ann.owner)) == 1


async def test_pages_follow_each_other_for_everyone(ann: Caller, bob: Caller) -> None:
    first = await listed(ann, limit=2)
    assert [each.name for each in first.items] == ["Read a book", "Run"]
    rest = await listed(bob, limit=2, next_token=first.next_token)
    assert ([each.name for each in rest.items], rest.next_token) == (["Sing"], None)
    with pytest.raises(InvalidInputError, match="nextToken must be a token of this list"):
        await listed(ann, sort=TemplateSort.NAME, next_token=first.next_token)


async def test_a_caller_who_owns_nothing_sees_the_templates(ann: Caller) -> None:
    found = registry.find("Query", "goalTemplates")
    assert found is not None
    page = await found.function(replace(ann.context("Query", "goalTemplates"), identity=None))
    assert len(page.items) == 3


async def test_the_list_costs_one_request(ann: Caller) -> None:
    await used_by_many(ann, 3)
    with counted(ann.store) as made:
        await listed(ann)
    assert made == ["Query"]
