"""From making a goal of each pattern to its completion, over REST alone."""

from typing import Any

import pytest

from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal

LAST_DAYS = ("2026-11-19", "2026-11-20", "2026-11-21")
# The unit of a goal, what is logged on which day, and what that makes of it.
JOURNEYS: dict[str, tuple[str, list[tuple[float, str]], dict[str, Any], str]] = {
    "recurring": (
        "glasses",
        [(5, LAST_DAYS[2]), (3, LAST_DAYS[2])],
        {"currentPeriodValue": 8, "currentStreak": 1},
        "active",
    ),
    "milestone": (
        "books",
        [(10, LAST_DAYS[0]), (14, LAST_DAYS[2])],
        {"percentComplete": 100, "totalAccumulated": 24, "remainingToGoal": 0},
        "completed",
    ),
    "target": (
        "kg",
        [(80, LAST_DAYS[0]), (75, LAST_DAYS[2])],
        {"percentComplete": 100, "remainingToGoal": 0},
        "completed",
    ),
    "streak": (
        "days",
        [(1, day) for day in LAST_DAYS],
        {"percentComplete": 100, "longestStreak": 3},
        "completed",
    ),
    "limit": (
        "cups",
        [(1, LAST_DAYS[0]), (3, LAST_DAYS[1]), (1, LAST_DAYS[2])],
        {"daysOverLimit": 1, "currentPeriodValue": 1, "successRate": 50},
        "active",
    ),
}


@pytest.mark.parametrize("pattern", JOURNEYS)
async def test_a_goal_is_made_logged_tracked_and_completed(pattern: str, rest: Rest) -> None:
    unit, log, figures, status = JOURNEYS[pattern]
    path = f"/v1{await a_goal(rest, pattern)}"
    for value, day in log:
        body = {"value": value, "unit": unit, "activityType": "progress", "activityDate": day}
        await rest.post(f"{path}/activities", body)
    found = await rest.get(f"{path}/progress?period=all")
    assert {name: found["progress"][name] for name in figures} == figures
    assert found["statistics"]["totalActivities"] == len(log)
    assert (await rest.get(f"{path}/activities"))["pagination"]["total"] == len(log)
    goal = await rest.get(path)
    assert (goal["status"], goal["completedAt"] is None) == (status, status == "active")
    if status == "active":
        goal = await rest.post(f"{path}/complete")
    assert (goal["status"], goal["progress"]["percentComplete"]) == ("completed", 100)
