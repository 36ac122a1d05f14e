"""The document of REST: whole, in step with the contract, and the same in the repository."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from graphql import build_schema, parse, validate

from persistence.store import Store
from schema.build import SCHEMA
from server.cli import main
from server.rest.block_text import yaml_text
from server.rest.changes import document_of
from server.rest.contract import kinds
from server.rest.endpoint import Endpoint
from server.rest.endpoints import ENDPOINTS
from server.rest.openapi import document
from server.rest.reads import DOCUMENTS
from server.rest.shapes import Asked, Shape, Shown, sources
from tests.server.builders import a_client, an_app
from tests.server.rest.asking import resolved

KEPT = Path(__file__).parents[3] / "docs" / "openapi.yaml"
MUTATIONS = sorted({each.mutation for each in ENDPOINTS if each.mutation is not None})
# What the path and the headers say, and what is the deadline's or is computed.
ELSEWHERE = {
    "goalId",
    "taskId",
    "activityId",
    "milestoneId",
    "templateId",
    "expectedVersion",
    "idempotencyKey",
}


def _shapes(model: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for each in model.__subclasses__():
        if each.mirrors:
            yield each
        yield from _shapes(each)


REQUESTS = [each for each in _shapes() if issubclass(each, Asked)]
ANSWERS = [each for each in _shapes() if issubclass(each, Shown)]


def _references(node: Any) -> Iterator[dict[str, str]]:
    below: list[Any] = []
    if isinstance(node, dict):
        if "$ref" in node:
            yield cast("dict[str, str]", node)
        below = list(cast("dict[str, Any]", node).values())
    if isinstance(node, list):
        below = [*node]
    for each in below:
        yield from _references(each)


def test_the_document_kept_is_the_one_that_is_served() -> None:
    assert KEPT.read_text("utf-8") == yaml_text(document()), "run: make openapi"


def test_the_command_prints_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "openapi"]) == 0
    assert capsys.readouterr().out == yaml_text(document())


def test_the_document_as_yaml_says_what_it_says_as_json() -> None:
    assert yaml.safe_load(yaml_text(document())) == json.loads(json.dumps(document()))


def test_any_json_object_can_be_written_as_yaml() -> None:
    value = {"a b": [[1, [True]], {}, [], {"x": None, "y": {"z": "é: #\n"}}], "on": -1.5, "": ""}
    assert yaml.safe_load(yaml_text(value)) == value


async def test_anybody_may_read_the_document(store: Store) -> None:
    async with a_client(an_app(store, is_dev=False)) as client:
        response = await client.get("/openapi.json")
    assert (response.status_code, response.json()["openapi"]) == (200, "3.1.0")


def test_every_reference_of_the_document_leads_somewhere() -> None:
    assert all(resolved(each) for each in _references(document()))


def test_nothing_in_the_document_is_never_referred_to() -> None:
    used = {each["$ref"].rpartition("/")[2] for each in _references(document())}
    components = document()["components"]
    assert {*components["schemas"], *components["responses"]} == used


@pytest.mark.parametrize("model", [*REQUESTS, *ANSWERS], ids=lambda model: model.__name__)
def test_every_field_is_described(model: type[Shape]) -> None:
    found = document()["components"]["schemas"][model.__name__]["properties"]
    assert [name for name, each in found.items() if "description" not in each] == []


@pytest.mark.parametrize("model", REQUESTS, ids=lambda model: model.__name__)
def test_a_request_may_say_all_that_the_contract_takes(model: type[Shape]) -> None:
    names = {str(field.serialization_alias) for field in model.model_fields.values()}
    assert kinds()[model.mirrors].fields.keys() - ELSEWHERE <= names


@pytest.mark.parametrize("model", ANSWERS, ids=lambda model: model.__name__)
def test_an_answer_is_of_what_the_contract_has(model: type[Shape]) -> None:
    assert issubclass(model, Shown)
    assert {name for name, _ in sources(model)} <= kinds()[model.mirrors].fields.keys()


@pytest.mark.parametrize(
    "text",
    [
        *map(document_of, MUTATIONS),
        *(document_of(each, is_heard=False) for each in MUTATIONS),
        document_of("logActivity", "activity", is_heard=False),
        *DOCUMENTS,
    ],
)
def test_every_operation_is_one_of_the_contract(text: str) -> None:
    schema = build_schema(SCHEMA.as_str(), assume_valid=True)
    assert validate(schema, parse(text)) == []


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
def test_a_write_takes_a_key_and_names_its_ids_as_the_contract_does(endpoint: Endpoint) -> None:
    if endpoint.mutation is not None:
        assert endpoint.takes("idempotencyKey")
        assert all(endpoint.takes(name) for name in endpoint.places)
