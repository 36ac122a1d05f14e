"""Callers on a developer's own machine: whoever the header `x-dev-user` names."""

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from schema.access import Access, Mode
from server.auth.callers import Caller, Presented, not_authorized
from server.auth.owners import owner_identity
from server.settings import is_loopback

DEFAULT_USER: Final = "demo"
ACCESS: Final = Access(mode=Mode.COGNITO, is_default=True)


async def by_name(presented: Presented, now: datetime) -> Caller:
    """Believe `x-dev-user`, by default `demo`, unless a page from elsewhere sends the request.

    Raises:
        RequestRefusedError: The name is not one, or a browser says that another site is asking.
    """
    del now
    # Without credentials to withhold, any site open in a browser could read this machine's goals,
    # also one whose name has been made to lead to this machine.
    host = presented.own_headers.get("host")
    is_here = host is None or _is_local(f"//{host}")
    if not is_here or not _is_local(presented.own_headers.get("origin")):
        raise not_authorized()
    identity = owner_identity(presented.headers.get("x-dev-user", "").strip() or DEFAULT_USER)
    if identity is None:
        raise not_authorized()
    return Caller(identity=identity, access=ACCESS)


def _is_local(origin: str | None) -> bool:
    if origin is None:
        return True
    try:
        return is_loopback(urlsplit(origin).hostname or "")
    except ValueError:
        return False
