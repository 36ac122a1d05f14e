"""Behind AppSync: the function lets subscribers in, and answers the mutations that publish."""

from collections.abc import Iterator
from typing import Any

import pytest

from persistence.store import Store
from resolvers import registry
from tests.server.lambdas.builders import OWNER, an_event
from tests.server.lambdas.faces import a_container, a_resolving, handle

SUBSCRIPTIONS = sorted(
    each.field_name for each in registry.registered() if each.type_name == "Subscription"
)
IAM = {"accountId": "123456789012", "userArn": "arn:aws:iam::123456789012:role/events"}
ACHIEVED: dict[str, Any] = {
    "userId": OWNER,
    "goalId": "3f1c2b4a-0000-4000-8000-000000000001",
    "goalTitle": "Walk",
    "milestoneId": "milestone_50_3f1c2b4a-0000-4000-8000-000000000001",
    "name": "Halfway Point",
    "percentage": 50,
    "achievedAt": "2026-03-02T09:30:00Z",
}
NOTIFIED: dict[str, Any] = {
    "userId": OWNER,
    "id": "01KJQ0000000000000000000AA",
    "goalId": None,
    "kind": "reminder",
    "title": "Walk today",
    "message": "A kilometre is left.",
    "createdAt": "2026-03-02T09:30:00Z",
}


@pytest.fixture(autouse=True)
def _contained(store: Store) -> Iterator[None]:
    with a_container(a_resolving(store)):
        yield


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
def test_an_owner_is_let_in_with_null(name: str) -> None:
    assert handle(an_event("Subscription", name, userId=OWNER)) is None


def test_a_goal_s_id_that_is_null_is_let_in() -> None:
    assert handle(an_event("Subscription", "onActivityLogged", userId=OWNER, goalId=None)) is None


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
def test_another_owner_is_refused_by_an_error_of_appsync_s_name(name: str) -> None:
    words = f"^Not Authorized to access {name} on type Subscription$"
    with pytest.raises(Exception, match=words) as refusal:
        handle(an_event("Subscription", name, userId="bob"))
    assert refusal.typename == "Unauthorized"


def test_a_handler_of_events_publishes_a_milestone() -> None:
    answer = handle(an_event("Mutation", "publishMilestone", identity=IAM, input=ACHIEVED))
    assert answer == {**ACHIEVED, "description": None, "amount": None, "isCustom": False}


def test_a_handler_of_events_publishes_a_notification() -> None:
    answer = handle(an_event("Mutation", "publishNotification", identity=IAM, input=NOTIFIED))
    assert answer == NOTIFIED
