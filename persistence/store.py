"""Stores: the ports over one table, in a file of this machine or in DynamoDB."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import anyio.to_thread

from domain.credentials import ApiKeys, Tokens
from domain.repositories import Ports
from persistence.connection import local_connection, remote_connection
from persistence.copying import copy_store
from persistence.cursors import SignedCursors, secrets_of
from persistence.embedded.client import LocalClient
from persistence.embedded.engine import Engine
from persistence.errors import StoreFileError
from persistence.goals import TableGoals
from persistence.log import TableLog
from persistence.profiles import TableProfiles
from persistence.provision import create_table, describe_table
from persistence.requests import TableRequests
from persistence.secret import own_secret
from persistence.table import THREADS, Table
from persistence.templates import TableTemplates
from persistence.tokens import TableApiKeys, TableTokens
from persistence.tombstones import TableTombstones
from persistence.units import TableSizes, TableUnits

_EMBEDDED_TABLE: Final = "milepost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The ports, the callers' tokens and the API keys over one table."""

    ports: Ports
    tokens: Tokens
    api_keys: ApiKeys
    table: Table
    engine: Engine | None = None

    async def sweep(self, now: datetime) -> int:
        """Delete what has outlived its `ttl` and return how much; DynamoDB does so by itself."""
        if self.engine is None:
            return 0
        sweep = partial(self.engine.sweep, now.timestamp())
        return await anyio.to_thread.run_sync(sweep, limiter=self.table.limiter)

    def close(self) -> None:
        """Let go of the file or of the connections."""
        if self.engine is not None:
            self.engine.close()
            return
        self.table.connection.client.close()


def open_embedded(path: Path, *, secret: str | None = None) -> Store:
    """Open the store in a file, made if it is missing.

    Without a secret the store makes one at its first start and keeps it.

    Raises:
        StoreFileError: The file cannot be opened, or is no store.
        MissingSecretError: The secret given is empty.
    """
    try:
        engine = Engine(path)
    except (sqlite3.Error, ValueError) as error:
        raise StoreFileError(path, f"cannot be opened: {error}") from error
    try:
        connection = local_connection(LocalClient(engine), _EMBEDDED_TABLE)
        table = Table(connection=connection, name=_EMBEDDED_TABLE)
        create_table(table, has_stream=False)
        signing = (own_secret(table),) if secret is None else secrets_of(secret)
        return store_over(table, secrets=signing, engine=engine)
    except BaseException:
        engine.close()
        raise


def copy_embedded(source: Path, target: Path) -> None:
    """Copy the store in a file to a file that is not there yet, while others write to it.

    Raises:
        StoreFileError: The source is no store or is damaged, or the target is there.
        OSError: The target cannot be written.
    """
    copy_store(source, target, table=_EMBEDDED_TABLE)


def open_dynamodb(*, table: str, region: str, endpoint: str | None, secret: str) -> Store:
    """Open the store in a DynamoDB table that is there.

    Raises:
        MissingSecretError: The secret is empty.
        MissingTableError: There is no such table.
    """
    signing = secrets_of(secret)
    opened = dynamodb_table(table=table, region=region, endpoint=endpoint)
    store = store_over(opened, secrets=signing)
    try:
        describe_table(opened)
    except BaseException:
        store.close()
        raise
    return store


def dynamodb_table(*, table: str, region: str, endpoint: str | None) -> Table:
    """Return a table in DynamoDB, whether it is there or not."""
    connection = remote_connection(table=table, region=region, endpoint=endpoint, pool=THREADS)
    return Table(connection=connection, name=table)


def store_over(table: Table, *, secrets: Sequence[str], engine: Engine | None = None) -> Store:
    """Return the store over a table, its list tokens signed with the first of the secrets."""
    profiles = TableProfiles(table)
    ports = Ports(
        profiles=profiles,
        goals=TableGoals(table, profiles),
        log=TableLog(table),
        units=TableUnits(table),
        sizes=TableSizes(),
        requests=TableRequests(table),
        templates=TableTemplates(table),
        tombstones=TableTombstones(table),
        cursors=SignedCursors(secrets),
    )
    return Store(
        ports=ports,
        tokens=TableTokens(table),
        api_keys=TableApiKeys(table),
        table=table,
        engine=engine,
    )
