"""Whatever a client says, the server has no fault, and keeps nothing once the client has left."""

import asyncio
import json
import logging
from types import MappingProxyType
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from persistence.store import Store
from server.realtime.pace import Pace
from tests.server.builders import an_app
from tests.server.realtime.sockets import APPSYNC, HEARD, TRANSPORT, Message, a_socket

TYPES: Final = (
    "connection_init",
    "start",
    "stop",
    "subscribe",
    "complete",
    "ping",
    "pong",
    "connection_terminate",
)
QUERIES: Final = (HEARD, "{ me { userId } }", "{ colour }", "{", "", "subscription { a b }")
VALUES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
OWNERS: Final = st.sampled_from(["ada", "bob", None, 5])
REQUESTS: Final = st.fixed_dictionaries(
    {"query": st.sampled_from(QUERIES) | VALUES},
    optional={
        "variables": st.fixed_dictionaries({"who": OWNERS}) | VALUES,
        "operationName": st.none() | st.text(max_size=3),
    },
)
PAYLOADS: Final = (
    VALUES
    | REQUESTS
    | st.fixed_dictionaries(
        {"data": REQUESTS.map(json.dumps) | VALUES},
        optional={"extensions": st.fixed_dictionaries({"authorization": VALUES}) | VALUES},
    )
)
MESSAGES: Final = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES)},
    optional={"id": st.sampled_from(["1", "2"]) | VALUES, "payload": PAYLOADS},
)
WILD: Final = MESSAGES.map(json.dumps) | VALUES.map(json.dumps) | st.text(max_size=20)
IDS: Final = st.sampled_from(["1", "2", "3"])
ASKED: Final[st.SearchStrategy[Any]] = st.fixed_dictionaries(
    {"query": st.sampled_from(QUERIES), "variables": st.fixed_dictionaries({"who": OWNERS})}
)
STARTED: Final[st.SearchStrategy[Any]] = st.fixed_dictionaries({"data": ASKED.map(json.dumps)})


def _said(kind: str, payloads: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    message = st.fixed_dictionaries({"type": st.just(kind), "id": IDS, "payload": payloads})
    return message.map(json.dumps)


TEXTS: Final = MappingProxyType(
    {
        APPSYNC: _said("start", STARTED) | _said("stop", st.none()) | WILD,
        TRANSPORT: _said("subscribe", ASKED) | _said("complete", st.none()) | _said("ping", VALUES),
    }
)


async def _converse(store: Store, subprotocol: str, texts: list[str]) -> list[Message]:
    app = an_app(store, pace=Pace(closing=0.05))
    async with a_socket(app, subprotocols=[subprotocol], headers={"x-dev-user": "ada"}) as socket:
        for text in texts:
            socket.send_text(text)
        # So long most of what was asked takes; the rest is cut short, which is no fault either.
        for _ in range(40):
            await asyncio.sleep(0)
    assert not app.state.realtime.open
    assert not app.state.realtime.desk.execution.broker.is_heard
    told: list[Message] = []
    while not socket.from_server.empty():
        told.append(socket.from_server.get_nowait())
    return told


@pytest.mark.parametrize("subprotocol", [APPSYNC, TRANSPORT])
@given(given_by=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_client_says_is_no_fault(
    store: Store, caplog: pytest.LogCaptureFixture, subprotocol: str, given_by: st.DataObject
) -> None:
    caplog.clear()
    texts = given_by.draw(st.lists(TEXTS[subprotocol], max_size=8) | st.lists(WILD, max_size=8))
    init = json.dumps({"type": "connection_init"})
    told = asyncio.run(_converse(store, subprotocol, [init, *texts]))
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []
    kinds = {each["type"] for each in told[1:]}
    assert kinds <= {"websocket.send", "websocket.close"}
    for each in told[1:]:
        message: Any = json.loads(each.get("text") or "{}")
        assert message.get("payload", {}) is not None
        if message.get("type") in {"data", "next"}:
            assert message["payload"]["data"] is not None
