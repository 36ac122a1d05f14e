"""A caller with another owner's ids and cursors: nothing is seen, nothing is changed."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import pytest
from graphql import is_required_argument

from domain.portable import JSON_END, JSON_HEAD
from persistence.store import Store
from server.auth.tokens import mint
from tests.hardening.contract import document, fields, places, selection
from tests.hardening.inputs import given
from tests.hardening.worlds import World, a_goal, settle
from tests.server.builders import NOW, a_client, an_app

MARK: Final = "what ann wrote"
QUERIES: Final = sorted(fields("Query"))
MUTATIONS: Final = sorted(fields("Mutation"))
GOAL_IDS: Final = {place.root: place for place in places() if place.path == ("goalId",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Two owners of one server; bob knows every id of ann's."""

    ann: World
    bob: World

    async def bob_asks(self, query: str, variables: object = None) -> Any:
        """Return what bob is answered, which never shows what ann wrote."""
        answer = await self.bob.ask(query, variables)
        assert MARK not in str(answer)
        return answer


@asynccontextmanager
async def _owners(store: Store) -> AsyncGenerator[Owners]:
    app = an_app(store, is_dev=False)
    async with AsyncExitStack() as stack:
        worlds: list[World] = []
        for name in ("ann", "bob"):
            secret, token = mint(owner=name, now=NOW, days=1)
            await store.tokens.add(token)
            client = await stack.enter_async_context(a_client(app, authorization=secret))
            worlds.append(World(client=client))
        ann, bob = worlds
        await _fill(ann)
        bob.ids.update(ann.ids)
        yield Owners(ann=ann, bob=bob)


async def _fill(world: World) -> None:
    """Give the owner what every list and text has something of."""
    await settle(world)
    goal_id = world.ids["milestone"]
    await world.done("updateGoal", {"goalId": goal_id, "title": MARK, "description": MARK})
    await world.done("logActivity", {"goalId": goal_id, "value": 1, "note": MARK})
    await world.done("updateTask", {**_task(world), "title": MARK})


def _task(world: World) -> dict[str, str]:
    return {"goalId": world.ids["milestone"], "taskId": world.ids["task"]}


def _query(world: World, name: str) -> str:
    """Return a query with ann's ids in every argument that takes one."""
    ids = {
        "goalId": world.ids["milestone"],
        "activityId": world.ids["milestone.activity"],
        "userId": "ann",
    }
    field = fields("Query")[name]
    known = [f'{each}: "{ids[each]}"' for each in field.args if each in ids]
    missing = [
        each
        for each, argument in field.args.items()
        if is_required_argument(argument) and each not in ids
    ]
    assert missing == [], f"this test knows no value of {missing}"
    given = f"({', '.join(known)})" if known else ""
    return f"{{ {name}{given} {selection(field)} }}"


async def test_no_query_shows_what_another_owner_wrote(store: Store) -> None:
    async with _owners(store) as owners:
        shown = await owners.ann.ask(_query(owners.ann, "goal"))
        assert MARK in str(shown)
        for name in QUERIES:
            answer = await owners.bob_asks(_query(owners.bob, name))
            codes = {error["errorType"] for error in answer.get("errors", ())}
            needs_goal = "goalId" in fields("Query")[name].args
            assert codes == ({"GOAL_NOT_FOUND"} if needs_goal else set()), name


async def test_no_mutation_reaches_what_is_another_owner_s(store: Store) -> None:
    async with _owners(store) as owners:
        before = await owners.ann.everything()
        for name in MUTATIONS:
            answer = await owners.bob_asks(document(name), {"input": _input(owners.bob, name)})
            codes = {error["errorType"] for error in answer.get("errors", ())}
            codes |= {each["code"] for each in _results(answer, name) if each["code"]}
            is_refused = name in GOAL_IDS or name == "archiveGoals"
            assert codes == ({"GOAL_NOT_FOUND"} if is_refused else set()), name
            assert await owners.ann.everything() == before, name


def _results(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the results of a mutation of many things."""
    data: dict[str, Any] = answer.get("data", {})
    changed: dict[str, Any] | None = data.get(name)
    return list(changed.get("results", ())) if changed else []


def _input(world: World, name: str) -> object:
    """Return an input with ann's ids; a mutation that names no goal changes bob's own things."""
    if name == "archiveGoals":
        return {"goalIds": [world.ids["milestone"]]}
    if name in GOAL_IDS:
        return given(world, GOAL_IDS[name], world.ids["milestone"])
    return _OWN[name]


_OWN: Final[dict[str, Any]] = {
    "createGoal": a_goal(title="Bob's own"),
    "createGoalFromTemplate": {"templateId": "run-100-km"},
    "importGoals": {"format": "milepost", "document": f"{JSON_HEAD}\n{JSON_END}"},
    "updateProfile": {"timezone": "Europe/Berlin"},
    "pauseAll": {},
    "resumeAll": None,
}


async def test_no_cursor_of_another_owner_continues_a_list(store: Store) -> None:
    async with _owners(store) as owners:
        goals = "query($t: String) { goals(limit: 1, nextToken: $t) { items { title } nextToken } }"
        token = (await owners.ann.ask(goals))["data"]["goals"]["nextToken"]
        assert token is not None
        (error,) = (await owners.bob_asks(goals, {"t": token}))["errors"]
        assert error["errorType"] == "VALIDATION_ERROR"
        assert error["message"].startswith("nextToken must be a token of this list")
        again = await owners.ann.ask(goals, {"t": token})
    assert "errors" not in again


_ITEMS: Final[dict[str, dict[str, Any]]] = {
    "createTask": {"title": "Buy shoes"},
    "logActivity": {"value": 1},
}


@pytest.mark.parametrize(
    ("field", "mutation"), [("tasks", "createTask"), ("activities", "logActivity")]
)
async def test_no_cursor_of_another_owner_s_goal_continues_a_list(
    field: str, mutation: str, store: Store
) -> None:
    query = (
        "query($g: ID!, $t: String) { goal(goalId: $g)"
        f" {{ {field}(limit: 1, nextToken: $t) {{ items {{ id }} nextToken }} }} }}"
    )
    async with _owners(store) as owners:
        ann_goal = owners.ann.ids["milestone"]
        shown = await owners.ann.ask(query, {"g": ann_goal})
        token = shown["data"]["goal"][field]["nextToken"]
        assert token is not None
        made = await owners.bob.done("createGoal", a_goal())
        await owners.bob.done(mutation, {"goalId": made["goalId"], **_ITEMS[mutation]})
        answer = await owners.bob_asks(query, {"g": made["goalId"], "t": token})
    (error,) = answer["errors"]
    assert (error["path"], error["errorType"]) == (["goal", field], "VALIDATION_ERROR")
