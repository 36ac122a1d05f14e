"""A server of the demo, and a visit of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from persistence.store import open_embedded
from server import demo
from tests.server.processes import end_of, line_of, running
from tests.web.visits import CHROMIUM, FLAGS, Visit


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Serve the demo and yield the address of the server."""
    path = tmp_path / "milepost.db"
    store = open_embedded(path)
    await demo.seed_owner(store, owner="demo", today=datetime.now(UTC).date())
    store.close()
    async with running("serve", "--dev", "--port", "0", "--store", str(path)) as server:
        yield (await line_of(server)).split()[-1].removesuffix("/graphql")
        server.terminate()
        assert (await end_of(server)).code == 0


@pytest.fixture
async def visit(address: str, tmp_path: Path) -> AsyncIterator[Visit]:
    """Open a browser of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, headless=True
        )
        seen = Visit(page=await browser.new_page(), address=address)
        seen.page.on("console", seen.hear)
        seen.page.on("request", seen.see)
        yield seen
        await browser.close()
