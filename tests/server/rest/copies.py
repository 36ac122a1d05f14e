"""Copies of an account that clients keep, over REST and over GraphQL."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import httpx

from domain.policy import Policy
from persistence.store import Store
from schema.limits import Limits
from server.app import create_app
from tests.clocks import Clock, living_by
from tests.server.builders import a_client
from tests.server.rest.asking import ADA, Rest

PARTS: Final = ("activities", "tasks", "milestones")
_IDS: Final = {"activities": "activityId", "tasks": "taskId", "milestones": "milestoneId"}
_FIELDS: Final = {
    "activities": "activities(updatedSince:$since,limit:2,nextToken:$token)",
    "tasks": "tasks(updatedSince:$since,limit:2,nextToken:$token)",
    "milestones": "milestoneList(updatedSince:$since)",
}
_SHOWN: Final = {
    "activities": "id value note activityDate version",
    "tasks": "id title status version",
    "milestones": "id name percentage achievedAt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a list: its items by their ids, what is gone, and what comes next."""

    items: Mapping[str, Any]
    deleted: tuple[str, ...]
    synced_at: str
    token: str | None


class Reading(Protocol):
    """How a client reads a part of a list; goals are the list of no goal."""

    async def part(self, goal_id: str, name: str, since: str | None, token: str | None) -> Part:
        """Return the part that a token continues, or the first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OverRest:
    """Reads over REST, two things at once."""

    rest: Rest

    async def part(self, goal_id: str, name: str, since: str | None, token: str | None) -> Part:
        """Return the part that a token continues, or the first."""
        asked = {"updatedSince": since, "nextToken": token}
        if name != "milestones":
            asked["limit"] = "2"
        if name == "goals" and since is None:
            asked["status"] = "draft,active,paused,completed,archived"
        path = "/goals" if name == "goals" else f"/goals/{goal_id}/{name}"
        given = urlencode({key: value for key, value in asked.items() if value is not None})
        found = await self.rest.get(f"{path}?{given}")
        ident = _IDS.get(name, "goalId")
        return Part(
            items={item[ident]: _shown(name, item) for item in found[name]},
            deleted=tuple(each[ident] for each in found.get("deleted") or ()),
            synced_at=found["syncedAt"],
            token=found["pagination"]["nextToken"] if "pagination" in found else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverGraphQL:
    """Reads over GraphQL, two things at once."""

    client: httpx.AsyncClient

    async def part(self, goal_id: str, name: str, since: str | None, token: str | None) -> Part:
        """Return the part that a token continues, or the first."""
        if name == "goals":
            all_of_them = {"status": ["draft", "active", "paused", "completed", "archived"]}
            wanted = all_of_them if since is None else {"updatedSince": since}
            document = "query($filter:GoalFilter,$token:String){list:goals(filter:$filter,limit:2,"
            document += "nextToken:$token){items{id title status version} nextToken"
            document += " deleted{id} syncedAt}}"
            variables: dict[str, Any] = {"filter": wanted, "token": token}
        else:
            document = "query($goalId:ID!,$since:AWSDateTime"
            document += ",$token:String" if name != "milestones" else ""
            document += f"){{goal(goalId:$goalId){{list:{_FIELDS[name]}"
            document += f"{{items{{{_SHOWN[name]}}} nextToken deleted{{id}} syncedAt}}}}}}"
            variables = {"goalId": goal_id, "since": since}
            if name != "milestones":
                variables["token"] = token
        body = {"query": document, "variables": variables}
        answer = (await self.client.post("/graphql", json=body)).json()
        assert "errors" not in answer, answer
        found = answer["data"]["list"] if name == "goals" else answer["data"]["goal"]["list"]
        return Part(
            items={item["id"]: item for item in found["items"]},
            deleted=tuple(each["id"] for each in found["deleted"] or ()),
            synced_at=found["syncedAt"],
            token=found["nextToken"],
        )


def _shown(name: str, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what does not move by itself: progress of a goal does."""
    if name != "goals":
        return item
    return {key: item[key] for key in ("goalId", "title", "status", "version")}


@dataclass(slots=True, kw_only=True)
class Copy:
    """What a client holds of an account, and since when to ask of each list."""

    reading: Reading
    lists: dict[tuple[str, str], dict[str, Any]] = field(
        default_factory=dict[tuple[str, str], dict[str, Any]]
    )
    since: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    async def sync(self) -> None:
        """Bring the copy up to date."""
        await self._follow("", "goals")
        for goal_id in self.lists["", "goals"]:
            for name in PARTS:
                await self._follow(goal_id, name)

    async def _follow(self, goal_id: str, name: str) -> None:
        held = self.lists.setdefault((goal_id, name), {})
        since, token, first = self.since.get((goal_id, name)), None, None
        while first is None or token is not None:
            part = await self.reading.part(goal_id, name, since, token)
            for ident in part.deleted:
                held.pop(ident, None)
            held |= part.items
            first, token = first or part, part.token
        self.since[goal_id, name] = first.synced_at


@asynccontextmanager
async def an_account(store: Store, clock: Clock) -> AsyncGenerator[httpx.AsyncClient]:
    """Yield a client of an application that lives by a clock."""
    limits, living = Limits(seconds=3_600), living_by(clock, store)
    app = create_app(living, is_dev=True, policy=Policy(), clock=clock, limits=limits)
    headers = {"x-dev-user": ADA}
    async with a_client(app, **headers) as client:
        yield client
