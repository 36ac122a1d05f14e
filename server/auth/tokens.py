"""Callers' tokens: random, shown once, and what the server itself authorizes as a Lambda would."""

from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final

from domain.credentials import Token, Tokens
from resolvers.context import Identity
from schema.access import Access, Mode
from server.auth.callers import (
    Authenticate,
    Caller,
    Presented,
    not_authorized,
    not_usable,
    without_scheme,
)
from server.auth.digests import digest_of

TOKEN_BYTES: Final = 32
ACCESS: Final = Access(mode=Mode.LAMBDA)


def mint(*, owner: str, now: datetime, days: int | None) -> tuple[str, Token]:
    """Return a new secret of 32 random bytes and what is kept of it; it lasts `days` if given."""
    secret = token_urlsafe(TOKEN_BYTES)
    expires_at = None if days is None else now + timedelta(days=days)
    kept = Token(digest=digest_of(secret), owner=owner, created_at=now, expires_at=expires_at)
    return secret, kept


def by_token(tokens: Tokens) -> Authenticate:
    """Know callers by the header `Authorization: TOKEN` or `Authorization: Bearer TOKEN`."""

    async def authenticate(presented: Presented, now: datetime) -> Caller:
        secret = without_scheme(presented.authorization)
        if not secret or " " in secret:
            raise not_usable()
        digest = digest_of(secret)
        token = await tokens.find(digest, now=now)
        # Storage compares digests in its own time; that tells nothing about a random token.
        if token is None or not compare_digest(token.digest, digest):
            raise not_authorized()
        return Caller(identity=Identity(owner=token.owner), access=ACCESS)

    return authenticate
