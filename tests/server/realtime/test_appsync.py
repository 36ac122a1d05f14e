"""AppSync's dialect: what is answered to which message."""

import asyncio
import json

import pytest

from persistence.store import Store
from server.realtime.pace import Pace
from tests.server.builders import an_app
from tests.server.realtime.sockets import (
    ACK,
    APPSYNC,
    CREATE,
    HEARD,
    KA,
    Message,
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
UNSUPPORTED = error("UnsupportedOperation", "unknown not supported through the realtime channel")
UNREADABLE = "BadRequestException"


def refused(ident: str, *errors: Message) -> Message:
    return {"type": "error", "id": ident, "payload": {"errors": list(errors)}}


def acked(ident: str) -> Message:
    return {"type": "start_ack", "id": ident}


async def test_an_init_is_acknowledged_with_a_keep_alive_at_once(store: Store) -> None:
    async with a_socket(an_app(store)) as socket:
        assert await socket.accepted() == APPSYNC
        socket.send({**INIT, "payload": {}})
        assert await socket.receive_all(2) == [ACK, KA]


async def test_a_client_may_subscribe_without_an_init(store: Store) -> None:
    async with a_socket(an_app(store), headers={"x-dev-user": "ada"}) as socket:
        await socket.accepted()
        assert await socket.ask(started("1")) == acked("1")


async def test_what_follows_an_init_at_once_is_answered_after_its_acknowledgement(
    store: Store,
) -> None:
    async with a_socket(an_app(store), headers={"x-dev-user": "ada"}) as socket:
        await socket.accepted()
        socket.send(INIT, started("1"))
        assert await socket.receive_all(3) == [ACK, KA, acked("1")]


async def test_keep_alives_come_for_as_long_as_the_socket_is_open(store: Store) -> None:
    async with a_socket(an_app(store, pace=Pace(keep_alive=0.01))) as socket:
        await socket.accepted()
        assert await socket.receive_all(3) == [KA, KA, KA]


async def test_a_socket_is_closed_after_a_day(store: Store) -> None:
    assert Pace().lifetime == 86_400
    async with a_socket(an_app(store, pace=Pace(lifetime=0.05))) as socket:
        await socket.accepted()
        assert await socket.closed() == (1001, "connect again")


async def test_a_subscriber_hears_of_a_change_that_another_connection_makes(store: Store) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        assert await socket.ask(started("0f3b-id")) == acked("0f3b-id")
        answer = await create(app, "Read")
        assert answer["data"]["createGoal"]["goal"] == {"title": "Read"}
        told = {"type": "data", "id": "0f3b-id", "payload": heard("Read")}
        assert await socket.receive() == told


async def test_each_subscription_hears_under_its_own_id_in_the_order_of_changes(
    store: Store,
) -> None:
    app = an_app(store)
    async with opened(app) as first, opened(app) as second:
        await first.ask(started("1"))
        await first.ask(started("2"))
        await second.ask(started("1"))
        await create(app, "Read")
        await create(app, "Write")
        told = [(each["id"], each["payload"]) for each in await first.receive_all(4)]
        assert told == [(ident, heard(title)) for title in ("Read", "Write") for ident in "12"]
        assert [each["payload"] for each in await second.receive_all(2)] == [
            heard("Read"),
            heard("Write"),
        ]


async def test_a_subscription_that_is_stopped_is_confirmed_and_hears_nothing_more(
    store: Store,
) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        await socket.ask(started("1"))
        complete = await socket.ask({"type": "stop", "id": "1"})
        assert complete == {"type": "complete", "id": "1"}
        await create(app, "Read")
        assert await socket.ask(started("1")) == acked("1")


async def test_a_stop_of_what_is_not_open_is_confirmed_too(store: Store) -> None:
    async with opened(an_app(store)) as socket:
        told = await socket.ask({"type": "stop", "id": "none"})
        assert told == {"type": "complete", "id": "none"}


async def test_a_subscription_that_is_stopped_at_once_does_not_begin(store: Store) -> None:
    async with opened(an_app(store)) as socket:
        socket.send(started("1"), {"type": "stop", "id": "1"}, started("2"))
        told = await socket.receive_all(2)
        assert told == [{"type": "complete", "id": "1"}, acked("2")]


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_a_subscription_stopped_while_it_begins_counts_until_it_ends_and_hears_nothing(
    who: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = beginning_slowly(monkeypatch)
    app = an_app(store, pace=Pace(most_operations=1))
    async with opened(app) as socket:
        socket.send(started("1", who=who), {"type": "meow"})
        assert (await socket.receive())["type"] == "error"
        assert (await socket.ask({"type": "stop", "id": "1"}))["type"] == "complete"
        full = await socket.ask(started("2"))
        assert full["payload"]["errors"][0]["errorType"] == "MaxSubscriptionsReachedError"
        released.set()
        assert await socket.ask(started("2")) == acked("2")
        await create(app, "Read")
        assert (await socket.receive())["id"] == "2"


async def test_an_id_in_use_is_refused_and_the_first_subscription_goes_on(store: Store) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        await socket.ask(started("1"))
        again = await socket.ask(started("1"))
        problem = error("DuplicatedOperationError", "An operation with the id 1 is open already.")
        assert again == refused("1", problem)
        await create(app, "Read")
        assert (await socket.receive())["payload"] == heard("Read")


async def test_a_connection_has_100_subscriptions_and_room_again_once_one_is_stopped(
    store: Store,
) -> None:
    async with opened(an_app(store)) as socket:
        socket.send(*(started(str(number)) for number in range(101)))
        told = await socket.receive_all(101)
        problem = error(
            "MaxSubscriptionsReachedError", "A connection has at most 100 subscriptions."
        )
        assert refused("100", problem) in told
        assert sum(each["type"] == "start_ack" for each in told) == 100
        await socket.ask({"type": "stop", "id": "7"})
        assert await socket.ask(started("100")) == acked("100")


async def test_the_subscriptions_of_a_connection_are_of_a_bounded_length(store: Store) -> None:
    app = an_app(store, pace=Pace(most_query_characters=300))
    async with opened(app) as socket:
        assert await socket.ask(started("1")) == acked("1")
        assert await socket.ask(started("2")) == acked("2")
        told = "The subscriptions of a connection have at most 300 characters."
        assert await socket.ask(started("3")) == refused("3", error("LimitExceededError", told))


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"query": HEARD},
        {"data": {"query": HEARD}},
        {"data": '{"query": "{ __typename }"}'},
        {"data": json.dumps({"query": CREATE, "variables": a_goal("Read")})},
    ],
)
async def test_what_is_not_a_subscription_is_not_supported(payload: object, store: Store) -> None:
    async with opened(an_app(store)) as socket:
        told = await socket.ask({"id": "1", "type": "start", "payload": payload})
        assert told == refused("1", UNSUPPORTED)
        assert await socket.ask(started("1")) == acked("1")


