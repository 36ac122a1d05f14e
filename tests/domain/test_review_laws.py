"""Laws of reviews: for every goal, every calendar and every story of what happens to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.day import Calendar, DayRule
from domain.ledger import month_rollups
from domain.occurrence import Outcome
from domain.percentage import percent_complete
from domain.review import Review, review
from domain.streak_summary import streak_summary
from domain.target import GoalPattern
from tests.domain.diary import Diary, amending, away, diaries
from tests.domain.journal import BEGIN, GOAL_ID, Journal
from tests.domain.oracle import Oracle
from tests.domain.reviewing import known, reviewed
from tests.domain.test_laws import QUIET, at_hour, proved
from tests.domain.worlds import (
    anything,
    day_starts,
    drawn_goals,
    onwards,
    steps,
    stories,
    take,
    tell,
    weeks,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from domain.streak_summary import StreakSummary
    from domain.walk import Walk
    from tests.domain.worlds import Step

PERIODIC: Final = [pattern for pattern in GoalPattern if pattern.is_periodic]
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
FAR: Final = timedelta(days=800)
each_pattern = pytest.mark.parametrize("pattern", PERIODIC)
told = settings(max_examples=50, suppress_health_check=QUIET)
hours_on = st.integers(0, 24 * 60)


def _percent(told: Review | Walk) -> Decimal:
    return percent_complete(told.standing, at=told.at)


def judged(seen: Review) -> tuple[object, ...]:
    """Return all that a review judged."""
    return seen.days, seen.occurrences, seen.streaks, seen.run


def a_diary_of(data: st.DataObject, pattern: GoalPattern) -> Diary:
    diary, story = data.draw(diaries(st.one_of(away, amending), pattern=pattern))
    tell(diary, story)
    return diary


# the log


@each_pattern
@given(data=st.data())
@told
def test_the_order_of_the_log_changes_no_review(pattern: GoalPattern, data: st.DataObject) -> None:
    diary = a_diary_of(data, pattern)
    seen = reviewed(diary)
    shuffled = data.draw(st.permutations(known(diary, diary.latest)))
    days = [day for month in month_rollups(GOAL_ID, shuffled) for day in month.days]
    assert judged(review(diary.dossier, days, as_of=diary.latest)) == judged(seen)


@given(story=stories(onwards), later=st.data())
@told
def test_what_happens_later_changes_no_review_as_of_before(
    story: tuple[Journal, list[Step]], later: st.DataObject
) -> None:
    journal = tell(*story)
    as_of = journal.latest
    before = reviewed(journal, as_of)
    journal.wait(hours=1)
    tell(journal, later.draw(st.permutations([*story[1], ("pause", {})])))
    after = reviewed(journal, as_of)
    assert judged(after) == judged(before)
    assert streak_summary(after) == streak_summary(before)


# periods


@each_pattern
@given(data=st.data(), hours=hours_on)
@told
def test_periods_follow_each_other_from_the_goals_start_to_the_open_one(
    pattern: GoalPattern, data: st.DataObject, hours: int
) -> None:
    seen = reviewed(a_diary_of(data, pattern), at_hour(hours))
    periods = [occurrence.period for occurrence in seen.occurrences]
    assert all(earlier.end == later.start for earlier, later in pairwise(periods))
    assert periods[-1].holds(max(seen.today, BEGIN.date() - DAY))
    assert [each.is_open for each in seen.occurrences[:-1]] == [False] * (len(periods) - 1)
    begins = min([seen.today, *(day.day for day in seen.days)])
    assert not periods or periods[0].start <= begins


@each_pattern
@given(data=st.data())
@told
def test_the_next_due_period_is_the_first_that_is_due(
    pattern: GoalPattern, data: st.DataObject
) -> None:
    seen = reviewed(a_diary_of(data, pattern))
    judge, course, at = seen.standing.judge, seen.course, seen.at
    period = opened = course.period(seen.today)
    found = judge.next_due(opened, at=at)
    while period.start < seen.today + FAR:
        period = course.following(period)
        if judge.is_due(period, asked=judge.asked(period, at=at)):
            assert found is not None
            assert found.period == period
            return
    assert found is None or found.period.start > seen.today + FAR


# streaks


@each_pattern
@given(data=st.data(), hours=hours_on)
@told
def test_streaks_lie_in_order_and_their_lengths_are_those_of_the_run(
    pattern: GoalPattern, data: st.DataObject, hours: int
) -> None:
    seen = reviewed(a_diary_of(data, pattern), at_hour(hours))
    assert all(earlier.end_on < later.start_on for earlier, later in pairwise(seen.streaks))
    assert all(each.start_on <= each.end_on <= seen.today for each in seen.streaks)
    assert max([0, *(each.length for each in seen.streaks)]) == seen.run.longest
    assert not seen.run.length or seen.streaks[-1].length == seen.run.length
    met = {each.period.start for each in seen.occurrences if each.outcome is Outcome.MET}
    assert {each.start_on for each in seen.streaks} <= met


@each_pattern
@given(data=st.data(), hours=hours_on)
@told
def test_a_review_and_a_walk_see_the_same_streak_and_the_same_percentage(
    pattern: GoalPattern, data: st.DataObject, hours: int
) -> None:
    diary = a_diary_of(data, pattern)
    for as_of in (diary.latest, at_hour(hours)):
        seen, walk = reviewed(diary, as_of), diary.walked(as_of)
        assert seen.run == walk.standing.run(walk.at)
        assert _percent(seen) == _percent(walk)


def settled(diary: Diary) -> datetime:
    """Return a moment by which all that the log holds has happened and its days have begun."""
    last = max((activity.occurred_at for activity in diary.activities), default=diary.latest)
    return max(diary.latest, last + 2 * DAY)


def later(diary: Diary, at: datetime) -> StreakSummary:
    return streak_summary(reviewed(diary, at))


@each_pattern
@given(data=st.data())
@told
def test_a_streak_breaks_when_it_expires_and_not_before_if_nothing_more_is_logged(
    pattern: GoalPattern, data: st.DataObject
) -> None:
    diary = a_diary_of(data, pattern)
    seen = reviewed(diary, settled(diary))
    summary = streak_summary(seen)
    end = summary.expires_at
    assert (end is None) == (summary.periods_until_break is None)
    # A new zone is known from the day on that it is in force from.
    if end is None or end > seen.at + FAR or seen.course.calendar != diary.dossier.calendar:
        return
    # Days that still lie in an interval, and a limit kept meanwhile, lengthen the streak.
    assert later(diary, end - TICK).current >= summary.current
    broken = reviewed(diary, end)
    assert broken.run.length == 0
    calendar = broken.course.calendar
    closes = [calendar.start_of(each.period.end) for each in broken.occurrences if each.is_due]
    assert sum(seen.at < close < end for close in closes) == summary.periods_until_break


# zones, all together


all_zones = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime", "posixrules"}))
rules = st.builds(
    DayRule, timezone=all_zones, day_start=day_starts | st.times(), week_start=st.integers(0, 6)
)
moving = st.fixed_dictionaries({"timezone": all_zones, "day_start": day_starts})
edges = st.sampled_from(
    [
        datetime(2026, 3, 5, 20, tzinfo=UTC),
        datetime(2026, 3, 25, 4, tzinfo=UTC),
        datetime(2026, 10, 20, 9, tzinfo=UTC),
        datetime(2027, 10, 28, 15, tzinfo=UTC),
    ]
)


@st.composite
def journeys(draw: st.DrawFn, pattern: GoalPattern) -> tuple[Diary, list[Step]]:
    """Draw some weeks around a change of clocks of someone who moves, backdates and removes."""
    wanted = draw(drawn_goals(pattern))
    wanted = replace(wanted, schedule=replace(wanted.schedule, start_on=None))
    diary = Diary(wanted, now=draw(edges), calendar=Calendar.of(draw(rules)))
    zone = st.none() | all_zones
    step = st.one_of(steps("revise_profile", moving), anything(zone, steps("wait", st.just({}))))
    return diary, draw(weeks(zone, step))


@each_pattern
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=QUIET)
def test_wherever_and_whenever_someone_moves_all_ways_to_count_agree(
    pattern: GoalPattern, data: st.DataObject
) -> None:
    diary, story = data.draw(journeys(pattern))
    for step in story:
        take(diary, step)
        assert diary.held_months() == diary.counted_months()
    assert proved(diary.dossier) == proved(diary.rebuilt())
    assert proved(diary.dossier) == proved(diary.rebuilt_by_months())
    seen, walk = reviewed(diary), diary.walked(diary.latest)
    assert seen.run == walk.standing.run(walk.at)
    assert _percent(seen) == _percent(walk)
    oracle = Oracle(diary.dossier, diary.activities)
    assert diary.reached() == oracle.reached(diary.latest, now=diary.latest)
