"""Reading a file: each refusal names the field, its rule and the value."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.errors import InvalidInputError
from tests.server.importing.files import MUST_DO, an_export, points, read, write

BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"slug": ""}, "slug must have at least 1 character; got ''"),
    ({"slug": "x" * 251}, "slug must have at most 250 characters; got 'xxx"),
    ({"slug": 7}, "slug must be text; got '7'"),
    ({"title": 7}, "title must be text; got '7'"),
    ({"gunits": []}, "gunits must be text; got '[]'"),
    ({"timezone": None}, "timezone must be text; got 'None'"),
    ({"runits": "q"}, "runits must be 'y', 'm', 'w', 'd' or 'h'; got 'q'"),
    (
        {"aggday": "skatesum"},
        "aggday must be 'sum', 'min', 'max', 'first', 'last', 'mean', 'count' or 'unary'",
    ),
    ({"dir": 0}, "dir must be -1 or 1; got '0'"),
    ({"kyoom": "yes"}, "kyoom must be true or false; got 'yes'"),
    ({"rate": "5"}, "rate must be a number; got '5'"),
    ({"rate": True}, "rate must be a number; got 'True'"),
    ({"rate": 1e13}, "rate must be a number from -10^12 to 10^12; got '10000000000000.0'"),
    ({"goalval": {}}, "goalval must be a number; got '{}'"),
    ({"goaldate": "2026-11-21"}, "goaldate must be a day written as YYYYMMDD; got '2026-11-21'"),
    ({"goaldate": 20261121}, "goaldate must be a day written as YYYYMMDD; got '20261121'"),
    ({"datapoints": None}, "datapoints must be a list; got 'None'"),
    ({"datapoints": {}}, "datapoints must be a list; got '{}'"),
    ({"datapoints": "x"}, "datapoints must be a list; got 'x'"),
    ({"datapoints": [7]}, r"datapoints[0] must be an object; got '7'"),
]
BAD_ROWS: list[tuple[dict[str, Any], str]] = [
    ({"daystamp": "20261301", "value": 1}, ".daystamp must be a day of the calendar, as YYYYMMDD"),
    ({"daystamp": "2026113", "value": 1}, ".daystamp must be a day written as YYYYMMDD; got"),
    ({"daystamp": "2026112\u00b2", "value": 1}, ".daystamp must be a day written as YYYYMMDD"),
    ({"daystamp": None, "value": 1}, ".daystamp must be a day written as YYYYMMDD; got 'None'"),
    ({"daystamp": "18991231", "value": 1}, ".daystamp must be a day from 19000101 on; got"),
    ({"daystamp": "20261121", "value": "1"}, ".value must be a number; got '1'"),
    ({"daystamp": "20261121", "value": None}, ".value must be a number; got 'None'"),
    ({"daystamp": "20261121", "value": -1e12 - 1}, ".value must be a number from -10^12 to 10^12"),
    ({"daystamp": "20261121"}, ".value must be given; got 'None'"),
    ({"value": 1}, ".daystamp must be given; got 'None'"),
]


def _refusal(path: Path) -> str:
    with pytest.raises(InvalidInputError) as refusal:
        read(path)
    return refusal.value.message


def test_a_number_of_a_billion_digits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "goal.json").write_text('{"slug":"s","dir":1,"kyoom":true,"rate":1E+999999999}')
    assert "rate must be a number from -10^12 to 10^12" in _refusal(tmp_path / "goal.json")


def test_a_file_is_read_with_exact_numbers(tmp_path: Path) -> None:
    text = '{"slug":"s","dir":1,"kyoom":true,"rate":0.1,"datapoints":[%s]}'
    row = '{"daystamp":"20261121","value":0.1000000000000000055511}'
    export = read(write(tmp_path, text % row))
    assert export.rate == Decimal("0.1")
    assert export.datapoints[0].value == Decimal("0.1000000000000000055511")
    assert export.datapoints[0].daystamp == date(2026, 11, 21)
    assert (export.runits, export.aggday, export.timezone) == ("d", "sum", "UTC")


def test_the_real_file_is_read_whole() -> None:
    export = read(MUST_DO)
    assert (export.slug, export.direction, export.kyoom, export.runits) == ("must-do", 1, True, "w")
    assert (len(export.datapoints), export.goaldate) == (1475, date(2020, 1, 9))


@pytest.mark.parametrize(("changes", "message"), BAD_FIELDS)
def test_a_bad_field_is_named_with_its_rule_and_value(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    assert _refusal(write(tmp_path, an_export(**changes))).startswith(message)


@pytest.mark.parametrize("name", ["slug", "dir", "kyoom", "datapoints"])
def test_a_missing_field_is_named(tmp_path: Path, name: str) -> None:
    export = an_export()
    del export[name]
    assert _refusal(write(tmp_path, export)) == f"{name} must be given; got 'None'"


@pytest.mark.parametrize(("row", "message"), BAD_ROWS)
def test_a_bad_row_is_named_by_its_position(
    tmp_path: Path, row: dict[str, Any], message: str
) -> None:
    rows = [*points([("20261102", 1)] * 17), row]
    path = write(tmp_path, an_export(datapoints=rows))
    assert _refusal(path).startswith(f"datapoints[17]{message}")


@pytest.mark.parametrize("text", ["", "{", "[1", '{"a":1}x', "9" * 5000, "1e99999999999999999999"])
def test_what_is_not_json_is_refused_by_the_name_of_the_file(tmp_path: Path, text: str) -> None:
    assert _refusal(write(tmp_path, text)).startswith("reading.json must be JSON in UTF-8; got ")


def test_what_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reading.json"
    path.write_bytes(b'{"slug":"\xff"}')
    assert _refusal(path).startswith("reading.json must be JSON in UTF-8; got ")


@pytest.mark.parametrize(("text", "kind"), [("[]", "list"), ("7", "int"), ("null", "NoneType")])
def test_a_file_holds_one_object(tmp_path: Path, text: str, kind: str) -> None:
    assert _refusal(write(tmp_path, text)) == f"reading.json must hold a JSON object; got '{kind}'"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_finite_number_is_refused(tmp_path: Path, number: str) -> None:
    text = '{"slug":"s","dir":1,"kyoom":true,"rate":%s,"datapoints":[]}'
    assert _refusal(write(tmp_path, text % number)).startswith("rate must be a number; got")


def test_a_byte_order_mark_and_other_fields_do_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path, an_export(yaw=1, odom=False))
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read(path).slug == "reading"


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nothing.json")
