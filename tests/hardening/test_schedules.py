"""Schedules and targets on their whole way: from a request to the table and back."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.hardening.contract import fields
from tests.hardening.worlds import World, a_goal, a_world

_SCHEDULE: Final[dict[str, Any]] = {
    "startDate": "2024-02-29",
    "frequency": "yearly",
    "every": 4,
    "daysOfWeek": [1, 2, 3, 4, 5],
    "dayOfMonth": 29,
    "monthEnd": "skip",
    "nthWeekday": None,
    "checkInFrequency": "monthly",
    "preferredTimes": ["08:00", "20:30"],
    "catchUpAllowed": False,
    "skipPolicy": "count",
    "allowSkipDays": 0,
    "forgiveSingleMiss": True,
    "freezeEvery": 7,
    "freezeMax": 2,
}
_TARGET: Final = "target { period rollingDays value periodCount missingPolicy aggregation }"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    async with a_world(tmp_path) as made:
        yield made


async def _schedule_of(world: World, goal_id: str) -> Any:
    nested = {"nthWeekday": "nthWeekday { n weekday }"}
    names = " ".join(nested.get(name, name) for name in fields("GoalSchedule"))
    query = f"query($id: ID!) {{ goal(goalId: $id) {{ schedule {{ {names} }} }} }}"
    answer = await world.ask(query, {"id": goal_id})
    return answer["data"]["goal"]["schedule"]


async def _target_of(world: World, goal_id: str) -> Any:
    query = f"query($id: ID!) {{ goal(goalId: $id) {{ {_TARGET} }} }}"
    answer = await world.ask(query, {"id": goal_id})
    return answer["data"]["goal"]["target"]


def test_the_schedule_told_is_all_that_the_contract_has() -> None:
    assert set(_SCHEDULE) == set(fields("GoalScheduleInput")) == set(fields("GoalSchedule"))


async def test_every_field_of_a_schedule_is_read_as_it_was_given(world: World) -> None:
    made = await world.done("createGoal", a_goal("recurring", schedule=_SCHEDULE))
    assert await _schedule_of(world, made["goalId"]) == _SCHEDULE


async def test_an_update_changes_what_it_gives_and_a_null_clears(world: World) -> None:
    made = await world.done("createGoal", a_goal("recurring", schedule=_SCHEDULE))
    nth = {"n": 5, "weekday": 0}
    change = {"dayOfMonth": None, "nthWeekday": nth, "frequency": "monthly", "daysOfWeek": None}
    await world.done("updateGoal", {"goalId": made["goalId"], "schedule": change})
    assert await _schedule_of(world, made["goalId"]) == _SCHEDULE | change


async def test_a_rolling_goal_keeps_its_days_but_never_takes_a_period(world: World) -> None:
    rolling = {"period": None, "rollingDays": 7, "value": 3, "aggregation": "unary"}
    goal = a_goal("recurring")
    goal["target"] |= rolling
    goal_id = (await world.done("createGoal", goal))["goalId"]
    found = await _target_of(world, goal_id)
    assert found == {**rolling, "periodCount": None, "missingPolicy": None}
    await world.done("updateGoal", {"goalId": goal_id, "target": {"rollingDays": 10}})
    change = {"goalId": goal_id, "target": {"period": "week", "rollingDays": None}}
    answer = await world.change("updateGoal", change)
    assert "target.rollingDays must not take the place" in answer["errors"][0]["message"]
    assert await _target_of(world, goal_id) == found | {"rollingDays": 10}


async def test_a_limit_keeps_what_a_missing_activity_means(world: World) -> None:
    goal = a_goal("limit")
    goal["target"] |= {"missingPolicy": "unknown", "aggregation": "first"}
    made = await world.done("createGoal", goal)
    found = await _target_of(world, made["goalId"])
    assert (found["missingPolicy"], found["aggregation"]) == ("unknown", "first")


@pytest.mark.parametrize(
    ("pattern", "period", "schedule", "message"),
    [
        ("recurring", "week", {"daysOfWeek": [1]}, "schedule.daysOfWeek must not be given for"),
        ("recurring", "month", {"frequency": "weekly"}, "schedule.frequency must be monthly or"),
        ("streak", "day", {"dayOfMonth": 31}, "schedule.dayOfMonth must not be given unless"),
        ("milestone", None, {"freezeMax": 1}, "schedule.freezeMax must not be given without"),
    ],
)
async def test_a_schedule_that_does_not_fit_is_refused_by_field_rule_and_value(
    pattern: str, period: str | None, schedule: dict[str, Any], message: str, world: World
) -> None:
    goal = a_goal(pattern, schedule=schedule)
    goal["target"] |= {"period": period}
    ((error),) = (await world.change("createGoal", goal))["errors"]
    assert error["errorType"] == "GOAL_VALIDATION_ERROR"
    assert error["message"].startswith(message)
    assert "; got " in error["message"]