@pytest.mark.parametrize("data", ["", "{", "[]", "{}", '{"query": "subscription {"}'])
async def test_data_that_is_no_request_is_refused(data: str, store: Store) -> None:
    async with opened(an_app(store)) as socket:
        told = await socket.ask({"id": "1", "type": "start", "payload": {"data": data}})
        (problem,) = told["payload"]["errors"]
        assert (told["type"], told["id"]) == ("error", "1")
        assert problem["errorType"] == "MalformedHttpRequestException"


async def test_a_subscription_that_is_not_valid_is_refused_in_the_words_of_http(
    store: Store,
) -> None:
    async with opened(an_app(store)) as socket:
        query = HEARD.replace("title", "colour")
        told = await socket.ask(started("1", query=query))
        (problem,) = told["payload"]["errors"]
        assert (told["type"], told["id"], problem["path"]) == ("error", "1", None)
        assert "errorType" not in problem
        assert "colour" in problem["message"]


async def test_another_owners_changes_are_refused_and_the_id_stays_free(store: Store) -> None:
    async with opened(an_app(store)) as socket:
        told = await socket.ask(started("1", who="bob"))
        (problem,) = told["payload"]["errors"]
        assert (problem["errorType"], problem["message"]) == (
            "Unauthorized",
            "Not Authorized to access onGoalChanged on type Subscription",
        )
        assert await socket.ask(started("1")) == acked("1")


@pytest.mark.parametrize("text", ["", "meow", "[]", "null", '{"id": "1"}', '{"type": 5}', "\ud800"])
async def test_a_message_that_cannot_be_read_is_an_error_and_the_socket_stays(
    text: str, store: Store
) -> None:
    async with opened(an_app(store)) as socket:
        socket.send_text(text)
        told = await socket.receive()
        (problem,) = told["payload"]["errors"]
        assert (told["type"], problem["errorType"]) == ("error", UNREADABLE)
        assert await socket.ask(started("1")) == acked("1")


