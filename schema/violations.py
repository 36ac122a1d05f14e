"""The texts in which AppSync refuses a document or a variable, for graphql-core's."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    Node,
    parse,
)

_SYNTAX: Final = "Syntax Error: "
_VARIABLE: Final = re.compile(
    r"Variable '\$(\w+)' has invalid (?:default )?value(?: at \.?(\S+))?: (.*)", re.DOTALL
)
_NULL: Final = re.compile(r"Expected (?:a )?value of non-null type '([^']+)'")
_KEPT: Final = r"\g<0>"

# AppSync's names and texts are graphql-java's; where only the name is known the text is kept.
_VIOLATIONS: Final = tuple(
    (name, re.compile(pattern, re.DOTALL), text)
    for name, pattern, text in (
        (
            "FieldUndefined",
            r"Cannot query field '(\w+)' on type '(\w+)'.*",
            r"Field '\1' in type '\2' is undefined",
        ),
        (
            "SubSelectionRequired",
            r"Field '(\w+)' of type '([^']+)' must have a selection of subfields.*",
            r"Sub selection required for type \2 of field \1",
        ),
        (
            "SubSelectionNotAllowed",
            r"Field '(\w+)' must not have a selection since type '([^']+)' has no subfields.*",
            r"Sub selection not allowed on leaf type \2 of field \1",
        ),
        (
            "MissingFieldArgument",
            r"Argument '[\w.]+\((\w+):\)' of type '[^']+' is required, but .*",
            r"Missing field argument \1",
        ),
        ("MissingDirectiveArgument", r"Argument '@\w+\(\w+:\)' of type .*", _KEPT),
        (
            "UnknownArgument",
            r"Unknown argument '(\w+)' on field .*",
            r"Unknown field argument \1",
        ),
        ("UnknownDirective", r"Unknown (?:directive '@\w+'|argument '\w+' on directive).*", _KEPT),
        ("MisplacedDirective", r"Directive '@\w+' may not be used on .*", _KEPT),
        ("DuplicateDirectiveName", r"The directive '@\w+' can only be used once.*", _KEPT),
        (
            "VariableTypeMismatch",
            r"Variable '\$\w+' of type '([^']+)' used in position expecting type '([^']+)'.*",
            r"Variable type '\1' doesn't match expected type '\2'",
        ),
        ("NonInputTypeOnVariable", r"Variable '\$\w+' cannot be non-input type .*", _KEPT),
        ("UndefinedVariable", r"Variable '\$(\w+)' is not defined.*", r"Undefined variable \1"),
        ("UnusedVariable", r"Variable '\$(\w+)' is never used.*", r"Unused variable \1"),
        ("UndefinedFragment", r"Unknown fragment '(\w+)'.*", r"Undefined fragment \1"),
        ("UnusedFragment", r"Fragment '(\w+)' is never used.*", r"Unused fragment \1"),
        ("UnknownType", r"Unknown type '(\w+)'.*", r"Unknown type \1"),
        ("FragmentCycle", r"Cannot spread fragment '\w+' within itself.*", _KEPT),
        ("InvalidFragmentType", r"Fragment (?:'\w+' )?cannot be spread here.*", _KEPT),
        ("FragmentTypeConditionInvalid", r"Fragment (?:'\w+' )?cannot condition on .*", _KEPT),
        ("FieldsConflict", r"Fields '\w+' conflict because .*", _KEPT),
        ("NonExecutableDefinition", r"The .* definition is not executable.*", _KEPT),
        ("LoneAnonymousOperationViolation", r"This anonymous operation must be the only.*", _KEPT),
        ("DuplicateOperationName", r"There can be only one operation named .*", _KEPT),
        ("DuplicateFragmentName", r"There can be only one fragment named .*", _KEPT),
        ("DuplicateArgumentNames", r"There can be only one argument named .*", _KEPT),
        ("DuplicateVariableName", r"There can be only one variable named .*", _KEPT),
        ("SubscriptionMultipleRootFields", r".* must select only one top level field.*", _KEPT),
        (
            "SubscriptionIntrospectionRootField",
            r".* must not select an introspection top level field.*",
            _KEPT,
        ),
        ("WrongType", r"Expected value of .*|\w+ cannot represent .*|Value '.*|Enum '.*", _KEPT),
    )
)


def refusal(error: GraphQLError, *, reason: str | None = None) -> str:
    """Return AppSync's message of a syntax, validation or variable error.

    `reason` stands in for graphql-core's reason where a value was refused by a rule of ours.
    """
    if isinstance(error, GraphQLSyntaxError):
        return f"Invalid Syntax : {error.message.removeprefix(_SYNTAX)}"
    if variable := _VARIABLE.fullmatch(error.message):
        return _variable_refusal(*variable.groups(), reason=reason)
    place = _place(error)
    name, text = ("WrongType", reason) if reason else _violation(error.message)
    at = f" @ '{place}'" if place else ""
    return f"Validation error of type {name}: {text.removesuffix('.')}{at}"


def _variable_refusal(name: str, path: str | None, text: str, *, reason: str | None) -> str:
    if null := _NULL.match(text):
        return f"Variable '{name}' has coerced Null value for NonNull type '{null[1]}'"
    at = f"{path}: " if path else ""
    return f"Variable '{name}' has an invalid value. {at}{reason or text}"


def _violation(message: str) -> tuple[str, str]:
    for name, pattern, text in _VIOLATIONS:
        if match := pattern.fullmatch(message):
            return name, match.expand(text)
    return "InvalidDocument", message


def _place(error: GraphQLError) -> str:
    if error.source is None:
        return ""
    document = _document(error.source.body)
    places = (_field_path(document, position) for position in error.positions or ())
    return next(filter(None, places), "")


def _field_path(document: DocumentNode, position: int) -> str:
    names: list[str] = []
    nodes: Iterable[Node] = document.definitions
    while node := _holding(nodes, position):
        if isinstance(node, FieldNode | FragmentDefinitionNode):
            names.append(node.name.value)
        selections = getattr(node, "selection_set", None)
        nodes = selections.selections if selections else ()
    return "/".join(names)


def _holding(nodes: Iterable[Node], position: int) -> Node | None:
    return next(
        (each for each in nodes if each.loc and each.loc.start <= position < each.loc.end), None
    )


@lru_cache(maxsize=8)
def _document(body: str) -> DocumentNode:
    return parse(body)
