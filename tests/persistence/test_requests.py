"""Remembered requests over every engine: one of a key, found while it lives, never too large."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.activity import ActivityContext, Attachment, AttachmentType
from domain.answers import (
    ActivityChange,
    BulkChange,
    BulkResult,
    BulkStatus,
    Effects,
    GoalChange,
    StreakChange,
)
from domain.errors import InvalidStatusTransitionError
from domain.idempotency import LIFETIME, Answer, Request, answered
from domain.milestone import Milestone
from domain.repositories import Remember, Save, Unit
from persistence.errors import StorageBusyError, UnfitUnitError
from persistence.plan import plan_of
from persistence.store import Store
from tests.builders import GOAL_ID, OWNER, a_goal, a_task, an_activity
from tests.persistence.saving import change

# Not yet: an engine may delete what has expired at any moment.
NOW = datetime(2126, 3, 2, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
REQUEST = Request(
    owner=OWNER,
    operation="logActivity",
    key_digest="ab" * 32,
    body_digest="cd" * 32,
    made_at=NOW,
    goal_id=GOAL_ID,
    activity=an_activity(),
    effects=Effects(progress_delta=Decimal("12.5"), streak=StreakChange(current=2)),
)


async def found(store: Store, request: Request = REQUEST, *, now: datetime = NOW) -> object:
    return await store.ports.requests.find(
        request.owner, request.operation, request.key_digest, now=now
    )


async def test_a_request_is_found_as_it_was_remembered(store: Store) -> None:
    assert await found(store) is None
    await change(store, Remember(request=REQUEST), Save(entity=an_activity()))
    assert await found(store) == REQUEST


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, owner="bob"),
        replace(REQUEST, operation="createGoal"),
        replace(REQUEST, key_digest="ef" * 32),
    ],
)
async def test_owner_operation_and_key_tell_requests_apart(
    embedded_store: Store, other: Request
) -> None:
    await change(embedded_store, Remember(request=REQUEST))
    assert await found(embedded_store, other) is None
    await change(embedded_store, Remember(request=other), owner=other.owner)
    assert await found(embedded_store, other) == other
    assert await found(embedded_store) == REQUEST


async def test_a_request_is_forgotten_after_24_hours_and_its_key_is_free(store: Store) -> None:
    await change(store, Remember(request=REQUEST))
    assert await found(store, now=NOW + LIFETIME - SECOND) == REQUEST
    assert await found(store, now=NOW + LIFETIME) is None
    again = replace(REQUEST, made_at=NOW + LIFETIME, body_digest="12" * 32)
    await change(store, Remember(request=again))
    assert await found(store, now=NOW + LIFETIME) == again


async def test_of_many_at_once_one_is_remembered_and_the_others_are_decided_anew(
    store: Store,
) -> None:
    async def decided(number: int) -> str:
        async def decide() -> Unit[str]:
            if await found(store) is not None:
                return Unit(owner=OWNER, changes=(), result="replayed")
            task = a_task(task_id=str(number))
            return Unit(
                owner=OWNER,
                changes=(Save(entity=task), Remember(request=REQUEST)),
                result="carried out",
            )

        return await store.ports.units.change(decide)

    results = await asyncio.gather(*map(decided, range(20)))
    assert sorted(results) == ["carried out"] + ["replayed"] * 19


async def test_a_request_that_is_remembered_stays_as_it_is(patient_store: Store) -> None:
    await change(patient_store, Remember(request=REQUEST))
    second = replace(REQUEST, made_at=NOW + LIFETIME - SECOND)
    with pytest.raises(StorageBusyError):
        await change(patient_store, Remember(request=second))
    assert await found(patient_store) == REQUEST


async def test_of_a_refused_unit_nothing_is_remembered(store: Store) -> None:
    refusal = InvalidStatusTransitionError(current="draft", wanted="paused")
    taken = Save(entity=a_task(version=3), refusal=refusal)
    with pytest.raises(InvalidStatusTransitionError):
        await change(store, taken, Remember(request=REQUEST))
    assert await found(store) is None


async def test_a_request_is_remembered_for_its_own_owner(embedded_store: Store) -> None:
    with pytest.raises(UnfitUnitError, match="one owner"):
        await change(embedded_store, Remember(request=REQUEST), owner="bob")


def _largest_effects() -> Effects:
    """Return the effects on all milestones that a goal may have, in the widest words."""
    milestone = Milestone(
        milestone_id=GOAL_ID,
        name="🏃" * 100,
        percentage=Decimal("99.9999999999"),
        achieved_at=NOW,
        description="🏃" * 500,
        amount=Decimal("999999999999.9999999999"),
        is_custom=True,
    )
    return Effects(milestones_achieved=(milestone,) * 104)


def _largest_change() -> ActivityChange:
    attachment = Attachment(kind=AttachmentType.LINK, url="🏃" * 2_000, entity_id="🏃" * 200)
    words = "🏃" * 100
    context = ActivityContext(previous_activity=words, next_activity=words, mood=words)
    activity = an_activity(note="🏃" * 500, attachments=(attachment,) * 10, context=context)
    return ActivityChange(
        owner=OWNER, goal_id=GOAL_ID, activity=activity, goal=a_goal(), effects=_largest_effects()
    )


def _largest_bulk(*goals: GoalChange) -> BulkChange:
    one = BulkResult(
        index=99_999,
        goal_id="\U0001f3c3" * 100,
        status=BulkStatus.FAILED,
        code="INVALID_GOAL_PATTERN_OPERATION",
        message="\0" * 100,
    )
    return BulkChange(owner=OWNER, results=(one,) * 10_000, goals=goals)


def _largest_part() -> BulkChange:
    effects = _largest_effects()
    return _largest_bulk(GoalChange(owner=OWNER, goal_id=GOAL_ID, goal=a_goal(), effects=effects))


@pytest.mark.parametrize(
    "answer", [_largest_change(), _largest_bulk(), _largest_part()], ids=["change", "bulk", "part"]
)
def test_the_largest_answer_is_remembered(answer: Answer) -> None:
    remember = Remember(request=answered(REQUEST, answer))
    assert plan_of(Unit(owner=OWNER, changes=(remember,), result=None))
