"""What a goal asks for, and when: targets and schedules in the contract."""

from datetime import date

import domain.requests
import domain.schedule
import domain.target
from schema.directives import ApiKey
from schema.enums import (
    Aggregation,
    CheckIn,
    Direction,
    Frequency,
    Metric,
    MissingPolicy,
    MonthEnd,
    PeriodUnit,
    SkipPolicy,
    TargetType,
)
from schema.mirror import attribute, entry, output, shown
from schema.scalars import clock_text


@output(domain.target.Target, also=(ApiKey(),))
class GoalTarget:
    """How much of what a goal asks for, and in which period."""

    metric: Metric = attribute("What kind of thing the amount counts.")
    value: float = attribute("How much, in the unit.")
    unit: str = attribute("The unit of every amount of the goal.")
    direction: Direction = attribute("Which way the amount is to move.")
    period: PeriodUnit | None = attribute("The period that is judged; null where a total is.")
    start_value: float | None = attribute("The measurement at the start, for a target goal.")
    target_type: TargetType | None = attribute("How a period's total is compared with the value.")
    min_value: float | None = attribute("The least total of a range.")
    max_value: float | None = attribute("The greatest total of a range.")
    aggregation: Aggregation | None = attribute("How a day's activities become its amount.")
    period_count: int | None = attribute("The number of judged periods that progress looks at.")
    rolling_days: int | None = attribute(
        "The days of a run in which value days are to be done; instead of a period."
    )
    missing_policy: MissingPolicy | None = attribute(
        "What a limit's period without an activity is; null means zero."
    )


@output(domain.schedule.NthWeekday, also=(ApiKey(),))
class NthWeekday:
    """The n-th of a weekday in a month."""

    n: int = attribute("Which one, 1 to 5; a month without a fifth has none.")
    weekday: int = attribute("The weekday, 0 for Sunday to 6.")


@output(domain.schedule.Schedule, also=(ApiKey(),))
class GoalSchedule:
    """Which periods are due, what a miss does to a streak, and how the owner checks in."""

    start_on: date | None = attribute("The first local day that is judged.", name="startDate")
    frequency: Frequency | None = attribute(
        "The unit in which every counts; null means the target's period, else days."
    )
    every: int = attribute("How many units lie from one due to the next, counted from the start.")
    days_of_week: list[int] | None = attribute(
        "The weekdays that are due, 0 for Sunday to 6; null means all."
    )
    day_of_month: int | None = attribute(
        "The day of the month that is due; null means the start's, unless nthWeekday is given."
    )
    month_end: MonthEnd = attribute("What becomes of a day that a month does not have.")
    nth_weekday: NthWeekday | None = attribute(
        "The weekday of the month that is due, instead of a day of the month."
    )
    check_in: CheckIn = attribute("How often the owner looks at it.", name="checkInFrequency")
    preferred_times: list[str] | None = shown(
        "Wall times as HH:MM at which the owner likes to be asked.",
        lambda times: [clock_text(each) for each in times],
    )
    is_catch_up_allowed: bool = attribute(
        "Whether the owner likes to be asked about missed periods.", name="catchUpAllowed"
    )
    skip_policy: SkipPolicy = attribute("What a skip does to a streak.")
    allow_skip_days: int | None = attribute(
        "How many skips a calendar month may have, further ones being misses; null means any."
    )
    is_single_miss_forgiven: bool = attribute(
        "Whether a miss is forgiven if the due period right after it is met.",
        name="forgiveSingleMiss",
    )
    freeze_every: int | None = attribute(
        "How many met periods earn a freeze, which a miss spends; null means none is earned."
    )
    freeze_max: int | None = attribute("How many freezes are kept at most; null means 1.")


@entry(domain.requests.NewTarget)
class GoalTargetInput:
    """The target of a goal to be made."""

    value: float = attribute("How much, in the unit.")
    unit: str = attribute("The unit of every amount of the goal, 1 to 50 characters.")
    metric: Metric | None = attribute("What kind of thing the amount counts; count if absent.")
    direction: Direction | None = attribute("Which way the amount is to move.")
    period: PeriodUnit | None = attribute("The period that is judged.")
    start_value: float | None = attribute("The measurement at the start, for a target goal.")
    target_type: TargetType | None = attribute(
        "How a period's total is compared with the value; minimum if absent, maximum for a limit."
    )
    min_value: float | None = attribute("The least total of a range.")
    max_value: float | None = attribute("The greatest total of a range.")
    aggregation: Aggregation | None = attribute("How a day's activities become its amount.")
    period_count: int | None = attribute("The number of judged periods that progress looks at.")
    rolling_days: int | None = attribute(
        "Instead of a period: value days are to be done in any run of so many days, 2 to 366;"
        " periodCount then counts days. For a recurring goal."
    )
    missing_policy: MissingPolicy | None = attribute(
        "What a limit's period without an activity is; zero if absent."
    )


