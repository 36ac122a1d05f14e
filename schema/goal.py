"""Goals in the contract."""

from datetime import date, datetime

from strawberry import ID

import domain.answers
import domain.goal
from domain.amount import shown_percentage
from schema.enums import (
    ActivityType,
    GoalPattern,
    GoalStatus,
    PeriodUnit,
    StatisticsPeriod,
    TaskStatus,
    Visibility,
)
from schema.figures import ConsistencyScore, Forecast, GoalStatistics
from schema.insight import GoalInsights
from schema.mirror import answered, attribute, output
from schema.occurrence import Occurrence, ProgressPoint, StreakSummary
from schema.page import (
    SYNCED_AT,
    ActivityConnection,
    MilestoneConnection,
    TaskConnection,
    Tombstone,
)
from schema.pause import GoalPause
from schema.progress import GoalProgress, Milestone
from schema.scalars import AWSJSON
from schema.target import GoalSchedule, GoalTarget
from schema.task import Task


@output(domain.goal.Answer)
class Answer:
    """One answer to a question that a front end asks about a goal."""

    key: str = attribute("The question's key.")
    answer: str = attribute("The owner's answer.")


@output(domain.goal.GoalContext)
class GoalContext:
    """Why a goal matters to its owner, and what helps or hinders."""

    motivation: str | None = attribute("Why the owner wants it.")
    importance: int | None = attribute("How important it is, from 1 to 5.", name="importanceLevel")
    supporting_goals: list[str] | None = attribute("Ids of goals that help.")
    conflicting_goals: list[str] | None = attribute("Ids of goals that hinder.")
    obstacles: list[str] | None = attribute("What may get in the way.")
    success_factors: list[str] | None = attribute("What helps.")
    preferred_activities: list[str] | None = attribute("What the owner likes to do for it.")
    avoid_activities: list[str] | None = attribute("What the owner does not want to do for it.")


@output(domain.goal.MilestoneReward)
class MilestoneReward:
    """What the owner promises themselves at an amount."""

    value: float = attribute("The amount, in the goal's unit.")
    reward: str = attribute("The promise.")


@output(domain.goal.GoalRewards)
class GoalRewards:
    """Points, promises and badges that a front end attaches to a goal."""

    points_per_activity: int | None = attribute("The points of one activity.")
    milestone_rewards: list[MilestoneReward] | None = attribute("Promises at amounts.")
    badges: list[str] | None = attribute("Badges that can be earned.")


