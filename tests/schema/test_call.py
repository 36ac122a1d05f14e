import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.answers import GoalChange, Page, Partial
from domain.errors import GoalNotFoundError
from domain.goal import Goal, GoalStatus
from domain.milestone import Milestone
from domain.policy import Policy
from domain.requests import GoalFilter, GoalMove, GoalSort, NewGoal
from resolvers.context import Context, Identity
from schema.call import Operation
from schema.codec import encode
from tests.builders import GOAL_ID, NOW, OWNER, a_goal, a_schedule
from tests.schema.asking import FakeRegistry, an_operation, ask

EVERYONE = ("goal-a", "goal-b", "goal-c")
GOALS = tuple(a_goal(goal_id=each) for each in EVERYONE)


def answering(resolvers: FakeRegistry, field: str, answer: object) -> list[dict[str, Any]]:
    """Answer a query always the same and return the arguments it is called with."""
    calls: list[dict[str, Any]] = []

    @resolvers.unit("Query", field)
    async def resolve(_ctx: Context, **arguments: Any) -> object:
        calls.append(arguments)
        return answer

    return calls


async def test_a_domain_value_is_read_as_its_mirror(resolvers: FakeRegistry) -> None:
    goal = a_goal(metadata='{"a":1}', schedule=a_schedule(preferred_times=(NOW.time(),)))
    answering(resolvers, "goal", goal)
    answer = await ask(
        '{ goal(goalId: "g") { id userId title pattern status createdAt version metadata'
        " target { metric value unit direction period }"
        " schedule { startDate checkInFrequency preferredTimes catchUpAllowed } } }"
    )
    assert answer.errors is None
    assert answer.data is not None
    assert answer.data["goal"] == {
        "id": GOAL_ID,
        "userId": OWNER,
        "title": "Read more",
        "pattern": "milestone",
        "status": "active",
        "createdAt": "2026-03-02T09:30:00Z",
        "version": 0,
        "metadata": '{"a":1}',
        "target": {
            "metric": "custom",
            "value": 100,
            "unit": "pages",
            "direction": "increase",
            "period": None,
        },
        "schedule": {
            "startDate": None,
            "checkInFrequency": "daily",
            "preferredTimes": ["09:30"],
            "catchUpAllowed": True,
        },
    }


async def test_a_resolver_is_given_the_operation_and_the_field(resolvers: FakeRegistry) -> None:
    contexts: list[Context] = []

    @resolvers.unit("Query", "goal")
    async def resolve(ctx: Context, **_arguments: Any) -> None:
        contexts.append(ctx)

    operation = an_operation(
        request={"host": "example.org"}, policy=Policy(active_goals=3), stash={"seen": 1}
    )
    await ask('{ goal(goalId: "g") { id } }', operation=operation)
    (context,) = contexts
    assert (context.info.parent_type_name, context.info.field_name) == ("Query", "goal")
    assert context.arguments == {"goalId": "g"}
    assert (context.now, context.identity) == (NOW, Identity(owner=OWNER))
    assert context.request == {"host": "example.org"}
    assert context.policy.active_goals == 3
    assert context.stash is operation.stash
    assert context.source is None


async def test_absent_arguments_are_not_passed_and_null_is_none(resolvers: FakeRegistry) -> None:
    calls = answering(resolvers, "goals", Page(items=(), next_token=None))
    await ask("{ goals { nextToken } }")
    await ask("{ goals(filter: null, limit: null) { nextToken } }")
    await ask("query ($limit: Int) { goals(limit: $limit) { nextToken } }")
    assert calls == [{}, {"filter": None, "limit": None}, {}]


async def test_arguments_are_domain_values_in_snake_case(resolvers: FakeRegistry) -> None:
    calls = answering(resolvers, "goals", Page(items=GOALS, next_token="t"))
    answer = await ask(
        "query ($filter: GoalFilter, $token: String) { goals(filter: $filter, sort: title_asc,"
        " nextToken: $token) { items { id } nextToken } }",
        {"filter": {"status": ["paused"], "search": "a"}, "token": "x"},
    )
    assert calls == [
        {
            "filter": GoalFilter(status=(GoalStatus.PAUSED,), search="a"),
            "sort": GoalSort.TITLE_ASC,
            "next_token": "x",
        }
    ]
    assert answer.data == {
        "goals": {"items": [{"id": goal.goal_id} for goal in GOALS], "nextToken": "t"}
    }


