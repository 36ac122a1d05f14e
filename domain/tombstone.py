"""Tombstones: what a client that keeps a copy is told of what was removed, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.errors import InvalidInputError

MOST_DAYS_BACK: Final = 90
"""How many days back a client may ask for what has changed since."""

LIFETIME: Final = timedelta(days=MOST_DAYS_BACK + 1)
"""How long a tombstone is kept: longer than anybody may ask for."""

OVERLAP: Final = timedelta(seconds=60)
"""How much of the time before a reading the next one repeats.

A change carries the time before it is committed. Between the two lies at most the 30 seconds that
an operation may take, and what its last request to storage takes beyond them; the rest is for the
clocks of two servers.
"""


class TombstoneKind(StrEnum):
    """What was removed; a deleted task stays and tells of itself, and a goal is never removed."""

    ACTIVITY = "activity"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """That something of a goal was removed."""

    owner: str
    goal_id: str
    kind: TombstoneKind
    ident: str
    deleted_at: datetime
    version: int = 0


def checked_since(since: datetime, *, now: datetime, field: str) -> datetime:
    """Return the instant since which changes are asked for.

    Raises:
        InvalidInputError: It lies ahead of now, or more than 90 days back.
    """
    if since > now:
        raise InvalidInputError(field, f"must be {now.isoformat()} or earlier", since.isoformat())
    if now - since > timedelta(days=MOST_DAYS_BACK):
        rule = f"must be at most {MOST_DAYS_BACK} days back: read the whole list instead"
        raise InvalidInputError(field, rule, since.isoformat())
    return since


def synced_at(now: datetime) -> datetime:
    """Return the instant since which to ask next, so that no change committed later is missed."""
    return now - OVERLAP
