"""The consistency score: how steadily a goal is kept, its last days weighing the most."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from domain.amount import HUNDRED, ONE, rounded
from domain.period import PeriodUnit
from domain.schedule import CheckIn, Frequency, Schedule
from domain.target import Aggregation, GoalPattern, MissingPolicy, Target, aggregation_of

_WEEK: Final = 7
_DAYS_OF_PERIOD: Final[Mapping[PeriodUnit, int]] = MappingProxyType(
    {
        PeriodUnit.DAY: 1,
        PeriodUnit.WEEK: _WEEK,
        PeriodUnit.MONTH: 30,
        PeriodUnit.QUARTER: 91,
        PeriodUnit.YEAR: 365,
    }
)
_DAYS_OF_FREQUENCY: Final[Mapping[Frequency, int]] = MappingProxyType(
    {
        Frequency.DAILY: 1,
        Frequency.CUSTOM: 1,
        Frequency.WEEKLY: _WEEK,
        Frequency.MONTHLY: 30,
        Frequency.YEARLY: 365,
    }
)
_DAYS_OF_CHECK_IN: Final[Mapping[CheckIn, int]] = MappingProxyType(
    {CheckIn.DAILY: 1, CheckIn.WEEKLY: _WEEK, CheckIn.MONTHLY: 30}
)
_HALVED_IN: Final = 13
_START_OF: Final = itemgetter(0)
# Windows are summed in whole steps of 10⁻¹⁰, exactly and whichever way they slide.
_PLACES: Final = 10


class ScoreKind(StrEnum):
    """What a run of days is scored by: its done days, or its amount, at least or at most."""

    DONE_DAYS = "done_days"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """What a goal asks for as its score sees it: `value` done days or an amount in `days` days.

    With `keeps_empty_days` a day without a counting activity says nothing and keeps the score.
    """

    kind: ScoreKind
    value: Decimal
    days: int
    keeps_empty_days: bool = False

    @property
    def target(self) -> Decimal:
        """Return what a window is asked to hold, at most to hold for `AT_MOST`."""
        return self.value * self._widened

    @property
    def window_days(self) -> int:
        """Return how many days a window has."""
        return self.days * self._widened

    @property
    def multiplier(self) -> float:
        """Return what part of a score one more day leaves: 0.5^(√f / 13), f = times / days.

        The times are the done days asked for, 1 where amounts are (Loop Habit Tracker). A float, as
        the powers are irrational.
        """
        times = float(self.value) if self.kind is ScoreKind.DONE_DAYS else 1.0
        return float(0.5 ** (sqrt(times / self.days) / _HALVED_IN))

    def counted(self, amount: Decimal | None) -> int:
        """Return what a day with this amount adds to a window, in steps of 10⁻¹⁰.

        None has no counting activity.
        """
        if amount is None:
            return 0
        return _steps(ONE if self.kind is ScoreKind.DONE_DAYS else amount)

    def share(self, held: int, *, asked: int) -> float:
        """Return how far a window that holds so much does what is asked, from 0 to 1."""
        if not asked:
            return 0.0 if held else 1.0
        filled = held / asked
        if self.kind is ScoreKind.AT_MOST:
            filled = 2 - filled
        return max(0.0, min(filled, 1.0))

    @property
    def _widened(self) -> int:
        # Done days of less than every day are looked for in a window twice as long.
        return 2 if self.kind is ScoreKind.DONE_DAYS and self.value < self.days else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A consistency score from 0 to 100, and what its last day made of the one before.

    The last `window_days` days hold `window_sum` of the `target`, which makes the `share` (0 to 1).
    Unless that day keeps the score, it is the one before times the `multiplier`, plus the share
    times the rest of 1.
    """

    value: Decimal
    window_days: int
    window_sum: Decimal
    target: Decimal
    share: Decimal
    multiplier: Decimal


def rule_of(target: Target, *, schedule: Schedule, pattern: GoalPattern) -> ScoreRule:
    """Return what a goal is scored by.

    A limit is scored by the amount of a period at most, a recurring goal by it at least. Streaks,
    unary and rolling goals are scored by their done days, milestones and targets too: one for each
    check-in, as they ask for nothing in a period.
    """
    if pattern is GoalPattern.LIMIT:
        return ScoreRule(
            kind=ScoreKind.AT_MOST,
            value=target.value,
            days=_period_days(target),
            keeps_empty_days=target.missing_policy is MissingPolicy.UNKNOWN,
        )
    if pattern is GoalPattern.RECURRING and not _asks_for_days(target):
        return ScoreRule(kind=ScoreKind.AT_LEAST, value=target.value, days=_period_days(target))
    times, days = _often(target, schedule, pattern)
    return ScoreRule(kind=ScoreKind.DONE_DAYS, value=times, days=days)


