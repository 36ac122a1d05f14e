"""The rows of a CSV file, each with the place where it stands."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row by column, and the file and line where it begins."""

    place: str
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return a cell without white space around it, empty where there is no such column."""
        return self.cells.get(column, "").strip()

    def refusal(self, column: str, rule: str) -> InvalidInputError:
        """Return the error that a cell breaks a rule."""
        return InvalidInputError(f"{self.place}: {column}", rule, self.text(column))

    def whole(self, column: str, *, least: int) -> int:
        """Return a cell as a whole number from `least` on.

        Raises:
            InvalidInputError: It is none.
        """
        try:
            number = int(self.text(column))
        except ValueError:
            number = least - 1
        if number < least:
            raise self.refusal(column, f"must be a whole number from {least} on")
        return number

    def word(self, column: str, *, words: Sequence[str], otherwise: str) -> str:
        """Return a cell that holds one of some words, `otherwise` if it is empty.

        Raises:
            InvalidInputError: It holds something else.
        """
        word = self.text(column) or otherwise
        if word not in words:
            raise self.refusal(column, f"must be {' or '.join(words)}")
        return word


def read_rows(
    folder: Path, name: str, *, columns: Sequence[str], header: Sequence[str] = ()
) -> Iterator[Row]:
    """Yield the rows below the header of a file in UTF-8, which has at least the columns named.

    A file that does not begin with the first of them has `header` in place of its own, if given.

    Raises:
        InvalidInputError: It is not CSV in UTF-8, lacks a column, or a row has more or fewer cells.
        OSError: The file cannot be read.
    """
    for place, cells in _lines(_text(folder / name, name), name):
        if not header or cells[0].strip() == columns[0]:
            header = [cell.strip() for cell in cells]
            _check_columns(place, header, columns)
        elif len(cells) != len(header):
            raise InvalidInputError(place, f"must have {len(header)} cells", len(cells))
        else:
            yield Row(place=place, cells=dict(zip(header, cells, strict=True)))


def _text(path: Path, name: str) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(f"{name} line {line}", "must be UTF-8", error) from error


def _lines(text: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the place and the cells of each line that is not empty; a quoted cell may span some."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield f"{name} line {line}", cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInputError(f"{name} line {line}", "must be CSV", error) from error


def _check_columns(place: str, header: Sequence[str], columns: Sequence[str]) -> None:
    for column in columns:
        if column not in header:
            raise InvalidInputError(place, f"must have a column {column}", ", ".join(header))
