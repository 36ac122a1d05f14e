"""Authorizers: asked as AppSync asks them, believed for a while, and never by mistake."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from schema.access import Access, Mode
from server.auth.authorizer import MOST_REMEMBERED, by_authorizer, field_named
from server.auth.callers import Authenticate
from tests.server.auth.presenting import (
    NOT_AUTHORIZED,
    NOW,
    bearing,
    owner,
    presenting,
    refusal,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
GOOD = {"isAuthorized": True, "resolverContext": {"sub": "ada"}}
ARN = "arn:aws:appsync:eu-central-1:123456789012:apis/abc/types/Goal/fields/note"


class Answering:
    """An authorizer that always answers the same and remembers what it was asked."""

    def __init__(self, answer: Any = GOOD) -> None:
        self.answer = answer
        self.events: list[dict[str, Any]] = []

    async def __call__(self, event: dict[str, Any]) -> Any:
        self.events.append(event)
        return self.answer

    def knowing(self, **changes: Any) -> Authenticate:
        """Return the way to be known by it."""
        wanted: dict[str, Any] = {"ttl": MINUTE, **changes}
        return by_authorizer(self, **wanted)


async def test_the_owner_is_the_sub_in_the_context() -> None:
    caller = await Answering().knowing()(bearing("t"), NOW)
    assert owner(caller) == "ada"
    assert caller.access == Access(mode=Mode.LAMBDA)


async def test_the_event_is_the_one_that_appsync_sends() -> None:
    answering = Answering()
    await answering.knowing()(presenting({"authorization": " Bearer t ", "x-a": "b"}), NOW)
    assert answering.events == [
        {
            "authorizationToken": "Bearer t",
            "requestContext": {
                "apiId": "milepost",
                "accountId": "000000000000",
                "requestId": "r-1",
                "queryString": "query Q { me { userId } }",
                "operationName": "Q",
                "variables": {"a": 1},
            },
            "requestHeaders": {"authorization": " Bearer t ", "x-a": "b"},
        }
    ]


@pytest.mark.parametrize(
    "context",
    [{}, {"sub": ""}, {"sub": 5}, {"sub": "a b"}, {"sub": None}, {"tenant": "x", "level": 1.5}],
)
async def test_an_authorized_caller_without_a_sub_owns_nothing(context: dict[str, Any]) -> None:
    answering = Answering({"isAuthorized": True, "resolverContext": context})
    assert (await answering.knowing()(bearing("t"), NOW)).identity is None


async def test_denied_fields_are_named_in_two_ways() -> None:
    answering = Answering({**GOOD, "deniedFields": ["Goal.progress", ARN]})
    caller = await answering.knowing()(bearing("t"), NOW)
    assert caller.access.denied == {("Goal", "progress"), ("Goal", "note")}


@pytest.mark.parametrize(
    "text", ["Mutation", "Goal.*", "Goal.a.b", "", "Goal/fields/a", ARN + "/x", ARN + ".x", "arn:"]
)
def test_a_denied_field_that_names_none_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match=r"neither Type\.field nor the ARN"):
        field_named(text)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "yes",
        {"isAuthorized": "true"},
        {"isAuthorized": 1},
        {"isAuthorized": True, "deniedFields": ["Mutation"]},
        {"isAuthorized": True, "deniedFields": "Goal.note"},
        {"isAuthorized": True, "resolverContext": {"nested": {"sub": "ada"}}},
        {"isAuthorized": True, "ttlOverride": -1},
    ],
)
async def test_an_answer_that_makes_no_sense_authorizes_nobody(
    answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert await refusal(Answering(answer).knowing(), bearing("t")) == NOT_AUTHORIZED
    (record,) = caplog.records
    assert record.getMessage() == "authorizer.failed"
    assert vars(record)["milepost_fields"] == {"request_id": "r-1"}


@pytest.mark.parametrize("answer", [{}, {"isAuthorized": False, "resolverContext": {"sub": "a"}}])
async def test_an_authorizer_that_says_no_is_no_fault(
    answer: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert await refusal(Answering(answer).knowing(), bearing("t")) == NOT_AUTHORIZED
    assert caplog.records == []


async def test_an_authorizer_that_fails_authorizes_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def invoke(_event: dict[str, Any]) -> Any:
        raise RuntimeError("hunter2")

    assert await refusal(by_authorizer(invoke, ttl=MINUTE), bearing("t")) == NOT_AUTHORIZED
    assert [record.getMessage() for record in caplog.records] == ["authorizer.failed"]


async def test_an_authorizer_that_hangs_is_not_waited_for() -> None:
    async def invoke(_event: dict[str, Any]) -> Any:
        await asyncio.Event().wait()

    authenticate = by_authorizer(invoke, ttl=MINUTE, patience_seconds=0)
    assert await refusal(authenticate, bearing("t")) == NOT_AUTHORIZED


@pytest.mark.parametrize(
    ("answer", "lifetime"),
    [
        (GOOD, MINUTE),
        ({**GOOD, "ttlOverride": 5}, 5 * SECOND),
        ({**GOOD, "ttlOverride": 100_000}, timedelta(hours=1)),
    ],
)
async def test_an_answer_is_remembered_for_its_lifetime(
    answer: dict[str, Any], lifetime: timedelta
) -> None:
    answering = Answering(answer)
    authenticate = answering.knowing()
    for now in (NOW, NOW + lifetime - SECOND):
        assert owner(await authenticate(bearing("t"), now)) == "ada"
    assert len(answering.events) == 1
    await authenticate(bearing("t"), NOW + lifetime)
    assert len(answering.events) == 2


async def test_each_token_has_an_answer_of_its_own() -> None:
    answering = Answering()
    authenticate = answering.knowing()
    for token in ("t", "u", "T"):
        await authenticate(bearing(token), NOW)
    assert [event["authorizationToken"] for event in answering.events] == ["t", "u", "T"]


@pytest.mark.parametrize("changes", [{"ttl": timedelta()}, {"answer": {**GOOD, "ttlOverride": 0}}])
async def test_an_answer_without_a_lifetime_is_not_remembered(changes: dict[str, Any]) -> None:
    answering = Answering(changes.pop("answer", GOOD))
    authenticate = answering.knowing(**changes)
    await authenticate(bearing("t"), NOW)
    await authenticate(bearing("t"), NOW)
    assert len(answering.events) == 2


async def test_a_refusal_is_not_remembered() -> None:
    answering = Answering({})
    authenticate = answering.knowing()
    await refusal(authenticate, bearing("t"))
    answering.answer = GOOD
    assert owner(await authenticate(bearing("t"), NOW)) == "ada"


async def test_the_oldest_of_too_many_answers_is_forgotten() -> None:
    answering = Answering()
    authenticate = answering.knowing()
    for number in range(MOST_REMEMBERED + 1):
        await authenticate(bearing(str(number)), NOW)
    await authenticate(bearing("1"), NOW)
    assert len(answering.events) == MOST_REMEMBERED + 1
    await authenticate(bearing("0"), NOW)
    assert len(answering.events) == MOST_REMEMBERED + 2


async def test_a_token_of_another_form_is_refused_without_asking() -> None:
    answering = Answering()
    authenticate = answering.knowing(form=re.compile(r"t\d"))
    assert await refusal(authenticate, bearing("t12")) == NOT_AUTHORIZED
    assert answering.events == []
    assert owner(await authenticate(bearing("t1"), NOW)) == "ada"
