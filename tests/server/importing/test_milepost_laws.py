"""The law of an export: brought into an empty account, it is exported as it was, byte for byte."""

import asyncio

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.goal import Goal
from domain.portable import Portion
from domain.requests import ProfileEdit
from domain.target import GoalPattern
from persistence.store import Store
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller, a_wanted_target
from tests.resolvers.stories import EVERY, STEPS, Step, take
from tests.server.importing.accounts import another_store, bring, exported, text_of

_FAR = ProfileEdit(timezone="Pacific/Kiritimati", week_start=0)


async def _create(ann: Caller, pattern: GoalPattern, title: str) -> Goal:
    more = {"deadline": NOW.date() + 60 * DAY} if pattern is GoalPattern.TARGET else {}
    return await ann.create(pattern, title=title, target=a_wanted_target(pattern), **more)


async def _live(store: Store, patterns: list[GoalPattern], steps: list[Step]) -> Caller:
    """Carry out the steps for goals in turn, with a move to another zone in between."""
    ann = Caller(store=store)
    goals = [await _create(ann, pattern, f"Goal {i}") for i, pattern in enumerate(patterns)]
    for place, step in enumerate(steps):
        ann = ann.after(hours=step.hours)
        if place == len(steps) // 2:
            await ann.mutate("updateProfile", _FAR)
        try:
            await take(ann, goals[place % len(goals)], step)
        except (DomainError, ZeroDivisionError):
            continue
    return ann


async def _progress(ann: Caller) -> list[tuple[object, ...]]:
    """Return what is computed of each goal, but for the versions of its parts."""
    found = sorted(await ann.store.ports.goals.all(ann.owner), key=lambda goal: goal.title)
    return [
        (goal.title, goal.status, goal.is_title_held, await ann.progress(goal)) for goal in found
    ]


@example(patterns=[GoalPattern.MILESTONE, GoalPattern.RECURRING], steps=[*EVERY, *EVERY])
@example(patterns=[GoalPattern.STREAK], steps=EVERY)
@example(patterns=[GoalPattern.TARGET], steps=EVERY)
@example(patterns=[GoalPattern.LIMIT], steps=EVERY)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    patterns=st.lists(st.sampled_from(GoalPattern), min_size=1, max_size=3),
    steps=STEPS,
)
def test_an_account_brought_into_an_empty_one_is_exported_as_it_was(
    patterns: list[GoalPattern], steps: list[Step]
) -> None:
    with another_store() as store, another_store() as other:
        ann = asyncio.run(_live(store, patterns, steps))
        text = exported(store)
        bring(other, text, now=ann.now)
        assert exported(other) == text
        same = Caller(store=other, now=ann.now)
        assert asyncio.run(_progress(same)) == asyncio.run(_progress(ann))
        again = bring(other, text, now=ann.now)
        assert again.difference.added.total() == 0
        assert exported(other) == text


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_a_part_brought_in_first_and_the_whole_then_are_the_whole(steps: list[Step]) -> None:
    with another_store() as store, another_store() as other:
        ann = asyncio.run(_live(store, [GoalPattern.RECURRING, GoalPattern.LIMIT], steps))
        text = exported(store)
        (first, *_) = asyncio.run(store.ports.goals.all("ann"))
        portion = Portion(goal_ids=(first.goal_id,), first=NOW.date() + DAY)
        bring(other, asyncio.run(text_of(store, portion=portion)), now=ann.now)
        bring(other, text, now=ann.now)
        assert exported(other) == text
