"""What is asked of many things at once: activities to be logged, goals to be archived."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import InvalidInputError
from domain.idempotency import Keyed, Request
from domain.news_rules import goal_ident
from domain.requests import ToLog

_MOST: Final = 1_000
# So many activities, in as many months and each as large as it may be, are with all else that
# changes of their goal one unit of storage: at most 100 items and 4 MB.
_MOST_IN_RUN: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityItem(ToLog):
    """An activity to be logged among others, of the goal given for all unless it names one.

    It has no key of its own.
    """

    goal_id: str | None = None
    idempotency_key: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivities(Keyed):
    """Activities to be logged, of one goal or of several."""

    items: tuple[ActivityItem, ...]
    goal_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsMove(Keyed):
    """Goals whose status is to change."""

    goal_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Keyed):
    """Activities of one goal that are logged together, by their places in the batch.

    Its key follows from that of the batch, and the batch's digest makes it another's.
    """

    goal_id: str
    places: tuple[int, ...]
    batch: str | None = None


def runs(wanted: NewActivities, *, request: Request | None) -> Iterator[Run]:
    """Yield what is asked for in runs of at most 40 activities of one goal, in the order given.

    How it is cut follows from what is asked for alone. So where it was broken off, the same request
    under the same key goes on: each run is carried out once.

    Raises:
        InvalidInputError: There are no activities or more than 1,000, or one names no goal, or
            what is no goal's id.
    """
    _check_count(wanted.items, field="items")
    by_goal: dict[str, list[int]] = {}
    for index, item in enumerate(wanted.items):
        goal_id = wanted.goal_id if item.goal_id is None else item.goal_id
        if goal_id is None:
            rule = "must be given, for the activities together or for each"
            raise InvalidInputError(f"items[{index}].goalId", rule, None)
        by_goal.setdefault(goal_id, []).append(index)
    for goal_id in by_goal:
        goal_ident(goal_id, field="goalId")
    cuts = [
        (goal_id, tuple(places[start : start + _MOST_IN_RUN]))
        for goal_id, places in by_goal.items()
        for start in range(0, len(places), _MOST_IN_RUN)
    ]
    for number, (goal_id, places) in enumerate(cuts):
        run = Run(goal_id=goal_id, places=places)
        if request is not None:
            key = f"{request.key_digest}.{number}"
            run = replace(run, idempotency_key=key, batch=request.body_digest)
        yield run


def checked_ids(wanted: GoalsMove) -> tuple[str, ...]:
    """Return the ids of the goals.

    Raises:
        InvalidInputError: There are none or more than 1,000, or one is no goal's id.
    """
    _check_count(wanted.goal_ids, field="goalIds")
    return tuple(goal_ident(goal_id, field="goalIds") for goal_id in wanted.goal_ids)


def _check_count(many: Sequence[object], *, field: str) -> None:
    if not 1 <= len(many) <= _MOST:
        raise InvalidInputError(field, f"must have 1 to {_MOST} entries", len(many))
