from __future__ import annotations

from datetime import date, time

import pytest

from domain.activity import ActivityContext, DayOfWeek, TimeOfDay
from domain.time_of_day import day_of_week, filled_in, time_of_day

SATURDAY = date(2026, 3, 7)


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        ("00:00", "03:59", TimeOfDay.NIGHT),
        ("04:00", "06:59", TimeOfDay.EARLY_MORNING),
        ("07:00", "11:59", TimeOfDay.MORNING),
        ("12:00", "16:59", TimeOfDay.AFTERNOON),
        ("17:00", "20:59", TimeOfDay.EVENING),
        ("21:00", "23:59", TimeOfDay.NIGHT),
    ],
)
def test_the_hour_tells_the_part_of_the_day(first: str, last: str, part: TimeOfDay) -> None:
    assert time_of_day(time.fromisoformat(first)) is part
    assert time_of_day(time.fromisoformat(last)) is part


def test_a_date_tells_its_day_of_the_week() -> None:
    week = [day_of_week(date(2026, 3, day)) for day in range(1, 8)]
    assert week == list(DayOfWeek)


def test_what_a_context_does_not_say_is_filled_in() -> None:
    context = filled_in(ActivityContext(), day=SATURDAY, wall=time(8))
    assert context.time_of_day is TimeOfDay.MORNING
    assert context.day_of_week is DayOfWeek.SATURDAY
    assert context.is_weekend


def test_what_a_context_says_stays() -> None:
    said = ActivityContext(
        time_of_day=TimeOfDay.NIGHT, day_of_week=DayOfWeek.MONDAY, is_weekend=False
    )
    assert filled_in(said, day=SATURDAY, wall=time(8)) == said


def test_without_an_hour_no_part_of_the_day_is_known() -> None:
    assert filled_in(ActivityContext(), day=SATURDAY, wall=None).time_of_day is None
