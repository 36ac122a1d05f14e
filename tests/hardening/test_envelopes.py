"""Bodies and addresses of any kind: a refusal or an answer in JSON, never a fault."""

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hardening.conftest import Stage, bounded
from tests.hardening.worlds import World, check

_SCALARS: Final = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from((10**400, "{__typename}", "query A{me{userId}}", "\ud800", "A", ""))
)
_JSON: Final = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_NAMES: Final = ("query", "variables", "operationName", "extensions", "id")
_ENVELOPES: Final = st.fixed_dictionaries({}, optional=dict.fromkeys(_NAMES, _JSON))
_WORDS: Final = st.sampled_from(
    (
        *'{}()"#\n:[]!=-é\ufeff',
        *("me", "userId", "...", "on", "Query", "@include", "(if:", "true)", "$a", '"""', "query"),
        *("mutation", "subscription", "fragment", "F", "\\u{110000}", "1e", "0x1", "null", "a:"),
        *("{__typename}", "input:"),
    )
)


@bounded(150)
@given(body=st.binary(max_size=200) | _JSON.map(json.dumps) | _ENVELOPES.map(json.dumps))
def test_any_body_is_answered(body: bytes | str, stage: Stage) -> None:
    stage.run(stage.world.send(body))


@bounded(150)
@given(words=st.lists(_WORDS, max_size=25))
def test_any_document_is_answered(words: list[str], stage: Stage) -> None:
    stage.run(stage.world.ask(" ".join(words)))


@bounded(100)
@given(parameters=st.dictionaries(st.sampled_from(_NAMES) | st.text(), st.text(), max_size=4))
def test_any_address_is_answered(parameters: dict[str, str], stage: Stage) -> None:
    stage.run(_get(stage.world, parameters))


async def _get(world: World, parameters: dict[str, str]) -> None:
    check(await world.client.get("/graphql", params=parameters))


@pytest.mark.parametrize("depth", [100, 190, 500, 900, 980, 1_100, 100_000])
@pytest.mark.parametrize("shape", ["[{}]", '{{"a":{}}}'])
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        '{{"query":{}}}',
        '{{"query":"{{__typename}}","variables":{{"a":{}}}}}',
        '{{"query":"query($a:GoalFilter){{goals(filter:$a){{nextToken}}}}","variables":{{"a":{}}}}}',
        '{{"query":"query($a:[String!]){{myTasks(goalId:$a){{id}}}}","variables":{{"a":{}}}}}',
    ],
)
def test_deep_nesting_is_answered(place: str, shape: str, depth: int, stage: Stage) -> None:
    opening, closing = shape.split("{}") if shape == "[{}]" else ('{"a":', "}")
    stage.run(stage.world.send(place.format(opening * depth + "0" + closing * depth)))


@pytest.mark.parametrize(
    "document",
    [
        "{" * 5_000,
        "{me" * 5_000 + "}" * 5_000,
        "{me(a:" + "[" * 5_000 + "]" * 5_000 + ")}",
        "query($a:" + "[" * 5_000 + "Int" + "]" * 5_000 + "){__typename}",
        "{...F} fragment F on Query{...F}",
        "{...F} fragment F on Query{...G} fragment G on Query{me{userId} ...F}",
        "{" + "...on Query{" * 3_000 + "__typename" + "}" * 3_000 + "}",
    ],
    ids=["open", "fields", "lists", "types", "itself", "circle", "inline"],
)
def test_deep_documents_are_answered(document: str, stage: Stage) -> None:
    answer: Any = stage.run(stage.world.ask(document))
    assert answer["errors"]
