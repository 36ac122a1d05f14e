"""Insights: when, and under which circumstances, a goal goes best."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from domain.activity import Activity, ActivityContext, DayOfWeek, TimeOfDay
from domain.amount import HUNDRED, ZERO
from domain.day import Calendar, zone
from domain.time_of_day import filled_in

INSIGHT_DAYS: Final = 366
"""How many local days, the last of them today, insights look back on."""

_FEWEST: Final = 5
_NOTABLE: Final = Decimal("0.1")
_LAST_SECOND: Final = timedelta(seconds=1)


class Factor(StrEnum):
    """A circumstance that may matter to a goal."""

    TIME_OF_DAY = "time_of_day"
    DAY_OF_WEEK = "day_of_week"
    DAY_KIND = "day_kind"
    COMPANY = "company"


class Measure(StrEnum):
    """What is compared: the mean value of activities, or the percentage of judged days met."""

    MEAN_VALUE = "mean_value"
    MET_SHARE = "met_share"


_DAY_KINDS: Final = ("weekday", "weekend")
_COMPANIES: Final = ("alone", "with_others")
_LABELS: Final[Mapping[Factor, tuple[str, ...]]] = MappingProxyType(
    {
        Factor.TIME_OF_DAY: tuple(TimeOfDay),
        Factor.DAY_OF_WEEK: tuple(DayOfWeek),
        Factor.DAY_KIND: _DAY_KINDS,
        Factor.COMPANY: _COMPANIES,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A circumstance under which a goal goes better than otherwise, with both samples.

    `label` is a part of the day, a day of the week, weekend or weekday, with_others or alone;
    `other_value` is the measure over all samples whose circumstance is known to differ.
    """

    factor: Factor
    label: str
    measure: Measure
    value: Decimal
    sample_size: int
    other_value: Decimal
    other_sample_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the log tells of when a goal goes best; the strongest pattern comes first."""

    best_time_of_day: TimeOfDay | None = None
    best_day_of_week: DayOfWeek | None = None
    success_patterns: tuple[Insight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    total: Decimal = ZERO
    count: int = 0

    @property
    def mean(self) -> Decimal:
        return self.total / self.count

    def including(self, value: Decimal) -> "_Sample":
        return _Sample(total=self.total + value, count=self.count + 1)

    def without(self, part: "_Sample") -> "_Sample":
        return _Sample(total=self.total - part.total, count=self.count - part.count)


_Group = Mapping[str, _Sample]
_Groups = Mapping[Factor, _Group]


def findings(
    activities: Iterable[Activity],
    verdicts: Iterable[tuple[date, bool]] = (),
    *,
    calendar: Calendar,
    is_lowest_best: bool = False,
) -> Findings:
    """Return what the activities and the judged days of the last `INSIGHT_DAYS` days tell.

    Best is the highest mean value of counting activities, the lowest for limits, among parts with
    at least 5 of them; equal ones go by how many there are (limits: how few), then by their order.
    A pattern is a mean value, or a share of judged days met (`verdicts`, of goals judged by the
    day), that is better than elsewhere by over 10 % of the mean, with at least 5 on both sides.
    """
    values = _grouped((_context(a, calendar), a.value) for a in activities if a.kind.is_counting)
    met = _grouped(
        (filled_in(ActivityContext(), day=day, wall=None), HUNDRED if is_met else ZERO)
        for day, is_met in verdicts
    )
    found = [
        *_patterns(values, measure=Measure.MEAN_VALUE, is_lowest_best=is_lowest_best),
        *_patterns(met, measure=Measure.MET_SHARE, is_lowest_best=False),
    ]
    found.sort(key=itemgetter(0), reverse=True)
    part = _best(values[Factor.TIME_OF_DAY], is_lowest_best=is_lowest_best)
    weekday = _best(values[Factor.DAY_OF_WEEK], is_lowest_best=is_lowest_best)
    return Findings(
        best_time_of_day=None if part is None else TimeOfDay(part),
        best_day_of_week=None if weekday is None else DayOfWeek(weekday),
        success_patterns=tuple(pattern for _, pattern in found),
    )


def _context(activity: Activity, calendar: Calendar) -> ActivityContext:
    """Return the activity's context; one without any tells of the time what its instant does."""
    if activity.context is not None:
        return activity.context
    day, at = activity.local_day, activity.occurred_at
    rule = replace(calendar.rule_on(day), timezone=activity.timezone)
    # What is logged for a day alone is kept at its last second, which tells no hour.
    is_hour_known = at != Calendar.of(rule).end_of(day) - _LAST_SECOND
    wall = at.astimezone(zone(activity.timezone)).time()
    return filled_in(ActivityContext(), day=day, wall=wall if is_hour_known else None)


def _circumstances(context: ActivityContext) -> Iterator[tuple[Factor, str]]:
    if context.time_of_day is not None:
        yield Factor.TIME_OF_DAY, context.time_of_day
    if context.day_of_week is not None:
        yield Factor.DAY_OF_WEEK, context.day_of_week
    if context.is_weekend is not None:
        yield Factor.DAY_KIND, _DAY_KINDS[context.is_weekend]
    if context.with_others is not None:
        yield Factor.COMPANY, _COMPANIES[context.with_others]


def _grouped(facts: Iterable[tuple[ActivityContext, Decimal]]) -> _Groups:
    groups = {factor: dict.fromkeys(labels, _Sample()) for factor, labels in _LABELS.items()}
    for context, value in facts:
        for factor, label in _circumstances(context):
            groups[factor][label] = groups[factor][label].including(value)
    return groups


def _best(group: _Group, *, is_lowest_best: bool) -> str | None:
    sign = -1 if is_lowest_best else 1
    known = [label for label, sample in group.items() if sample.count >= _FEWEST]
    return max(known, key=lambda x: (sign * group[x].mean, sign * group[x].count), default=None)


def _patterns(
    groups: _Groups, *, measure: Measure, is_lowest_best: bool
) -> Iterator[tuple[Decimal, Insight]]:
    """Yield each pattern with how much better it is than elsewhere, as a share of the mean."""
    for factor, group in groups.items():
        samples = group.values()
        whole = _Sample(
            total=sum((s.total for s in samples), ZERO), count=sum(s.count for s in samples)
        )
        for label, there in group.items():
            elsewhere = whole.without(there)
            if min(there.count, elsewhere.count) < _FEWEST:
                continue
            more, scale = there.mean - elsewhere.mean, abs(whole.mean)
            better = -more if is_lowest_best else more
            if better > scale * _NOTABLE > ZERO:
                yield better / scale, _insight(factor, label, measure, there, elsewhere)


def _insight(
    factor: Factor, label: str, measure: Measure, there: _Sample, elsewhere: _Sample
) -> Insight:
    return Insight(
        factor=factor,
        label=label,
        measure=measure,
        value=there.mean,
        sample_size=there.count,
        other_value=elsewhere.mean,
        other_sample_size=elsewhere.count,
    )
