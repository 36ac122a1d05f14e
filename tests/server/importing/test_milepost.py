"""Bringing in an account: what is missing is added, what differs refused, what is there kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.errors import (
    DuplicateTitleError,
    GoalInvalidError,
    GoalQuotaExceededError,
    InvalidInputError,
)
from domain.goal import Goal, GoalStatus
from domain.policy import Policy
from domain.repositories import Save, Unit
from domain.requests import ProfileEdit
from persistence.store import Store
from resolvers import adding
from tests.builders import a_task, an_activity
from tests.resolvers.asking import Caller
from tests.server.importing.accounts import (
    LATER,
    a_reader,
    another_store,
    bring,
    changed,
    exported,
)


class KilledError(Exception):
    """Stand in for the end of a process."""


@pytest.fixture
def text() -> str:
    """Return the export of an account with a goal, a task, a milestone and two activities."""
    with another_store() as full:
        asyncio.run(a_reader(full))
        return exported(full)


def _goals(store: Store, owner: str = "ann") -> tuple[Goal, ...]:
    return asyncio.run(store.ports.goals.all(owner))


def test_a_dry_run_tells_what_would_be_added_and_writes_nothing(store: Store, text: str) -> None:
    report = bring(store, text, is_dry_run=True)
    assert report.lines() == (
        "account.json:",
        "profile: 0 would be added, 1 there already",
        "goal: 1 would be added, 0 there already",
        "revision: 1 would be added, 0 there already",
        "task: 1 would be added, 0 there already",
        "milestone: 1 would be added, 0 there already",
        "activity: 2 would be added, 0 there already",
        "nothing was written",
    )
    assert _goals(store) == ()


def test_a_second_run_adds_nothing(store: Store, text: str) -> None:
    first = bring(store, text)
    assert first.lines()[-1] == "activity: 2 added, 0 there already"
    (goal,) = _goals(store)
    second = bring(store, text, now=LATER + timedelta(hours=1))
    assert second.lines()[-1] == "activity: 0 added, 2 there already"
    assert _goals(store) == (goal,)


def test_an_account_may_be_brought_to_another_owner(store: Store, text: str) -> None:
    bring(store, text, owner="bob")
    assert exported(store, "bob") == text
    assert _goals(store) == ()
    (goal,) = _goals(store, "bob")
    bob = Caller(store=store, owner="bob", now=LATER)
    assert asyncio.run(bob.percent(goal)) > 0
    assert asyncio.run(bob.query("me")).active_goals == 1


def test_what_is_missing_is_added_to_a_goal_that_is_there(store: Store) -> None:
    with another_store() as full:
        ann = asyncio.run(a_reader(full)).after(days=3)
        (goal,) = _goals(full)
        bring(store, exported(full), now=ann.now)
        asyncio.run(ann.log(goal, 85))
        asyncio.run(ann.plan(goal, "Read on"))
        whole = exported(full)
        progress = asyncio.run(ann.progress(goal))
    report = bring(store, whole, now=ann.now)
    assert report.difference.added == {"task": 1, "activity": 1}
    assert exported(store) == whole
    assert asyncio.run(replace(ann, store=store).progress(goal)) == progress


def test_a_record_that_differs_is_shown_and_refused(store: Store, text: str) -> None:
    bring(store, text)
    held = exported(store)
    other = changed(text, "goal", lambda goal: goal.update(title="Mine", icon="book"))
    other = changed(other, "task", lambda task: task.update(title="Mine"))
    report = bring(store, other, is_dry_run=True)
    assert report.lines()[-3:] == (
        "account.json line 3: goal differs in title, icon",
        "account.json line 5: task differs in title",
        "nothing was written",
    )
    told = (
        "account.json line 3: goal must be as in the account, for an import changes nothing;"
        " got 'another title, icon'"
    )
    with pytest.raises(InvalidInputError) as caught:
        bring(store, other)
    assert caught.value.message == told
    assert exported(store) == held


def test_at_most_twenty_records_that_differ_are_shown(store: Store) -> None:
    ann = Caller(store=store)
    goal = asyncio.run(ann.create())
    for _ in range(22):
        asyncio.run(ann.log(goal, 1, note="mine"))
    other = exported(store).replace('"note":"mine"', '"note":"yours"')
    lines = bring(store, other, is_dry_run=True).lines()
    assert len([line for line in lines if line.endswith("differs in note")]) == 20
    assert lines[-2] == "2 more differ"


def test_goals_that_are_not_in_the_file_stay(store: Store, text: str) -> None:
    ann = Caller(store=store)
    mine = asyncio.run(ann.create(title="Mine"))
    bring(store, text)
    assert {goal.title for goal in _goals(store)} == {"Mine", "Read more"}
    assert asyncio.run(ann.goal(mine.goal_id)) == mine


def test_an_empty_account_takes_the_profile(store: Store) -> None:
    with another_store() as full:
        asyncio.run(Caller(store=full).mutate("updateProfile", ProfileEdit(timezone="Asia/Tokyo")))
        text = exported(full)
    assert bring(store, text).difference.added == {"profile": 1}
    assert exported(store) == text
    assert bring(store, text).difference.same == {"profile": 1}


@pytest.mark.parametrize("has_goal", [True, False])
def test_an_account_that_counts_days_otherwise_is_refused(*, store: Store, has_goal: bool) -> None:
    ann = Caller(store=store)
    edit = ProfileEdit(timezone="Asia/Tokyo")
    asyncio.run(ann.create(title="Mine") if has_goal else ann.mutate("updateProfile", edit))
    with another_store() as full:
        zone = "Asia/Tokyo" if has_goal else "Europe/Berlin"
        asyncio.run(Caller(store=full).mutate("updateProfile", ProfileEdit(timezone=zone)))
        other = exported(full)
    with pytest.raises(InvalidInputError, match=r"line 2: profile must be .*another calendar"):
        bring(store, other)


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_the_quota_is_asked_before_the_first_write(
    *, store: Store, text: str, is_dry_run: bool
) -> None:
    asyncio.run(Caller(store=store).create(title="Mine"))
    told = "^account.json line 3: goal: an owner has at most 1 active goals; this one has 1"
    with pytest.raises(GoalQuotaExceededError, match=told):
        bring(store, text, policy=Policy(active_goals=1), is_dry_run=is_dry_run)
    assert len(_goals(store)) == 1


def test_the_title_is_asked_before_the_first_write(store: Store, text: str) -> None:
    asyncio.run(Caller(store=store).create(title="READ more"))
    with pytest.raises(DuplicateTitleError, match="goal: title must be unique"):
        bring(store, text)
    assert len(_goals(store)) == 1


def test_an_archived_goal_needs_neither_room_nor_title(store: Store) -> None:
    with another_store() as full:
        ann = asyncio.run(a_reader(full))
        (goal,) = _goals(full)
        asyncio.run(ann.move("archiveGoal", goal))
        text = exported(full)
    asyncio.run(Caller(store=store).create())
    bring(store, text, policy=Policy(active_goals=1))
    assert sorted(goal.status for goal in _goals(store)) == [
        GoalStatus.ACTIVE,
        GoalStatus.ARCHIVED,
    ]


async def _put(store: Store, *entities: Any) -> None:
    async def decide() -> Unit[None]:
        saves = tuple(Save(entity=entity) for entity in entities)
        return Unit(owner="ann", changes=saves, result=None)

    await store.ports.units.change(decide)


def _tasks(goal: Goal, count: int) -> list[Any]:
    ids = (f"7a000000-0000-4000-8000-{place:012}" for place in range(count))
    return [a_task(goal_id=goal.goal_id, task_id=task_id) for task_id in ids]


def _a_large_account(store: Store, *, tasks: int, activities: int = 0) -> None:
    goal = asyncio.run(Caller(store=store).create())
    ulids = (f"01KJQ3M8E00000000000{place:06}" for place in range(activities))
    log = [
        replace(an_activity(ulid=ulid), goal_id=goal.goal_id, note=f"page {place}")
        for place, ulid in enumerate(ulids)
    ]
    parts = [*_tasks(goal, tasks), *log]
    for start in range(0, len(parts), 100):
        asyncio.run(_put(store, *parts[start : start + 100]))


def test_more_than_one_transaction_or_page_holds_is_brought_in_whole(store: Store) -> None:
    with another_store() as full:
        _a_large_account(full, tasks=150, activities=1_050)
        text = exported(full)
    report = bring(store, text)
    assert report.difference.added == {"goal": 1, "revision": 1, "task": 150, "activity": 1_050}
    assert exported(store) == text
    (goal,) = _goals(store)
    ann = Caller(store=store, now=LATER)
    assert asyncio.run(ann.progress(goal)).total_tasks == 150
    assert len(asyncio.run(store.ports.log.months("ann", goal.goal_id))) == 1


@pytest.mark.parametrize("name", ["rebuild_months", "counted", "rebuild_goal"])
def test_a_run_that_was_killed_is_completed_by_the_next(
    store: Store, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_store() as full:
        _a_large_account(full, tasks=100, activities=3)
        text = exported(full)

    async def killed(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(adding, name, killed)
        with pytest.raises(KilledError):
            bring(store, text)
    assert len(_goals(store)) == (1 if name == "rebuild_goal" else 0)
    bring(store, text)
    assert exported(store) == text
    (goal,) = _goals(store)
    assert asyncio.run(Caller(store=store, now=LATER).progress(goal)).total_tasks == 100


def test_a_goal_too_large_for_storage_is_refused_before_the_first_write(
    store: Store, text: str
) -> None:
    change = {"status": "active", "at": "2026-03-02T09:30:00Z", "cause": "owner"}
    large = changed(text, "goal", lambda goal: goal.update(changes=[change] * 6_500))
    with pytest.raises(InvalidInputError, match="line 3: goal must be small enough"):
        bring(store, large)
    assert _goals(store) == ()


def test_more_tasks_than_a_goal_may_have_are_refused(store: Store) -> None:
    with another_store() as full:
        _a_large_account(full, tasks=1_001)
        text = exported(full)
    with pytest.raises(GoalInvalidError, match="line 3: goal: tasks must be at most 1000"):
        bring(store, text)
    assert _goals(store) == ()
