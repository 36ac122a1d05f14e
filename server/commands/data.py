"""`import`, `export`, `seed` and `rebuild`: data brought in and out, made up, computed anew."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from domain.errors import InvalidInputError
from domain.portable import Portion
from server import demo, exporting, rebuilding
from server.importing import beeminder, loop, milepost
from server.settings import settings_from
from server.storage import open_named_store, open_store


class _Report(Protocol):
    def lines(self) -> Iterable[str]: ...


def import_beeminder(arguments: Namespace) -> int:
    """Bring in a goal from a file that Beeminder exported."""
    return _bring_in(beeminder.import_file, arguments.file, arguments)


def import_loop(arguments: Namespace) -> int:
    """Bring in the habits of a folder that Loop Habit Tracker exported."""
    return _bring_in(loop.import_folder, arguments.folder, arguments)


def import_milepost(arguments: Namespace) -> int:
    """Bring in an account, or a part of one, that `export` wrote as JSON."""
    return _bring_in(milepost.import_account, arguments.file, arguments)


def _bring_in(bring: Callable[..., _Report], path: Path, arguments: Namespace) -> int:
    settings = settings_from(vars(arguments))
    with closing(open_store(settings)) as store:
        report = bring(
            store,
            path=path,
            owner=arguments.user,
            now=datetime.now(UTC),
            is_dry_run=arguments.dry_run,
            policy=settings.policy,
        )
    return _print(report.lines())


def export(arguments: Namespace) -> int:
    """Write an account, or goals and days of it, to a new file or to standard output."""
    wanted = None if arguments.goal is None else tuple(arguments.goal)
    portion = Portion(goal_ids=wanted, first=arguments.start, last=arguments.end)
    with closing(open_named_store(arguments)) as store:
        exporting.export_account(
            store,
            owner=arguments.user,
            portion=portion,
            form=arguments.format,
            now=datetime.now(UTC),
            path=arguments.output,
        )
    return 0


def seed(arguments: Namespace) -> int:
    """Write the demo goals with activities up to a day."""
    today = arguments.today or datetime.now(UTC).date()
    with closing(open_named_store(arguments)) as store:
        report = demo.seed(store, owner=arguments.user, today=today)
    return _print(report.lines())


def rebuild(arguments: Namespace) -> int:
    """Compute anew what is derived from the log.

    Raises:
        InvalidInputError: A goal is named without its owner.
    """
    if arguments.goal is not None and arguments.user is None:
        raise InvalidInputError("--goal", "needs --user", arguments.goal)
    with closing(open_named_store(arguments)) as store:
        count = rebuilding.rebuild(
            store, owner=arguments.user, goal_id=arguments.goal, now=datetime.now(UTC)
        )
    return _print([f"rebuilt {count} {'goal' if count == 1 else 'goals'}"])


def _print(lines: Iterable[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0