async def test_an_input_is_the_domain_s_request(resolvers: FakeRegistry) -> None:
    made: list[NewGoal] = []

    @resolvers.unit("Mutation", "createGoal")
    async def resolve(_ctx: Context, *, input: NewGoal) -> GoalChange:
        made.append(input)
        goal = a_goal(title=input.title)
        return GoalChange(owner=OWNER, goal_id=goal.goal_id, goal=goal)

    answer = await ask(
        'mutation ($metadata: AWSJSON) { createGoal(input: {title: "Run", pattern: limit,'
        ' target: {value: 0.1, unit: "km"}, deadline: "2026-12-31Z", metadata: $metadata,'
        ' schedule: {preferredTimes: ["06:45"]}}) { userId goal { title } task { id } } }',
        {"metadata": '{"b": 1, "a": 2}'},
    )
    assert answer.data == {"createGoal": {"userId": OWNER, "goal": {"title": "Run"}, "task": None}}
    assert made[0].target.value == Decimal("0.1")
    assert made[0].metadata == '{"a":2,"b":1}'
    assert encode(made[0].deadline) == "2026-12-31"
    assert encode(made[0].schedule) == {"preferredTimes": ["06:45"]}


async def test_an_input_that_breaks_its_form_fails_its_field_alone(
    resolvers: FakeRegistry,
) -> None:
    moves: list[GoalMove] = []

    @resolvers.unit("Mutation", "resumeGoal")
    async def resolve(_ctx: Context, *, input: GoalMove) -> None:
        moves.append(input)

    resolvers.unit("Mutation", "updateProfile")(resolve)
    answer = await ask(
        'mutation { updateProfile(input: {dayStart: "4"}) { version }'
        ' resumeGoal(input: {goalId: "g", expectedVersion: 2}) { goalId } }'
    )
    assert answer.data == {"updateProfile": None, "resumeGoal": None}
    assert answer.errors is not None
    assert [error.path for error in answer.errors] == [["updateProfile"]]
    assert answer.errors[0].message == (
        "dayStart must be a time as HH:MM from 00:00 to 23:59; got '4'"
    )
    assert moves == [GoalMove(goal_id="g", expected_version=2)]


class Batches:
    """A batch resolver that remembers what it was asked; it answers by the goal's id."""

    def __init__(self, answers: Sequence[object]) -> None:
        self.answers = dict(zip(EVERYONE, answers, strict=True))
        self.calls: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    async def __call__(
        self, ctx: Context, parents: Sequence[Goal], **arguments: Any
    ) -> Sequence[object]:
        assert ctx.source is None
        await asyncio.sleep(0)
        self.calls.append((tuple(parent.goal_id for parent in parents), arguments))
        return [self.answers[parent.goal_id] for parent in parents]


def batched(resolvers: FakeRegistry, field: str, answers: Sequence[object]) -> Batches:
    """Register a batch resolver of goals, answered for three of them."""
    answering(resolvers, "myGoals", GOALS)
    batches = Batches(answers)
    resolvers.batch("Goal", field)(batches)
    return batches


async def test_all_parents_of_a_list_are_answered_by_one_call(resolvers: FakeRegistry) -> None:
    batches = batched(resolvers, "progress", [Decimal("33.335"), Decimal(0), None])
    answer = await ask("{ myGoals { progress } }")
    assert answer.data == {"myGoals": [{"progress": 33.34}, {"progress": 0.0}, {"progress": None}]}
    assert batches.calls == [(EVERYONE, {})]


async def test_other_arguments_are_another_call(resolvers: FakeRegistry) -> None:
    batches = batched(resolvers, "progress", [Decimal(1), Decimal(2), Decimal(3)])
    answer = await ask(
        '{ myGoals { now: progress then: progress(asOf: "2026-03-01T00:00:00Z") same: progress } }'
    )
    assert answer.errors is None
    twice = tuple(each for each in EVERYONE for _ in range(2))
    as_of = {"as_of": datetime(2026, 3, 1, tzinfo=UTC)}
    assert sorted(batches.calls, key=str) == [(twice, {}), (EVERYONE, as_of)]


