"""Bringing in an account, or a part of one, from a file that `milepost export` wrote.

All is checked before the first write.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from tqdm import tqdm

from domain.chapters import Chapter, Opening, chapters
from domain.difference import Difference
from domain.policy import Policy
from domain.portable import RecordKind
from domain.portable_lines import records
from domain.repositories import Ports
from persistence.store import Store
from resolvers.adding import Account
from resolvers.surveying import survey_of

_MOST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReport:
    """What an import of an account found, and whether it was written."""

    source: str
    difference: Difference
    is_written: bool

    def lines(self) -> tuple[str, ...]:
        """Return the report as lines to print."""
        if self.is_written:
            return (f"{self.source}:", *_lines(self.difference, adding="added"))
        told = _lines(self.difference, adding="would be added")
        return (f"{self.source}:", *told, "nothing was written")


def _lines(difference: Difference, *, adding: str) -> list[str]:
    """Return a difference as lines, at most 20 of them about what differs."""
    added, same, differing = difference.added, difference.same, difference.differing
    lines = [
        f"{kind}: {added[kind]} {adding}, {same[kind]} there already"
        for kind in RecordKind
        if added[kind] or same[kind]
    ]
    shown = differing[:_MOST_SHOWN]
    lines += [f"{place} differs in {', '.join(fields)}" for place, fields in shown]
    left = len(differing) - _MOST_SHOWN
    return [*lines, f"{left} more differ"] if left > 0 else lines


def import_account(
    store: Store, *, path: Path, owner: str, now: datetime, is_dry_run: bool, policy: Policy
) -> AccountReport:
    """Bring in a file from outside an event loop."""
    work = bring_in(
        store.ports, path=path, owner=owner, now=now, is_dry_run=is_dry_run, policy=policy
    )
    return asyncio.run(work)


async def bring_in(
    ports: Ports, *, path: Path, owner: str, now: datetime, is_dry_run: bool, policy: Policy
) -> AccountReport:
    """Bring in a file, checked as a whole before the first write, or only compare it.

    Raises:
        DomainError: The file breaks a rule, there is no room for a goal, or a record differs from
            the account's; the message begins with the place of the record.
        OSError: The file cannot be read.
    """
    difference = await _compared(ports, path, owner=owner, now=now, policy=policy)
    if not is_dry_run:
        difference.check()
        account = Account(ports=ports, owner=owner, now=now, policy=policy)
        await _add(account, path, difference)
    return AccountReport(source=path.name, difference=difference, is_written=not is_dry_run)


async def _compared(
    ports: Ports, path: Path, *, owner: str, now: datetime, policy: Policy
) -> Difference:
    """Return what the file would add, each of its records checked."""
    survey = await survey_of(ports, owner=owner, policy=policy, now=now)
    difference = Difference()
    for part in _parts(path, owner=owner):
        if isinstance(part, Opening):
            difference.include(survey.of_profile(part))
        else:
            difference.include(await survey.of_chapter(part))
    return difference


async def _add(account: Account, path: Path, difference: Difference) -> None:
    """Add what is missing, with a progress bar once that takes over a second."""
    total = difference.added[RecordKind.ACTIVITY] + difference.same[RecordKind.ACTIVITY]
    with tqdm(total=total, unit=" activities", delay=1, leave=False) as bar:
        for part in _parts(path, owner=account.owner):
            if isinstance(part, Opening):
                await account.open(part.profile)
            else:
                await account.add(part, tell=bar.update)


def _parts(path: Path, *, owner: str) -> Iterator[Opening | Chapter]:
    with path.open("rb") as file:
        yield from chapters(records(file, name=path.name, owner=owner))
