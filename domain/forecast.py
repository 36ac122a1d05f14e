"""The forecast: on which day a goal gets there if it goes on as in the last weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from statistics import mean, stdev
from typing import Final

FORECAST_WEEKS: Final = 8
"""How many closed weeks, the last ones, a forecast looks back on."""

_FEWEST_WEEKS: Final = 2
_DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """On which local days a goal gets there: at the mean rate, one deviation faster, and slower.

    `latest_on` is None where the slower rate does not lead there before the year 10000.
    """

    earliest_on: date
    expected_on: date
    latest_on: date | None


def projected_completion(
    *,
    current: Decimal,
    value: Decimal,
    weekly: Sequence[Decimal],
    as_of: date,
    is_lower_better: bool,
) -> Projection | None:
    """Return when a goal gets from its current value to the target's, at the last 8 weeks' rates.

    `weekly` is by how much each closed week moved the value, oldest first; a goal that is there
    gets there on `as_of`. None with fewer than two weeks, and where their mean does not lead there
    before the year 10000. The band is the sample standard deviation: the weeks stand for those to
    come, of which they are a sample, and it too takes two weeks.
    """
    rates = weekly[-FORECAST_WEEKS:]
    if len(rates) < _FEWEST_WEEKS:
        return None
    left = Fraction(value) - Fraction(current)
    usual, deviation = mean(map(Fraction, rates)), Fraction(stdev(rates))
    if is_lower_better:
        left, usual = -left, -usual
    earliest_on = _arrival(left, usual + deviation, as_of)
    expected_on = _arrival(left, usual, as_of)
    if earliest_on is None or expected_on is None:
        return None
    return Projection(
        earliest_on=earliest_on,
        expected_on=expected_on,
        latest_on=_arrival(left, usual - deviation, as_of),
    )


def _arrival(left: Fraction, weekly: Fraction, as_of: date) -> date | None:
    """Return the first day by whose end so much is done at a weekly rate."""
    if left <= 0:
        return as_of
    if weekly <= 0:
        return None
    days = ceil(left * _DAYS_IN_WEEK / weekly)
    return as_of + timedelta(days=days) if days <= (date.max - as_of).days else None
