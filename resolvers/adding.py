"""Adding to an account what an export has and the account has not.

What is missing is added by its id; what is there is never changed. So an import that was killed is
completed by running it again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.chapters import Chapter, Part, key_of
from domain.dossier import Dossier
from domain.goal import Goal, Revision
from domain.ledger import first_tally, writes
from domain.milestone import CustomMilestone
from domain.policy import Policy
from domain.portable import told
from domain.profile import Profile
from domain.repositories import Change, Ports, Save, Unit
from domain.task import Task
from resolvers.loading import store_log
from resolvers.rebuilding import counted, rebuild_goal, rebuild_months

# A transaction holds 100 items; a goal, its tally, its title and its count are some of them.
_AT_ONCE: Final = 90
# So many activities fit into the 4 MB of a transaction, however much is told of each.
_LOG_AT_ONCE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account that an export is brought into."""

    ports: Ports
    owner: str
    now: datetime
    policy: Policy

    async def open(self, profile: Profile) -> None:
        """Store the profile where there is none yet, and no goal."""

        async def decide() -> Unit[None]:
            held = await self.ports.profiles.get(self.owner)
            is_new = held.version == 0 and told(held) != told(profile)
            is_first = is_new and not await self.ports.goals.all(self.owner)
            changes = (Save(entity=profile),) if is_first else ()
            return Unit(owner=self.owner, changes=changes, result=None)

        await self.ports.units.change(decide)

    async def add(self, chapter: Chapter, *, tell: Callable[[int], object]) -> None:
        """Add what is missing of a goal: its log first, so that it is never seen without it.

        How many activities were dealt with is told as it goes on.

        Raises:
            DomainError: The quota or the title forbids the goal.
        """
        goal = chapter.goal
        await store_log(self.ports, goal, chapter.activities, tell=tell, at_once=_LOG_AT_ONCE)
        await rebuild_months(self.ports, owner=self.owner, goal_id=goal.goal_id)
        await self.ports.units.change(lambda: self._made(chapter))
        for parts in portions(chapter):
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
        parts = next(portions(chapter))
        dossier = _dossier(goal, parts, await self.ports.profiles.get(self.owner))
        after = await counted(self.ports, dossier, now=self.now)
        quota, is_title_free = self.policy.active_goals, goal.is_title_held
        _, changes = writes(None, after, quota=quota, is_title_free=is_title_free)
        return Unit(owner=self.owner, changes=(*first_changes(parts), *changes), result=None)

    async def _add_parts(self, goal: Goal, parts: Sequence[Part]) -> None:
        async def decide() -> Unit[None]:
            held = await self.ports.goals.dossier(self.owner, goal.goal_id)
            known = set[str]() if held is None else {key_of(part) for part in _parts(held)}
            missing = [part for part in parts if key_of(part) not in known]
            return Unit(owner=self.owner, changes=first_changes(missing), result=None)

        await self.ports.units.change(decide)


def portions(chapter: Chapter) -> Iterator[Sequence[Part]]:
    """Yield the parts of a goal as many at a time as one transaction takes."""
    for start in range(0, len(chapter.parts), _AT_ONCE):
        yield chapter.parts[start : start + _AT_ONCE]


def first_changes(parts: Sequence[Part]) -> tuple[Change, ...]:
    """Return the changes that store parts of a goal for the first time."""
    return tuple(Save(entity=part) for part in parts)


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
