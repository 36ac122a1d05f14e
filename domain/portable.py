"""The portable form of an account: JSON that loses nothing, CSV for spreadsheets.

An export holds what the owner told, not what is computed from it: no rollups and tallies, no
counts. It names neither the owner nor the versions that storage counts, so that it is the same
wherever the account is kept.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from domain.activity import Activity
from domain.amount import plain
from domain.errors import InvalidDateRangeError
from domain.goal import Goal, Revision
from domain.milestone import CustomMilestone
from domain.profile import Profile
from domain.task import Task

Record: TypeAlias = Profile | Goal | Revision | Task | CustomMilestone | Activity


class RecordKind(StrEnum):
    """What a record is."""

    PROFILE = "profile"
    GOAL = "goal"
    REVISION = "revision"
    TASK = "task"
    MILESTONE = "milestone"
    ACTIVITY = "activity"


NAMES: Final[Mapping[type[Record], RecordKind]] = MappingProxyType(
    {
        Profile: RecordKind.PROFILE,
        Goal: RecordKind.GOAL,
        Revision: RecordKind.REVISION,
        Task: RecordKind.TASK,
        CustomMilestone: RecordKind.MILESTONE,
        Activity: RecordKind.ACTIVITY,
    }
)
"""What each record is called, in the order in which those of a goal follow each other."""

JSON_HEAD: Final = '{"format":"milepost","version":1,"records":['
"""The first line of an export as JSON; each record is a line after it."""
JSON_END: Final = "]}"
"""The last line of an export as JSON."""

OF_STORAGE: Final = frozenset({"owner", "version", "stored_at", "active_goals"})
"""The attributes of a record that belong to the store that it is in."""

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final = (
    "goalId",
    "goalTitle",
    "goalPattern",
    "goalStatus",
    "goalCategory",
    "activityId",
    "activityDate",
    "occurredAt",
    "timezone",
    "activityType",
    "value",
    "unit",
    "note",
    "source",
    "loggedAt",
)


class ExportFormat(StrEnum):
    """The form of an export: the whole account as JSON, or its activities as CSV."""

    JSON = "json"
    CSV = "csv"

    @property
    def content_type(self) -> str:
        """Return the media type of such an export."""
        return "application/json" if self is ExportFormat.JSON else "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What is exported: goals (None: all), and their activities of the local days from `first` on.

    Both days are included.

    Raises:
        InvalidDateRangeError: The last day lies before the first.
    """

    goal_ids: tuple[str, ...] | None = None
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InvalidDateRangeError("endDate", f"must be {self.first} or later", self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """An export as one text."""

    format: ExportFormat
    content_type: str
    content: str


def told(record: Record) -> dict[str, Any]:
    """Return what a record tells as JSON: amounts as texts, instants in UTC, without what is empty.

    Equal records of whichever owner, store and version tell the same.
    """
    return _object(record, without=OF_STORAGE)


def json_record(record: Record) -> str:
    """Return a record as compact JSON under its name."""
    named = {NAMES[type(record)]: told(record)}
    return json.dumps(named, separators=(",", ":"), ensure_ascii=False)


def csv_head() -> str:
    """Return the names of the columns as a line of CSV."""
    return _line(_COLUMNS)


def csv_row(goal: Goal, activity: Activity) -> str:
    """Return an activity as a line of CSV (RFC 4180).

    A text that a spreadsheet would take for a formula has an apostrophe before it; numbers stay
    numbers.
    """
    return _line(
        (
            goal.goal_id,
            _text(goal.title),
            goal.pattern,
            goal.status,
            _text(goal.category),
            activity.activity_id,
            activity.local_day.isoformat(),
            _instant(activity.occurred_at),
            activity.timezone,
            activity.kind,
            _number(activity.value),
            _text(activity.unit),
            _text(activity.note),
            activity.source,
            _instant(activity.logged_at),
        )
    )


def camel_case(name: str) -> str:
    """Return an attribute's name as a record has it."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _object(value: object, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return a dataclass as an object; what is empty by default and empty now is left out."""
    data: dict[str, Any] = {}
    for field in fields(cast("Any", value)):
        item = getattr(value, field.name)
        is_empty = item == field.default and field.default in {None, ()}
        if field.init and field.name not in without and not is_empty:
            data[camel_case(field.name)] = _json(item)
    return data


def _json(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return _number(value)
        case datetime():
            return _instant(value)
        case date() | time():
            return value.isoformat()
        case tuple():
            return [_json(each) for each in cast("tuple[object, ...]", value)]
        case _:
            return _object(value)


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _number(value: Decimal) -> str:
    return f"{plain(value):f}"


def _text(value: str | None) -> str:
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
