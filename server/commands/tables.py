"""`table create` and `table describe`: the table under all data."""

import json
import sys
from argparse import Namespace
from contextlib import closing

from persistence.provision import create_table, describe_table, enable_backups
from persistence.store import dynamodb_table
from server.settings import TablePlace, settings_from
from server.storage import open_named_store, open_store


def create(arguments: Namespace) -> int:
    """Make the table unless it is there."""
    settings = settings_from(vars(arguments))
    place = settings.place()
    if isinstance(place, TablePlace):
        _create_in_dynamodb(place)
    else:
        open_store(settings).close()
    sys.stdout.write("the table is there\n")
    return 0


def describe(arguments: Namespace) -> int:
    """Print the table's description as JSON."""
    with closing(open_named_store(arguments)) as store:
        description = describe_table(store.table)
    sys.stdout.write(f"{json.dumps(description, default=str, indent=2)}\n")
    return 0


def _create_in_dynamodb(place: TablePlace) -> None:
    table = dynamodb_table(table=place.table, region=place.region, endpoint=place.endpoint)
    create_table(table)
    # Stand-ins for DynamoDB at an endpoint of their own have no backups to switch on.
    if place.endpoint is None:
        enable_backups(table)
