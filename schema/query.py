"""The queries of the contract."""

from datetime import date, datetime

from strawberry import ID

from schema.activity import Activity
from schema.directives import MODES, ApiKey
from schema.enums import ExportFormat, GoalSort, TemplateSort
from schema.export import ExportResult
from schema.goal import Goal, GoalConnection, GoalWithTasks
from schema.goal_input import GoalFilter
from schema.mirror import answered, output
from schema.profile import Profile
from schema.progress import GoalProgress
from schema.task import Task
from schema.template import GoalRecommendation, GoalTemplateConnection, GoalTemplateFilter
from schema.upcoming import UpcomingOccurrence


@output()
class Query:
    """What may be asked; everything is the caller's own."""

    goal: Goal | None = answered(
        "The goal of this id; null with GOAL_NOT_FOUND if the caller has none.", goal_id=ID
    )
    goals: GoalConnection = answered(
        "The caller's goals, updated last first unless sort says otherwise; 20 unless limit says 1"
        " to 1,000.",
        filter=GoalFilter | None,
        sort=GoalSort | None,
        limit=int | None,
        next_token=str | None,
    )
    upcoming: list[UpcomingOccurrence] = answered(
        "What falls due on the local days from today on, 7 unless days says 1 to 366, over all"
        " active goals, by dueDate and then by title; a goal that fails is left out with an error.",
        days=int | None,
    )
    activity: Activity | None = answered(
        "The activity of this id; null with ACTIVITY_NOT_FOUND if the goal has none.",
        goal_id=ID,
        activity_id=ID,
    )
    goal_templates: GoalTemplateConnection = answered(
        "Goals ready to be made, the most popular first unless sort says otherwise; 20 unless limit"
        " says 1 to 1,000. They are the same for everyone.",
        directives=(*MODES, ApiKey()),
        filter=GoalTemplateFilter | None,
        sort=TemplateSort | None,
        limit=int | None,
        next_token=str | None,
    )
    recommendations: list[GoalRecommendation] = answered(
        "What the caller might begin next, the best first, at most one template of a category; 5"
        " unless limit says 1 to 1,000. A goal that fails is told of in an error.",
        limit=int | None,
    )
    me: Profile = answered("The caller's profile.")
    my_goals: list[Goal] = answered("All goals of the caller that are not archived.")
    my_dashboard_goals: list[Goal] = answered(
        "Goals for a dashboard, at most limit of one status.",
        limit=int | None,
        status=str | None,
        sort_by=str | None,
    )
    active_goals_count: int = answered(
        "The number of the caller's active goals, whatever userId says.", user_id=ID | None
    )
    goal_progress: GoalProgress | None = answered(
        "A goal's progress, as of now or of asOf.", goal_id=ID, as_of=datetime | None
    )
    my_goals_progress: list[GoalProgress] = answered(
        "The progress of all goals but archived ones; one that fails is left out with an error."
    )
    my_goals_with_tasks: list[GoalWithTasks] = answered(
        "All active goals with their counted tasks."
    )
    my_tasks: list[Task] = answered("All tasks of a goal, oldest first.", goal_id=ID)
    export: ExportResult = answered(
        "The caller's account as one text of at most 240 KiB, json unless format says otherwise:"
        " all goals or those of goalIds, with the activities of the local days from startDate to"
        " endDate, both included.",
        format=ExportFormat | None,
        goal_ids=list[ID] | None,
        start_date=date | None,
        end_date=date | None,
    )
