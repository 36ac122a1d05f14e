"""Goals with all that belongs to them, kept in the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from domain.day import Calendar
from domain.dossier import Dossier
from domain.goal import Goal
from persistence import keys
from persistence.concurrent import readings
from persistence.connection import Raw
from persistence.errors import MissingTallyError, StorageError
from persistence.grouping import ByGoal, by_goal, goal_id_of
from persistence.items import GOAL, MILESTONE, REVISION, TALLY, TASK, Kind
from persistence.profiles import TableProfiles
from persistence.table import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """The items around one goal or around all the owner's goals, by goal."""

    calendar: Calendar
    revisions: ByGoal
    tasks: ByGoal
    milestones: ByGoal

    def dossier(self, goal: Goal, tally: Raw | None) -> Dossier:
        """Return a goal's dossier.

        Raises:
            StorageError: The goal has no tally, or an item cannot be read.
        """
        if tally is None:
            raise MissingTallyError(goal.goal_id)
        return Dossier(
            goal=goal,
            revisions=_read(REVISION, self.revisions, goal),
            calendar=self.calendar,
            tally=TALLY.read(tally),
            tasks=_read(TASK, self.tasks, goal),
            milestones=_read(MILESTONE, self.milestones, goal),
        )


@dataclass(frozen=True, slots=True)
class TableGoals:
    """The port of goals over the table."""

    table: Table
    profiles: TableProfiles

    async def get(self, owner: str, goal_id: str) -> Goal | None:
        """Return the owner's goal of this id."""
        raw = await self.table.get(keys.goal(owner, goal_id))
        return None if raw is None else GOAL.read(raw)

    async def all(self, owner: str) -> tuple[Goal, ...]:
        """Return every goal of the owner, whatever its status, in the order of their ids."""
        raws = await self.table.query(keys.goals(owner))
        return tuple(GOAL.read(raw) for raw in raws)

    async def dossier(self, owner: str, goal_id: str) -> Dossier | None:
        """Return the goal's dossier, its tally read first so that a change since then is seen.

        Raises:
            MissingTallyError: The goal has no tally.
            UnreadableItemError: An item of the goal is damaged.
        """
        tally, goal, around = await self._once(owner, goal_id)
        if goal is not None and tally is None:
            # It may have been created after its tally was looked for.
            tally, goal, around = await self._once(owner, goal_id)
        return None if goal is None else around.dossier(goal, tally)

    async def dossiers(self, owner: str, goals: Sequence[Goal]) -> tuple[Dossier | Exception, ...]:
        """Return a dossier for each goal just read, at five paged requests for any number.

        A goal whose stored parts cannot be read has the error in its place.
        """
        if not goals:
            return ()
        only = goals[0].goal_id if len(goals) == 1 else None
        tallies = await self._tallies(owner, only)
        around = await self._around(owner, only)

        def dossier(goal: Goal) -> Dossier | Exception:
            try:
                return around.dossier(goal, tallies.get(goal.goal_id))
            except StorageError as error:
                return error

        return tuple(dossier(goal) for goal in goals)

    async def _once(self, owner: str, goal_id: str) -> tuple[Raw | None, Goal | None, _Around]:
        tally = await self.table.get(keys.tally(owner, goal_id))
        async with readings() as group:
            goal = group.start(partial(self.get, owner, goal_id))
            around = group.start(partial(self._around, owner, goal_id))
        return tally, goal.value, around.value

    async def _tallies(self, owner: str, goal_id: str | None) -> dict[str, Raw]:
        if goal_id is None:
            found: Iterable[Raw] = await self.table.query(keys.tallies(owner))
        else:
            tally = await self.table.get(keys.tally(owner, goal_id))
            found = () if tally is None else (tally,)
        return {goal_id_of(tally): tally for tally in found}

    async def _around(self, owner: str, goal_id: str | None) -> _Around:
        query = self.table.query
        async with readings() as group:
            profile = group.start(partial(self.profiles.get, owner))
            revisions = group.start(partial(query, keys.revisions(owner, goal_id)))
            tasks = group.start(partial(query, keys.tasks(owner, goal_id)))
            milestones = group.start(partial(query, keys.milestones(owner, goal_id)))
        return _Around(
            calendar=profile.value.calendar,
            revisions=by_goal(revisions.value),
            tasks=by_goal(tasks.value),
            milestones=by_goal(milestones.value),
        )


def _read(kind: Kind[T], raws: ByGoal, goal: Goal) -> tuple[T, ...]:
    return tuple(kind.read(raw) for raw in raws.get(goal.goal_id, ()))
