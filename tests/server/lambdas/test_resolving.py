from collections.abc import Sequence
from typing import Any

import pytest

from domain.answers import Partial
from domain.errors import GoalNotFoundError, InvalidInputError, UnauthorizedError
from domain.goal import Goal
from domain.policy import Policy
from persistence.store import Store
from resolvers import registry
from resolvers.context import Context, Identity
from resolvers.registry import Resolver
from schema.codec import encode
from server.lambdas.events import events_of
from server.lambdas.resolving import Answer, Resolving
from tests.builders import a_goal, a_task
from tests.resolvers.asking import Caller
from tests.schema.asking import FakeRegistry
from tests.server.builders import NOW
from tests.server.lambdas.builders import KEPT, OWNER, an_event


@pytest.fixture
def resolvers(monkeypatch: pytest.MonkeyPatch) -> FakeRegistry:
    """Put fake resolvers in place of real ones."""
    fake, real = FakeRegistry(), registry.find

    def find(type_name: str, field_name: str) -> Resolver | None:
        return fake.find(type_name, field_name) or real(type_name, field_name)

    monkeypatch.setattr(registry, "find", find)
    return fake


@pytest.fixture
def ann(store: Store) -> Caller:
    return Caller(store=store, owner=OWNER, now=NOW)


@pytest.fixture
def resolving(store: Store) -> Resolving:
    return Resolving(ports=store.ports, policy=Policy(), clock=lambda: NOW)


async def answers(resolving: Resolving, *given: dict[str, Any]) -> list[Answer]:
    return await resolving.answers(events_of(list(given)))


async def test_a_resolver_is_given_what_the_event_says(
    resolving: Resolving, resolvers: FakeRegistry
) -> None:
    seen: list[Context] = []

    @resolvers.unit("Query", "goal")
    async def resolve(ctx: Context, *, goal_id: str) -> Goal:
        seen.append(ctx)
        return a_goal(goal_id=goal_id)

    event = {**KEPT["direct"], "prev": {"result": 1}, "stash": {"seen": 2}}
    (answer,) = await answers(resolving, event)
    assert answer.value["id"] == "3f1c2b4a-0000-4000-8000-000000000001"
    (ctx,) = seen
    assert (ctx.now, ctx.ports, ctx.policy) == (NOW, resolving.ports, Policy())
    assert ctx.identity == Identity(owner=OWNER)
    assert (ctx.info.parent_type_name, ctx.info.field_name) == ("Query", "goal")
    assert ctx.info.selection_set == ("id", "title", "tasks", "tasks/items", "tasks/items/title")
    assert ctx.request["host"] == "example.appsync-api.eu-central-1.amazonaws.com"
    assert (ctx.prev, ctx.stash) == ({"result": 1}, {"seen": 2})


async def test_an_argument_that_is_null_is_absent(
    resolving: Resolving, resolvers: FakeRegistry
) -> None:
    called: list[dict[str, Any]] = []

    @resolvers.unit("Query", "goals")
    async def resolve(_ctx: Context, **given: Any) -> None:
        called.append(given)

    await answers(resolving, an_event("Query", "goals", filter=None, limit=3, nextToken=None))
    assert called == [{"limit": 3}]


async def test_parents_asked_the_same_are_answered_by_one_call_in_their_order(
    resolving: Resolving, resolvers: FakeRegistry, ann: Caller
) -> None:
    goals = [await ann.create(title=title) for title in ("a", "b", "c")]
    called: list[list[str]] = []

    @resolvers.batch("Goal", "timezone")
    async def resolve(_ctx: Context, parents: Sequence[Goal]) -> list[str]:
        called.append([goal.title for goal in parents])
        return [goal.title.upper() for goal in parents]

    events = [an_event("Goal", "timezone", source=encode(goal)) for goal in goals]
    found = await answers(resolving, *events, events[0])
    assert [answer.value for answer in found] == ["A", "B", "C", "A"]
    assert called == [["a", "b", "c", "a"]]


async def test_parents_asked_otherwise_or_by_another_are_answered_by_calls_of_their_own(
    resolving: Resolving, resolvers: FakeRegistry, ann: Caller, store: Store
) -> None:
    bob = Caller(store=store, owner="bob", now=NOW)
    hers, his = encode(await ann.create()), encode(await bob.create())
    called: list[tuple[str, list[str], dict[str, Any]]] = []

    @resolvers.batch("Goal", "tasks")
    async def resolve(ctx: Context, parents: Sequence[Goal], **given: Any) -> list[None]:
        called.append((ctx.owner, [goal.owner for goal in parents], given))
        return [None] * len(parents)

    await answers(
        resolving,
        an_event("Goal", "tasks", source=hers, limit=1),
        an_event("Goal", "tasks", source=his, identity={"sub": "bob"}, limit=1),
        an_event("Goal", "tasks", source=hers, limit=2),
    )
    assert called == [
        (OWNER, [OWNER], {"limit": 1}),
        ("bob", ["bob"], {"limit": 1}),
        (OWNER, [OWNER], {"limit": 2}),
    ]


