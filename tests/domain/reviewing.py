"""Reviews of a journal's goal, by what its log told at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.course import course_of
from domain.ledger import month_rollups
from domain.review import Review, review
from tests.domain.journal import GOAL_ID

if TYPE_CHECKING:
    from datetime import datetime

    from domain.activity import Activity
    from tests.domain.journal import Journal


def reviewed(journal: Journal, as_of: datetime | None = None) -> Review:
    """Return the review of a journal's goal as of a moment, the latest unless one is given."""
    at = journal.latest if as_of is None else as_of
    days = [day for month in month_rollups(GOAL_ID, known(journal, at)) for day in month.days]
    return review(journal.dossier, days, as_of=at)


def known(journal: Journal, as_of: datetime) -> list[Activity]:
    """Return the activities known at a moment, or at the goal's end if it had ended by then."""
    at = course_of(journal.dossier).judged_at(as_of)
    return [activity for activity in journal.activities if activity.occurred_at <= at]


def values(*each: object) -> tuple[object, ...]:
    """Return values to be compared with whole numbers at once."""
    return each