@output(domain.goal.Goal)
class Goal:
    """What an owner works towards; a computed field that fails is null, with an error."""

    goal_id: ID = attribute("The goal's id, a UUID.", name="id")
    owner: ID = attribute("The owner's id.", name="userId")
    title: str = attribute("What the goal is called; unique among active and paused goals.")
    description: str | None = attribute("What it is about.")
    category: str | None = attribute("The owner's category for it.")
    tags: list[str] | None = attribute("Words to find it by.")
    icon: str | None = attribute("The name of its icon.")
    color: str | None = attribute("Its colour as #RRGGBB.")
    pattern: GoalPattern = attribute("How it is judged; never changes.")
    status: GoalStatus = attribute("Where it is in its life.")
    visibility: Visibility | None = attribute("Who besides the owner may be shown it.")
    target: GoalTarget | None = attribute("What it asks for.")
    schedule: GoalSchedule | None = attribute("Which periods are due, and how the owner checks in.")
    deadline: date | None = attribute("The local day at whose end it is due.")
    answers: list[Answer] | None = attribute("Answers to a front end's questions.")
    context: GoalContext | None = attribute("Why it matters.")
    rewards: GoalRewards | None = attribute("What a front end attaches to it.")
    metadata: AWSJSON | None = attribute("Free JSON of a front end.")
    pauses: list[GoalPause] | None = attribute("Local days on which nothing is due, oldest first.")
    timezone: str | None = answered("The IANA zone of the owner's profile.")
    created_at: datetime | None = attribute("When it was made.")
    updated_at: datetime | None = attribute("When it was last changed.")
    completed_at: datetime | None = attribute("When it was completed, also if archived since.")
    archived_at: datetime | None = attribute("When it was archived; null while it is not.")
    version: int | None = attribute("The number of times it was stored, for expectedVersion.")
    progress: float | None = answered(
        "The progress in percent from 0 to 100 with two decimals, as of now or of asOf.",
        how=shown_percentage,
        as_of=datetime | None,
    )
    milestones: list[Milestone] | None = answered(
        "All milestones by percentage, as of now or of asOf.", as_of=datetime | None
    )
    milestone_list: MilestoneConnection | None = answered(
        "All milestones by percentage, and with updatedSince those that were removed at or after"
        " it, at most 90 days back.",
        updated_since=datetime | None,
    )
    completed_tasks: int | None = answered("The number of completed tasks.")
    total_tasks: int | None = answered(
        "The number of counted tasks: cancelled and archived ones not."
    )
    progress_details: GoalProgress | None = answered(
        "The progress in full, as of now or of asOf.", as_of=datetime | None
    )
    streak: StreakSummary | None = answered(
        "How its streaks stand, as of now or of asOf.", as_of=datetime | None
    )
    occurrences: list[Occurrence] | None = answered(
        "Its periods from startDate to endDate, both included, oldest first, at most 3,700 days and"
        " none later than 366 days ahead; the last 30 days unless they are given. Those to come are"
        " pending, and only due ones.",
        start_date=date | None,
        end_date=date | None,
    )
    history: list[ProgressPoint] | None = answered(
        "Its progress at the end of each day, or of each step that by names, from startDate to"
        " endDate, both included, oldest first, at most 3,700 days; the last 30 days, 12 weeks, 12"
        " months, 4 quarters or 3 years unless they are given.",
        start_date=date | None,
        end_date=date | None,
        by=PeriodUnit | None,
    )
    forecast: Forecast | None = answered(
        "Where it leads, as of now or of asOf; null unless it is active or paused then.",
        as_of=datetime | None,
    )
    consistency: ConsistencyScore | None = answered(
        "How steadily it is kept, as of now or of asOf; null before its first activity.",
        as_of=datetime | None,
    )
    statistics: GoalStatistics | None = answered(
        "What was logged in the current period, or the one asked for, as of now or of asOf.",
        period=StatisticsPeriod | None,
        as_of=datetime | None,
    )
    insights: GoalInsights | None = answered(
        "When it goes best, and what is recommended, as of now or of asOf.", as_of=datetime | None
    )
    tasks: TaskConnection | None = answered(
        "Its tasks of any of the statuses, oldest first; 20 unless limit says 1 to 1,000. With"
        " updatedSince, at most 90 days back, those that were made or changed at or after it.",
        status=list[TaskStatus] | None,
        updated_since=datetime | None,
        limit=int | None,
        next_token=str | None,
    )
    activities: ActivityConnection | None = answered(
        "Its activities from startDate to endDate, both included, newest local day first; 50 unless"
        " limit says 1 to 1,000. With updatedSince, at most 90 days back, those that were logged or"
        " changed at or after it.",
        start_date=date | None,
        end_date=date | None,
        types=list[ActivityType] | None,
        updated_since=datetime | None,
        limit=int | None,
        next_token=str | None,
    )


@output(domain.answers.GoalWithTasks)
class GoalWithTasks:
    """An active goal with its counted tasks, for front ends that compute progress themselves."""

    goal_id: ID = attribute("The goal's id.", name="id")
    title: str = attribute("What the goal is called.")
    deadline: date | None = attribute("The local day at whose end it is due.")
    status: GoalStatus = attribute("Where it is in its life.")
    created_at: datetime = attribute("When it was made.")
    tasks: list[Task] = attribute("Its tasks; cancelled and archived ones are left out.")


@output(domain.answers.SyncedPage)
class GoalConnection:
    """A part of a list of goals."""

    items: list[Goal] = attribute("The goals of this part.")
    next_token: str | None = attribute("What continues the list; null at its end.")
    deleted: list[Tombstone] | None = attribute(
        "Empty if updatedSince was given: a goal is never removed, it is archived."
    )
    synced_at: datetime = attribute(SYNCED_AT)
