"""What a caller may ask for: the input of each query and mutation, unchecked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from domain.activity import ActivityContext, ActivitySource, ActivityType, Attachment, Location
from domain.goal import Answer, GoalContext, GoalRewards, GoalStatus, Visibility
from domain.idempotency import Keyed
from domain.period import PeriodUnit
from domain.schedule import CheckIn, Frequency, MonthEnd, NthWeekday, SkipPolicy
from domain.target import Aggregation, Direction, GoalPattern, Metric, MissingPolicy, TargetType
from domain.task import TaskStatus
from domain.unset import UNSET, Unset


class GoalSort(StrEnum):
    """The order of a list of goals."""

    CREATED_ASC = "created_asc"
    CREATED_DESC = "created_desc"
    UPDATED_ASC = "updated_asc"
    UPDATED_DESC = "updated_desc"
    TITLE_ASC = "title_asc"
    TITLE_DESC = "title_desc"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFilter:
    """Which goals a list holds: any of each named kind.

    Without `status` archived ones are out, unless what has changed since an instant is asked for.
    """

    status: tuple[GoalStatus, ...] | None = None
    pattern: tuple[GoalPattern, ...] | None = None
    category: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    search: str | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """The target of a goal to be made."""

    value: Decimal
    unit: str
    metric: Metric = Metric.COUNT
    direction: Direction | None = None
    period: PeriodUnit | None = None
    start_value: Decimal | None = None
    target_type: TargetType | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    aggregation: Aggregation | None = None
    period_count: int | None = None
    rolling_days: int | None = None
    missing_policy: MissingPolicy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetEdit:
    """Changes of a target; what is not given stays."""

    value: Decimal | Unset = UNSET
    unit: str | Unset = UNSET
    metric: Metric | Unset = UNSET
    direction: Direction | Unset = UNSET
    period: PeriodUnit | Unset | None = UNSET
    start_value: Decimal | Unset | None = UNSET
    target_type: TargetType | Unset | None = UNSET
    min_value: Decimal | Unset | None = UNSET
    max_value: Decimal | Unset | None = UNSET
    aggregation: Aggregation | Unset | None = UNSET
    period_count: int | Unset | None = UNSET
    rolling_days: int | Unset | None = UNSET
    missing_policy: MissingPolicy | Unset | None = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEdit:
    """Changes of a schedule; what is not given stays, or is the pattern's default."""

    start_on: date | Unset | None = UNSET
    check_in: CheckIn | Unset = UNSET
    preferred_times: tuple[time, ...] | Unset = UNSET
    is_catch_up_allowed: bool | Unset = UNSET
    frequency: Frequency | Unset | None = UNSET
    every: int | Unset = UNSET
    days_of_week: tuple[int, ...] | Unset | None = UNSET
    day_of_month: int | Unset | None = UNSET
    month_end: MonthEnd | Unset = UNSET
    nth_weekday: NthWeekday | Unset | None = UNSET
    skip_policy: SkipPolicy | Unset = UNSET
    allow_skip_days: int | Unset | None = UNSET
    is_single_miss_forgiven: bool | Unset = UNSET
    freeze_every: int | Unset | None = UNSET
    freeze_max: int | Unset | None = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGoal(Keyed):
    """A goal to be made, active unless `status` is draft."""

    title: str
    pattern: GoalPattern
    target: NewTarget
    description: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    icon: str | None = None
    color: str | None = None
    visibility: Visibility = Visibility.PRIVATE
    schedule: ScheduleEdit = ScheduleEdit()
    deadline: date | None = None
    answers: tuple[Answer, ...] = ()
    context: GoalContext | None = None
    rewards: GoalRewards | None = None
    metadata: str | None = None
    status: GoalStatus = GoalStatus.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEdit(Keyed):
    """Changes of a goal; a target and schedule hold for periods from `effective_from` on."""

    goal_id: str
    expected_version: int | None = None
    title: str | Unset = UNSET
    description: str | Unset | None = UNSET
    category: str | Unset | None = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    icon: str | Unset | None = UNSET
    color: str | Unset | None = UNSET
    visibility: Visibility | Unset = UNSET
    target: TargetEdit | Unset = UNSET
    schedule: ScheduleEdit | Unset = UNSET
    deadline: date | Unset | None = UNSET
    answers: tuple[Answer, ...] | Unset = UNSET
    context: GoalContext | Unset | None = UNSET
    rewards: GoalRewards | Unset | None = UNSET
    metadata: str | Unset | None = UNSET
    effective_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMove(Keyed):
    """A goal whose status is to change."""

    goal_id: str
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseMove(Keyed):
    """A goal to be paused: on the local days from `first` to `last`, or until it is resumed."""

    goal_id: str
    expected_version: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseOfAll(Keyed):
    """All goals to be paused: on the local days from `first` to `last`, or until resumed."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask(Keyed):
    """A task to be made."""

    goal_id: str
    title: str
    due_at: datetime | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEdit(Keyed):
    """Changes of a task; a status given is taken now."""

    goal_id: str
    task_id: str
    expected_version: int | None = None
    title: str | Unset = UNSET
    due_at: datetime | Unset | None = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    status: TaskStatus | Unset = UNSET
    completion_note: str | Unset | None = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMove(Keyed):
    """A task to be completed, reopened or deleted."""

    goal_id: str
    task_id: str
    expected_version: int | None = None
    completion_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLog(Keyed):
    """An activity to be logged, at an instant or on a local day; now if neither is given."""

    value: Decimal | None = None
    unit: str | None = None
    kind: ActivityType = ActivityType.PROGRESS
    activity_date: date | None = None
    occurred_at: datetime | None = None
    timezone: str | None = None
    note: str | None = None
    location: Location | None = None
    context: ActivityContext | None = None
    attachments: tuple[Attachment, ...] = ()
    source: ActivitySource = ActivitySource.MANUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivity(ToLog):
    """An activity to be logged of a goal."""

    goal_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEdit(Keyed):
    """Changes of an activity, which stays on its local day; what is not given stays."""

    goal_id: str
    activity_id: str
    expected_version: int | None = None
    value: Decimal | Unset = UNSET
    unit: str | Unset = UNSET
    kind: ActivityType | Unset = UNSET
    occurred_at: datetime | Unset = UNSET
    timezone: str | Unset = UNSET
    note: str | Unset | None = UNSET
    location: Location | Unset | None = UNSET
    context: ActivityContext | Unset | None = UNSET
    attachments: tuple[Attachment, ...] | Unset = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRemoval(Keyed):
    """An activity to be removed as a correction."""

    goal_id: str
    activity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMilestone(Keyed):
    """A custom milestone to be made, by percentage or by amount of the goal's unit."""

    goal_id: str
    name: str
    description: str | None = None
    percentage: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEdit(Keyed):
    """Changes of a custom milestone; what is not given stays."""

    goal_id: str
    milestone_id: str
    expected_version: int | None = None
    name: str | Unset = UNSET
    description: str | Unset | None = UNSET
    percentage: Decimal | Unset | None = UNSET
    amount: Decimal | Unset | None = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneRemoval(Keyed):
    """A custom milestone to be deleted."""

    goal_id: str
    milestone_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEdit(Keyed):
    """Changes of how an owner's days are counted; they hold from the next local day on."""

    expected_version: int | None = None
    timezone: str | Unset = UNSET
    day_start: time | Unset = UNSET
    week_start: int | Unset = UNSET
