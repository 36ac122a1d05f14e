"""Tasks, milestones and the profile over REST."""

from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal

NOWHERE = "3f1b0c1e-0000-4000-8000-000000000000"


async def test_tasks_are_added_changed_completed_reopened_and_deleted(rest: Rest) -> None:
    path = await a_goal(rest)
    response = await rest.ask("POST", f"{path}/tasks", {"title": "Choose", "tags": ["soon"]})
    made = response.json()
    task = response.headers["location"]
    assert (response.status_code, task) == (201, f"{path}/tasks/{made['taskId']}")
    changed = await rest.put(task, {"title": "Choose well", "dueAt": "2026-12-01T08:00:00+01:00"})
    assert (changed["title"], changed["dueAt"]) == ("Choose well", "2026-12-01T07:00:00Z")
    done = await rest.post(f"{task}/complete", {"completionNote": "Easy"})
    assert (done["status"], done["completionNote"]) == ("completed", "Easy")
    assert (await rest.get(path))["progress"]["completedTasks"] == 1
    assert (await rest.post(f"{task}/reopen"))["status"] == "active"
    assert await rest.delete(task) == "Task deleted successfully"
    assert await rest.refused("PUT", task, {"title": "No"}) == (404, "TASK_NOT_FOUND")


async def test_tasks_are_listed_oldest_first_and_by_status(rest: Rest) -> None:
    path = await a_goal(rest)
    for title in ("Choose", "Buy", "Read"):
        made = await rest.post(f"{path}/tasks", {"title": title})
    await rest.post(f"{path}/tasks/{made['taskId']}/complete")
    assert (await rest.get(f"{path}/tasks"))["pagination"]["total"] == 3
    done = (await rest.get(f"{path}/tasks?status=completed"))["tasks"]
    assert [each["title"] for each in done] == ["Read"]
    either = await rest.get(f"{path}/tasks?status=active&status=completed")
    assert either["pagination"]["total"] == 3


async def test_a_task_without_a_title_is_refused(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/tasks"
    assert await rest.refused("POST", path, {}) == (400, "VALIDATION_ERROR")
    assert await rest.refused("POST", f"{path}/{NOWHERE}/complete") == (404, "TASK_NOT_FOUND")


async def test_the_owner_s_own_milestones_stand_among_the_quarters(rest: Rest) -> None:
    path = await a_goal(rest)
    made = await rest.post(f"{path}/milestones", {"name": "A dozen", "amount": 12})
    milestone = f"{path}/milestones/{made['milestoneId']}"
    assert (made["percentage"], made["isCustom"]) == (50, True)
    changed = await rest.put(milestone, {"amount": None, "percentage": 60, "description": "x"})
    assert (changed["percentage"], changed["description"]) == (60, "x")
    listed = (await rest.get(f"{path}/milestones"))["milestones"]
    assert [each["percentage"] for each in listed] == [25, 50, 60, 75, 100]
    assert await rest.delete(milestone) == "Milestone deleted successfully"
    assert await rest.refused("DELETE", milestone) == (404, "MILESTONE_NOT_FOUND")


async def test_a_milestone_is_by_percentage_or_by_amount(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/milestones"
    for body in ({"name": "Neither"}, {"name": "Both", "amount": 1, "percentage": 5}):
        assert await rest.refused("POST", path, body) == (400, "VALIDATION_ERROR")
    streak = f"{await a_goal(rest, 'recurring')}/milestones"
    refusal = await rest.refused("POST", streak, {"name": "By amount", "amount": 1})
    assert refusal == (422, "INVALID_GOAL_PATTERN_OPERATION")


async def test_the_profile_says_how_days_are_counted(rest: Rest) -> None:
    found = await rest.get("/v1/profile")
    assert (found["userId"], found["timezone"], found["activeGoals"]) == ("ada", "UTC", 0)
    given = {"timezone": "Europe/Zurich", "dayStart": "04:00", "weekStart": 0}
    assert given.items() <= (await rest.put("/profile", given)).items()
    for wrong in ({"timezone": "Mars/Olympus"}, {"dayStart": "4"}, {"weekStart": 7}):
        assert await rest.refused("PUT", "/profile", wrong) == (400, "VALIDATION_ERROR")
