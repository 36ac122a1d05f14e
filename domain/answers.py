"""What a caller is answered: progress, changes and pages."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from domain.activity import Activity
from domain.amount import ZERO
from domain.goal import Goal, GoalStatus
from domain.milestone import Milestone
from domain.portable import RecordKind
from domain.streak import StreakState
from domain.task import Task

T = TypeVar("T")


class ProgressBasis(StrEnum):
    """What a progress percentage was computed from."""

    TASKS = "tasks"
    TASKS_AND_TIME = "tasks_and_time"
    PATTERN = "pattern"
    COMPLETED = "completed"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """How far along a goal is at a moment; percentages run from 0 to 100, unrounded.

    `remaining_to_goal` and `current_period_value` are in the goal's unit; None where the
    pattern has no such thing.
    """

    goal_id: str
    as_of: datetime
    progress_percentage: Decimal
    basis: ProgressBasis
    task_progress: Decimal
    time_progress: Decimal
    activity_progress: Decimal
    completed_tasks: int
    total_tasks: int
    milestones: tuple[Milestone, ...]
    last_updated: datetime
    is_overdue: bool
    is_urgent: bool
    total_accumulated: Decimal | None = None
    remaining_to_goal: Decimal | None = None
    current_period_value: Decimal | None = None
    last_activity_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWithTasks:
    """An active goal with its counted tasks, for front ends that compute progress themselves."""

    goal_id: str
    title: str
    deadline: date | None
    status: GoalStatus
    created_at: datetime
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreakChange:
    """How a goal's streak stands after a change, in periods, and whether that lengthened it."""

    current: int = 0
    extended: bool = False
    state: StreakState = StreakState.NOT_STARTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a change did to a goal's progress: two readings of one moment, before and after it.

    The deltas are differences of percentages as they are shown, with two decimals. Milestones are
    shown as they stand after the change.
    """

    progress_delta: Decimal = ZERO
    activity_progress_delta: Decimal = ZERO
    milestones_achieved: tuple[Milestone, ...] = ()
    milestones_lost: tuple[Milestone, ...] = ()
    streak: StreakChange = StreakChange()
    goal_completed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """What a mutation of a goal, a task or a milestone changed; replayed if it did so before."""

    owner: str
    goal_id: str
    goal: Goal
    effects: Effects = Effects()
    task: Task | None = None
    milestone: Milestone | None = None
    is_replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityChange:
    """What a mutation of an activity changed; replayed if it did so before."""

    owner: str
    goal_id: str
    activity: Activity
    goal: Goal
    effects: Effects = Effects()
    is_replayed: bool = False


class BulkStatus(StrEnum):
    """What became of one item of many."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """What became of the item at a place, counted from 0; `code` and `message` say why it failed.

    `activity_id` names the activity that was logged.
    """

    index: int
    goal_id: str
    status: BulkStatus
    code: str | None = None
    message: str | None = None
    activity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChange:
    """What a mutation of many things changed, one result for each in order.

    `goals` has each goal that activities were logged of, once, with what all of them did to it.
    """

    owner: str
    results: tuple[BulkResult, ...]
    goals: tuple[GoalChange, ...] = ()
    is_replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCount:
    """How many records of a kind an import added, and how many were there and the same."""

    kind: RecordKind
    added: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDifference:
    """Where in a document a record differs from that of the account, and in which fields."""

    place: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChange:
    """What an import did, or as a preview would do: one result for each goal in order.

    The counts are of the goals that came in; those that differ are counted nowhere.
    """

    owner: str
    results: tuple[BulkResult, ...]
    counts: tuple[ImportCount, ...]
    differing: tuple[ImportDifference, ...]
    is_preview: bool = False
    is_replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A part of a list, and the token that continues it."""

    items: tuple[T, ...]
    next_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """That something is gone from a list."""

    ident: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncedPage(Page[T]):
    """A part of a list that a client may keep a copy of.

    `synced_at` is the instant since which to ask for what changes after the first part. `deleted`
    is there if what has changed was asked for: all of it in the first part, nothing in later ones.
    """

    synced_at: datetime
    deleted: tuple[Deleted, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial(Generic[T]):
    """What could be answered, and the errors of what could not."""

    items: tuple[T, ...]
    errors: tuple[Exception, ...]
