"""The chapters of an export: its profile, and each goal with all that belongs to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from domain.activity import Activity
from domain.errors import InvalidInputError
from domain.goal import Goal, Revision
from domain.milestone import CustomMilestone
from domain.places import located
from domain.portable import Record
from domain.portable_lines import Placed
from domain.portable_rules import (
    checked_activity,
    checked_goal,
    checked_milestone,
    checked_profile,
    checked_revision,
    checked_task,
)
from domain.profile import Profile
from domain.task import Task

Part: TypeAlias = Revision | Task | CustomMilestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The owner's profile, and where it stands."""

    place: str
    profile: Profile


@dataclass(slots=True, kw_only=True)
class Chapter:
    """A goal with its parts and its log, and the place of each record by its key."""

    goal: Goal
    parts: list[Part] = field(default_factory=list[Part])
    activities: list[Activity] = field(default_factory=list[Activity])
    places: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def place(self) -> str:
        """Return where the goal stands."""
        return self.places[key_of(self.goal)]

    def records(self) -> Iterator[Record]:
        """Yield the goal and all that belongs to it."""
        yield self.goal
        yield from self.parts
        yield from self.activities


def key_of(record: Record) -> str:
    """Return what names a record among those of its goal."""
    match record:
        case Profile():
            return "profile"
        case Goal():
            return f"goal {record.goal_id}"
        case Revision():
            return f"revision {record.effective_on} {record.made_at.isoformat()}"
        case Task():
            return f"task {record.task_id}"
        case CustomMilestone():
            return f"milestone {record.milestone_id}"
        case Activity():
            return f"activity {record.activity_id}"
        case _ as never:
            assert_never(never)


def chapters(records: Iterable[Placed]) -> Iterator[Opening | Chapter]:
    """Yield the profile, then the chapters of the goals one after another.

    Raises:
        InvalidInputError: A record is not where an export has it, or is there twice.
        DomainError: A record breaks a rule; the message begins with its place.
    """
    told: set[str] = set()
    chapter: Chapter | None = None
    for placed in records:
        record = placed.record
        if isinstance(record, Profile) == bool(told):
            rule = "must be a profile if it is the first record, else none"
            raise InvalidInputError(placed.place, rule, key_of(record))
        if isinstance(record, Profile):
            told.add(key_of(record))
            yield _opening(placed, record)
        elif isinstance(record, Goal):
            if chapter is not None:
                yield _whole(chapter)
            chapter = _begun(placed, record, told)
        else:
            _include(chapter, placed, record)
    if chapter is not None:
        yield _whole(chapter)


def _opening(placed: Placed, profile: Profile) -> Opening:
    with located(placed.place):
        return Opening(place=placed.place, profile=checked_profile(profile))


def _begun(placed: Placed, goal: Goal, told: set[str]) -> Chapter:
    key = key_of(goal)
    if key in told:
        raise InvalidInputError(f"{placed.place}.goalId", "must be there once", goal.goal_id)
    told.add(key)
    with located(placed.place):
        return Chapter(goal=checked_goal(goal), places={key: placed.place})


def _include(chapter: Chapter | None, placed: Placed, record: Part | Activity) -> None:
    if chapter is None or record.goal_id != chapter.goal.goal_id:
        rule = "must be that of the goal before it"
        raise InvalidInputError(f"{placed.place}.goalId", rule, record.goal_id)
    key = key_of(record)
    if key in chapter.places:
        raise InvalidInputError(placed.place, "must be there once", key)
    chapter.places[key] = placed.place
    pattern = chapter.goal.pattern
    with located(placed.place):
        match record:
            case Revision():
                chapter.parts.append(checked_revision(record, pattern=pattern))
            case Task():
                chapter.parts.append(checked_task(record))
            case CustomMilestone():
                chapter.parts.append(checked_milestone(record, pattern=pattern))
            case Activity():
                chapter.activities.append(checked_activity(record))
            case _ as never:
                assert_never(never)


def _whole(chapter: Chapter) -> Chapter:
    """Return a chapter that has ended, its revisions before its other parts.

    Raises:
        InvalidInputError: The goal has no revision.
    """
    if not any(isinstance(part, Revision) for part in chapter.parts):
        raise InvalidInputError(chapter.place, "must be followed by a revision", "none")
    chapter.parts.sort(key=lambda part: not isinstance(part, Revision))
    return chapter
