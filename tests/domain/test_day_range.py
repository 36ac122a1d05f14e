"""Ranges of days asked for: what they are without a start or an end, and which are refused."""

from datetime import date, timedelta
from functools import partial

import pytest

from domain.day_range import DAYS_AHEAD, MOST_DAYS, DayRange, day_range, days_back
from domain.errors import InvalidDateRangeError, InvalidInputError

TODAY = date(2026, 3, 2)
ENDED = date(2026, 2, 10)
DAY = timedelta(days=1)


def asked(start_on: date | None = None, end_on: date | None = None) -> DayRange:
    return day_range(
        start_on, end_on, today=TODAY, ends_on=ENDED, start_for=partial(days_back, count=30)
    )


@pytest.mark.parametrize(
    ("start_on", "end_on", "first", "last"),
    [
        (None, None, date(2026, 1, 12), ENDED),
        (date(2026, 2, 1), None, date(2026, 2, 1), ENDED),
        (date(2026, 2, 20), None, date(2026, 2, 20), date(2026, 2, 20)),
        (None, date(2026, 1, 31), date(2026, 1, 2), date(2026, 1, 31)),
        (date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 5)),
        (None, date.min, date.min, date.min),
        (TODAY, TODAY + DAYS_AHEAD * DAY, TODAY, date(2027, 3, 3)),
        (TODAY - (MOST_DAYS - 1) * DAY, TODAY, date(2016, 1, 15), TODAY),
    ],
)
def test_a_range_has_a_start_and_an_end(
    start_on: date | None, end_on: date | None, first: date, last: date
) -> None:
    assert asked(start_on, end_on) == DayRange(first=first, last=last)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(
        InvalidDateRangeError, match="endDate must be 2026-03-02 or later; got '2026-03-01'"
    ):
        asked(TODAY, TODAY - DAY)


def test_more_days_than_can_be_asked_for_at_once_are_refused() -> None:
    with pytest.raises(
        InvalidInputError,
        match="startDate must be one of the 3700 days that end on 2026-03-02; got '2016-01-14'",
    ):
        asked(TODAY - MOST_DAYS * DAY, TODAY)


@pytest.mark.parametrize(
    ("start_on", "end_on", "field"),
    [
        (date.max, None, "startDate"),
        (date(2027, 3, 4), date.max, "startDate"),
        (TODAY, date(2027, 3, 4), "endDate"),
    ],
)
def test_days_more_than_366_ahead_are_refused(
    start_on: date, end_on: date | None, field: str
) -> None:
    with pytest.raises(InvalidInputError, match=f"{field} must be at most 366 days ahead; got"):
        asked(start_on, end_on)


def test_days_counted_back_hold_the_last_one_and_stop_at_the_first_date() -> None:
    assert days_back(TODAY, count=1) == TODAY
    assert days_back(TODAY, count=2) == TODAY - DAY
    assert days_back(date.min + 3 * DAY, count=30) == date.min
