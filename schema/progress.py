"""Milestones and progress in the contract."""

from datetime import date, datetime

from strawberry import ID

import domain.answers
import domain.milestone
from domain.amount import shown_percentage
from schema.enums import ProgressBasis, Trend
from schema.mirror import answered, attribute, output, percentage, shown
from schema.occurrence import Occurrence


@output(domain.milestone.Milestone)
class Milestone:
    """A threshold on the way: the quarter ladder's, or one of the owner's own."""

    milestone_id: ID = attribute(
        "The milestone's id; a UUID for the owner's own, milestone_25_<goalId> for the ladder.",
        name="id",
    )
    name: str = attribute("What the milestone is called.")
    percentage: float = percentage("The progress that reaches it, in percent from 0 to 100.")
    achieved: bool = shown(
        "Whether the log shows that progress reached the threshold.",
        lambda achieved_at: achieved_at is not None,
        of="achieved_at",
    )
    achieved_at: datetime | None = attribute("The first instant at which progress reached it.")
    description: str | None = attribute("What reaching it means.")
    amount: float | None = attribute("The threshold in the goal's unit, where it is an amount.")
    is_custom: bool = attribute("Whether it is one of the owner's own.")


@output(domain.answers.GoalProgress)
class GoalProgress:
    """How far along a goal is at a moment; percentages run from 0 to 100 with two decimals."""

    goal_id: ID = attribute("The goal's id.")
    as_of: datetime = attribute("The moment it is about.")
    progress_percentage: float = percentage("The progress in percent, by its basis.")
    basis: ProgressBasis = attribute("What the percentage was computed from.")
    task_progress: float = percentage("Completed tasks of the counted ones, in percent.")
    time_progress: float = percentage("Time elapsed from creation to deadline, in percent.")
    activity_progress: float = percentage("The pattern's own progress, in percent.")
    completed_tasks: int = attribute("The number of completed tasks.")
    total_tasks: int = attribute("The number of counted tasks: cancelled and archived ones not.")
    milestones: list[Milestone] = attribute("All milestones, by percentage.")
    last_updated: datetime = attribute("The latest change not after the moment asked for.")
    is_overdue: bool = attribute("Whether the deadline has passed and the goal is not completed.")
    is_urgent: bool = attribute("Whether fewer than 8 days are left and the goal is open.")
    total_accumulated: float | None = attribute("All that was logged, in the goal's unit.")
    remaining_to_goal: float | None = attribute("What is left to the target, in its unit.")
    current_period_value: float | None = attribute("The open period's total, in the goal's unit.")
    last_activity_date: date | None = attribute("The latest local day with an activity.")
    current_streak: int | None = answered("The streak, in periods; 0 where none are judged.")
    longest_streak: int | None = answered("The longest streak, in periods.")
    success_rate: float | None = answered(
        "Met periods of the closed ones judged since the start, in percent; null before the first.",
        how=shown_percentage,
    )
    consistency_score: float | None = answered(
        "How steadily it is kept, from 0 to 100; null before its first activity. See"
        " Goal.consistency.",
        how=shown_percentage,
    )
    average_value: float | None = answered(
        "The mean total of the closed periods judged since the start, in the goal's unit."
    )
    days_over_limit: int | None = answered(
        "The number of periods over a limit since the start, the open one too; null for no limit."
    )
    trend: Trend | None = answered(
        "Which way it is going, by its last 5 closed periods, or days with an activity."
    )
    projected_completion: date | None = answered(
        "The local day on which it gets there at the pace of the last weeks. See Forecast."
    )
    period_history: list[Occurrence] | None = answered(
        "Its last periods, oldest first, as many as progress looks back on; not those that were"
        " neither due nor used."
    )
