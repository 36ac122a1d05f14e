"""Callers on a developer's own machine: whoever the header `x-dev-user` names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from resolvers.context import Identity
from server.auth.callers import is_owner_name, not_authorized
from server.settings import is_loopback

DEFAULT_USER: Final = "demo"


async def by_name(headers: Mapping[str, str], now: datetime) -> Identity:
    """Believe `x-dev-user`, by default `demo`, unless a page from elsewhere sends the request.

    Raises:
        RequestRefusedError: The name is not one, or a browser says that another site is asking.
    """
    del now
    # Without credentials to withhold, any site open in a browser could read this machine's goals,
    # also one whose name has been made to lead to this machine.
    host = headers.get("host")
    is_here = host is None or _is_local(f"//{host}")
    if not is_here or not _is_local(headers.get("origin")):
        raise not_authorized()
    name = headers.get("x-dev-user", "").strip() or DEFAULT_USER
    if not is_owner_name(name):
        raise not_authorized()
    return Identity(owner=name)


def _is_local(origin: str | None) -> bool:
    if origin is None:
        return True
    try:
        return is_loopback(urlsplit(origin).hostname or "")
    except ValueError:
        return False
