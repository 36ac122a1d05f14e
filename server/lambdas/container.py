"""What a function's container keeps from one invocation to the next."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from os import environ

from server.lambdas.resolving import Resolving
from server.settings import Settings, SettingsError, settings_from
from server.storage import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The resolvers over the store, and the event loop that they run in."""

    resolving: Resolving
    runner: asyncio.Runner


@cache
def opened() -> Container:
    """Return the container, its store opened by the first invocation that gets so far.

    Raises:
        SettingsError: The environment does not name a table.
        persistence.errors.StorageError: The table cannot be opened.
    """
    settings = settings_of_function()
    store = open_store(settings)
    resolving = Resolving(
        ports=store.ports, policy=settings.policy, clock=lambda: datetime.now(UTC)
    )
    return Container(resolving=resolving, runner=asyncio.Runner())


def settings_of_function() -> Settings:
    """Return the settings in the environment; the table is in the function's region unless named.

    Raises:
        SettingsError: They do not name a table; a function has no file of its own.
    """
    region = environ.get("MILEPOST_REGION") or environ.get("AWS_REGION")
    settings = settings_from({"region": region})
    if settings.table is None:
        raise SettingsError("a function needs MILEPOST_TABLE, the name of its DynamoDB table")
    return settings
