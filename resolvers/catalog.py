"""The catalogue of resolvers: importing it registers every one of them."""

from types import ModuleType
from typing import Final

from resolvers import (
    activities,
    activity_pages,
    analysis,
    batches,
    bulk,
    exporting,
    figures,
    goal_changes,
    goals,
    history,
    importing,
    milestones,
    occurrences,
    pauses,
    profiles,
    progress,
    publishing,
    recommendations,
    subscribing,
    tasks,
    templates,
    upcoming,
)

MODULES: Final[tuple[ModuleType, ...]] = (
    activities,
    activity_pages,
    analysis,
    batches,
    bulk,
    exporting,
    figures,
    goal_changes,
    goals,
    history,
    importing,
    milestones,
    occurrences,
    pauses,
    profiles,
    progress,
    publishing,
    recommendations,
    subscribing,
    tasks,
    templates,
    upcoming,
)
