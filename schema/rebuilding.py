"""What a domain value keeps and the contract shows in another form, rebuilt from that form.

A goal's and a task's changes become the one change that their status shows; a profile's calendar
becomes the one rule that it shows; a span is shown flat, a duration in seconds. What the contract
does not carry at all (a task's owner) is empty. So `encode` of what was decoded is what was
encoded, and `goal_id` and `owner` are exact.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.day import Calendar, DayRule
from domain.goal import Goal, GoalStatus, StatusChange
from domain.profile import Profile
from domain.statistics import GoalStatistics, Span, StatisticsPeriod, TimeSince
from domain.task import Task, TaskChange, TaskStatus
from schema.scalars import parse_clock, parse_date, parse_instant


def rebuilt(domain: type, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a domain class that the contract shows in another form."""
    if domain is Goal:
        return {"changes": _goal_changes(value)}
    if domain is Task:
        return {"changes": (_task_change(value),), "owner": ""}
    if domain is Profile:
        return {"calendar": _calendar(value)}
    if domain is GoalStatistics:
        return {"span": _span(value)}
    if domain is TimeSince:
        return {"duration": timedelta(seconds=value["seconds"])}
    return {}


def _goal_changes(value: Mapping[str, Any]) -> tuple[StatusChange, ...]:
    status = GoalStatus(value["status"])
    completed = StatusChange(status=GoalStatus.COMPLETED, at=_at(value, "completedAt"))
    if status is GoalStatus.ARCHIVED:
        archived = StatusChange(status=status, at=_at(value, "archivedAt"))
        return (completed, archived) if value.get("completedAt") else (archived,)
    if status is GoalStatus.COMPLETED:
        return (completed,)
    return (StatusChange(status=status, at=_at(value, "createdAt")),)


def _task_change(value: Mapping[str, Any]) -> TaskChange:
    status = TaskStatus(value["status"])
    is_completed = status is TaskStatus.COMPLETED
    return TaskChange(status=status, at=_at(value, "completedAt" if is_completed else "createdAt"))


def _at(value: Mapping[str, Any], name: str) -> datetime:
    return parse_instant(value.get(name) or value["updatedAt"], field=name)


def _calendar(value: Mapping[str, Any]) -> Calendar:
    return Calendar.of(
        DayRule(
            timezone=value["timezone"],
            day_start=parse_clock(value["dayStart"], field="dayStart"),
            week_start=value["weekStart"],
        )
    )


def _span(value: Mapping[str, Any]) -> Span:
    return Span(
        period=StatisticsPeriod(value["period"]),
        first_on=parse_date(value["startDate"], field="startDate"),
        last_on=parse_date(value["endDate"], field="endDate"),
    )
