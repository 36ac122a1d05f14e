"""Comparing an export with the account that it is to be brought into, without a write."""

from dataclasses import dataclass
from datetime import datetime

from domain.chapters import Chapter, Opening, key_of
from domain.difference import Difference
from domain.errors import DuplicateTitleError, GoalQuotaExceededError, InvalidInputError
from domain.goal import Goal, GoalStatus, title_key
from domain.milestone import CustomMilestone
from domain.milestone_rules import check_room as check_milestones
from domain.places import located
from domain.policy import Policy
from domain.portable import Record, told
from domain.portable_rules import check_made
from domain.profile import Profile
from domain.repositories import Ports, Save, Unit
from domain.task import Task
from domain.task_rules import check_room as check_tasks
from resolvers.adding import first_changes, portions


@dataclass(slots=True, kw_only=True)
class Survey:
    """The account that an export is compared with, and the room that is left in it."""

    ports: Ports
    profile: Profile
    is_empty: bool
    titles: set[str]
    active_count: int
    policy: Policy
    now: datetime

    def of_profile(self, opening: Opening) -> Difference:
        """Compare the profile; where there are goals it must count days as theirs are counted."""
        difference = Difference()
        wanted, held = opening.profile, self.profile
        is_new = self.is_empty and held.version == 0 and told(held) != told(wanted)
        is_same = held.calendar == wanted.calendar
        beside = None if is_new else wanted if is_same else held
        difference.note(wanted, beside, place=opening.place)
        return difference

    async def of_chapter(self, chapter: Chapter) -> Difference:
        """Compare a goal with all that belongs to it, which takes its room.

        Raises:
            DomainError: There is no room for it, or a part was made ahead of now; the message
                begins with its place.
        """
        difference, held = Difference(), await self._held(chapter.goal)
        for record in chapter.records():
            key = key_of(record)
            with located(chapter.places[key]):
                check_made(record, now=self.now)
            if difference.note(record, held.get(key), place=chapter.places[key]):
                held[key] = record
        with located(chapter.place):
            if held[key_of(chapter.goal)] is chapter.goal:
                self._take_room_for(chapter.goal)
            check_tasks([each for each in held.values() if isinstance(each, Task)][1:])
            own = [each for each in held.values() if isinstance(each, CustomMilestone)]
            check_milestones(own[1:])
        self._check_size(chapter)
        return difference

    async def _held(self, goal: Goal) -> dict[str, Record]:
        dossier = await self.ports.goals.dossier(goal.owner, goal.goal_id)
        log = await self.ports.log.activities(goal.owner, goal.goal_id)
        records: list[Record] = [*log]
        if dossier is not None:
            records += [dossier.goal, *dossier.revisions, *dossier.tasks, *dossier.milestones]
        return {key_of(record): record for record in records}

    def _take_room_for(self, goal: Goal) -> None:
        is_active, most = goal.status is GoalStatus.ACTIVE, self.policy.active_goals
        if is_active and self.active_count >= most:
            raise GoalQuotaExceededError(current_count=self.active_count, max_allowed=most)
        key = title_key(goal.title)
        if goal.is_title_held and key in self.titles:
            raise DuplicateTitleError(goal.title)
        self.active_count += is_active
        if goal.is_title_held:
            self.titles.add(key)

    def _check_size(self, chapter: Chapter) -> None:
        """Refuse a goal that storage could take a part of only."""
        for parts in portions(chapter):
            changes = (Save(entity=chapter.goal), *first_changes(parts))
            unit = Unit(owner=chapter.goal.owner, changes=changes, result=None)
            misfit = self.ports.sizes.misfit(unit)
            if misfit is not None:
                rule = "must be small enough, with its parts, to be stored"
                raise InvalidInputError(chapter.place, rule, misfit)


async def survey_of(ports: Ports, *, owner: str, policy: Policy, now: datetime) -> Survey:
    """Return the survey of an owner's account as it is now, before anything is noted."""
    goals = await ports.goals.all(owner)
    profile = await ports.profiles.get(owner)
    return Survey(
        ports=ports,
        profile=profile,
        is_empty=not goals,
        titles={title_key(goal.title) for goal in goals if goal.is_title_held},
        active_count=profile.active_goals,
        policy=policy,
        now=now,
    )
