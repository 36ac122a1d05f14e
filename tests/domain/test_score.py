"""The consistency score against Loop Habit Tracker, a slow oracle and its laws."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import PeriodUnit
from domain.schedule import CheckIn, Frequency
from domain.score import Score, ScoreKind, ScoreRule, rule_of, score, score_series, smoothed
from domain.target import Aggregation, GoalPattern, MissingPolicy
from tests.builders import a_schedule, a_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "loop_scores.json").read_text())
FIRST = date(2024, 2, 20)
ONE_DAY = timedelta(days=1)
EVER = date.min

each = pytest.mark.parametrize


def on(offset: int) -> date:
    return FIRST + offset * ONE_DAY


def days_of(amounts: Mapping[int, Any]) -> dict[date, Decimal]:
    return {on(day): Decimal(amount) for day, amount in amounts.items()}


def a_rule(kind: ScoreKind, value: Any, days: int = 1, *, keeps_empty: bool = False) -> ScoreRule:
    return ScoreRule(kind=kind, value=Decimal(value), days=days, keeps_empty_days=keeps_empty)


def series_of(
    amounts: Mapping[int, Any],
    *rules: tuple[int, ScoreRule],
    last: int,
    kept: Iterable[int] = (),
) -> list[float]:
    return score_series(
        days_of(amounts),
        rules=[(on(day), rule) for day, rule in rules],
        first=FIRST,
        last=on(last),
        kept=frozenset(map(on, kept)),
    )


def score_of(amounts: Mapping[int, Any], rule: ScoreRule, *, last: int) -> Score:
    reached = score(days_of(amounts), rules=[(EVER, rule)], first=FIRST, last=on(last))
    assert reached is not None
    return reached


def window(reached: Score) -> tuple[float, float, int]:
    return float(reached.window_sum), float(reached.target), reached.window_days


DAILY = a_rule(ScoreKind.DONE_DAYS, 1)
TWICE_A_WEEK = a_rule(ScoreKind.DONE_DAYS, 2, 7)
TEN_A_WEEK = a_rule(ScoreKind.AT_LEAST, 10, 7)
AT_MOST_TWO = a_rule(ScoreKind.AT_MOST, 2)
AT_MOST_NOTHING = a_rule(ScoreKind.AT_MOST, 0, 2)


# the peer


@each("case", FACTS["steps"])
def test_one_day_moves_the_score_as_in_the_peer(case: dict[str, Any]) -> None:
    rule = a_rule(ScoreKind.DONE_DAYS, case["times"], case["days"])
    (after,) = smoothed(case["before"], [case["share"]], multiplier=rule.multiplier)
    assert after == pytest.approx(case["after"], abs=1e-6)


def logged(case: dict[str, Any]) -> dict[date, Decimal]:
    """Return the peer's entries, each a run of days: first, last, every how many, amount."""
    amounts: dict[date, Decimal] = {}
    for first, last, every, *amount in case["entries"]:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            amounts[day] = Decimal(amount[0]) if amount else Decimal(1)
            day += every * ONE_DAY
    return amounts


@each("case", FACTS["series"], ids=lambda case: case["case"])
def test_a_log_is_scored_as_in_the_peer(case: dict[str, Any]) -> None:
    rule = a_rule(ScoreKind(case["kind"]), case["value"], case["days"])
    amounts, first, last = logged(case), *map(date.fromisoformat, (case["first"], case["last"]))
    kept = frozenset(map(date.fromisoformat, case["skipped"]))
    reached = score(amounts, rules=[(EVER, rule)], first=first, last=last, kept=kept)
    assert reached is not None
    series = score_series(amounts, rules=[(EVER, rule)], first=first, last=last, kept=kept)
    shown = float(reached.value) / 100
    assert shown == pytest.approx(series[-1], abs=1e-12)
    if "score" in case:
        assert shown == pytest.approx(case["score"], abs=case["tolerance"])
    if "more_than" in case:
        assert shown > case["more_than"]
    if "newest_first" in case:
        newest_first = case["newest_first"]
        assert series[::-1] == pytest.approx(newest_first[: len(series)], abs=case["tolerance"])
        # The peer shows 0 before the first entry, where ours has no score.
        assert not any(newest_first[len(series) :])


# facts


