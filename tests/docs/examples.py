"""The worked examples of docs/domain.md: what each gives, and the answers that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.period import PeriodUnit, period_holding, stepped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "domain.md"
WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

# Columns named by weekdays begin in this week, those of weeks and months with its year.
_MONDAY: Final = date(2026, 3, 2)
_DAY: Final = timedelta(days=1)
_OPENING: Final = "```example"
_CLOSING: Final = "```"
_ANSWER: Final = "= "
_UNITS: Final = tuple(PeriodUnit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A block of the document: its rows and lines by their first word, then the answers shown."""

    section: str
    line: int
    given: Mapping[str, str]
    shown: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.section}, line {self.line}"

    def row(self, name: str) -> tuple[str, ...]:
        """Return the words of a row."""
        return tuple(self.given.get(name, "").split())

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return next((self.row(unit) for unit in _UNITS if unit in self.given), ())

    @property
    def columns(self) -> tuple[date, ...]:
        """Return the first local day of each column."""
        unit = next((unit for unit in _UNITS if unit in self.given), PeriodUnit.DAY)
        return tuple(_days(self.labels) if unit is PeriodUnit.DAY else _starts(self.labels, unit))

    def day(self, label: str) -> date:
        """Return the first local day of the first column of that name."""
        return self.columns[self.labels.index(label)]


def examples(text: str) -> Iterator[Example]:
    """Yield the examples of a document, each with the heading above it."""
    section, opened, block = "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if line == _OPENING:
            opened, block = number, []
        elif opened and line == _CLOSING:
            yield _example(section, opened, block)
            opened = 0
        elif opened:
            block.append(line)
        elif line.startswith("#"):
            section = line.lstrip("# ")


def sections(text: str) -> tuple[str, ...]:
    """Return the headings below the title."""
    return tuple(re.findall(r"^##+ (.+)$", text, re.MULTILINE))


def _example(section: str, line: int, block: list[str]) -> Example:
    told = [part.split(maxsplit=1) for part in block if not part.startswith(_ANSWER)]
    shown = [part.removeprefix(_ANSWER) for part in block if part.startswith(_ANSWER)]
    return Example(
        section=section,
        line=line,
        given={name: text.strip() for name, text in told},
        shown=tuple(" ".join(answer.split()) for answer in shown),
    )


def _days(labels: tuple[str, ...]) -> Iterator[date]:
    if not labels or labels[0] not in WEEKDAYS:
        yield from map(date.fromisoformat, labels)
        return
    first = _MONDAY + WEEKDAYS.index(labels[0]) * _DAY
    for count, label in enumerate(labels):
        day = first + count * _DAY
        assert label == WEEKDAYS[day.weekday()], f"{label} does not follow {labels[count - 1]}"
        yield day


def _starts(labels: tuple[str, ...], unit: PeriodUnit) -> Iterator[date]:
    first = _MONDAY if unit is PeriodUnit.WEEK else _MONDAY.replace(month=1, day=1)
    period = period_holding(day=first, unit=unit)
    for count, _ in enumerate(labels):
        yield stepped(period, by=count).start
