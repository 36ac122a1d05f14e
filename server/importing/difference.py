"""What an export would add to an account, what is there already, and what differs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from domain.errors import DuplicateTitleError, GoalQuotaExceededError
from domain.goal import Goal, GoalStatus, title_key
from domain.milestone import CustomMilestone
from domain.milestone_rules import check_room as check_milestones
from domain.policy import Policy
from domain.portable import NAMES, Record, told
from domain.profile import Profile
from domain.repositories import Ports
from domain.task import Task
from domain.task_rules import check_room as check_tasks
from server.importing.chapters import Chapter, Opening, key_of
from server.importing.loading import located

_MOST_SHOWN: Final = 20


@dataclass(slots=True, kw_only=True)
class Difference:
    """How many records of each name would be added or are the same, and those that differ.

    A record that differs is told by its place and the names of the fields that do.
    """

    added: Counter[str] = field(default_factory=Counter[str])
    same: Counter[str] = field(default_factory=Counter[str])
    differing: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def lines(self, *, adding: str) -> list[str]:
        """Return the difference as lines to print, at most 20 of them about what differs.

        `adding` says what becomes of what is missing.
        """
        lines = [
            f"{name}: {self.added[name]} {adding}, {self.same[name]} there already"
            for name in NAMES.values()
            if self.added[name] or self.same[name]
        ]
        shown = self.differing[:_MOST_SHOWN]
        lines += [f"{place} differs in {fields}" for place, fields in shown]
        left = len(self.differing) - _MOST_SHOWN
        return [*lines, f"{left} more differ"] if left > 0 else lines

    def note(self, record: Record, held: Record | None, *, place: str) -> bool:
        """Note a record beside the one that is held, and say whether it is to be added."""
        name = NAMES[type(record)]
        if held is None:
            self.added[name] += 1
            return True
        here, there = told(record), told(held)
        if here == there:
            self.same[name] += 1
        else:
            fields = [key for key in here | there if here.get(key) != there.get(key)]
            self.differing.append((place, ", ".join(fields)))
        return False


@dataclass(slots=True, kw_only=True)
class Survey:
    """The account that an export is compared with, and the room that is left in it."""

    ports: Ports
    profile: Profile
    is_empty: bool
    titles: set[str]
    active_count: int
    policy: Policy
    difference: Difference = field(default_factory=Difference)

    def note_profile(self, opening: Opening) -> None:
        """Note the profile; where there are goals it must count days as theirs are counted."""
        wanted, held = opening.profile, self.profile
        is_new = self.is_empty and held.version == 0 and told(held) != told(wanted)
        is_same = held.calendar == wanted.calendar
        beside = None if is_new else wanted if is_same else held
        self.difference.note(wanted, beside, place=opening.place)

    async def note_chapter(self, chapter: Chapter) -> None:
        """Note a goal with all that belongs to it.

        Raises:
            DomainError: There is no room for it; the message begins with its place.
        """
        held = await self._held(chapter.goal)
        for record in chapter.records():
            key = key_of(record)
            if self.difference.note(record, held.get(key), place=chapter.places[key]):
                held[key] = record
        with located(chapter.place):
            if held[key_of(chapter.goal)] is chapter.goal:
                self._check_room_for(chapter.goal)
            check_tasks([each for each in held.values() if isinstance(each, Task)][1:])
            own = [each for each in held.values() if isinstance(each, CustomMilestone)]
            check_milestones(own[1:])

    async def _held(self, goal: Goal) -> dict[str, Record]:
        dossier = await self.ports.goals.dossier(goal.owner, goal.goal_id)
        log = await self.ports.log.activities(goal.owner, goal.goal_id)
        records: list[Record] = [*log]
        if dossier is not None:
            records += [dossier.goal, *dossier.revisions, *dossier.tasks, *dossier.milestones]
        return {key_of(record): record for record in records}

    def _check_room_for(self, goal: Goal) -> None:
        most = self.policy.active_goals
        if goal.status is GoalStatus.ACTIVE:
            if self.active_count >= most:
                raise GoalQuotaExceededError(current_count=self.active_count, max_allowed=most)
            self.active_count += 1
        if goal.is_title_held:
            key = title_key(goal.title)
            if key in self.titles:
                raise DuplicateTitleError(goal.title)
            self.titles.add(key)


async def survey_of(ports: Ports, *, owner: str, policy: Policy) -> Survey:
    """Return the survey of an owner's account before anything is noted."""
    goals = await ports.goals.all(owner)
    profile = await ports.profiles.get(owner)
    return Survey(
        ports=ports,
        profile=profile,
        is_empty=not goals,
        titles={title_key(goal.title) for goal in goals if goal.is_title_held},
        active_count=profile.active_goals,
        policy=policy,
    )
