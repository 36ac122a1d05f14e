"""What the oracle says, the code says: at every moment, for every story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.day import Calendar
from domain.occurrence import Outcome
from domain.target import GoalPattern
from tests.domain.diary import amending, away, diaries
from tests.domain.journal import BEGIN
from tests.domain.oracle import Oracle
from tests.domain.oracle_streaks import lengths
from tests.domain.reviewing import reviewed
from tests.domain.worlds import tell

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.dossier import Dossier
    from tests.domain.journal import Journal

HOUR = timedelta(hours=1)
CLOSE = Fraction(1, 10**20)
hours_from_begin = st.lists(st.integers(-24 * 12, 24 * 70), min_size=1, max_size=3)


def share_of(journal: Journal, as_of: datetime) -> Fraction:
    return Fraction(journal.details(as_of).activity_progress)


@pytest.mark.parametrize("pattern", GoalPattern)
@given(data=st.data(), hours=hours_from_begin)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_progress_and_milestones_are_what_the_rules_say_at_every_moment(
    pattern: GoalPattern, data: st.DataObject, hours: list[int]
) -> None:
    journal = tell(*data.draw(diaries(st.one_of(away, amending), pattern=pattern)))
    oracle = Oracle(journal.dossier, journal.activities)
    for as_of in (journal.latest, *(BEGIN + hour * HOUR for hour in hours)):
        expected = oracle.progress(as_of, now=journal.latest)
        assert abs(Fraction(journal.progress(as_of)) - expected) < CLOSE
        assert abs(share_of(journal, as_of) - oracle.share(as_of, now=journal.latest)) < CLOSE
        assert journal.reached(as_of) == oracle.reached(as_of, now=journal.latest)


@pytest.mark.parametrize("pattern", [pattern for pattern in GoalPattern if pattern.is_periodic])
@given(data=st.data(), hours=st.lists(st.integers(0, 24 * 70), max_size=3))
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_every_period_and_streak_is_what_the_rules_say_at_every_moment(
    pattern: GoalPattern, data: st.DataObject, hours: list[int]
) -> None:
    journal = tell(*data.draw(diaries(st.one_of(away, amending), pattern=pattern)))
    for as_of in (journal.latest, *(BEGIN + hour * HOUR for hour in hours)):
        seen = reviewed(journal, as_of)
        dossier = known_at(journal.dossier, seen.at)
        told = Oracle(dossier, journal.activities).judging.periods(seen.at)
        expected = {first: outcome for first, outcome, *_ in told}
        found = {each.period.start: each.outcome for each in seen.occurrences}
        assert not_excused(found) == not_excused(expected)
        length = [0, *lengths(told)]
        assert (seen.run.length, seen.run.longest) == (length[-1], max(length))


def not_excused(outcomes: dict[date, Outcome]) -> dict[date, Outcome]:
    return {first: each for first, each in outcomes.items() if each is not Outcome.EXCUSED}


def known_at(dossier: Dossier, at: datetime) -> Dossier:
    """Return a dossier as it was at an instant."""
    goal, rules = dossier.goal, dossier.calendar.revisions
    changes = tuple(change for change in goal.changes if change.at <= at)
    today = dossier.calendar.day_of(at)
    known = Calendar(revisions=tuple(rule for rule in rules if rule[0] <= today))
    if known.day_of(at) != today:  # the day lasts longer than by its own rule
        known = Calendar(revisions=rules[: len(known.revisions) + 1])
    return replace(
        dossier,
        goal=replace(goal, changes=changes or goal.changes[:1]),
        revisions=tuple(r for r in dossier.revisions if r.made_at <= at) or dossier.revisions[:1],
        calendar=known,
    )