def test_there_is_no_score_before_the_first_activity_or_without_one() -> None:
    amounts, rules = days_of({0: 1}), [(EVER, DAILY)]
    assert score(amounts, rules=rules, first=FIRST, last=on(-1)) is None
    assert score({}, rules=rules, first=None, last=FIRST) is None
    assert score(amounts, rules=rules, first=FIRST, last=FIRST) is not None


def test_the_score_explains_itself_by_the_last_day() -> None:
    reached = score_of({0: 5, 6: "2.5", 7: 1}, TEN_A_WEEK, last=7)
    assert window(reached) == (3.5, 10, 7)
    assert reached.share == Decimal("0.35")
    before = score_of({0: 5, 6: "2.5"}, TEN_A_WEEK, last=6).value
    again = before * reached.multiplier + 100 * reached.share * (1 - reached.multiplier)
    assert float(again) == pytest.approx(float(reached.value), abs=1e-6)


def test_done_days_that_are_not_every_day_are_counted_in_a_window_twice_as_long() -> None:
    reached = score_of({0: 9, 12: 0, 13: 9}, TWICE_A_WEEK, last=13)
    assert window(reached) == (3, 4, 14)
    assert score_of({0: 9}, TWICE_A_WEEK, last=14).window_sum == 0
    every_day = score_of({0: 9}, a_rule(ScoreKind.DONE_DAYS, 7, 7), last=0)
    assert window(every_day) == (1, 7, 7)


def test_amounts_are_never_counted_in_a_longer_window() -> None:
    assert score_of({0: 9}, TEN_A_WEEK, last=0).window_days == 7
    assert score_of({0: 9}, a_rule(ScoreKind.AT_MOST, 9, 30), last=0).window_days == 30


def test_a_share_is_never_above_one_nor_below_zero() -> None:
    assert score_of({0: 999}, TEN_A_WEEK, last=0).share == 1
    assert score_of({0: -999}, TEN_A_WEEK, last=0).share == 0
    assert [AT_MOST_TWO.share(held, asked=4) for held in (0, 3, 4, 5, 8, 9)] == [
        *(1, 1, 1),
        *(0.75, 0, 0),
    ]


def test_a_limit_of_nothing_is_kept_only_while_nothing_is_done() -> None:
    series = series_of({0: 0, 3: "0.1"}, (0, AT_MOST_NOTHING), last=5)
    assert series[:3] == [1, 1, 1]
    assert series[5] > series[4] < series[3] < 1


def test_thirds_of_a_mean_leave_nothing_behind_in_a_window() -> None:
    series = series_of(dict.fromkeys(range(9), Decimal(1) / 3), (0, AT_MOST_NOTHING), last=40)
    assert series[8] < series[40]
    assert series[10] > series[9]


def test_the_score_rests_on_days_that_are_kept_while_the_window_moves_on() -> None:
    series = series_of({0: 10, 1: 10}, (0, TEN_A_WEEK), last=12, kept=range(2, 9))
    assert series[1:9] == [series[1]] * 8
    assert series[9] == pytest.approx(series[8] * TEN_A_WEEK.multiplier)


def test_what_is_done_on_a_kept_day_still_fills_the_window() -> None:
    series = series_of({0: 1, 1: 9}, (0, TEN_A_WEEK), last=2, kept=[1])
    assert series[1] == series[0]
    assert series[2] == pytest.approx(1 - (1 - series[1]) * TEN_A_WEEK.multiplier)


def test_empty_days_keep_the_score_where_missing_is_unknown() -> None:
    unknown = a_rule(ScoreKind.AT_MOST, 2, keeps_empty=True)
    series = series_of({0: 4, 3: 0}, (0, unknown), last=4)
    assert series[1:3] == [series[0]] * 2
    assert series[4] == series[3] > series[2]


def test_a_new_rule_scores_from_its_day_on_by_the_days_before_it_too() -> None:
    weekly, twice = a_rule(ScoreKind.AT_LEAST, 4, 7), a_rule(ScoreKind.AT_LEAST, 8, 7)
    amounts = {0: 4, 5: 4}
    series = series_of(amounts, (0, weekly), (5, twice), last=7)
    assert series[:5] == series_of(amounts, (0, weekly), last=4)
    full, half = weekly.multiplier, twice.multiplier
    assert series[6] == pytest.approx(1 - (1 - series[4]) * half**2)
    assert series[7] == pytest.approx(series[6] * full + 0.5 * (1 - full))


