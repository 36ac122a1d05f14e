"""Callers' tokens: random, shown once, kept as a digest, and looked up by that digest alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final

from domain.repositories import Token, Tokens
from resolvers.context import Identity
from server.auth.callers import Authenticate, not_authorized
from server.refusals import unauthorized

TOKEN_BYTES: Final = 32


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a token in hexadecimal, the only form in which it is kept."""
    return sha256(secret.encode()).hexdigest()


def mint(*, owner: str, now: datetime, days: int | None) -> tuple[str, Token]:
    """Return a new secret of 32 random bytes and what is kept of it; it lasts `days` if given."""
    secret = token_urlsafe(TOKEN_BYTES)
    expires_at = None if days is None else now + timedelta(days=days)
    kept = Token(digest=digest_of(secret), owner=owner, created_at=now, expires_at=expires_at)
    return secret, kept


def by_token(tokens: Tokens) -> Authenticate:
    """Know callers by the header `Authorization: TOKEN` or `Authorization: Bearer TOKEN`."""

    async def authenticate(headers: Mapping[str, str], now: datetime) -> Identity:
        digest = digest_of(_presented(headers))
        token = await tokens.find(digest, now=now)
        # Storage compares digests in its own time; that tells nothing about a random token.
        if token is None or not compare_digest(token.digest, digest):
            raise not_authorized()
        return Identity(owner=token.owner)

    return authenticate


def _presented(headers: Mapping[str, str]) -> str:
    value = headers.get("authorization", "").strip()
    if not value:
        raise unauthorized("Missing authorization header")
    scheme, _, rest = value.partition(" ")
    secret = rest.strip() if scheme.lower() == "bearer" else value
    if not secret or " " in secret:
        raise unauthorized("Valid authorization header not provided.")
    return secret
