"""The answers of examples without a goal: days, periods, schedules, shares and samples."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from domain.advice import recommendations
from domain.day import Calendar, DayRule
from domain.due import DueRule, due_rule
from domain.insight import Findings, findings
from domain.period import PeriodUnit, period_holding
from domain.profile import UTC_CALENDAR
from domain.reminders import reminders
from domain.schedule import Schedule
from domain.schedule_rules import edited
from domain.statistics import time_since
from domain.work import Span, Work, hybrid, hybrid_first_at
from tests.builders import DAY, NOW, an_activity
from tests.docs.diaries import fields_of, schedule_of
from tests.docs.figures import shown
from tests.docs.suggestions import suggested
from tests.domain.evidence import some_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from domain.activity import Activity
    from tests.docs.examples import Example

_DAY: Final = timedelta(days=1)
_HOURS: Final = {"early_morning": 5, "morning": 8, "afternoon": 14, "evening": 19, "night": 23}


# profiles


def _rule(example: Example) -> DayRule:
    fields = fields_of(example.given["profile"])
    return DayRule(
        timezone=fields.get("timezone", "UTC"),
        day_start=time.fromisoformat(fields.get("dayStart", "00:00")),
        week_start=int(fields.get("weekStart", "1")),
    )


def _instants(example: Example) -> Iterator[datetime]:
    return map(datetime.fromisoformat, example.row("at"))


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _local_days(example: Example) -> str:
    calendar = Calendar.of(_rule(example))
    return " ".join(calendar.day_of(at).isoformat() for at in _instants(example))


def _begins(example: Example) -> str:
    calendar = Calendar.of(_rule(example))
    return " ".join(_instant(calendar.start_of(day)) for day in example.columns)


def _keys(example: Example, unit: PeriodUnit) -> str:
    week_start = _rule(example).week_start
    periods = (period_holding(day=d, unit=unit, week_start=week_start) for d in example.columns)
    return " ".join(period.key for period in periods)


def _time_since(example: Example) -> str:
    last_at, as_of = _instants(example)
    since = time_since(last_at, as_of=as_of, timezone=_rule(example).timezone)
    return f"{since.days} days, {since.duration.total_seconds():.0f} seconds"


# schedules


def _schedule(example: Example) -> Schedule:
    return edited(Schedule(), schedule_of(fields_of(example.given["schedule"])))


def _due_rule(schedule: Schedule) -> DueRule:
    assert schedule.start_on is not None
    return due_rule(schedule, period=PeriodUnit.DAY, start_on=schedule.start_on)


def _due(example: Example) -> str:
    """Return as many due days as the example shows."""
    schedule = _schedule(example)
    due = _due_rule(schedule).due_between(schedule.start_on or DAY, date.max)
    count = len(example.shown[0].split(", "))
    return ", ".join(day.isoformat() for _, day in zip(range(count), due, strict=False))


def _reminders(example: Example) -> str:
    schedule, days = _schedule(example), example.columns
    found = reminders(
        _due_rule(schedule).due_between(days[0], days[-1]),
        times=schedule.preferred_times,
        met=(),
        calendar=Calendar.of(_rule(example)),
        is_open=True,
    )
    return ", ".join(map(_instant, found))


# tasks and time


def _plan(example: Example) -> tuple[Work, Span, datetime]:
    """Return the tasks, the time that there is for them, and the moment asked about."""
    given = {name: int(text) for name, text in fields_of(example.given["work"]).items()}
    span = Span(start=NOW, end=NOW + given["days"] * _DAY)
    work = Work(completed=given["completed"], counted=given["counted"])
    return work, span, NOW + given["elapsed"] * _DAY


def _task_progress(example: Example) -> str:
    return shown(_plan(example)[0].progress)


def _time_progress(example: Example) -> str:
    _, span, at = _plan(example)
    return shown(span.progress(at))


def _hybrid(example: Example) -> str:
    work, span, at = _plan(example)
    return shown(hybrid(work, span, at=at))


def _by_time(example: Example, threshold: int) -> str:
    work, span, _ = _plan(example)
    at = hybrid_first_at(work, span, threshold=Decimal(threshold))
    assert at is not None
    return f"after {(at - span.start) / _DAY:g} days"


# samples


def _activities(example: Example) -> Iterator[Activity]:
    """Yield the activities of a sample, one a day in each part of the day that has a row."""
    for part, hour in _HOURS.items():
        for count, value in enumerate(example.row(part)):
            day = DAY + count * _DAY
            at = datetime.combine(day, time(hour), tzinfo=UTC)
            yield an_activity(value=Decimal(value), local_day=day, occurred_at=at)


def _findings(example: Example) -> Findings:
    return findings(_activities(example), calendar=UTC_CALENDAR)


def _best_time(example: Example) -> str:
    return str(_findings(example).best_time_of_day)


def _patterns(example: Example) -> str:
    return "; ".join(
        f"{p.factor} {p.label}: {p.measure} {shown(p.value)} of {p.sample_size}, "
        f"otherwise {shown(p.other_value)} of {p.other_sample_size}"
        for p in _findings(example).success_patterns
    )


def _recommendations(example: Example) -> str:
    found = recommendations(some_evidence(findings=_findings(example)))
    return "; ".join(f"{each.kind}: {each.reason}" for each in found)


FACTS: Final[Mapping[str, Callable[[Example], str]]] = {
    "localDay": _local_days,
    "begins": _begins,
    **{unit.value: partial(_keys, unit=unit) for unit in PeriodUnit},
    "timeSinceLast": _time_since,
    "due": _due,
    "reminders": _reminders,
    "taskProgress": _task_progress,
    "timeProgress": _time_progress,
    "progressPercentage": _hybrid,
    "milestone75": partial(_by_time, threshold=75),
    "bestTimeOfDay": _best_time,
    "successPattern": _patterns,
    "recommendation": _recommendations,
    "suggested": suggested,
}
