"""What an authenticator is: headers and a moment in, the caller's identity out."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from resolvers.context import Identity
from server.refusals import RequestRefusedError, unauthorized

Authenticate: TypeAlias = Callable[[Mapping[str, str], datetime], Awaitable[Identity]]

MAX_OWNER_CHARACTERS: Final = 128


def is_owner_name(name: str) -> bool:
    """Tell whether a name of 1 to 128 printable characters without blanks can be an owner's."""
    return 1 <= len(name) <= MAX_OWNER_CHARACTERS and name.isprintable() and " " not in name


def not_authorized() -> RequestRefusedError:
    """Refuse a caller whose credentials are not good; which part is wrong stays unsaid."""
    return unauthorized("You are not authorized to make this call.")