def test_the_score_is_explained_by_the_rule_of_its_last_day() -> None:
    rules = [(EVER, DAILY), (on(2), TEN_A_WEEK), (on(9), DAILY)]
    reached = score(days_of({0: 3, 1: 4}), rules=rules, first=FIRST, last=on(2))
    assert reached is not None
    assert window(reached) == (7, 10, 7)


# what a goal is scored by

ROLLING = {"value": Decimal(3), "rolling_days": 10}
UNARY = {"value": Decimal(3), "aggregation": Aggregation.UNARY}
WEEK, DAY = {"period": PeriodUnit.WEEK}, {"period": PeriodUnit.DAY}


@each(
    ("pattern", "target", "schedule", "times", "days"),
    [
        (GoalPattern.STREAK, {"value": Decimal(30), **DAY}, {}, 1, 1),
        (GoalPattern.STREAK, {"value": Decimal(30), **WEEK}, {}, 1, 7),
        (GoalPattern.STREAK, {"value": Decimal(30), **WEEK}, {"every": 2}, 1, 14),
        (GoalPattern.STREAK, {**DAY}, {"days_of_week": (1, 3, 5)}, 3, 7),
        (GoalPattern.STREAK, {**DAY}, {"every": 3, "frequency": Frequency.CUSTOM}, 1, 3),
        (GoalPattern.STREAK, {**DAY}, {"frequency": Frequency.WEEKLY}, 1, 7),
        (
            GoalPattern.STREAK,
            {**DAY},
            {"frequency": Frequency.WEEKLY, "days_of_week": (0, 6), "every": 2},
            *(2, 14),
        ),
        (GoalPattern.STREAK, {**DAY}, {"frequency": Frequency.MONTHLY}, 1, 30),
        (
            GoalPattern.STREAK,
            {**DAY},
            {"frequency": Frequency.YEARLY, "days_of_week": (1,)},
            *(1, 365),
        ),
        (GoalPattern.RECURRING, {**UNARY, **WEEK}, {"frequency": Frequency.WEEKLY}, 3, 7),
        (GoalPattern.RECURRING, {**UNARY, "period": PeriodUnit.MONTH}, {}, 3, 30),
        (GoalPattern.RECURRING, {**UNARY, "period": PeriodUnit.QUARTER}, {}, 3, 91),
        (GoalPattern.RECURRING, {**UNARY, "period": PeriodUnit.YEAR}, {}, 3, 365),
        (GoalPattern.RECURRING, ROLLING, {}, 3, 10),
        (GoalPattern.MILESTONE, {}, {"check_in": CheckIn.DAILY}, 1, 1),
        (GoalPattern.TARGET, {}, {"check_in": CheckIn.WEEKLY}, 1, 7),
        (GoalPattern.TARGET, {}, {"check_in": CheckIn.MONTHLY}, 1, 30),
    ],
)
def test_goals_that_ask_for_days_are_scored_by_done_days(
    pattern: GoalPattern, target: Any, schedule: Any, times: int, days: int
) -> None:
    rule = rule_of(a_target(**target), schedule=a_schedule(**schedule), pattern=pattern)
    assert rule == a_rule(ScoreKind.DONE_DAYS, times, days)


@each("aggregation", [kind for kind in (None, *Aggregation) if kind is not Aggregation.UNARY])
def test_other_recurring_goals_are_scored_by_the_amount_of_a_period_at_least(
    aggregation: Aggregation | None,
) -> None:
    target = a_target(value=Decimal(9), period=PeriodUnit.WEEK, aggregation=aggregation)
    rule = rule_of(target, schedule=a_schedule(every=2), pattern=GoalPattern.RECURRING)
    assert rule == a_rule(ScoreKind.AT_LEAST, 9, 7)


def test_rest_days_of_an_amount_a_day_are_ordinary_days() -> None:
    target = a_target(value=Decimal(9), period=PeriodUnit.DAY)
    schedule = a_schedule(days_of_week=(1, 3))
    rule = rule_of(target, schedule=schedule, pattern=GoalPattern.RECURRING)
    assert rule == a_rule(ScoreKind.AT_LEAST, 9, 1)


