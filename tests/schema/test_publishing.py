"""What a mutation publishes: its answer, by the contract's names alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.answers import ActivityChange, BulkChange, Effects, GoalChange
from domain.milestone import Milestone
from resolvers import catalog
from schema.access import Access, Mode, closed_fields
from schema.publishing import Published, achieved, published, replayed
from tests.builders import NOW, OWNER, a_goal, an_activity
from tests.schema.asking import FakeRegistry, an_operation, ask

assert catalog.MODULES

LOG = 'logActivity(input: {goalId: "g", value: 1})'


def payloads(query: str, data: Any, variables: Any = None, name: str | None = None) -> list[Any]:
    """Return the mutations that published, each with its payload."""
    return [(each.mutation, each.payload) for each in published(query, name, variables, data)]


def test_each_mutation_publishes_its_answer_under_its_own_name() -> None:
    query = f"mutation {{ a: {LOG} {{ userId }} resumeAll {{ userId }} b: {LOG} {{ goalId }} }}"
    data = {"a": {"userId": "ann"}, "resumeAll": {"userId": "ann"}, "b": {"goalId": "g"}}
    assert payloads(query, data) == [
        ("logActivity", {"userId": "ann"}),
        ("resumeAll", {"userId": "ann"}),
        ("logActivity", {"goalId": "g"}),
    ]


def test_what_was_replayed_is_not_published() -> None:
    query = f"mutation {{ a: {LOG} {{ userId }} b: {LOG} {{ goalId }} }}"
    data = {"a": {"userId": "ann"}, "b": {"goalId": "g"}}
    told = [*published(query, None, None, data, replayed=frozenset({"a"}))]
    assert told == [Published(mutation="logActivity", payload={"goalId": "g"})]


def test_what_was_not_answered_is_not_published() -> None:
    query = f"mutation {{ __typename a: {LOG} {{ userId }} }}"
    assert payloads(query, None) == []
    assert payloads(query, {"__typename": "Mutation", "a": None}) == []
    assert payloads(query, {"__typename": "Mutation"}) == []


def test_queries_publish_nothing() -> None:
    assert payloads("{ me { userId } }", {"me": {"userId": "ann"}}) == []


def test_a_field_under_another_name_is_absent_at_every_depth() -> None:
    query = f"""mutation {{ {LOG} {{
      userId: goalId who: userId goalId
      goal {{ title: description name: title color: color }}
      effects {{ all: milestonesAchieved {{ id }} milestonesLost {{ id as: name }} }}
    }} }}"""
    answer = {
        "userId": "g",
        "who": "ann",
        "goalId": "g",
        "goal": {"title": "About", "name": "Read", "color": "#000000"},
        "effects": {"all": [{"id": "1"}], "milestonesLost": [{"id": "2", "as": "x"}]},
    }
    assert payloads(query, {"logActivity": answer}) == [
        (
            "logActivity",
            {
                "goalId": "g",
                "goal": {"color": "#000000"},
                "effects": {"milestonesLost": [{"id": "2"}]},
            },
        )
    ]


def test_an_object_of_other_names_alone_is_empty() -> None:
    query = f"mutation {{ {LOG} {{ goal {{ userId: title }} who: userId }} }}"
    answer = {"goal": {"userId": "bob"}, "who": "ann"}
    assert payloads(query, {"logActivity": answer}) == [("logActivity", {"goal": {}})]


def test_fragments_and_what_is_skipped_are_as_in_the_answer() -> None:
    query = f"""mutation Other {{ resumeAll {{ userId }} }}
    mutation Asked($no: Boolean = false, $yes: Boolean!) {{
      {LOG} {{ ...Ids goal @include(if: $no) {{ title }} ... @skip(if: $no) {{ goalId }} }}
      resumeAll @skip(if: $yes) {{ userId }}
    }}
    fragment Ids on ActivityChange {{ userId goal @include(if: $yes) {{ id }} }}"""
    answer = {"userId": "ann", "goal": {"id": "g"}, "goalId": "g"}
    told = payloads(query, {"logActivity": answer}, {"yes": True}, "Asked")
    assert told == [("logActivity", answer)]


def test_a_document_too_long_to_be_kept_publishes_alike() -> None:
    query = f"mutation {{ {LOG} {{ userId }} }} #{'x' * 10_000}"
    assert payloads(query, {"logActivity": {"userId": "ann"}}) == [
        ("logActivity", {"userId": "ann"})
    ]


def a_milestone(**changes: Any) -> Milestone:
    """Return a quarter of the ladder that was achieved."""
    values: dict[str, Any] = {
        "milestone_id": "milestone_25_g",
        "name": "First Quarter",
        "percentage": Decimal(25),
        "achieved_at": NOW - timedelta(days=1),
    }
    return Milestone(**(values | changes))


async def test_milestones_achieved_are_published_whole_whatever_was_selected(
    resolvers: FakeRegistry,
) -> None:
    own = a_milestone(
        milestone_id="m", name="Own", description="Why", amount=Decimal(3), is_custom=True
    )
    unreached = a_milestone(achieved_at=None)
    effects = Effects(milestones_achieved=(a_milestone(), own), milestones_lost=(unreached,))
    goal, activity = a_goal(), an_activity()

    @resolvers.unit("Mutation", "logActivity")
    async def log(_ctx: object, **_given: object) -> ActivityChange:
        return ActivityChange(
            owner=OWNER, goal_id=goal.goal_id, goal=goal, activity=activity, effects=effects
        )

    operation = an_operation()
    result = await ask(f"mutation {{ {LOG} {{ __typename }} }}", operation=operation)
    assert result.errors is None
    whole = {
        "userId": OWNER,
        "goalId": goal.goal_id,
        "goalTitle": goal.title,
        "milestoneId": "milestone_25_g",
        "name": "First Quarter",
        "percentage": 25,
        "achievedAt": "2026-03-01T09:30:00Z",
        "description": None,
        "amount": None,
        "isCustom": False,
    }
    custom = {"milestoneId": "m", "name": "Own", "description": "Why", "amount": 3}
    assert [*achieved(operation)] == [
        Published(mutation="publishMilestone", payload=whole),
        Published(mutation="publishMilestone", payload={**whole, **custom, "isCustom": True}),
    ]


def test_milestones_that_many_activities_achieved_are_published_once_for_each_goal() -> None:
    change = GoalChange(
        owner=OWNER,
        goal_id="g",
        goal=a_goal(),
        effects=Effects(milestones_achieved=(a_milestone(),)),
    )
    replayed = replace(change, is_replayed=True)
    many = BulkChange(owner=OWNER, results=(), goals=(change, replayed))
    found = [*achieved(an_operation(changes={"logActivities": many}))]
    assert [each.payload["milestoneId"] for each in found] == ["milestone_25_g"]


def test_a_change_without_a_milestone_achieved_publishes_none() -> None:
    goal = a_goal()
    change = GoalChange(owner=OWNER, goal_id=goal.goal_id, goal=goal)
    bulk = BulkChange(owner=OWNER, results=())
    operation = an_operation(changes={"one": change, "other": bulk, "none": None})
    assert [*achieved(operation)] == []


def test_a_replayed_change_achieves_nothing_again() -> None:
    goal, effects = a_goal(), Effects(milestones_achieved=(a_milestone(),))
    change = GoalChange(owner=OWNER, goal_id=goal.goal_id, goal=goal, effects=effects)
    bulk = BulkChange(owner=OWNER, results=(), is_replayed=True)
    changes = {"one": replace(change, is_replayed=True), "other": change, "bulk": bulk, "me": None}
    operation = an_operation(changes=changes)
    assert replayed(operation) == {"one", "bulk"}
    assert len([*achieved(operation)]) == 1


async def test_mutations_leave_their_answers_by_their_names(resolvers: FakeRegistry) -> None:
    @resolvers.unit("Mutation", "resumeAll")
    async def resume(_ctx: object, **_given: object) -> BulkChange:
        return BulkChange(owner=OWNER, results=(), is_replayed=True)

    operation = an_operation()
    document = "mutation { one: resumeAll { replayed } resumeAll(input: null) { replayed } }"
    answer = (await ask(document, operation=operation)).data
    assert answer == {"one": {"replayed": True}, "resumeAll": {"replayed": True}}
    assert replayed(operation) == {"one", "resumeAll"}


async def test_queries_are_no_changes(resolvers: FakeRegistry) -> None:
    @resolvers.unit("Query", "activeGoalsCount")
    async def count(_ctx: object) -> int:
        return 1

    operation = an_operation()
    assert (await ask("{ activeGoalsCount }", operation=operation)).data == {"activeGoalsCount": 1}
    assert operation.changes == {}


PUBLISH = """mutation($input: PublishNotificationInput!) {
  publishNotification(input: $input) { userId id goalId kind title message createdAt }
}"""
NOTIFIED = {
    "userId": OWNER,
    "id": "n",
    "goalId": None,
    "kind": "goal_completed",
    "title": "Done",
    "message": "Well done.",
    "createdAt": "2026-03-02T09:30:00Z",
}


async def test_a_signed_request_publishes_and_reaches_all_that_it_publishes() -> None:
    operation = an_operation(identity=None, closed=closed_fields(Access(mode=Mode.IAM)))
    result = await ask(PUBLISH, {"input": NOTIFIED}, operation=operation)
    assert (result.errors, result.data) == (None, {"publishNotification": NOTIFIED})
    assert payloads(PUBLISH, result.data, {"input": NOTIFIED}) == [
        ("publishNotification", NOTIFIED)
    ]


@pytest.mark.parametrize("mode", [Mode.COGNITO, Mode.OIDC, Mode.LAMBDA, Mode.API_KEY])
async def test_nobody_else_publishes(mode: Mode) -> None:
    operation = an_operation(closed=closed_fields(Access(mode=mode)))
    result = await ask(PUBLISH, {"input": NOTIFIED}, operation=operation)
    assert [error.message for error in result.errors or ()] == [
        "Not Authorized to access publishNotification on type Mutation"
    ]
    assert payloads(PUBLISH, result.data, {"input": NOTIFIED}) == []
