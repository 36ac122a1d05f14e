"""Amplify 6, through TLS because it makes wss:// of every address: each mode, each operation."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.clients.scripts import needs_node, steps
from tests.clients.serving import Site

pytestmark = needs_node

ME = {"answer": {"me": {"userId": "amplify"}}}
SCHEMA = {"answer": {"__schema": {"queryType": {"name": "Query"}}}}
EVENT = {"answer": {"onGoalChanged": {"userId": "amplify", "goal": {"title": "Read"}}}}


@pytest.fixture(scope="module")
def told(site: Site) -> Mapping[str, Any]:
    """Return what came of Amplify's steps."""
    return steps("amplify", site)


@pytest.mark.parametrize("credentials", ["a user pool's token", "an authorizer's token"])
def test_an_owner_queries_and_hears_of_changes(told: Mapping[str, Any], credentials: str) -> None:
    assert told[f"a query with {credentials}"] == ME
    assert told[f"an event for {credentials}"] == EVENT


@pytest.mark.parametrize(
    ("credentials", "who"), [("an API key", "key"), ("a signature", "signature")]
)
def test_who_is_nobody_reaches_no_owners_fields(
    told: Mapping[str, Any], credentials: str, who: str
) -> None:
    assert told[f"a query with {credentials}"] == SCHEMA
    assert told[f"a field that a {who} does not reach"]["refused"] == [
        {"errorType": "Unauthorized", "message": "Not Authorized to access me on type Query"}
    ]
    [reason] = told[f"a subscription with {credentials}"]["refused"]
    assert "Not Authorized to access onGoalChanged on type Subscription" in reason["message"]


def test_a_mutation_answers(told: Mapping[str, Any]) -> None:
    assert told["a mutation"] == {"answer": {"title": "Read"}}


def test_one_can_subscribe_again_after_unsubscribing(told: Mapping[str, Any]) -> None:
    assert told["an event after unsubscribing"] == EVENT


def test_a_handler_of_events_signs_what_it_publishes(told: Mapping[str, Any]) -> None:
    published = told["an event that a signature publishes"]
    assert published == {"answer": {"onNotification": {"title": "Hello"}}}


def test_another_owners_changes_are_refused(told: Mapping[str, Any]) -> None:
    [reason] = told["a subscription to another's changes"]["refused"]
    assert "Not Authorized to access onGoalChanged on type Subscription" in reason["message"]


def test_wrong_credentials_are_refused_on_both_ways(told: Mapping[str, Any]) -> None:
    assert told["a query with a token of nobody"]["refused"] == [{"message": "Unauthorized"}]
    assert told["a connection with a token of nobody"]["refused"] == [
        {"message": "Connection failed: UnauthorizedException"}
    ]
