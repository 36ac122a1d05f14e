"""Who may subscribe, and what is told to subscribers by the mutations that publish."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from domain.errors import InvalidInputError, UnauthorizedError
from domain.news import Achievement, Notification, NotificationKind
from resolvers import registry
from resolvers.subscribing import ForeignSubscriptionError
from tests.builders import NOW
from tests.resolvers.asking import Caller

SUBSCRIPTIONS = sorted(
    each.field_name for each in registry.registered() if each.type_name == "Subscription"
)
OF_A_GOAL = ["onActivityLogged", "onMilestoneAchieved"]
GOAL_ID = "3f1c2b4a-0000-4000-8000-000000000001"
ACHIEVED = Achievement(
    owner="ann",
    goal_id=GOAL_ID,
    goal_title="Read more",
    milestone_id=f"milestone_50_{GOAL_ID}",
    name="Halfway Point",
    percentage=Decimal(50),
    achieved_at=NOW,
)
NOTIFIED = Notification(
    owner="ann",
    notification_id="01KJQ0000000000000000000AA",
    kind=NotificationKind.STREAK_AT_RISK,
    title="Read today",
    message="Your streak of 12 days ends tonight.",
    created_at=NOW,
)


async def subscribe(caller: Caller, name: str, **arguments: str | None) -> None:
    """Subscribe, or be refused."""
    found = registry.find("Subscription", name)
    assert found is not None
    answer: object = await found.function(caller.context("Subscription", name), **arguments)
    assert answer is None


def test_there_are_four_subscriptions() -> None:
    assert SUBSCRIPTIONS == [
        "onActivityLogged",
        "onGoalChanged",
        "onMilestoneAchieved",
        "onNotification",
    ]


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
async def test_an_owner_subscribes_to_its_own(name: str, ann: Caller) -> None:
    await subscribe(ann, name, user_id="ann")


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
async def test_another_owner_s_are_refused(name: str, bob: Caller) -> None:
    for owner in ("ann", "", "Bob", "bob "):
        with pytest.raises(
            ForeignSubscriptionError, match=f"Not Authorized to access {name} on type Subscription"
        ) as caught:
            await subscribe(bob, name, user_id=owner)
        assert caught.value.code == "Unauthorized"


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
async def test_whoever_is_not_known_is_refused(name: str, ann: Caller) -> None:
    found = registry.find("Subscription", name)
    assert found is not None
    nobody = replace(ann.context("Subscription", name), identity=None)
    with pytest.raises(UnauthorizedError):
        await found.function(nobody, user_id="ann")


@pytest.mark.parametrize("name", OF_A_GOAL)
async def test_any_goal_s_id_may_be_asked_about_for_only_the_owner_s_are_told(
    name: str, ann: Caller
) -> None:
    await subscribe(ann, name, user_id="ann", goal_id=None)
    await subscribe(ann, name, user_id="ann", goal_id=(await ann.create()).goal_id)
    await subscribe(ann, name, user_id="ann", goal_id=str(uuid4()))


@pytest.mark.parametrize("name", OF_A_GOAL)
@pytest.mark.parametrize("goal_id", ["", "a goal", GOAL_ID.upper(), f"{GOAL_ID}\n", f" {GOAL_ID}"])
async def test_what_is_no_goal_s_id_is_refused(name: str, goal_id: str, ann: Caller) -> None:
    with pytest.raises(InvalidInputError, match="goalId must be a UUID in lower case"):
        await subscribe(ann, name, user_id="ann", goal_id=goal_id)


async def test_a_milestone_published_is_answered_as_it_was_given(ann: Caller) -> None:
    whole = replace(ACHIEVED, description="Why", amount=Decimal("12.5"), is_custom=True)
    for told in (ACHIEVED, whole):
        assert await ann.mutate("publishMilestone", told) == told


async def test_a_notification_published_is_answered_as_it_was_given(ann: Caller) -> None:
    for told in (NOTIFIED, replace(NOTIFIED, goal_id=GOAL_ID)):
        assert await ann.mutate("publishNotification", told) == told


async def test_handlers_of_events_publish_for_any_owner(bob: Caller) -> None:
    assert await bob.mutate("publishMilestone", ACHIEVED) == ACHIEVED
    assert await bob.mutate("publishNotification", NOTIFIED) == NOTIFIED


async def test_white_space_around_what_is_published_is_dropped(ann: Caller) -> None:
    milestone = replace(ACHIEVED, name=" Halfway Point\n", goal_title="\tRead more")
    assert await ann.mutate("publishMilestone", milestone) == ACHIEVED
    notification = replace(NOTIFIED, title=" Read today ")
    assert await ann.mutate("publishNotification", notification) == NOTIFIED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner": ""}, "userId"),
        ({"owner": "a" * 129}, "userId"),
        ({"owner": "ann b"}, "userId"),
        ({"owner": "ann\n"}, "userId"),
        ({"goal_id": "g"}, "goalId"),
        ({"goal_title": " "}, "goalTitle"),
        ({"goal_title": "a" * 201}, "goalTitle"),
        ({"milestone_id": ""}, "milestoneId"),
        ({"name": "a" * 101}, "name"),
        ({"percentage": Decimal("-0.01")}, "percentage"),
        ({"percentage": Decimal("100.01")}, "percentage"),
        ({"description": "a" * 501}, "description"),
        ({"amount": Decimal(10) ** 13}, "amount"),
    ],
)
async def test_a_milestone_that_cannot_be_is_not_published(
    changes: Mapping[str, Any], field: str, ann: Caller
) -> None:
    with pytest.raises(InvalidInputError, match=f"^{field} must"):
        await ann.mutate("publishMilestone", replace(ACHIEVED, **changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner": "ann b"}, "userId"),
        ({"notification_id": ""}, "id"),
        ({"goal_id": ""}, "goalId"),
        ({"title": ""}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"message": " "}, "message"),
        ({"message": "a" * 1_001}, "message"),
    ],
)
async def test_a_notification_that_cannot_be_is_not_published(
    changes: Mapping[str, Any], field: str, ann: Caller
) -> None:
    with pytest.raises(InvalidInputError, match=f"^{field} must"):
        await ann.mutate("publishNotification", replace(NOTIFIED, **changes))
