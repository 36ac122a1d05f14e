"""Builders: an ordinary one of each domain value, with any field changed by its name."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from domain.activity import Activity, ActivityType, activity_id
from domain.credentials import Token
from domain.dossier import Dossier
from domain.goal import Goal, GoalStatus, Revision, StatusChange
from domain.milestone import CustomMilestone
from domain.profile import UTC_CALENDAR, Profile
from domain.rollup import DayRollup, MonthRollup
from domain.schedule import Schedule
from domain.tally import Settled, Tally
from domain.target import Direction, GoalPattern, Metric, Target
from domain.task import Task, TaskChange, TaskStatus
from domain.template import Difficulty, GoalTemplate, TemplateUse

OWNER: Final = "ann"
GOAL_ID: Final = "3f1c2b4a-0000-4000-8000-000000000001"
DAY: Final = date(2026, 3, 2)
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ULID: Final = "01KJQ3M8E0000000000000000A"


def a_target(**changes: Any) -> Target:
    """Return a target of 100 pages."""
    target = Target(
        metric=Metric.CUSTOM, value=Decimal(100), unit="pages", direction=Direction.INCREASE
    )
    return replace(target, **changes)


def a_schedule(**changes: Any) -> Schedule:
    """Return a schedule that asks for nothing special."""
    return replace(Schedule(), **changes)


def a_goal(**changes: Any) -> Goal:
    """Return an active milestone goal of 100 pages, created now."""
    goal = Goal(
        goal_id=GOAL_ID,
        owner=OWNER,
        title="Read more",
        pattern=GoalPattern.MILESTONE,
        target=a_target(),
        schedule=a_schedule(),
        created_at=NOW,
        updated_at=NOW,
        changes=(StatusChange(status=GoalStatus.ACTIVE, at=NOW),),
    )
    return replace(goal, **changes)


def a_revision(**changes: Any) -> Revision:
    """Return the revision that an ordinary goal is created with."""
    revision = Revision(
        goal_id=GOAL_ID,
        effective_on=DAY,
        made_at=NOW,
        target=a_target(),
        schedule=a_schedule(),
    )
    return replace(revision, **changes)


def a_task(**changes: Any) -> Task:
    """Return an active task."""
    task = Task(
        task_id="7a000000-0000-4000-8000-000000000001",
        goal_id=GOAL_ID,
        owner=OWNER,
        title="Choose a book",
        created_at=NOW,
        updated_at=NOW,
        changes=(TaskChange(status=TaskStatus.ACTIVE, at=NOW),),
    )
    return replace(task, **changes)


def a_milestone(**changes: Any) -> CustomMilestone:
    """Return a custom milestone at 10 percent."""
    milestone = CustomMilestone(
        milestone_id="5e000000-0000-4000-8000-000000000001",
        goal_id=GOAL_ID,
        owner=OWNER,
        name="First chapter",
        created_at=NOW,
        updated_at=NOW,
        percentage=Decimal(10),
    )
    return replace(milestone, **changes)


def an_activity(*, ulid: str = ULID, **changes: Any) -> Activity:
    """Return ten pages read now; its id names its local day and the ULID."""
    day: date = changes.get("local_day", DAY)
    activity = Activity(
        activity_id=activity_id(local_day=day, ulid=ulid),
        goal_id=GOAL_ID,
        owner=OWNER,
        value=Decimal(10),
        unit="pages",
        kind=ActivityType.PROGRESS,
        local_day=day,
        occurred_at=NOW,
        logged_at=NOW,
        timezone="UTC",
    )
    return replace(activity, **changes)


def a_day(**changes: Any) -> DayRollup:
    """Return the rollup of one day with ten pages."""
    ten = Decimal(10)
    day = DayRollup(day=DAY, counted=1, total=ten, minimum=ten, maximum=ten, first=ten, last=ten)
    return day._replace(**changes)


def a_month(**changes: Any) -> MonthRollup:
    """Return a month with one day of ten pages."""
    return replace(MonthRollup(goal_id=GOAL_ID, month="2026-03", days=(a_day(),)), **changes)


def a_tally(**changes: Any) -> Tally:
    """Return the tally of an empty log."""
    return replace(Tally(goal_id=GOAL_ID, settled=Settled(until=DAY), through=NOW), **changes)


def a_profile(**changes: Any) -> Profile:
    """Return a profile that counts days in UTC."""
    return replace(Profile(owner=OWNER), **changes)


def a_dossier(**changes: Any) -> Dossier:
    """Return the dossier of an ordinary goal without tasks and with an empty log."""
    goal: Goal = changes.get("goal", a_goal())
    revision = Revision(
        goal_id=goal.goal_id,
        effective_on=goal.created_at.date(),
        made_at=goal.created_at,
        target=goal.target,
        schedule=goal.schedule,
        deadline=goal.deadline,
    )
    tally = a_tally(
        goal_id=goal.goal_id,
        settled=Settled(until=goal.created_at.date()),
        through=goal.created_at,
    )
    dossier = Dossier(goal=goal, revisions=(revision,), calendar=UTC_CALENDAR, tally=tally)
    return replace(dossier, **changes)


def a_token(**changes: Any) -> Token:
    """Return a caller's token that does not expire."""
    return replace(Token(digest="ab" * 32, owner=OWNER, created_at=NOW), **changes)


def a_template(**changes: Any) -> GoalTemplate:
    """Return a template of a first goal: to read 300 pages in 30 days."""
    template = GoalTemplate(
        template_id="read-a-book",
        name="Read a book",
        description="Three hundred pages of any book.",
        category="learning",
        pattern=GoalPattern.MILESTONE,
        difficulty=Difficulty.BEGINNER,
        duration_days=30,
        target=a_target(value=Decimal(300)),
        schedule=a_schedule(),
        tags=("reading",),
    )
    return replace(template, **changes)


def a_template_use(**changes: Any) -> TemplateUse:
    """Return that the owner has made a goal of the ordinary template."""
    use = TemplateUse(owner=OWNER, template_id="read-a-book", used_at=NOW)
    return replace(use, **changes)
