"""Goals over REST: made, read, changed, put away and brought back."""

from typing import Any

import pytest

from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body, goal_body


@pytest.mark.parametrize("prefix", ["", "/v1"])
async def test_a_goal_is_made_where_its_location_says(prefix: str, rest: Rest) -> None:
    response = await rest.ask("POST", f"{prefix}/goals", goal_body())
    made = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"{prefix}/goals/{made['goalId']}"
    assert response.headers["etag"] == '"1"'
    assert await rest.get(response.headers["location"]) == made


async def test_a_goal_keeps_all_that_it_was_given(rest: Rest) -> None:
    given = goal_body(
        description="One every fortnight",
        tags=["calm"],
        icon="book",
        color="#A0B1C2",
        visibility="friends",
        schedule={"checkInFrequency": "monthly", "preferredTimes": ["07:30"]},
        context={"motivation": "To sleep well", "importanceLevel": 4, "obstacles": ["time"]},
        rewards={"pointsPerActivity": 5, "milestoneRewards": [{"value": 12, "reward": "tea"}]},
        answers=[{"key": "why", "answer": "because"}],
        metadata={"early-morning": [1, {"a_b": None}]},
    )
    made = await rest.post("/goals", given)
    for name in ("description", "tags", "icon", "color", "visibility", "answers", "metadata"):
        assert made[name] == given[name]
    for name in ("schedule", "context", "rewards", "target"):
        assert given[name].items() <= made[name].items()
    assert (made["status"], made["deadline"]) == ("active", "2027-05-05")


async def test_a_target_s_date_is_the_deadline_and_not_another_one(rest: Rest) -> None:
    made = await rest.post("/goals", goal_body(deadline="2027-05-05"))
    assert made["target"]["targetDate"] == made["deadline"] == "2027-05-05"
    response = await rest.ask("POST", "/goals", goal_body(title="Two", deadline="2027-05-06"))
    assert response.status_code == 400
    assert response.json()["validation_errors"][0]["field"] == "target.targetDate"


async def test_a_draft_is_made_active_by_an_update_or_on_its_own(rest: Rest) -> None:
    path = await a_goal(rest, status="draft")
    assert (await rest.put(path, {"status": "active"}))["status"] == "active"
    other = await a_goal(rest, title="Another", status="draft")
    assert (await rest.post(f"{other}/activate"))["status"] == "active"


async def test_an_update_changes_what_is_given_and_clears_with_null(rest: Rest) -> None:
    path = await a_goal(rest, description="Old", metadata={"a": 1})
    changes = {"title": "Read more", "description": None, "target": {"value": 30}}
    found = await rest.put(path, changes)
    assert (found["title"], found["description"]) == ("Read more", None)
    assert found["target"]["value"] == 30
    assert found["target"]["targetDate"] == "2027-05-05"
    assert (found["category"], found["metadata"]) == ("learning", {"a": 1})


async def test_an_update_may_move_the_target_s_date(rest: Rest) -> None:
    path = await a_goal(rest)
    moved = await rest.put(path, {"target": {"targetDate": "2027-06-01"}})
    assert moved["deadline"] == "2027-06-01"
    cleared = await rest.put(path, {"target": {"targetDate": None}})
    assert cleared["deadline"] is None


async def test_an_update_pauses_and_resumes_and_leaves_a_status_that_holds(rest: Rest) -> None:
    path = await a_goal(rest)
    assert (await rest.put(path, {"title": "Later", "status": "paused"}))["status"] == "paused"
    again = await rest.ask("PUT", path, {"status": "paused"})
    assert (again.json()["status"], again.json()["title"]) == ("paused", "Later")
    assert (await rest.put(path, {"status": "active"}))["status"] == "active"


async def test_an_update_sets_no_other_status(rest: Rest) -> None:
    path = await a_goal(rest)
    refusal = await rest.refused("PUT", path, {"status": "completed"})
    assert refusal == (400, "VALIDATION_ERROR")


async def test_a_pattern_never_changes(rest: Rest) -> None:
    path = await a_goal(rest)
    refusal = await rest.refused("PUT", path, {"goalPattern": "streak"})
    assert refusal == (422, "INVALID_GOAL_PATTERN_OPERATION")


async def test_a_completed_goal_refuses_edits(rest: Rest) -> None:
    path = await a_goal(rest)
    done = await rest.post(f"{path}/complete")
    assert (done["status"], done["progress"]["percentComplete"]) == ("completed", 100)
    refusal = await rest.refused("PUT", path, {"title": "No"})
    assert refusal == (422, "GOAL_ALREADY_COMPLETED")


