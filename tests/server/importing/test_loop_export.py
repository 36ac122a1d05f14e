"""Reading a folder of Loop's: each refusal names the file, the line, the field and the value."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.errors import InvalidInputError
from server.importing.loop_export import LoopExport, read
from tests.server.importing.folders import (
    HEADER,
    LOOP_EXPORT,
    MEDITATE,
    RUN,
    an_export_of,
    checkmarks_csv,
    habits_csv,
    put,
)

DAY = "2026-01-05"


def _refusal(folder: Path) -> str:
    with pytest.raises(InvalidInputError) as refusal:
        read(folder)
    return refusal.value.message


def _codes(export: LoopExport) -> list[int]:
    (habit,) = export.habits
    return [entry.code for entry in habit.entries]


def test_the_example_is_read_whole() -> None:
    export = read(LOOP_EXPORT)
    assert export.left_out == ()
    meditate, run, sugar = export.habits
    assert (meditate.name, meditate.times, meditate.days) == ("Meditate", 1, 1)
    assert meditate.description == "Did you meditate this morning?"
    assert (meditate.color, meditate.is_archived) == ("#FF8F00", False)
    assert meditate.amount is None
    assert run.amount is not None
    assert (run.amount.value, run.amount.unit, run.amount.is_limit) == (Decimal(5), "km", False)
    assert (run.times, run.days) == (3, 7)
    assert (sugar.name, sugar.description) == ("No sugar", None)
    assert [len(habit.entries) for habit in export.habits] == [421, 421, 421]
    assert [(entry.day, entry.code) for entry in run.entries[:2]] == [
        (date(2024, 12, 30), 0),
        (date(2024, 12, 31), 0),
    ]
    newest = run.entries[-1]
    assert (newest.day, newest.code) == (date(2026, 2, 23), 3006)
    assert newest.place == "002 Run/Checkmarks.csv line 2"


def test_the_question_and_the_description_are_told_in_this_order(tmp_path: Path) -> None:
    told = MEDITATE | {"Question": " Did you? ", "Description": "Ten minutes"}
    (habit,) = read(an_export_of(tmp_path, (told, []))).habits
    assert habit.description == "Did you?\nTen minutes"
    (habit,) = read(an_export_of(tmp_path, (MEDITATE | {"Color": ""}, []))).habits
    assert (habit.description, habit.color) == (None, None)


def test_words_stand_for_what_loop_stores(tmp_path: Path) -> None:
    words = ["", "UNKNOWN", "NO", "YES_AUTO", "YES_MANUAL", "SKIP", "-1", "0", "1", "2", "3"]
    entries = [(f"2026-01-{n:02}", word) for n, word in enumerate(words, start=1)]
    codes = [-1, -1, 0, 1, 2, 3, -1, 0, 1, 2, 3]
    assert _codes(read(an_export_of(tmp_path / "a", (MEDITATE, entries)))) == codes
    assert _codes(
        read(an_export_of(tmp_path / "b", (RUN, [*entries, (DAY[:-2] + "31", "4")])))
    ) == [
        *codes,
        4,
    ]


def test_a_note_is_kept_and_an_empty_one_is_none(tmp_path: Path) -> None:
    entries = [(DAY, "NO", ' "Sick", at home\n'), ("2026-01-06", "NO", " ")]
    (habit,) = read(an_export_of(tmp_path, (MEDITATE, entries))).habits
    assert [entry.note for entry in habit.entries] == ['"Sick", at home', None]


@pytest.mark.parametrize(
    "header",
    [
        "Position,Name,Description,NumRepetitions,Interval,Color",
        "Position,Name,Question,Description,NumRepetitions,Interval,Color",
    ],
)
def test_exports_before_2_3_hold_habits_that_are_done_or_not(tmp_path: Path, header: str) -> None:
    old = MEDITATE | {"NumRepetitions": "2", "Interval": "3", "Description": "Really"}
    put(tmp_path, "Habits.csv", habits_csv(old, header=header.split(",")))
    put(tmp_path, "001 Meditate/Checkmarks.csv", "2026-01-06,2\n2026-01-05,1\n")
    export = read(tmp_path)
    (habit,) = export.habits
    assert (habit.times, habit.days, habit.description) == (2, 3, "Really")
    assert (habit.amount, habit.is_archived) == (None, False)
    assert _codes(export) == [1, 2]
    put(tmp_path, "001 Meditate/Checkmarks.csv", "2026-01-06,5000\n")
    assert _refusal(tmp_path).startswith("001 Meditate/Checkmarks.csv line 1: Value must be one of")


def test_an_empty_file_of_days_is_a_habit_without_entries(tmp_path: Path) -> None:
    an_export_of(tmp_path, (MEDITATE, []))
    put(tmp_path, "001 Meditate/Checkmarks.csv", "")
    assert _codes(read(tmp_path)) == []


def test_a_habit_is_found_by_its_position(tmp_path: Path) -> None:
    put(tmp_path, "Habits.csv", habits_csv(MEDITATE | {"Name": "瞑想"}, RUN))
    put(tmp_path, "001/Checkmarks.csv", checkmarks_csv([(DAY, "YES_MANUAL")]))
    put(tmp_path, "002", "a file, no folder")
    put(tmp_path, "0011 Other/Checkmarks.csv", "")
    export = read(tmp_path)
    assert [habit.name for habit in export.habits] == ["瞑想"]
    assert export.left_out == ("Run",)
    put(tmp_path, "001 Meditate/Checkmarks.csv", "")
    assert _refusal(tmp_path) == (
        "Habits.csv line 2: Position must begin the name of one folder; got '001, 001 Meditate'"
    )


BAD_HABITS: list[tuple[dict[str, str], str]] = [
    ({"Position": "x"}, "Position must be a whole number from 1 on; got 'x'"),
    ({"Position": "0"}, "Position must be a whole number from 1 on; got '0'"),
    ({"FrequencyNumerator": "0"}, "FrequencyNumerator must be a whole number from 1 on; got '0'"),
    ({"FrequencyDenominator": ""}, "FrequencyDenominator must be a whole number from 1 on; got ''"),
    ({"Type": "YES"}, "Type must be YES_NO or NUMERICAL; got 'YES'"),
    ({"Target Type": "ABOUT"}, "Target Type must be AT_LEAST or AT_MOST; got 'ABOUT'"),
    ({"Target Value": ""}, "Target Value must be a number; got ''"),
    ({"Archived?": "no"}, "Archived? must be true or false; got 'no'"),
]


@pytest.mark.parametrize(("changes", "message"), BAD_HABITS)
def test_a_bad_field_of_a_habit_is_named(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, []), (RUN | changes, []))
    assert _refusal(folder) == f"Habits.csv line 3: {message}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Name": " meditate "}, "Name must be given to one habit only; got 'meditate'"),
        ({"Position": "001"}, "Position must be given to one habit only; got '001'"),
    ],
)
def test_a_name_and_a_position_belong_to_one_habit(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, []), (RUN | changes, []))
    assert _refusal(folder) == f"Habits.csv line 3: {message}"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (("20260105", "NO"), "Date must be a day written as YYYY-MM-DD; got '20260105'"),
        (("2026-W02-1", "NO"), "Date must be a day written as YYYY-MM-DD; got '2026-W02-1'"),
        (("2026-02-30", "NO"), "Date must be a day written as YYYY-MM-DD; got '2026-02-30'"),
        (("", "NO"), "Date must be a day written as YYYY-MM-DD; got ''"),
        ((DAY, "yes"), "Value must be a whole number from -1 on; got 'yes'"),
        ((DAY, "-2"), "Value must be a whole number from -1 on; got '-2'"),
        ((DAY, "5.5"), "Value must be a whole number from -1 on; got '5.5'"),
        (
            (DAY, "4"),
            (
                "Value must be one of UNKNOWN, NO, YES_AUTO, YES_MANUAL, SKIP for a habit of type "
                "YES_NO; got '4'"
            ),
        ),
    ],
)
def test_a_bad_field_of_a_day_is_named(
    tmp_path: Path, entry: tuple[str, ...], message: str
) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, [("2026-03-01", "NO"), entry]))
    assert _refusal(folder) == f"001 Meditate/Checkmarks.csv line 3: {message}"


def test_a_day_is_given_once(tmp_path: Path) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, [(DAY, "NO"), (DAY, "SKIP")]))
    assert _refusal(folder) == (
        f"001 Meditate/Checkmarks.csv line 3: Date must be given once; got '{DAY}'"
    )


def test_a_list_without_positions_or_names_is_refused(tmp_path: Path) -> None:
    for column in ("Position", "Name"):
        header = [name for name in HEADER if name != column]
        put(tmp_path, "Habits.csv", habits_csv(MEDITATE, header=header))
        assert _refusal(tmp_path).startswith(f"Habits.csv line 1 must have a column {column}; got ")


@pytest.mark.parametrize("content", ["", habits_csv()])
def test_a_list_without_habits_is_refused(tmp_path: Path, content: str) -> None:
    message = "Habits.csv must have at least one habit; got 'none'"
    assert _refusal(put(tmp_path, "Habits.csv", content)) == message


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path)
    put(tmp_path, "Habits.csv", habits_csv(MEDITATE))
    (tmp_path / "001 Meditate").mkdir()
    with pytest.raises(FileNotFoundError):
        read(tmp_path)
