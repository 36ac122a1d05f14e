import json
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from schema.scalars import (
    clock_text,
    date_text,
    instant_text,
    json_text,
    json_wire,
    parse_clock,
    parse_date,
    parse_instant,
    parse_json,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01", date(1970, 1, 1)),
        ("1970-01-01Z", date(1970, 1, 1)),
        ("1970-01-01-07:00", date(1970, 1, 1)),
        ("1970-01-01+05:30", date(1970, 1, 1)),
        ("2022-07-08+05:00:00", date(2022, 7, 8)),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_a_date_is_read_and_its_offset_dropped(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29",
        "2019-12-24T04:15:57.798Z",
        "-1234-01-01",
        "0000-01-01",
        "2026-1-2",
        "20260102",
        "2026-01-02+19:00",
        "2026-01-02+05:60",
        "2026-01-02 ",
        "2026-01-02\n",
        "2026-01-\N{FULLWIDTH DIGIT ZERO}2",
        "",
        20260102,
        None,
    ],
)
def test_what_is_no_date_is_refused_by_its_value(value: object) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_date(value)
    assert refused.value.message.startswith("AWSDate must be a date as YYYY-MM-DD")
    assert str(value).strip() in refused.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T12:00:16Z", datetime(1970, 1, 1, 12, 0, 16, tzinfo=UTC)),
        ("1970-01-01T12:00:16+00:00", datetime(1970, 1, 1, 12, 0, 16, tzinfo=UTC)),
        ("1970-01-01T00:00:16-07:00", datetime(1970, 1, 1, 7, 0, 16, tzinfo=UTC)),
        ("1970-01-01T00:00:16.123+05:30", datetime(1969, 12, 31, 18, 30, 16, 123000, tzinfo=UTC)),
        ("2020-01-01T00:00+00:00", datetime(2020, 1, 1, tzinfo=UTC)),
        ("2020-01-01T00:00:00.123456789Z", datetime(2020, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2020-01-01T00:00:00.5Z", datetime(2020, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)),
        ("2020-01-01T00:00:00+00:00:30", datetime(2019, 12, 31, 23, 59, 30, tzinfo=UTC)),
        ("2020-01-01T00:00:00-18:00", datetime(2020, 1, 1, 18, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_utc_to_the_microsecond(text: str, expected: datetime) -> None:
    assert parse_instant(text) == expected
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29T00:00:00Z",
        "2020-01-01T00:00:00",
        "2020-01-01",
        "2020-01-01T11:5:29Z",
        "2020-01-01T24:00:00Z",
        "2020-01-01T00:00:60Z",
        "2020-01-01T00:00.5Z",
        "2020-01-01T00:00:00.Z",
        "2020-01-01T00:00:00.1234567890Z",
        "2020-01-01T00:00:00+18:01",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "-0044-03-15T00:00:00Z",
        1577836800,
    ],
)
def test_what_is_no_instant_is_refused_by_its_value(value: object) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_instant(value)
    assert refused.value.code == "VALIDATION_ERROR"
    assert str(value) in refused.value.message


@given(st.dates())
def test_a_date_written_is_read_back(day: date) -> None:
    assert parse_date(date_text(day)) == day


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_written_is_read_back(at: datetime) -> None:
    assert parse_instant(instant_text(at)) == at


@pytest.mark.parametrize(
    ("microsecond", "text"),
    [(0, "05:00:07Z"), (120000, "05:00:07.120Z"), (1, "05:00:07.000001Z")],
)
def test_an_instant_is_written_with_z_and_no_more_fraction_than_it_has(
    microsecond: int, text: str
) -> None:
    zone = timezone(timedelta(hours=2))
    at = datetime(2026, 3, 2, 7, 0, 7, microsecond, tzinfo=zone)
    assert instant_text(at) == f"2026-03-02T{text}"


def test_output_that_is_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="not an instant"):
        date_text(datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(TypeError, match="needs an offset"):
        instant_text(datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None))
    with pytest.raises(TypeError, match="JSON text"):
        json_wire({"a": 1})


@pytest.mark.parametrize(
    "value", ['{"a": 1}', "[1, 2.5, null]", '"text"', "1", "true", "null", '{"upvotes": 10}']
)
def test_json_of_every_kind_is_read(value: str) -> None:
    assert parse_json(value) == json.loads(value)


@pytest.mark.parametrize(
    "value",
    [
        "{a: 1}",
        "{'a': 1}",
        "Unquoted",
        "",
        "NaN",
        "[Infinity]",
        "1e999",
        '"\\ud800"',
        "1" * 5000,
        "[" * 100_000,
        {"a": 1},
        None,
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_json_string_is_refused(value: object) -> None:
    with pytest.raises(InvalidInputError, match="AWSJSON must be a string that holds JSON"):
        parse_json(value)


def test_json_has_one_text() -> None:
    assert json_text(parse_json(' { "b" : 1.0, "a" : [ "é" ] } ')) == '{"a":["é"],"b":1.0}'
    assert json_wire('{"a":1}') == '{"a":1}'


@given(st.times())
def test_a_clock_is_written_to_the_minute_and_read_back(at: time) -> None:
    assert parse_clock(clock_text(at), field="at") == at.replace(second=0, microsecond=0)