def score(
    amounts: Mapping[date, Decimal],
    *,
    rules: Sequence[tuple[date, ScoreRule]],
    first: date | None,
    last: date,
    kept: AbstractSet[date] = frozenset(),
) -> Score | None:
    """Return the consistency score after the day `last`; None before the first activity's day.

    The arguments are those of `score_series`.
    """
    if first is None or last < first:
        return None
    rule = _rule_on(last, rules)
    reached = score_series(amounts, rules=rules, first=first, last=last, kept=kept)[-1]
    begins = max(first.toordinal(), last.toordinal() - rule.window_days + 1)
    window = _days(begins, last.toordinal())
    held = sum(rule.counted(amounts.get(day)) for day in window)
    return Score(
        value=rounded(Decimal(reached) * HUNDRED),
        window_days=rule.window_days,
        window_sum=rounded(Decimal(held).scaleb(-_PLACES)),
        target=rounded(rule.target),
        share=rounded(Decimal(rule.share(held, asked=_steps(rule.target)))),
        multiplier=rounded(Decimal(rule.multiplier)),
    )


def score_series(
    amounts: Mapping[date, Decimal],
    *,
    rules: Sequence[tuple[date, ScoreRule]],
    first: date,
    last: date,
    kept: AbstractSet[date] = frozenset(),
) -> list[float]:
    """Return the score, from 0 to 1, after each day from the first activity's to the last.

    `amounts` has the days with a counting activity. The first rule holds from ever, each other one
    from its day on; they ascend. On the days `kept` (skipped, paused, vacation) the score stays.
    """
    days = list(_days(first.toordinal(), last.toordinal()))
    turns = (min(max((begins - first).days, 0), len(days)) for begins, _ in rules[1:])
    is_limit = _rule_on(first, rules).kind is ScoreKind.AT_MOST
    series = [1.0 if is_limit else 0.0]
    for (_, rule), part in zip(rules, pairwise((0, *turns, len(days))), strict=True):
        shares = _shares(amounts, rule=rule, days=days, part=part, kept=kept)
        series.extend(smoothed(series[-1], shares, multiplier=rule.multiplier))
    return series[1:]


def smoothed(score: float, shares: Iterable[float | None], *, multiplier: float) -> Iterator[float]:
    """Yield the score after each day by the day's share; None keeps it."""
    for share in shares:
        if share is not None:
            score = score * multiplier + share * (1 - multiplier)
        yield score


def _shares(
    amounts: Mapping[date, Decimal],
    *,
    rule: ScoreRule,
    days: Sequence[date],
    part: tuple[int, int],
    kept: AbstractSet[date],
) -> Iterator[float | None]:
    """Yield the share of each day of a part, from one index to before another; None is kept."""
    begin, end = part
    window, asked = rule.window_days, _steps(rule.target)
    before = max(0, begin - window)
    counted = [rule.counted(amounts.get(day)) for day in days[before:end]]
    held = sum(counted[: begin - before])
    for index in range(begin, end):
        held += counted[index - before]
        if index >= window:
            held -= counted[index - window - before]
        day = days[index]
        is_unknown = rule.keeps_empty_days and day not in amounts
        yield None if is_unknown or day in kept else rule.share(held, asked=asked)


def _asks_for_days(target: Target) -> bool:
    aggregation = aggregation_of(target, pattern=GoalPattern.RECURRING)
    return target.rolling_days is not None or aggregation is Aggregation.UNARY


def _often(target: Target, schedule: Schedule, pattern: GoalPattern) -> tuple[Decimal, int]:
    """Return how many done days are asked for, and in how many days."""
    if not pattern.is_periodic:
        return ONE, _DAYS_OF_CHECK_IN[schedule.check_in]
    if target.rolling_days is not None:
        return target.value, target.rolling_days
    times = ONE if pattern is GoalPattern.STREAK else target.value
    frequency = schedule.frequency
    days = _period_days(target) if frequency is None else _DAYS_OF_FREQUENCY[frequency]
    if schedule.days_of_week is not None and days <= _WEEK:
        times, days = Decimal(len(schedule.days_of_week)), _WEEK
    return times, days * schedule.every


def _period_days(target: Target) -> int:
    return _DAYS_OF_PERIOD[target.period or PeriodUnit.DAY]


def _rule_on(day: date, rules: Sequence[tuple[date, ScoreRule]]) -> ScoreRule:
    return rules[bisect_right(rules, day, lo=1, key=_START_OF) - 1][1]


def _days(first: int, last: int) -> Iterator[date]:
    return map(date.fromordinal, range(first, last + 1))


def _steps(amount: Decimal) -> int:
    return round(amount.scaleb(_PLACES))
