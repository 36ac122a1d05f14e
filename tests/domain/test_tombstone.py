from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.errors import InvalidInputError
from domain.tombstone import LIFETIME, MOST_DAYS_BACK, OVERLAP, checked_since, synced_at
from schema.limits import MOST_SECONDS
from tests.builders import NOW

if TYPE_CHECKING:
    from datetime import datetime

MOMENT = timedelta(microseconds=1)
OLDEST = NOW - timedelta(days=MOST_DAYS_BACK)


@pytest.mark.parametrize("since", [NOW, OLDEST, synced_at(NOW)])
def test_changes_of_the_last_90_days_may_be_asked_for(since: datetime) -> None:
    assert checked_since(since, now=NOW, field="updatedSince") == since


def test_an_older_instant_is_refused_with_what_to_do_instead() -> None:
    with pytest.raises(InvalidInputError, match="at most 90 days back: read the whole list"):
        checked_since(OLDEST - MOMENT, now=NOW, field="updatedSince")


def test_an_instant_ahead_of_now_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"updatedSince must be 2026-03-02T09:30:00\+00:00"):
        checked_since(NOW + MOMENT, now=NOW, field="updatedSince")


def test_what_may_be_asked_for_is_not_forgotten_yet() -> None:
    assert timedelta(days=MOST_DAYS_BACK) < LIFETIME


def test_the_next_reading_reaches_back_over_the_longest_operation() -> None:
    assert NOW - synced_at(NOW) == OVERLAP
    assert timedelta(seconds=2 * MOST_SECONDS) <= OVERLAP
