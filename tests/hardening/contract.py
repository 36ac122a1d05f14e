"""The contract read with graphql-core: its inputs, and everything that can be selected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graphql import (
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    build_ast_schema,
    concat_ast,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
)

from schema.build import contract
from schema.lint import prelude

SCHEMA: Final[GraphQLSchema] = build_ast_schema(
    concat_ast([prelude(), parse(contract())]), assume_valid_sdl=True
)
_INPUT: Final = "input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A field of an input object, where a mutation's variable holds it."""

    mutation: str
    path: tuple[str | int, ...]
    owner: str
    field: GraphQLInputField

    @property
    def name(self) -> str:
        """Return the contract's name of the field."""
        return next(str(part) for part in reversed(self.path) if isinstance(part, str))

    @property
    def ident(self) -> str:
        """Return how a test that is about the field is called."""
        return f"{self.mutation}:{'.'.join(map(str, self.path))}"

    @property
    def key(self) -> str:
        """Return the field's name with its type's, the key of the table of limits."""
        return f"{self.owner}.{self.name}"

    @property
    def named_type(self) -> GraphQLNamedType:
        """Return the field's type without lists and marks of what is required."""
        found: GraphQLNamedType = get_named_type(self.field.type)
        return found

    @property
    def is_list(self) -> bool:
        """Tell whether the field holds a list."""
        return isinstance(_nullable(self.field.type), GraphQLList)

    @property
    def is_nullable(self) -> bool:
        """Tell whether the contract's types and words let the field be null."""
        is_said = "never null" in (self.field.description or "")
        return not isinstance(self.field.type, GraphQLNonNull) and not is_said


def root(name: str) -> GraphQLObjectType:
    """Return the type of all queries or all mutations."""
    found = SCHEMA.get_type(name)
    assert isinstance(found, GraphQLObjectType)
    return found


def places() -> Iterator[Place]:
    """Yield every field of every input object, each wherever a mutation takes it."""
    for name, field in root("Mutation").fields.items():
        for argument in field.args.values():
            yield from _places(name, argument.type, ())


def _places(mutation: str, kind: GraphQLInputType, path: tuple[str | int, ...]) -> Iterator[Place]:
    owner = get_named_type(kind)
    if not isinstance(owner, GraphQLInputObjectType):
        return
    for name, field in owner.fields.items():
        here = (*path, name)
        yield Place(mutation=mutation, path=here, owner=owner.name, field=field)
        is_list = isinstance(_nullable(field.type), GraphQLList)
        yield from _places(mutation, field.type, (*here, 0) if is_list else here)


def _nullable(kind: GraphQLInputType) -> GraphQLInputType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def document(mutation: str) -> str:
    """Return a mutation of one input that selects all it can."""
    field = root("Mutation").fields[mutation]
    kind = field.args[_INPUT].type
    return f"mutation($input: {kind}) {{ {mutation}(input: $input) {selection(field)} }}"


def selection(field: GraphQLField, *, above: tuple[str, ...] = ()) -> str:
    """Return all that can be selected of a field without arguments, no type within itself."""
    kind = get_named_type(field.type)
    if is_leaf_type(kind):
        return ""
    assert isinstance(kind, GraphQLObjectType)
    held = [
        f"{name} {selection(each, above=(*above, kind.name))}".strip()
        for name, each in kind.fields.items()
        if get_named_type(each.type).name not in {*above, kind.name}
        and not any(map(is_required_argument, each.args.values()))
    ]
    return f"{{ {' '.join(held)} }}"


def arguments() -> Iterator[Place]:
    """Yield every argument of queries and of goals, and every field of one that is an object."""
    for parent in ("Query", "Goal"):
        for name, field in root(parent).fields.items():
            for key, argument in field.args.items():
                held = GraphQLInputField(argument.type)
                yield Place(mutation=name, path=(key,), owner=parent, field=held)
                yield from _places(name, argument.type, (key,))