@each("policy", [None, *MissingPolicy])
@each("aggregation", [None, Aggregation.UNARY])
def test_a_limit_is_scored_by_the_amount_of_a_period_at_most(
    policy: MissingPolicy | None, aggregation: Aggregation | None
) -> None:
    target = a_target(
        value=Decimal(2), period=PeriodUnit.YEAR, missing_policy=policy, aggregation=aggregation
    )
    rule = rule_of(target, schedule=a_schedule(), pattern=GoalPattern.LIMIT)
    keeps = policy is MissingPolicy.UNKNOWN
    assert rule == a_rule(ScoreKind.AT_MOST, 2, 365, keeps_empty=keeps)


# laws

amounts_drawn = st.dictionaries(
    st.integers(0, 40), st.decimals(-5, 50, places=3, allow_nan=False), max_size=30
)
rules_drawn = st.builds(
    a_rule,
    st.sampled_from(ScoreKind),
    st.decimals("0.5", 20, places=2, allow_nan=False),
    st.integers(1, 12),
    keeps_empty=st.booleans(),
)
kept_drawn = st.sets(st.integers(0, 40), max_size=12)
lasts = st.integers(0, 45)


def expected(
    amounts: dict[int, Decimal], rules: list[tuple[int, ScoreRule]], last: int, kept: set[int]
) -> list[float]:
    """Return the scores, each window summed anew, by the rule of the day."""
    series: list[float] = []
    reached = 1.0 if rules[0][1].kind is ScoreKind.AT_MOST else 0.0
    for day in range(last + 1):
        rule = next(rule for begins, rule in reversed(rules) if begins <= day)
        wide = rule.kind is ScoreKind.DONE_DAYS and rule.value < rule.days
        within = range(day - rule.days * (1 + wide) + 1, day + 1)
        held = [amounts[near] for near in within if near in amounts]
        if rule.kind is ScoreKind.DONE_DAYS:
            share = len(held) / Fraction(rule.value * (1 + wide))
        else:
            share = Fraction(sum(held)) / Fraction(rule.value)
            share = 2 - share if rule.kind is ScoreKind.AT_MOST else share
        if day not in kept and (day in amounts or not rule.keeps_empty_days):
            times = rule.value if rule.kind is ScoreKind.DONE_DAYS else 1
            left = 0.5 ** (float(times / rule.days) ** 0.5 / 13)
            reached = reached * left + float(max(Fraction(0), min(Fraction(1), share))) * (1 - left)
        series.append(reached)
    return series


@given(
    amounts=amounts_drawn,
    drawn=st.lists(st.tuples(st.integers(1, 45), rules_drawn), max_size=3),
    first=rules_drawn,
    kept=kept_drawn,
    last=lasts,
)
def test_each_day_is_scored_by_its_own_window_and_rule(
    amounts: dict[int, Decimal],
    drawn: list[tuple[int, ScoreRule]],
    first: ScoreRule,
    kept: set[int],
    last: int,
) -> None:
    rules = [(0, first), *sorted(dict(drawn).items(), key=lambda item: item[0])]
    series = series_of(amounts, *rules, last=last, kept=kept)
    assert series == pytest.approx(expected(amounts, rules, last, kept), abs=1e-9)
    assert all(0 <= reached <= 1 for reached in series)


@given(amounts=amounts_drawn, rule=rules_drawn, kept=kept_drawn, last=lasts, turn=lasts)
def test_saying_a_rule_again_and_what_comes_later_change_nothing(
    amounts: dict[int, Decimal], rule: ScoreRule, kept: set[int], last: int, turn: int
) -> None:
    series = series_of(amounts, (0, rule), last=last, kept=kept)
    assert series_of(amounts, (-9, rule), (turn, rule), last=last, kept=kept) == series
    assert series_of(amounts, (0, rule), last=46, kept=kept)[: last + 1] == series


@given(amounts=amounts_drawn, rule=rules_drawn, last=lasts)
def test_the_order_in_which_days_are_given_changes_nothing(
    amounts: dict[int, Decimal], rule: ScoreRule, last: int
) -> None:
    turned = dict(reversed(amounts.items()))
    assert series_of(turned, (0, rule), last=last) == series_of(amounts, (0, rule), last=last)
