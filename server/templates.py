"""The goal templates that come with Milepost, read and checked before anything is served."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

from domain import schedule_rules, target_rules
from domain.period import PeriodUnit
from domain.requests import NewTarget, ScheduleEdit
from domain.target import GoalPattern, Metric
from domain.template import Difficulty, GoalTemplate

# A measurement needs a deadline to be checked; a goal made of the template has its own.
_ANY_DEADLINE: Final = date.max

Text = Annotated[str, Field(min_length=1, max_length=50)]


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class _Target(_Part):
    value: Decimal
    unit: Text
    metric: Metric
    period: PeriodUnit | None = None
    start_value: Decimal | None = None
    rolling_days: int | None = None


class _Schedule(_Part):
    preferred_times: tuple[time, ...] = ()
    days_of_week: tuple[int, ...] | None = None


class _Template(_Part):
    template_id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(min_length=1, max_length=1_000)]
    category: Text
    pattern: GoalPattern
    difficulty: Difficulty
    duration_days: Annotated[int, Field(ge=1, le=3_660)]
    tags: Annotated[tuple[Text, ...], Field(max_length=20)]
    target: _Target
    schedule: _Schedule = _Schedule()
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()

    def template(self) -> GoalTemplate:
        """Return the template.

        Raises:
            DomainError: Its target does not fit its pattern, or its schedule the target.
        """
        is_measured = self.pattern is GoalPattern.TARGET
        target = target_rules.made(
            NewTarget(**self.target.model_dump()),
            pattern=self.pattern,
            deadline=_ANY_DEADLINE if is_measured else None,
        )
        schedule = ScheduleEdit(**self.schedule.model_dump())
        return GoalTemplate(
            template_id=self.template_id,
            name=self.name,
            description=self.description,
            category=self.category,
            pattern=self.pattern,
            difficulty=self.difficulty,
            duration_days=self.duration_days,
            target=target,
            schedule=schedule_rules.made(schedule, pattern=self.pattern, target=target),
            tags=self.tags,
            months=self.months,
        )


_FILE: Final = TypeAdapter(tuple[_Template, ...])


def read_templates(text: str | bytes) -> tuple[GoalTemplate, ...]:
    """Return the templates that a JSON text holds, in its order.

    Raises:
        ValueError: The text is not a list of templates, or an id stands for two of them.
        DomainError: A template's target or schedule makes no goal.
    """
    found = tuple(each.template() for each in _FILE.validate_json(text))
    if repeated := _repeated([each.template_id for each in found]):
        raise ValueError(f"templateId must be there once: {', '.join(repeated)}")
    return found


@cache
def shipped_templates() -> tuple[GoalTemplate, ...]:
    """Return the templates that come with Milepost."""
    return read_templates(files("server").joinpath("templates.json").read_bytes())


def _repeated(ids: Sequence[str]) -> list[str]:
    return sorted({each for each in ids if ids.count(each) > 1})
