"""Files as Beeminder exports them."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from domain import beeminder_export
from domain.beeminder_export import Export
from domain.policy import Policy
from persistence.store import Store
from server.importing.beeminder import import_file
from server.importing.run import ImportReport

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
MUST_DO: Final = Path(__file__).parents[2] / "data" / "beeminder-must-do.json"


def an_export(**changes: Any) -> dict[str, Any]:
    """Return the export of a goal of five pages a week, with three datapoints."""
    rows = [("20261102", 1), ("20261103", 2.5), ("20261103", 4)]
    export = {
        "slug": "reading",
        "title": "Read",
        "gunits": "pages",
        "runits": "w",
        "rate": 5,
        "goaldate": None,
        "goalval": None,
        "dir": 1,
        "kyoom": True,
        "aggday": "sum",
        "timezone": "America/Los_Angeles",
        "datapoints": points(rows),
    }
    return export | changes


def points(rows: Iterable[tuple[str, object]]) -> list[dict[str, object]]:
    """Return datapoints of daystamps and values."""
    return [{"daystamp": daystamp, "value": value} for daystamp, value in rows]


def days(count: int, *, first: date = date(2026, 1, 5)) -> list[dict[str, object]]:
    """Return a datapoint of 1 on each of so many days."""
    start = first.toordinal()
    return points((f"{date.fromordinal(start + n):%Y%m%d}", 1) for n in range(count))


def write(folder: Path, export: object, *, name: str = "reading.json") -> Path:
    """Return the file that holds the export."""
    path = folder / name
    path.write_text(export if isinstance(export, str) else json.dumps(export), encoding="utf-8")
    return path


def read(path: Path) -> Export:
    """Return the export in a file."""
    return beeminder_export.read(path.read_bytes(), name=path.name)


def bring_in(
    store: Store,
    path: Path,
    *,
    owner: str = "ann",
    now: datetime = NOW,
    is_dry_run: bool = False,
    policy: Policy | None = None,
) -> ImportReport:
    """Import a file."""
    return import_file(store, path=path, owner=owner, now=now, is_dry_run=is_dry_run, policy=policy)
