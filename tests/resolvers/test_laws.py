"""The law of the log: what is kept in step with each change equals what is made from the log."""

import asyncio
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.answers import GoalProgress
from domain.errors import DomainError
from domain.goal import Goal, GoalStatus
from domain.rollup import MonthRollup
from domain.tally import Tally
from domain.target import GoalPattern
from persistence.store import Store, open_embedded
from server.rebuilding import rebuild_all
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller, a_wanted_target
from tests.resolvers.stories import EVERY, STEPS, Step, take


async def _run(ann: Caller, goal: Goal, steps: list[Step]) -> Caller:
    """Carry out what the goal's rules allow and return the caller of the last moment."""
    for step in steps:
        ann = ann.after(hours=step.hours)
        try:
            await take(ann, goal, step)
        except (DomainError, ZeroDivisionError):
            continue
    return ann


async def _projections(
    store: Store, goal: Goal
) -> tuple[Tally, tuple[MonthRollup, ...], tuple[Any, ...]]:
    """Return what is kept beside the log, without versions and empty months."""
    dossier = await store.ports.goals.dossier("ann", goal.goal_id)
    assert dossier is not None
    months = await store.ports.log.months("ann", goal.goal_id)
    held = tuple(replace(month, version=0) for month in months if month.days)
    return replace(dossier.tally, version=0), held, dossier.goal.changes


async def _read(ann: Caller, goal: Goal, moments: list[datetime]) -> list[GoalProgress]:
    return [await ann.progress(goal, as_of=moment) for moment in moments]


async def _holds(store: Store, pattern: GoalPattern, steps: list[Step]) -> None:
    ann = Caller(store=store)
    more = {"deadline": NOW.date() + 60 * DAY} if pattern is GoalPattern.TARGET else {}
    goal = await ann.create(pattern.value, target=a_wanted_target(pattern), **more)
    end = await _run(ann, goal, steps)
    moments = [end.now, NOW + (end.now - NOW) / 2, end.now + 20 * DAY]
    read = await _read(end, goal, moments)
    tally, *others = await _projections(store, goal)
    at = tally.through
    # The tally of a goal that has ended lies before a correction made since, which a rebuild knows.
    has_ended = (await end.goal(goal.goal_id)).status in {GoalStatus.COMPLETED, GoalStatus.ARCHIVED}
    now = end.now if has_ended else at
    assert await rebuild_all(store, owner="ann", goal_id=goal.goal_id, now=now) == 1
    rebuilt, *remade = await _projections(store, goal)
    assert replace(rebuilt, through=at) == tally
    assert remade == others
    assert await _read(end, goal, moments) == read


@example(pattern=GoalPattern.MILESTONE, steps=EVERY)
@example(pattern=GoalPattern.RECURRING, steps=EVERY)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(pattern=st.sampled_from(GoalPattern), steps=STEPS)
def test_after_any_changes_a_rebuild_changes_nothing(
    pattern: GoalPattern, steps: list[Step]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_embedded(Path(folder) / "law.db", secret="a secret")) as store,
    ):
        asyncio.run(_holds(store, pattern, steps))
