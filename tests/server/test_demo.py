"""The demo: goals of all five patterns with a log."""

import asyncio
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.activity import Activity
from domain.errors import GoalQuotaExceededError
from domain.goal import Goal, GoalStatus
from domain.requests import GoalEdit
from domain.target import GoalPattern
from persistence.store import Store, open_embedded
from resolvers import loading
from server import demo
from server.demo import seed
from tests.resolvers.asking import Caller

TODAY = date(2026, 11, 21)
MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
DAY = timedelta(days=1)


def _goals(store: Store, owner: str = "demo") -> dict[str, Goal]:
    return {goal.title: goal for goal in asyncio.run(store.ports.goals.all(owner))}


def _all(store: Store) -> list[tuple[Goal, tuple[Activity, ...], object, object]]:
    """Return every goal with its log, its tasks and its milestones."""

    async def reading() -> list[tuple[Goal, tuple[Activity, ...], object, object]]:
        found: list[tuple[Goal, tuple[Activity, ...], object, object]] = []
        for goal in await store.ports.goals.all("demo"):
            dossier = await store.ports.goals.dossier("demo", goal.goal_id)
            assert dossier is not None
            log = await store.ports.log.activities("demo", goal.goal_id)
            found.append((goal, log, dossier.tasks, dossier.milestones))
        return found

    return asyncio.run(reading())


def _caller(store: Store, **changes: Any) -> Caller:
    return Caller(store=store, owner="demo", now=MIDNIGHT, **changes)


def test_the_demo_has_all_five_patterns_active(store: Store) -> None:
    report = seed(store, owner="demo", today=TODAY)
    goals = _goals(store)
    assert sorted(goals) == [
        "At most 2 coffees a day",
        "Drink 8 glasses of water",
        "Get down to 75 kg",
        "Launch the website",
        "Meditate 30 days in a row",
        "Read 24 books",
    ]
    assert {goal.pattern for goal in goals.values()} == set(GoalPattern)
    assert {goal.status for goal in goals.values()} == {GoalStatus.ACTIVE}
    count = sum(len(log) for _, log, _, _ in _all(store))
    assert report.lines() == (f"demo has 6 demo goals with {count} activities",)


@pytest.mark.parametrize(
    ("title", "percentage"),
    [
        ("Drink 8 glasses of water", Decimal(2000) / 30),
        ("Read 24 books", Decimal(2000) / 24),
        ("Get down to 75 kg", Decimal(65)),
        ("Meditate 30 days in a row", Decimal(80)),
        ("At most 2 coffees a day", Decimal(2300) / 30),
    ],
)
def test_the_progress_of_a_demo_goal_follows_from_its_days(
    store: Store, title: str, percentage: Decimal
) -> None:
    seed(store, owner="demo", today=TODAY)
    assert asyncio.run(_caller(store).percent(_goals(store)[title])) == percentage


def test_the_website_has_tasks_and_a_deadline(store: Store) -> None:
    seed(store, owner="demo", today=TODAY)
    goal = _goals(store)["Launch the website"]
    found = asyncio.run(_caller(store).progress(goal))
    assert (found.completed_tasks, found.total_tasks) == (3, 4)
    assert goal.deadline == TODAY + 20 * DAY
    expected = Decimal("52.5") + Decimal("0.3") * 2000 / 41
    assert abs(found.progress_percentage - expected) < Decimal("1e-20")


def test_milestones_were_reached_on_the_days_of_the_log(store: Store) -> None:
    seed(store, owner="demo", today=TODAY)
    reached = asyncio.run(_caller(store).reached(_goals(store)["Read 24 books"]))
    second = timedelta(seconds=1)
    made_at = MIDNIGHT - 180 * DAY
    assert reached == {
        "First Quarter": made_at + 54 * DAY - second,
        "Halfway Point": made_at + 108 * DAY - second,
        "Three Quarters": made_at + 162 * DAY - second,
        "A dozen and a half": made_at + 162 * DAY - second,
    }


def test_the_same_owner_and_day_give_the_same_ids_and_log(store: Store, tmp_path: Path) -> None:
    seed(store, owner="demo", today=TODAY)
    with closing(open_embedded(tmp_path / "other.db")) as other:
        seed(other, owner="demo", today=TODAY)
        assert _all(other) == _all(store)


def test_another_owner_has_demo_goals_of_their_own(store: Store) -> None:
    seed(store, owner="demo", today=TODAY)
    seed(store, owner="ann", today=TODAY)
    ids = [{goal.goal_id for goal in _goals(store, owner).values()} for owner in ("demo", "ann")]
    assert [len(each) for each in ids] == [6, 6]
    assert not ids[0] & ids[1]


def test_a_second_seed_adds_nothing_even_on_another_day(store: Store) -> None:
    seed(store, owner="demo", today=TODAY)
    before = _all(store)
    for day in (TODAY, TODAY + 3 * DAY):
        report = seed(store, owner="demo", today=day)
        assert report.lines() == ("the demo goals of demo were there; nothing was added",)
    assert _all(store) == before


def test_a_demo_goal_that_its_owner_changed_stays(store: Store) -> None:
    seed(store, owner="demo", today=TODAY)
    water = _goals(store)["Drink 8 glasses of water"]
    edit = GoalEdit(goal_id=water.goal_id, title="Water")
    asyncio.run(_caller(store).mutate("updateGoal", edit))
    seed(store, owner="demo", today=TODAY)
    assert "Water" in _goals(store)
    assert "Drink 8 glasses of water" not in _goals(store)


def test_a_seed_that_was_killed_is_completed_on_the_next_day_as_it_was_to_be(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object, **__: object) -> Goal:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading, "rebuild_goal", killed)
        with pytest.raises(KeyboardInterrupt):
            seed(store, owner="demo", today=TODAY)
    assert [goal.status for goal in _goals(store).values()] == [GoalStatus.DRAFT]
    seed(store, owner="demo", today=TODAY + DAY)
    water = _goals(store)["Drink 8 glasses of water"]
    assert water.created_at == MIDNIGHT - 45 * DAY
    log = asyncio.run(store.ports.log.activities("demo", water.goal_id))
    assert len(log) == 40
    assert max(activity.local_day for activity in log) == TODAY - DAY


def test_the_demo_keeps_the_quota(store: Store) -> None:
    ann = _caller(store)

    async def fill() -> None:
        for number in range(48):
            await ann.create(title=f"goal {number}")

    asyncio.run(fill())
    with pytest.raises(GoalQuotaExceededError):
        seed(store, owner="demo", today=TODAY)


def test_a_seed_within_an_event_loop_is_the_same(store: Store) -> None:
    report = asyncio.run(demo.seed_owner(store, owner="demo", today=TODAY))
    assert len(report.loaded) == 6
