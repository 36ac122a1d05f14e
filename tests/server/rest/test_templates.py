"""Templates over REST: listed, made goals of, and recommended."""

import pytest

from server.templates import shipped_templates
from tests.server.rest.asking import Rest

TEMPLATE = next(each for each in shipped_templates() if each.template_id == "run-100-km")


async def test_templates_are_listed_with_all_that_a_goal_of_them_asks_for(rest: Rest) -> None:
    page = await rest.get("/v1/templates?limit=100")
    assert page["pagination"]["total"] == len(shipped_templates()) >= 30
    found = next(each for each in page["templates"] if each["templateId"] == TEMPLATE.template_id)
    assert (found["goalPattern"], found["difficulty"]) == (TEMPLATE.pattern, TEMPLATE.difficulty)
    assert (found["target"]["value"], found["target"]["targetDate"]) == (100, None)
    assert (found["durationDays"], found["popularity"]) == (TEMPLATE.duration_days, None)


async def test_templates_are_listed_by_what_they_are_in_an_order_of_choice(rest: Rest) -> None:
    easy = await rest.get("/templates?difficulty=beginner,advanced&sort=difficulty&limit=100")
    levels = [each["difficulty"] for each in easy["templates"]]
    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {"beginner", "advanced"}
    category = TEMPLATE.category.upper()
    of_category = await rest.get(f"/templates?category={category}&goalPattern=milestone")
    assert {each["category"] for each in of_category["templates"]} == {TEMPLATE.category}
    assert {each["goalPattern"] for each in of_category["templates"]} == {"milestone"}
    found = await rest.get("/templates?search=hundred%20kilometres&sort=name")
    assert TEMPLATE.template_id in [each["templateId"] for each in found["templates"]]


async def test_pages_of_templates_hold_each_once(rest: Rest) -> None:
    first = await rest.get("/templates?limit=10&sort=name")
    token = first["pagination"]["nextToken"]
    second = await rest.get(f"/templates?limit=10&sort=name&nextToken={token}")
    assert (
        second["templates"] == (await rest.get("/templates?limit=10&page=2&sort=name"))["templates"]
    )
    assert second["pagination"]["total"] is None
    names = [each["name"] for each in [*first["templates"], *second["templates"]]]
    assert len(set(names)) == 20


@pytest.mark.parametrize(
    "address", ["/templates?difficulty=hard", "/templates?sort=rating", "/recommendations?limit=0"]
)
async def test_what_is_out_of_range_is_refused(address: str, rest: Rest) -> None:
    assert await rest.refused("GET", address) == (400, "VALIDATION_ERROR")


async def test_a_goal_of_a_template_differs_from_it_as_wanted(rest: Rest) -> None:
    customizations = {
        "title": "50 km",
        "startDate": "2026-12-01",
        "target": {"value": 50},
        "description": None,
    }
    body = {"templateId": TEMPLATE.template_id, "customizations": customizations}
    response = await rest.ask("POST", "/v1/goals/from-template", body)
    made = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"/v1/goals/{made['goalId']}"
    assert (made["title"], made["target"]["value"], made["description"]) == ("50 km", 50, None)
    assert made["schedule"]["startDate"] == "2026-12-01"
    assert made["category"] == TEMPLATE.category
    assert await rest.get(response.headers["location"]) == made


async def test_a_goal_of_a_template_is_due_on_its_target_date(rest: Rest) -> None:
    target = {"targetDate": "2027-01-31"}
    body = {"templateId": TEMPLATE.template_id, "customizations": {"target": target}}
    assert (await rest.post("/goals/from-template", body))["deadline"] == "2027-01-31"


@pytest.mark.parametrize("customizations", [{}, {"customizations": None}, {"customizations": {}}])
async def test_a_goal_of_a_template_is_as_the_template_is(
    customizations: dict[str, object], rest: Rest
) -> None:
    body = {"templateId": TEMPLATE.template_id, **customizations}
    assert (await rest.post("/goals/from-template", body))["title"] == TEMPLATE.name


async def test_a_goal_of_a_template_is_made_once_under_its_key(rest: Rest) -> None:
    body = {"templateId": TEMPLATE.template_id}
    first = await rest.ask("POST", "/goals/from-template", body, idempotency_key="once")
    again = await rest.ask("POST", "/goals/from-template", body, idempotency_key="once")
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]


async def test_a_goal_of_no_template_is_refused(rest: Rest) -> None:
    refusal = await rest.refused("POST", "/goals/from-template", {"templateId": "none"})
    assert refusal == (404, "TEMPLATE_NOT_FOUND")
    refusal = await rest.refused("POST", "/goals/from-template", {})
    assert refusal == (400, "VALIDATION_ERROR")
    await rest.post("/goals/from-template", {"templateId": TEMPLATE.template_id})
    refusal = await rest.refused(
        "POST", "/goals/from-template", {"templateId": TEMPLATE.template_id}
    )
    assert refusal == (422, "DUPLICATE_TITLE")


async def test_what_is_recommended_has_its_reason_and_is_not_begun_yet(
    rest: Rest, other: Rest
) -> None:
    await rest.post("/goals/from-template", {"templateId": TEMPLATE.template_id})
    found = (await rest.get("/recommendations?limit=100"))["recommendations"]
    assert found
    assert TEMPLATE.template_id not in [each["template"]["templateId"] for each in found]
    assert all(each["reason"] and 0 < each["confidence"] <= 100 for each in found)
    assert len((await rest.get("/recommendations?limit=1"))["recommendations"]) == 1
    assert len((await other.get("/recommendations"))["recommendations"]) <= 5
