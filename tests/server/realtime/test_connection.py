"""One socket: who reads too slowly, what lasts too long, and how it ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
from starlette.applications import Starlette

from domain.repositories import Unit, Units
from persistence.store import Store
from server.auth.callers import Caller
from server.realtime.pace import Pace
from server.refusals import RequestRefusedError
from tests.server.builders import an_app
from tests.server.realtime.sockets import (
    APPSYNC,
    CREATE,
    HEARD,
    SECONDS,
    TRANSPORT,
    Message,
    a_goal,
    a_socket,
    create,
    heard,
    opened,
    started,
)

T = TypeVar("T")

INIT: Message = {"type": "connection_init"}
TOO_SLOW = (1013, "messages are read too slowly")


CALLER = "server.realtime.desk.Desk.caller"


@dataclass(kw_only=True)
class SlowUnits:
    """Changes that wait to be stored."""

    units: Units
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def change(self, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
        self.begun.set()
        await self.released.wait()
        return await self.units.change(decide)


async def gone(app: Starlette) -> None:
    """Wait until the server has no open socket."""
    async with asyncio.timeout(SECONDS):
        await app.state.realtime.emptied()


def closings(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [
        getattr(each, "milepost_fields", {})
        for each in caplog.records
        if each.getMessage() == "socket.closed"
    ]


@pytest.mark.parametrize(
    "pace", [Pace(most_waiting_messages=5), Pace(most_waiting_characters=1_000)]
)
async def test_who_reads_too_slowly_is_cut_off_and_others_go_on(pace: Pace, store: Store) -> None:
    app = an_app(store, pace=pace)
    async with opened(app) as slow, opened(app) as quick:
        await slow.ask(started("1"))
        await quick.ask(started("1"))
        slow.is_reading.clear()
        for number in range(20):
            await create(app, f"Read {number} {'x' * 100}")
            await quick.receive()
        slow.is_reading.set()
        # What was being sent arrives or not; what waited behind it does not.
        event = await slow.event()
        if event["type"] == "websocket.send":
            event = await slow.event()
        assert (event["code"], event["reason"]) == TOO_SLOW


async def test_one_who_never_reads_again_is_given_up(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = an_app(store, pace=Pace(most_waiting_messages=2, closing=0.01))
    async with opened(app) as slow:
        slow.is_reading.clear()
        slow.send(*({"type": "stop", "id": "1"} for _ in range(5)))
        await gone(app)
    assert closings(caplog)[0]["code"] == 1013


async def test_nothing_is_read_or_sent_once_a_socket_is_to_be_closed(store: Store) -> None:
    app = an_app(store)
    async with a_socket(app, subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        await socket.ask({**INIT, "payload": {"x-dev-user": "ada"}})
        payload = {"query": HEARD, "variables": {"who": "ada"}}
        socket.send({"type": "subscribe", "id": "1", "payload": payload})
        assert await socket.ask({"type": "ping"}) == {"type": "pong"}
        socket.is_reading.clear()
        socket.send({"type": "ping"}, {"type": "meow"}, {"type": "ping"})
        await create(app, "Read")
        socket.is_reading.set()
        assert await socket.receive() == {"type": "pong"}
        assert (await socket.closed())[0] == 4400


async def test_a_client_that_is_lost_while_it_is_told_something_is_no_fault(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = an_app(store)
    async with opened(app) as socket:
        socket.is_lost.set()
        socket.send(started("1"))
        await gone(app)
    assert closings(caplog)[0]["code"] == 1006
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_client_that_is_lost_before_it_is_accepted_is_no_fault(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = an_app(store)
    async with a_socket(app) as socket:
        socket.is_lost.set()
    assert not app.state.realtime.open
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_socket_leaves_one_line_in_the_log_without_credentials(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with opened(an_app(store), who="ada"):
        pass
    (fields,) = closings(caplog)
    assert fields.keys() == {"request_id", "path", "subprotocol", "code", "seconds"}
    assert (fields["path"], fields["subprotocol"], fields["code"]) == ("/graphql", APPSYNC, 1000)


@pytest.mark.parametrize("subprotocol", [APPSYNC, TRANSPORT])
async def test_a_server_that_stops_says_that_it_goes_away(subprotocol: str, store: Store) -> None:
    app = an_app(store)
    async with a_socket(app, subprotocols=[subprotocol]) as socket:
        await socket.accepted()
        await app.state.realtime.stop()
        assert await socket.closed() == (1001, "the server stops")
        assert not app.state.realtime.open


async def test_a_server_that_stops_does_not_wait_for_those_who_do_not_read(store: Store) -> None:
    app = an_app(store, pace=Pace(closing=0.05, keep_alive=0.01))
    async with a_socket(app) as socket:
        await socket.accepted()
        socket.is_reading.clear()
        socket.send({"type": "stop", "id": "1"})
        await asyncio.sleep(0.01)
        await app.state.realtime.stop()
        await gone(app)


async def test_a_client_that_leaves_before_it_is_accepted_is_no_fault(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    app = an_app(store)
    async with a_socket(app) as socket:
        socket.leave()
    assert not app.state.realtime.open
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_connection_that_takes_too_long_to_know_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> Caller:
        await asyncio.sleep(SECONDS)
        raise AssertionError

    app = an_app(store, pace=Pace(opening=0.05))
    monkeypatch.setattr(CALLER, hang)
    async with a_socket(app) as socket:
        await socket.accepted()
        told = await socket.receive()
        problem = {
            "errorType": "RequestTimeout",
            "message": "It took too long.",
            "errorCode": 503,
        }
        assert told == {"type": "connection_error", "payload": {"errors": [problem]}}
    async with a_socket(app, subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        socket.send(INIT)
        assert await socket.closed() == (4403, "It took too long.")


async def test_an_identity_provider_that_is_away_is_told_as_over_http(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> Caller:
        raise RequestRefusedError("Away.", status=503, error_type="ServiceUnavailableException")

    app = an_app(store)
    monkeypatch.setattr(CALLER, away)
    async with a_socket(app) as socket:
        await socket.accepted()
        (problem,) = (await socket.receive())["payload"]["errors"]
        assert (problem["errorType"], problem["errorCode"]) == ("ServiceUnavailableException", 503)


async def test_a_fault_while_a_caller_is_made_known_closes_the_socket_and_is_logged(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> Caller:
        raise RuntimeError("hunter2")

    app = an_app(store)
    monkeypatch.setattr(CALLER, fail)
    async with a_socket(app) as socket:
        await socket.accepted()
        assert (await socket.closed())[0] == 1011
    assert "socket.failed" in [each.getMessage() for each in caplog.records]


async def test_a_fault_in_a_subscription_is_masked_and_the_socket_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("hunter2")

    async with opened(an_app(store)) as socket:
        with monkeypatch.context() as patched:
            patched.setattr("server.realtime.desk.subscribed", fail)
            told = await socket.ask(started("1"))
        (problem,) = told["payload"]["errors"]
        assert problem["errorType"] == "SYSTEM_ERROR"
        assert "hunter2" not in problem["message"]
        assert (await socket.ask(started("1")))["type"] == "start_ack"
    assert "socket.failed" in [each.getMessage() for each in caplog.records]


@pytest.mark.parametrize("end", ["complete", "leave"])
async def test_a_change_under_way_is_stored_and_told_though_its_client_has_left(
    end: str, store: Store
) -> None:
    units = SlowUnits(units=store.ports.units)
    app = an_app(replace(store, ports=replace(store.ports, units=units)))
    async with opened(app) as hearing:
        await hearing.ask(started("1"))
        async with a_socket(app, subprotocols=[TRANSPORT]) as changing:
            await changing.accepted()
            await changing.ask({**INIT, "payload": {"x-dev-user": "ada"}})
            payload = {"query": CREATE, "variables": a_goal("Read")}
            changing.send({"type": "subscribe", "id": "1", "payload": payload})
            await units.begun.wait()
            if end == "complete":
                changing.send({"type": "complete", "id": "1"})
                assert await changing.ask({"type": "ping"}) == {"type": "pong"}
            else:
                changing.leave()
                await asyncio.sleep(0.01)
            units.released.set()
            assert (await hearing.receive())["payload"] == heard("Read")
            assert changing.from_server.empty()
