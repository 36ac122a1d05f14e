"""Which fields of the contract a caller may not reach, by the mode the caller is known in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from graphql import FieldDefinitionNode, ObjectTypeDefinitionNode, parse

from schema.build import contract
from schema.modes import Groups, grants

FieldName: TypeAlias = tuple[str, str]
Granted: TypeAlias = Mapping[str, Groups]


class Mode(StrEnum):
    """How a caller is known; the names are AppSync's."""

    API_KEY = "API_KEY"
    IAM = "AWS_IAM"
    COGNITO = "AMAZON_COGNITO_USER_POOLS"
    OIDC = "OPENID_CONNECT"
    LAMBDA = "AWS_LAMBDA"


_DIRECTIVES: Final = MappingProxyType(
    {
        Mode.API_KEY: "aws_api_key",
        Mode.IAM: "aws_iam",
        Mode.COGNITO: "aws_cognito_user_pools",
        Mode.OIDC: "aws_oidc",
        Mode.LAMBDA: "aws_lambda",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What decides which fields a caller reaches.

    `denied` names fields by type and name, whatever the contract says of them; `is_default` says
    that the mode is the one for fields without directives.
    """

    mode: Mode
    groups: frozenset[str] = frozenset()
    denied: frozenset[FieldName] = frozenset()
    is_default: bool = False


@lru_cache(maxsize=256)
def closed_fields(access: Access) -> frozenset[FieldName]:
    """Return the contract's fields that a caller may not reach, by type and name."""
    return closed_among(_granted(), access)


def closed_among(fields: Mapping[FieldName, Granted], access: Access) -> frozenset[FieldName]:
    """Return which of the fields a caller may not reach.

    A field without modes, its type's included, is reached in the default mode alone; several modes
    open a field to each of them.
    """
    closed = {name for name, granted in fields.items() if not _is_open(granted, access)}
    return access.denied | closed


def _is_open(granted: Granted, access: Access) -> bool:
    if not granted:
        return access.is_default
    directive = _DIRECTIVES[access.mode]
    if directive not in granted:
        return False
    groups = granted[directive]
    return groups is None or not groups.isdisjoint(access.groups)


@cache
def _granted() -> dict[FieldName, Granted]:
    return granted_fields(contract())


def granted_fields(text: str) -> dict[FieldName, Granted]:
    """Return to which modes and groups an AppSync schema opens each field of its object types.

    A field's directives replace its type's.
    """
    return {
        (node.name.value, field.name.value): _effective(node, field)
        for node in parse(text, no_location=True).definitions
        if isinstance(node, ObjectTypeDefinitionNode)
        for field in node.fields or ()
    }


def _effective(node: ObjectTypeDefinitionNode, field: FieldDefinitionNode) -> Granted:
    return grants(field.directives or ()) or grants(node.directives or ())
