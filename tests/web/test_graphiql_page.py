"""GraphiQL in headless Chromium: it loads, asks, shows its documentation, and stays at home."""

import asyncio
import os
from itertools import count
from pathlib import Path

import httpx
from playwright.async_api import expect

from tests.server.realtime.sockets import CREATE, a_goal
from tests.web.visits import Visit, needs_chromium

KEPT = """async (text) => {
  const isKept = () => Object.values(localStorage).some((kept) => kept.includes(text));
  while (!isKept()) await new Promise((tick) => setTimeout(tick, 100));
}"""
UPDATE = """mutation($input: UpdateGoalInput!) {
  updateGoal(input: $input) { userId goal { title } }
}"""
pytestmark = needs_chromium


async def test_the_first_query_runs_and_milestones_appear(visit: Visit) -> None:
    await visit.page.goto(f"{visit.address}/graphiql")
    await visit.page.get_by_role("button", name="Execute query").click()
    result = visit.page.get_by_role("region", name="Result Window")
    await expect(result).to_contain_text("At most 2 coffees a day", timeout=20_000)
    await expect(result).to_contain_text("First Quarter")
    if shots := os.environ.get("MILEPOST_SCREENSHOTS"):
        await visit.page.screenshot(path=Path(shots) / "graphiql.png")
    assert visit.complaints == []


async def test_the_documentation_opens_and_names_the_queries(visit: Visit) -> None:
    await visit.page.goto(f"{visit.address}/graphiql")
    await visit.page.get_by_role("button", name="Show Documentation Explorer").click()
    await visit.page.get_by_role("link", name="Query").click()
    await expect(visit.page.get_by_text("activeGoalsCount")).to_be_visible(timeout=20_000)
    assert visit.complaints == []


async def test_a_subscription_shows_a_change_made_elsewhere(visit: Visit) -> None:
    await visit.page.goto(f"{visit.address}/graphiql")
    query = """subscription { onGoalChanged(userId: "ada") { goal { title } } }"""
    await visit.page.goto(f"{visit.address}/graphiql?user=ada")
    editor = visit.page.get_by_role("region", name="Query Editor").locator("textarea").first
    await editor.focus()
    await visit.page.keyboard.press("Control+A")
    await visit.page.keyboard.insert_text(query)
    # GraphiQL reads what was written after a moment, and stores it after a longer one.
    await visit.page.evaluate(KEPT, "onGoalChanged")
    await visit.page.get_by_role("button", name="Execute query").click()
    result = visit.page.get_by_role("region", name="Result Window")
    headers = {"x-dev-user": "ada"}
    async with (
        asyncio.timeout(60),
        httpx.AsyncClient(base_url=visit.address, headers=headers) as client,
    ):
        made = await client.post("/graphql", json={"query": CREATE, "variables": a_goal("Learn")})
        goal_id = made.json()["data"]["createGoal"]["goalId"]
        # The protocol does not say when a subscription has begun.
        for number in count():
            changed = {"input": {"goalId": goal_id, "title": f"Learn to sail {number}"}}
            await client.post("/graphql", json={"query": UPDATE, "variables": changed})
            if "Learn to sail" in await result.inner_text():
                break
            await asyncio.sleep(0.2)
    await visit.page.get_by_role("button", name="Stop query").click()
    assert visit.complaints == []


async def test_no_request_leaves_the_machine(visit: Visit) -> None:
    await visit.page.goto(f"{visit.address}/graphiql")
    await visit.page.wait_for_load_state("networkidle")
    asked = [url for url in visit.requests if not url.startswith(("data:", "blob:"))]
    assert asked
    assert [url for url in asked if not url.startswith(visit.address)] == []
