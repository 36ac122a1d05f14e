from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.day import Calendar, DayRule, UnknownTimezoneError, local_day, zone

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "local_days.json").read_text())
ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
ONE_DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


def a_rule(timezone: str = "UTC", day_start: str = "00:00") -> DayRule:
    return DayRule(timezone=timezone, day_start=time.fromisoformat(day_start))


def a_calendar(timezone: str = "UTC", day_start: str = "00:00") -> Calendar:
    return Calendar.of(a_rule(timezone, day_start))


def an_instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def offset_changes(timezone: str, year: int) -> list[datetime]:
    """Days of a year around which the zone's offset changes."""
    place = zone(timezone)
    days = [datetime(year, 1, 1, tzinfo=UTC) + n * ONE_DAY for n in range(366)]
    return [
        late
        for early, late in pairwise(days)
        if early.astimezone(place).utcoffset() != late.astimezone(place).utcoffset()
    ]


zones = st.sampled_from(ZONES)
rules = st.builds(DayRule, timezone=zones, day_start=st.times())
instants = st.datetimes(timezones=st.just(UTC))
recent = st.datetimes(
    datetime.fromisoformat("1840-01-01"),
    datetime.fromisoformat("2045-01-01"),
    timezones=st.just(UTC),
)


@st.composite
def instants_near_a_change(draw: st.DrawFn, timezone: str) -> datetime:
    year = draw(st.integers(1880, 2045))
    around = offset_changes(timezone, year) or [datetime(year, 1, 1, tzinfo=UTC)]
    away = draw(st.timedeltas(timedelta(hours=-50), timedelta(hours=26)))
    return draw(st.sampled_from(around)) + away


