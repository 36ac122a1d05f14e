"""How a GraphQL type mirrors a domain class: attributes, shown attributes, answered fields.

A mirror's attributes are named as the domain's, so that a domain value can be read as one; its
docstring is its description in the contract.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import InputContext, StrawberryArgument
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from domain.amount import shown_percentage
from schema.call import FieldInfo, answer
from schema.directives import MODES
from schema.names import register

Mirror = TypeVar("Mirror", bound=type)

REPEATED: Final = "A key of 1 to 128 characters under which the request happens once."
"""What the contract says of the field idempotencyKey of every mutation's input."""

HOW: Final = "how"
OF: Final = "of"


def output(
    domain: type | None = None, *, also: Sequence[object] = ()
) -> Callable[[Mirror], Mirror]:
    """Make the class an object type that every owner reaches, the mirror of a domain class.

    `also` holds the directives of further modes that reach it.
    """

    def make(cls: Mirror) -> Mirror:
        directives = (*MODES, *also)
        made = strawberry.type(
            cls, name=cls.__name__, description=cls.__doc__, directives=directives
        )
        if domain is not None:
            register(domain, made, is_input=False)
        return made

    return make


def entry(domain: type) -> Callable[[Mirror], Mirror]:
    """Make the class an input type whose values are read as the domain class."""

    def make(cls: Mirror) -> Mirror:
        made = strawberry.input(cls, name=cls.__name__, description=cls.__doc__)
        get_object_definition(made, strict=True).from_input = _as_given
        register(domain, made, is_input=True)
        return made

    return make


def _as_given(_type: type, value: Mapping[str, Any], _context: InputContext) -> Any:
    return value


def attribute(description: str, *, name: str | None = None) -> Any:
    """Return a field that is an attribute of the domain value."""
    return StrawberryField(graphql_name=name, description=description)


class ShownField(StrawberryField):
    """A field that shows an attribute of the domain value in the contract's form.

    Its metadata hold the attribute's name (`of`) and the function that shows it (`how`).
    """

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: Any) -> Any:
        """Return the attribute as it is shown."""
        del info, args, kwargs
        return shown_attribute(self, source)


def shown(
    description: str, how: Callable[[Any], Any], *, of: str | None = None, name: str | None = None
) -> Any:
    """Return a field that shows an attribute, its own name's unless `of` names another."""
    return ShownField(graphql_name=name, description=description, metadata={HOW: how, OF: of})


def percentage(description: str) -> Any:
    """Return a field that shows a percentage with two decimals, half up."""
    return shown(description, shown_percentage)


def shown_attribute(field: StrawberryField, value: object) -> Any:
    """Return an attribute of a domain value as its field shows it."""
    found = getattr(value, field.metadata.get(OF) or field.python_name)
    how = field.metadata.get(HOW)
    return how(found) if how else found


def shown_answer(field: StrawberryField, value: object) -> Any:
    """Return what a field's resolver answered as the field shows it."""
    how = field.metadata.get(HOW)
    return how(value) if how and value is not None else value


def answered(
    description: str,
    *,
    how: Callable[[Any], Any] | None = None,
    directives: Sequence[object] = (),
    **arguments: Any,
) -> Any:
    """Return a field that a resolver answers; the arguments are given with their types.

    `how` shows an answer that is not None in the contract's form. `directives` replace the type's
    modes, or say what a subscription is told of.
    """

    def resolve(root: Any, info: FieldInfo, **given: Any) -> Any:
        return answer(info, root, **given)

    async def resolve_shown(root: Any, info: FieldInfo, **given: Any) -> Any:
        return shown_answer(field, await answer(info, root, **given))

    field = StrawberryField(
        description=description,
        base_resolver=StrawberryResolver(resolve if how is None else resolve_shown),
        metadata={HOW: how},
        directives=directives,
    )
    field.arguments = [
        StrawberryArgument(name, None, StrawberryAnnotation(hint))
        for name, hint in arguments.items()
    ]
    return field
