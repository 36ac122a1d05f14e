"""The catalogue of resolvers: importing it registers every one of them."""

from types import ModuleType
from typing import Final

from resolvers import (
    activities,
    activity_pages,
    goal_changes,
    goals,
    milestones,
    profiles,
    progress,
    tasks,
)

MODULES: Final[tuple[ModuleType, ...]] = (
    activities,
    activity_pages,
    goal_changes,
    goals,
    milestones,
    profiles,
    progress,
    tasks,
)
