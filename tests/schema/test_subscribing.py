"""Who may subscribe, what is meant for a subscriber, and what it is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import catalog
from resolvers.context import Identity
from schema.access import Access, Mode, closed_fields
from schema.build import contract
from schema.errors import error_body
from schema.publishing import published
from schema.subscribing import Subscribed, SubscriptionRefusedError, subscribed
from tests.builders import OWNER
from tests.schema.asking import an_operation

assert catalog.MODULES

GOAL_ID = "3f1c2b4a-0000-4000-8000-000000000001"
OTHER_ID = "3f1c2b4a-0000-4000-8000-000000000002"
LOGGED = """subscription($userId: ID!, $goalId: ID) {
  onActivityLogged(userId: $userId, goalId: $goalId) { userId goalId }
}"""


async def subscribe(query: str, variables: Any = None, **changes: Any) -> Subscribed:
    """Return the subscription of the ordinary owner."""
    return await subscribed(query, variables, None, an_operation(**changes))


async def refused(
    query: str, variables: Any = None, name: str | None = None, **changes: Any
) -> list[Any]:
    """Return the errors of a subscription that is refused, as a client is told them."""
    with pytest.raises(SubscriptionRefusedError) as caught:
        await subscribed(query, variables, name, an_operation(**changes))
    return [error_body(error, request_id="r") for error in caught.value.errors]


async def test_a_subscription_names_its_field_and_the_mutations_that_publish_to_it() -> None:
    found = await subscribe(LOGGED.replace("onAct", "mine: onAct"), {"userId": OWNER})
    assert found.field_name == "onActivityLogged"
    assert found.mutations == {"logActivity", "amendActivity", "removeActivity"}


@pytest.mark.parametrize("name", ["onGoalChanged", "onMilestoneAchieved", "onNotification"])
async def test_every_subscription_of_the_contract_can_be_subscribed_to(name: str) -> None:
    found = await subscribe(f'subscription {{ {name}(userId: "{OWNER}") {{ userId }} }}')
    assert found.field_name == name
    assert found.mutations
    assert all(f"  {mutation}(input: " in contract() for mutation in found.mutations)


@pytest.mark.parametrize(
    ("variables", "filters", "meant"),
    [
        ({}, {}, [GOAL_ID, OTHER_ID, None]),
        ({"goalId": None}, {"goalId": None}, [None]),
        ({"goalId": GOAL_ID}, {"goalId": GOAL_ID}, [GOAL_ID]),
    ],
    ids=["omitted", "null", "value"],
)
async def test_a_filter_takes_its_value_null_takes_null_and_none_takes_all(
    variables: dict[str, Any], filters: dict[str, Any], meant: list[str | None]
) -> None:
    found = await subscribe(LOGGED, {"userId": OWNER, **variables})
    assert found.filters == {"userId": OWNER, **filters}
    told = [
        goal_id
        for goal_id in (GOAL_ID, OTHER_ID, None)
        if found.is_meant({"userId": OWNER, "goalId": goal_id})
    ]
    assert told == meant


@pytest.mark.parametrize(
    "query",
    [
        f'subscription {{ onActivityLogged(userId: "{OWNER}", goalId: "{GOAL_ID}") {{ goalId }} }}',
        f"""subscription($me: ID!, $one: ID = "{GOAL_ID}") {{
          onActivityLogged(goalId: $one, userId: $me) {{ goalId }}
        }}""",
        """subscription($me: ID!, $id: ID) { ...On }
        fragment On on Subscription { onActivityLogged(userId: $me, goalId: $id) { goalId } }""",
    ],
    ids=["literal", "default of a variable under another name", "variable in a fragment"],
)
async def test_a_filter_is_read_wherever_its_value_is_written(query: str) -> None:
    given = {"me": OWNER, "id": GOAL_ID}
    found = await subscribe(query, {name: given[name] for name in given if f"${name}:" in query})
    assert found.filters == {"userId": OWNER, "goalId": GOAL_ID}


async def test_a_literal_null_filters_and_a_number_is_an_id_s_text() -> None:
    query = "subscription { onActivityLogged(userId: 7, goalId: null) { userId } }"
    found = await subscribe(query, identity=Identity(owner="7"))
    assert found.filters == {"userId": "7", "goalId": None}
    assert found.is_meant({"userId": "7"})


async def test_a_filter_on_what_the_mutation_did_not_select_is_met_by_null_alone() -> None:
    with_goal = await subscribe(LOGGED, {"userId": OWNER, "goalId": GOAL_ID})
    with_null = await subscribe(LOGGED, {"userId": OWNER, "goalId": None})
    assert not with_goal.is_meant({"userId": OWNER})
    assert with_null.is_meant({"userId": OWNER})
    assert not with_null.is_meant({"goalId": None})


@pytest.mark.parametrize("owner", ["bob", "", OWNER.upper(), f"{OWNER} "])
async def test_another_owner_s_changes_are_refused_in_appsync_s_words(owner: str) -> None:
    (error,) = await refused(LOGGED, {"userId": owner})
    assert error["errorType"] == "Unauthorized"
    assert error["message"] == "Not Authorized to access onActivityLogged on type Subscription"
    assert error["path"] == ["onActivityLogged"]


async def test_whoever_is_not_known_owns_nothing_to_hear_of() -> None:
    (error,) = await refused(LOGGED, {"userId": OWNER}, identity=None)
    assert error["errorType"] == "UNAUTHORIZED"


async def test_a_goal_s_id_that_cannot_be_one_is_refused() -> None:
    (error,) = await refused(LOGGED, {"userId": OWNER, "goalId": "my goal"})
    assert error["errorType"] == "VALIDATION_ERROR"
    assert error["message"] == "goalId must be a UUID in lower case; got 'my goal'"


async def test_another_owner_s_goal_is_never_heard_of() -> None:
    found = await subscribe(LOGGED, {"userId": OWNER, "goalId": OTHER_ID})
    assert not found.is_meant({"userId": "bob", "goalId": OTHER_ID})


@pytest.mark.parametrize("query", ["{ me { userId } }", "mutation { resumeAll { userId } }", ""])
async def test_what_is_no_subscription_is_not_executed(query: str) -> None:
    (error,) = await refused(query)
    assert error["errorType"] == "UnsupportedOperation"
    assert error["message"] == "unknown not supported through the realtime channel"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("subscription {", "Invalid Syntax : Expected Name, found <EOF>."),
        (
            LOGGED.replace("{ userId ", "{ user "),
            (
                "Validation error of type FieldUndefined: Field 'user' in type 'ActivityChange' is"
                " undefined @ 'onActivityLogged/user'"
            ),
        ),
        (
            """subscription { onNotification(userId: "a") { id }
            other: onGoalChanged(userId: "a") { userId } }""",
            (
                "Validation error of type SubscriptionMultipleRootFields: Anonymous Subscription"
                " must select only one top level field @ 'onGoalChanged'"
            ),
        ),
        (
            "subscription { __typename }",
            (
                "Validation error of type SubscriptionIntrospectionRootField: Anonymous"
                " Subscription must not select an introspection top level field @ '__typename'"
            ),
        ),
        (LOGGED, "Variable 'userId' has coerced Null value for NonNull type 'ID!'"),
        (
            "subscription { onNotification(userId: null) { id } }",
            (
                "Validation error of type WrongType: Expected value of non-null type 'ID!' not to"
                " be None @ 'onNotification'"
            ),
        ),
    ],
)
async def test_what_is_not_valid_is_told_in_appsync_s_words(query: str, message: str) -> None:
    (error,) = await refused(query)
    assert error["message"] == message
    assert error["path"] is None


async def test_the_operation_asked_for_must_be_clear() -> None:
    two = f"{LOGGED.replace('($', ' A($', 1)} query B {{ me {{ userId }} }}"
    variables = {"userId": OWNER}
    (missing,) = await refused(two, variables)
    (unknown,) = await refused(two, variables, "C")
    (query,) = await refused(two, variables, "B")
    assert missing["message"].endswith("Missing operation name")
    assert unknown["message"].endswith('Unknown operation named "C"')
    assert query["errorType"] == "UnsupportedOperation"
    found = await subscribed(two, variables, "A", an_operation())
    assert found.answer({"userId": OWNER}) == {
        "data": {"onActivityLogged": {"userId": OWNER, "goalId": None}}
    }


async def test_a_closed_field_anywhere_in_the_selection_refuses_the_whole() -> None:
    closed = frozenset({("Milestone", "name"), ("Goal", "color"), ("Query", "me")})
    query = """subscription($userId: ID!) { onGoalChanged(userId: $userId) {
      effects { lost: milestonesLost { ...M } milestonesAchieved { ...M } }
      goal { __typename color title }
    } }
    fragment M on Milestone { id called: name }"""
    named, colour = await refused(query, {"userId": OWNER}, closed=closed)
    assert (named["path"], named["errorType"], named["message"]) == (
        ["onGoalChanged", "effects", "lost", "called"],
        "Unauthorized",
        "Not Authorized to access name on type Milestone",
    )
    assert colour["message"] == "Not Authorized to access color on type Goal"


async def test_a_closed_field_that_is_left_out_refuses_nothing() -> None:
    closed = frozenset({("Goal", "color")})
    query = """subscription($userId: ID!, $all: Boolean!) { onGoalChanged(userId: $userId) {
      goal { title color @include(if: $all) }
    } }"""
    assert await refused(query, {"userId": OWNER, "all": True}, closed=closed)
    found = await subscribe(query, {"userId": OWNER, "all": False}, closed=closed)
    answer = found.answer({"goal": {"title": "Read", "color": "#000000"}})
    assert answer == {"data": {"onGoalChanged": {"goal": {"title": "Read"}}}}


@pytest.mark.parametrize("mode", [Mode.API_KEY, Mode.IAM])
async def test_a_mode_that_owns_nothing_cannot_subscribe(mode: Mode) -> None:
    closed = closed_fields(Access(mode=mode))
    (error,) = await refused(LOGGED, {"userId": OWNER}, closed=closed)
    assert error["message"] == "Not Authorized to access onActivityLogged on type Subscription"


async def test_the_payload_is_told_as_the_subscription_selects_it() -> None:
    found = await subscribe(
        """subscription($userId: ID!, $yes: Boolean = true) {
          told: onGoalChanged(userId: $userId) {
            __typename
            who: userId
            ...Rest
            goal @skip(if: $yes) { title }
            task { title tags dueAt }
            milestone { percentage }
          }
        }
        fragment Rest on GoalChange { goal { name: title status tags metadata progress } }""",
        {"userId": OWNER},
    )
    goal = {
        "title": "Read",
        "status": "active",
        "tags": ["a"],
        "metadata": '{"a": 1}',
        "progress": 12.5,
        "color": "#000000",
    }
    task: dict[str, Any] = {"title": "Choose", "tags": [], "dueAt": "2026-03-02T09:30:00Z"}
    answer = found.answer({"userId": OWNER, "goal": goal, "task": task, "milestone": None})
    assert answer == {
        "data": {
            "told": {
                "__typename": "GoalChange",
                "who": OWNER,
                "goal": {
                    "name": "Read",
                    "status": "active",
                    "tags": ["a"],
                    "metadata": '{"a": 1}',
                    "progress": 12.5,
                },
                "task": task,
                "milestone": None,
            }
        }
    }


async def test_what_the_mutation_did_not_select_is_null_with_an_error_where_it_may_not_be() -> None:
    found = await subscribe(
        """subscription($userId: ID!) { on: onGoalChanged(userId: $userId) {
          goalId goal { name: title color } effects { milestonesAchieved { id isCustom } }
        } }""",
        {"userId": OWNER},
    )
    achieved = [{"id": "a", "isCustom": False}, {"id": "b"}]
    answer = found.answer(
        {"goal": {"color": "#000000"}, "effects": {"milestonesAchieved": achieved}}
    )
    assert answer == {
        "data": {"on": {"goalId": None, "goal": None, "effects": {"milestonesAchieved": None}}},
        "errors": [
            {
                "message": "Cannot return null for non-nullable type: 'String' within parent"
                " 'Goal' (/on/goal/name)",
                "path": ["on", "goal", "name"],
            },
            {
                "message": "Cannot return null for non-nullable type: 'Boolean' within parent"
                " 'Milestone' (/on/effects/milestonesAchieved[1]/isCustom)",
                "path": ["on", "effects", "milestonesAchieved", 1, "isCustom"],
            },
        ],
    }


async def test_a_payload_that_is_no_value_of_the_contract_is_null_with_its_error() -> None:
    found = await subscribe(
        f'subscription {{ onNotification(userId: "{OWNER}") {{ kind title }} }}'
    )
    answer = found.answer({"kind": "no such kind", "title": "Well done"})
    assert answer["data"] == {"onNotification": {"kind": None, "title": "Well done"}}
    (error,) = answer["errors"]
    assert error["path"] == ["onNotification", "kind"]


_OWNERS = st.sampled_from(("ann", "bob", "", "ann ", "7"))
_GOALS = st.sampled_from((GOAL_ID, OTHER_ID))
_SELECTED = st.lists(
    st.sampled_from(
        ("userId", "goalId", "who: userId", "userId: goalId", "goalId: userId", "goal { userId }")
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each.partition(":")[0],
)


@given(
    subscriber=_OWNERS, owner=_OWNERS, goal_id=_GOALS, wanted=_GOALS | st.none(), selected=_SELECTED
)
async def test_what_an_owner_s_mutation_publishes_is_never_meant_for_another_owner(
    subscriber: str, owner: str, goal_id: str, wanted: str | None, selected: list[str]
) -> None:
    try:
        found = await subscribe(
            LOGGED,
            {"userId": subscriber, "goalId": wanted},
            identity=Identity(owner=subscriber),
        )
    except SubscriptionRefusedError:
        assert not subscriber
        return
    mutation = 'mutation { a: removeActivity(input: {goalId: "g", activityId: "a"}) { %s } }'
    values = {"userId": owner, "goalId": goal_id, "goal": {"userId": owner}}
    answer = {
        name: values[of.partition(" ")[0]] for name, _, of in (_pair(each) for each in selected)
    }
    for each in published(mutation % " ".join(selected), None, None, {"a": answer}):
        assert each.mutation in found.mutations
        assert not found.is_meant(each.payload) or owner == subscriber


def _pair(selected: str) -> tuple[str, str, str]:
    """Return the name in the answer, and the field selected under it."""
    name, _, of = selected.partition(": ")
    return name.partition(" ")[0], ":", of or name
