"""Counts in the table over every engine: exact, and one item for each caller and class."""

import asyncio
from threading import Event

import anyio
import pytest
from pynamodb.exceptions import UpdateError

from persistence import keys
from persistence.models import RateCountItem
from persistence.rates import TableCounts
from persistence.store import Store
from tests.persistence.wire import Break, Wire, client_error

UNTIL = 1_795_262_460


async def test_an_item_is_used_again_in_the_next_window(store: Store) -> None:
    counts = TableCounts(store.table)
    assert await counts.add("ad", "read", 2, until=UNTIL) == 2
    assert await counts.add("ad", "read", 1, until=UNTIL) == 3
    assert await counts.add("ad", "read", 1, until=UNTIL + 60) == 1
    assert len(await store.table.scan(kind="RateCount")) in {0, 1}


async def test_a_clock_that_is_behind_counts_in_the_window_that_has_begun(store: Store) -> None:
    counts = TableCounts(store.table)
    await counts.add("ad", "read", 2, until=UNTIL + 60)
    assert await counts.add("ad", "read", 1, until=UNTIL) == 3


async def test_none_of_many_that_begin_a_window_at_once_is_forgotten(store: Store) -> None:
    counts = TableCounts(store.table)
    await counts.add("ad", "read", 5, until=UNTIL)
    adding = [counts.add("ad", "read", 1, until=UNTIL + 60) for _ in range(12)]
    assert sorted(await asyncio.gather(*adding)) == list(range(1, 13))


async def test_a_count_costs_one_request_after_the_first_of_its_window(
    embedded_store: Store, wire: Wire
) -> None:
    counts = TableCounts(embedded_store.table)
    await counts.add("ad", "read", 1, until=UNTIL)
    assert [name for name, _ in wire.requests] == ["UpdateItem"] * 2
    await counts.add("ad", "read", 1, until=UNTIL)
    assert len(wire.requests) == 3


async def test_a_window_that_another_process_begins_meanwhile_is_counted_in(
    embedded_store: Store, wire: Wire
) -> None:
    counts, unmet = TableCounts(embedded_store.table), "ConditionalCheckFailedException"
    await counts.add("ad", "read", 2, until=UNTIL)
    wire.break_next("UpdateItem", *(Break(client_error(unmet)) for _ in range(2)))
    assert await counts.add("ad", "read", 1, until=UNTIL) == 3
    assert len(wire.requests) == 2 + 3


async def test_an_item_expires_when_its_window_ends(embedded_store: Store) -> None:
    counts = TableCounts(embedded_store.table)
    await counts.add("ad", "read", 2, until=UNTIL)
    await counts.close()
    key = keys.rate_count("ad", "read")
    raw = embedded_store.table.connection.get_item(
        embedded_store.table.name, key.pk, key.sk, consistent_read=True
    )
    item = RateCountItem.from_raw_data(dict(raw["Item"]))
    assert (item.pk, item.sk, item.taken) == ("RATE#ad", "RATE#read", 2)
    assert item.ttl.timestamp() == UNTIL


@pytest.mark.parametrize("code", ["ThrottlingException", "ValidationException"])
async def test_a_table_that_does_not_count_is_asked_once(
    code: str, embedded_store: Store, wire: Wire
) -> None:
    wire.break_next("UpdateItem", Break(client_error(code)))
    with pytest.raises(UpdateError):
        await TableCounts(embedded_store.table).add("ad", "read", 1, until=UNTIL)
    assert len(wire.requests) == 1


async def test_who_no_longer_waits_for_a_count_may_go(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = Event(), Event()

    def slowly(*_: object) -> None:
        begun.set()
        may_end.wait()

    monkeypatch.setattr(Wire, "_make_api_call", slowly)
    try:
        with anyio.move_on_after(0.05) as scope:
            await TableCounts(embedded_store.table).add("ad", "read", 1, until=UNTIL)
        assert scope.cancelled_caught
        assert begun.is_set()
    finally:
        may_end.set()
