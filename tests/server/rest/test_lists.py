"""Pages of lists over REST: by number, and by the token that continues them."""

import pytest

from server.rest import reads
from tests.server.rest.asking import Rest
from tests.server.rest.bodies import a_goal, activity_body

TITLES = ("Air", "Bread", "Calm", "Dew", "Earth")


async def _titles(rest: Rest, query: str) -> list[str]:
    return [each["title"] for each in (await rest.get(f"/goals?{query}"))["goals"]]


@pytest.fixture
async def five(rest: Rest) -> None:
    for title in TITLES:
        await a_goal(rest, title=title)


@pytest.mark.usefixtures("five")
async def test_pages_divide_a_list_and_count_it(rest: Rest) -> None:
    pages = [await rest.get(f"/goals?sort=title_asc&limit=2&page={page}") for page in (1, 2, 3)]
    titles = [each["title"] for page in pages for each in page["goals"]]
    assert tuple(titles) == TITLES
    counts = [(each["pagination"]["total"], each["pagination"]["pages"]) for each in pages]
    assert counts == [(5, 3)] * 3
    assert pages[-1]["pagination"]["nextToken"] is None


@pytest.mark.usefixtures("five")
async def test_a_page_beyond_the_end_is_empty_and_says_its_number(rest: Rest) -> None:
    found = await rest.get("/goals?page=100&limit=2")
    assert found["goals"] == []
    pagination = {"page": 100, "limit": 2, "total": 5, "pages": 3, "nextToken": None}
    assert found["pagination"] == pagination


@pytest.mark.usefixtures("five")
async def test_a_token_continues_a_list_without_counting_it(rest: Rest) -> None:
    first = await rest.get("/goals?sort=title_asc&limit=3")
    token = first["pagination"]["nextToken"]
    rest_of_it = await rest.get(f"/goals?sort=title_asc&limit=3&nextToken={token}")
    assert [each["title"] for each in rest_of_it["goals"]] == ["Dew", "Earth"]
    pagination = {"page": None, "limit": 3, "total": None, "pages": None, "nextToken": None}
    assert rest_of_it["pagination"] == pagination


@pytest.mark.usefixtures("five")
async def test_a_long_list_is_counted_in_parts(rest: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MOST_AT_ONCE", 2)
    found = await rest.get("/goals?sort=title_asc&limit=3&page=2")
    assert [each["title"] for each in found["goals"]] == ["Dew", "Earth"]
    assert found["pagination"]["total"] == 5


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "limit=0",
        "limit=101",
        "sort=newest",
        "status=gone",
        "goalPattern=daily,streak",
        "nextToken=nonsense",
        "page=2&nextToken=nonsense",
    ],
)
async def test_a_page_of_nonsense_is_refused(query: str, rest: Rest) -> None:
    assert await rest.refused("GET", f"/goals?{query}") == (400, "VALIDATION_ERROR")


async def test_a_token_of_another_list_is_refused(rest: Rest) -> None:
    await a_goal(rest, title="Air")
    path = await a_goal(rest, title="Bread")
    token = (await rest.get("/goals?limit=1"))["pagination"]["nextToken"]
    for address in (f"{path}/activities", f"{path}/tasks"):
        refusal = await rest.refused("GET", f"{address}?nextToken={token}")
        assert refusal == (400, "VALIDATION_ERROR")


async def test_goals_are_filtered_by_words_with_commas_or_again_and_again(rest: Rest) -> None:
    await a_goal(rest, title="Walk", category="Health, body", tags=["calm"])
    await a_goal(rest, "streak", title="Sleep", category="rest")
    await a_goal(rest, "limit", title="Coffee", category="rest", status="draft")
    sort = "sort=title_desc"
    assert await _titles(rest, f"{sort}&status=active,draft") == ["Walk", "Sleep", "Coffee"]
    assert await _titles(rest, f"{sort}&status=active&status=draft&goalPattern=limit") == ["Coffee"]
    assert await _titles(rest, f"{sort}&goalPattern=streak,limit") == ["Sleep", "Coffee"]
    assert await _titles(rest, "category=health,%20body") == ["Walk"]
    assert await _titles(rest, "category=none&category=REST&status=active") == ["Sleep"]
    assert await _titles(rest, "tags=calm&search=walk") == ["Walk"]
    assert await _titles(rest, "status=active,active&nextToken=&search=coffee") == []


async def test_goals_are_in_the_order_asked_for_and_updated_last_first(rest: Rest) -> None:
    path = await a_goal(rest, title="Air")
    await a_goal(rest, title="Bread")
    assert await _titles(rest, "sort=title_desc") == ["Bread", "Air"]
    await rest.put(path, {"icon": "leaf"})
    assert set(await _titles(rest, "")) == {"Air", "Bread"}


async def test_activities_are_paged_too(rest: Rest) -> None:
    path = f"{await a_goal(rest)}/activities"
    for day in range(1, 4):
        await rest.post(path, activity_body(activityDate=f"2026-11-0{day}"))
    found = await rest.get(f"{path}?limit=2&page=2")
    assert [each["activityDate"] for each in found["activities"]] == ["2026-11-01"]
    assert (found["pagination"]["total"], found["pagination"]["pages"]) == (3, 2)
