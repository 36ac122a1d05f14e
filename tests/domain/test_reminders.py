from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.day import Calendar, DayRule, zone
from domain.due import due_rule
from domain.reminders import reminders
from domain.schedule import Frequency
from tests.builders import a_schedule

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "reminders.json").read_text())
ONE_DAY = timedelta(days=1)
BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"


def a_rule(timezone: str = "UTC", day_start: str = "00:00") -> DayRule:
    return DayRule(timezone=timezone, day_start=time.fromisoformat(day_start))


def a_calendar(timezone: str = "UTC", day_start: str = "00:00") -> Calendar:
    return Calendar.of(a_rule(timezone, day_start))


def fired(calendar: Calendar, *times: str, due: list[str], met: tuple[str, ...] = ()) -> list[str]:
    """Return the instants as texts of minutes in UTC."""
    instants = reminders(
        [date.fromisoformat(day) for day in due],
        times=[time.fromisoformat(wall) for wall in times],
        met={date.fromisoformat(day) for day in met},
        calendar=calendar,
        is_open=True,
    )
    return [at.strftime("%Y-%m-%dT%H:%M") for at in instants]


# facts


def test_a_weekly_reminder_east_of_utc_fires_on_the_local_weekday() -> None:
    facts = FACTS["weekly"]
    starts = date.fromisoformat(facts["from"][:10])
    weekly = a_schedule(frequency=Frequency.WEEKLY, days_of_week=(facts["weekday"],))
    rule = due_rule(weekly, period=None, start_on=starts)
    instants = reminders(
        rule.due_between(starts, starts + 13 * ONE_DAY),
        times=[time.fromisoformat(facts["time"])],
        met=(),
        calendar=a_calendar(facts["zone"]),
        is_open=True,
    )
    assert list(instants) == [datetime.fromisoformat(at) for at in facts["fires"]]


def test_a_wall_time_that_comes_twice_fires_once_and_at_the_first() -> None:
    facts = FACTS["overlap"]
    expected = [at.removesuffix(":00Z") for at in facts["fires"]]
    assert fired(a_calendar(facts["zone"]), facts["time"], due=[facts["day"]]) == expected


@pytest.mark.parametrize("case", FACTS["next"]["cases"])
def test_the_next_reminder_is_the_one_of_the_peer(case: dict[str, str]) -> None:
    now, fires = datetime.fromisoformat(case["now"]), datetime.fromisoformat(case["fires"])
    instants = reminders(
        due_rule(a_schedule(), period=None, start_on=now.date()).due_between(now.date(), date.max),
        times=[time.fromisoformat(case["time"])],
        met=(),
        calendar=a_calendar(FACTS["next"]["zone"]),
        is_open=True,
    )
    assert next(at for at in instants if at > now) == fires


# which days


def test_a_day_that_is_met_or_not_due_has_no_reminder() -> None:
    due = ["2026-03-02", "2026-03-04", "2026-03-06"]
    instants = fired(a_calendar(), "08:00", due=due, met=("2026-03-04", "2026-03-05"))
    assert instants == ["2026-03-02T08:00", "2026-03-06T08:00"]


def test_a_goal_that_is_not_open_has_no_reminder() -> None:
    instants = reminders(
        [date(2026, 3, 2)], times=[time(8)], met=(), calendar=a_calendar(), is_open=False
    )
    assert list(instants) == []


def test_a_goal_without_preferred_times_has_no_reminder() -> None:
    assert fired(a_calendar(), due=["2026-03-02"]) == []


# which instants


def test_times_before_an_early_day_start_come_at_the_end_of_the_local_day() -> None:
    night_owl = a_calendar("UTC", "04:00")
    instants = fired(night_owl, "01:30", "04:00", "23:00", due=["2026-03-02"])
    assert instants == ["2026-03-02T04:00", "2026-03-02T23:00", "2026-03-03T01:30"]


def test_times_from_a_late_day_start_on_come_on_the_evening_before() -> None:
    early_bird = a_calendar("UTC", "22:00")
    instants = fired(early_bird, "07:00", "21:59", "22:00", "23:00", due=["2026-03-02"])
    evening = ["2026-03-01T22:00", "2026-03-01T23:00"]
    assert instants == [*evening, "2026-03-02T07:00", "2026-03-02T21:59"]