@entry(domain.requests.TargetEdit)
class GoalTargetUpdateInput:
    """Changes of a target; what is absent stays, a null clears what may be absent."""

    value: float | None = attribute("How much, in the unit; never null.")
    unit: str | None = attribute("The unit of every amount of the goal; never null.")
    metric: Metric | None = attribute("What kind of thing the amount counts; never null.")
    direction: Direction | None = attribute("Which way the amount is to move; never null.")
    period: PeriodUnit | None = attribute("The period that is judged.")
    start_value: float | None = attribute("The measurement at the start, for a target goal.")
    target_type: TargetType | None = attribute("How a period's total is compared with the value.")
    min_value: float | None = attribute("The least total of a range.")
    max_value: float | None = attribute("The greatest total of a range.")
    aggregation: Aggregation | None = attribute("How a day's activities become its amount.")
    period_count: int | None = attribute("The number of judged periods that progress looks at.")
    rolling_days: int | None = attribute(
        "Instead of a period: value days are to be done in any run of so many days, 2 to 366;"
        " periodCount then counts days. For a recurring goal."
    )
    missing_policy: MissingPolicy | None = attribute(
        "What a limit's period without an activity is; null means zero."
    )


@entry(domain.schedule.NthWeekday)
class NthWeekdayInput:
    """The n-th of a weekday in a month."""

    n: int = attribute("Which one, 1 to 5; a month without a fifth has none.")
    weekday: int = attribute("The weekday, 0 for Sunday to 6.")


@entry(domain.requests.ScheduleEdit)
class GoalScheduleInput:
    """A schedule; what is absent stays, or is the pattern's default on a new goal."""

    start_on: date | None = attribute("The first local day that is judged.", name="startDate")
    frequency: Frequency | None = attribute(
        "The unit in which every counts; null means the target's period, else days. A period longer"
        " than a day takes its own only, and no days of week or month."
    )
    every: int | None = attribute(
        "How many units lie from one due to the next, 1 to 9,999, counted from the start; 1 unless"
        " given, never null."
    )
    days_of_week: list[int] | None = attribute(
        "The weekdays that are due, 0 for Sunday to 6, at least one; null means all."
    )
    day_of_month: int | None = attribute(
        "The day of the month that is due, 1 to 31, where frequency is monthly or yearly; null"
        " means the start's."
    )
    month_end: MonthEnd | None = attribute(
        "What becomes of a day that a month does not have; clamp unless given, never null."
    )
    nth_weekday: NthWeekdayInput | None = attribute(
        "The weekday of the month that is due, instead of a day of the month."
    )
    check_in: CheckIn | None = attribute(
        "How often the owner looks at it; never null.", name="checkInFrequency"
    )
    preferred_times: list[str] | None = attribute(
        "Wall times as HH:MM at which the owner likes to be asked; never null."
    )
    is_catch_up_allowed: bool | None = attribute(
        "Whether the owner likes to be asked about missed periods; never null.",
        name="catchUpAllowed",
    )
    skip_policy: SkipPolicy | None = attribute(
        "What a skip does to a streak; bridge unless given, never null."
    )
    allow_skip_days: int | None = attribute(
        "How many skips a calendar month may have, 0 to 31, further ones being misses; null means"
        " any."
    )
    is_single_miss_forgiven: bool | None = attribute(
        "Whether a miss is forgiven if the due period right after it is met; never null.",
        name="forgiveSingleMiss",
    )
    freeze_every: int | None = attribute(
        "How many met periods earn a freeze, which a miss spends, 1 to 9,999; null means none is"
        " earned."
    )
    freeze_max: int | None = attribute(
        "How many freezes are kept at most, 1 to 9,999; null means 1. Only with freezeEvery."
    )
