"""The snippets that connect each client run as they stand on the page."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.scripts import needs_node
from tests.clients.serving import Site
from tests.docs.snippets import Snippet, line_with, running, snippets

SECONDS = 60
NEEDS: dict[str, tuple[pytest.MarkDecorator, ...]] = {
    "sh": (pytest.mark.skipif(not shutil.which("curl"), reason="needs curl"),),
    "python": (),
    "js": (needs_node,),
}
OWNER = "ada"
CREATE = """mutation ($title: String!) {
  createGoal(
    input: {title: $title, pattern: recurring, target: {value: 1, unit: "times", period: day}}
  ) { goalId }
}"""
UPDATE = """mutation ($goalId: ID!) {
  updateGoal(input: {goalId: $goalId, description: "again"}) { userId goal { title } }
}"""


CASES = [pytest.param(each, id=each.client, marks=NEEDS[each.language]) for each in snippets()]


async def asked(site: Site, query: str, **variables: str) -> Any:
    request = {"query": query, "variables": variables}
    headers = {"authorization": site.token(OWNER)}
    async with httpx.AsyncClient(headers=headers) as client:
        response = await client.post(site.url, json=request)
    return response.json()["data"]


def test_there_is_a_snippet_for_each_client() -> None:
    assert [each.client for each in snippets()] == [
        "curl",
        "gql",
        "gql, subscriptions",
        "Amplify",
        "Apollo Client with AppSync's links",
        "urql with graphql-ws",
    ]


@pytest.mark.parametrize("snippet", CASES)
async def test_a_snippet_asks_and_hears_as_it_stands_on_the_page(
    snippet: Snippet, site: Site, tmp_path: Path
) -> None:
    made = await asked(site, CREATE, title=snippet.client)
    goal_id = made["createGoal"]["goalId"]

    async def publishing() -> None:
        while True:
            await asked(site, UPDATE, goalId=goal_id)
            await asyncio.sleep(0.05)

    async with (
        asyncio.timeout(SECONDS),
        running(snippet, site, owner=OWNER, folder=tmp_path) as process,
        asyncio.TaskGroup() as group,
    ):
        if snippet.is_asking:
            assert OWNER in await line_with(OWNER, process)
        if snippet.is_subscribing:
            task = group.create_task(publishing())
            assert await line_with(snippet.client, process) == f"{snippet.client}\n"
            task.cancel()
