"""Rolling goals against three peers, a slow oracle and the laws of n done days in m days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rolling import Rolling, rolling

if TYPE_CHECKING:
    from collections.abc import Iterable

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "rolling_days.json").read_text())
ORIGIN = date(2024, 2, 1)
BROKEN = -999

each = pytest.mark.parametrize


def on(offset: int) -> date:
    return ORIGIN + timedelta(days=offset)


def days(offsets: Iterable[int]) -> tuple[date, ...]:
    return tuple(map(on, sorted(offsets)))


def told(case: dict[str, Any], *, as_of: str | None = None) -> Rolling:
    """Return what a peer's case is by our rules."""
    done = [date.fromisoformat(day) for day in case["done"]]
    known = date.fromisoformat(as_of or case["as_of"])
    return rolling(done, times=case["times"], days=case["days"], as_of=known)


def met(seen: Rolling, first: date, last: date) -> list[date]:
    length = (last - first).days + 1
    return [day for day in (first + timedelta(i) for i in range(length)) if seen.is_met(day)]


def runs(among: list[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in among:
        is_next = bool(found) and found[-1][1] + timedelta(1) == day
        found.append((found.pop()[0] if is_next else day, day))
    return found


# peers


@each("case", FACTS["until_break"]["cases"], ids=lambda case: case["case"])
def test_as_many_days_are_left_until_the_break_as_the_peer_says(case: dict[str, Any]) -> None:
    seen, as_of = told(case), date.fromisoformat(case["as_of"])
    left = None if seen.ends_on is None else (seen.ends_on - as_of).days + 1
    if case["expected"] == BROKEN:  # the peer's sign that nothing is left; ours is a past end
        assert left is None or left < 0
    else:
        assert left == case["expected"]


@each("case", FACTS["satisfied"]["cases"], ids=lambda case: case["case"])
def test_a_day_is_met_where_the_peer_says_whatever_is_done_later(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["as_of"])
    assert told(case).is_met(day) is case["expected"]
    assert told(case, as_of="2025-12-31").is_met(day) is case["expected"]


@each("case", FACTS["filled"]["cases"], ids=lambda case: case["case"])
def test_only_the_days_that_the_peer_names_are_filled(case: dict[str, Any]) -> None:
    seen, as_of = told(case), date.fromisoformat(case["as_of"])
    done = date.fromisoformat(case["done"][0])
    among = [day.isoformat() for day in met(seen, done - timedelta(30), as_of)]
    assert sorted(set(among) - set(case["done"])) == case["filled"]


@each("case", FACTS["streaks"]["cases"])
def test_met_days_run_as_the_peer_says_but_end_today(case: dict[str, Any]) -> None:
    seen, today = told(case), date.fromisoformat(case["as_of"])
    expected = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in case["streaks"]]
    assert runs(met(seen, date(2014, 9, 1), date(2015, 3, 1))) == [
        (first, min(last, today)) for first, last in expected
    ]
    assert seen.ends_on == expected[-1][1]


# facts


def test_a_young_goal_is_in_progress_and_not_broken() -> None:
    seen = rolling(days([0, 1]), times=3, days=7, as_of=on(4))
    assert [seen.is_met(on(day)) for day in range(5)] == [True, True, False, False, False]
    assert [seen.is_pending(on(day)) for day in range(5)] == [False, False, True, True, True]
    assert seen.ends_on == on(7)


def test_a_done_day_outside_every_interval_is_followed_by_pending_days_then_by_misses() -> None:
    seen = rolling(days([0]), times=2, days=4, as_of=on(9))
    assert [day for day in range(-3, 10) if seen.is_pending(on(day))] == [1, 2, 3]
    assert [day for day in range(-3, 10) if seen.is_met(on(day))] == [0]


def test_pending_days_are_met_once_an_interval_covers_them() -> None:
    done = days([0, 3])
    before = rolling(done, times=2, days=4, as_of=on(2))
    after = rolling(done, times=2, days=4, as_of=on(3))
    assert before.is_pending(on(1))
    assert not before.is_met(on(1))
    assert after.is_met(on(1))
    assert not after.is_pending(on(1))


def test_an_interval_holds_days_after_its_done_ones_up_to_its_length() -> None:
    seen = rolling(days([0, 1]), times=2, days=5, as_of=on(8))
    assert met(seen, on(-3), on(8)) == list(days(range(5)))
    assert seen.ends_on == on(4)


def test_a_day_later_than_as_of_is_never_met() -> None:
    seen = rolling(days([0, 1, 3]), times=2, days=7, as_of=on(2))
    assert met(seen, on(0), on(9)) == list(days([0, 1, 2]))
    assert seen.ends_on == on(6)


def test_an_interval_that_overlaps_the_next_newer_one_moves_back_until_it_touches_it() -> None:
    seen = rolling(days([0, 10, 13]), times=1, days=6, as_of=on(25))
    assert runs(met(seen, on(0), on(25))) == [(on(0), on(5)), (on(7), on(18))]


def test_an_interval_moves_back_no_further_than_its_own_done_days_allow() -> None:
    # 8 to 11 is newer; 5 to 8 may not become 4 to 7, as its second done day is the 8th.
    seen = rolling(days([0, 5, 8, 9]), times=2, days=4, as_of=on(20))
    assert runs(met(seen, on(0), on(20))) == [(on(0), on(0)), (on(5), on(11))]


def test_no_day_before_the_first_done_one_is_met() -> None:
    seen = rolling(days([5, 6, 7, 8]), times=2, days=7, as_of=on(8))
    assert seen.first_on == on(5)
    assert met(seen, on(-20), on(8)) == list(days([5, 6, 7, 8]))
    assert not seen.is_pending(on(4))


def test_without_a_done_day_by_then_nothing_is_judged() -> None:
    seen = rolling(days([5]), times=1, days=7, as_of=on(4))
    assert (seen.first_on, seen.ends_on) == (None, None)
    assert not any(seen.is_met(on(day)) or seen.is_pending(on(day)) for day in range(9))


def test_the_end_is_that_of_pending_days_where_they_outlast_the_last_interval() -> None:
    seen = rolling(days([0, 1, 7]), times=2, days=4, as_of=on(8))
    assert seen.ends_on == on(10)


def test_an_interval_runs_through_a_leap_day() -> None:
    done = (date(2024, 2, 27), date(2024, 2, 28))
    assert rolling(done, times=2, days=3, as_of=date(2024, 3, 9)).ends_on == date(2024, 2, 29)


def test_runs_stop_at_the_last_date_of_all_and_looking_back_at_the_first() -> None:
    done = (date(9999, 12, 29), date(9999, 12, 30))
    assert rolling(done, times=2, days=7, as_of=date.max).ends_on == date.max
    seen = rolling((date.min,), times=1, days=7, as_of=date.max, since=date.min)
    assert seen.ends_on == date.min + timedelta(6)


# laws

goals = st.integers(1, 10).flatmap(lambda most: st.tuples(st.integers(1, most), st.just(most)))
done_days = st.sets(st.integers(0, 50), max_size=30)
moments = st.integers(-1, 55)
EVERY_DAY = range(-12, 70)


def expected(done: Iterable[int], times: int, length: int, as_of: int) -> tuple[set[int], set[int]]:
    """Return the met and the pending days, day by day as the rule says it."""
    known = sorted(day for day in done if day <= as_of)
    intervals: list[range] = []
    for start in range(len(known) - times, -1, -1):
        nth = known[start + times - 1]
        interval = range(known[start], known[start] + length)
        if nth not in interval:
            continue
        while intervals and interval[-1] >= intervals[-1][0] and interval[-1] > nth:
            interval = range(interval[0] - 1, interval[-1])
        intervals.append(interval)
    held = set(chain.from_iterable(intervals))
    begun = [range(day, day + length) for day in known if day not in held]
    judged = range(known[0] if known else as_of + 1, as_of + 1)
    met_days = (held | set(known)) & set(judged)
    return met_days, set(chain.from_iterable(begun)) - met_days


@given(done=done_days, goal=goals, as_of=moments)
def test_each_day_is_what_the_rule_says_day_by_day(
    done: set[int], goal: tuple[int, int], as_of: int
) -> None:
    seen = rolling(days(done), times=goal[0], days=goal[1], as_of=on(as_of))
    met_days, pending_days = expected(done, *goal, as_of)
    assert {day for day in EVERY_DAY if seen.is_met(on(day))} == met_days
    assert {day for day in EVERY_DAY if seen.is_pending(on(day))} == pending_days


@given(done=done_days, goal=goals, as_of=moments, since=moments)
def test_answers_from_a_day_on_need_only_the_done_days_near_it(
    done: set[int], goal: tuple[int, int], as_of: int, since: int
) -> None:
    times, length = goal
    whole = rolling(days(done), times=times, days=length, as_of=on(as_of))
    near = rolling(days(done), times=times, days=length, as_of=on(as_of), since=on(since))
    assert near.first_on == whole.first_on
    for day in map(on, range(since, 70)):
        assert near.is_met(day) is whole.is_met(day)
        assert near.is_pending(day) is whole.is_pending(day)
    if whole.ends_on is not None and whole.ends_on >= on(since):
        assert near.ends_on == whole.ends_on


@given(done=done_days, goal=goals, as_of=moments, later=moments)
def test_as_time_goes_on_a_met_day_stays_met_and_a_pending_one_is_never_missed(
    done: set[int], goal: tuple[int, int], as_of: int, later: int
) -> None:
    as_of, later = sorted((as_of, later))
    before = rolling(days(done), times=goal[0], days=goal[1], as_of=on(as_of))
    after = rolling(days(done), times=goal[0], days=goal[1], as_of=on(later))
    for day in map(on, range(as_of + 1)):
        assert after.is_met(day) or not before.is_met(day)
        assert after.is_met(day) or after.is_pending(day) or not before.is_pending(day)


@given(done=done_days, more=st.integers(0, 50), goal=goals, as_of=moments)
def test_one_more_done_day_takes_no_met_day_away(
    done: set[int], more: int, goal: tuple[int, int], as_of: int
) -> None:
    before = rolling(days(done), times=goal[0], days=goal[1], as_of=on(as_of))
    after = rolling(days(done | {more}), times=goal[0], days=goal[1], as_of=on(as_of))
    for day in map(on, range(as_of + 1)):
        assert after.is_met(day) or not before.is_met(day)
