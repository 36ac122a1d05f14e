"""What users of other trackers reported as wrong, judged by our rules."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.goal import GoalStatus
from domain.period import PeriodUnit
from domain.requests import NewGoal, NewTarget, TargetEdit
from domain.streak_summary import streak_summary
from domain.target import GoalPattern
from tests.domain.journal import Journal
from tests.domain.reviewing import reviewed

if TYPE_CHECKING:
    from collections.abc import Iterable

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "reported_cases.json").read_text())
NOON, DAY, YEAR = timedelta(hours=12), timedelta(days=1), 365


def a_journal(
    pattern: GoalPattern, first: date, *, value: int, unit: PeriodUnit | None, zone: str = "UTC"
) -> Journal:
    """Return the journal of a goal made at noon of its first day."""
    calendar = Calendar.of(DayRule(timezone=zone))
    target = NewTarget(value=Decimal(value), unit="u", period=unit)
    wanted = NewGoal(title="G", pattern=pattern, target=target)
    return Journal(wanted, now=calendar.start_of(first) + NOON, calendar=calendar)


def go_to(journal: Journal, day: date) -> None:
    journal.now = journal.dossier.calendar.start_of(day) + NOON


def days(texts: Iterable[str]) -> list[date]:
    return sorted(map(date.fromisoformat, texts))


def streaks(journal: Journal) -> tuple[int, int]:
    summary = streak_summary(reviewed(journal))
    return summary.current, summary.longest


@pytest.mark.parametrize("case", FACTS["streaks"], ids=lambda case: case["case"])
def test_a_streak_is_as_long_as_its_owner_expects(case: dict[str, Any]) -> None:
    done, skipped = days(case["done"]), days(case["skipped"])
    paused = [days(run) for run in case["paused"]]
    journal = a_journal(
        GoalPattern.STREAK,
        min([*done, *skipped]),
        value=YEAR,
        unit=PeriodUnit.DAY,
        zone=case["zone"],
    )
    happened: list[tuple[date, str, dict[str, Any]]] = [
        *((day, "log", {"value": 1}) for day in done),
        *((day, "log", {"kind": ActivityType.SKIPPED}) for day in skipped),
        *((first, "pause", {}) for first, _ in paused),
        *((last + DAY, "resume", {}) for _, last in paused),
    ]
    for day, name, fields in sorted(happened, key=lambda step: step[0]):
        go_to(journal, day)
        getattr(journal, name)(**fields)
    go_to(journal, date.fromisoformat(case["as_of"]))
    assert streaks(journal) == (case["current"], case["longest"])


def test_a_day_removed_from_the_middle_splits_a_streak() -> None:
    first = date(2024, 3, 1)
    journal = a_journal(GoalPattern.STREAK, first, value=YEAR, unit=PeriodUnit.DAY)
    for n in range(3):
        go_to(journal, first + n * DAY)
        journal.log(1)
    journal.remove(1)
    assert streaks(journal) == (1, 1)


def test_an_activity_stays_on_the_day_of_the_zone_in_which_it_was_logged() -> None:
    first = date(2026, 5, 1)
    journal = a_journal(
        GoalPattern.STREAK, first, value=YEAR, unit=PeriodUnit.DAY, zone="America/New_York"
    )
    journal.now = datetime(2026, 5, 1, 23, tzinfo=UTC)
    journal.log(1)
    journal.now = datetime(2026, 5, 2, 23, 30, tzinfo=UTC)
    journal.log(1, timezone="Asia/Tokyo")
    assert [activity.local_day for activity in journal.activities] == [first, date(2026, 5, 3)]


def test_each_day_is_judged_by_the_target_of_its_time() -> None:
    facts = FACTS["target_versions"]
    old, new = facts["target_versions"]
    journal = a_journal(
        GoalPattern.RECURRING,
        date.fromisoformat(old["from"]),
        value=old["per_day"],
        unit=PeriodUnit.DAY,
    )
    for text, minutes in facts["actual"].items():
        day, before = date.fromisoformat(text), journal.progress()
        go_to(journal, day)
        if text == new["from"]:
            journal.edit(target=TargetEdit(value=Decimal(new["per_day"])))
        journal.log(minutes)
        assert (journal.progress() > before) == facts["met"][text]


def test_an_open_week_within_its_limit_is_not_yet_a_success() -> None:
    journal = a_journal(GoalPattern.LIMIT, date(2026, 3, 2), value=3, unit=PeriodUnit.WEEK)
    journal.log(1)
    go_to(journal, date(2026, 3, 4))
    journal.log(1)
    go_to(journal, date(2026, 3, 5))
    assert journal.details().current_period_value == 2
    assert journal.progress() == 0
    go_to(journal, date(2026, 3, 9))
    assert journal.progress() > 0


@pytest.mark.parametrize("case", FACTS["burn_up"]["cases"], ids=lambda case: case["case"])
def test_scope_and_completed_tasks_at_the_end_of_each_day_are_as_the_peer_counts_them(
    case: dict[str, Any],
) -> None:
    journal = a_journal(GoalPattern.MILESTONE, date(2026, 3, 1), value=9, unit=None)
    journal.now = datetime(2026, 3, 1, tzinfo=UTC)
    items: list[str] = []
    for event in case["events"]:
        journal.now = datetime.fromisoformat(event["at"]).replace(tzinfo=UTC)
        if event["item"] not in items:
            items.append(event["item"])
            journal.task()
        elif event["type"] == "close":
            journal.complete_task(items.index(event["item"]))
        elif event["type"] == "reopen":
            journal.reopen_task(items.index(event["item"]))
    for row in case["series"]:
        end = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC) + DAY
        details = journal.details(end - timedelta(seconds=1))
        assert details.total_tasks == row["scope"]
        assert details.completed_tasks == row["done"]


def test_a_goal_paused_on_its_own_stays_paused() -> None:
    journal = a_journal(GoalPattern.STREAK, date(2026, 6, 1), value=9, unit=PeriodUnit.DAY)
    journal.pause()
    journal.wait(days=3)
    assert journal.goal.status is GoalStatus.PAUSED
    assert journal.progress() == 0
