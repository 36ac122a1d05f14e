"""The command line: run one command, and tell a failure in one line."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from domain.errors import DomainError, InvalidInputError
from persistence.errors import MissingSecretError
from server.arguments import make_parser
from server.failures import STORAGE_FAILURES
from server.settings import SettingsError

UNUSABLE: Final = (InvalidInputError, SettingsError, MissingSecretError)
FAILURES: Final = (DomainError, *STORAGE_FAILURES)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that the words name and return the exit code.

    0 is success, 1 a failure, 2 unusable input, 130 an interruption.
    """
    arguments = make_parser().parse_args(words)
    try:
        code = _runner(arguments.runner)(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone; the interpreter must not flush into it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UNUSABLE as error:
        return _fail(error, code=2)
    except FAILURES as error:
        return _fail(error, code=1)
    except KeyboardInterrupt:
        return 130
    return code


def _runner(name: str) -> Callable[[Namespace], int]:
    # A command's libraries are loaded when it is asked for, so that the others start at once.
    module, _, function = name.partition(".")
    runner: Callable[[Namespace], int] = getattr(
        import_module(f"server.commands.{module}"), function
    )
    return runner


def _fail(error: Exception, *, code: int) -> int:
    told = " ".join(str(error).split()) or type(error).__name__
    sys.stderr.write(f"milepost: {told}\n")
    return code
