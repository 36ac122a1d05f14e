"""GraphiQL in headless Chromium: it loads, asks, shows its documentation, and stays at home."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import httpx
import pytest
from playwright.async_api import ConsoleMessage, Page, Request, async_playwright, expect

from persistence.store import open_embedded
from server import demo
from tests.server.processes import end_of, start
from tests.server.realtime.sockets import CREATE, a_goal

KEPT = """async (text) => {
  const isKept = () => Object.values(localStorage).some((kept) => kept.includes(text));
  while (!isKept()) await new Promise((tick) => setTimeout(tick, 100));
}"""
UPDATE = """mutation($input: UpdateGoalInput!) {
  updateGoal(input: $input) { userId goal { title } }
}"""
CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium, as Debian packages it")


@dataclass(kw_only=True)
class Visit:
    """A page open in a browser, with what it asked for and what it complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def see(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Serve the demo and yield the address of the server."""
    path = tmp_path / "milepost.db"
    store = open_embedded(path)
    await demo.seed_owner(store, owner="demo", today=datetime.now(UTC).date())
    store.close()
    server = await start("serve", "--dev", "--port", "0", "--store", str(path))
    assert server.stdout is not None
    line = (await server.stdout.readline()).decode()
    yield line.split()[-1].removesuffix("/graphql")
    server.terminate()
    assert (await end_of(server)).code == 0


@pytest.fixture
async def visit(address: str, tmp_path: Path) -> AsyncIterator[Visit]:
    """Open GraphiQL in a browser of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, headless=True
        )
        seen = Visit(page=await browser.new_page(), address=address)
        seen.page.on("console", seen.hear)
        seen.page.on("request", seen.see)
        await seen.page.goto(f"{address}/graphiql")
        yield seen
        await browser.close()


async def test_the_first_query_runs_and_milestones_appear(visit: Visit) -> None:
    await visit.page.get_by_role("button", name="Execute query").click()
    result = visit.page.get_by_role("region", name="Result Window")
    await expect(result).to_contain_text("At most 2 coffees a day", timeout=20_000)
    await expect(result).to_contain_text("First Quarter")
    if shots := os.environ.get("MILEPOST_SCREENSHOTS"):
        await visit.page.screenshot(path=Path(shots) / "graphiql.png")
    assert visit.complaints == []


async def test_the_documentation_opens_and_names_the_queries(visit: Visit) -> None:
    await visit.page.get_by_role("button", name="Show Documentation Explorer").click()
    await visit.page.get_by_role("link", name="Query").click()
    await expect(visit.page.get_by_text("activeGoalsCount")).to_be_visible(timeout=20_000)
    assert visit.complaints == []


async def test_a_subscription_shows_a_change_made_elsewhere(visit: Visit) -> None:
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
    await visit.page.wait_for_load_state("networkidle")
    asked = [url for url in visit.requests if not url.startswith(("data:", "blob:"))]
    assert asked
    assert [url for url in asked if not url.startswith(visit.address)] == []
