"""JSON Web Tokens of a Cognito user pool or an OpenID Connect provider."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias, cast

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from schema.access import Access, Mode
from server.auth.callers import Authenticate, Caller, Presented, not_authorized, without_scheme
from server.auth.issuers import KeyRing
from server.auth.owners import owner_identity

Claims: TypeAlias = Mapping[str, Any]

SKEW_SECONDS: Final = 60

_PARTS: Final = 3
_USES: Final = ("id", "access")
_NEEDED: Final[ClaimsOption] = {"essential": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Whose tokens are believed, and what they must say.

    `client` must match all of the name of a client that the token is for. `lasts` bounds the time
    since the token was issued, `signed_in_for` the time since its user signed in.
    """

    mode: Mode
    url: str
    keys: KeyRing
    algorithms: tuple[str, ...]
    client: re.Pattern[str] | None = None
    lasts: timedelta | None = None
    signed_in_for: timedelta | None = None


def is_jwt(authorization: str) -> bool:
    """Tell whether a header `Authorization` holds a JSON Web Token, whatever it is worth."""
    return _read(without_scheme(authorization)) is not None


def by_jwt(issuers: Sequence[Issuer]) -> Authenticate:
    """Know callers by a token that one of the issuers signed, plain or after `Bearer`."""
    by_url = {issuer.url: issuer for issuer in issuers}

    async def authenticate(presented: Presented, now: datetime) -> Caller:
        token = without_scheme(presented.authorization)
        header, unverified = _read(token) or ({}, {})
        issuer = by_url.get(str(unverified.get("iss")))
        if issuer is None:
            raise not_authorized()
        keys = await issuer.keys.keys(header.get("kid"), now=now)
        claims = _verified(token, issuer, keys, int(now.timestamp()))
        identity = None if claims is None else owner_identity(claims["sub"])
        if claims is None or identity is None:
            raise not_authorized()
        groups = frozenset(_texts(claims.get("cognito:groups")))
        return Caller(identity=identity, access=Access(mode=issuer.mode, groups=groups))

    return authenticate


def _read(token: str) -> tuple[Claims, Claims] | None:
    """Return a token's header and claims, of which nothing is verified yet."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        header, claims = (_object(part) for part in parts[:2])
    except (ValueError, RecursionError):
        return None
    return (header, claims) if isinstance(header.get("alg"), str) else None


def _object(part: str) -> Claims:
    found = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(found, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - a value of the wrong kind is no token
    return cast("dict[str, Any]", found)


def _verified(token: str, issuer: Issuer, keys: KeySet, now: int) -> Claims | None:
    """Return the token's claims if the issuer signed them and they hold now, in epoch seconds."""
    signatures = JWSRegistry(algorithms=issuer.algorithms, strict_check_header=False)
    wanted = JWTClaimsRegistry(
        now=now,
        leeway=SKEW_SECONDS,
        iss={"essential": True, "value": issuer.url},
        sub=_NEEDED,
        exp=_NEEDED,
        iat=_NEEDED,
    )
    try:
        claims = jwt.decode(token, keys, registry=signatures).claims
        wanted.validate(claims)
    except (JoseError, TypeError, ValueError):
        return None
    return claims if _is_for_us(claims, issuer) and _is_recent(claims, issuer, now) else None


def _is_for_us(claims: Claims, issuer: Issuer) -> bool:
    is_cognito = issuer.mode is Mode.COGNITO
    if is_cognito and claims.get("token_use") not in _USES:
        return False
    if issuer.client is None:
        return True
    # Cognito names the client of an access token by a claim of its own.
    also = "client_id" if is_cognito else "azp"
    clients = (*_texts(claims.get("aud")), *_texts(claims.get(also)))
    return any(issuer.client.fullmatch(client) for client in clients)


def _is_recent(claims: Claims, issuer: Issuer, now: int) -> bool:
    bounds = (("iat", issuer.lasts), ("auth_time", issuer.signed_in_for))
    return all(
        longest is None or _is_within(claims.get(claim), longest, now) for claim, longest in bounds
    )


def _is_within(at: object, longest: timedelta, now: int) -> bool:
    if not isinstance(at, int | float) or isinstance(at, bool):
        return False
    return now - at <= longest.total_seconds() + SKEW_SECONDS


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a claim that is one text or a list of them."""
    for each in cast("list[object]", value) if isinstance(value, list) else (value,):
        if isinstance(each, str):
            yield each
