"""Logging many activities at once: each on its own, at a bounded cost, once under a key."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import anyio
import pytest

from domain.activity import ActivityContext, Attachment, AttachmentType, Location
from domain.answers import BulkChange, BulkStatus
from domain.bulk import ActivityItem, NewActivities
from domain.errors import DuplicateTitleError, IdempotencyConflictError, InvalidInputError
from domain.goal import Goal, GoalStatus
from domain.repositories import Unit, Units
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted

T = TypeVar("T")
UNKNOWN = "3f1c2b4a-0000-4000-8000-000000000009"
HOUR = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Interrupted:
    """Units before one of which, counted from 0, something else happens."""

    units: Units
    place: int
    happening: Callable[[], Awaitable[object]]
    count: int = 0

    async def change(self, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
        """Carry out the unit, once what was to happen has happened."""
        self.count += 1
        if self.count - 1 == self.place:
            await self.happening()
        return await self.units.change(decide)


def interrupted(ann: Caller, place: int, happening: Callable[[], Awaitable[object]]) -> Caller:
    ports = ann.store.ports
    units = Interrupted(units=ports.units, place=place, happening=happening)
    return replace(ann, store=replace(ann.store, ports=replace(ports, units=units)))


async def power_cut() -> None:
    raise ConnectionError("the power was cut")


def item(value: Any = 1, **changes: Any) -> ActivityItem:
    """Return an activity to be logged among others."""
    return ActivityItem(value=None if value is None else Decimal(str(value)), **changes)


async def log_all(ann: Caller, goal: Goal | None, *items: ActivityItem, **more: Any) -> BulkChange:
    """Return the answer to activities logged at once, of one goal unless they name theirs."""
    goal_id = None if goal is None else goal.goal_id
    wanted = NewActivities(goal_id=goal_id, items=items, **more)
    answer: BulkChange = await ann.mutate("logActivities", wanted)
    return answer


def codes(answer: BulkChange) -> list[str | None]:
    """Return the code of each result, which is whole."""
    assert [result.index for result in answer.results] == [*range(len(answer.results))]
    for result in answer.results:
        is_done = result.status is BulkStatus.DONE
        assert is_done == (result.code is None) == (result.message is None)
        assert is_done == (result.activity_id is not None)
    return [result.code for result in answer.results]


async def test_activities_of_one_goal_are_logged_at_once(ann: Caller) -> None:
    goal = await ann.create()
    answer = await log_all(ann, goal, item(20), item(10, occurred_at=NOW - HOUR), item(25))
    assert (codes(answer), answer.is_replayed) == ([None, None, None], False)
    page = await ann.of("activities", goal)
    assert {a.activity_id for a in page.items} == {r.activity_id for r in answer.results}
    (change,) = answer.goals
    assert change.goal == await ann.goal(goal.goal_id)
    assert change.effects.progress_delta == 55
    reached = [milestone.name for milestone in change.effects.milestones_achieved]
    assert reached == ["First Quarter", "Halfway Point"]
    assert await ann.percent(goal) == 55


async def test_activities_of_several_goals_are_logged_in_one_batch(ann: Caller) -> None:
    read, walk = await ann.create(), await ann.create(title="Walk")
    items = [item(5, goal_id=walk.goal_id), item(6), item(7, goal_id=walk.goal_id)]
    answer = await log_all(ann, read, *items)
    assert codes(answer) == [None, None, None]
    assert [r.goal_id for r in answer.results] == [walk.goal_id, read.goal_id, walk.goal_id]
    found = {change.goal_id: change.effects.progress_delta for change in answer.goals}
    assert found == {walk.goal_id: 12, read.goal_id: 6}


async def test_one_that_is_refused_leaves_the_others(ann: Caller, bob: Caller) -> None:
    goal, draft = await ann.create(), await ann.create(title="Later", status=GoalStatus.DRAFT)
    foreign = await bob.create()
    answer = await log_all(
        ann,
        goal,
        item(0),
        item(10),
        item(10, goal_id=UNKNOWN),
        item(10, goal_id=foreign.goal_id),
        item(10, unit="km"),
        item(10, occurred_at=NOW + HOUR),
        item(10, goal_id=draft.goal_id),
        item(10),
    )
    invalid, unknown = "ACTIVITY_VALIDATION_ERROR", "GOAL_NOT_FOUND"
    expected = [None, unknown, unknown, invalid, "VALIDATION_ERROR", invalid, None]
    assert codes(answer) == [invalid, *expected]
    assert answer.results[2].message == f"goal '{UNKNOWN}' does not exist"
    assert [change.goal_id for change in answer.goals] == [goal.goal_id]
    assert await ann.percent(goal) == 20
    assert await bob.percent(foreign) == 0


async def test_a_batch_has_1_to_1000_activities_each_of_some_goal(ann: Caller) -> None:
    goal = await ann.create()
    with pytest.raises(InvalidInputError, match="items must have 1 to 1000 entries; got '0'"):
        await log_all(ann, goal)
    with pytest.raises(InvalidInputError, match="items must have 1 to 1000 entries; got '1001'"):
        await log_all(ann, goal, *[item()] * 1_001)
    with pytest.raises(InvalidInputError, match=r"items\[1\].goalId must be given"):
        await log_all(ann, None, item(goal_id=goal.goal_id), item())
    for odd in ("", "nothing", goal.goal_id.upper()):
        with pytest.raises(InvalidInputError, match="goalId must be a UUID in lower case"):
            await log_all(ann, goal, item(), item(goal_id=odd))
    assert (await ann.of("activities", goal)).items == ()


@pytest.mark.parametrize("back", [0, 400])
async def test_a_thousand_activities_of_a_goal_cost_25_transactions_and_8_readings(
    ann: Caller, back: int
) -> None:
    goal = await ann.create("recurring")
    days = (ann.now.date() - (number % (back + 1)) * DAY for number in range(1_000))
    items = [item(activity_date=day) for day in days]
    with counted(ann.store) as made:
        answer = await log_all(ann, goal, *items)
    assert set(codes(answer)) == {None}
    assert Counter(made) == {"TransactWriteItems": 25, "GetItem": 3, "Query": 5}


async def test_the_largest_activities_in_as_many_months_fit_into_their_transaction(
    ann: Caller,
) -> None:
    wide = "\U0001f3c3"
    link = Attachment(kind=AttachmentType.LINK, url=wide * 2_000, entity_id=wide * 200)
    largest = item(
        note=wide * 500,
        location=Location(city=wide * 100),
        context=ActivityContext(
            mood=wide * 100, previous_activity=wide * 100, next_activity=wide * 100
        ),
        attachments=(link,) * 10,
    )
    months = [date(2026 - number // 12, 12 - number % 12, 1) for number in range(1, 41)]
    late = ann.after(days=400)
    goal = await late.create("recurring")
    items = [replace(largest, activity_date=month) for month in months]
    with counted(ann.store) as made:
        answer = await log_all(late, goal, *items, idempotency_key="k")
    assert set(codes(answer)) == {None}
    assert made.count("TransactWriteItems") == 1


async def test_activities_of_one_instant_stand_in_the_order_given(ann: Caller) -> None:
    goal = await ann.create("target")
    answer = await log_all(ann, goal, *(item(200 - number) for number in range(95)))
    ids = [result.activity_id for result in answer.results]
    assert ids == sorted(ids, key=str)
    assert (await ann.progress(goal)).remaining_to_goal == 106 - 75


async def test_what_follows_the_activity_that_completes_a_goal_is_refused(ann: Caller) -> None:
    goal = await ann.create()
    now, before = item(occurred_at=NOW), item(occurred_at=NOW - HOUR)
    answer = await log_all(ann.after(hours=1), goal, *[now] * 99, before, now, item(), before)
    assert codes(answer) == [None] * 101 + ["GOAL_ALREADY_COMPLETED", None]
    (change,) = answer.goals
    assert (change.goal.status, change.goal.completed_at) == (GoalStatus.COMPLETED, NOW)
    assert change.effects.goal_completed
    assert change.effects.progress_delta == 100
    assert len(change.effects.milestones_achieved) == 4
    assert (await ann.query("me")).active_goals == 0


async def test_a_change_that_comes_between_is_read(ann: Caller) -> None:
    goal = await ann.create()
    meddled = interrupted(ann, 1, lambda: ann.log(goal, 40))
    answer = await log_all(meddled, goal, *[item()] * 50)
    assert set(codes(answer)) == {None}
    assert await ann.percent(goal) == 90
    assert answer.goals[0].goal == await ann.goal(goal.goal_id)


async def test_a_refusal_by_the_store_leaves_the_other_runs(ann: Caller) -> None:
    async def refuse() -> None:
        raise DuplicateTitleError("Read more")

    goal = await ann.create()
    answer = await log_all(interrupted(ann, 0, refuse), goal, *[item()] * 50)
    assert codes(answer) == ["DUPLICATE_TITLE"] * 40 + [None] * 10
    assert await ann.percent(goal) == 10


async def test_an_unforeseen_failure_is_raised_once_the_other_runs_are_stored(ann: Caller) -> None:
    goal = await ann.create()
    with pytest.raises(ConnectionError):
        await log_all(interrupted(ann, 1, power_cut), goal, *[item()] * 90)
    assert await ann.percent(goal) == 50


# under a key


async def test_a_batch_that_was_broken_off_goes_on_under_its_key(ann: Caller) -> None:
    goal, items = await ann.create("recurring"), [item(number) for number in range(1, 91)]
    with pytest.raises(ConnectionError):
        await log_all(interrupted(ann, 1, power_cut), goal, *items, idempotency_key="k" * 128)
    assert (await ann.progress(goal)).total_accumulated == sum(range(1, 41)) + sum(range(81, 91))
    again = await log_all(ann.after(hours=20), goal, *items, idempotency_key="k" * 128)
    assert (set(codes(again)), again.is_replayed) == ({None}, False)
    assert (await ann.after(days=1).progress(goal)).total_accumulated == sum(range(1, 91))
    last = await log_all(ann.after(hours=21), goal, *items, idempotency_key="k" * 128)
    assert (last.results, last.is_replayed) == (again.results, True)
    assert (await ann.after(days=1).progress(goal)).total_accumulated == sum(range(1, 91))


async def test_a_batch_sent_again_is_answered_as_the_first_time(ann: Caller) -> None:
    goal = await ann.create()
    items = [item(), item(0), *[item()] * 60, item(goal_id=UNKNOWN)]
    first = await log_all(ann, goal, *items, idempotency_key="k")
    again = await log_all(ann.after(hours=1), goal, *items, idempotency_key="k")
    assert (again.is_replayed, again.results) == (True, first.results)
    (change,), (same,) = first.goals, again.goals
    assert same == replace(change, is_replayed=True)
    assert change.effects.progress_delta == 61
    assert await ann.after(hours=1).percent(goal) == 61


async def test_another_batch_under_the_same_key_is_refused_and_changes_nothing(
    ann: Caller,
) -> None:
    goal, items = await ann.create(), [item()] * 50
    await log_all(ann, goal, *items, idempotency_key="k")
    for other in (items[:40], [*items, *items]):
        with pytest.raises(IdempotencyConflictError):
            await log_all(ann, goal, *other, idempotency_key="k")
    assert await ann.percent(goal) == 50


async def test_identical_batches_sent_at_once_are_logged_once(ann: Caller) -> None:
    goal, items, answers = await ann.create(), [item()] * 50, list[BulkChange]()

    async def send() -> None:
        answers.append(await log_all(ann, goal, *items, idempotency_key="k"))

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(send)
    assert await ann.percent(goal) == 50
    assert {answer.results for answer in answers} == {answers[0].results}
