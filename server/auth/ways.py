"""The ways to be known that a server has, and which of them a request takes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.credentials import ApiKeys, Tokens
from schema.access import Mode
from server.auth.authorizer import by_authorizer
from server.auth.callers import Authenticate, Caller, Presented, not_usable
from server.auth.configuration import Configuration, LambdaAuthorizer, Provider, Signing
from server.auth.digests import digest_of
from server.auth.fetching import Fetch
from server.auth.invoking import invoker
from server.auth.issuers import KeyRing
from server.auth.jwt import Issuer, by_jwt, is_jwt
from server.auth.keys import by_key, has_key
from server.auth.signatures import AccessKey, by_signature, is_signature
from server.auth.tokens import by_token
from server.refusals import unauthorized


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to be known: which requests take it, and who they are then."""

    takes: Callable[[Presented], bool]
    authenticate: Authenticate


def authentication(
    configuration: Configuration, *, tokens: Tokens, keys: ApiKeys, fetch: Fetch
) -> Authenticate:
    """Return the authenticator that an operator described.

    A signature comes before a key, a key before a JSON Web Token, that before any other token.

    Raises:
        SettingsError: There is no authorizer of the name that is given.
    """
    ways = tuple(_ways(configuration.providers, tokens=tokens, keys=keys, fetch=fetch))
    return by_ways(ways, default=configuration.authentication_type)


def by_ways(ways: Sequence[Way], *, default: Mode) -> Authenticate:
    """Know callers by the first way that their request takes; no other is tried after it."""

    async def authenticate(presented: Presented, now: datetime) -> Caller:
        for way in ways:
            if way.takes(presented):
                caller = await way.authenticate(presented, now)
                is_default = caller.access.mode is default
                return replace(
                    caller,
                    access=replace(caller.access, is_default=is_default),
                    credential=caller.credential or digest_of(presented.authorization),
                )
        if presented.authorization:
            raise not_usable()
        raise unauthorized("Missing authorization header")

    return authenticate


def _ways(
    providers: Sequence[Provider], *, tokens: Tokens, keys: ApiKeys, fetch: Fetch
) -> Iterator[Way]:
    by_mode = {provider.authentication_type: provider for provider in providers}
    if (signing := by_mode.get(Mode.IAM)) and signing.iam_config:
        yield Way(takes=_has_signature, authenticate=_signed(signing.iam_config))
    if Mode.API_KEY in by_mode:
        yield Way(takes=has_key, authenticate=by_key(keys))
    if issuers := tuple(_issuers(providers, fetch)):
        yield Way(takes=_has_jwt, authenticate=by_jwt(issuers))
    if asked := by_mode.get(Mode.LAMBDA):
        authorizer = asked.lambda_authorizer_config
        authenticate = _authorized(authorizer) if authorizer else by_token(tokens)
        yield Way(takes=_has_authorization, authenticate=authenticate)


def _has_authorization(presented: Presented) -> bool:
    return bool(presented.authorization)


def _has_signature(presented: Presented) -> bool:
    return is_signature(presented.authorization)


def _has_jwt(presented: Presented) -> bool:
    return is_jwt(presented.authorization)


def _signed(signing: Signing) -> Authenticate:
    keys = [
        AccessKey(
            key_id=each.access_key_id,
            secret=each.secret_access_key.get_secret_value(),
            session_token=each.session_token.get_secret_value() if each.session_token else None,
        )
        for each in signing.credentials
    ]
    return by_signature(keys, region=signing.aws_region)


def _authorized(authorizer: LambdaAuthorizer) -> Authenticate:
    return by_authorizer(
        invoker(authorizer.authorizer_uri),
        ttl=authorizer.ttl,
        form=authorizer.identity_validation_expression,
    )


def _issuers(providers: Sequence[Provider], fetch: Fetch) -> Iterator[Issuer]:
    for each in providers:
        if (pool := each.user_pool_config) is not None:
            yield Issuer(
                mode=Mode.COGNITO,
                url=pool.issuer,
                keys=KeyRing(pool.issuer, fetch),
                algorithms=("RS256",),
                client=pool.app_id_client_regex,
            )
        if (openid := each.open_id_connect_config) is not None:
            yield Issuer(
                mode=Mode.OIDC,
                url=openid.issuer,
                keys=KeyRing(openid.issuer, fetch),
                algorithms=openid.algorithms,
                client=openid.client_id,
                lasts=_bound(openid.iat_ttl),
                signed_in_for=_bound(openid.auth_ttl),
            )


def _bound(milliseconds: int) -> timedelta | None:
    return timedelta(milliseconds=milliseconds) if milliseconds else None
