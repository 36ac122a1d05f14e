"""Fetch a JSON document from an identity provider, within limits of time and size."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from server.settings import is_loopback

Fetch: TypeAlias = Callable[[str], Awaitable[Any]]

LONGEST_SECONDS: Final = 5.0
LARGEST_DOCUMENT: Final = 1_000_000
_OK: Final = 200


class FetchError(Exception):
    """Say that a document could not be fetched."""


def is_trusted_address(url: str) -> bool:
    """Tell whether what an address answers can be trusted: HTTPS, or a server of this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_here = parts.scheme == "http" and is_loopback(host)
    return bool(host) and (parts.scheme == "https" or is_here)


def fetcher(*, seconds: float = LONGEST_SECONDS) -> Fetch:
    """Return a function that fetches the JSON behind an address, without following redirects.

    It raises FetchError after `seconds`, or if there is no JSON of at most 1,000,000 bytes.
    """
    pool = PoolManager(retries=False, timeout=Timeout(total=seconds))

    async def fetch(url: str) -> Any:
        try:
            with anyio.fail_after(seconds):
                return await anyio.to_thread.run_sync(
                    partial(_fetched, pool, url), abandon_on_cancel=True
                )
        except (HTTPError, TimeoutError, ValueError, RecursionError) as error:
            raise FetchError(f"{url}: {error}") from error

    return fetch


def _fetched(pool: PoolManager, url: str) -> Any:
    if not is_trusted_address(url):
        raise FetchError(f"{url} is not an address with https://")
    response = pool.request(
        "GET", url, redirect=False, preload_content=False, headers={"accept": "application/json"}
    )
    try:
        content = response.read(LARGEST_DOCUMENT + 1)
    finally:
        response.close()
    if response.status != _OK:
        raise FetchError(f"{url} answered with status {response.status}")
    if len(content) > LARGEST_DOCUMENT:
        raise FetchError(f"{url} answered with more than {LARGEST_DOCUMENT} bytes")
    return json.loads(content)
