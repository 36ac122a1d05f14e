"""Laws that hold for every goal, every calendar and every story of what happens to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.target import GoalPattern
from tests.domain.journal import BEGIN, Journal
from tests.domain.worlds import (
    ZONES,
    anything,
    calendars,
    drawn_goals,
    onwards,
    stories,
    take,
    tell,
)

if TYPE_CHECKING:
    from domain.dossier import Dossier
    from tests.domain.worlds import Step

HOUR = timedelta(hours=1)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
each_pattern = pytest.mark.parametrize("pattern", GoalPattern)
some_hours = st.lists(st.integers(-24 * 12, 24 * 70), min_size=1, max_size=3)
entries = st.lists(
    st.tuples(st.integers(-24 * 20, 24 * 20), st.integers(1, 9), st.sampled_from(ZONES)),
    min_size=2,
    max_size=12,
    unique_by=lambda entry: entry[0],
)


def at_hour(hour: int) -> datetime:
    return BEGIN + hour * HOUR + timedelta(minutes=3)


def proved(dossier: Dossier) -> tuple[Any, ...]:
    """Return all that a log proves."""
    return replace(dossier.tally, version=0), dossier.goal.changes


def value_of(journal: Journal, drawn: int) -> int:
    return 1 if journal.goal.pattern is GoalPattern.STREAK else drawn


@given(data=st.data(), entries=entries)
@settings(max_examples=60, suppress_health_check=QUIET)
def test_the_order_in_which_activities_arrive_changes_nothing(
    data: st.DataObject, entries: list[tuple[int, int, str]]
) -> None:
    pattern = data.draw(st.sampled_from(GoalPattern))
    wanted, calendar = data.draw(drawn_goals(pattern)), data.draw(calendars)
    arriving = data.draw(st.permutations(entries))
    end = BEGIN + timedelta(days=21)

    def journal_of(order: list[tuple[int, int, str]]) -> Journal:
        journal = Journal(wanted, calendar=calendar)
        journal.now = end - HOUR
        for hour, drawn, zone in order:
            at = at_hour(hour)
            value = value_of(journal, drawn)
            logged = journal.made(value, occurred_at=at, timezone=zone)
            journal.take(replace(logged, activity_id=f"{hour}", logged_at=at))
        journal.settle(end)
        return journal

    one, other = journal_of(sorted(entries)), journal_of(arriving)
    assert proved(one.dossier) == proved(other.dossier)
    assert one.held_months() == other.held_months() == other.counted_months()
    for as_of in (at_hour(0), at_hour(100), end, end + 30 * HOUR):
        assert one.progress(as_of) == other.progress(as_of)
        assert one.reached(as_of) == other.reached(as_of)


@each_pattern
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=QUIET)
def test_counting_each_change_in_equals_counting_the_whole_log(
    pattern: GoalPattern, data: st.DataObject
) -> None:
    journal, story = data.draw(stories(anything, pattern=pattern))
    for step in story:
        take(journal, step)
        if journal.tally.through >= journal.goal.created_at:
            assert proved(journal.dossier) == proved(journal.rebuilt())
            assert proved(journal.dossier) == proved(journal.rebuilt_by_months())
        assert journal.held_months() == journal.counted_months()


@given(told=stories(onwards), later=st.data())
@settings(max_examples=120, suppress_health_check=QUIET)
def test_what_happens_later_changes_nothing_as_of_before(
    told: tuple[Journal, list[Step]], later: st.DataObject
) -> None:
    journal, story = told
    tell(journal, story)
    as_of = journal.latest
    before = journal.details(as_of)
    journal.wait(hours=1)
    tell(journal, later.draw(st.permutations([*story, ("task", {})])))
    after = journal.details(as_of)
    # Restoring a completed goal takes back that it was archived, and so its last update.
    assert replace(after, last_updated=before.last_updated) == before


@given(told=stories(anything), hours=some_hours)
@settings(max_examples=60, suppress_health_check=QUIET)
def test_a_milestone_is_reached_at_the_same_instant_at_every_later_read(
    told: tuple[Journal, list[Step]], hours: list[int]
) -> None:
    journal, story = told
    tell(journal, [step for step in story if step[0] not in {"reopen_task", "delete_task"}])
    reads = [journal.reached(at) for at in sorted(map(at_hour, hours))]
    for earlier, later in pairwise(reads):
        assert earlier.items() <= later.items()


@given(told=stories(anything, pattern=GoalPattern.STREAK), hour=st.integers(-24 * 20, 24 * 20))
@settings(max_examples=60, suppress_health_check=QUIET)
def test_one_more_met_period_never_lowers_the_percentage_of_a_streak_goal(
    told: tuple[Journal, list[Step]], hour: int
) -> None:
    journal, story = told
    tell(journal, story)
    as_of = max(journal.latest, at_hour(hour))
    before = journal.details(as_of).activity_progress
    journal.bring(1, occurred_at=at_hour(hour))
    assert journal.details(as_of).activity_progress >= before


@given(told=stories(anything), hours=some_hours)
@settings(max_examples=60, suppress_health_check=QUIET)
def test_every_percentage_lies_between_0_and_100(
    told: tuple[Journal, list[Step]], hours: list[int]
) -> None:
    journal, story = told
    tell(journal, story)
    for as_of in map(at_hour, hours):
        found = journal.details(as_of)
        shown = (
            found.progress_percentage,
            found.activity_progress,
            found.task_progress,
            found.time_progress,
            *(milestone.percentage for milestone in found.milestones),
        )
        assert all(Decimal(0) <= percentage <= Decimal(100) for percentage in shown)
