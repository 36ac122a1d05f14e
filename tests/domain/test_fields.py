from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.errors import InvalidInputError
from domain.fields import (
    FIRST_DAY,
    color,
    day,
    metadata,
    number,
    optional_number,
    optional_text,
    page_size,
    text,
    texts,
    whole,
)


def test_a_text_loses_the_white_space_around_it() -> None:
    assert text("  Read\tmore \n", field="title", longest=20) == "Read\tmore"


@pytest.mark.parametrize("value", ["", "   ", "x" * 11])
def test_a_text_has_a_shortest_and_a_longest_length_in_characters(value: str) -> None:
    with pytest.raises(InvalidInputError, match="title must have 1 to 10 characters; got"):
        text(value, field="title", longest=10, shortest=1)


def test_length_counts_characters_not_bytes() -> None:
    assert text("ä" * 10, field="title", longest=10) == "ä" * 10


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "a\x7fb", "a\ud800b"])
def test_control_characters_and_half_surrogates_are_refused(value: str) -> None:
    with pytest.raises(InvalidInputError, match="title must hold no control characters"):
        text(value, field="title", longest=10)


@pytest.mark.parametrize("value", ["\u200b", "\u2060\u200d", "\u0301"])
def test_a_text_that_must_not_be_empty_must_show_something(value: str) -> None:
    with pytest.raises(InvalidInputError, match="title must have a character that can be seen"):
        text(value, field="title", longest=10, shortest=1)


def test_an_optional_text_may_be_missing() -> None:
    assert optional_text(None, field="note", longest=5) is None
    assert optional_text(" a ", field="note", longest=5) == "a"


def test_texts_are_kept_once_and_in_order() -> None:
    assert texts(["b", "a ", "b"], field="tags", most=3, longest=5) == ("b", "a")


def test_too_many_texts_are_refused_by_their_number() -> None:
    with pytest.raises(InvalidInputError, match="tags must have at most 1 entries; got '2'"):
        texts(["a", "b"], field="tags", most=1, longest=5)


def test_a_bad_text_of_a_list_is_named_by_its_place() -> None:
    with pytest.raises(InvalidInputError, match=r"tags\[1\] must have 1 to 5 characters"):
        texts(["a", ""], field="tags", most=5, longest=5)


@pytest.mark.parametrize("value", [0, 6])
def test_a_whole_number_lies_in_its_range(value: int) -> None:
    with pytest.raises(InvalidInputError, match=f"importance must be a whole .* got '{value}'"):
        whole(value, field="importance", least=1, most=5)


@pytest.mark.parametrize("value", [None, 1, 5])
def test_a_whole_number_in_its_range_or_none_is_taken(value: int | None) -> None:
    assert whole(value, field="importance", least=1, most=5) == value


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-0.1", "24.1"])
def test_a_number_is_finite_and_lies_in_its_range(value: str) -> None:
    with pytest.raises(InvalidInputError, match="sleepHours must be a number from 0 to 24"):
        number(Decimal(value), field="sleepHours", least=0, most=24)


def test_a_number_is_rounded_to_10_places() -> None:
    third = Decimal(1) / Decimal(3)
    assert number(third, field="x", least=0, most=1) == Decimal("0.3333333333")
    assert optional_number(third, field="x", least=0, most=1) == Decimal("0.3333333333")
    assert optional_number(None, field="x", least=0, most=1) is None


def test_a_day_lies_in_1900_or_later() -> None:
    assert day(FIRST_DAY, field="startDate") == FIRST_DAY
    with pytest.raises(InvalidInputError, match="startDate must be 1900-01-01 or later"):
        day(date(1899, 12, 31), field="startDate")


@pytest.mark.parametrize("value", [None, "#00aaFF"])
def test_a_colour_of_six_digits_or_none_is_taken(value: str | None) -> None:
    assert color(value) == value


@pytest.mark.parametrize("value", ["", "00aaff", "#00aaf", "#00aafff", "#00aafg", "#00aaff\n"])
def test_another_colour_is_refused(value: str) -> None:
    with pytest.raises(InvalidInputError, match="color must be of the form #RRGGBB"):
        color(value)


def test_metadata_is_measured_in_bytes() -> None:
    assert metadata(None) is None
    assert metadata("x" * 32_768) == "x" * 32_768
    with pytest.raises(InvalidInputError, match="metadata must have at most 32768 bytes"):
        metadata("ä" * 16_385)


@pytest.mark.parametrize("limit", [0, 1_001, -1])
def test_a_page_holds_1_to_1000_items(limit: int) -> None:
    with pytest.raises(InvalidInputError, match="limit must be a whole number from 1 to 1000"):
        page_size(limit, default=20)


def test_a_page_without_a_limit_has_the_default_size() -> None:
    assert page_size(None, default=20) == 20
    assert page_size(7, default=20) == 7
