"""The words of the command line: commands, flags, and an example of each in its help."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from server.auth.callers import MAX_OWNER_CHARACTERS, is_owner_name

DEFAULT_OWNER: Final = "demo"
MAX_TOKEN_DAYS: Final = 3650


class OneLineParser(ArgumentParser):
    """Parse arguments; what cannot be understood is one line on stderr and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with 2."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def make_parser() -> OneLineParser:
    """Return the parser of the whole command line; `runner` names a function in `commands`."""
    parser = OneLineParser(
        prog="milepost",
        description="A goal-tracking backend.",
        epilog=_epilog("milepost serve --dev"),
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_import(commands)
    _add_seed(commands)
    _add_schema(commands)
    _add_token(commands)
    _add_rebuild(commands)
    _add_table(commands)
    _add_backup(commands)
    _add_restore(commands)
    _add(
        commands,
        "version",
        runner="about.version",
        tells="print the version",
        example="milepost version",
    )
    return parser


def _add_serve(commands: Any) -> None:
    command = _add(
        commands,
        "serve",
        runner="serve.run",
        tells="answer GraphQL over HTTP until stopped",
        example="milepost serve --dev --port 8000",
    )
    command.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    command.add_argument("--port", type=int, help="port to listen on (default 8000; 0: any)")
    _add_place(command)
    command.add_argument(
        "--dev",
        action="store_true",
        help="know callers by the header x-dev-user and serve /graphiql; this machine only",
    )


def _add_import(commands: Any) -> None:
    example = "milepost import beeminder reading.json --user demo --dry-run"
    kinds = _add_group(commands, "import", tells="bring in goals kept elsewhere", example=example)
    beeminder = _add(
        kinds,
        "beeminder",
        runner="data.import_beeminder",
        tells="bring in a goal that Beeminder exported as JSON",
        example=example,
    )
    beeminder.add_argument("file", metavar="FILE", type=_file, help="the exported file")
    loop = _add(
        kinds,
        "loop",
        runner="data.import_loop",
        tells="bring in the habits that Loop Habit Tracker exported as CSV",
        example="milepost import loop habits --user demo --dry-run",
    )
    loop.add_argument("folder", metavar="DIR", type=_folder, help="the unpacked export")
    for command in (beeminder, loop):
        _add_user(command)
        command.add_argument("--dry-run", action="store_true", help="change nothing, only tell")
        _add_place(command)


def _add_seed(commands: Any) -> None:
    command = _add(
        commands,
        "seed",
        runner="data.seed",
        tells="write example goals with months of activities",
        example="milepost seed --demo --today 2026-11-21",
    )
    command.add_argument("--demo", action="store_true", required=True, help="the demo goals")
    command.add_argument(
        "--today", type=_day, metavar="DATE", help="the last day of activities (default today)"
    )
    _add_user(command)
    _add_place(command)


def _add_schema(commands: Any) -> None:
    kinds = _add_group(
        commands, "schema", tells="print or check the contract", example="milepost schema check"
    )
    _add(
        kinds,
        "print",
        runner="contract.print_schema",
        tells="print the schema that the server answers by",
        example="milepost schema print > schema.graphql",
    )
    _add(
        kinds,
        "check",
        runner="contract.check_schema",
        tells="check that the server's schema mirrors the contract, exit 1 if not",
        example="milepost schema check",
    )


def _add_token(commands: Any) -> None:
    example = "milepost token create --user ada --days 90"
    kinds = _add_group(commands, "token", tells="make callers' tokens", example=example)
    command = _add(
        kinds,
        "create",
        runner="tokens.create",
        tells="print a new token once; only its digest is kept",
        example=example,
    )
    command.add_argument("--user", type=_owner, required=True, help="whose goals it opens")
    command.add_argument(
        "--days", type=_days, metavar="N", help=f"days it lasts, 1 to {MAX_TOKEN_DAYS} (all)"
    )
    _add_place(command)


def _add_rebuild(commands: Any) -> None:
    command = _add(
        commands,
        "rebuild",
        runner="data.rebuild",
        tells="compute rollups and tallies anew from the log",
        example="milepost rebuild --user demo",
    )
    command.add_argument("--user", type=_owner, help="this user's goals (default: everyone's)")
    command.add_argument("--goal", metavar="ID", help="this goal only; needs --user")
    _add_place(command)


def _add_table(commands: Any) -> None:
    place = "--table milepost --region eu-central-1"
    kinds = _add_group(
        commands,
        "table",
        tells="make or describe the table",
        example=f"milepost table create {place}",
    )
    for name, tells in (
        ("create", "make the table unless it is there"),
        ("describe", "print the table's description as JSON"),
    ):
        command = _add(
            kinds,
            name,
            runner=f"tables.{name}",
            tells=tells,
            example=f"milepost table {name} {place}",
        )
        _add_place(command)


def _add_backup(commands: Any) -> None:
    command = _add(
        commands,
        "backup",
        runner="backups.backup",
        tells="copy the store to a new file while it is in use",
        example="milepost backup copy.db --store milepost.db",
    )
    command.add_argument("file", metavar="FILE", type=Path, help="the file to make")
    _add_place(command)


def _add_restore(commands: Any) -> None:
    command = _add(
        commands,
        "restore",
        runner="backups.restore",
        tells="make a store from a copy, where there is none",
        example="milepost restore copy.db --store milepost.db",
    )
    command.add_argument("file", metavar="FILE", type=_file, help="the copy")
    _add_place(command)


def _add_group(commands: Any, name: str, *, tells: str, example: str) -> Any:
    group = _add_parser(commands, name, tells=tells, example=example)
    return group.add_subparsers(metavar="COMMAND", required=True)


def _add(commands: Any, name: str, *, runner: str, tells: str, example: str) -> OneLineParser:
    parser = _add_parser(commands, name, tells=tells, example=example)
    parser.set_defaults(runner=runner)
    return parser


def _add_parser(commands: Any, name: str, *, tells: str, example: str) -> OneLineParser:
    parser: OneLineParser = commands.add_parser(
        name,
        help=tells,
        description=f"{tells[0].upper()}{tells[1:]}.",
        epilog=_epilog(example),
        formatter_class=RawDescriptionHelpFormatter,
    )
    return parser


def _epilog(example: str) -> str:
    return f"example:\n  {example}"


def _add_place(command: OneLineParser) -> None:
    place = command.add_argument_group("where the data is")
    place.add_argument("--store", type=Path, metavar="FILE", help="a file (default milepost.db)")
    place.add_argument("--table", metavar="NAME", help="a DynamoDB table instead of a file")
    place.add_argument("--region", metavar="R", help="the table's region")
    place.add_argument("--endpoint", metavar="URL", help="another address than the region's own")


def _add_user(command: OneLineParser) -> None:
    command.add_argument(
        "--user", type=_owner, default=DEFAULT_OWNER, help="whose goals (default %(default)s)"
    )


def _owner(text: str) -> str:
    if not is_owner_name(text):
        raise ArgumentTypeError(
            f"must be 1 to {MAX_OWNER_CHARACTERS} printable characters without blanks; got {text!r}"
        )
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a date like 2026-11-21; got {text!r}") from None


def _days(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= MAX_TOKEN_DAYS):
        raise ArgumentTypeError(f"must be a number from 1 to {MAX_TOKEN_DAYS}; got {text!r}")
    return int(text)


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"is not a file: {text!r}")
    return path


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise ArgumentTypeError(f"is not a folder: {text!r}")
    return path
