"""When a goal is due, how its owner is asked, and what a miss or a skip does to a streak."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.target import GoalPattern


class CheckIn(StrEnum):
    """How often the owner looks at a goal."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Frequency(StrEnum):
    """In which unit a schedule counts its steps; custom counts days."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    CUSTOM = "custom"


class MonthEnd(StrEnum):
    """What becomes of a day of the month that a month does not have."""

    CLAMP = "clamp"
    SKIP = "skip"


class SkipPolicy(StrEnum):
    """What a skip does to a streak: it bridges, or it counts as one."""

    BRIDGE = "bridge"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday:
    """The n-th (1 to 5) of a weekday (0 = Sunday) in a month."""

    n: int
    weekday: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Which periods are due, and how the owner checks in.

    Without `frequency` the target's period is the step; `days_of_week` (0 = Sunday) None is every
    day; `allow_skip_days` skips of a calendar month bridge, None is every one; `freeze_every` met
    periods earn a freeze, and at most `freeze_max` are kept.
    """

    start_on: date | None = None
    check_in: CheckIn = CheckIn.DAILY
    preferred_times: tuple[time, ...] = ()
    is_catch_up_allowed: bool = True
    frequency: Frequency | None = None
    every: int = 1
    days_of_week: tuple[int, ...] | None = None
    day_of_month: int | None = None
    month_end: MonthEnd = MonthEnd.CLAMP
    nth_weekday: NthWeekday | None = None
    skip_policy: SkipPolicy = SkipPolicy.BRIDGE
    allow_skip_days: int | None = None
    is_single_miss_forgiven: bool = False
    freeze_every: int | None = None
    freeze_max: int | None = None


def default_schedule(pattern: GoalPattern) -> Schedule:
    """Return the schedule of a goal whose owner names none."""
    match pattern:
        case GoalPattern.RECURRING:
            return Schedule()
        case GoalPattern.STREAK:
            return Schedule(is_catch_up_allowed=False)
        case GoalPattern.MILESTONE | GoalPattern.TARGET | GoalPattern.LIMIT:
            return Schedule(check_in=CheckIn.WEEKLY)
