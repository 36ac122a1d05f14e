"""A batch is logged as if its activities were logged one after the other."""

import asyncio
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain import bulk
from domain.activity import ActivityType
from domain.bulk import ActivityItem, NewActivities
from domain.errors import DomainError
from domain.goal import Goal
from domain.ledger import month_rollups
from domain.requests import NewActivity
from domain.target import Aggregation, GoalPattern
from persistence.store import Store, open_embedded
from tests.resolvers.asking import Caller, a_wanted_target

Told: TypeAlias = tuple[str | None, str | None]

HOUR = timedelta(hours=1)
ZONES = [None, None, "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An activity to be logged: how far back, how much of what."""

    hours: int
    value: int
    kind: ActivityType = ActivityType.PROGRESS
    is_day_alone: bool = False
    zone: str | None = None

    def item(self, ann: Caller, goal: Goal) -> ActivityItem:
        at = ann.now - self.hours * HOUR
        value = self.value
        match goal.pattern:
            case GoalPattern.STREAK:
                value = 1 if value < 35 else value
            case GoalPattern.TARGET:
                value += 60
            case GoalPattern.MILESTONE | GoalPattern.RECURRING | GoalPattern.LIMIT:
                pass
        return ActivityItem(
            goal_id=goal.goal_id,
            value=Decimal(value),
            kind=self.kind,
            activity_date=at.date() if self.is_day_alone else None,
            occurred_at=None if self.is_day_alone else at,
            timezone=self.zone,
        )


ENTRIES = st.lists(
    st.builds(
        Entry,
        hours=st.sampled_from([-1, 0, 0, 0, 1, 1, 2, 24, 25, 48, 49, 72, 96, 24 * 35]),
        value=st.integers(0, 40),
        kind=st.sampled_from([*ActivityType, ActivityType.PROGRESS, ActivityType.PROGRESS]),
        is_day_alone=st.booleans(),
        zone=st.sampled_from(ZONES),
    ),
    min_size=1,
    max_size=9,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of goal, and what happens to it before the batch."""

    pattern: GoalPattern
    aggregation: Aggregation | None = None
    move: str | None = None

    async def made(self, ann: Caller, title: str) -> Goal:
        target = a_wanted_target(self.pattern, aggregation=self.aggregation)
        return await ann.create(self.pattern.value, title=title, target=target)


KINDS = st.builds(
    Kind,
    pattern=st.sampled_from([*GoalPattern, GoalPattern.MILESTONE, GoalPattern.TARGET]),
    aggregation=st.sampled_from([None, None, *Aggregation]),
    move=st.sampled_from([None, None, "pauseGoal", "completeGoal", "archiveGoal"]),
)


async def one_by_one(ann: Caller, goal: Goal, entries: list[Entry]) -> list[Told]:
    told: list[Told] = []
    for entry in entries:
        item = entry.item(ann, goal)
        wanted = NewActivity(**{each.name: getattr(item, each.name) for each in fields(item)})
        try:
            await ann.mutate("logActivity", wanted)
        except DomainError as refusal:
            told.append((refusal.code, refusal.message))
        else:
            told.append((None, None))
    return told


async def at_once(ann: Caller, goal: Goal, entries: list[Entry]) -> list[Told]:
    items = tuple(entry.item(ann, goal) for entry in entries)
    answer = await ann.mutate("logActivities", NewActivities(items=items))
    return [(result.code, result.message) for result in answer.results]


async def outcome(ann: Caller, goal: Goal, results: list[Told]) -> dict[str, Any]:
    """Return all that became of a goal, but what two goals differ in anyway."""
    later, log = ann.after(hours=1), ann.store.ports.log
    dossier = await ann.store.ports.goals.dossier(ann.owner, goal.goal_id)
    assert dossier is not None
    months = await log.months(ann.owner, goal.goal_id)
    activities = await log.activities(ann.owner, goal.goal_id)
    counted = month_rollups(goal.goal_id, activities)
    assert tuple(replace(month, version=0) for month in months) == counted
    own = {"goal_id", "title", "version", "updated_at", "stored_at"}
    return {
        "results": results,
        "goal": without(dossier.goal, own),
        "tally": without(dossier.tally, {*own, "through"}),
        "months": [month.days for month in months],
        "log": [
            without(each, {*own, "activity_id"})
            for each in sorted(activities, key=lambda activity: activity.order)
        ],
        "reached": await later.reached(goal),
        "percent": await later.percent(goal),
    }


def without(value: Any, names: set[str]) -> dict[str, Any]:
    held = {each.name for each in fields(value)} - names
    return {name: getattr(value, name) for name in held}


async def _holds(store: Store, kind: Kind, before: list[Entry], batch: list[Entry]) -> None:
    ann = Caller(store=store)
    found: list[dict[str, Any]] = []
    for log in (one_by_one, at_once):
        goal = await kind.made(ann, title=log.__name__)
        day = ann.after(days=1)
        await one_by_one(day, goal, before)
        with suppress(DomainError):
            if kind.move is not None:
                await day.after(hours=1).move(kind.move, goal)
        later = ann.after(days=2)
        found.append(await outcome(later, goal, await log(later, goal, batch)))
    assert found[0] == found[1]


def entry(hours: int, value: int, **changes: Any) -> Entry:
    return Entry(hours=hours, value=value, **changes)


# Completed on the way, then reopened by a measurement of the same instant.
@example(
    kind=Kind(pattern=GoalPattern.TARGET),
    before=[],
    batch=[entry(2, 15), entry(1, 20), entry(2, 20), entry(1, 18), entry(0, 14), entry(0, 25)],
)
# Completed on the way, and then earlier.
@example(
    kind=Kind(pattern=GoalPattern.MILESTONE),
    before=[entry(1, 40)],
    batch=[entry(2, 30), entry(1, 30), entry(0, 5), entry(24, 40), entry(2, 9), entry(1, 9)],
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(kind=KINDS, before=ENTRIES, batch=ENTRIES)
def test_a_batch_is_logged_as_if_one_by_one(
    kind: Kind, before: list[Entry], batch: list[Entry]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_embedded(Path(folder) / "law.db", secret="a secret")) as store,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(bulk, "_MOST_IN_RUN", 4)
        asyncio.run(_holds(store, kind, before, batch))
