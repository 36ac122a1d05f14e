"""`schema diff`: what a change of a contract means for its clients."""

import sys
from argparse import Namespace
from pathlib import Path

from graphql import GraphQLSchema

from schema.change import Severity, worst
from schema.diff import UnusableSchemaError, compare, read_schema
from server.contract_report import REPORTS
from server.git import committed
from server.settings import SettingsError


def run(arguments: Namespace) -> int:
    """Print the changes from the old file to the new one; exit code 1 if any of them breaks.

    Raises:
        SettingsError: A file cannot be read or is no schema, or the new one is not named.
    """
    old, new, ref = arguments.old, arguments.new, arguments.against
    if ref is None and new is None:
        raise SettingsError("name OLD and NEW, or the commit of the old file with --against")
    before = _read(old) if ref is None else _schema(committed(old, ref=ref), f"{ref}:{old}")
    changes = compare(before, _read(new or old), default_mode=arguments.default_mode)
    lines = REPORTS[arguments.format](changes, (new or old).as_posix())
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if worst(changes) is Severity.BREAKING else 0


def _read(path: Path) -> GraphQLSchema:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    return _schema(content, str(path))


def _schema(content: bytes, name: str) -> GraphQLSchema:
    try:
        return read_schema(content.decode())
    except (UnicodeDecodeError, UnusableSchemaError) as error:
        raise SettingsError(f"{name}: {error}") from None
