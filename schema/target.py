"""What a goal asks for, and when: targets and schedules in the contract."""

from datetime import date

import domain.requests
import domain.schedule
import domain.target
from schema.enums import Aggregation, CheckIn, Direction, Metric, PeriodUnit, TargetType
from schema.mirror import attribute, entry, output, shown
from schema.scalars import clock_text


@output(domain.target.Target)
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


@output(domain.schedule.Schedule)
class GoalSchedule:
    """The first day of a goal and the owner's habits of checking in."""

    start_on: date | None = attribute("The first local day that is judged.", name="startDate")
    check_in: CheckIn = attribute("How often the owner looks at it.", name="checkInFrequency")
    preferred_times: list[str] | None = shown(
        "Wall times as HH:MM at which the owner likes to be asked.",
        lambda times: [clock_text(each) for each in times],
    )
    is_catch_up_allowed: bool = attribute(
        "Whether the owner likes to be asked about missed periods.", name="catchUpAllowed"
    )


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


@entry(domain.requests.ScheduleEdit)
class GoalScheduleInput:
    """A schedule; what is absent stays, or is the pattern's default on a new goal."""

    start_on: date | None = attribute("The first local day that is judged.", name="startDate")
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
