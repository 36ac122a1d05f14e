"""What each period does to a streak, told as strings of outcomes."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.occurrence import Outcome
from domain.schedule import SkipPolicy
from domain.streak import Run, Skips, run_after
from tests.builders import DAY, a_schedule
from tests.domain.oracle_streaks import Judged, lengths

OUTCOMES: Final = {
    "M": Outcome.MET,
    "x": Outcome.MISSED,
    "s": Outcome.SKIPPED,
    "-": Outcome.EXCUSED,
    "?": Outcome.UNKNOWN,
    ".": Outcome.PENDING,
}
COUNT: Final[dict[str, Any]] = {"skip_policy": SkipPolicy.COUNT}
FORGIVING: Final[dict[str, Any]] = {"is_single_miss_forgiven": True}
FREEZING: Final[dict[str, Any]] = {"freeze_every": 2, "freeze_max": 2}
each = pytest.mark.parametrize


def after(periods: str, *, before: Run | None = None, **schedule: Any) -> Run:
    """Return the run after periods, oldest first."""
    asked, run = a_schedule(**schedule), before or Run()
    for period in periods:
        run = run_after(run, OUTCOMES[period], schedule=asked)
    return run


def length(periods: str, **schedule: Any) -> int:
    return after(periods, **schedule).length


def test_met_periods_in_a_row_add_one_each() -> None:
    assert after("MMM") == Run(length=3, longest=3)


def test_a_miss_breaks_a_streak_and_the_longest_stays() -> None:
    assert after("MMMxM") == Run(length=1, longest=3)


def test_before_the_first_met_period_there_is_no_streak() -> None:
    assert not after("xs-?.").has_started
    assert after("xM").has_started


@each("bridge", "s-?.")
def test_what_is_neither_met_nor_missed_neither_adds_nor_breaks(bridge: str) -> None:
    assert length(f"M{bridge}{bridge}M") == 2


# skips


def test_a_skip_adds_one_where_the_policy_counts_it() -> None:
    assert after("MssM", **COUNT) == Run(length=4, longest=4)


@each("periods", ["ss", "Mxs", "Mxss"])
def test_a_skip_never_starts_a_streak(periods: str) -> None:
    assert length(periods, **COUNT) == 0


def test_a_counted_skip_earns_no_freeze() -> None:
    assert after("MsM", **COUNT, freeze_every=3).freezes == 0


# single misses


def test_a_single_miss_is_forgiven_by_the_met_period_right_after_it() -> None:
    assert length("MxM", **FORGIVING) == 2


def test_single_misses_are_forgiven_any_number_of_times() -> None:
    assert length("MxMxMxMxM", **FORGIVING) == 5


def test_a_miss_that_may_be_forgiven_keeps_the_streak_until_the_next_period_decides() -> None:
    waiting = after("MMx", **FORGIVING)
    assert (waiting.length, waiting.is_on_notice) == (2, True)
    assert not after("M", before=waiting, **FORGIVING).is_on_notice


def test_a_second_miss_breaks() -> None:
    assert after("MMxxM", **FORGIVING) == Run(length=1, longest=2)


@each("policy", SkipPolicy)
def test_a_skip_right_after_a_miss_breaks(policy: SkipPolicy) -> None:
    assert after("MMxs", skip_policy=policy, **FORGIVING) == Run(length=0, longest=2)


def test_a_skip_right_before_a_miss_does_not_break() -> None:
    assert length("MsxM", **FORGIVING) == 2


@each("bridge", "-?.")
def test_pauses_rest_days_and_unknown_ones_after_a_miss_decide_nothing(bridge: str) -> None:
    assert length(f"Mx{bridge}{bridge}M", **FORGIVING) == 2
    assert length(f"Mx{bridge}{bridge}x", **FORGIVING) == 0


def test_a_miss_without_a_streak_waits_for_nothing() -> None:
    assert not after("x", **FORGIVING).is_on_notice
    assert length("xsM", **FORGIVING) == 1


# freezes


def test_so_many_met_periods_earn_a_freeze() -> None:
    assert [after("M" * met, freeze_every=3, freeze_max=9).freezes for met in (2, 3, 5, 6)] == [
        0,
        1,
        1,
        2,
    ]


def test_no_more_freezes_are_held_than_allowed_and_one_is_where_nothing_is_said() -> None:
    assert after("M" * 9, **FREEZING).freezes == 2
    assert after("M" * 9, freeze_every=2).freezes == 1


def test_met_periods_earn_nothing_while_all_freezes_are_held() -> None:
    assert after("MMMMMx", **FREEZING) == Run(length=5, longest=5, freezes=1)
    assert after("MMMMMxM", **FREEZING).freezes == 1


def test_a_freeze_is_spent_when_a_period_is_missed_and_keeps_the_streak() -> None:
    assert after("MMxM", **FREEZING) == Run(length=3, longest=3, freezes=0, earned=1)


def test_a_miss_beyond_the_freezes_breaks() -> None:
    assert length("MMxx", **FREEZING) == 0
    assert length("MMMMxxM", **FREEZING) == 5


def test_freezes_are_spent_before_a_miss_is_forgiven() -> None:
    frozen = after("MMx", **FREEZING, **FORGIVING)
    assert (frozen.freezes, frozen.is_on_notice) == (0, False)
    assert length("MMxxM", **FREEZING, **FORGIVING) == 3
    assert length("MMxxxM", **FREEZING, **FORGIVING) == 1


def test_a_miss_without_a_streak_spends_no_freeze() -> None:
    held = Run(length=0, longest=2, freezes=1)
    assert after("x", before=held, **FREEZING) == held


def test_what_was_earned_towards_a_freeze_outlasts_a_break() -> None:
    assert after("MxM", freeze_every=2).freezes == 1


def test_held_freezes_are_not_spent_while_none_are_earned_any_more() -> None:
    held = after("MM", **FREEZING)
    assert after("x", before=held) == Run(length=0, longest=2, freezes=1)


# skips granted


def granted(*days: date, allowed: int | None) -> list[bool]:
    """Return which of the skips on some days, in order, are granted."""
    schedule, skips, found = a_schedule(allow_skip_days=allowed), Skips(), list[bool]()
    for day in days:
        found.append(skips.is_granted(day, schedule=schedule))
        skips = skips.including(day) if found[-1] else skips
    return found


MARCH: Final = tuple(DAY.replace(day=day) for day in (3, 9, 31))


@each(
    ("allowed", "expected"),
    [(None, [True, True, True]), (2, [True, True, False]), (0, [False, False, False])],
)
def test_so_many_skips_of_a_month_are_granted(allowed: int | None, expected: list[bool]) -> None:
    assert granted(*MARCH, allowed=allowed) == expected


def test_each_calendar_month_grants_its_own_skips() -> None:
    days = (*MARCH, date(2026, 4, 1), date(2026, 4, 2), date(2027, 4, 2))
    assert granted(*days, allowed=1) == [True, False, False, True, False, True]


# laws

periods = st.text("MMMxxs-?.", max_size=40)
schedules = st.builds(
    a_schedule,
    skip_policy=st.sampled_from(SkipPolicy),
    is_single_miss_forgiven=st.booleans(),
    freeze_every=st.none() | st.integers(1, 4),
    freeze_max=st.none() | st.integers(1, 3),
)
told = st.lists(st.tuples(st.sampled_from("MMMxxs-?."), schedules, st.booleans()), max_size=30)


@given(story=told)
def test_each_period_does_what_the_rules_say_also_where_the_schedule_changes(
    story: list[tuple[str, Any, bool]],
) -> None:
    periods = [Judged(DAY, OUTCOMES[told], schedule, is_due) for told, schedule, is_due in story]
    runs = accumulate(
        periods,
        lambda run, p: run_after(run, p.outcome, schedule=p.schedule, is_due=p.is_due),
        initial=Run(),
    )
    found, expected = list(runs)[1:], lengths(periods)
    assert [run.length for run in found] == expected
    assert [run.longest for run in found] == list(accumulate(expected, max))


@given(story=periods, policy=st.sampled_from(SkipPolicy), is_forgiven=st.booleans())
def test_a_met_period_in_place_of_a_miss_shortens_no_longest_streak(
    *, story: str, policy: SkipPolicy, is_forgiven: bool
) -> None:
    # Freezes are left out: one spent on the miss that is left may be missing later.
    schedule: dict[str, Any] = {
        "skip_policy": policy,
        "is_single_miss_forgiven": is_forgiven,
    }
    longest = after(story, **schedule).longest
    for at, period in enumerate(story):
        if period == "x":
            met = f"{story[:at]}M{story[at + 1 :]}"
            assert after(met, **schedule).longest >= longest
