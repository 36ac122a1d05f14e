"""Bodies of requests, and the goals that they make."""

from typing import Any

from tests.server.rest.asking import Rest

TARGETS: dict[str, dict[str, Any]] = {
    "recurring": {"value": 8, "unit": "glasses", "period": "day"},
    "milestone": {"value": 24, "unit": "books", "targetDate": "2027-05-05"},
    "target": {"value": 75, "unit": "kg", "startValue": 84, "targetDate": "2027-05-05"},
    "streak": {"value": 3, "unit": "days", "period": "day"},
    "limit": {"value": 2, "unit": "cups", "period": "day"},
}


def goal_body(pattern: str = "milestone", **changes: Any) -> dict[str, Any]:
    """Return the body that makes a goal of a pattern."""
    return {
        "title": f"A goal of pattern {pattern}",
        "category": "learning",
        "goalPattern": pattern,
        "target": {"metric": "count", "direction": "increase", **TARGETS[pattern]},
        **changes,
    }


def activity_body(value: float = 1, **changes: Any) -> dict[str, Any]:
    """Return the body that logs an activity of a goal of books."""
    return {"value": value, "unit": "books", "activityType": "progress", **changes}


async def a_goal(rest: Rest, pattern: str = "milestone", **changes: Any) -> str:
    """Make a goal and return its path."""
    made = await rest.post("/goals", goal_body(pattern, **changes))
    return f"/goals/{made['goalId']}"


async def things_of_a_goal(rest: Rest) -> dict[str, str]:
    """Make a goal with one thing of each kind and return their ids by their places in paths."""
    path = await a_goal(rest)
    milestone = await rest.post(f"{path}/milestones", {"name": "Ten", "percentage": 10})
    return {
        "goalId": path.rpartition("/")[2],
        "activityId": (await rest.post(f"{path}/activities", activity_body()))["activityId"],
        "taskId": (await rest.post(f"{path}/tasks", {"title": "Choose"}))["taskId"],
        "milestoneId": milestone["milestoneId"],
    }
