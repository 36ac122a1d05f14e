"""The contract read with graphql-core: its inputs, and everything that can be selected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graphql import (
    GraphQLInputObjectType,
    GraphQLNamedType,
    build_ast_schema,
    concat_ast,
    is_leaf_type,
    is_required_argument,
    parse,
)

from schema.access import Access, Mode, closed_fields
from schema.build import contract
from schema.lint import prelude

_SCHEMA: Final = build_ast_schema(concat_ast([prelude(), parse(contract())]), assume_valid_sdl=True)
_CLOSED: Final = closed_fields(Access(mode=Mode.COGNITO, is_default=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A field of an input object, or an argument, where a request holds it."""

    root: str
    path: tuple[str | int, ...]
    owner: str
    kind: Any
    words: str = ""

    @property
    def name(self) -> str:
        """Return the contract's name of the field."""
        return next(str(part) for part in reversed(self.path) if isinstance(part, str))

    @property
    def ident(self) -> str:
        """Return how a test that is about the field is called."""
        return f"{self.root}:{'.'.join(map(str, self.path))}"

    @property
    def key(self) -> str:
        """Return the field's name with its type's, the key of the table of limits."""
        return f"{self.owner}.{self.name}"

    @property
    def is_nullable(self) -> bool:
        """Tell whether the contract's types and words let the field be null."""
        return nullable(self.kind) is self.kind and "never null" not in self.words


@cache
def fields(type_name: str) -> Mapping[str, Any]:
    """Return the fields of an object that an owner reaches, or of an input object."""
    found: Any = _SCHEMA.type_map[type_name]
    return {name: held for name, held in found.fields.items() if (type_name, name) not in _CLOSED}


def nullable(kind: Any) -> Any:
    """Return a type without its mark that it is required."""
    return kind.of_type if str(kind).endswith("!") else kind


def is_list(kind: Any) -> bool:
    """Tell whether a type is a list, required or not."""
    return str(kind).startswith("[")


def named(kind: Any) -> GraphQLNamedType:
    """Return a type without lists and marks of what is required."""
    return _SCHEMA.type_map[str(kind).strip("[]!")]


def places() -> Iterator[Place]:
    """Yield every field of every input object, each wherever a mutation takes it."""
    for root, field in fields("Mutation").items():
        for argument in field.args.values():
            yield from _places(root, argument.type, ())


def arguments() -> Iterator[Place]:
    """Yield every argument of queries and of goals, and every field of one that is an object."""
    for parent in ("Query", "Goal"):
        for root, field in fields(parent).items():
            for name, argument in field.args.items():
                yield Place(root=root, path=(name,), owner=parent, kind=argument.type)
                yield from _places(root, argument.type, (name,))


def _places(root: str, kind: Any, path: tuple[str | int, ...]) -> Iterator[Place]:
    owner = named(kind)
    if not isinstance(owner, GraphQLInputObjectType):
        return
    for name, field in fields(owner.name).items():
        here, words = (*path, name), field.description or ""
        yield Place(root=root, path=here, owner=owner.name, kind=field.type, words=words)
        yield from _places(root, field.type, (*here, 0) if is_list(field.type) else here)


def document(mutation: str) -> str:
    """Return a mutation, of one input if it takes any, that selects all it can."""
    field = fields("Mutation")[mutation]
    selected = selection(field)
    if not field.args:
        return f"mutation {{ {mutation} {selected} }}"
    kind = field.args["input"].type
    return f"mutation($input: {kind}) {{ {mutation}(input: $input) {selected} }}"


def selection(field: Any, *, above: tuple[str, ...] = ()) -> str:
    """Return all that can be selected of a field without arguments, no type within itself."""
    kind = named(field.type)
    return "" if is_leaf_type(kind) else _selected(kind.name, (*above, kind.name))


@cache
def _selected(type_name: str, around: tuple[str, ...]) -> str:
    held = [
        f"{name} {selection(each, above=around)}".strip()
        for name, each in fields(type_name).items()
        if named(each.type).name not in around
        and not any(map(is_required_argument, each.args.values()))
    ]
    return f"{{ {' '.join(held)} }}"
