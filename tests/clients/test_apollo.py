"""Apollo Client 4 with AppSync's links for authentication and subscriptions."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.clients.scripts import needs_node, steps
from tests.clients.serving import Site

pytestmark = needs_node

ME = {"answer": {"me": {"__typename": "Profile", "userId": "apollo"}}}
GOAL = {"__typename": "Goal", "title": "Read"}
EVENT = {
    "answer": {
        "onGoalChanged": {"__typename": "GoalChange", "userId": "apollo", "goal": GOAL},
    }
}
REFUSED = [{"message": "Response not successful: Received status code 401", "code": 401}]
NOT_OPEN = "Not Authorized to access onGoalChanged on type Subscription"


@pytest.fixture(scope="module")
def told(site: Site) -> Mapping[str, Any]:
    """Return what came of Apollo's steps."""
    return steps("apollo", site)


def cause(step: Mapping[str, Any]) -> str:
    """Return what the link said of a refusal, which Apollo wraps."""
    [reason] = step["refused"]
    [wrapped] = reason["cause"]
    message: str = wrapped["message"]
    return message


@pytest.mark.parametrize("credentials", ["a user pool's token", "an authorizer's token"])
def test_an_owner_queries_and_hears_of_changes(told: Mapping[str, Any], credentials: str) -> None:
    assert told[f"a query with {credentials}"] == ME
    assert told[f"an event for {credentials}"] == EVENT


def test_an_api_key_reaches_no_owners_fields(told: Mapping[str, Any]) -> None:
    assert told["a query with an API key"]["answer"]["__schema"]["queryType"]["name"] == "Query"
    assert told["a field that a key does not reach"]["refused"] == [
        {"errorType": "Unauthorized", "message": "Not Authorized to access me on type Query"}
    ]
    assert NOT_OPEN in cause(told["a subscription with an API key"])


def test_a_signature_over_http_is_refused_because_the_link_signs_another_body(
    told: Mapping[str, Any],
) -> None:
    assert told["a query with a signature"]["refused"] == REFUSED


def test_a_signature_opens_the_socket(told: Mapping[str, Any]) -> None:
    # A signature that does not hold is refused as UnauthorizedException, at the connection.
    assert NOT_OPEN in cause(told["a subscription with a signature"])


def test_a_mutation_answers(told: Mapping[str, Any]) -> None:
    assert told["a mutation"] == {"answer": GOAL}


def test_one_can_subscribe_again_after_unsubscribing(told: Mapping[str, Any]) -> None:
    assert told["an event after unsubscribing"] == EVENT


def test_another_owners_changes_are_refused(told: Mapping[str, Any]) -> None:
    assert NOT_OPEN in cause(told["a subscription to another's changes"])


def test_wrong_credentials_are_refused_on_both_ways(told: Mapping[str, Any]) -> None:
    assert told["a query with a token of nobody"]["refused"] == REFUSED
    connection = told["a connection with a token of nobody"]
    assert cause(connection) == "Connection failed: UnauthorizedException"
