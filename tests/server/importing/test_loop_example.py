"""The example export: its counts, milestones and streaks, each counted from the files anew."""

import csv
from datetime import date, timedelta
from decimal import Decimal

from domain.activity import ActivityType
from domain.period import PeriodUnit
from persistence.store import Store
from tests.server.importing.folders import (
    LOOP_EXPORT,
    bring_in_folder,
    days_reached,
    dossier_of,
    goal_of,
    log_of,
)


def _raw(name: str) -> list[tuple[date, str]]:
    """Return the days of a habit of the example as they are written, oldest first."""
    with (LOOP_EXPORT / name / "Checkmarks.csv").open(newline="", encoding="utf-8") as file:
        return sorted((date.fromisoformat(r["Date"]), r["Value"]) for r in csv.DictReader(file))


def _counted_anew(rows: list[tuple[date, str]]) -> dict[str, date]:
    """Return the day on which each quarter of thirty judged days was reached, counted anew."""
    reached: dict[str, date] = {}
    verdicts: list[bool] = []
    for day, value in rows:
        verdicts += [value == "YES_MANUAL"] if value != "SKIP" else []
        for quarter in (25, 50, 75, 100):
            if 100 * sum(verdicts[-30:]) >= 30 * quarter:
                reached.setdefault(str(quarter), day)
    return reached


def _longest_run(rows: list[tuple[date, str]]) -> int:
    runs = "".join(value[0] for _, value in rows).replace("S", "").split("N")
    return max(map(len, runs))


def test_the_example_becomes_three_goals(store: Store) -> None:
    report = bring_in_folder(store, LOOP_EXPORT)
    ids = [goal.goal_id for goal in report.goals]
    assert report.lines() == (
        f"Habits.csv line 2: 'Meditate' as a recurring goal, id {ids[0]}",
        "added 376 activities, 0 were there; goal is active",
        f"Habits.csv line 3: 'Run' as a recurring goal, id {ids[1]}",
        "added 421 activities, 0 were there; goal is active",
        f"Habits.csv line 4: 'No sugar' as a recurring goal, id {ids[2]}",
        "added 305 activities, 0 were there; goal is active",
    )
    meditate, run = goal_of(store, "Meditate"), goal_of(store, "Run")
    assert (meditate.description, meditate.color) == ("Did you meditate this morning?", "#FF8F00")
    target = meditate.target
    assert (target.value, target.unit, target.period) == (Decimal(1), "times", PeriodUnit.DAY)
    assert (run.target.value, run.target.unit, run.target.period) == (
        Decimal(5),
        "km",
        PeriodUnit.WEEK,
    )
    assert sum(a.kind is ActivityType.SKIPPED for a in log_of(store, "Meditate")) == 15
    assert sum(a.value for a in log_of(store, "Run")) == Decimal("1125.839")


def test_the_milestones_of_the_example_are_reached_on_the_days_counted_by_hand(
    store: Store,
) -> None:
    bring_in_folder(store, LOOP_EXPORT)
    assert days_reached(dossier_of(store, "Meditate")) == {
        "25": date(2025, 1, 9),
        "50": date(2025, 1, 17),
        "75": date(2025, 1, 25),
    }
    for folder, title in (("001 Meditate", "Meditate"), ("003 No sugar", "No sugar")):
        assert days_reached(dossier_of(store, title)) == _counted_anew(_raw(folder))


def test_the_weeks_of_the_example_are_judged_by_their_kilometres(store: Store) -> None:
    bring_in_folder(store, LOOP_EXPORT)
    totals: dict[date, int] = {}
    reached: dict[str, date] = {}
    for day, value in _raw("002 Run"):
        monday = day - timedelta(days=day.weekday())
        totals[monday] = totals.get(monday, 0) + int(value)
        closed = [total >= 5_000 for week, total in totals.items() if week < monday]
        met = sum([*closed, *[True] * (totals[monday] >= 5_000)][-12:])
        for quarter in (25, 50, 75, 100):
            if 100 * met >= 12 * quarter:
                reached.setdefault(str(quarter), day)
    assert days_reached(dossier_of(store, "Run")) == reached
    assert reached["25"] == date(2025, 1, 16)
    assert dossier_of(store, "Run").tally.settled.run.longest == 33


def test_the_longest_streaks_of_the_example_bridge_its_skips(store: Store) -> None:
    bring_in_folder(store, LOOP_EXPORT)
    for folder, title, longest in (
        ("001 Meditate", "Meditate", 28),
        ("003 No sugar", "No sugar", 15),
    ):
        assert dossier_of(store, title).tally.settled.run.longest == longest
        assert _longest_run(_raw(folder)) == longest
