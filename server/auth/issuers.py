"""An identity provider's public keys: discovered, kept, and fetched anew when they change."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

import anyio
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

from server.auth.fetching import Fetch, FetchError, is_trusted_address
from server.observability import tell_fault
from server.refusals import RequestRefusedError

FRESH_FOR: Final = timedelta(hours=1)
USABLE_FOR: Final = timedelta(hours=24)
PAUSE: Final = timedelta(seconds=30)

_DISCOVERY: Final = "/.well-known/openid-configuration"
_KEY_TYPES: Final[dict[str, type[RSAKey] | type[ECKey]]] = {"RSA": RSAKey, "EC": ECKey}


class KeyRing:
    """The keys of one issuer.

    They are fetched at their first use, then when they are an hour old or a key is asked for that
    is not among them, at most twice a minute. Where fetching fails those of the last 24 hours hold.
    """

    def __init__(self, issuer: str, fetch: Fetch) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._lock = anyio.Lock()
        self._keys = KeySet([])
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None

    async def keys(self, key_id: str | None, *, now: datetime) -> KeySet:
        """Return the issuer's keys, after a look for the key of this id.

        Raises:
            RequestRefusedError: There are none, since the issuer does not answer; status 503.
        """
        if self._is_due(key_id, now):
            async with self._lock:
                if self._is_due(key_id, now):
                    await self._renew(now)
        if self._fetched_at is None or now - self._fetched_at >= USABLE_FOR:
            raise RequestRefusedError(
                "The identity provider does not answer.",
                status=503,
                error_type="ServiceUnavailableException",
            )
        return self._keys

    def _is_due(self, key_id: str | None, now: datetime) -> bool:
        if self._tried_at is not None and now - self._tried_at < PAUSE:
            return False
        if self._fetched_at is None or now - self._fetched_at >= FRESH_FOR:
            return True
        return key_id is not None and all(key.kid != key_id for key in self._keys)

    async def _renew(self, now: datetime) -> None:
        try:
            self._keys = KeySet(list(_usable(await self._documents())))
            self._fetched_at = now
        except FetchError as error:
            tell_fault("issuer.failed", error, issuer=self._issuer)
        # Only now: whoever waits for the first keys must not be told that there are none.
        self._tried_at = now

    async def _documents(self) -> Any:
        found = _object(await self._fetch(self._issuer.rstrip("/") + _DISCOVERY))
        if found.get("issuer") != self._issuer:
            raise FetchError(f"{self._issuer} says that it is {found.get('issuer')!r}")
        address = found.get("jwks_uri")
        if not isinstance(address, str) or not is_trusted_address(address):
            raise FetchError(f"{self._issuer} has its keys at {address!r}")
        return _object(await self._fetch(address)).get("keys")


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise FetchError("the issuer's answer is no JSON object")
    return cast("dict[str, Any]", value)


def _usable(found: object) -> Iterator[Key]:
    """Yield the keys that can verify signatures; others do not spoil the set."""
    if not isinstance(found, list):
        raise FetchError("the issuer's answer has no list of keys")
    for each in cast("Sequence[Any]", found):
        try:
            yield _KEY_TYPES[each["kty"]].import_key(each)
        except (JoseError, LookupError, TypeError, ValueError):
            continue
