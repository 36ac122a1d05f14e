"""The contract's names of domain values, as the mirrored types say them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from strawberry.schema.name_converter import NameConverter
from strawberry.types.base import StrawberryContainer, get_object_definition
from strawberry.types.field import StrawberryField

from schema.scalars import AWSJSON

_CONVERTER: Final = NameConverter()


@dataclass(slots=True, kw_only=True)
class Mirrored:
    """A domain class as the contract sees it: attributes, their names, and JSON ones."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    json: set[str] = field(default_factory=set[str])
    output: type | None = None


_MIRRORED: Final[dict[type, Mirrored]] = {}
_DOMAIN: Final[dict[type, type]] = {}


def register(domain: type, mirror: type, *, is_input: bool) -> None:
    """Remember that a GraphQL type mirrors a domain class.

    Raises:
        ValueError: Another mirror of the class gives an attribute another name.
    """
    mirrored = _MIRRORED.setdefault(domain, Mirrored())
    _DOMAIN[mirror] = domain
    if not is_input:
        mirrored.output = mirror
    attributes = {each.name for each in fields(domain)}
    for each in fields_of(mirror):
        name, attribute = contract_name(each), each.python_name
        if mirrored.names.setdefault(attribute, name) != name:
            raise ValueError(f"{domain.__name__}.{attribute} has two names in the contract")
        if attribute in attributes and _named_type(each) is AWSJSON:
            mirrored.json.add(attribute)


def mirrored(domain: type) -> Mirrored | None:
    """Return how the contract sees a domain class; None where it has no such thing."""
    return _MIRRORED.get(domain)


def domain_of(mirror: object) -> type | None:
    """Return the domain class that a GraphQL type mirrors."""
    return _DOMAIN.get(mirror) if isinstance(mirror, type) else None


def mirrors() -> Mapping[type, type]:
    """Return every mirror with the domain class that it mirrors."""
    return dict(_DOMAIN)


def fields_of(mirror: type) -> list[StrawberryField]:
    """Return the fields of a GraphQL type."""
    definition = get_object_definition(mirror, strict=True)
    return definition.fields


def contract_name(each: Any) -> str:
    """Return the contract's name of a field or an argument."""
    return _CONVERTER.get_graphql_name(each)


def is_answered(each: StrawberryField) -> bool:
    """Say whether a resolver answers the field; else it is an attribute."""
    return not each.is_basic_field


def _named_type(each: StrawberryField) -> object:
    found: object = each.type
    while isinstance(found, StrawberryContainer):
        found = found.of_type
    return found
