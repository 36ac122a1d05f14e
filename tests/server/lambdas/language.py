"""The contract as AppSync executes it: its scalars, arguments and selections."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLSkipDirective,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
    build_ast_schema,
    concat_ast,
    get_argument_values,
    get_directive_values,
    parse,
)
from graphql.execution.values import VariableValues

from schema.build import contract
from schema.lint import prelude
from schema.scalars import json_text, parse_date, parse_instant, parse_json


def _date(value: object) -> object:
    """Return a date's text as the caller wrote it, once it is one."""
    parse_date(value)
    return value


def _instant(value: object) -> object:
    parse_instant(value)
    return value


def _schema() -> GraphQLSchema:
    document = concat_ast([prelude(), parse(contract())])
    schema = build_ast_schema(document, assume_valid_sdl=True)
    scalars: Mapping[str, tuple[Any, Any]] = {
        "AWSDate": (_date, _date),
        "AWSDateTime": (_instant, _instant),
        "AWSJSON": (parse_json, json_text),
    }
    for name, (read, written) in scalars.items():
        scalar = schema.type_map[name]
        assert isinstance(scalar, GraphQLScalarType)
        scalar.coerce_input_value = scalar.parse_value = read  # type: ignore[method-assign]
        scalar.coerce_output_value = scalar.serialize = written  # type: ignore[method-assign]
    return schema


SCHEMA: Final = _schema()


class Operation:
    """One operation of a document with the values of its variables."""

    def __init__(
        self, document: DocumentNode, node: OperationDefinitionNode, variables: VariableValues
    ) -> None:
        self.node = node
        self.variables = variables
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }

    def selected(self, nodes: Iterable[Any]) -> dict[str, list[FieldNode]]:
        """Return the fields selected of an object by their names in the answer."""
        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            for each in node.selection_set.selections if node.selection_set else ():
                for name, fields in self._of(each).items():
                    found.setdefault(name, []).extend(fields)
        return found

    def _of(self, node: SelectionNode) -> dict[str, list[FieldNode]]:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        if (skip and skip["if"]) or (include and not include["if"]):
            return {}
        if isinstance(node, FieldNode):
            return {(node.alias or node.name).value: [node]}
        if isinstance(node, FragmentSpreadNode):
            return self.selected([self._fragments[node.name.value]])
        return self.selected([node])

    def paths(self, nodes: Iterable[Any], above: str = "") -> list[str]:
        """Return AppSync's selectionSetList."""
        found: list[str] = []
        for name, alike in self.selected(nodes).items():
            found += [f"{above}{name}", *self.paths(alike, f"{above}{name}/")]
        return found

    def arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """Return a field's arguments as a resolver gets them.

        One fed by a variable that the caller left out is null (aws-appsync-community, issue 348).
        """
        unset = {
            each.name.value: None
            for each in node.arguments or ()
            if isinstance(each.value, VariableNode)
            and each.value.name.value not in self.variables.coerced
        }
        return unset | get_argument_values(field, node, self.variables)