async def test_each_event_of_a_batch_is_a_call_of_a_unit_resolver(
    resolving: Resolving, ann: Caller
) -> None:
    wanted = {"pattern": "milestone", "target": {"value": 1, "unit": "km"}}
    events = [
        an_event("Mutation", "createGoal", input={**wanted, "title": title})
        for title in ("Walk", "Run", "walk")
    ]
    found = await answers(resolving, *events)
    assert [answer.value and answer.value["goal"]["title"] for answer in found] == [
        "Walk",
        "Run",
        None,
    ]
    assert len(await ann.store.ports.goals.all(OWNER)) == 2


async def test_a_parent_that_fails_leaves_the_others_as_they_are(
    resolving: Resolving, resolvers: FakeRegistry, ann: Caller
) -> None:
    goal = encode(await ann.create())
    refusal = GoalNotFoundError("g")

    @resolvers.batch("Goal", "timezone")
    async def resolve(_ctx: Context, parents: Sequence[Goal]) -> list[object]:
        return ["UTC", refusal, object()][: len(parents)]

    fine, refused, broken = await answers(
        resolving, *[an_event("Goal", "timezone", source=goal)] * 3
    )
    assert fine == Answer(value="UTC")
    assert refused == Answer(error=refusal)
    assert isinstance(broken.error, TypeError)


async def test_a_call_that_fails_answers_each_of_its_events(
    resolving: Resolving, ann: Caller
) -> None:
    goal = encode(await ann.create())
    events = [an_event("Goal", "activities", source=goal, limit=limit) for limit in (0, 0, 1)]
    refused, alike, fine = await answers(resolving, *events)
    assert isinstance(refused.error, InvalidInputError)
    assert alike.error is refused.error
    assert fine.value["items"] == []
    assert fine.value.keys() == {"items", "nextToken", "deleted", "syncedAt"}


async def test_a_malformed_argument_is_refused_by_its_name(resolving: Resolving) -> None:
    (answer,) = await answers(
        resolving, an_event("Query", "goalProgress", goalId="g", asOf="tomorrow")
    )
    assert isinstance(answer.error, InvalidInputError)
    assert answer.error.details["field"] == "asOf"


@pytest.mark.parametrize("identity", [KEPT["identities"]["iam"], None])
async def test_who_is_nobody_is_refused_and_sees_nothing(
    identity: dict[str, Any] | None, resolving: Resolving, ann: Caller
) -> None:
    goal = encode(await ann.create())
    found = await answers(
        resolving,
        an_event("Query", "me", identity=identity),
        an_event("Goal", "progress", source=goal, identity=identity),
    )
    assert [type(answer.error) for answer in found] == [UnauthorizedError] * 2


async def test_what_is_left_out_of_a_list_is_told_beside_it(
    resolving: Resolving, resolvers: FakeRegistry
) -> None:
    refusal = GoalNotFoundError("g")

    @resolvers.unit("Query", "myTasks")
    async def resolve(_ctx: Context, **_given: Any) -> Partial[object]:
        return Partial(items=(a_task(title="Run"),), errors=(refusal,))

    (answer,) = await answers(resolving, an_event("Query", "myTasks", goalId="g"))
    assert [task["title"] for task in answer.value] == ["Run"]
    assert (answer.error, answer.left_out) == (None, (refusal,))


@pytest.mark.parametrize(
    ("errors", "expected"),
    [((), Answer(value=[])), ((GoalNotFoundError("g"),) * 2, None)],
)
async def test_a_list_of_which_all_is_left_out_is_the_error_of_the_first(
    errors: tuple[Exception, ...],
    expected: Answer | None,
    resolving: Resolving,
    resolvers: FakeRegistry,
) -> None:
    @resolvers.unit("Query", "myTasks")
    async def resolve(_ctx: Context, **_given: Any) -> Partial[object]:
        return Partial(items=(), errors=errors)

    (answer,) = await answers(resolving, an_event("Query", "myTasks", goalId="g"))
    assert answer == (expected or Answer(error=errors[0]))


@pytest.mark.parametrize("field", [("Goal", "title"), ("Query", "unknown"), ("Post", "comments")])
async def test_a_field_without_a_resolver_is_a_fault(
    field: tuple[str, str], resolving: Resolving
) -> None:
    (answer,) = await answers(resolving, an_event(*field))
    assert isinstance(answer.error, LookupError)
    assert ".".join(field) in str(answer.error)
