"""`backup` and `restore`: a copy of the store in a file, and a store from such a copy."""

import sys
from argparse import Namespace
from pathlib import Path

from persistence.store import copy_embedded
from server.settings import EmbeddedPlace, SettingsError, settings_from


def backup(arguments: Namespace) -> int:
    """Copy the store to a new file while servers use it."""
    source, target = _store(arguments), arguments.file
    copy_embedded(source, target)
    sys.stdout.write(f"{source} is backed up to {target}\n")
    return 0


def restore(arguments: Namespace) -> int:
    """Make the store from a copy; there must be none in its place."""
    source, target = arguments.file, _store(arguments)
    copy_embedded(source, target)
    sys.stdout.write(f"{target} is restored from {source}\n")
    return 0


def _store(arguments: Namespace) -> Path:
    """Return the file of the embedded store.

    Raises:
        SettingsError: The data is in a table.
    """
    # A table named without its region is told the same as one with it.
    place = None if arguments.table else settings_from(vars(arguments)).place()
    if isinstance(place, EmbeddedPlace):
        return place.path
    raise SettingsError(
        "backup and restore copy the store in a file; for a table use DynamoDB's"
        " point-in-time recovery, which `milepost table create` switches on"
    )
