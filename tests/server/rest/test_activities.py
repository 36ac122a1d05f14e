"""Activities over REST: logged, listed, corrected and removed."""

import pytest

from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body


async def test_an_activity_keeps_all_that_it_was_given(rest: Rest) -> None:
    path = await a_goal(rest)
    given = activity_body(
        2,
        note="On the train",
        location={"type": "travel", "city": "Bern", "coordinates": [7.44, 46.95]},
        context={"timeOfDay": "early-morning", "energyLevel": 7, "mood": "early_morning"},
        attachments=[{"type": "link", "url": "https://example.org", "entityId": None}],
        source="device",
    )
    response = await rest.ask("POST", f"{path}/activities", given)
    made = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"{path}/activities/{made['activityId']}"
    for name in ("value", "note", "location", "attachments", "source"):
        assert made[name] == given[name]
    assert given["context"].items() <= made["context"].items()
    assert (made["context"]["dayOfWeek"], made["context"]["isWeekend"]) == ("saturday", True)


async def test_the_header_s_zone_is_the_activity_s_unless_its_body_names_one(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    there = await rest.post(path, activity_body(), x_timezone="Pacific/Auckland")
    assert (there["timezone"], there["activityDate"]) == ("Pacific/Auckland", "2026-11-22")
    named = activity_body(timezone="America/Lima")
    assert (await rest.post(path, named, x_timezone="Asia/Tokyo"))["timezone"] == "America/Lima"
    assert (await rest.post(path, activity_body()))["timezone"] == "UTC"


async def test_an_unknown_zone_is_refused_by_name(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    response = await rest.ask("POST", path, activity_body(), x_timezone="Mars/Olympus")
    assert (response.status_code, response.json()["error"]) == (400, "VALIDATION_ERROR")
    assert response.json()["message"] == "X-Timezone must be an IANA time zone; got 'Mars/Olympus'"
    several = {"activities": [activity_body(), activity_body(timezone="UTC")]}
    refusal = await rest.refused("POST", f"{path}/batch", several, x_timezone="Mars/Olympus")
    assert refusal == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"unit": "pages"}, (422, "ACTIVITY_VALIDATION_ERROR")),
        ({"value": 0}, (422, "ACTIVITY_VALIDATION_ERROR")),
        ({"value": "1"}, (400, "VALIDATION_ERROR")),
        ({"activityType": "done"}, (400, "VALIDATION_ERROR")),
        ({"activityDate": "2026-11-25"}, (400, "VALIDATION_ERROR")),
        ({"activityDate": "2023-02-29"}, (400, "VALIDATION_ERROR")),
        ({"occurredAt": "2026-11-20T12:00:00"}, (400, "VALIDATION_ERROR")),
        ({"note": "x" * 501}, (400, "VALIDATION_ERROR")),
        ({"context": {"timeOfDay": "noon"}}, (400, "VALIDATION_ERROR")),
    ],
)
async def test_an_activity_that_breaks_a_rule_is_refused(
    changes: dict[str, object], refusal: tuple[int, str], rest: Rest
) -> None:
    path = f"{await a_goal(rest)}/activities"
    assert await rest.refused("POST", path, {**activity_body(), **changes}) == refusal


async def test_a_streak_takes_ones_only(rest: Rest) -> None:
    path = f"{await a_goal(rest, 'streak')}/activities"
    body = {"value": 2, "unit": "days", "activityType": "progress"}
    refusal = await rest.refused("POST", path, body)
    assert refusal == (422, "INVALID_GOAL_PATTERN_OPERATION")


async def test_a_correction_counts_at_once(rest: Rest) -> None:
    path = await a_goal(rest)
    made = await rest.post(f"{path}/activities", activity_body(6))
    activity = f"{path}/activities/{made['activityId']}"
    changed = await rest.put(activity, {"value": 12, "note": "Counted anew"})
    assert (changed["value"], changed["version"]) == (12, 2)
    assert (await rest.get(path))["progress"]["percentComplete"] == 50
    assert await rest.delete(activity) == "Activity removed successfully"
    assert (await rest.get(path))["progress"]["percentComplete"] == 0
    assert await rest.refused("DELETE", activity) == (404, "ACTIVITY_NOT_FOUND")
    assert await rest.refused("PUT", activity, {"value": 1}) == (404, "ACTIVITY_NOT_FOUND")


async def test_activities_are_listed_by_day_and_type(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    for day, kind in (("2026-11-01", "progress"), ("2026-11-02", "skipped")):
        await rest.post(path, activity_body(activityDate=day, activityType=kind))
    listed = await rest.get(f"{path}?startDate=2026-11-01&endDate=2026-11-02")
    days = [each["activityDate"] for each in listed["activities"]]
    assert days == ["2026-11-02", "2026-11-01"]
    for query in ("activityType=skipped", "startDate=2026-11-02", "activityType=skipped,partial"):
        found = (await rest.get(f"{path}?{query}"))["activities"]
        assert [each["activityType"] for each in found] == ["skipped"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("startDate=2026-11-02&endDate=2026-11-01", "INVALID_DATE_RANGE"),
        ("startDate=2023-02-29", "VALIDATION_ERROR"),
        ("startDate=1700000000", "VALIDATION_ERROR"),
        ("activityType=nap", "VALIDATION_ERROR"),
    ],
)
async def test_a_list_of_nonsense_is_refused(query: str, code: str, rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    assert await rest.refused("GET", f"{path}?{query}") == (400, code)


@pytest.mark.parametrize("digits", ["86400", "1700006400", "20261121", "2026-11-21T00:00:00"])
async def test_digits_are_no_date(digits: str, rest: Rest) -> None:
    path = await a_goal(rest)
    invalid = (400, "VALIDATION_ERROR")
    body = activity_body(activityDate=digits)
    assert await rest.refused("POST", f"{path}/activities", body) == invalid
    assert await rest.refused("POST", f"{path}/pause", {"from": digits}) == invalid
    for list_path in (f"{path}/activities", "/export"):
        assert await rest.refused("GET", f"{list_path}?startDate={digits}") == invalid


@pytest.mark.parametrize(
    "text", ["86400", "1700006400", "2026-11-20 10:00:00Z", "0001-01-01T00:00:00+10:00", ""]
)
async def test_what_the_contract_has_as_no_instant_is_refused_by_name(
    text: str, rest: Rest
) -> None:
    path = await a_goal(rest)
    logged = activity_body(occurredAt=text)
    for part, body, name in (
        ("activities", logged, "occurredAt"),
        ("activities/batch", {"activities": [activity_body(), logged]}, "activities[1].occurredAt"),
        ("tasks", {"title": "Choose", "dueAt": text}, "dueAt"),
    ):
        response = await rest.ask("POST", f"{path}/{part}", body)
        assert response.status_code == 400, part
        assert [each["field"] for each in response.json()["validation_errors"]] == [name]
        assert "must be an instant as YYYY-MM-DDThh:mm:ss" in response.json()["message"]