async def test_an_exception_fails_its_parent_alone(resolvers: FakeRegistry) -> None:
    batched(resolvers, "totalTasks", [1, GoalNotFoundError("goal-b"), 3])
    answer = await ask("{ myGoals { id totalTasks } }")
    assert answer.data is not None
    assert [goal["totalTasks"] for goal in answer.data["myGoals"]] == [1, None, 3]
    assert answer.errors is not None
    assert [error.path for error in answer.errors] == [["myGoals", 1, "totalTasks"]]


async def test_a_batch_of_another_length_fails_every_parent(resolvers: FakeRegistry) -> None:
    answering(resolvers, "myGoals", GOALS)

    @resolvers.batch("Goal", "totalTasks")
    async def resolve(_ctx: Context, _parents: Sequence[Goal]) -> list[int]:
        return [1]

    answer = await ask("{ myGoals { totalTasks } }")
    assert answer.errors is not None
    assert len(answer.errors) == 3


async def test_a_later_list_is_another_call(resolvers: FakeRegistry) -> None:
    batches = batched(resolvers, "totalTasks", [1, 2, 3])
    operation = an_operation()
    await ask("{ myGoals { totalTasks } }", operation=operation)
    await ask("{ myGoals { totalTasks } }", operation=operation)
    assert len(batches.calls) == 2


async def test_batch_values_are_shown_as_their_mirror_shows_them(resolvers: FakeRegistry) -> None:
    reached = Milestone(
        milestone_id="m1", name="Half", percentage=Decimal("49.995"), achieved_at=NOW
    )
    batched(resolvers, "milestones", [(reached, replace(reached, achieved_at=None)), (), None])
    answer = await ask("{ myGoals { milestones { id percentage achieved achievedAt } } }")
    assert answer.data is not None
    first, *others = answer.data["myGoals"]
    assert first["milestones"] == [
        {"id": "m1", "percentage": 50.0, "achieved": True, "achievedAt": "2026-03-02T09:30:00Z"},
        {"id": "m1", "percentage": 50.0, "achieved": False, "achievedAt": None},
    ]
    assert others == [{"milestones": []}, {"milestones": None}]


async def test_a_partial_answer_keeps_its_errors_on_the_operation(
    resolvers: FakeRegistry,
) -> None:
    answering(resolvers, "myGoals", Partial(items=GOALS[:1], errors=(GoalNotFoundError("goal-b"),)))
    operation = an_operation()
    answer = await ask("{ mine: myGoals { id } }", operation=operation)
    assert answer.data == {"mine": [{"id": "goal-a"}]}
    assert answer.errors is None
    (error,) = operation.errors
    assert error.path == ["mine"]
    assert [(at.line, at.column) for at in error.locations or ()] == [(1, 3)]
    assert isinstance(error.original_error, GoalNotFoundError)


async def test_a_field_without_a_resolver_is_the_parent_s_attribute_or_null(
    resolvers: FakeRegistry,
) -> None:
    answering(resolvers, "myGoals", GOALS[:1])
    answer = await ask('{ goal(goalId: "g") { id } myGoals { timezone } }')
    assert answer.errors is None
    assert answer.data == {"goal": None, "myGoals": [{"timezone": None}]}


async def test_a_unit_resolver_below_the_root_is_given_its_parent(resolvers: FakeRegistry) -> None:
    answering(resolvers, "myGoals", GOALS[:1])
    sources: list[object] = []

    @resolvers.unit("Goal", "timezone")
    async def resolve(ctx: Context) -> str:
        sources.append(ctx.source)
        return "UTC"

    answer = await ask("{ myGoals { timezone } }")
    assert answer.data == {"myGoals": [{"timezone": "UTC"}]}
    assert sources == [GOALS[0]]


def test_operations_share_nothing() -> None:
    operation, other = an_operation(), an_operation()
    assert operation != other
    assert operation.stash is not other.stash
    assert isinstance(operation, Operation)
