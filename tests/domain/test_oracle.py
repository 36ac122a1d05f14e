"""What the oracle says, the code says: at every moment, for every story."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.target import GoalPattern
from tests.domain.journal import BEGIN
from tests.domain.oracle import Oracle
from tests.domain.worlds import anything, stories, tell

if TYPE_CHECKING:
    from tests.domain.journal import Journal
    from tests.domain.worlds import Step

HOUR = timedelta(hours=1)
CLOSE = Fraction(1, 10**20)
hours_from_begin = st.lists(st.integers(-24 * 12, 24 * 70), min_size=1, max_size=3)


@pytest.mark.parametrize("pattern", GoalPattern)
@given(data=st.data(), hours=hours_from_begin)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_progress_and_milestones_are_what_the_rules_say_at_every_moment(
    pattern: GoalPattern, data: st.DataObject, hours: list[int]
) -> None:
    told: tuple[Journal, list[Step]] = data.draw(stories(anything, pattern=pattern))
    journal = tell(*told)
    oracle = Oracle(journal.dossier, journal.activities)
    for as_of in (journal.latest, *(BEGIN + hour * HOUR for hour in hours)):
        expected = oracle.progress(as_of, now=journal.latest)
        assert abs(Fraction(journal.progress(as_of)) - expected) < CLOSE
        assert journal.reached(as_of) == oracle.reached(as_of, now=journal.latest)
