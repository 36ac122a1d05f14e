"""Forecast, consistency score and statistics of goals in the contract."""

from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

import domain.outlook
import domain.score
import domain.statistics
from domain.amount import shown_percentage
from schema.enums import StatisticsPeriod
from schema.mirror import attribute, output, percentage, shown


def _percentage(value: Decimal | None) -> Decimal | None:
    return None if value is None else shown_percentage(value)


@output(domain.outlook.NeedBy)
class NeedBy:
    """How much is still needed by the end of a local day."""

    day: date = attribute("The local day.", name="date")
    amount: float = attribute(
        "The line of that day less the current value, in the goal's unit: negative where more is"
        " done than asked, or a measurement is to fall; what is left to use of a limit."
    )


@output(domain.outlook.Forecast)
class Forecast:
    """How a goal stands against its pace line, and when it gets there if it goes on as it did."""

    pace_value: float | None = attribute(
        "The pace line today, in the goal's unit: what it should have come to, evenly from start to"
        " deadline or so much a period, flat on paused days. Null for a streak, and for a total"
        " without a deadline."
    )
    delta: float | None = attribute(
        "How far it is ahead of the line, in its unit; less than 0 behind."
    )
    buffer_days: int | None = attribute(
        "The days until it falls behind if nothing more is logged, 0 behind, up to the deadline; a"
        " limit is taken to use twice its daily share. Null: it never does."
    )
    need_today: float | None = attribute(
        "What is still needed by the end of today, in the goal's unit; see NeedBy.amount."
    )
    need_by: list[NeedBy] | None = attribute("What is needed by each of the next 7 days.")
    projected_completion: date | None = attribute(
        "The local day on which it gets there at the mean of its last 8 closed weeks; null for"
        " fewer than 2, and where they do not lead there."
    )
    earliest_completion: date | None = attribute(
        "That day at a rate one standard deviation faster."
    )
    latest_completion: date | None = attribute(
        "That day at a rate one standard deviation slower; null where it leads nowhere."
    )
    rate: float | None = attribute(
        "The mean gain of a week over the last 8 closed ones, in the goal's unit, paused weeks left"
        " out."
    )
    is_on_track: bool | None = attribute(
        "Whether it is on the line or ahead of it.", name="onTrack"
    )


@output(domain.score.Score)
class ConsistencyScore:
    """How steadily a goal is kept, its last days weighing the most, and what today made of it."""

    value: float = percentage("The score from 0 to 100.")
    window_days: int = attribute("How many local days are looked at, the last of them today.")
    window_sum: float = attribute("What they hold: done days, or an amount in the goal's unit.")
    target: float = attribute("What they are asked to hold; at most to hold for a limit.")
    share: float = attribute("How far that is done, from 0 to 1.")
    multiplier: float = attribute(
        "The part of yesterday's score that stays; the share makes up the rest, unless the day is"
        " skipped or paused."
    )


@output(domain.statistics.TimeSince)
class TimeSince:
    """How long ago something was."""

    days: int = attribute("Whole days by the local clock.")
    seconds: float = shown("The exact time in seconds.", timedelta.total_seconds, of="duration")


@output(domain.statistics.GoalStatistics)
class GoalStatistics:
    """What was logged in a span of local days; amounts are those of single activities."""

    period: StatisticsPeriod = shown("Which span it is.", attrgetter("period"), of="span")
    start_date: date = shown("Its first local day.", attrgetter("first_on"), of="span")
    end_date: date = shown("Its last local day, included.", attrgetter("last_on"), of="span")
    total_activities: int = attribute("The number of activities, skips included.")
    completed_activities: int = attribute("The number of those of type progress or completed.")
    skipped_activities: int = attribute("The number of skips.")
    average_value: float | None = attribute("The mean amount, skips left out.")
    best_value: float | None = attribute(
        "The largest amount; the least for a limit and a measurement that is to fall."
    )
    worst_value: float | None = attribute("The least amount, or the largest likewise.")
    consistency: float | None = shown(
        "Periods with an activity of the due ones, in percent, at most 100.", _percentage
    )
    time_since_last: TimeSince | None = attribute(
        "How long a limit's last activity is ago, skips left out."
    )
