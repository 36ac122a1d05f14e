"""Rows of a CSV file: where each begins, and what is refused."""

from pathlib import Path

import pytest

from domain.errors import InvalidInputError
from server.importing.table import Row, read_rows
from tests.server.importing.folders import put


def _rows(folder: Path, content: str | bytes, *header: str) -> list[Row]:
    put(folder, "a/days.csv", content)
    return list(read_rows(folder, "a/days.csv", columns=("Date", "Value"), header=header))


def _refusal(folder: Path, content: str | bytes) -> str:
    with pytest.raises(InvalidInputError) as refusal:
        _rows(folder, content)
    return refusal.value.message


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_make_no_difference(tmp_path: Path, mark: str, end: str) -> None:
    lines = ["Date,Value,Notes", '2026-01-05,2,"so, ""so"""', "", "2026-01-06, 3 ,", ""]
    first, second = _rows(tmp_path, mark + end.join(lines))
    assert first.cells == {"Date": "2026-01-05", "Value": "2", "Notes": 'so, "so"'}
    assert (first.place, second.place) == ("a/days.csv line 2", "a/days.csv line 4")
    assert (second.text("Value"), second.text("Notes"), second.text("Unit")) == ("3", "", "")


def test_a_row_of_several_lines_is_placed_where_it_begins(tmp_path: Path) -> None:
    content = 'Date,Value,Notes\r\n2026-01-05,2,"a\r\nb"\r\n2026-01-06,2,\r\n'
    assert [row.place for row in _rows(tmp_path, content)] == [
        "a/days.csv line 2",
        "a/days.csv line 4",
    ]


def test_a_file_without_a_header_has_the_columns_given(tmp_path: Path) -> None:
    (row,) = _rows(tmp_path, "2026-01-05,2\n", "Date", "Value")
    assert (row.place, row.text("Value")) == ("a/days.csv line 1", "2")
    (row,) = _rows(tmp_path, "Date,Value,Notes\n2026-01-05,2,x\n", "Date", "Value")
    assert (row.place, row.text("Notes")) == ("a/days.csv line 2", "x")


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert _rows(tmp_path, "") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Date,Value\n2026-01-05,\xff\n", "a/days.csv line 2 must be UTF-8; got "),
        ('Date,Value\n2026-01-05,"2\n', "a/days.csv line 2 must be CSV; got 'unexpected end of"),
        ('Date,Value\n2026-01-05,"2"2\n', "a/days.csv line 2 must be CSV; got "),
        ("Day,Value\n", "a/days.csv line 1 must have a column Date; got 'Day, Value'"),
        ("Date,Value\n1,2,3\n", "a/days.csv line 2 must have 2 cells; got '3'"),
        ("Date,Value\n1\n", "a/days.csv line 2 must have 2 cells; got '1'"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    assert _refusal(tmp_path, content).startswith(message)


@pytest.mark.parametrize("text", ["", "x", "1.5", "0", "-1", "9" * 5_000])
def test_what_is_not_a_whole_number_is_refused(text: str) -> None:
    row = Row(place="f line 2", cells={"Days": text})
    rule = "f line 2: Days must be a whole number from 1 on; got '"
    with pytest.raises(InvalidInputError) as refusal:
        row.whole("Days", least=1)
    assert refusal.value.message.startswith(rule + text[:100])


def test_a_word_is_one_of_those_allowed() -> None:
    row = Row(place="f line 2", cells={"Kind": "B", "Empty": " "})
    words = ("A", "B")
    assert row.word("Kind", words=words, otherwise="A") == "B"
    assert row.word("Empty", words=words, otherwise="A") == "A"
    with pytest.raises(InvalidInputError, match="f line 2: Kind must be C or D; got 'B'"):
        row.word("Kind", words=("C", "D"), otherwise="C")
