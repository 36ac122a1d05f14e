"""AppSync's directives, as Strawberry prints them onto types and fields."""

from typing import Final

import strawberry
from strawberry.schema_directive import Location

_PLACES: Final = [Location.OBJECT, Location.FIELD_DEFINITION]


@strawberry.schema_directive(
    locations=_PLACES, name="aws_cognito_user_pools", print_definition=False
)
class CognitoUserPools:
    """Reachable with a token of the user pool."""

    cognito_groups: list[str] | None = strawberry.directive_field(
        name="cognito_groups", default=strawberry.UNSET
    )


@strawberry.schema_directive(locations=_PLACES, name="aws_oidc", print_definition=False)
class OpenIdConnect:
    """Reachable with a token of an OpenID Connect provider."""


@strawberry.schema_directive(locations=_PLACES, name="aws_lambda", print_definition=False)
class LambdaAuthorizer:
    """Reachable with a token that a Lambda authorizer accepts."""


@strawberry.schema_directive(locations=_PLACES, name="aws_iam", print_definition=False)
class Iam:
    """Reachable with a request that is signed with AWS's credentials."""


@strawberry.schema_directive(locations=_PLACES, name="aws_api_key", print_definition=False)
class ApiKey:
    """Reachable with an API key, which knows no owner."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name="aws_subscribe", print_definition=False
)
class Subscribe:
    """Told whatever the mutations answer."""

    mutations: list[str]


MODES: Final = (CognitoUserPools(), OpenIdConnect(), LambdaAuthorizer())
