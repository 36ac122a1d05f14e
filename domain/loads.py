"""Goals with their logs as another system had them, to be loaded.

Their ids come from the source, so that a second load knows them again.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.goal import Goal
from domain.milestone import CustomMilestone
from domain.requests import NewActivity, NewGoal
from domain.task import Task

# Crockford's digits, of 5 bits each: 26 of them are a ULID of 128 bits.
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A goal to be loaded, when it counts as made, and its log in order.

    `place` says where the goal comes from, `places` where each activity does, for refusals.
    """

    goal_id: str
    goal: NewGoal
    made_at: datetime
    activities: tuple[tuple[str, NewActivity], ...]
    tasks: tuple[Task, ...] = ()
    milestones: tuple[CustomMilestone, ...] = ()
    is_archived: bool = False
    place: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of a load: the goal, activities added, activities that were there."""

    goal: Goal
    added: int
    held: int


def goal_id_of(*source: str) -> str:
    """Return the UUID that a source's words lead to, the same each time."""
    return str(UUID(bytes=_digest(*source)[:16], version=4))


def ulid_of(position: int, *source: str) -> str:
    """Return the ULID of a row: rows sort by position, and each source has its own."""
    number = int.from_bytes(position.to_bytes(6, "big") + _digest(*source)[:10], "big")
    return "".join(_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))


def _digest(*source: str) -> bytes:
    return hashlib.sha256("\x00".join(source).encode()).digest()
