"""An export over the ports: in order, in parts, within bounds, and the caller's own alone."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest

from domain.errors import GoalNotFoundError, InvalidDateRangeError, InvalidInputError
from domain.portable import ExportFormat, ExportResult, Portion
from resolvers.exporting import export_parts
from tests.resolvers.asking import DAY, Caller


async def _records(ann: Caller, **arguments: Any) -> list[tuple[str, dict[str, Any]]]:
    result: ExportResult = await ann.query("export", **arguments)
    assert result.format is ExportFormat.JSON
    assert result.content_type == "application/json"
    return [pair for record in json.loads(result.content)["records"] for pair in record.items()]


async def _rows(ann: Caller, **arguments: Any) -> list[dict[str, str]]:
    result: ExportResult = await ann.query("export", format=ExportFormat.CSV, **arguments)
    assert result.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(result.content, newline="")))


async def test_an_empty_account_is_a_profile(ann: Caller) -> None:
    ((name, profile),) = await _records(ann)
    assert name == "profile"
    assert set(profile) == {"calendar"}
    assert await _rows(ann) == []


async def test_goals_come_in_the_order_of_their_making_and_parts_after_them(ann: Caller) -> None:
    late = await ann.after(hours=1).create(title="B")
    early = await ann.create(title="C")
    for title in ("first", "second"):
        ann = ann.after(hours=2)
        await ann.plan(early, title)
        await ann.aim(late, title, percentage=50)
    told = await _records(ann)
    assert [name for name, _ in told] == [
        *("profile", "goal", "revision", "task", "task"),
        *("goal", "revision", "milestone", "milestone"),
    ]
    assert [data["title"] for name, data in told if name == "goal"] == ["C", "B"]
    assert [data["title"] for name, data in told if name == "task"] == ["first", "second"]
    assert [data["name"] for name, data in told if name == "milestone"] == ["first", "second"]


async def test_revisions_and_deleted_tasks_are_kept(ann: Caller) -> None:
    goal = await ann.create()
    task = await ann.plan(goal)
    await ann.after(hours=1).turn("deleteTask", task)
    await ann.after(days=1).edit(goal, deadline=date(2026, 5, 1))
    told = await _records(ann)
    assert [name for name, _ in told].count("revision") == 2
    assert next(data for name, data in told if name == "task")["deletedAt"].startswith("2026-03-02")


async def test_goals_and_days_may_be_chosen(ann: Caller) -> None:
    goal, other = await ann.create(), await ann.create(title="Other")
    for days in range(4):
        await ann.after(days=days).log(goal, days + 1)
        await ann.after(days=days).log(other, 1)
    first = ann.now.date() + DAY
    chosen = {"goal_ids": (goal.goal_id,), "start_date": first, "end_date": first + DAY}
    told = await _records(ann, **chosen)
    assert [name for name, _ in told] == ["profile", "goal", "revision", "activity", "activity"]
    assert [row["value"] for row in await _rows(ann, **chosen)] == ["3", "2"]
    assert len(await _rows(ann)) == 8
    assert len(await _records(ann, goal_ids=())) == 1


async def test_a_goal_that_is_not_the_callers_does_not_exist(ann: Caller, bob: Caller) -> None:
    goal = await bob.create()
    with pytest.raises(GoalNotFoundError):
        await ann.query("export", goal_ids=(goal.goal_id,))
    assert [name for name, _ in await _records(ann)] == ["profile"]


async def test_days_that_end_before_they_begin_are_refused(ann: Caller) -> None:
    today = ann.now.date()
    with pytest.raises(InvalidDateRangeError, match="endDate must be"):
        await ann.query("export", start_date=today, end_date=today - DAY)


async def test_an_export_longer_than_one_text_names_the_command(ann: Caller) -> None:
    told = r"goalIds must name fewer goals or days, .*`milepost export`.* 245760 bytes; got 'None'"
    for place in range(8):
        await ann.create(title=f"Goal {place}", metadata=json.dumps("x" * 32_000))
    with pytest.raises(InvalidInputError, match=told):
        await ann.query("export")
    assert await _rows(ann) == []


async def test_an_export_is_read_in_pages(ann: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resolvers.exporting._PAGE", 2)
    goal = await ann.create()
    for hours in range(5):
        await ann.log(goal, hours + 1, occurred_at=ann.now - timedelta(hours=hours))
    rows = await _rows(ann)
    assert sorted(row["value"] for row in rows) == ["1", "2", "3", "4", "5"]
    assert [row["activityId"] for row in rows] == sorted(
        (row["activityId"] for row in rows), reverse=True
    )


async def test_a_part_holds_one_record(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 1)
    ctx = ann.context("Query", "export")
    parts = [part async for part in export_parts(ctx, Portion(), form=ExportFormat.JSON)]
    assert [part.count("\n") for part in parts] == [1, 1, 1, 1, 2]
    rows = [part async for part in export_parts(ctx, Portion(), form=ExportFormat.CSV)]
    assert [row.count("\r\n") for row in rows] == [1, 1]
