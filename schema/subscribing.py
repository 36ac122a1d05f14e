"""Subscriptions in AppSync's sense: who may subscribe, what is meant for whom, and its answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Final, cast

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution.values import get_argument_values
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from domain.errors import DomainError
from schema.access import FieldName
from schema.asked import Asked, asked, plain_schema
from schema.build import SCHEMA
from schema.call import Operation
from schema.elements import applied, listed
from schema.guard import FieldClosedError
from schema.projection import projected
from schema.selection import Selecting, Selection

_SUBSCRIBE: Final = "aws_subscribe"


class SubscriptionRefusedError(Exception):
    """Refuse to subscribe; the errors are told as they are."""

    def __init__(self, *errors: GraphQLError) -> None:
        super().__init__(*(error.message for error in errors))
        self.errors = errors


class UnsupportedOperationError(DomainError):
    """Refuse what is not a subscription, in AppSync's words."""

    code: ClassVar[str] = "UnsupportedOperation"

    def __init__(self) -> None:
        super().__init__("unknown not supported through the realtime channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """A subscription that was accepted.

    `field_name` is the contract's name of its root field, `mutations` those of the mutations that
    publish to it. `filters` holds the arguments that were given, as on the wire: one left out, or
    fed by a variable without a value, is not there, and null is None.
    """

    field_name: str
    mutations: frozenset[str]
    filters: Mapping[str, object]
    asked: Asked

    def is_meant(self, payload: Mapping[str, object]) -> bool:
        """Say whether each filter equals the payload's field of its name; None one left out too."""
        return all(payload.get(name) == value for name, value in self.filters.items())

    def answer(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Return the payload as the subscription selects it: `data`, and `errors` if there are any.

        What the mutation did not select is null, with an error where it may not be.
        """
        return projected(self.asked, {self.field_name: payload})


async def subscribed(
    query: str,
    variables: dict[str, Any] | None,
    operation_name: str | None,
    operation: Operation,
) -> Subscribed:
    """Return the subscription that a document asks for, once its resolver has let the caller in.

    Raises:
        SubscriptionRefusedError: It is not a valid subscription, or selects what the caller may
            not reach, or is about another owner.
    """
    await _check_accepted(query, variables, operation_name, operation)
    found = asked(query, operation_name, variables)
    if operation_name is None and found.is_one_of_many:
        raise SubscriptionRefusedError(GraphQLError("Missing operation name."))
    closing = _Closing(selection=found.selection, closed=operation.closed)
    if denied := tuple(closing.denied(_root(), [found.operation])):
        raise SubscriptionRefusedError(*denied)
    (nodes,) = found.roots().values()
    name = nodes[0].name.value
    return Subscribed(
        field_name=name,
        mutations=_publishing()[name],
        filters=get_argument_values(_root().fields[name], nodes[0], found.variables),
        asked=found,
    )


async def _check_accepted(
    query: str,
    variables: dict[str, Any] | None,
    operation_name: str | None,
    operation: Operation,
) -> None:
    try:
        result = await SCHEMA.execute(
            query,
            variable_values=variables,
            context_value=operation,
            operation_name=operation_name,
            allowed_operation_types=(OperationType.SUBSCRIPTION,),
        )
    except (MissingQueryError, InvalidOperationTypeError):
        raise SubscriptionRefusedError(_unsupported()) from None
    except CannotGetOperationTypeError:
        unknown = f'Unknown operation named "{operation_name}".'
        raise SubscriptionRefusedError(GraphQLError(unknown)) from None
    if errors := (*(result.errors or ()), *operation.errors):
        raise SubscriptionRefusedError(*errors)


def _unsupported() -> GraphQLError:
    # An error with a path shows its type.
    cause = UnsupportedOperationError()
    return GraphQLError(cause.message, path=["subscription"], original_error=cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closing:
    """Finds the closed fields in a selection.

    Nodes that were looked into once are not again: fragments within fragments could hold them more
    often than can be counted.
    """

    selection: Selection
    closed: frozenset[FieldName]
    seen: set[tuple[int, ...]] = field(default_factory=set[tuple[int, ...]])

    def denied(
        self, kind: GraphQLObjectType, nodes: Iterable[Selecting], *path: str
    ) -> Iterator[GraphQLError]:
        """Yield an error for each field of a type that is selected and closed, and those below."""
        for name, alike in self.selection.fields(nodes).items():
            wanted, ids = alike[0].name.value, tuple(map(id, alike))
            if ids in self.seen:
                continue
            self.seen.add(ids)
            if (kind.name, wanted) in self.closed:
                cause = FieldClosedError(kind.name, wanted)
                yield GraphQLError(cause.message, path=[*path, name], original_error=cause)
            if (below := _below(kind, wanted)) is not None:
                yield from self.denied(below, alike, *path, name)


def _below(kind: GraphQLObjectType, field_name: str) -> GraphQLObjectType | None:
    """Return the type of objects that a field holds; None where it holds none."""
    held = kind.fields.get(field_name)
    named = plain_schema().type_map[str(held.type).strip("[]!")] if held else None
    return named if isinstance(named, GraphQLObjectType) else None


def _root() -> GraphQLObjectType:
    return cast("GraphQLObjectType", plain_schema().subscription_type)


@cache
def _publishing() -> Mapping[str, frozenset[str]]:
    """Return which mutations publish to each subscription, by the contract's directives."""
    return {
        name: listed(directive) or frozenset()
        for name, each in _root().fields.items()
        for directive in applied(each)
        if directive.name.value == _SUBSCRIBE
    }
