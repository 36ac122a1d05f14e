"""Faults: what is asked again, with which token, and what is raised at once."""

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from pynamodb.exceptions import GetError, TransactWriteError

from domain.errors import VersionConflictError
from domain.repositories import CountActive, Save, Unit
from persistence.errors import CancelledError, MissingTableError, StorageBusyError
from persistence.store import Store
from tests.builders import OWNER, a_goal, a_task
from tests.persistence.conftest import FakeTime
from tests.persistence.saving import change, save
from tests.persistence.wire import Break, Wire, client_error

WRITE = "TransactWriteItems"
TIMEOUT = ReadTimeoutError(endpoint_url="http://localhost")
UNREACHABLE = EndpointConnectionError(endpoint_url="http://localhost")
BUSY = (
    client_error("ProvisionedThroughputExceededException"),
    client_error("ThrottlingException"),
    client_error("RequestLimitExceeded"),
    client_error("TransactionCanceledException", "TransactionConflict"),
    client_error("TransactionCanceledException", "ThrottlingError"),
    client_error("TransactionCanceledException", "ProvisionedThroughputExceeded"),
)
UNCERTAIN = (
    TIMEOUT,
    UNREACHABLE,
    client_error("InternalServerError"),
    client_error("ServiceUnavailable"),
    client_error("TransactionInProgressException"),
)


class Counting:
    """A decision to count one more active goal."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self) -> Unit[int]:
        self.asked += 1
        return Unit(owner=OWNER, changes=(CountActive(by=1),), result=self.asked)


def tokens(wire: Wire) -> list[Any]:
    requests = [request for operation, request in wire.requests if operation == WRITE]
    return [request["ClientRequestToken"] for request in requests]


async def active_goals(store: Store) -> int:
    return (await store.ports.profiles.get(OWNER)).active_goals


@pytest.mark.parametrize("error", BUSY, ids=str)
async def test_a_busy_table_is_asked_anew_with_a_new_token(
    patient_store: Store, wire: Wire, error: Exception
) -> None:
    wire.break_next(WRITE, Break(error), Break(error))

    result = await patient_store.ports.units.change(Counting())

    assert result == 3
    assert len(set(tokens(wire))) == 3
    assert await active_goals(patient_store) == 1


@pytest.mark.parametrize("error", UNCERTAIN, ids=str)
@pytest.mark.parametrize("is_after", [True, False])
async def test_an_uncertain_outcome_is_asked_again_with_the_same_token(
    patient_store: Store, wire: Wire, error: Exception, *, is_after: bool
) -> None:
    wire.break_next(WRITE, Break(error, is_after=is_after), Break(error))
    decide = Counting()

    await patient_store.ports.units.change(decide)

    assert decide.asked == 1
    assert len(tokens(wire)) == 3
    assert len(set(tokens(wire))) == 1
    assert await active_goals(patient_store) == 1


@pytest.mark.parametrize("error", [*BUSY, *UNCERTAIN], ids=str)
async def test_a_table_that_stays_busy_is_said_to_be_busy_after_ten_seconds(
    patient_store: Store, wire: Wire, fake_time: FakeTime, error: Exception
) -> None:
    wire.break_next(WRITE, *(Break(error) for _ in range(99)))

    with pytest.raises(StorageBusyError, match="10 s"):
        await patient_store.ports.units.change(Counting())

    assert 9 < fake_time.seconds <= 10


async def test_a_conflict_beside_a_refusal_is_decided_anew(
    patient_store: Store, wire: Wire
) -> None:
    await save(patient_store, a_goal())
    error = client_error(
        "TransactionCanceledException", "ConditionalCheckFailed", "TransactionConflict"
    )
    wire.break_next(WRITE, Break(error))
    refusal = VersionConflictError(expected=0, current=1)

    await change(patient_store, Save(entity=a_goal(version=1), refusal=refusal), CountActive(by=1))

    assert await active_goals(patient_store) == 1


async def test_reasons_belong_to_the_changes_whatever_order_they_are_sent_in(
    patient_store: Store, wire: Wire
) -> None:
    # Sent as the put of the goal, the put of the task, the count.
    error = client_error("TransactionCanceledException", "None", "ConditionalCheckFailed", "None")
    wire.break_next(WRITE, Break(error))
    refusals = [VersionConflictError(expected=number, current=0) for number in range(2)]

    with pytest.raises(VersionConflictError) as refused:
        await change(
            patient_store,
            CountActive(by=1),
            Save(entity=a_goal(), refusal=refusals[0]),
            Save(entity=a_task(), refusal=refusals[1]),
        )

    assert refused.value is refusals[1]


async def test_an_unforeseen_reason_is_raised_as_it_is(patient_store: Store, wire: Wire) -> None:
    error = client_error("TransactionCanceledException", "ItemCollectionSizeLimitExceeded")
    wire.break_next(WRITE, Break(error))

    with pytest.raises(CancelledError, match="ItemCollectionSizeLimitExceeded"):
        await patient_store.ports.units.change(Counting())


async def test_an_unforeseen_error_is_raised_as_it_is(patient_store: Store, wire: Wire) -> None:
    wire.break_next(WRITE, Break(client_error("ValidationException")))
    wire.break_next("GetItem", Break(client_error("ValidationException")))

    with pytest.raises(TransactWriteError, match="Failed to write"):
        await patient_store.ports.units.change(Counting())
    with pytest.raises(GetError, match="Failed to get"):
        await active_goals(patient_store)


async def test_a_missing_table_is_said_to_be_missing(patient_store: Store, wire: Wire) -> None:
    missing = Break(client_error("ResourceNotFoundException"))
    for operation in (WRITE, "GetItem"):
        wire.break_next(operation, missing)

    with pytest.raises(MissingTableError, match="milepost table create"):
        await patient_store.ports.units.change(Counting())
    with pytest.raises(MissingTableError, match="milepost table create"):
        await active_goals(patient_store)


@pytest.mark.parametrize("error", [TIMEOUT, client_error("ThrottlingException")], ids=str)
async def test_a_reading_is_asked_again_for_ten_seconds(
    patient_store: Store, wire: Wire, fake_time: FakeTime, error: Exception
) -> None:
    wire.break_next("Query", Break(error), Break(error))
    wire.break_next("GetItem", *(Break(error) for _ in range(99)))

    assert await patient_store.ports.goals.all(OWNER) == ()
    assert fake_time.pauses == [0.02, 0.04]
    with pytest.raises(StorageBusyError):
        await active_goals(patient_store)


async def test_the_first_error_of_readings_at_once_is_raised_itself(
    patient_store: Store, wire: Wire
) -> None:
    await save(patient_store, a_goal())
    wire.break_next("Query", *(Break(client_error("ResourceNotFoundException")) for _ in range(3)))

    with pytest.raises(MissingTableError):
        await patient_store.ports.goals.dossier(OWNER, a_goal().goal_id)
