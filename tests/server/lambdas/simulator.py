"""A small AppSync: it executes documents by asking a Lambda handler for every resolved field.

A handler gets and gives nothing but JSON. Fields that a batch resolver answers are asked for all
parents of a level at once, in batches; the others, and plain attributes, one by one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    get_operation_ast,
    get_variable_values,
    is_leaf_type,
    parse,
    print_ast,
    validate,
)

from resolvers import registry
from schema.build import resolved_fields
from tests.server.lambdas.language import SCHEMA, Operation

Handler: TypeAlias = Callable[[Any], Any]
Path: TypeAlias = tuple[str | int, ...]

_RESOLVED: Final = resolved_fields()
# Stands for the null of a field that may not be null: the object around it is null instead.
_VOID: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A JSON value with its place in the answer."""

    value: Any
    path: Path


@dataclass(slots=True, kw_only=True)
class Simulator:
    """AppSync over a handler; a batch size of 0 asks for every parent on its own."""

    handler: Handler
    identity: Mapping[str, Any] | None
    batch_size: int = 3

    def execute(
        self, query: str, variables: Mapping[str, Any] | None = None, **_: object
    ) -> dict[str, Any]:
        """Return the answer to a document of one operation."""
        document = parse(query)
        node = get_operation_ast(document)
        problems = validate(SCHEMA, document)
        if problems or node is None:
            return _refused(*problems)
        values = get_variable_values(SCHEMA, node.variable_definitions or (), dict(variables or {}))
        if isinstance(values, list):
            return _refused(*values)
        run = _Run(simulator=self, operation=Operation(document, node, values))
        return run.answer()


def _refused(*errors: GraphQLError) -> dict[str, Any]:
    return {"data": None, "errors": [{"message": error.message} for error in errors]}


@dataclass(slots=True, kw_only=True)
class _Run:
    simulator: Simulator
    operation: Operation
    errors: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def answer(self) -> dict[str, Any]:
        node = self.operation.node
        root = SCHEMA.get_root_type(node.operation)
        assert root is not None
        (data,) = self._objects(root, [Value(value=None, path=())], [node])
        return {"data": data} | ({"errors": self.errors} if self.errors else {})

    def _objects(
        self, kind: GraphQLObjectType, parents: Sequence[Value], nodes: Sequence[Any]
    ) -> list[Any]:
        made: list[dict[str, Any]] = [{} for _ in parents]
        for name, alike in self.operation.selected(nodes).items():
            shown = self._field(kind, name, alike, parents)
            for one, value in zip(made, shown, strict=True):
                one[name] = value
        return [None if any(v is _VOID for v in one.values()) else one for one in made]

    def _field(
        self, kind: GraphQLObjectType, name: str, nodes: list[FieldNode], parents: Sequence[Value]
    ) -> list[Any]:
        field_name = nodes[0].name.value
        if field_name == "__typename":
            return [kind.name] * len(parents)
        if (kind.name, field_name) in _RESOLVED:
            values = self._resolved(kind, name, nodes, parents)
        else:
            values = [parent.value.get(field_name) for parent in parents]
        placed = [
            Value(value=value, path=(*parent.path, name))
            for value, parent in zip(values, parents, strict=True)
        ]
        return self._shown(kind.fields[field_name].type, placed, nodes)

    def _resolved(
        self, kind: GraphQLObjectType, name: str, nodes: list[FieldNode], parents: Sequence[Value]
    ) -> list[Any]:
        events = [self._event(kind, nodes, parent.value) for parent in parents]
        found = registry.find(kind.name, nodes[0].name.value)
        size = self.simulator.batch_size if found and found.is_batch else 0
        if size:
            starts = range(0, len(events), size)
            answers = [each for at in starts for each in self._batch(events[at : at + size])]
        else:
            answers = [self._single(event) for event in events]
        for answer, parent in zip(answers, parents, strict=True):
            if answer["errorMessage"] is not None:
                told = {"errorType": answer["errorType"], "message": answer["errorMessage"]}
                self.errors.append({"path": [*parent.path, name], **told})
        return [answer["data"] for answer in answers]

    def _event(
        self, kind: GraphQLObjectType, nodes: list[FieldNode], source: Any
    ) -> dict[str, Any]:
        field_name = nodes[0].name.value
        return {
            "arguments": self.operation.arguments(kind.fields[field_name], nodes[0]),
            "identity": self.simulator.identity,
            "source": source,
            "request": {"headers": {"x-amzn-trace-id": "Root=1-00"}, "domainName": None},
            "prev": None,
            "info": {
                "fieldName": field_name,
                "parentTypeName": kind.name,
                "variables": {},
                "selectionSetList": self.operation.paths(nodes),
                "selectionSetGraphQL": print_ast(nodes[0].selection_set or nodes[0]),
            },
            "stash": {},
        }

    def _single(self, event: dict[str, Any]) -> dict[str, Any]:
        try:
            value = _json(self.simulator.handler(_json(event)))
        except Exception as error:  # noqa: BLE001 - the class's name is the error's type
            return {"data": None, "errorType": type(error).__name__, "errorMessage": str(error)}
        return {"data": value, "errorType": None, "errorMessage": None}

    def _batch(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = _json(self.simulator.handler(_json(events)))
        assert len(answers) == len(events)
        return answers

    def _shown(self, kind: Any, values: Sequence[Value], nodes: list[FieldNode]) -> list[Any]:
        """Return values as the answer shows them, those of one level at once."""
        if str(kind).endswith("!"):
            inner = self._shown(kind.of_type, values, nodes)
            return [_VOID if each is None else each for each in inner]
        held = [each for each in values if each.value is not None]
        if str(kind).startswith("["):
            shown = iter(self._lists(kind.of_type, held, nodes))
        elif is_leaf_type(kind):
            shown = iter([kind.coerce_output_value(each.value) for each in held])
        else:
            shown = iter(self._objects(kind, held, nodes))
        return [None if each.value is None else next(shown) for each in values]

    def _lists(self, kind: Any, values: Sequence[Value], nodes: list[FieldNode]) -> list[Any]:
        entries = [
            Value(value=entry, path=(*each.path, place))
            for each in values
            for place, entry in enumerate(each.value)
        ]
        shown = iter(self._shown(kind, entries, nodes))
        lists = [[next(shown) for _ in each.value] for each in values]
        return [None if any(v is _VOID for v in held) else held for held in lists]


def _json(value: Any) -> Any:
    return json.loads(json.dumps(value, allow_nan=False))