def test_a_wall_time_in_a_gap_fires_after_it_once_with_the_one_it_meets() -> None:
    instants = fired(a_calendar(BERLIN), "02:30", "03:30", due=["2025-03-29", "2025-03-30"])
    assert instants == ["2025-03-29T01:30", "2025-03-29T02:30", "2025-03-30T01:30"]


def test_a_wall_time_that_a_gap_moves_into_the_next_local_day_does_not_fire() -> None:
    calendar = a_calendar(BERLIN, "03:00")
    assert fired(calendar, "02:30", due=["2025-03-28", "2025-03-29"]) == ["2025-03-29T01:30"]
    assert fired(calendar, "02:30", due=["2025-03-30"]) == ["2025-03-31T00:30"]


def test_the_second_of_two_evenings_fires_nothing() -> None:
    # Clocks in St. John's fell back from 00:01 to 23:01 of the day before.
    calendar = a_calendar("America/St_Johns")
    assert fired(calendar, "23:30", "00:00", due=["2006-10-28", "2006-10-29"]) == [
        "2006-10-28T02:30",
        "2006-10-29T02:00",
        "2006-10-29T02:30",
        "2006-10-30T03:00",
    ]


def test_a_date_without_an_instant_has_no_reminder() -> None:
    days = ["2011-12-29", "2011-12-30", "2011-12-31"]
    instants = fired(a_calendar("Pacific/Apia"), "08:00", due=days)
    assert instants == ["2011-12-29T18:00", "2011-12-30T18:00"]


def test_a_day_cut_by_a_journey_east_keeps_the_times_that_it_has() -> None:
    calendar = a_calendar(NEW_YORK).revised(
        rule=a_rule(TOKYO), at=datetime(2026, 3, 3, 12, tzinfo=UTC)
    )
    instants = fired(calendar, "08:00", "20:00", due=["2026-03-03", "2026-03-04"])
    assert instants == ["2026-03-03T13:00", "2026-03-03T23:00", "2026-03-04T11:00"]


def test_a_day_stretched_by_a_journey_west_fires_each_time_once() -> None:
    calendar = a_calendar(TOKYO).revised(
        rule=a_rule(NEW_YORK), at=datetime(2026, 3, 3, 3, tzinfo=UTC)
    )
    instants = fired(calendar, "08:00", due=["2026-03-03", "2026-03-04"])
    assert instants == ["2026-03-02T23:00", "2026-03-04T13:00"]


def test_a_day_swallowed_by_a_journey_has_no_reminder() -> None:
    calendar = a_calendar("Pacific/Pago_Pago").revised(
        rule=a_rule("Pacific/Kiritimati"), at=datetime(2026, 3, 3, 12, tzinfo=UTC)
    )
    due = ["2026-03-03", "2026-03-04", "2026-03-05"]
    assert fired(calendar, "08:00", due=due) == ["2026-03-03T19:00", "2026-03-04T18:00"]


@pytest.mark.parametrize(
    ("day_start", "wall", "day", "instants"),
    [
        ("04:00", "01:30", date.max, []),
        ("22:00", "23:00", date.min, []),
        ("04:00", "08:00", date.max, ["9999-12-31T08:00"]),
    ],
)
def test_a_wall_time_beyond_the_calendar_does_not_fire(
    day_start: str, wall: str, day: date, instants: list[str]
) -> None:
    assert fired(a_calendar("UTC", day_start), wall, due=[day.isoformat()]) == instants


# laws


@given(
    rule=st.builds(
        DayRule,
        timezone=st.sampled_from([BERLIN, NEW_YORK, "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
        day_start=st.times(),
    ),
    first=st.dates(date(1970, 1, 1), date(2036, 1, 1)),
    times=st.lists(st.times(), max_size=4, unique=True),
)
def test_reminders_ascend_and_lie_in_their_local_days(
    rule: DayRule, first: date, times: list[time]
) -> None:
    calendar = Calendar.of(rule)
    days = [first + n * ONE_DAY for n in range(60)]
    instants = list(reminders(days, times=times, met=(), calendar=calendar, is_open=True))
    assert instants == sorted(set(instants))
    by_day = {day: list(of_day) for day, of_day in groupby(instants, key=calendar.day_of)}
    assert by_day.keys() <= set(days)
    for day in days:
        of_day = by_day.get(day, [])
        shown = [at.astimezone(zone(rule.timezone)).time() for at in of_day]
        is_plain = calendar.end_of(day) - calendar.start_of(day) == ONE_DAY
        assert len(of_day) <= len(times)
        assert not is_plain or sorted(shown) == sorted(times)