async def test_an_archived_goal_is_kept_listed_on_demand_and_restored(rest: Rest) -> None:
    path = await a_goal(rest)
    for _ in range(2):
        assert await rest.delete(path) == "Goal archived successfully"
    assert (await rest.get(path))["status"] == "archived"
    assert (await rest.get("/goals"))["goals"] == []
    assert len((await rest.get("/goals?status=archived"))["goals"]) == 1
    assert await rest.refused("PUT", path, {"title": "No"}) == (422, "GOAL_ARCHIVED")
    assert (await rest.post(f"{path}/restore"))["status"] == "active"


async def test_a_pause_may_name_its_days(rest: Rest) -> None:
    path = await a_goal(rest, "recurring")
    days = {"from": "2026-12-01", "to": "2026-12-07"}
    assert (await rest.post(f"{path}/pause", days))["pauses"] == [{**days, "forAll": False}]
    assert (await rest.post(f"{path}/pause"))["status"] == "paused"
    assert (await rest.post(f"{path}/resume"))["status"] == "active"
    refusal = await rest.refused(
        "POST", f"{path}/pause", {"to": "2020-01-01", "from": "2021-01-01"}
    )
    assert refusal == (400, "INVALID_DATE_RANGE")


@pytest.mark.parametrize("verb", ["pause", "resume", "activate"])
async def test_a_completed_goal_is_not_moved(verb: str, rest: Rest) -> None:
    path = await a_goal(rest)
    await rest.post(f"{path}/complete")
    refusal = await rest.refused("POST", f"{path}/{verb}")
    assert refusal == (422, "GOAL_ALREADY_COMPLETED")


async def test_a_draft_is_not_paused(rest: Rest) -> None:
    path = await a_goal(rest, status="draft")
    for method, body in (("PUT", {"status": "paused"}), ("POST", None)):
        address = path if method == "PUT" else f"{path}/pause"
        refusal = await rest.refused(method, address, body)
        assert refusal == (422, "INVALID_STATUS_TRANSITION")


async def test_a_goal_that_does_not_fit_its_pattern_names_what_is_wrong(rest: Rest) -> None:
    body = goal_body("streak", target={**goal_body("streak")["target"], "value": 400})
    response = await rest.ask("POST", "/goals", body)
    found = response.json()
    assert (response.status_code, found["error"]) == (422, "GOAL_VALIDATION_ERROR")
    assert found["details"]["validation_errors"][0]["field"] == found["details"]["field"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"title", "goalPattern", "target", "category"}),
        (goal_body(title=5), {"title"}),
        (goal_body(title=""), {"title"}),
        (goal_body(color="blue"), {"color"}),
        (goal_body(deadline="2027-02-29"), {"deadline"}),
        (goal_body(context={"importanceLevel": 9}), {"context.importanceLevel"}),
        (goal_body(schedule={"daysOfWeek": [1, "x"]}), {"schedule.daysOfWeek[1]"}),
        (goal_body(schedule={"every": 10**12}), {"schedule.every"}),
    ],
)
async def test_each_wrong_field_is_named(body: Any, fields: set[str], rest: Rest) -> None:
    response = await rest.ask("POST", "/goals", body)
    found = response.json()
    assert (response.status_code, found["error"]) == (400, "VALIDATION_ERROR")
    assert {each["field"] for each in found["validation_errors"]} == fields


async def test_a_second_goal_of_a_title_is_refused(rest: Rest) -> None:
    await a_goal(rest)
    assert await rest.refused("POST", "/goals", goal_body()) == (422, "DUPLICATE_TITLE")


async def test_progress_has_its_statistics_over_the_period_asked_for(rest: Rest) -> None:
    path = await a_goal(rest)
    await rest.post(f"{path}/activities", activity_body(6))
    await rest.post(f"{path}/activities", activity_body(6, activityDate="2026-01-05"))
    whole = await rest.get(f"{path}/progress?period=all")
    assert whole["progress"]["percentComplete"] == 50
    assert (whole["period"], whole["statistics"]["totalActivities"]) == ("all", 2)
    current = await rest.get(f"{path}/progress")
    assert (current["period"], current["statistics"]["totalActivities"]) == ("current", 1)
    assert await rest.refused("GET", f"{path}/progress?period=day") == (400, "VALIDATION_ERROR")
