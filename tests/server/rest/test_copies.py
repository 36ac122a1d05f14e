"""Law: a copy that follows updatedSince is what a full reading shows, over REST and GraphQL."""

import asyncio
import tempfile
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.activity import Activity
from domain.repositories import Save, Unit
from persistence.store import Store, open_embedded
from tests.clocks import Clock, living_by
from tests.server.rest.asking import ADA, Rest
from tests.server.rest.bodies import activity_body, goal_body
from tests.server.rest.copies import Copy, OverGraphQL, OverRest, an_account

STEPS: Final = (
    "make",
    "edit",
    "archive",
    "restore",
    "log",
    "log",
    "backdate",
    "amend",
    "remove",
    "remove",
    "bring back",
    "plan",
    "complete",
    "delete task",
    "aim",
    "drop",
    "sync rest",
    "sync graphql",
)
# How long after a step the next one begins, and how long before its commit a step began.
WAITS: Final = (0, 1, 40, 90, 7_200)
LAGS: Final = (0, 0, 30)


@dataclass(slots=True, kw_only=True)
class Account:
    """An account that is changed at random; a change that is refused changes nothing."""

    rest: Rest
    store: Store
    clock: Clock
    removed: list[Activity] = field(default_factory=list[Activity])

    async def take(self, step: str, pick: int) -> None:
        """Take a step; `pick` chooses what it is about."""
        if step == "make":
            await self._ask("POST", "/goals", goal_body(title=f"Goal {self.clock.now} {pick}"))
            return
        goals = await self._listed("/goals?status=active,archived,completed", "goals")
        if not goals:
            return
        path = f"/goals/{goals[pick % len(goals)]['goalId']}"
        await self._take(step, pick, path)

    async def _take(self, step: str, pick: int, path: str) -> None:
        match step:
            case "edit":
                await self._ask("PUT", path, {"description": f"{self.clock.now}"})
            case "archive":
                await self._ask("DELETE", path)
            case "restore":
                await self._ask("POST", f"{path}/restore")
            case "log":
                await self._ask("POST", f"{path}/activities", activity_body(pick + 1))
            case "backdate":
                at = (self.clock.now - timedelta(days=pick)).isoformat()
                body = activity_body(1, occurredAt=at)
                await self._ask("POST", f"{path}/activities", body)
            case "bring back":
                await self._bring_back()
            case "plan":
                await self._ask("POST", f"{path}/tasks", {"title": "A task"})
            case "aim":
                body = {"name": "Own", "percentage": pick + 1}
                await self._ask("POST", f"{path}/milestones", body)
            case _:
                await self._change(step, pick, path)

    async def _change(self, step: str, pick: int, path: str) -> None:
        """Change one thing that a goal holds, if it holds any."""
        name, ident = {
            "amend": ("activities", "activityId"),
            "remove": ("activities", "activityId"),
            "complete": ("tasks", "taskId"),
            "delete task": ("tasks", "taskId"),
            "drop": ("milestones", "milestoneId"),
        }[step]
        held = await self._listed(f"{path}/{name}", name)
        if name == "milestones":
            held = [each for each in held if each["isCustom"]]
        if not held:
            return
        place = f"{path}/{name}/{held[pick % len(held)][ident]}"
        match step:
            case "amend":
                await self._ask("PUT", place, {"note": f"{self.clock.now}"})
            case "complete":
                await self._ask("POST", f"{place}/complete")
            case "remove":
                _, _, goal_id, _, activity_id = place.split("/")
                found = await self.store.ports.log.get(ADA, goal_id, activity_id)
                assert found is not None
                if await self._ask("DELETE", place):
                    self.removed.append(found)
            case _:
                await self._ask("DELETE", place)

    async def _bring_back(self) -> None:
        """Store an activity that was removed, with the instants it had, as an import does."""
        if not self.removed:
            return
        saved = Save(entity=replace(self.removed.pop(), version=0))

        async def decide() -> Unit[None]:
            return Unit(owner=ADA, changes=(saved,), result=None)

        await self.store.ports.units.change(decide)

    async def _listed(self, path: str, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.rest.get(path))[name]
        return found

    async def _ask(self, method: str, path: str, body: object = None) -> bool:
        response = await self.rest.ask(method, path, body)
        assert response.status_code < 500, response.text
        return response.is_success


async def _holds(store: Store, steps: list[tuple[str, int, int, int]]) -> None:
    clock = Clock()
    async with an_account(store, clock) as client:
        rest = Rest(client=client)
        account = Account(rest=rest, store=living_by(clock, store), clock=clock)
        copies = {
            "sync rest": Copy(reading=OverRest(rest=rest)),
            "sync graphql": Copy(reading=OverGraphQL(client=client)),
        }
        for step, pick, wait, lag in steps:
            clock.wait(seconds=wait)
            if step in copies:
                await copies[step].sync()
                continue
            # What is stored now was noted, where it was slow, some time ago.
            clock.wait(seconds=-lag)
            await account.take(step, pick)
            clock.wait(seconds=lag)
        clock.wait(seconds=1)
        for copy in copies.values():
            await copy.sync()
            whole = Copy(reading=copy.reading)
            await whole.sync()
            assert copy.lists == whole.lists


@example(
    steps=[
        ("make", 0, 0, 0),
        ("log", 0, 1, 0),
        ("log", 1, 1, 0),
        ("aim", 0, 1, 0),
        ("plan", 0, 1, 0),
        ("sync rest", 0, 1, 0),
        ("sync graphql", 0, 1, 0),
        ("remove", 0, 7_200, 0),
        ("drop", 0, 1, 0),
        ("delete task", 0, 1, 0),
        ("sync rest", 0, 90, 0),
        ("bring back", 0, 7_200, 0),
        ("archive", 0, 1, 30),
        ("sync graphql", 0, 1, 0),
    ]
)
@example(
    steps=[
        ("log", 0, 90, 0),
        ("plan", 0, 1, 0),
        ("sync rest", 0, 7_200, 0),
        ("sync graphql", 0, 0, 0),
        ("remove", 0, 1, 30),
        ("delete task", 0, 0, 30),
        ("log", 1, 0, 30),
        ("edit", 0, 0, 30),
    ]
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(STEPS), st.integers(0, 4), st.sampled_from(WAITS), st.sampled_from(LAGS)
        ),
        min_size=8,
        max_size=30,
    )
)
def test_a_copy_that_is_kept_up_to_date_is_what_is_there(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_embedded(Path(folder) / "law.db", secret="a secret")) as store,
    ):
        asyncio.run(_holds(store, [("make", 0, 0, 0), *steps]))
