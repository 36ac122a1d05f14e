"""How callers are known, as an operator says it: the part of an AppSync API's description on it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel

from schema.access import Mode
from server.auth.fetching import is_trusted_address
from server.settings import SettingsError

Algorithm: TypeAlias = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"
]
Milliseconds: TypeAlias = Annotated[int, Field(ge=0, le=10**12)]


def _trusted(url: str) -> str:
    if not is_trusted_address(url):
        raise ValueError("must begin with https://, or be a server of this machine")
    return url


class _Part(BaseModel):
    # A key that is misspelt must not silently switch off the check that it asks for.
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


class UserPool(_Part):
    """A Cognito user pool, and which of its clients are served."""

    user_pool_id: Annotated[str, Field(pattern=r"^[\w-]+_[0-9A-Za-z]+$")]
    aws_region: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    app_id_client_regex: re.Pattern[str] | None = None
    default_action: Literal["ALLOW"] = "ALLOW"

    @property
    def issuer(self) -> str:
        """Return who signs the pool's tokens."""
        return f"https://cognito-idp.{self.aws_region}.amazonaws.com/{self.user_pool_id}"


class OpenIdProvider(_Part):
    """An OpenID Connect provider, which of its clients are served, and how it signs."""

    issuer: Annotated[str, AfterValidator(_trusted)]
    client_id: re.Pattern[str] | None = None
    iat_ttl: Milliseconds = Field(alias="iatTTL", default=0)
    auth_ttl: Milliseconds = Field(alias="authTTL", default=0)
    algorithms: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = ("RS256",)


class LambdaAuthorizer(_Part):
    """A function that decides on tokens: `module:function`, or the ARN of a Lambda."""

    authorizer_uri: str
    authorizer_result_ttl_in_seconds: Annotated[int, Field(ge=0, le=3600)] = 300
    identity_validation_expression: re.Pattern[str] | None = None

    @property
    def ttl(self) -> timedelta:
        """Return how long an answer holds."""
        return timedelta(seconds=self.authorizer_result_ttl_in_seconds)


class SigningKey(_Part):
    """An access key that may sign requests."""

    access_key_id: Annotated[str, Field(min_length=1)]
    secret_access_key: Annotated[SecretStr, Field(min_length=1)]
    session_token: SecretStr | None = None


class Signing(_Part):
    """Who may sign requests, and for which region."""

    aws_region: str
    credentials: Annotated[tuple[SigningKey, ...], Field(min_length=1)]


_NEEDED: Final = MappingProxyType(
    {
        Mode.COGNITO: "user_pool_config",
        Mode.OIDC: "open_id_connect_config",
        Mode.IAM: "iam_config",
    }
)
_CONFIGS: Final = MappingProxyType({**_NEEDED, Mode.LAMBDA: "lambda_authorizer_config"})
_ONCE: Final = (Mode.API_KEY, Mode.IAM, Mode.LAMBDA)


class Provider(_Part):
    """One way to be known. AWS_LAMBDA without an authorizer means the tokens of this server."""

    authentication_type: Mode
    user_pool_config: UserPool | None = None
    open_id_connect_config: Annotated[OpenIdProvider | None, Field(alias="openIDConnectConfig")] = (
        None
    )
    lambda_authorizer_config: LambdaAuthorizer | None = None
    iam_config: Signing | None = None

    @property
    def issuer(self) -> str | None:
        """Return who signs the tokens of this way, where they are signed."""
        pool, provider = self.user_pool_config, self.open_id_connect_config
        return pool.issuer if pool else provider.issuer if provider else None

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        mode = self.authentication_type
        given = {each for each, name in _CONFIGS.items() if getattr(self, name) is not None}
        if mode in _NEEDED and mode not in given:
            raise ValueError(f"{mode} needs {_shown(_NEEDED[mode])}")
        if others := sorted(given - {mode}):
            raise ValueError(f"{mode} takes no {_shown(_CONFIGS[others[0]])}")
        return self


class Configuration(Provider):
    """The default way to be known, and additional ones."""

    additional_authentication_providers: tuple[Provider, ...] = ()

    @property
    def providers(self) -> tuple[Provider, ...]:
        """Return all providers, the default one first."""
        return (self, *self.additional_authentication_providers)

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        modes = [each.authentication_type for each in self.providers]
        for mode in _ONCE:
            if modes.count(mode) > 1:
                raise ValueError(f"{mode} may be there once")
        issuers = [each.issuer for each in self.providers if each.issuer]
        if len(set(issuers)) < len(issuers):
            raise ValueError("an issuer may be there once")
        return self


TOKENS_AND_KEYS: Final = Configuration.model_validate(
    {
        "authenticationType": Mode.LAMBDA,
        "additionalAuthenticationProviders": [{"authenticationType": Mode.API_KEY}],
    }
)
"""What holds where an operator says nothing: the tokens and the API keys of this server."""


def read_configuration(path: Path | None) -> Configuration:
    """Return what a file says, or tokens and keys without one.

    Raises:
        SettingsError: The file cannot be read, or does not say how callers are known.
    """
    if path is None:
        return TOKENS_AND_KEYS
    try:
        return Configuration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        told = "; ".join(_told(each) for each in error.errors(include_input=False))
        raise SettingsError(f"{path}: {told}") from None


def _told(error: Mapping[str, Any]) -> str:
    problem = str(error["msg"]).removeprefix("Value error, ")
    place = ".".join(str(part) for part in error["loc"])
    return f"{place}: {problem}" if place else problem


def _shown(name: str) -> str:
    return Provider.model_fields[name].alias or name
