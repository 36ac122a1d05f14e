"""Templates: goals ready to be made, and how many owners have made them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.errors import TemplateNotFoundError
from domain.goal import GoalStatus
from domain.idempotency import Keyed
from domain.requests import ScheduleEdit, TargetEdit
from domain.schedule import Schedule
from domain.target import GoalPattern, Target
from domain.unset import UNSET, Unset

_SAME_TARGET: Final = TargetEdit()
_SAME_SCHEDULE: Final = ScheduleEdit()


class Difficulty(StrEnum):
    """How much a template asks of its owner."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class TemplateSort(StrEnum):
    """The order of a list of templates."""

    POPULARITY = "popularity"
    NAME = "name"
    DIFFICULTY = "difficulty"
    DURATION = "duration"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTemplate:
    """A goal ready to be made, meant for `duration_days` local days.

    `months` (1 to 12) are those in which it is often begun, none means any. `popularity` is the
    number of owners who have made a goal of it, None while too few have.
    """

    template_id: str
    name: str
    description: str
    category: str
    pattern: GoalPattern
    difficulty: Difficulty
    duration_days: int
    target: Target
    schedule: Schedule
    tags: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    popularity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUse:
    """That an owner has made a goal of a template; kept once, whatever becomes of the goal."""

    owner: str
    template_id: str
    used_at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFilter:
    """Which templates a list holds: any of each named kind."""

    category: tuple[str, ...] | None = None
    difficulty: tuple[Difficulty, ...] | None = None
    pattern: tuple[GoalPattern, ...] | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChoice(Keyed):
    """A goal to be made of a template, with what is to differ from it."""

    template_id: str
    title: str | None = None
    description: str | Unset | None = UNSET
    start_on: date | None = None
    deadline: date | Unset | None = UNSET
    target: TargetEdit = _SAME_TARGET
    schedule: ScheduleEdit = _SAME_SCHEDULE
    status: GoalStatus = GoalStatus.ACTIVE


def template_of(templates: Sequence[GoalTemplate], template_id: str) -> GoalTemplate:
    """Return the template of this id.

    Raises:
        TemplateNotFoundError: There is none.
    """
    for template in templates:
        if template.template_id == template_id:
            return template
    raise TemplateNotFoundError(template_id)
