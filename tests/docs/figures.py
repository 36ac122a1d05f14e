"""The figures of a goal that may be read in any evening, by their names in the contract."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from domain.amount import plain
from domain.asked import asked_now
from domain.figures import success_rate, trend_of
from domain.target import Aggregation
from tests.docs.examples import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.docs.readings import Reading

_DAY: Final = timedelta(days=1)
_NULL: Final = "null"


def shown(value: Decimal | int | None, *, places: str = "0.01") -> str:
    """Return a number to the hundredth, half up, without trailing zeros."""
    if value is None:
        return _NULL
    return f"{plain(Decimal(value).quantize(Decimal(places), rounding=ROUND_HALF_UP)):f}"


def _number(path: str, *, places: str = "0.01") -> Callable[[Reading], str]:
    """Return what shows the number at a path of a reading."""
    read = attrgetter(path)
    return lambda reading: shown(read(reading), places=places)


def _of_score(name: str, *, places: str = "0.01") -> Callable[[Reading], str]:
    def tell(reading: Reading) -> str:
        score = reading.score
        return _NULL if score is None else shown(getattr(score, name), places=places)

    return tell


def _in_days(name: str) -> Callable[[Reading], str]:
    def tell(reading: Reading) -> str:
        day: date | None = getattr(reading.forecast, name)
        return _NULL if day is None else f"in {(day - reading.day).days} days"

    return tell


def _word(path: str) -> Callable[[Reading], str]:
    """Return what shows the word at a path of a reading."""
    read = attrgetter(path)
    return lambda reading: str(read(reading))


def _expires_at(reading: Reading) -> str:
    at = reading.streak.expires_at
    return _NULL if at is None else WEEKDAYS[(at - _DAY).weekday()]


def _need_by(reading: Reading) -> str:
    return " ".join(shown(need.amount) for need in reading.forecast.need_by or ())


def _amount(aggregation: Aggregation) -> Callable[[Reading], str]:
    return lambda reading: shown(reading.days[-1].amount(aggregation))


def _recommendations(reading: Reading) -> str:
    found = reading.insights.recommendations
    return "; ".join(f"{each.kind}: {each.reason}" for each in found) or _NULL


FIGURES: Final[Mapping[str, Callable[[Reading], str]]] = {
    "current": _number("streak.current"),
    "longest": _number("streak.longest"),
    "state": _word("streak.state"),
    "freezes": _number("streak.freezes"),
    "periodsUntilBreak": _number("streak.periods_until_break"),
    "expiresAt": _expires_at,
    "activityProgress": _number("progress.activity_progress"),
    "successRate": lambda reading: shown(success_rate(reading.review)),
    "status": lambda reading: str(reading.review.course.status_at(reading.as_of)),
    "asked": lambda reading: shown(asked_now(reading.review).target.value),
    "paceValue": _number("forecast.pace_value"),
    "delta": _number("forecast.delta"),
    "bufferDays": _number("forecast.buffer_days"),
    "needToday": _number("forecast.need_today"),
    "needBy": _need_by,
    "projectedCompletion": _in_days("projected_completion"),
    "earliestCompletion": _in_days("earliest_completion"),
    "latestCompletion": _in_days("latest_completion"),
    "consistencyScore": _of_score("value"),
    "windowSum": _of_score("window_sum"),
    "windowDays": _of_score("window_days"),
    "target": _of_score("target"),
    "share": _of_score("share", places="0.0001"),
    "multiplier": _of_score("multiplier", places="0.0001"),
    "trend": lambda reading: str(trend_of(reading.review)),
    "totalActivities": _number("statistics.total_activities"),
    "completedActivities": _number("statistics.completed_activities"),
    "skippedActivities": _number("statistics.skipped_activities"),
    "averageValue": _number("statistics.average_value"),
    "bestValue": _number("statistics.best_value"),
    "worstValue": _number("statistics.worst_value"),
    "consistency": _number("statistics.consistency"),
    "recommendation": _recommendations,
    **{each.value: _amount(each) for each in Aggregation},
}
