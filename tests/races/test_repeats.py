"""Twenty identical requests of two processes at once make one change, and nineteen replay it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from domain.goal import GoalStatus
from domain.idempotency import Keyed
from domain.requests import GoalMove, NewActivity, NewTask
from persistence.store import Store, open_embedded
from tests.builders import NOW
from tests.races.racers import SECRET, Job, Racers, racers
from tests.resolvers.asking import Caller, a_wish

LATER = NOW + timedelta(minutes=1)
KEY = "once"
ONE_OF_TWENTY = ["ok"] + ["replayed"] * 19


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("repeats") / "milepost.db"


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    with closing(open_embedded(path, secret=SECRET)) as opened:
        yield opened


@pytest.fixture(scope="module")
def two(path: Path) -> Iterator[Racers]:
    with racers(path) as running:
        yield running


def endings(two: Racers, name: str, wanted: Keyed) -> list[str]:
    return sorted(two.crowd(Job(name=name, wanted=wanted, now=LATER), 20))


async def test_an_activity_is_logged_once(store: Store, two: Racers) -> None:
    ann = Caller(store=store)
    goal = await ann.create(title="Logged")
    wanted = NewActivity(goal_id=goal.goal_id, value=Decimal(10), idempotency_key=KEY)
    assert endings(two, "logActivity", wanted) == ONE_OF_TWENTY
    assert await ann.after(hours=1).percent(goal) == 10


async def test_a_goal_is_created_once_and_its_title_refuses_none_of_the_others(
    store: Store, two: Racers
) -> None:
    ann = Caller(store=store)
    before = await ann.query("activeGoalsCount")
    wish = a_wish(title="Created", idempotency_key=KEY)
    assert endings(two, "createGoal", wish) == ONE_OF_TWENTY
    assert await ann.query("activeGoalsCount") == before + 1
    assert (await ann.query("me")).active_goals == before + 1


async def test_a_goal_is_completed_once_and_the_others_are_not_too_late(
    store: Store, two: Racers
) -> None:
    ann = Caller(store=store)
    goal = await ann.create(title="Completed")
    move = GoalMove(goal_id=goal.goal_id, expected_version=goal.version, idempotency_key=KEY)
    assert endings(two, "completeGoal", move) == ONE_OF_TWENTY
    done = await ann.goal(goal.goal_id)
    assert (done.status, done.version) == (GoalStatus.COMPLETED, goal.version + 1)


async def test_a_task_is_planned_once(store: Store, two: Racers) -> None:
    ann = Caller(store=store)
    goal = await ann.create(title="Planned")
    wanted = NewTask(goal_id=goal.goal_id, title="Choose a book", idempotency_key=KEY)
    assert endings(two, "createTask", wanted) == ONE_OF_TWENTY
    assert len(await ann.query("myTasks", goal_id=goal.goal_id)) == 1
