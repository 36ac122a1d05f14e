"""The words of the command line: commands, flags, and an example of each in its help."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from domain.portable import ExportFormat
from server.contract_arguments import add_schema
from server.credential_arguments import add_key, add_token
from server.parsing import (
    OneLineParser,
    add,
    add_group,
    add_place,
    add_user,
    day,
    epilog,
    file,
    folder,
    owner,
)


def make_parser() -> OneLineParser:
    """Return the parser of the whole command line; `runner` names a function in `commands`."""
    parser = OneLineParser(
        prog="milepost",
        description="A goal-tracking backend.",
        epilog=epilog("milepost serve --dev"),
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_import(commands)
    _add_export(commands)
    _add_seed(commands)
    add_schema(commands)
    add_token(commands)
    add_key(commands)
    _add_rebuild(commands)
    _add_table(commands)
    _add_backup(commands)
    _add_restore(commands)
    add(
        commands,
        "version",
        runner="about.version",
        tells="print the version",
        example="milepost version",
    )
    return parser


def _add_serve(commands: Any) -> None:
    command = add(
        commands,
        "serve",
        runner="serve.run",
        tells="answer GraphQL over HTTP until stopped",
        example="milepost serve --dev --port 8000",
    )
    command.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    command.add_argument("--port", type=int, help="port to listen on (default 8000; 0: any)")
    add_place(command)
    command.add_argument(
        "--auth", type=file, metavar="FILE", help="how callers are known, as JSON (tokens and keys)"
    )
    command.add_argument(
        "--dev",
        action="store_true",
        help="know callers by the header x-dev-user and serve /graphiql; this machine only",
    )

    _add_limits(command)
    _add_rates(command)


def _add_limits(command: ArgumentParser) -> None:
    command.add_argument(
        "--query-depth",
        type=int,
        metavar="LEVELS",
        help="levels of fields that an operation may select, 1 to 75 (default 0: any)",
    )
    command.add_argument(
        "--resolver-count",
        type=int,
        metavar="COUNT",
        help="resolvers that an operation may ask, 1 to 10000 (default 10000)",
    )
    command.add_argument(
        "--execution-seconds",
        type=int,
        metavar="SECONDS",
        help="seconds that an operation may take, 1 to 30 (default 30)",
    )
    command.add_argument(
        "--introspection",
        choices=("on", "off"),
        help="whether clients may ask for the contract (default on)",
    )


def _add_rates(command: ArgumentParser) -> None:
    command.add_argument(
        "--rate-counts",
        metavar="WHERE",
        help="where operations are counted: process, store, redis://HOST or off (default process)",
    )
    for name, what, default in (
        ("read", "queries and subscriptions", 1200),
        ("write", "changes", 300),
        ("log", "changes of the log", 600),
        ("bulk", "changes of many things at once", 30),
        ("export", "exports", 10),
    ):
        command.add_argument(
            f"--rate-{name}",
            type=int,
            metavar="COUNT",
            help=f"{what} that a caller has in a minute (default {default}; 0: any number)",
        )


def _add_import(commands: Any) -> None:
    example = "milepost import beeminder reading.json --user demo --dry-run"
    kinds = add_group(commands, "import", tells="bring in goals kept elsewhere", example=example)
    for name, given, tells in (
        ("beeminder", "reading.json", "bring in a goal that Beeminder exported as JSON"),
        ("loop", "habits", "bring in the habits that Loop Habit Tracker exported as CSV"),
        ("milepost", "account.json", "bring in what `milepost export` wrote as JSON"),
    ):
        command = add(
            kinds,
            name,
            runner=f"data.import_{name}",
            tells=tells,
            example=f"milepost import {name} {given} --user demo --dry-run",
        )
        if name == "loop":
            command.add_argument("folder", metavar="DIR", type=folder, help="the unpacked export")
        else:
            command.add_argument("file", metavar="FILE", type=file, help="the exported file")
        add_user(command)
        command.add_argument("--dry-run", action="store_true", help="change nothing, only tell")
        add_place(command)


def _add_export(commands: Any) -> None:
    command = add(
        commands,
        "export",
        runner="data.export",
        tells="write an account as text that `milepost import milepost` brings in again",
        example="milepost export --user demo --output account.json",
    )
    add_user(command)
    command.add_argument(
        "--format",
        type=ExportFormat,
        choices=list(ExportFormat),
        default=ExportFormat.JSON,
        help="json: everything; csv: a row for each activity (default %(default)s)",
    )
    command.add_argument(
        "--goal", action="append", metavar="ID", help="this goal, and others named so (all)"
    )
    for name, which in (("--start", "first"), ("--end", "last")):
        command.add_argument(
            name, type=day, metavar="DATE", help=f"the {which} local day of activities (any)"
        )
    command.add_argument("--output", type=Path, metavar="FILE", help="a new file (standard output)")
    add_place(command)


def _add_seed(commands: Any) -> None:
    command = add(
        commands,
        "seed",
        runner="data.seed",
        tells="write example goals with months of activities",
        example="milepost seed --demo --today 2026-11-21",
    )
    command.add_argument("--demo", action="store_true", required=True, help="the demo goals")
    command.add_argument(
        "--today", type=day, metavar="DATE", help="the last day of activities (default today)"
    )
    add_user(command)
    add_place(command)


def _add_rebuild(commands: Any) -> None:
    command = add(
        commands,
        "rebuild",
        runner="data.rebuild",
        tells="compute rollups and tallies anew from the log",
        example="milepost rebuild --user demo",
    )
    command.add_argument("--user", type=owner, help="this user's goals (default: everyone's)")
    command.add_argument("--goal", metavar="ID", help="this goal only; needs --user")
    add_place(command)


def _add_table(commands: Any) -> None:
    place = "--table milepost --region eu-central-1"
    kinds = add_group(
        commands,
        "table",
        tells="make or describe the table",
        example=f"milepost table create {place}",
    )
    for name, tells in (
        ("create", "make the table unless it is there"),
        ("describe", "print the table's description as JSON"),
    ):
        command = add(
            kinds,
            name,
            runner=f"tables.{name}",
            tells=tells,
            example=f"milepost table {name} {place}",
        )
        add_place(command)


def _add_backup(commands: Any) -> None:
    command = add(
        commands,
        "backup",
        runner="backups.backup",
        tells="copy the store to a new file while it is in use",
        example="milepost backup copy.db --store milepost.db",
    )
    command.add_argument("file", metavar="FILE", type=Path, help="the file to make")
    add_place(command)


def _add_restore(commands: Any) -> None:
    command = add(
        commands,
        "restore",
        runner="backups.restore",
        tells="make a store from a copy, where there is none",
        example="milepost restore copy.db --store milepost.db",
    )
    command.add_argument("file", metavar="FILE", type=file, help="the copy")
    add_place(command)
