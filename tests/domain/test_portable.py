"""Records as text: nothing of storage in them, canonical numbers, cells that are no formulas."""

import csv
import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activity import ActivityContext, ActivityType, Location, Weather
from domain.day import Calendar, DayRule
from domain.errors import InvalidDateRangeError
from domain.portable import (
    ExportFormat,
    Portion,
    csv_head,
    csv_row,
    json_record,
    told,
)
from domain.schedule import NthWeekday
from tests.builders import (
    DAY,
    a_goal,
    a_profile,
    a_schedule,
    a_target,
    a_task,
    an_activity,
)


def _cells(line: str) -> dict[str, str]:
    (row,) = csv.reader(StringIO(line, newline=""), strict=True)
    (names,) = csv.reader(StringIO(csv_head(), newline=""), strict=True)
    return dict(zip(names, row, strict=True))


def test_a_record_tells_neither_owner_nor_version() -> None:
    task = a_task()
    assert told(replace(task, owner="bob", version=7)) == told(task)
    profile = a_profile(active_goals=3, version=2)
    assert told(profile) == told(a_profile(owner="bob"))


def test_a_record_leaves_out_what_is_empty() -> None:
    assert set(told(a_task())) == {
        "taskId",
        "goalId",
        "title",
        "createdAt",
        "updatedAt",
        "changes",
    }


def test_a_goal_is_told_under_its_name_with_all_that_is_in_it() -> None:
    schedule = a_schedule(
        preferred_times=(time(7, 30),), nth_weekday=NthWeekday(n=2, weekday=5), start_on=DAY
    )
    goal = a_goal(title="Läufe", schedule=schedule, deadline=date(2026, 6, 1), tags=("a", "b"))
    text = json_record(goal)
    record = json.loads(text)["goal"]
    assert "Läufe" in text
    assert "\n" not in text
    assert record["schedule"]["preferredTimes"] == ["07:30:00"]
    assert record["schedule"]["nthWeekday"] == {"n": 2, "weekday": 5}
    assert record["schedule"]["startOn"] == "2026-03-02"
    assert record["isTitleHeld"] is False
    assert record["deadline"] == "2026-06-01"
    assert record["tags"] == ["a", "b"]
    assert record["changes"] == [
        {"status": "active", "at": "2026-03-02T09:30:00.000000Z", "cause": "owner"}
    ]


def test_a_calendar_is_told_as_its_dated_rules() -> None:
    rule = DayRule(timezone="Asia/Tokyo", day_start=time(4), week_start=0)
    record = told(a_profile(calendar=Calendar.of(rule)))
    shown = {"timezone": "Asia/Tokyo", "dayStart": "04:00:00", "weekStart": 0}
    assert record == {"calendar": {"revisions": [["0001-01-01", shown]]}}


def test_an_activity_tells_its_context_and_place() -> None:
    activity = an_activity(
        location=Location(coordinates=(Decimal("13.4"), Decimal("52.50"))),
        context=ActivityContext(weather=Weather(temperature=Decimal("-3.5")), with_others=False),
    )
    record = told(activity)
    assert record["location"] == {"coordinates": ["13.4", "52.5"]}
    assert record["context"] == {"weather": {"temperature": "-3.5"}, "withOthers": False}


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+2", "100"), ("1.50", "1.5"), ("1E-10", "0.0000000001"), ("-0", "0"), ("-2.5", "-2.5")],
)
def test_an_amount_is_told_in_one_way(value: str, text: str) -> None:
    activity = an_activity(value=Decimal(value))
    assert told(activity)["value"] == text
    assert _cells(csv_row(a_goal(), activity))["value"] == text


@given(at=st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year < 9_999))
def test_an_instant_is_told_in_utc(at: datetime) -> None:
    east = at.astimezone(timezone(timedelta(hours=5, minutes=45)))
    record = told(an_activity(occurred_at=east))
    assert datetime.fromisoformat(record["occurredAt"]) == at
    assert record["occurredAt"].endswith("Z")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_compute_has_an_apostrophe(sign: str) -> None:
    goal = a_goal(title=f"{sign}1", category=f"{sign}2", target=a_target(unit=f"{sign}3"))
    cells = _cells(csv_row(goal, an_activity(note=f"{sign}4", unit=f"{sign}3")))
    assert cells["goalTitle"] == f"'{sign}1"
    assert cells["goalCategory"] == f"'{sign}2"
    assert cells["unit"] == f"'{sign}3"
    assert cells["note"] == f"'{sign}4"


@given(note=st.text(st.characters(blacklist_categories=["Cs"])) | st.none(), value=st.integers())
def test_a_row_of_csv_is_read_back_as_it_was(note: str | None, value: int) -> None:
    activity = an_activity(note=note, value=Decimal(value % 10**12), kind=ActivityType.PARTIAL)
    line = csv_row(a_goal(), activity)
    cells = _cells(line)
    assert line.endswith("\r\n")
    assert cells["note"].removeprefix("'") == (note or "").removeprefix("'")
    assert Decimal(cells["value"]) == activity.value
    assert cells["activityType"] == "partial"
    assert cells["goalId"] == activity.goal_id


def test_a_number_below_zero_stays_a_number() -> None:
    assert _cells(csv_row(a_goal(), an_activity(value=Decimal(-3))))["value"] == "-3"


def test_a_portion_ends_no_day_before_it_begins() -> None:
    assert Portion(first=DAY, last=DAY).first == DAY
    with pytest.raises(InvalidDateRangeError, match="endDate must be 2026-03-02 or later"):
        Portion(first=DAY, last=date(2026, 3, 1))


def test_each_format_has_a_media_type() -> None:
    assert [form.content_type for form in ExportFormat] == [
        "application/json",
        "text/csv; charset=utf-8",
    ]


def test_every_attribute_of_a_goal_is_told() -> None:
    names = {field.name for field in fields(a_goal())} - {"owner", "version", "stored_at"}
    full = a_goal(**{name: "x" for name in names if getattr(a_goal(), name) in {None, ()}})
    assert len(told(full)) == len(names)
