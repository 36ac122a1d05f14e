"""What a single request may cost: each way to make one dear has a bound that refuses it."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final

import pytest

from server.breadth import MOST_ALIASES
from server.documents import MOST_TOKENS
from tests.hardening.contract import document, fields, is_list
from tests.hardening.worlds import World, a_goal, a_world

_LIST: Final = "query($filter: GoalFilter) { goals(filter: $filter) { items { id } } }"
_MARKS: Final = "a" + "\u0301\u0316" * 20_000


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    async with a_world(tmp_path) as made:
        yield made


def _codes(answer: Any) -> list[str | None]:
    return [error.get("errorType") for error in answer.get("errors", ())]


@pytest.mark.parametrize(
    "wanted",
    [
        {"search": _MARKS},
        {"category": [_MARKS]},
        {"tags": [_MARKS]},
        {"category": ["a"] * 80_000},
        {"tags": [f"a{i}" for i in range(80_000)]},
        {"status": ["archived"] * 60_000},
        {"pattern": ["limit"] * 60_000},
    ],
    ids=["search", "category", "tag", "categories", "tags", "statuses", "patterns"],
)
async def test_a_filter_that_is_dear_to_compare_is_refused(
    wanted: dict[str, Any], world: World
) -> None:
    answer = await world.ask(_LIST, {"filter": wanted})
    assert _codes(answer) == ["VALIDATION_ERROR"]
    assert next(iter(wanted)) in answer["errors"][0]["message"]


async def test_a_filter_is_taken_up_to_its_limits(world: World) -> None:
    fifty = [f"{i:050}" for i in range(50)]
    wanted = {"search": "a" * 200, "category": fifty, "tags": fifty, "status": ["active"]}
    assert "errors" not in await world.ask(_LIST, {"filter": wanted})


@pytest.mark.parametrize("pattern", ["recurring", "limit", "streak"])
@pytest.mark.parametrize("day", ["0001-01-01", "1000-01-01", "1899-12-31"])
async def test_no_activity_makes_a_goal_judge_thousands_of_years(
    pattern: str, day: str, world: World
) -> None:
    made = await world.done("createGoal", a_goal(pattern))
    for when in ({"activityDate": day}, {"occurredAt": f"{day}T12:00:00Z"}):
        logged = {"goalId": made["goalId"], "value": 1, **when}
        answer = await world.change("logActivity", logged)
        assert _codes(answer) == ["VALIDATION_ERROR"]
        assert "must be 1900-01-01 or later" in answer["errors"][0]["message"]


@pytest.mark.parametrize("pattern", ["recurring", "limit"])
@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
async def test_an_early_start_and_a_long_look_back_can_be_read(
    pattern: str, period: str, world: World
) -> None:
    goal = a_goal(pattern, schedule={"startDate": "1900-01-01"})
    goal["target"] |= {"period": period, "periodCount": 1_000}
    made = await world.done("createGoal", goal)
    assert made["goal"]["schedule"]["startDate"] == "1900-01-01"


@pytest.mark.parametrize("first", ["0001-01-01", "1899-12-31"])
async def test_no_goal_starts_before_1900(first: str, world: World) -> None:
    goal = a_goal("recurring", schedule={"startDate": first})
    answer = await world.change("createGoal", goal)
    assert _codes(answer) == ["VALIDATION_ERROR"]
    assert "schedule.startDate must be 1900-01-01 or later" in answer["errors"][0]["message"]


def _aliased(count: int) -> str:
    return "{" + " ".join(f"a{i}: __typename" for i in range(count)) + "}"


async def test_as_many_aliases_as_allowed_are_answered(world: World) -> None:
    answer = await world.ask(_aliased(MOST_ALIASES))
    assert len(answer["data"]) == MOST_ALIASES


@pytest.mark.parametrize(
    "document",
    [
        _aliased(MOST_ALIASES + 1),
        "query A {" + "...F " * (MOST_ALIASES + 1) + "} fragment F on Query { a: __typename }",
        "{...F0}"
        + "".join(f"fragment F{i} on Query{{...F{i + 1} ...F{i + 1}}}" for i in range(60))
        + "fragment F60 on Query{a: __typename}",
        "{me{" + " ".join(f"a{i}: userId" for i in range(MOST_ALIASES + 1)) + "}}",
    ],
    ids=["plain", "spread", "doubling", "nested"],
)
async def test_more_aliases_are_refused(document: str, world: World) -> None:
    answer = await world.ask(document)
    assert [e["message"] for e in answer["errors"]] == ["An operation has at most 100 aliases."]


@pytest.mark.parametrize(
    "document",
    [
        "{me{" + "userId " * MOST_TOKENS + "}}",
        "{" + " ".join(f"me{{a{i}:userId}}" for i in range(5_000)) + "}",
        "query(" + ",".join(f"$v{i}:Int" for i in range(5_000)) + "){__typename}",
    ],
    ids=["fields", "overlapping", "variables"],
)
async def test_a_long_document_is_refused(document: str, world: World) -> None:
    answer = await world.ask(document)
    assert [e["message"] for e in answer["errors"]] == ["A document has at most 10000 tokens."]


async def test_a_document_that_repeats_itself_is_answered(world: World) -> None:
    answer = await world.ask("{me{" + "userId " * 500 + "}}")
    assert answer == {"data": {"me": {"userId": "demo"}}}


async def test_json_is_taken_to_a_depth_that_can_be_read_again(world: World) -> None:
    deep = "[" * 100 + "]" * 100
    made = await world.done("createGoal", a_goal(metadata=deep))
    assert made["goal"]["metadata"] == deep
    answer = await world.change("createGoal", a_goal(title="Deeper", metadata=f"[{deep}]"))
    assert "metadata" in answer["errors"][0]["message"]


@pytest.mark.parametrize("depth", range(880, 1_000, 5))
async def test_json_near_the_interpreters_own_depth_is_refused(depth: int, world: World) -> None:
    answer = await world.change("createGoal", a_goal(metadata="[" * depth + "]" * depth))
    assert "metadata" in answer["errors"][0]["message"]


@pytest.mark.parametrize("one", ["\U0001f3c3", '"', "\n.", "\u0645"])
async def test_a_goal_of_the_largest_fields_is_stored_or_refused_by_name(
    one: str, world: World
) -> None:
    made = await world.done("createGoal", a_goal())
    names = [name for name, field in fields("GoalContextInput").items() if is_list(field.type)]
    context = {name: [f"{i:02}{one * 200}"[:200] for i in range(50)] for name in names}
    answers = [{"key": f"{i}", "answer": (one * 2_000)[:1_999] + "."} for i in range(50)]
    large = {"goalId": made["goalId"], "context": context, "answers": answers}
    body = {"query": document("updateGoal"), "variables": {"input": large}}
    response = await world.send(json.dumps(body, ensure_ascii=False).encode())
    assert set(_codes(response.json())) <= {"VALIDATION_ERROR"}
    if one == "\U0001f3c3":
        assert "answers must have, together with context" in response.text


async def test_a_goal_of_large_fields_is_stored_whole(world: World) -> None:
    goal = a_goal(
        description="\U0001f3c3" * 1_000,
        tags=[f"{i:02}" + "\U0001f3c3" * 48 for i in range(20)],
        metadata=f'"{"a" * 32_766}"',
        rewards={
            "milestoneRewards": [{"value": i, "reward": "\U0001f3c3" * 200} for i in range(50)],
            "badges": [f"{i:02}" + "\U0001f3c3" * 98 for i in range(50)],
        },
        answers=[{"key": f"{i}", "answer": "\U0001f3c3" * 1_300} for i in range(50)],
    )
    body = {"query": document("createGoal"), "variables": {"input": goal}}
    response = await world.send(json.dumps(body, ensure_ascii=False).encode())
    assert response.json()["data"]["createGoal"]["goal"]["answers"] == goal["answers"]
