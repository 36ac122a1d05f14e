"""The trend: whether a goal's last values get better, get worse or stay."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import mean
from typing import Final

TREND_VALUES: Final = 5
"""How many values, the last ones, a trend looks at."""

_FEWEST_VALUES: Final = 2
_NOTABLE: Final = Fraction(1, 100)


class Trend(StrEnum):
    """Which way a goal is going."""

    IMPROVING = "improving"
    STABLE = "stable"
    DECLINING = "declining"


def trend(values: Sequence[Decimal], *, is_lower_better: bool) -> Trend:
    """Return where the last five values lead: the sign of their least-squares slope.

    A slope per value of at most 1 % of their |mean| is stable, and so are fewer than two values.
    """
    last = [Fraction(value) for value in values[-TREND_VALUES:]]
    if len(last) < _FEWEST_VALUES:
        return Trend.STABLE
    slope = _slope(last)
    if abs(slope) <= abs(mean(last)) * _NOTABLE:
        return Trend.STABLE
    return Trend.DECLINING if (slope > 0) is is_lower_better else Trend.IMPROVING


def _slope(values: Sequence[Fraction]) -> Fraction:
    """Return the least-squares slope over equal steps of 1: Σ (x - x̄)·y / Σ (x - x̄)²."""
    middle = Fraction(len(values) - 1, 2)
    steps = [x - middle for x in range(len(values))]
    moment = sum(step * value for step, value in zip(steps, values, strict=True))
    return moment / sum((step**2 for step in steps), Fraction(0))
