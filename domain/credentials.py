"""What callers are known by: tokens of owners, and keys of clients that have none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A caller's secret, kept as its SHA-256 in hexadecimal."""

    digest: str
    owner: str
    created_at: datetime
    expires_at: datetime | None = None


class Tokens(Protocol):
    """Callers' tokens."""

    async def add(self, token: Token) -> None:
        """Keep a new token."""
        ...

    async def find(self, digest: str, *, now: datetime) -> Token | None:
        """Return the token of this digest unless it has expired."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key that knows a client but no owner, kept as its SHA-256 in hexadecimal."""

    digest: str
    created_at: datetime
    expires_at: datetime
    note: str | None = None

    @property
    def key_id(self) -> str:
        """Return the first 12 digits of the digest, by which operators name the key."""
        return self.digest[:12]


class ApiKeys(Protocol):
    """The keys of clients that have no owner."""

    async def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        ...

    async def find(self, digest: str, *, now: datetime) -> ApiKey | None:
        """Return the key of this digest unless it has expired."""
        ...

    async def all(self, *, now: datetime) -> tuple[ApiKey, ...]:
        """Return every key that has not expired, oldest first."""
        ...

    async def remove(self, key: ApiKey) -> None:
        """Forget a key; one that is gone already stays so."""
        ...
