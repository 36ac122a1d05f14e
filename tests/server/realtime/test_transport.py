"""graphql-transport-ws: every operation over a socket, and what closes it."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette

from persistence.store import Store
from server.realtime.pace import Pace
from tests.server.builders import an_app
from tests.server.realtime.sockets import (
    CREATE,
    HEARD,
    TRANSPORT,
    Message,
    Socket,
    a_goal,
    a_socket,
    beginning_slowly,
    create,
    error,
    heard,
    opened,
    started,
)

INIT: Message = {"type": "connection_init"}
ACK: Message = {"type": "connection_ack"}
QUERY = "{ me { userId } }"


def subscribe(ident: str, query: str, **variables: Any) -> Message:
    payload = {"query": query, "variables": variables}
    return {"type": "subscribe", "id": ident, "payload": payload}


def listening(ident: str = "1", who: str = "ada") -> Message:
    return subscribe(ident, HEARD, who=who)


def following(ident: str, payload: Message) -> Message:
    return {"type": "next", "id": ident, "payload": payload}


@asynccontextmanager
async def connected(app: Starlette, who: str = "ada") -> AsyncGenerator[Socket]:
    async with a_socket(app, subprotocols=[TRANSPORT]) as socket:
        assert await socket.accepted() == TRANSPORT
        assert await socket.ask({**INIT, "payload": {"X-Dev-User": who}}) == ACK
        yield socket


async def settled(socket: Socket, ident: str = "settled") -> None:
    """Wait until what was sent before has been begun."""
    assert (await socket.ask(subscribe(ident, "{ __typename }")))["id"] == ident
    assert await socket.receive() == {"type": "complete", "id": ident}


async def test_a_query_is_answered_and_complete(store: Store) -> None:
    async with connected(an_app(store)) as socket:
        answer = await socket.ask(subscribe("1", QUERY))
        assert answer == following("1", {"data": {"me": {"userId": "ada"}}})
        assert await socket.receive() == {"type": "complete", "id": "1"}
        assert (await socket.ask(subscribe("1", QUERY)))["type"] == "next"


async def test_a_mutation_is_answered_and_told_to_subscribers_of_either_dialect(
    store: Store,
) -> None:
    app = an_app(store)
    async with connected(app) as socket, opened(app) as other:
        await other.ask(started("9"))
        socket.send(listening("1"))
        await settled(socket)
        socket.send(subscribe("2", CREATE, **a_goal("Read")))
        told = await socket.receive_all(3)
        assert following("1", heard("Read")) in told
        assert {"type": "complete", "id": "2"} in told
        assert (await other.receive())["payload"] == heard("Read")


async def test_a_change_over_http_is_told_until_the_subscription_is_completed(
    store: Store,
) -> None:
    app = an_app(store)
    async with connected(app) as socket:
        socket.send(listening("1"))
        await settled(socket)
        await create(app, "Read")
        assert await socket.receive() == following("1", heard("Read"))
        socket.send({"type": "complete", "id": "1"})
        await settled(socket)
        await create(app, "Write")
        await settled(socket)


async def test_an_answer_with_errors_of_fields_is_data_and_an_operation_that_is_not_valid_an_error(
    store: Store,
) -> None:
    async with connected(an_app(store)) as socket:
        answer = await socket.ask(subscribe("1", '{ goal(goalId: "none") { title } }'))
        assert answer["type"] == "next"
        assert answer["payload"]["data"] == {"goal": None}
        assert answer["payload"]["errors"][0]["path"] == ["goal"]
        assert await socket.receive() == {"type": "complete", "id": "1"}
        refused = await socket.ask(subscribe("2", "{ colour }"))
        assert (refused["type"], refused["id"]) == ("error", "2")
        assert refused["payload"][0]["path"] is None
        assert (await socket.ask(subscribe("2", QUERY)))["type"] == "next"


async def test_a_refused_subscription_is_an_error_and_its_id_is_free(store: Store) -> None:
    async with connected(an_app(store)) as socket:
        refused = await socket.ask(listening("1", who="bob"))
        assert (refused["type"], refused["id"]) == ("error", "1")
        assert refused["payload"][0]["errorType"] == "Unauthorized"
        assert (await socket.ask(subscribe("1", QUERY)))["type"] == "next"


@pytest.mark.parametrize("query", ["", "{", "{ a } { b }"])
async def test_a_text_that_is_no_operation_is_an_error(query: str, store: Store) -> None:
    async with connected(an_app(store)) as socket:
        refused = await socket.ask(subscribe("1", query))
        assert (refused["type"], refused["id"]) == ("error", "1")


async def test_what_is_asked_before_an_init_closes_the_socket(store: Store) -> None:
    async with a_socket(an_app(store), subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        socket.send(subscribe("1", QUERY))
        assert await socket.closed() == (4401, "Unauthorized")


async def test_a_second_init_closes_the_socket(store: Store) -> None:
    async with connected(an_app(store)) as socket:
        socket.send(INIT)
        assert await socket.closed() == (4429, "Too many initialisation requests")


async def test_an_init_that_does_not_come_in_time_closes_the_socket(store: Store) -> None:
    assert Pace().opening == 15
    app = an_app(store, pace=Pace(opening=0.05))
    async with a_socket(app, subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        assert await socket.closed() == (4408, "Connection initialisation timeout")


async def test_an_init_in_time_keeps_the_socket_open(store: Store) -> None:
    async with connected(an_app(store, pace=Pace(opening=0.05))) as socket:
        await asyncio.sleep(0.1)
        assert (await socket.ask(subscribe("1", QUERY)))["type"] == "next"


async def test_an_id_in_use_closes_the_socket(store: Store) -> None:
    async with connected(an_app(store)) as socket:
        socket.send(listening("1"), listening("1"))
        assert await socket.closed() == (4409, "Subscriber for 1 already exists")


@pytest.mark.parametrize(
    "text",
    [
        "meow",
        "[]",
        '{"type": "meow"}',
        '{"type": "subscribe"}',
        '{"type": "complete"}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ me }"}}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 5}}',
    ],
)
async def test_a_message_that_is_not_the_protocols_closes_the_socket(
    text: str, store: Store
) -> None:
    async with connected(an_app(store)) as socket:
        socket.send_text(text)
        code, reason = await socket.closed()
        assert code == 4400
        assert reason


async def test_a_caller_who_is_not_known_is_forbidden(store: Store) -> None:
    async with a_socket(an_app(store, is_dev=False), subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        socket.send({**INIT, "payload": {"authorization": "wrong"}})
        assert await socket.closed() == (4403, "You are not authorized to make this call.")


async def test_the_headers_of_the_upgrade_make_a_caller_known_too(store: Store) -> None:
    headers = {"x-dev-user": "bob"}
    async with a_socket(an_app(store), subprotocols=[TRANSPORT], headers=headers) as socket:
        await socket.accepted()
        assert await socket.ask(INIT) == ACK
        answer = await socket.ask(subscribe("1", QUERY))
        assert answer["payload"] == {"data": {"me": {"userId": "bob"}}}


async def test_a_ping_is_answered_with_its_payload_at_any_time(store: Store) -> None:
    async with a_socket(an_app(store), subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        assert await socket.ask({"type": "ping"}) == {"type": "pong"}
        ping = {"type": "ping", "payload": {"at": 1}}
        assert await socket.ask({"type": "pong"}, ping) == {"type": "pong", "payload": {"at": 1}}


@pytest.mark.parametrize("payload", ["1e999", "[" * 900 + "]" * 900])
async def test_a_ping_that_cannot_be_sent_back_closes_the_socket(
    payload: str, store: Store
) -> None:
    async with connected(an_app(store)) as socket:
        socket.send_text(f'{{"type": "ping", "payload": {payload}}}')
        event = await socket.event()
        assert event["type"] == "websocket.send" or event["code"] == 4400


async def test_a_number_beyond_all_bounds_is_refused_as_over_http(store: Store) -> None:
    async with connected(an_app(store)) as socket:
        query = "query ($days: Int) { upcoming(days: $days) { goalId } }"
        payload = f'{{"query": {json.dumps(query)}, "variables": {{"days": 1e999}}}}'
        socket.send_text(f'{{"type": "subscribe", "id": "1", "payload": {payload}}}')
        assert (await socket.receive())["type"] == "error"


async def test_a_client_that_says_much_at_once_and_reads_the_answers_stays(store: Store) -> None:
    async with connected(an_app(store, pace=Pace(most_waiting_messages=5))) as socket:
        socket.send(*({"type": "ping"} for _ in range(100)))
        assert await socket.receive_all(100) == [{"type": "pong"}] * 100


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_a_subscription_completed_while_it_begins_counts_until_it_ends_and_hears_nothing(
    who: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = beginning_slowly(monkeypatch)
    app = an_app(store, pace=Pace(most_operations=1))
    async with connected(app) as socket:
        socket.send(listening("1", who=who))
        assert await socket.ask({"type": "ping"}) == {"type": "pong"}
        socket.send({"type": "complete", "id": "1"})
        refused = await socket.ask(listening("2"))
        assert refused["payload"][0]["errorType"] == "MaxSubscriptionsReachedError"
        released.set()
        await settled(socket)
        socket.send(listening("2"))
        assert await socket.ask({"type": "ping"}) == {"type": "pong"}
        await create(app, "Read")
        assert await socket.receive() == following("2", heard("Read"))


async def test_a_connection_has_a_bounded_number_of_operations_of_a_bounded_length(
    store: Store,
) -> None:
    app = an_app(store, pace=Pace(most_operations=1, most_query_characters=200))
    async with connected(app) as socket:
        long = await socket.ask(subscribe("1", QUERY + " " * 200))
        told = "The operations of a connection have at most 200 characters."
        assert long["payload"] == [error("LimitExceededError", told)]
        socket.send(listening("1"))
        told = "A connection has at most 1 operations."
        many = await socket.ask(subscribe("2", QUERY))
        assert many["payload"] == [error("MaxSubscriptionsReachedError", told)]


async def test_the_first_subprotocol_that_is_spoken_here_is_taken(store: Store) -> None:
    offers = ["meow", TRANSPORT, "graphql-ws"]
    async with a_socket(an_app(store), subprotocols=offers) as socket:
        assert await socket.accepted() == TRANSPORT
