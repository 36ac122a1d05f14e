"""The folder that Loop Habit Tracker exports as CSV: habits and their days, each field checked.

Columns and codes are those of Loop 2.3; exports of 1.7 to 2.2 lack the kind of habits and the
header of days.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.errors import InvalidInputError
from domain.goal import title_key
from server.importing.table import Row, read_rows

YES: Final = 2
SKIP: Final = 3
UNKNOWN: Final = -1
_CODES: Final = MappingProxyType(
    {"": UNKNOWN, "UNKNOWN": UNKNOWN, "NO": 0, "YES_AUTO": 1, "YES_MANUAL": YES, "SKIP": SKIP}
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a habit has on a local day: one of Loop's codes, or thousandths of a number's unit."""

    place: str
    day: date
    code: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of what a habit that counts asks for in its days, at least or at most."""

    value: Decimal
    unit: str
    is_limit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A habit with its entries; without an `amount` it is done or not, so many times in days."""

    place: str
    name: str
    description: str | None
    color: str | None
    times: int
    days: int
    amount: Amount | None
    is_archived: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopExport:
    """The habits of an export, and the names of those whose days were not exported."""

    habits: tuple[Habit, ...]
    left_out: tuple[str, ...]


def read(folder: Path) -> LoopExport:
    """Return the export in a folder.

    Raises:
        InvalidInputError: A file is not CSV in UTF-8, or a field breaks its rule.
        OSError: A file cannot be read.
    """
    rows = tuple(read_rows(folder, "Habits.csv", columns=("Position", "Name")))
    if not rows:
        raise InvalidInputError("Habits.csv", "must have at least one habit", "none")
    _check_once(rows)
    folders = [(row, _folder_of(row, folder)) for row in rows]
    return LoopExport(
        habits=tuple(_habit(row, folder, name) for row, name in folders if name is not None),
        left_out=tuple(row.text("Name") for row, name in folders if name is None),
    )


def _check_once(rows: tuple[Row, ...]) -> None:
    """Refuse habits that share a position, or a name, by which they are known again."""
    positions: set[int] = set()
    names: set[str] = set()
    for row in rows:
        position, name = row.whole("Position", least=1), title_key(row.text("Name"))
        if position in positions:
            raise row.refusal("Position", "must be given to one habit only")
        if name in names:
            raise row.refusal("Name", "must be given to one habit only")
        positions.add(position)
        names.add(name)


def _folder_of(row: Row, folder: Path) -> str | None:
    """Return the folder that begins with the habit's position; Loop can export some habits only."""
    position = f"{row.whole('Position', least=1):03}"
    found = sorted(
        path.name
        for path in folder.iterdir()
        if path.is_dir() and path.name.partition(" ")[0] == position
    )
    if len(found) > 1:
        raise InvalidInputError(
            f"{row.place}: Position", "must begin the name of one folder", ", ".join(found)
        )
    return found[0] if found else None


def _habit(row: Row, folder: Path, name: str) -> Habit:
    amount = _amount(row)
    told = (row.text("Question"), row.text("Description"))
    archived = row.word("Archived?", words=("true", "false"), otherwise="false")
    return Habit(
        place=row.place,
        name=row.text("Name"),
        description="\n".join(filter(None, told)) or None,
        color=row.text("Color") or None,
        times=_count(row, "FrequencyNumerator", old="NumRepetitions"),
        days=_count(row, "FrequencyDenominator", old="Interval"),
        amount=amount,
        is_archived=archived == "true",
        entries=_entries(folder, name, is_counting=amount is not None),
    )


def _count(row: Row, column: str, *, old: str) -> int:
    return row.whole(old if old in row.cells else column, least=1)


def _amount(row: Row) -> Amount | None:
    kind = row.word("Type", words=("YES_NO", "NUMERICAL"), otherwise="YES_NO")
    if kind == "YES_NO":
        return None
    bound = row.word("Target Type", words=("AT_LEAST", "AT_MOST"), otherwise="AT_LEAST")
    try:
        value = Decimal(row.text("Target Value"))
    except InvalidOperation:
        raise row.refusal("Target Value", "must be a number") from None
    return Amount(value=value, unit=row.text("Unit") or "units", is_limit=bound == "AT_MOST")


def _entries(folder: Path, name: str, *, is_counting: bool) -> tuple[Entry, ...]:
    """Return the entries of a habit, oldest first; exports before 2.3 have no header."""
    columns = ("Date", "Value")
    entries: dict[date, Entry] = {}
    for row in read_rows(folder, f"{name}/Checkmarks.csv", columns=columns, header=columns):
        day, code = _day(row), _code(row, is_counting=is_counting)
        if day in entries:
            raise row.refusal("Date", "must be given once")
        entries[day] = Entry(place=row.place, day=day, code=code, note=row.text("Notes") or None)
    return tuple(entry for _, entry in sorted(entries.items()))


def _day(row: Row) -> date:
    text = row.text("Date")
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise row.refusal("Date", "must be a day written as YYYY-MM-DD") from None


def _code(row: Row, *, is_counting: bool) -> int:
    """Return what Loop stores: it writes the words in place of -1 to 3, of numbers too."""
    text = row.text("Value")
    code = _CODES.get(text)
    if code is not None:
        return code
    code = row.whole("Value", least=UNKNOWN)
    if code > SKIP and not is_counting:
        words = ", ".join(filter(None, _CODES))
        raise row.refusal("Value", f"must be one of {words} for a habit of type YES_NO")
    return code
