"""A goal: what it is, what it asked for when, and how its status changed."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.schedule import Schedule
from domain.target import GoalPattern, Target


class GoalStatus(StrEnum):
    """Where a goal is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class Visibility(StrEnum):
    """Who besides the owner may be shown a goal."""

    PRIVATE = "private"
    FRIENDS = "friends"
    PUBLIC = "public"


class Cause(StrEnum):
    """Who changed a status: the owner, the owner for all goals at once, or the log at 100 %."""

    OWNER = "owner"
    ALL = "all"
    LOG = "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A status that a goal took at an instant."""

    status: GoalStatus
    at: datetime
    cause: Cause = Cause.OWNER


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A run of local days, both ends included, on which nothing is due: of this goal or of all."""

    first: date
    last: date
    is_for_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a question that a front end asks about a goal."""

    key: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalContext:
    """Why a goal matters to its owner; importance runs from 1 to 5."""

    motivation: str | None = None
    importance: int | None = None
    supporting_goals: tuple[str, ...] = ()
    conflicting_goals: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    success_factors: tuple[str, ...] = ()
    preferred_activities: tuple[str, ...] = ()
    avoid_activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReward:
    """What the owner promises themselves at an amount of the goal's unit."""

    value: Decimal
    reward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRewards:
    """Points, promises and badges that a front end attaches to a goal."""

    points_per_activity: int = 10
    milestone_rewards: tuple[MilestoneReward, ...] = ()
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a user works towards.

    `changes` holds every status with its instant, oldest first; `pauses` are dated absences;
    `metadata` is JSON text. `stored_at` is when storage put it last; it says nothing of the goal.
    """

    goal_id: str
    owner: str
    title: str
    pattern: GoalPattern
    target: Target
    schedule: Schedule
    created_at: datetime
    updated_at: datetime
    changes: tuple[StatusChange, ...]
    description: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    icon: str | None = None
    color: str | None = None
    visibility: Visibility = Visibility.PRIVATE
    deadline: date | None = None
    answers: tuple[Answer, ...] = ()
    context: GoalContext | None = None
    rewards: GoalRewards | None = None
    metadata: str | None = None
    pauses: tuple[Pause, ...] = ()
    is_title_held: bool = False
    version: int = 0
    stored_at: datetime | None = field(default=None, compare=False)

    @property
    def changed_at(self) -> datetime:
        """Return when it was last stored, or updated if that was not noted yet."""
        return self.stored_at or self.updated_at

    @property
    def status(self) -> GoalStatus:
        """Return the status taken last."""
        return self.changes[-1].status

    @property
    def completed_at(self) -> datetime | None:
        """Return when the goal was completed, also if it was archived since."""
        for change in reversed(self.changes):
            if change.status is GoalStatus.COMPLETED:
                return change.at
            if change.status is not GoalStatus.ARCHIVED:
                return None
        return None

    @property
    def archived_at(self) -> datetime | None:
        """Return when the goal was archived; None while it is not."""
        last = self.changes[-1]
        return last.at if last.status is GoalStatus.ARCHIVED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A target, schedule and deadline made at an instant, for periods from a day on."""

    goal_id: str
    effective_on: date
    made_at: datetime
    target: Target
    schedule: Schedule
    deadline: date | None = None
    version: int = 0


def title_key(title: str) -> str:
    """Return what two titles share when they are one: NFKC, case and white space folded."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return hashlib.sha256(" ".join(folded.split()).encode()).hexdigest()