async def test_a_binary_message_is_an_error(store: Store) -> None:
    async with opened(an_app(store)) as socket:
        socket.send_bytes(json.dumps(INIT).encode())
        told = await socket.receive()
        assert told["payload"]["errors"] == [error(UNREADABLE, "A message is text.")]


@pytest.mark.parametrize("ident", [1, "", "x" * 129, ["1"]])
async def test_an_id_is_a_short_string(ident: object, store: Store) -> None:
    async with opened(an_app(store)) as socket:
        told = await socket.ask({**started(), "id": ident})
        assert "id" not in told
        assert told["payload"]["errors"][0]["errorType"] == UNREADABLE


@pytest.mark.parametrize("ident", ["1", "01", "é", 'a"b\\', "x" * 128])
async def test_an_id_comes_back_as_it_was_given(ident: str, store: Store) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        assert await socket.ask(started(ident)) == acked(ident)
        await create(app, "Read")
        assert (await socket.receive())["id"] == ident


@pytest.mark.parametrize("message", [{"type": "meow", "id": "1"}, {"type": "start"}])
async def test_a_message_of_no_known_type_is_not_supported(message: Message, store: Store) -> None:
    async with opened(an_app(store)) as socket:
        told = await socket.ask(message)
        assert (told["type"], told.get("id")) == ("error", message.get("id"))
        assert told["payload"] == {"errors": [UNSUPPORTED]}


async def test_a_client_that_leaves_takes_its_subscriptions_with_it(store: Store) -> None:
    app = an_app(store)
    async with opened(app) as staying:
        await staying.ask(started("1"))
        async with opened(app) as leaving:
            await leaving.ask(started("1"))
        await create(app, "Read")
        assert (await staying.receive())["payload"] == heard("Read")
    assert not app.state.realtime.desk.execution.broker.is_heard


async def test_a_filter_keeps_out_what_is_not_meant(store: Store) -> None:
    app = an_app(store)
    query = """subscription ($who: ID!) {
      onActivityLogged(userId: $who, goalId: "another") { goalId }
    }"""
    async with opened(app) as socket:
        told = await socket.ask(started("1", query=query))
        assert told["type"] == "error"
        await socket.ask(started("2"))
        unselected = CREATE.replace("userId goalId", "goalId")
        await create(app, "Read", query=unselected)
        await create(app, "Write")
        assert (await socket.receive())["payload"] == heard("Write")


async def test_a_field_that_the_mutation_did_not_select_is_null_and_data_is_there(
    store: Store,
) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        await socket.ask(started("1"))
        await create(app, "Read", query=CREATE.replace("goal { title }", "goal { status }"))
        told = await socket.receive()
        assert told["payload"]["data"] == {"onGoalChanged": {"goal": None}}
        assert "Cannot return null for non-nullable type" in told["payload"]["errors"][0]["message"]


async def test_a_milestone_that_an_activity_achieves_is_told(store: Store) -> None:
    app = an_app(store)
    query = """subscription ($who: ID!) {
      onMilestoneAchieved(userId: $who) { userId goalTitle percentage }
    }"""
    async with opened(app) as socket:
        goal_id = (await create(app, "Read"))["data"]["createGoal"]["goalId"]
        assert await socket.ask(started("1", query=query)) == acked("1")
        log = f'mutation {{ logActivity(input: {{goalId: "{goal_id}", value: 3}}) {{ goalId }} }}'
        await create(app, "unused", query=log)
        told = (await socket.receive())["payload"]["data"]["onMilestoneAchieved"]
        assert told == {"userId": "ada", "goalTitle": "Read", "percentage": 25.0}


async def test_a_subscriber_that_waits_does_not_hold_up_others(store: Store) -> None:
    app = an_app(store)
    async with opened(app) as slow, opened(app) as quick:
        await slow.ask(started("1"))
        await quick.ask(started("1"))
        slow.is_reading.clear()
        for number in range(20):
            await create(app, f"Read {number}")
        assert len(await quick.receive_all(20)) == 20
        await asyncio.sleep(0)
        assert slow.from_server.empty()
        slow.is_reading.set()
        assert len(await slow.receive_all(20)) == 20
