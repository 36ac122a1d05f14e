"""The table over every engine: timelines, expiry, threads."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import anyio
import pytest
from anyio import CapacityLimiter

from domain.credentials import Token
from persistence import keys
from persistence.connection import Raw
from persistence.items import ACTIVITY, GOAL, MILESTONE, TASK, TOKEN
from persistence.keys import Span
from persistence.store import Store, store_over
from tests.builders import NOW, OWNER, a_goal, a_milestone, a_task, a_token, an_activity
from tests.persistence.saving import save
from tests.persistence.wire import Wire

HOUR = timedelta(hours=1)
PATIENCE_SECONDS = 10


async def timeline(store: Store, entity: str, *, count: int) -> tuple[Raw, ...]:
    """Read a timeline until it has so many items, because an index may be behind."""
    with anyio.fail_after(PATIENCE_SECONDS):
        while True:
            raws = await store.table.query(keys.timeline(entity, OWNER))
            if len(raws) >= count:
                return raws
            await anyio.sleep(0.005)


async def test_a_timeline_lists_an_owners_milestones_as_they_were_made(store: Store) -> None:
    made = [
        a_milestone(milestone_id=f"m{number}", goal_id=goal_id, created_at=NOW - number * HOUR)
        for number, goal_id in enumerate("gfg")
    ]
    await save(store, *made, a_task(), a_goal(), an_activity())
    await save(store, a_milestone(owner="bob"), owner="bob")

    raws = await timeline(store, "Milestone", count=3)

    assert [MILESTONE.read(raw).milestone_id for raw in raws] == ["m2", "m1", "m0"]


@pytest.mark.parametrize("kind", [GOAL, TASK, ACTIVITY], ids=lambda kind: kind.name)
async def test_goals_tasks_and_activities_have_timelines_too(store: Store, kind: Any) -> None:
    await save(store, a_goal(), a_task(), an_activity(), a_milestone())

    raws = await timeline(store, kind.name, count=1)

    assert [raw["type"]["S"] for raw in raws] == [kind.name]


async def test_what_has_outlived_its_ttl_is_gone_everywhere(store: Store) -> None:
    expired = a_token(expires_at=NOW)
    lasting = a_token(digest="cd" * 32, expires_at=NOW + HOUR)
    for token in (expired, lasting):
        await store.tokens.add(token)
    table = replace(store.table, now=lambda: NOW)

    async def found(token: Token) -> list[Token]:
        key = keys.token(token.digest)
        raws = [await table.get(key), table.load(key), *await table.query(Span(pk=key.pk, low="T"))]
        return [TOKEN.read(raw) for raw in raws if raw is not None]

    assert await found(expired) == []
    assert await found(lasting) == [lasting] * 3
    assert [TOKEN.read(raw) for raw in await table.scan(kind="Token")] == [lasting]


async def test_sweeping_deletes_what_has_outlived_its_ttl(store: Store) -> None:
    await store.tokens.add(a_token(expires_at=NOW))
    later = NOW + HOUR

    swept = await store.sweep(later)

    table = replace(store.table, now=lambda: NOW - HOUR)
    is_kept = await table.get(keys.token(a_token().digest)) is not None
    assert (swept, is_kept) == ((0, True) if store.engine is None else (1, False))


async def test_no_more_requests_run_at_once_than_the_limiter_has_places(
    embedded_store: Store, wire: Wire
) -> None:
    table = replace(embedded_store.table, limiter=CapacityLimiter(2))
    store = store_over(table, secrets=("s",))
    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(store.ports.profiles.get, OWNER)

    assert len(wire.requests) == 20
    assert wire.most_at_once <= 2
