"""API keys: they know a client, and no owner."""

from base64 import b32encode
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_bytes
from typing import Final

from domain.credentials import ApiKey, ApiKeys
from schema.access import Access, Mode
from server.auth.callers import Authenticate, Caller, Presented, not_authorized
from server.auth.digests import digest_of

_HEADER: Final = "x-api-key"
KEY_BYTES: Final = 16
# What AppSync's own keys begin with, so that tools that look for leaked ones find ours too.
_PREFIX: Final = "da2-"
_ACCESS: Final = Access(mode=Mode.API_KEY)


def mint_key(*, now: datetime, days: int, note: str | None) -> tuple[str, ApiKey]:
    """Return a new key of 16 random bytes that lasts `days`, and what is kept of it."""
    secret = _PREFIX + b32encode(token_bytes(KEY_BYTES)).decode().rstrip("=").lower()
    expires_at = now + timedelta(days=days)
    kept = ApiKey(digest=digest_of(secret), created_at=now, expires_at=expires_at, note=note)
    return secret, kept


def has_key(presented: Presented) -> bool:
    """Tell whether a request presents an API key, whatever it is worth."""
    return bool(presented.headers.get(_HEADER, "").strip())


def by_key(keys: ApiKeys) -> Authenticate:
    """Know clients by the header `x-api-key`."""

    async def authenticate(presented: Presented, now: datetime) -> Caller:
        digest = digest_of(presented.headers[_HEADER].strip())
        key = await keys.find(digest, now=now)
        if key is None or not compare_digest(key.digest, digest):
            raise not_authorized()
        return Caller(identity=None, access=_ACCESS, credential=digest)

    return authenticate
