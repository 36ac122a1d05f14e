"""Bringing in an account, or a part of one, from a file that `milepost export` wrote.

What is missing is added by its id; what is there is never changed. All is checked before the
first write, and a run that was killed is completed by running it again.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from tqdm import tqdm

from domain.dossier import Dossier
from domain.errors import InvalidInputError
from domain.goal import Goal, Revision
from domain.ledger import first_tally, writes
from domain.milestone import CustomMilestone
from domain.policy import Policy
from domain.portable import told
from domain.profile import Profile
from domain.repositories import Change, Ports, Save, Unit
from domain.task import Task
from persistence.errors import UnfitUnitError
from persistence.plan import plan_of
from persistence.store import Store
from server.importing.chapters import Chapter, Opening, Part, chapters, key_of
from server.importing.difference import Difference, survey_of
from server.importing.loading import store_log
from server.importing.milepost_export import read
from server.rebuilding import counted, rebuild_goal, rebuild_months

# A transaction holds 100 items; a goal, its tally, its title and its count are some of them.
_AT_ONCE: Final = 90
# So many activities fit into the 4 MB of a transaction, however much is told of each.
_LOG_AT_ONCE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReport:
    """What an import of an account found, and whether it was written."""

    source: str
    difference: Difference
    is_written: bool

    def lines(self) -> tuple[str, ...]:
        """Return the report as lines to print."""
        if self.is_written:
            return (f"{self.source}:", *self.difference.lines(adding="added"))
        told = self.difference.lines(adding="would be added")
        return (f"{self.source}:", *told, "nothing was written")


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
    account = _Account(ports=ports, owner=owner, now=now, policy=policy)
    difference = await account.compared(path)
    if not is_dry_run:
        for place, fields in difference.differing[:1]:
            rule = "must be as in the account, for an import changes nothing"
            raise InvalidInputError(place, rule, f"another {fields}")
        total = difference.added["activity"] + difference.same["activity"]
        with tqdm(total=total, unit=" activities", delay=1, leave=False) as bar:
            await account.add(path, tell=bar.update)
    return AccountReport(source=path.name, difference=difference, is_written=not is_dry_run)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """The account that a file is brought into."""

    ports: Ports
    owner: str
    now: datetime
    policy: Policy

    async def compared(self, path: Path) -> Difference:
        """Return what the file would add, each of its records checked."""
        survey = await survey_of(self.ports, owner=self.owner, policy=self.policy)
        for part in chapters(read(path, owner=self.owner)):
            if isinstance(part, Opening):
                survey.note_profile(part)
            else:
                await survey.note_chapter(part)
                _check_size(part)
        return survey.difference

    async def add(self, path: Path, *, tell: Callable[[int], object]) -> None:
        """Add what is missing, and tell how many activities were dealt with as it goes on."""
        for part in chapters(read(path, owner=self.owner)):
            if isinstance(part, Opening):
                await self._open(part.profile)
            else:
                await self._add(part, tell=tell)

    async def _open(self, profile: Profile) -> None:
        """Store the profile where there is none yet."""

        async def decide() -> Unit[None]:
            held = await self.ports.profiles.get(self.owner)
            is_new = held.version == 0 and told(held) != told(profile)
            is_first = is_new and not await self.ports.goals.all(self.owner)
            changes = (Save(entity=profile),) if is_first else ()
            return Unit(owner=self.owner, changes=changes, result=None)

        await self.ports.units.change(decide)

    async def _add(self, chapter: Chapter, *, tell: Callable[[int], object]) -> None:
        """Add what is missing of a goal: its log first, so that it is never seen without it."""
        goal = chapter.goal
        await store_log(self.ports, goal, chapter.activities, tell=tell, at_once=_LOG_AT_ONCE)
        await rebuild_months(self.ports, owner=self.owner, goal_id=goal.goal_id)
        await self.ports.units.change(lambda: self._made(chapter))
        for parts in _portions(chapter):
            await self._add_parts(goal, parts)
        # Also where nothing was added: the run that added it may have been killed before this.
        await rebuild_goal(self.ports, owner=self.owner, goal_id=goal.goal_id, now=self.now)

    async def _made(self, chapter: Chapter) -> Unit[None]:
        """Return the unit that stores the goal as its log leaves it, and as many parts as it can.

        Its first revision is among them, for a goal cannot be judged without one.
        """
        goal = chapter.goal
        if await self.ports.goals.get(self.owner, goal.goal_id) is not None:
            return Unit(owner=self.owner, changes=(), result=None)
        parts = next(_portions(chapter))
        dossier = _dossier(goal, parts, await self.ports.profiles.get(self.owner))
        after = await counted(self.ports, dossier, now=self.now)
        quota, is_title_free = self.policy.active_goals, goal.is_title_held
        _, changes = writes(None, after, quota=quota, is_title_free=is_title_free)
        return Unit(owner=self.owner, changes=(*_saves(parts), *changes), result=None)

    async def _add_parts(self, goal: Goal, parts: Sequence[Part]) -> None:
        async def decide() -> Unit[None]:
            held = await self.ports.goals.dossier(self.owner, goal.goal_id)
            known = set[str]() if held is None else {key_of(part) for part in _parts(held)}
            missing = [part for part in parts if key_of(part) not in known]
            return Unit(owner=self.owner, changes=_saves(missing), result=None)

        await self.ports.units.change(decide)


def _portions(chapter: Chapter) -> Iterator[Sequence[Part]]:
    """Yield the parts of a goal as many at a time as one transaction takes."""
    for start in range(0, len(chapter.parts), _AT_ONCE):
        yield chapter.parts[start : start + _AT_ONCE]


def _check_size(chapter: Chapter) -> None:
    """Refuse a goal that storage could take a part of only."""
    for parts in _portions(chapter):
        changes = (Save(entity=chapter.goal), *_saves(parts))
        try:
            plan_of(Unit(owner=chapter.goal.owner, changes=changes, result=None))
        except UnfitUnitError as error:
            rule = "must be small enough, with its parts, to be stored"
            raise InvalidInputError(chapter.place, rule, error) from error


def _dossier(goal: Goal, parts: Sequence[Part], profile: Profile) -> Dossier:
    return Dossier(
        goal=goal,
        revisions=tuple(each for each in parts if isinstance(each, Revision)),
        calendar=profile.calendar,
        tally=first_tally(goal),
        tasks=tuple(each for each in parts if isinstance(each, Task)),
        milestones=tuple(each for each in parts if isinstance(each, CustomMilestone)),
    )


def _parts(dossier: Dossier) -> tuple[Part, ...]:
    return (*dossier.revisions, *dossier.tasks, *dossier.milestones)


def _saves(parts: Sequence[Part]) -> tuple[Change, ...]:
    return tuple(Save(entity=part) for part in parts)