@st.composite
def revised_calendars(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar revised up to five times, mostly within days, and an instant among them."""
    calendar = Calendar.of(draw(rules))
    at = draw(recent)
    for rule in draw(st.lists(rules, max_size=5)):
        calendar = calendar.revised(rule=rule, at=at)
        at += draw(st.timedeltas(timedelta(0), timedelta(days=4)))
    return calendar, at + draw(st.timedeltas(timedelta(days=-12), timedelta(days=4)))


def assert_in_exactly_one_day(calendar: Calendar, at: datetime) -> None:
    day = calendar.day_of(at)
    assert calendar.start_of(day) <= at < calendar.end_of(day)
    assert calendar.exists(day)
    around = [day + n * ONE_DAY for n in range(-4, 5)]
    starts = [calendar.start_of(each) for each in around]
    assert starts == sorted(starts)
    holding = [each for each in around if calendar.start_of(each) <= at < calendar.end_of(each)]
    assert holding == [day]


@pytest.mark.parametrize("case", FACTS["local_day"]["cases"] + FACTS["day_start"]["cases"])
def test_an_instant_lies_in_the_local_day_users_expect(case: dict[str, str]) -> None:
    rule = a_rule(case.get("zone", "UTC"), case["day_start"])
    assert local_day(at=an_instant(case["at"]), rule=rule) == date.fromisoformat(case["day"])


@pytest.mark.parametrize("case", FACTS["next_day"]["cases"])
def test_the_next_day_is_as_far_off_as_the_peer_says(case: dict[str, Any]) -> None:
    calendar, at = a_calendar("UTC", case["day_start"]), an_instant(case["at"])
    assert (calendar.end_of(calendar.day_of(at)) - at).total_seconds() == case["seconds"]


@pytest.mark.parametrize("case", FACTS["start_of_day"]["cases"])
def test_a_day_begins_when_the_peer_says(case: dict[str, str]) -> None:
    calendar = a_calendar(case["zone"], case["day_start"])
    day = calendar.day_of(an_instant(case["at"]))
    assert calendar.start_of(day) == an_instant(case["start"])


@pytest.mark.parametrize("case", FACTS["days_between"]["cases"])
def test_as_many_days_lie_between_as_the_peer_says(case: dict[str, Any]) -> None:
    calendar = a_calendar(case["zone"], case["day_start"])
    earlier, later = (calendar.day_of(an_instant(case[end])) for end in ("earlier", "later"))
    assert (later - earlier).days == case["days"]


@pytest.mark.parametrize(
    ("day_start", "before", "at_start"),
    [("11:59", "2026-03-03", "2026-03-04"), ("12:00", "2026-03-04", "2026-03-05")],
)
def test_a_day_start_before_noon_ends_the_evening_and_a_later_one_opens_it(
    day_start: str, before: str, at_start: str
) -> None:
    start = datetime.combine(date(2026, 3, 4), time.fromisoformat(day_start), tzinfo=UTC)
    rule = a_rule("UTC", day_start)
    assert local_day(at=start - TICK, rule=rule) == date.fromisoformat(before)
    assert local_day(at=start, rule=rule) == date.fromisoformat(at_start)


def test_an_instant_without_a_timezone_is_refused() -> None:
    naive = datetime.fromisoformat("2026-03-04")
    revised = a_calendar().revised(rule=a_rule("Asia/Tokyo"), at=datetime(2026, 1, 1, tzinfo=UTC))
    for calendar in (a_calendar(), revised):
        with pytest.raises(ValueError, match="an instant needs a timezone: 2026-03-04"):
            calendar.day_of(naive)
    with pytest.raises(ValueError, match="an instant needs a timezone"):
        local_day(at=naive, rule=a_rule())


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    at = datetime(2026, 3, 4, 1, tzinfo=zone("Asia/Tokyo"))
    assert a_calendar().day_of(at) == date(2026, 3, 3)


def test_the_25_hour_day_closes_once() -> None:
    facts = FACTS["day_close"]
    calendar = a_calendar(facts["zone"])
    days = [date.fromisoformat(day) for day in facts["days"]]
    assert [calendar.start_of(day) for day in days] == [an_instant(at) for at in facts["starts"]]
    lengths = [calendar.end_of(day) - calendar.start_of(day) for day in days[:-1]]
    assert lengths == [timedelta(hours=hours) for hours in facts["hours"]]


def test_days_around_a_25_hour_day_follow_each_other() -> None:
    facts = FACTS["run_over_long_day"]
    calendar = a_calendar(facts["zone"])
    days = [date.fromisoformat(day) for day in facts["days"]]
    assert all(calendar.day_of(calendar.end_of(day)) == after for day, after in pairwise(days))


def test_a_day_whose_start_falls_into_a_gap_begins_with_the_change() -> None:
    calendar = a_calendar("Europe/Berlin", "02:30")
    change = datetime(2025, 3, 30, 1, tzinfo=UTC)
    assert calendar.start_of(date(2025, 3, 30)) == change
    assert calendar.day_of(change - TICK) == date(2025, 3, 29)
    assert calendar.day_of(change) == date(2025, 3, 30)


def test_a_day_whose_midnight_is_missing_begins_at_one_o_clock() -> None:
    calendar = a_calendar("America/Sao_Paulo")
    assert calendar.start_of(date(2018, 11, 4)) == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_a_day_start_with_microseconds_in_a_gap_still_begins_on_the_change() -> None:
    rule = DayRule(timezone="Europe/Berlin", day_start=time(2, 0, 0, 1))
    assert Calendar.of(rule).start_of(date(2025, 3, 30)) == datetime(2025, 3, 30, 1, tzinfo=UTC)


def test_a_day_whose_start_comes_twice_begins_with_the_first() -> None:
    # Clocks in St. John's fell back from 00:01 to 23:01 of the day before.
    calendar = a_calendar("America/St_Johns")
    begins = datetime(2006, 10, 29, 2, 30, tzinfo=UTC)
    assert calendar.start_of(date(2006, 10, 29)) == begins
    second_evening = begins + timedelta(minutes=20)
    assert second_evening.astimezone(zone("America/St_Johns")).date() == date(2006, 10, 28)
    assert calendar.day_of(second_evening) == date(2006, 10, 29)


def test_a_date_without_an_instant_does_not_exist_and_is_empty() -> None:
    calendar = a_calendar("Pacific/Apia")
    missing = date(2011, 12, 30)
    assert not calendar.exists(missing)
    assert calendar.start_of(missing) == calendar.end_of(missing)
    assert calendar.exists(missing - ONE_DAY)
    assert calendar.exists(missing + ONE_DAY)
    assert calendar.day_of(calendar.start_of(missing)) == missing + ONE_DAY


def test_a_new_rule_holds_from_the_next_local_day() -> None:
    old, new = a_rule("Europe/Berlin"), a_rule("Europe/Berlin", "04:00")
    calendar = Calendar.of(old).revised(rule=new, at=an_instant("2026-03-03T22:59Z"))
    assert [calendar.rule_on(date(2026, 3, day)) for day in (3, 4, 5)] == [old, new, new]
    assert calendar.start_of(date(2026, 3, 3)) == an_instant("2026-03-02T23:00Z")
    assert calendar.start_of(date(2026, 3, 4)) == an_instant("2026-03-04T03:00Z")


def test_a_second_revision_on_the_same_day_replaces_the_first() -> None:
    at = an_instant("2026-03-03T12:00Z")
    calendar = a_calendar().revised(rule=a_rule("Europe/Rome"), at=at)
    again = calendar.revised(rule=a_rule("Europe/Paris"), at=at)
    assert again.revisions == (*a_calendar().revisions, (date(2026, 3, 4), a_rule("Europe/Paris")))


def test_a_revision_replaces_one_that_has_not_begun() -> None:
    # The next day has begun in Kiritimati already, so its rule waits for the day after.
    at = an_instant("2026-03-03T12:00Z")
    east = a_calendar("Pacific/Pago_Pago").revised(rule=a_rule("Pacific/Kiritimati"), at=at)
    assert [day for day, _ in east.revisions] == [date.min, date(2026, 3, 5)]
    home = east.revised(rule=a_rule("Pacific/Pago_Pago", "04:00"), at=at)
    assert home.revisions == (
        (date.min, a_rule("Pacific/Pago_Pago")),
        (date(2026, 3, 4), a_rule("Pacific/Pago_Pago", "04:00")),
    )


def test_the_first_rule_applies_before_its_own_date() -> None:
    paris, rome = a_rule("Europe/Paris"), a_rule("Europe/Rome")
    calendar = Calendar(revisions=((date(2026, 3, 4), paris),))
    assert calendar.rule_on(date(1999, 1, 1)) == paris
    revised = calendar.revised(rule=rome, at=an_instant("2026-03-03T12:00Z"))
    assert revised.rule_on(date(2026, 3, 3)) == paris
    assert revised.rule_on(date(2026, 3, 4)) == rome


def test_going_west_lengthens_the_day_and_closes_it_once() -> None:
    calendar = a_calendar("Asia/Tokyo").revised(
        rule=a_rule("America/Los_Angeles"), at=an_instant("2026-03-03T03:00Z")
    )
    long_day = date(2026, 3, 3)
    assert calendar.end_of(long_day) - calendar.start_of(long_day) == timedelta(hours=41)
    assert calendar.day_of(an_instant("2026-03-04T07:59Z")) == long_day
    assert calendar.day_of(an_instant("2026-03-04T08:00Z")) == date(2026, 3, 4)


def test_a_rule_is_known_from_the_instant_on_at_which_it_was_set() -> None:
    made, home = an_instant("2026-03-03T12:00Z"), a_calendar()
    calendar = home.revised(rule=a_rule("Asia/Tokyo"), at=made)
    assert calendar.known_at(made - TICK) == home
    assert calendar.known_at(made) == calendar.known_at(LAST) == calendar
    ends = an_instant("2026-03-03T15:00Z")
    assert calendar.known_at(made).end_of(date(2026, 3, 3)) == ends


def test_where_that_is_not_known_a_rule_is_known_once_it_has_lengthened_a_day() -> None:
    west, ends = a_rule("America/Los_Angeles"), an_instant("2026-03-03T15:00Z")
    home = a_calendar("Asia/Tokyo")
    calendar = Calendar(revisions=(*home.revisions, (date(2026, 3, 4), west)))
    assert calendar.known_at(ends - TICK) == home
    assert calendar.known_at(ends) == calendar.known_at(LAST) == calendar


def test_going_east_in_the_evening_leaves_today_whole_and_shortens_tomorrow() -> None:
    calendar = a_calendar("America/New_York").revised(
        rule=a_rule("Europe/Berlin"), at=an_instant("2026-03-04T01:00Z")
    )
    starts = [calendar.start_of(date(2026, 3, day)) for day in (3, 4, 5)]
    expected = ("2026-03-03T05:00Z", "2026-03-04T05:00Z", "2026-03-04T23:00Z")
    assert starts == [an_instant(text) for text in expected]


def test_going_east_may_swallow_the_next_day_whole() -> None:
    calendar = a_calendar("Pacific/Pago_Pago").revised(
        rule=a_rule("Pacific/Kiritimati"), at=an_instant("2026-03-03T12:00Z")
    )
    assert [calendar.exists(date(2026, 3, day)) for day in (3, 4, 5)] == [True, False, True]
    assert calendar.start_of(date(2026, 3, 3)) == an_instant("2026-03-03T11:00Z")
    assert calendar.start_of(date(2026, 3, 5)) == an_instant("2026-03-04T11:00Z")


def test_days_swallowed_one_after_another_stay_in_order() -> None:
    west, east = a_rule("Pacific/Pago_Pago", "11:59"), a_rule("Pacific/Kiritimati", "12:00")
    dated = ((date.min, west), (date(2026, 3, 4), east), (date(2026, 3, 5), east))
    calendar = Calendar(revisions=dated)
    assert [calendar.exists(date(2026, 3, day)) for day in (3, 4, 5)] == [False, False, True]
    assert calendar.start_of(date(2026, 3, 5)) == an_instant("2026-03-03T22:59Z")


def test_a_calendar_refuses_to_hold_no_rule_or_unordered_ones() -> None:
    twice = (date(2026, 3, 4), a_rule())
    with pytest.raises(ValueError, match="at least one rule"):
        Calendar(revisions=())
    with pytest.raises(ValueError, match="ascend"):
        Calendar(revisions=(twice, twice))


def test_a_calendar_refuses_an_unknown_zone_at_once() -> None:
    with pytest.raises(UnknownTimezoneError):
        a_calendar("Mars/Olympus")
    with pytest.raises(UnknownTimezoneError):
        a_calendar().revised(rule=a_rule("Mars/Olympus"), at=an_instant("2026-03-03T12:00Z"))


@given(data=st.data(), rule=rules)
@settings(max_examples=300)
def test_an_instant_near_a_change_lies_in_exactly_one_day(
    data: st.DataObject, rule: DayRule
) -> None:
    at = data.draw(instants_near_a_change(rule.timezone))
    assert_in_exactly_one_day(Calendar.of(rule), at)
    assert local_day(at=at, rule=rule) == Calendar.of(rule).day_of(at)


@given(drawn=revised_calendars())
@settings(max_examples=300)
def test_an_instant_among_revisions_lies_in_exactly_one_day(
    drawn: tuple[Calendar, datetime],
) -> None:
    calendar, at = drawn
    assert_in_exactly_one_day(calendar, at)


@given(drawn=revised_calendars(), rule=rules, ago=st.timedeltas(timedelta(0), timedelta(days=9)))
@settings(max_examples=300)
def test_a_revision_never_moves_an_instant_up_to_it_to_another_day(
    drawn: tuple[Calendar, datetime], rule: DayRule, ago: timedelta
) -> None:
    calendar, at = drawn
    day = calendar.day_of(at)
    revised = calendar.revised(rule=rule, at=at)
    for instant in (at, at - ago):
        assert revised.day_of(instant) == calendar.day_of(instant)
    assert revised.start_of(day) == calendar.start_of(day)
    assert revised.rule_on(day) == calendar.rule_on(day)
    assert revised.rule_on(day + 2 * ONE_DAY) == rule


@given(drawn=revised_calendars())
def test_what_is_known_at_an_instant_holds_it_in_its_own_day(
    drawn: tuple[Calendar, datetime],
) -> None:
    calendar, at = drawn
    known = calendar.known_at(at)
    assert known.day_of(at) == calendar.day_of(at)
    assert known.start_of(calendar.day_of(at)) == calendar.start_of(calendar.day_of(at))
    assert known.known_at(at) == known


@given(rule=rules, at=instants, day=st.dates())
@example(rule=a_rule("America/New_York"), at=FIRST, day=date.min)
@example(rule=a_rule("Asia/Tokyo"), at=LAST, day=date.max)
@example(rule=a_rule("America/Juneau", "13:00"), at=FIRST, day=date.min + ONE_DAY)
@example(rule=a_rule("UTC", "13:00"), at=LAST, day=date.max)
@example(rule=a_rule("UTC", "11:00"), at=FIRST, day=date.min)
def test_every_representable_date_and_instant_has_an_answer(
    rule: DayRule, at: datetime, day: date
) -> None:
    calendar = Calendar.of(rule)
    assert FIRST <= calendar.start_of(day) <= calendar.end_of(day) <= LAST
    holding = calendar.day_of(at)
    # The last instant itself has no instant after it at which its day could end.
    assert calendar.start_of(holding) <= at <= calendar.end_of(holding)
    assert calendar.start_of(day).tzinfo is calendar.end_of(day).tzinfo is UTC


def test_where_no_day_is_left_to_begin_a_calendar_cannot_be_revised() -> None:
    tokyo = a_rule("Asia/Tokyo")
    assert a_calendar().revised(rule=tokyo, at=LAST) == a_calendar()
    # The last date has begun in Tokyo.
    assert a_calendar().revised(rule=tokyo, at=LAST - ONE_DAY) == a_calendar()
