import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from domain.goal import Goal
from persistence.store import Store
from resolvers import registry
from resolvers.registry import Resolver
from server.lambdas import container
from server.lambdas.telemetry import LOGGER
from tests.server.lambdas.builders import KEPT, an_event
from tests.server.lambdas.faces import a_container, a_context, a_resolving, handle

A_GOAL = {"title": "Walk", "pattern": "milestone", "target": {"value": 1, "unit": "km"}}
ID = a_context().aws_request_id


@pytest.fixture(autouse=True)
def _contained(store: Store) -> Iterator[None]:
    with a_container(a_resolving(store)):
        yield


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Return where the function's log goes."""
    written = io.StringIO()
    monkeypatch.setattr(LOGGER.registered_handler, "stream", written)
    return written


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def measured(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the metrics of the last invocation."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def created() -> dict[str, Any]:
    answer: dict[str, Any] = handle(an_event("Mutation", "createGoal", input=A_GOAL))
    goal: dict[str, Any] = answer["goal"]
    return goal


def failing(monkeypatch: pytest.MonkeyPatch, *, is_batch: bool = False) -> None:
    """Let every resolver fail unforeseen."""

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("hunter2")

    def find(type_name: str, field_name: str) -> Resolver:
        return Resolver(
            type_name=type_name, field_name=field_name, function=fail, is_batch=is_batch
        )

    monkeypatch.setattr(registry, "find", find)


def test_one_event_is_answered_with_the_value_of_its_field() -> None:
    goal = created()
    assert goal["title"] == "Walk"
    assert handle(an_event("Query", "goal", goalId=goal["id"]))["id"] == goal["id"]
    assert handle(an_event("Goal", "progress", source=goal)) == 0


def test_an_event_of_powertools_is_answered() -> None:
    with pytest.raises(Exception, match=r"goal '3f1c2b4a.*' does not exist") as refusal:
        handle(KEPT["direct"])
    assert refusal.typename == "GOAL_NOT_FOUND"


def test_a_refusal_is_raised_as_a_class_of_its_code_s_name() -> None:
    with pytest.raises(Exception, match="limit must") as refusal:
        handle(an_event("Query", "goals", limit=0))
    assert refusal.typename == "VALIDATION_ERROR"
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


def test_a_batch_is_answered_with_an_envelope_for_each_event() -> None:
    goal = created()
    answers = handle([an_event("Query", "goal", goalId=ident) for ident in (goal["id"], "none")])
    assert answers == [
        {"data": goal, "errorMessage": None, "errorType": None},
        {
            "data": None,
            "errorMessage": "goal 'none' does not exist",
            "errorType": "GOAL_NOT_FOUND",
        },
    ]


def test_a_batch_of_powertools_is_answered() -> None:
    answers = handle(KEPT["batch"])
    assert [answer["errorType"] for answer in answers] == ["GOAL_NOT_FOUND"] * 2


def test_a_batch_of_one_is_answered_as_a_batch() -> None:
    (answer,) = handle([an_event("Goal", "timezone", source=created())])
    assert answer == {"data": "UTC", "errorMessage": None, "errorType": None}


def test_a_fault_tells_the_caller_the_request_id_and_the_log_the_rest(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    failing(monkeypatch)
    with pytest.raises(Exception, match=f"the server failed; request ID: {ID}") as refusal:
        handle(an_event("Query", "me"))
    assert refusal.typename == "SYSTEM_ERROR"
    (line,) = lines(log)
    assert (line["level"], line["message"]) == ("ERROR", "field.failed")
    assert (line["field"], line["events"], line["correlation_id"]) == ("Query.me", 1, "Root=1-00")
    assert line["function_request_id"] == ID
    assert "hunter2" in line["exception"]


def test_a_fault_of_a_batch_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    goal = created()
    failing(monkeypatch, is_batch=True)
    answers = handle([an_event("Goal", "timezone", source=goal)] * 3)
    assert [answer["errorType"] for answer in answers] == ["SYSTEM_ERROR"] * 3
    assert "hunter2" not in json.dumps(answers)
    assert [line["events"] for line in lines(log)] == [3]


def test_a_refusal_and_what_a_caller_sent_are_not_logged(log: io.StringIO) -> None:
    with pytest.raises(Exception, match="title must"):
        handle(an_event("Mutation", "createGoal", input={**A_GOAL, "title": ""}))
    created()
    assert lines(log) == []


def test_what_is_left_out_of_a_list_is_logged(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    created()
    second = handle(an_event("Mutation", "createGoal", input={**A_GOAL, "title": "Run"}))
    real = container.opened().resolving.ports.goals
    found = type(real).dossiers

    async def damaged(self: Any, owner: str, goals: list[Goal]) -> tuple[object, ...]:
        dossiers = await found(self, owner, goals)
        return tuple(
            RuntimeError("damaged") if goal.title == "Walk" else dossier
            for goal, dossier in zip(goals, dossiers, strict=True)
        )

    monkeypatch.setattr(type(real), "dossiers", damaged)
    (held,) = handle(an_event("Query", "myGoalsProgress"))
    assert held["goalId"] == second["goalId"]
    (line,) = lines(log)
    assert line["message"] == "field.left_out"
    assert "damaged" in line["exception"]


@pytest.mark.parametrize("event", [KEPT["amplify"], {}, [], None])
def test_what_is_no_event_is_a_fault(event: Any, log: io.StringIO) -> None:
    with pytest.raises(Exception, match=f"the server failed; request ID: {ID}") as refusal:
        handle(event)
    assert refusal.typename == "SYSTEM_ERROR"
    (line,) = lines(log)
    assert line["message"] == "invocation.failed"


def test_a_store_that_cannot_be_opened_is_a_fault_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(container, "opened", lambda: 1 / 0)
        with pytest.raises(Exception, match="the server failed"):
            handle(an_event("Query", "me"))
    assert [line["message"] for line in lines(log)] == ["invocation.failed"]
    assert handle(an_event("Query", "me"))["timezone"] == "UTC"


def test_an_invocation_is_measured_under_the_field_s_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = created()
    handle([an_event("Query", "goal", goalId=ident) for ident in (goal["id"], "a", "b")])
    found = measured(capsys)
    assert (found["field"], found["service"]) == ("Query.goal", "milepost-appsync")
    names = ("FieldsAnswered", "FieldsRefused", "FieldsFailed")
    assert [found[name] for name in names] == [[1.0], [2.0], [0.0]]
    failing(monkeypatch)
    with pytest.raises(Exception, match="the server failed"):
        handle(an_event("Query", "me"))
    found = measured(capsys)
    assert [found[name] for name in names] == [[0.0], [0.0], [1.0]]


def test_one_invocation_tells_nothing_of_another(log: io.StringIO) -> None:
    created()
    with pytest.raises(Exception, match="the server failed"):
        handle({})
    (line,) = lines(log)
    assert not {"field", "events", "correlation_id"} & set(line)
