"""Owners of one server: what one of them does, the others never hear."""

import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import pytest

from persistence.store import Store
from server.auth.tokens import mint
from tests.hardening.contract import fields
from tests.hardening.worlds import World, settle
from tests.server.builders import NOW, a_client, an_app
from tests.server.realtime.sockets import CREATE, Message, Socket, a_goal, a_socket

MARK: Final = "what bob wrote"
SUBSCRIPTIONS: Final = sorted(fields("Subscription"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An owner with a socket that hears all it may, and a client of its own."""

    name: str
    socket: Socket
    world: World


def hearing(field: str, who: str, *, ident: str) -> Message:
    query = f"subscription {{ {field}(userId: {json.dumps(who)}) {{ userId }} }}"
    return {"id": ident, "type": "start", "payload": {"data": json.dumps({"query": query})}}


@asynccontextmanager
async def owners(store: Store, *names: str) -> AsyncGenerator[list[Owner]]:
    app = an_app(store, is_dev=False)
    async with AsyncExitStack() as stack:
        found: list[Owner] = []
        for name in names:
            secret, token = mint(owner=name, now=NOW, days=1)
            await store.tokens.add(token)
            headers = {"authorization": secret}
            socket = await stack.enter_async_context(a_socket(app, headers=headers))
            await socket.accepted()
            for each in SUBSCRIPTIONS:
                told = await socket.ask(hearing(each, name, ident=each))
                assert told == {"type": "start_ack", "id": each}
            client = await stack.enter_async_context(a_client(app, **headers))
            found.append(Owner(name=name, socket=socket, world=World(client=client)))
        yield found


async def told_until(owner: Owner, title: str) -> list[Any]:
    """Create a goal, and return what the owner's socket was told up to it."""
    variables = a_goal(title)
    query = CREATE.replace("goalId", "")
    assert "errors" not in await owner.world.ask(query, variables)
    told = [await owner.socket.receive()]
    while not owner.socket.from_server.empty():
        told.append(await owner.socket.receive())
    return told


async def test_whatever_an_owner_does_another_hears_nothing_of_it(store: Store) -> None:
    async with owners(store, "ann", "bob") as (ann, bob):
        await settle(bob.world)
        heard = {(await bob.socket.receive())["id"]}
        while not bob.socket.from_server.empty():
            told = await bob.socket.receive()
            assert told["payload"]["data"][told["id"]]["userId"] == "bob"
            heard.add(told["id"])
        assert {"onActivityLogged", "onGoalChanged"} <= heard
        (told,) = await told_until(ann, "Mine")
        assert told["payload"] == {"data": {"onGoalChanged": {"userId": "ann"}}}


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
async def test_nobody_subscribes_to_another_owner(name: str, store: Store) -> None:
    async with owners(store, "ann") as (ann,):
        told = await ann.socket.ask(hearing(name, "bob", ident="1"))
        (problem,) = told["payload"]["errors"]
        assert (told["type"], problem["errorType"]) == ("error", "Unauthorized")


@pytest.mark.parametrize(
    "selection",
    [
        "userId: goalId goal { title }",
        "userId: __typename goal { userId: title title }",
        "who: userId goal { title }",
        "goal { title }",
    ],
)
async def test_no_alias_lets_a_change_pass_for_one_of_another_owner(
    selection: str, store: Store
) -> None:
    query = CREATE.replace("userId goalId goal { title }", selection)
    async with owners(store, "ann", "bob") as (ann, bob):
        answer = await bob.world.ask(query, a_goal("ann"))
        assert "errors" not in answer
        (told,) = await told_until(ann, "Mine")
        assert told["payload"] == {"data": {"onGoalChanged": {"userId": "ann"}}}
        assert bob.socket.from_server.empty()


async def test_a_change_of_another_owners_goal_is_refused_and_told_to_nobody(
    store: Store,
) -> None:
    async with owners(store, "ann", "bob") as (ann, bob):
        goal = (await ann.world.ask(CREATE, a_goal("Mine")))["data"]["createGoal"]["goalId"]
        assert (await ann.socket.receive())["id"] == "onGoalChanged"
        query = """mutation ($id: ID!, $title: String!) {
          updateGoal(input: { goalId: $id, title: $title }) { userId goal { title } }
        }"""
        answer = await bob.world.ask(query, {"id": goal, "title": MARK})
        assert answer["data"] == {"updateGoal": None}
        (told,) = await told_until(ann, "Mine too")
        assert told["payload"] == {"data": {"onGoalChanged": {"userId": "ann"}}}
        assert bob.socket.from_server.empty()
