"""When a goal starts and how its owner wants to be asked."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.target import GoalPattern


class CheckIn(StrEnum):
    """How often the owner looks at a goal."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The first day of a goal and the owner's habits of checking in."""

    start_on: date | None = None
    check_in: CheckIn = CheckIn.DAILY
    preferred_times: tuple[time, ...] = ()
    is_catch_up_allowed: bool = True


def default_schedule(pattern: GoalPattern) -> Schedule:
    """Return the schedule of a goal whose owner names none."""
    match pattern:
        case GoalPattern.RECURRING:
            return Schedule()
        case GoalPattern.STREAK:
            return Schedule(is_catch_up_allowed=False)
        case GoalPattern.MILESTONE | GoalPattern.TARGET | GoalPattern.LIMIT:
            return Schedule(check_in=CheckIn.WEEKLY)
