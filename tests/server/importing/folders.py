"""Folders as Loop Habit Tracker exports them, and what they become."""

import asyncio
import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Final

from domain.activity import Activity
from domain.dossier import Dossier
from domain.goal import Goal
from domain.policy import Policy
from persistence.store import Store
from server.importing.loop import LoopReport, import_folder
from tests.server.importing.files import NOW

LOOP_EXPORT: Final = Path(__file__).parents[2] / "data" / "loop-export"
HEADER: Final = (
    "Position",
    "Name",
    "Type",
    "Question",
    "Description",
    "FrequencyNumerator",
    "FrequencyDenominator",
    "Color",
    "Unit",
    "Target Type",
    "Target Value",
    "Archived?",
)
MEDITATE: Final = {
    "Name": "Meditate",
    "Type": "YES_NO",
    "FrequencyNumerator": "1",
    "FrequencyDenominator": "1",
    "Color": "#FF8F00",
    "Archived?": "false",
}
RUN: Final = MEDITATE | {
    "Name": "Run",
    "Type": "NUMERICAL",
    "FrequencyDenominator": "7",
    "Unit": "km",
    "Target Type": "AT_LEAST",
    "Target Value": "5.0",
}
Entries = Iterable[tuple[str, ...]]


def habits_csv(*habits: Mapping[str, str], header: Iterable[str] = HEADER) -> str:
    """Return the list of habits, numbered from 1."""
    columns = list(header)
    rows = [
        [({"Position": f"{n:03}"} | dict(habit)).get(column, "") for column in columns]
        for n, habit in enumerate(habits, start=1)
    ]
    return csv_text([columns, *rows])


def checkmarks_csv(entries: Entries) -> str:
    """Return the days of a habit, each with a value and perhaps a note."""
    rows = [(*entry, "")[:3] for entry in entries]
    return csv_text([("Date", "Value", "Notes"), *rows])


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as Loop writes them."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def an_export_of(folder: Path, *habits: tuple[Mapping[str, str], Entries]) -> Path:
    """Return the folder, which then holds the habits with their entries."""
    put(folder, "Habits.csv", habits_csv(*(habit for habit, _ in habits)))
    for n, (habit, entries) in enumerate(habits, start=1):
        put(folder, f"{n:03} {habit['Name']}/Checkmarks.csv", checkmarks_csv(entries))
    return folder


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file of an export and return the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def yes_days(count: int, *, first: date = date(2026, 1, 5)) -> list[tuple[str, ...]]:
    """Return a yes on each of so many days."""
    return [((first + timedelta(days=n)).isoformat(), "YES_MANUAL") for n in range(count)]


def bring_in_folder(
    store: Store,
    path: Path,
    *,
    owner: str = "ann",
    is_dry_run: bool = False,
    policy: Policy | None = None,
) -> LoopReport:
    """Import a folder."""
    return import_folder(
        store, path=path, owner=owner, now=NOW, is_dry_run=is_dry_run, policy=policy
    )


def goals_of(store: Store) -> dict[str, Goal]:
    """Return Ann's goals by their titles."""
    return {goal.title: goal for goal in asyncio.run(store.ports.goals.all("ann"))}


def goal_of(store: Store, title: str = "Meditate") -> Goal:
    """Return Ann's goal of a title."""
    return goals_of(store)[title]


def log_of(store: Store, title: str = "Meditate") -> list[Activity]:
    """Return the log of Ann's goal of a title, oldest first."""
    goal = goal_of(store, title)
    log = asyncio.run(store.ports.log.activities("ann", goal.goal_id))
    return sorted(log, key=lambda activity: activity.order)


def dossier_of(store: Store, title: str = "Meditate") -> Dossier:
    """Return the dossier of Ann's goal of a title."""
    dossier = asyncio.run(store.ports.goals.dossier("ann", goal_of(store, title).goal_id))
    assert dossier is not None
    return dossier


def days_reached(dossier: Dossier) -> dict[str, date]:
    """Return the UTC day on which each milestone was reached."""
    return {milestone: at.date() for milestone, at in dossier.tally.reached.items()}
