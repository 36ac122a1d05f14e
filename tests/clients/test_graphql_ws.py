"""urql and Apollo over graphql-ws, which speaks the protocol graphql-transport-ws."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.clients.scripts import needs_node, steps
from tests.clients.serving import Site

pytestmark = needs_node

ME = {"answer": {"me": {"userId": "graphql_ws"}}}
EVENT = {"answer": {"onGoalChanged": {"userId": "graphql_ws", "goal": {"title": "Read"}}}}
NOT_OPEN = [
    {
        "errorType": "Unauthorized",
        "message": "Not Authorized to access onGoalChanged on type Subscription",
    }
]


@pytest.fixture(scope="module")
def told(site: Site) -> Mapping[str, Any]:
    """Return what came of the steps of both clients."""
    return steps("graphql_ws", site)


@pytest.mark.parametrize("credentials", ["a user pool's token", "an authorizer's token"])
def test_an_owner_queries_and_hears_of_changes(told: Mapping[str, Any], credentials: str) -> None:
    assert told[f"a query with {credentials}"] == ME
    assert told[f"an event for {credentials}"] == EVENT


def test_an_api_key_reaches_no_owners_fields(told: Mapping[str, Any]) -> None:
    assert told["a query with an API key"]["answer"]["__schema"]["queryType"]["name"] == "Query"
    assert told["a field that a key does not reach"]["refused"] == [
        {"errorType": "Unauthorized", "message": "Not Authorized to access me on type Query"}
    ]
    assert told["a subscription with an API key"]["refused"] == NOT_OPEN


def test_a_mutation_answers(told: Mapping[str, Any]) -> None:
    assert told["a mutation"] == {"answer": {"title": "Read"}}


def test_one_can_subscribe_again_after_unsubscribing(told: Mapping[str, Any]) -> None:
    assert told["an event after unsubscribing"] == EVENT


def test_another_owners_changes_are_refused(told: Mapping[str, Any]) -> None:
    assert told["a subscription to another's changes"]["refused"] == NOT_OPEN


def test_wrong_credentials_are_refused_on_both_ways(told: Mapping[str, Any]) -> None:
    assert told["a query with a token of nobody"]["refused"] == [
        {
            "errorType": "UnauthorizedException",
            "message": "You are not authorized to make this call.",
        }
    ]
    assert told["a connection with a token of nobody"]["refused"] == [{"code": 4403}]


def test_apollo_does_everything_over_one_socket(told: Mapping[str, Any]) -> None:
    goal = {"__typename": "Goal", "title": "Read"}
    changed = {"__typename": "GoalChange", "userId": "graphql_ws", "goal": goal}
    assert told["a query of Apollo over the socket"]["answer"]["me"]["userId"] == "graphql_ws"
    assert told["a mutation of Apollo over the socket"] == {"answer": goal}
    assert told["an event for Apollo"] == {"answer": {"onGoalChanged": changed}}
