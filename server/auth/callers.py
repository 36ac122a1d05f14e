"""What an authenticator is: what a request presents and a moment in, the caller out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from resolvers.context import Identity
from schema.access import Access
from server.auth.digests import digest_of
from server.envelope import Envelope
from server.refusals import RequestRefusedError, unauthorized


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What a request presents to be known by; content is read only where a mode looks at it.

    Header names are in lower case; `target` is path and query as they were sent. `upgrade` are the
    headers that opened a socket, where what is presented came in another way.
    """

    headers: Mapping[str, str]
    method: str
    target: str
    request_id: str
    body: Callable[[], Awaitable[bytes]]
    envelope: Callable[[], Awaitable[Envelope]]
    upgrade: Mapping[str, str] | None = None

    @property
    def own_headers(self) -> Mapping[str, str]:
        """Return the headers that the client's software wrote itself, a browser for its page."""
        return self.headers if self.upgrade is None else self.upgrade

    @property
    def authorization(self) -> str:
        """Return the header `Authorization` without blanks around it; empty where it is not."""
        return self.headers.get("authorization", "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, if an owner does, and what decides which fields may be asked for.

    `credential` tells apart callers who are no owners.
    """

    identity: Identity | None
    access: Access
    credential: str = ""

    @property
    def counted_as(self) -> str:
        """Return the SHA-256 under which is counted what the owner asks, else the credential."""
        if self.identity is None:
            return digest_of(f"credential {self.credential}")
        return digest_of(f"owner {self.identity.owner}")


Authenticate: TypeAlias = Callable[[Presented, datetime], Awaitable[Caller]]


def not_authorized() -> RequestRefusedError:
    """Refuse a caller whose credentials are not good; which part is wrong stays unsaid."""
    return unauthorized("You are not authorized to make this call.")


def not_usable() -> RequestRefusedError:
    """Refuse a header `Authorization` that is of no kind known here."""
    return unauthorized("Valid authorization header not provided.")


def without_scheme(authorization: str) -> str:
    """Return the token in a header that may begin with `Bearer`."""
    scheme, _, rest = authorization.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else authorization
