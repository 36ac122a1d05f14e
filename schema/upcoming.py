"""What comes up, in the contract."""

from datetime import date, datetime

from strawberry import ID

import domain.upcoming
from schema.enums import Outcome
from schema.goal import Goal
from schema.mirror import attribute, output, shown
from schema.scalars import clock_text


@output(domain.upcoming.UpcomingOccurrence)
class UpcomingOccurrence:
    """A due period of an active goal, or a goal's deadline."""

    goal_id: ID = attribute("The goal's id.")
    goal: Goal | None = attribute("The goal.")
    title: str = attribute("What the goal is called.")
    due_on: date = attribute(
        "The local day at whose end it is due: the period's last, or the deadline.", name="dueDate"
    )
    period_key: str = attribute(
        "The period as YYYY-MM-DD, YYYY-Www, YYYY-MM, YYYY-Qn or YYYY; a deadline's day."
    )
    outcome: Outcome = attribute("The verdict on it so far; pending while it is still to be met.")
    target: float = attribute(
        "What it asks for in the goal's unit: of a streak one active day, of a rolling goal days."
    )
    value: float | None = attribute(
        "What is done so far; of a target goal the measurement, null while there is none; of a"
        " rolling goal the days done in the run of days that ends on dueDate."
    )
    preferred_times: list[str] = shown(
        "Wall times as HH:MM at which the owner likes to be asked.",
        lambda times: [clock_text(each) for each in times],
    )
    reminder_at: list[datetime] = attribute(
        "The preferred times on dueDate that are still to come; none once it is met or skipped."
    )
