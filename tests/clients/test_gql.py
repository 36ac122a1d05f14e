"""gql 4 over HTTP and over AppSync's sockets: each kind of credentials, each operation."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, TypeAlias

import pytest
from botocore.credentials import Credentials
from gql import Client, GraphQLRequest, gql
from gql.client import AsyncClientSession
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.appsync_auth import (
    AppSyncApiKeyAuthentication,
    AppSyncAuthentication,
    AppSyncIAMAuthentication,
    AppSyncJWTAuthentication,
)
from gql.transport.appsync_websockets import AppSyncWebsocketsTransport
from gql.transport.exceptions import TransportQueryError, TransportServerError

from tests.clients.serving import REGION, SIGNER, Site

ME = gql("{ me { userId } }")
SCHEMA = gql("{ __schema { queryType { name } } }")
CREATE = """mutation {
  createGoal(
    input: {title: "%s", pattern: recurring, target: {value: 1, unit: "times", period: day}}
  ) { userId goalId goal { title } }
}"""
UPDATE = """mutation {
  updateGoal(input: {goalId: "%s", description: "again"}) { userId goal { title } }
}"""
NOTIFY = gql("""mutation {
  publishNotification(input: {
    userId: "gql", id: "n-1", kind: reminder, title: "Hello", message: "It is time to read.",
    createdAt: "2026-03-02T09:30:00Z"
  }) { userId title }
}""")
CHANGED = 'subscription { onGoalChanged(userId: "%s") { userId goal { title } } }'
NOTIFIED = gql('subscription { onNotification(userId: "gql") { title } }')
NOT_AUTHORIZED = {
    "errorType": "UnauthorizedException",
    "message": "You are not authorized to make this call.",
}
SECONDS = 20
Known: TypeAlias = Callable[[Site], AppSyncAuthentication]
Publish: TypeAlias = Callable[[], Awaitable[Any]]


def by_token(site: Site) -> AppSyncAuthentication:
    return AppSyncJWTAuthentication(site.host, site.token("gql"))


def by_own_token(site: Site) -> AppSyncAuthentication:
    return AppSyncJWTAuthentication(site.host, site.own_token("gql"))


def by_key(site: Site) -> AppSyncAuthentication:
    return AppSyncApiKeyAuthentication(site.host, site.api_key)


def by_signature(site: Site) -> AppSyncAuthentication:
    credentials = Credentials(*SIGNER.values())
    return AppSyncIAMAuthentication(site.host, region_name=REGION, credentials=credentials)


def by_nobody(site: Site) -> AppSyncAuthentication:
    return AppSyncApiKeyAuthentication(site.host, "da2-nobody")


OWNERS = [by_token, by_own_token]
NOBODIES = [by_key, by_signature]


def asking(site: Site, auth: AppSyncAuthentication) -> Client:
    return Client(transport=AIOHTTPTransport(site.url, auth=auth))


def listening(site: Site, auth: AppSyncAuthentication) -> Client:
    url = site.url.replace("http://", "ws://")
    return Client(transport=AppSyncWebsocketsTransport(url, auth=auth))


async def asked(client: Client, document: GraphQLRequest) -> dict[str, Any]:
    """Return what a document answers."""
    async with client as session:
        answer: dict[str, Any] = await session.execute(document)
        return answer


async def refusal(client: Client, document: GraphQLRequest) -> Any:
    """Return the first error that a document has."""
    with pytest.raises(TransportQueryError) as raised:
        await asked(client, document)
    return (raised.value.errors or [None])[0]


async def first_event(
    session: AsyncClientSession, document: GraphQLRequest, publish: Publish
) -> dict[str, Any]:
    """Subscribe, publish until the first event is there, and unsubscribe."""
    is_over = asyncio.Event()

    async def publishing() -> None:
        # Cancelling would not do: Python 3.11's `wait_for`, with which gql closes, may lose it.
        while not is_over.is_set():
            await publish()

    task = asyncio.create_task(publishing())
    try:
        async with asyncio.timeout(SECONDS), aclosing(session.subscribe(document)) as events:
            return await anext(events)
    finally:
        is_over.set()
        async with asyncio.timeout(SECONDS):
            await task


async def a_goal(site: Site, title: str) -> str:
    """Make a goal and return its id."""
    answer = await asked(asking(site, by_token(site)), gql(CREATE % title))
    assert answer["createGoal"]["goal"] == {"title": title}
    goal_id: str = answer["createGoal"]["goalId"]
    return goal_id


@pytest.mark.parametrize("known", OWNERS)
async def test_an_owner_queries(site: Site, known: Known) -> None:
    assert await asked(asking(site, known(site)), ME) == {"me": {"userId": "gql"}}


@pytest.mark.parametrize("known", NOBODIES)
async def test_who_is_nobody_reaches_no_owners_fields(site: Site, known: Known) -> None:
    answer = await asked(asking(site, known(site)), SCHEMA)
    error = await refusal(asking(site, known(site)), ME)
    assert answer == {"__schema": {"queryType": {"name": "Query"}}}
    assert error["errorType"] == "Unauthorized"
    assert error["message"] == "Not Authorized to access me on type Query"


@pytest.mark.parametrize("known", OWNERS)
async def test_an_owner_hears_of_changes_and_can_subscribe_again(site: Site, known: Known) -> None:
    goal_id = await a_goal(site, f"Read, {known.__name__}")

    async def update() -> None:
        await asked(asking(site, known(site)), gql(UPDATE % goal_id))

    async with listening(site, known(site)) as session:
        for _ in range(2):
            event = await first_event(session, gql(CHANGED % "gql"), update)
            title = f"Read, {known.__name__}"
            assert event == {"onGoalChanged": {"userId": "gql", "goal": {"title": title}}}


async def test_a_handler_of_events_signs_what_it_publishes(site: Site) -> None:
    async def notify() -> None:
        await asked(asking(site, by_signature(site)), NOTIFY)

    async with listening(site, by_token(site)) as session:
        event = await first_event(session, NOTIFIED, notify)
    assert event == {"onNotification": {"title": "Hello"}}


@pytest.mark.parametrize(
    ("known", "owner"), [(by_key, "gql"), (by_signature, "gql"), (by_token, "another")]
)
async def test_a_subscription_to_changes_of_others_is_refused(
    site: Site, known: Known, owner: str
) -> None:
    async def nothing() -> None:
        await asyncio.sleep(0.01)

    async with listening(site, known(site)) as session:
        with pytest.raises(TransportQueryError) as raised:
            await first_event(session, gql(CHANGED % owner), nothing)
    [frame] = raised.value.errors or [None]
    [error] = frame["errors"]
    assert error["errorType"] == "Unauthorized"
    assert error["message"] == "Not Authorized to access onGoalChanged on type Subscription"


async def test_wrong_credentials_are_refused_over_http(site: Site) -> None:
    assert await refusal(asking(site, by_nobody(site)), ME) == NOT_AUTHORIZED


async def test_wrong_credentials_are_refused_at_the_connection(site: Site) -> None:
    with pytest.raises(TransportServerError, match="UnauthorizedException"):
        await asked(listening(site, by_nobody(site)), ME)
