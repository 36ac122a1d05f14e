from typing import Any

import pytest

from resolvers.context import Context
from tests.builders import a_goal
from tests.schema.asking import FakeRegistry, ask


@pytest.fixture
def told(resolvers: FakeRegistry) -> list[tuple[str, ...]]:
    """Answer the query for one goal and gather what its resolver is told is selected."""
    selected: list[tuple[str, ...]] = []

    @resolvers.unit("Query", "goal")
    async def resolve(ctx: Context, **_arguments: Any) -> object:
        selected.append(ctx.info.selection_set)
        return a_goal()

    @resolvers.batch("Goal", "milestones")
    async def milestones(ctx: Context, parents: Any, **_arguments: Any) -> object:
        selected.append(ctx.info.selection_set)
        return [()] * len(parents)

    return selected


async def test_a_resolver_is_told_the_paths_selected_below_its_field(
    told: list[tuple[str, ...]],
) -> None:
    await ask('{ goal(goalId: "g") { id target { value unit } milestones { achievedAt } } }')
    assert told == [
        ("id", "target", "target/value", "target/unit", "milestones", "milestones/achievedAt"),
        ("achievedAt",),
    ]


async def test_paths_have_the_names_of_the_answer_each_once(told: list[tuple[str, ...]]) -> None:
    await ask('{ goal(goalId: "g") { name: title id id aim: target { v: value } __typename } }')
    assert told == [("name", "id", "aim", "aim/v", "__typename")]


async def test_fragments_are_flattened_where_they_stand(told: list[tuple[str, ...]]) -> None:
    await ask(
        'query { goal(goalId: "g") { ... on Goal { id target { unit } } ...G title } }'
        " fragment G on Goal { target { ...T } ...H version }"
        " fragment H on Goal { icon }"
        " fragment T on GoalTarget { value unit }"
    )
    paths = ("id", "target", "target/unit", "target/value", "icon", "version", "title")
    assert told == [paths]


async def test_what_is_skipped_is_not_selected(told: list[tuple[str, ...]]) -> None:
    answer = await ask(
        'query($yes: Boolean!, $no: Boolean = false) { goal(goalId: "g") {'
        " id @skip(if: $yes) title @include(if: $yes) icon @include(if: $no)"
        " ... @skip(if: true) { color } ... on Goal @include(if: $yes) @skip(if: $no) { version }"
        " ...G @include(if: $no) } } fragment G on Goal { userId }",
        {"yes": True},
    )
    assert answer.errors is None
    assert told == [("title", "version")]


async def test_a_leaf_has_nothing_selected_below_it(resolvers: FakeRegistry) -> None:
    selected: list[tuple[str, ...]] = []

    @resolvers.unit("Query", "activeGoalsCount")
    async def resolve(ctx: Context, **_arguments: Any) -> int:
        selected.append(ctx.info.selection_set)
        return 0

    await ask("{ activeGoalsCount }")
    assert selected == [()]


@pytest.mark.parametrize("depth", [30, 150])
async def test_fragments_that_double_at_every_level_are_each_looked_into_once(
    depth: int, told: list[tuple[str, ...]]
) -> None:
    inner = (f"fragment F{n} on Goal {{ ...F{n + 1} ...F{n + 1} }}" for n in range(depth))
    last = f"fragment F{depth} on Goal {{ id }}"
    answer = await ask(f'{{ goal(goalId: "g") {{ ...F0 }} }} {" ".join(inner)} {last}')
    assert answer.errors is None
    assert told == [("id",)]
