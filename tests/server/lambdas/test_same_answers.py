"""Whatever is asked, AppSync with the handler answers as our server does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.hardening.conftest import bounded
from tests.hardening.contract import fields, selection
from tests.hardening.inventory import filled, inventory
from tests.hardening.requests import requests
from tests.hardening.worlds import reading
from tests.server.lambdas.faces import Faces, check_same, handle, two_faces
from tests.server.lambdas.story import Teller

MOMENTS = ("2026-11-18T00:00:00Z", "2026-11-20T23:59:59.999999Z", "2027-02-01T12:00:00+14:00")
ALL = ["draft", "active", "paused", "completed", "archived"]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Both faces after a history, and the mutations that it used."""

    faces: Faces
    told: set[str]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with two_faces(tmp_path_factory.mktemp("faces")) as faces:
        teller = Teller(faces)
        teller.everything()
        yield History(faces=faces, told=teller.told)


@pytest.fixture(scope="module")
def faces(history: History) -> Faces:
    return history.faces


def ask(faces: Faces, query: str, **variables: object) -> Any:
    body = {"query": query, "variables": variables}
    server, appsync = faces.both(body)
    check_same(query, server, appsync)
    return server["data"]


def test_every_mutation_has_one_answer(history: History) -> None:
    assert history.told == set(fields("Mutation"))


@pytest.mark.parametrize("batch_size", [0, 2_000])
def test_all_that_can_be_read_has_one_answer_in_batches_of_any_size(
    batch_size: int, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces.simulator, "batch_size", batch_size)
    everything = ask(faces, reading(), all=ALL)
    assert len(everything["goals"]["items"]) == 8


def test_what_has_changed_since_an_instant_has_one_answer(faces: Faces) -> None:
    document = """query ($since: AWSDateTime!) {
      goals(filter: {updatedSince: $since}, limit: 100) { syncedAt deleted { id } items {
        activities(updatedSince: $since) { syncedAt deleted { id deletedAt } items { id } }
        tasks(updatedSince: $since) { syncedAt deleted { id deletedAt } items { id } }
        milestoneList(updatedSince: $since) { syncedAt deleted { id deletedAt } items { id } }
      } }
    }"""
    found = ask(faces, document, since="2026-11-20T12:00:00Z")["goals"]
    for name in ("activities", "tasks", "milestoneList"):
        assert any(goal[name]["deleted"] for goal in found["items"]), name
    assert found["deleted"] == []


@pytest.mark.parametrize("field_name", sorted(fields("Query")))
def test_a_query_whose_variables_are_not_given_has_one_answer(
    field_name: str, faces: Faces
) -> None:
    field = fields("Query")[field_name]
    known = faces.run(inventory(faces.world))[0]
    given_ids = {"goalId": known["goal"], "activityId": known["activity"]}
    variables = {name: value for name, value in given_ids.items() if name in field.args}
    ask(faces, _document("Query", field_name), **variables)


@pytest.mark.parametrize(
    "field_name", sorted(name for name, field in fields("Goal").items() if field.args)
)
def test_a_goal_s_field_has_one_answer_without_arguments_and_at_any_moment(
    field_name: str, faces: Faces
) -> None:
    document = _document("Goal", field_name, "myGoals {{ id {} }}")
    ask(faces, document)
    if "asOf" in fields("Goal")[field_name].args:
        for moment in MOMENTS:
            ask(faces, document, asOf=moment)


def test_pages_are_continued_by_either_face(faces: Faces) -> None:
    document = """query($token: String) {
      goals(limit: 2, sort: title_asc, nextToken: $token) {
        nextToken
        items { title tasks(limit: 1) { items { title } nextToken } }
      }
    }"""
    titles: list[str] = []
    token: str | None = None
    while token or not titles:
        page = ask(faces, document, token=token)["goals"]
        titles += [goal["title"] for goal in page["items"]]
        token = page["nextToken"]
    assert titles == ["limit", "milestone", "Read", "recurring", "streak", "target"]


def test_an_answer_that_differs_is_noticed(faces: Faces, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(event: Any) -> Any:
        return [{**each, "data": 1} for each in handle(event)] if event[1:] else handle(event)

    monkeypatch.setattr(faces.simulator, "handler", wrong)
    with pytest.raises(AssertionError, match="progress"):
        ask(faces, "{ myGoals { progress } }")


# Random mutations change what the other tests know, so this one comes last.
@bounded(60)
@given(asked=st.lists(requests(), min_size=1, max_size=3))
def test_a_random_document_has_one_answer(asked: list[dict[str, Any]], faces: Faces) -> None:
    known = faces.run(inventory(faces.world))
    for request in asked:
        body = filled(request, known)
        server, appsync = faces.both(body)
        # A document with too many aliases is refused by our server alone.
        assume("data" in server)
        check_same(body, server, appsync)


def _document(type_name: str, field_name: str, around: str = "{}") -> str:
    """Return a query of all of a field that feeds each of its arguments by a variable."""
    field = fields(type_name)[field_name]
    declared = ", ".join(f"${name}: {argument.type}" for name, argument in field.args.items())
    passed = ", ".join(f"{name}: ${name}" for name in field.args)
    head, given = (f"({declared})", f"({passed})") if field.args else ("", "")
    return f"query{head} {{ {around.format(f'{field_name}{given} {selection(field)}')} }}"
