"""Who is told of which mutation, and what is not told."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.publishing import Published
from schema.subscribing import Subscribed
from server.realtime.broker import MOST_BYTES, Broker

MUTATION = "createGoal"


class _Stub(Subscribed):
    """A subscription that answers with the payload, or fails."""

    def answer(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        if payload.get("fails"):
            raise RuntimeError("hunter2")
        return {"data": dict(payload)}


def subscribed(*mutations: str, **filters: object) -> Subscribed:
    found = object.__new__(_Stub)
    for name, value in {
        "field_name": "onGoalChanged",
        "mutations": frozenset(mutations or {MUTATION}),
        "filters": filters,
    }.items():
        object.__setattr__(found, name, value)
    return found


def change(mutation: str = MUTATION, **payload: object) -> Published:
    return Published(mutation=mutation, payload=payload)


@dataclass(kw_only=True)
class Hearer:
    """A subscription's end, and what it heard."""

    told: list[Any] = field(default_factory=list[Any])

    def hear(self, text: str) -> None:
        self.told.append(json.loads(text)["data"])


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, Any]]:
    return [
        (each.getMessage(), getattr(each, "milepost_fields", {}))
        for each in caplog.records
        if each.name == "milepost"
    ]


async def test_a_change_is_told_to_those_whom_its_mutation_and_its_owner_concern() -> None:
    broker, ada, bob, other = Broker(), Hearer(), Hearer(), Hearer()
    broker.register(subscribed(userId="ada"), ada.hear)
    broker.register(subscribed(userId="bob"), bob.hear)
    broker.register(subscribed("logActivity", userId="ada"), other.hear)
    broker.publish([change(userId="ada", goalId="1"), change("nothing", userId="ada")])
    await broker.settled()
    assert (ada.told, bob.told, other.told) == ([{"userId": "ada", "goalId": "1"}], [], [])


async def test_a_change_that_names_no_owner_is_told_to_no_owner() -> None:
    broker, ada, anyone = Broker(), Hearer(), Hearer()
    broker.register(subscribed(userId="ada"), ada.hear)
    broker.register(subscribed(userId=None), anyone.hear)
    broker.publish([change(goalId="1"), change(userId="ada")])
    await broker.settled()
    assert (ada.told, anyone.told) == ([{"userId": "ada"}], [{"goalId": "1"}])


async def test_a_subscription_without_a_filter_hears_of_every_owner_once() -> None:
    broker, hearer = Broker(), Hearer()
    broker.register(subscribed(), hearer.hear)
    broker.publish([change(userId="ada"), change(goalId="1")])
    await broker.settled()
    assert hearer.told == [{"userId": "ada"}, {"goalId": "1"}]


async def test_who_has_left_hears_nothing_more_even_of_what_was_published_before() -> None:
    broker, hearer, staying = Broker(), Hearer(), Hearer()
    leave = broker.register(subscribed(userId="ada"), hearer.hear)
    broker.register(subscribed(userId="ada"), staying.hear)
    broker.publish([change(userId="ada")])
    leave()
    leave()
    await broker.settled()
    assert (hearer.told, staying.told) == ([], [{"userId": "ada"}])


async def test_one_who_leaves_while_others_are_told_hears_nothing_more() -> None:
    broker, last = Broker(), Hearer()
    leaving: list[Callable[[], None]] = []

    def leave(text: str) -> None:
        del text
        leaving.pop()()

    broker.register(subscribed(userId="ada"), leave)
    leaving.append(broker.register(subscribed(userId="ada"), last.hear))
    broker.publish([change(userId="ada")])
    await broker.settled()
    assert last.told == []


async def test_a_broker_is_heard_while_there_is_a_subscription() -> None:
    broker = Broker()
    assert not broker.is_heard
    leave = broker.register(subscribed(userId="ada"), Hearer().hear)
    assert broker.is_heard
    leave()
    assert not broker.is_heard


async def test_many_are_told_in_turns_with_others_of_the_server() -> None:
    broker, hearer = Broker(), Hearer()
    for _ in range(50):
        broker.register(subscribed(userId="ada"), hearer.hear)
    broker.publish([change(userId="ada")])
    assert hearer.told == []
    await asyncio.sleep(0)
    assert len(hearer.told) == 20
    await broker.settled()
    assert len(hearer.told) == 50


async def test_many_changes_are_told_in_turns_with_others_of_the_server() -> None:
    broker, hearer = Broker(), Hearer()
    broker.register(subscribed(userId="ada"), hearer.hear)
    broker.publish(change(userId="ada") for _ in range(30))
    await asyncio.sleep(0)
    assert len(hearer.told) == 20
    await broker.settled()


async def test_a_subscription_that_fails_is_logged_and_the_others_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker, hearer = Broker(), Hearer()

    def fail(text: str) -> None:
        raise RuntimeError(text)

    broker.register(subscribed(userId="ada"), fail)
    broker.register(subscribed(userId="ada"), hearer.hear)
    broker.publish([change(userId="ada", fails=True), change(userId="ada")])
    await broker.settled()
    assert hearer.told == [{"userId": "ada"}]
    assert events(caplog) == [("event.failed", {"mutation": MUTATION})] * 3


@pytest.mark.parametrize("more", [0, 1])
async def test_more_than_240_kilobytes_are_not_told_but_logged_once(
    more: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert MOST_BYTES == 240 * 1024
    broker, hearer = Broker(), Hearer()
    broker.register(subscribed(userId="ada"), hearer.hear)
    broker.register(subscribed(userId="ada"), hearer.hear)
    frame = len('{"data":{"userId":"ada","note":""}}')
    note = "é" * ((MOST_BYTES - frame) // 2) + "x" * ((MOST_BYTES - frame) % 2 + more)
    broker.publish([change(userId="ada", note=note)])
    await broker.settled()
    assert len(hearer.told) == (0 if more else 2)
    told = {"mutation": MUTATION, "reason": "too large", "bytes": MOST_BYTES + 1}
    assert events(caplog) == ([("event.dropped", told)] if more else [])


async def test_changes_that_come_faster_than_they_are_told_are_dropped_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    broker, hearer = Broker(most_waiting=2), Hearer()
    broker.register(subscribed(userId="ada"), hearer.hear)
    broker.publish(change(userId="ada", number=number) for number in range(4))
    broker.publish([change(userId="bob")])
    await broker.settled()
    assert [each["number"] for each in hearer.told] == [0, 1]
    dropped = ("event.dropped", {"mutation": MUTATION, "reason": "too many events"})
    assert events(caplog) == [dropped] * 2
    broker.publish([change(userId="ada", number=4)])
    await broker.settled()
    assert hearer.told[-1]["number"] == 4


OWNERS = st.sampled_from(["ada", "bob", None])


@given(filters=st.lists(OWNERS, max_size=6), changes=st.lists(OWNERS, max_size=6))
def test_exactly_those_are_told_who_are_meant(
    filters: list[str | None], changes: list[str | None]
) -> None:
    async def told() -> list[list[Any]]:
        broker, hearers = Broker(), [Hearer() for _ in filters]
        for owner, hearer in zip(filters, hearers, strict=True):
            broker.register(subscribed(userId=owner), hearer.hear)
        broker.publish(change(userId=owner) for owner in changes)
        await broker.settled()
        return [[each["userId"] for each in hearer.told] for hearer in hearers]

    expected = [[each for each in changes if each == owner] for owner in filters]
    assert asyncio.run(told()) == expected
