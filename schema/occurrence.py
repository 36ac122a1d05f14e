"""Occurrences, streaks and the history of progress in the contract."""

from datetime import date, datetime

import domain.history
import domain.occurrence_view
import domain.streak
import domain.streak_summary
from schema.enums import Outcome, StreakState
from schema.mirror import attribute, output, percentage


@output(domain.streak.Streak)
class Streak:
    """Met periods in a row; skipped and excused ones between them neither add nor break."""

    start_on: date = attribute("Its first met local day.", name="startDate")
    end_on: date = attribute("Its last met local day.", name="endDate")
    length: int = attribute("Its length in periods; of a rolling goal in days.")


@output(domain.streak_summary.StreakSummary)
class StreakSummary:
    """How a goal's streaks stand at a moment, in periods; of a rolling goal in days."""

    current: int = attribute("The length of the streak that goes on; 0 if none does.")
    longest: int = attribute("The length of the longest streak so far.")
    state: StreakState = attribute("How the streak stands.")
    is_at_risk: bool = attribute(
        "Whether it breaks when today ends unless something is done.", name="atRisk"
    )
    freezes: int = attribute("The number of misses that it can take, each earned by met periods.")
    start_on: date | None = attribute(
        "The first met local day of the streak that goes on.", name="startDate"
    )
    expires_at: datetime | None = attribute(
        "When it breaks if nothing more is logged; null if it does not go on or nothing breaks it."
    )
    periods_until_break: int | None = attribute(
        "The number of due periods that close before it breaks, if nothing more is logged."
    )
    best: list[Streak] = attribute("The ten longest streaks, newest first.")
    history: list[Streak] = attribute("All streaks, newest first.")


@output(domain.occurrence_view.OccurrenceView)
class Occurrence:
    """One period with what it asked for and what was done in it; amounts in the goal's unit."""

    period_key: str = attribute("The period as YYYY-MM-DD, YYYY-Www, YYYY-MM, YYYY-Qn or YYYY.")
    start_on: date = attribute("Its first local day.", name="startDate")
    end_on: date = attribute("Its last local day.", name="endDate")
    outcome: Outcome = attribute("The verdict on it.")
    is_due: bool = attribute("Whether its schedule asked for it; a day not due may be met too.")
    is_open: bool = attribute("Whether it holds today.")
    is_frozen: bool = attribute("Whether its miss spent a freeze and did not break the streak.")
    is_forgiven: bool = attribute("Whether its miss was forgiven and did not break the streak.")
    value: float = attribute("The total of its local days.")
    count: int = attribute("The number of activities that count.")
    target: float | None = attribute(
        "What it asked for: of a streak one active day; null for a rolling goal's day."
    )
    remaining: float | None = attribute(
        "What is left to the target; of a limit what is still allowed."
    )
    over: float | None = attribute("What lies above the limit; null for other goals.")


@output(domain.history.ProgressPoint)
class ProgressPoint:
    """How far along a goal was when a step of time ended; percentages as of progressDetails."""

    on: date = attribute("The last local day of the step; today in the open one.", name="date")
    period_key: str = attribute("The step as YYYY-MM-DD, YYYY-Www, YYYY-MM, YYYY-Qn or YYYY.")
    progress: float = percentage("The progress in percent, from 0 to 100 with two decimals.")
    activity_progress: float = percentage("The pattern's own progress, in percent.")
    completed_tasks: int = attribute("The number of tasks completed then.")
    total_tasks: int = attribute("The number of tasks counted then.")
    value: float | None = attribute(
        "The step's total in the goal's unit; of a target goal the measurement then."
    )
    total: float | None = attribute(
        "All that was logged until then, in the goal's unit; null for a target goal."
    )
