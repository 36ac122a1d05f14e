"""The page of the REST reference in headless Chromium: it shows the endpoints and stays at home."""

from playwright.async_api import expect

from tests.web.visits import Visit, needs_chromium

pytestmark = needs_chromium


async def test_the_endpoints_are_shown_and_no_request_leaves_the_machine(visit: Visit) -> None:
    await visit.page.goto(f"{visit.address}/docs")
    shown = visit.page.get_by_text("Log an activity").first
    await expect(shown).to_be_visible(timeout=20_000)
    await visit.page.wait_for_load_state("networkidle")
    asked = [url for url in visit.requests if not url.startswith(("data:", "blob:"))]
    assert f"{visit.address}/openapi.json" in asked
    assert [url for url in asked if not url.startswith(visit.address)] == []
    assert visit.complaints == []
