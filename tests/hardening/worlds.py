"""A real application over a store of its own, and what a client sees of it."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from domain.policy import Policy
from persistence.store import open_embedded
from schema.errors import SYSTEM_ERROR
from server.templates import shipped_templates
from tests.hardening.contract import document, fields, selection
from tests.server.builders import a_client, an_app

PATTERNS: Final = ("milestone", "recurring", "target", "streak", "limit")
MEMBERS: Final = {"path", "data", "errorType", "errorInfo", "locations", "message"}
_ALL: Final = ("draft", "active", "paused", "completed", "archived")
# More goals at once with all that is computed of them would be more than 10,000 resolver calls.
_READS: Final = (
    "query($all: [GoalStatus!], $next: String)"
    " {{ goals(filter: {{status: $all}}, limit: 100, nextToken: $next) {} {} }}"
)
_TARGET: Final[dict[str, Any]] = {"value": 100, "unit": "km"}


@dataclass(slots=True, kw_only=True)
class World:
    """A client of a running application, and the ids of what its owner has."""

    client: httpx.AsyncClient
    ids: dict[str, str] = field(default_factory=dict[str, str])
    titles: int = 0

    def new_title(self) -> str:
        """Return a title that no goal has yet."""
        self.titles += 1
        return f"Walk {self.titles}"

    async def send(self, content: str | bytes) -> httpx.Response:
        """Return the answer to a body, which is never a fault and always JSON."""
        response = await self.client.post("/graphql", content=content)
        check(response)
        return response

    async def ask(self, query: str, variables: object = None, **more: object) -> Any:
        """Return the answer's JSON; values may be of kinds that JSON itself has not."""
        response = await self.send(json.dumps({"query": query, "variables": variables, **more}))
        return response.json()

    async def change(self, mutation: str, given: object) -> Any:
        """Return the answer's JSON to a mutation of this input."""
        return await self.ask(document(mutation), {"input": given})

    async def done(self, mutation: str, given: object) -> Any:
        """Return what a mutation that is not refused answers."""
        answer = await self.change(mutation, given)
        assert "errors" not in answer, answer
        return answer["data"][mutation]

    async def everything(self) -> Any:
        """Return all that the owner can read."""
        pages = [await self._page(None)]
        while token := pages[-1]["goals"].pop("nextToken"):
            pages.append(await self._page(token))
        return pages

    async def _page(self, token: str | None) -> Any:
        answer = await self.ask(reading(), {"all": _ALL, "next": token})
        assert "errors" not in answer, answer["errors"][:3]
        return answer["data"]


def reading() -> str:
    """Return a query of all that an owner can read."""
    held = fields("Query")
    rest = " ".join(f"{name} {selection(each)}" for name, each in held.items() if not each.args)
    return _READS.format(selection(held["goals"]), rest)


def check(response: httpx.Response) -> None:
    """Hold an answer to AppSync's shape: JSON with data, errors or both, and no fault."""
    assert response.status_code in {200, 400, 405, 413}, (response.status_code, response.text)
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    answer = response.json()
    assert set(answer) <= {"data", "errors"}, answer
    errors = answer.get("errors", ())
    if response.status_code != 200:
        ((error),) = errors
        assert set(error) == {"errorType", "message"}
        return
    assert "data" in answer, answer
    for error in errors:
        assert {"path", "locations", "message"} <= set(error) <= MEMBERS, error
        assert error.get("errorType") != SYSTEM_ERROR, error


@asynccontextmanager
async def a_world(folder: Path) -> AsyncGenerator[World]:
    """Yield a client of an application over an empty store, without a quota to run into."""
    with closing(open_embedded(folder / "goals.db")) as store:
        policy = Policy(active_goals=1_000_000, templates=shipped_templates())
        app = an_app(store, policy=policy)
        async with a_client(app) as client:
            yield World(client=client)


async def settle(world: World) -> None:
    """Give the owner goals with a task, a milestone and activities."""
    ids = world.ids
    for pattern in ("milestone", "recurring"):
        made = await world.done("createGoal", a_goal(pattern, title=pattern))
        ids[pattern] = made["goalId"]
        logged = await world.done("logActivity", {"goalId": made["goalId"], "value": 5})
        ids[f"{pattern}.activity"] = logged["activity"]["id"]
    goal_id = ids["milestone"]
    task = await world.done("createTask", {"goalId": goal_id, "title": "Buy shoes"})
    ids["task"] = task["task"]["id"]
    await world.done("createTask", {"goalId": goal_id, "title": "Find a path"})
    milestone = {"goalId": goal_id, "name": "A third", "percentage": 33}
    made = await world.done("createMilestone", milestone)
    ids["custom"] = made["milestone"]["id"]


def a_goal(pattern: str = "milestone", **changes: object) -> dict[str, Any]:
    """Return the input of an ordinary goal of a pattern."""
    target = dict(_TARGET)
    if pattern in {"recurring", "limit", "streak"}:
        target["period"] = "day"
    if pattern == "target":
        target["startValue"] = 0
        changes = {"deadline": "2030-01-01", **changes}
    return {"title": "Walk", "pattern": pattern, "target": target, **changes}
