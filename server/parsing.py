"""What commands are made of: parsers with an example each, common flags, checked values."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from server.auth.owners import MAX_OWNER_CHARACTERS, is_owner_name

DEFAULT_OWNER: Final = "demo"


class OneLineParser(ArgumentParser):
    """Parse arguments; what cannot be understood is one line on stderr and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with 2."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def add_group(commands: Any, name: str, *, tells: str, example: str) -> Any:
    """Add a command that only has commands of its own, and return the place for those."""
    group = _add_parser(commands, name, tells=tells, example=example)
    return group.add_subparsers(metavar="COMMAND", required=True)


def add(commands: Any, name: str, *, runner: str, tells: str, example: str) -> OneLineParser:
    """Add a command; `runner` names its module in `commands` and its function there."""
    parser = _add_parser(commands, name, tells=tells, example=example)
    parser.set_defaults(runner=runner)
    return parser


def _add_parser(commands: Any, name: str, *, tells: str, example: str) -> OneLineParser:
    parser: OneLineParser = commands.add_parser(
        name,
        help=tells,
        description=f"{tells[0].upper()}{tells[1:]}.",
        epilog=epilog(example),
        formatter_class=RawDescriptionHelpFormatter,
    )
    return parser


def epilog(example: str) -> str:
    """Return the last lines of a help text."""
    return f"example:\n  {example}"


def add_place(command: OneLineParser) -> None:
    """Add the flags that say where the data is."""
    place = command.add_argument_group("where the data is")
    place.add_argument("--store", type=Path, metavar="FILE", help="a file (default milepost.db)")
    place.add_argument("--table", metavar="NAME", help="a DynamoDB table instead of a file")
    place.add_argument("--region", metavar="R", help="the table's region")
    place.add_argument("--endpoint", metavar="URL", help="another address than the region's own")


def add_user(command: OneLineParser) -> None:
    """Add the flag that says whose goals are meant."""
    command.add_argument(
        "--user", type=owner, default=DEFAULT_OWNER, help="whose goals (default %(default)s)"
    )


def owner(text: str) -> str:
    """Read an owner's name.

    Raises:
        ArgumentTypeError: It is none.
    """
    if not is_owner_name(text):
        raise ArgumentTypeError(
            f"must be 1 to {MAX_OWNER_CHARACTERS} printable characters without blanks; got {text!r}"
        )
    return text


def day(text: str) -> date:
    """Read a date.

    Raises:
        ArgumentTypeError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a date like 2026-11-21; got {text!r}") from None


def days_up_to(most: int) -> Callable[[str], int]:
    """Return the reader of a number of days from 1 to `most`."""

    def days(text: str) -> int:
        if not (text.isdecimal() and 1 <= int(text) <= most):
            raise ArgumentTypeError(f"must be a number from 1 to {most}; got {text!r}")
        return int(text)

    return days


def file(text: str) -> Path:
    """Read the path of a file.

    Raises:
        ArgumentTypeError: It is not there.
    """
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"is not a file: {text!r}")
    return path


def folder(text: str) -> Path:
    """Read the path of a folder.

    Raises:
        ArgumentTypeError: It is not there.
    """
    path = Path(text)
    if not path.is_dir():
        raise ArgumentTypeError(f"is not a folder: {text!r}")
    return path
