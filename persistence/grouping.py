"""Items of several goals, grouped by the goal that each belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from persistence.connection import Raw

ByGoal: TypeAlias = Mapping[str, Sequence[Raw]]


def by_goal(raws: Iterable[Raw]) -> ByGoal:
    """Return the items by their goal's id, each goal's in the order given."""
    grouped: defaultdict[str, list[Raw]] = defaultdict(list)
    for raw in raws:
        grouped[goal_id_of(raw)].append(raw)
    return grouped


def goal_id_of(raw: Raw) -> str:
    """Return the id of the goal that an item belongs to."""
    goal_id: str = raw["goalId"]["S"]
    return goal_id
