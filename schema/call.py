"""From a GraphQL field to its resolver: one context a field, one batch a list of parents."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import strawberry
from graphql import GraphQLError
from graphql.error import located_error
from strawberry.dataloader import DataLoader
from strawberry.types.field import StrawberryField

from domain.answers import Partial
from domain.policy import Policy
from domain.repositories import Ports
from resolvers import registry
from resolvers.context import Context, Identity, Info
from schema.limits import Meter
from schema.names import contract_name
from schema.reading import reader
from schema.selection import Selection

if TYPE_CHECKING:
    from graphql import GraphQLResolveInfo

Function: TypeAlias = Callable[..., Awaitable[Any]]

_MUTATION: Final = "Mutation"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """What the fields of one GraphQL operation share; the server makes one for each.

    `closed` names the fields that the caller may not reach, by type and name. `errors` gathers
    those of answers that are partly there; the server adds them to the answer's. `changes`
    gathers what its mutations answered, by their names in the answer.
    """

    now: datetime
    ports: Ports
    closed: frozenset[tuple[str, str]]
    identity: Identity | None = None
    request: Mapping[str, str] = field(default_factory=dict[str, str])
    policy: Policy = field(default_factory=Policy)
    stash: dict[Any, Any] = field(default_factory=dict[Any, Any])
    errors: list[GraphQLError] = field(default_factory=list[GraphQLError])
    changes: dict[str, object] = field(default_factory=dict[str, object])
    meter: Meter = field(default_factory=Meter)
    batches: dict[object, DataLoader[Any, Any]] = field(
        default_factory=dict[object, DataLoader[Any, Any]]
    )


class FieldInfo(strawberry.Info[Operation, None]):
    """Strawberry's info of a field, with AppSync's names of it."""

    _raw_info: "GraphQLResolveInfo[Operation]"

    @property
    def parent_type_name(self) -> str:
        """Return the GraphQL name of the type that has the field."""
        return self._raw_info.parent_type.name

    @property
    def selection_set(self) -> tuple[str, ...]:
        """Return the paths selected below the field."""
        selection = Selection(fragments=self._raw_info.fragments, variables=self.variable_values)
        return tuple(selection.paths(self._raw_info.field_nodes))

    @property
    def definition(self) -> StrawberryField:
        """Return Strawberry's definition of the field."""
        return self._field

    def located(self, error: Exception) -> GraphQLError:
        """Return the error as one of this field."""
        return located_error(error, self._raw_info.field_nodes, self.path.as_list())


def answer(info: FieldInfo, parent: object, /, **arguments: object) -> Any:
    """Return what the field's resolver answers, awaitable; the parent's attribute without one.

    Parents that ask a batch resolver for the same field with the same arguments in one tick are
    answered by one call; an item that is an exception fails its parent's field alone.

    Raises:
        InvalidInputError: An argument breaks the form of its field, which the error names.
        ResolverLimitError: The operation has asked as many resolvers as it may.
    """
    found = registry.find(info.parent_type_name, info.field_name)
    if found is None:
        return getattr(parent, info.python_name, None)
    info.context.meter.count()
    values = read_arguments(info.definition, arguments)
    if found.is_batch:
        return _batch(found.function, info, arguments, values).load(parent)
    return _unit(found.function, info, _context(info, parent, arguments), values)


async def _unit(
    function: Function, info: FieldInfo, context: Context, values: Mapping[str, Any]
) -> Any:
    resolve = partial(function, context, **values)
    value: Partial[object] | None = await info.context.meter.timed(resolve)
    if info.parent_type_name == _MUTATION:
        info.context.changes[str(info.path.key)] = value
    if not isinstance(value, Partial):
        return value
    info.context.errors.extend(info.located(error) for error in value.errors)
    return value.items


def _batch(
    function: Function,
    info: FieldInfo,
    arguments: Mapping[str, object],
    values: Mapping[str, Any],
) -> DataLoader[Any, Any]:
    batches = info.context.batches
    key = (info.parent_type_name, info.field_name, frozenset(values.items()))
    if key not in batches:
        context = _context(info, None, arguments)
        batches[key] = DataLoader(partial(_all, function, info, context, values), cache=False)
    return batches[key]


async def _all(
    function: Function, info: FieldInfo, context: Context, values: Mapping[str, Any], parents: Any
) -> Sequence[Any]:
    answers: Sequence[Any] = await info.context.meter.timed(
        partial(function, context, parents, **values)
    )
    return answers


def _context(info: FieldInfo, parent: object, arguments: Mapping[str, object]) -> Context:
    operation = info.context
    names = {each.python_name: contract_name(each) for each in info.definition.arguments}
    return Context(
        now=operation.now,
        ports=operation.ports,
        identity=operation.identity,
        info=Info(
            field_name=info.field_name,
            parent_type_name=info.parent_type_name,
            selection_set=info.selection_set,
        ),
        arguments={names[name]: value for name, value in arguments.items()},
        source=parent,
        request=operation.request,
        stash=operation.stash,
        policy=operation.policy,
    )


def read_arguments(definition: StrawberryField, given: Mapping[str, object]) -> dict[str, Any]:
    """Return a field's arguments as domain values; absent ones stay absent, null is None.

    Raises:
        InvalidInputError: A value breaks the form of its field, which the error names.
    """
    found: dict[str, Any] = {}
    for each in definition.arguments:
        if each.python_name in given:
            value = given[each.python_name]
            name = "" if isinstance(value, Mapping) else contract_name(each)
            read = reader(each.type_annotation.annotation)
            found[each.python_name] = None if value is None else read(value, name)
    return found
