"""The streaks that other trackers count, told by a review of the same days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.occurrence import Outcome
from domain.period import PeriodUnit
from domain.requests import NewGoal, NewTarget, ScheduleEdit
from domain.schedule import SkipPolicy
from domain.streak_summary import StreakSummary, streak_summary
from domain.target import Aggregation, GoalPattern
from tests.domain.journal import Journal
from tests.domain.reviewing import reviewed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.review import Review
    from domain.streak import Streak

DATA = files("tests") / "data"
FACTS: dict[str, Any] = json.loads((DATA / "streaks.json").read_text())
ROLLING: dict[str, Any] = json.loads((DATA / "rolling_days.json").read_text())
DAILY = NewTarget(value=Decimal(365), unit="days", period=PeriodUnit.DAY)
NOON = time(12, tzinfo=UTC)
each = pytest.mark.parametrize


def at_noon(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), NOON)


def told(
    done: Iterable[str],
    *,
    as_of: str,
    skipped: Iterable[str] = (),
    target: NewTarget = DAILY,
    zone: str = "UTC",
    **schedule: Any,
) -> Review:
    """Return the review of a goal by what was done and skipped at noons, in the order given."""
    is_streak = target is DAILY
    wanted = NewGoal(
        title="G",
        pattern=GoalPattern.STREAK if is_streak else GoalPattern.RECURRING,
        target=target,
        schedule=ScheduleEdit(**schedule),
    )
    journal = Journal(
        wanted,
        now=min(at_noon(day) for day in (*done, *skipped, as_of)),
        calendar=Calendar.of(DayRule(timezone=zone)),
    )
    for day in done:
        journal.bring(1, occurred_at=at_noon(day))
    for day in skipped:
        journal.bring(kind=ActivityType.SKIPPED, occurred_at=at_noon(day))
    return reviewed(journal, at_noon(as_of))


def rolling(times: int, days: int) -> NewTarget:
    """Return a target of some times in some days; once in one day is the daily one."""
    if days == 1:
        return DAILY
    return NewTarget(value=Decimal(times), unit="times", rolling_days=days)


def rows(streaks: Iterable[Streak]) -> list[list[object]]:
    return [[s.start_on.isoformat(), s.end_on.isoformat(), s.length] for s in streaks]


def counted(summary: StreakSummary) -> tuple[int, int]:
    return summary.current, summary.longest


def summary_of(case: dict[str, Any], **schedule: Any) -> StreakSummary:
    review = told(case["done"], as_of=case["as_of"], skipped=case["skipped"], **schedule)
    return streak_summary(review)


@each("case", FACTS["daily"]["cases"], ids=lambda case: case["case"])
def test_a_daily_streak_is_as_long_as_the_peer_says(case: dict[str, Any]) -> None:
    policy = SkipPolicy.COUNT if case["skip"] == "count" else SkipPolicy.BRIDGE
    summary = summary_of(case, skip_policy=policy)
    assert summary.longest == case["longest"]
    if case["current"] is not None:
        assert summary.current == case["current"]


# Habo forgives no miss. Where single misses are forgiven, these days come out otherwise, and in
# all others the miss breaks: it is a second one, or a skip comes right after it.
FORGIVEN = {"habo_2": (2, 2), "habo_8": (2, 2), "habo_12": (4, 4)}


@each(
    "case",
    [case for case in FACTS["daily"]["cases"] if case["skip"] == "break_after_miss"],
    ids=lambda case: case["case"],
)
def test_where_single_misses_are_forgiven_only_they_differ_from_the_peers(
    case: dict[str, Any],
) -> None:
    expected = FORGIVEN.get(case["case"], (case["current"], case["longest"]))
    assert counted(summary_of(case, is_single_miss_forgiven=True)) == expected


def test_all_streaks_are_those_of_the_peer_and_the_best_are_the_longest() -> None:
    facts = FACTS["loop"]
    summary = streak_summary(told(facts["done"], as_of=facts["today"]))
    assert rows(summary.history[::-1]) == facts["daily"]
    ranked = sorted(summary.best, key=lambda s: (s.length, s.end_on), reverse=True)
    for count, expected in ((4, facts["best_4"]), (2, facts["best_2"])):
        assert rows(sorted(ranked[:count], key=lambda s: s.end_on, reverse=True)) == expected
    assert len(summary.best) == 10


def test_streaks_of_3_in_7_days_are_those_of_the_peer_but_end_today() -> None:
    facts = FACTS["loop"]
    summary = streak_summary(
        told(facts["done"], as_of=facts["today"], target=rolling(times=3, days=7))
    )
    *past, (start, _, _) = facts["three_in_seven"]
    days = (date.fromisoformat(facts["today"]) - date.fromisoformat(start)).days + 1
    assert rows(summary.history[::-1]) == [*past, [start, facts["today"], days]]


BROKEN = -999


@each("case", ROLLING["until_break"]["cases"], ids=lambda case: case["case"])
def test_as_many_days_are_left_until_the_streak_breaks_as_the_peer_says(
    case: dict[str, Any],
) -> None:
    # The peer tells a broken streak by a negative number, and ours has none to break.
    target = rolling(case["times"], case["days"])
    summary = streak_summary(told(case["done"], as_of=case["as_of"], target=target))
    expected = None if case["expected"] < 0 else case["expected"]
    assert summary.periods_until_break == expected


@each("case", FACTS["satisfied"]["cases"], ids=lambda case: case["case"])
def test_only_what_was_done_is_met_where_the_peer_sees_nothing_satisfied(
    case: dict[str, Any],
) -> None:
    frequency, kind = case["frequency"], case["frequency"]["kind"]
    unit = {"calendar_week": PeriodUnit.WEEK, "calendar_month": PeriodUnit.MONTH}.get(kind)
    calendar = NewTarget(
        value=Decimal(frequency["times"]), unit="t", period=unit, aggregation=Aggregation.COUNT
    )
    target = rolling(frequency["times"], frequency.get("days", 1)) if unit is None else calendar
    review = told(case["done"], as_of=case["today"], skipped=case["skipped"], target=target)
    met = [o.period.start.isoformat() for o in review.occurrences if o.outcome is Outcome.MET]
    assert met == (case["done"] if unit is None else [])


def test_two_days_are_missed_between_two_done_ones_around_a_day_of_23_hours() -> None:
    # A user of lordi/tickmate saw one; on 26 March 2017 clocks in Berlin went forward.
    review = told(["2017-03-24", "2017-03-27"], as_of="2017-03-27", zone="Europe/Berlin")
    missed = [o.period.start for o in review.occurrences if o.outcome is Outcome.MISSED]
    assert missed == [date(2017, 3, 25), date(2017, 3, 25) + timedelta(days=1)]
