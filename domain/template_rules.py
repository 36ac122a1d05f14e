"""Making goals of templates, and listing them: which fit a filter, in which order."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, Final, assert_never

from domain import schedule_rules, target_rules
from domain.errors import InvalidInputError
from domain.fields import optional_text
from domain.filter_rules import listed
from domain.requests import NewGoal, NewTarget, ScheduleEdit
from domain.schedule import Schedule
from domain.target import GoalPattern, Target
from domain.template import (
    Difficulty,
    GoalTemplate,
    TemplateChoice,
    TemplateFilter,
    TemplateSort,
)
from domain.unset import Unset, given
from domain.words import are_found, folded

FEWEST_OWNERS: Final = 20
"""How many owners must have used a template before anyone is told how many have."""

_LARGEST: Final = 10**12


def wanted_goal(template: GoalTemplate, choice: TemplateChoice, *, today: date) -> NewGoal:
    """Return the goal that is asked for; a total or a measurement is due when its days are over.

    They are counted from the start, or from today where it lies before, both days included.

    Raises:
        InvalidInputError: `startDate` and `schedule.startDate` are two different days.
        GoalInvalidError: A period would take the place of rolling days, or these its place.
    """
    schedule = _schedule(template, choice)
    first = max(schedule.start_on or today, today)
    return NewGoal(
        title=template.name if choice.title is None else choice.title,
        pattern=template.pattern,
        target=_target(template, choice),
        description=given(choice.description, otherwise=template.description),
        category=template.category,
        tags=template.tags,
        schedule=ScheduleEdit(**_values(schedule)),
        deadline=given(choice.deadline, otherwise=_deadline(template, first)),
        status=choice.status,
    )


def counted(template: GoalTemplate, owners: Mapping[str, int]) -> GoalTemplate:
    """Return the template with its popularity, None below `FEWEST_OWNERS` owners."""
    count = owners.get(template.template_id, 0)
    return replace(template, popularity=count if count >= FEWEST_OWNERS else None)


def checked(wanted: TemplateFilter) -> TemplateFilter:
    """Return the filter with its texts in canonical form.

    Raises:
        InvalidInputError: A text is too long or there are too many.
    """
    return replace(
        wanted,
        category=listed(wanted.category, "filter.category"),
        search=optional_text(wanted.search, field="filter.search", longest=200),
    )


def fits(template: GoalTemplate, wanted: TemplateFilter) -> bool:
    """Say whether a template is among those that a filter asks for."""
    texts = (template.name, template.description, template.category, *template.tags)
    return (
        (wanted.category is None or folded(template.category) in map(folded, wanted.category))
        and (wanted.difficulty is None or template.difficulty in wanted.difficulty)
        and (wanted.pattern is None or template.pattern in wanted.pattern)
        and (wanted.search is None or are_found(wanted.search, within=texts))
    )


def position(template: GoalTemplate, sort: TemplateSort) -> tuple[str, str]:
    """Return where a template stands in an order, by texts; equal ones go by name, then by id.

    What is popular, easy or short comes first; an unknown popularity counts as none.
    """
    match sort:
        case TemplateSort.POPULARITY:
            rank = _LARGEST - (template.popularity or 0)
        case TemplateSort.NAME:
            rank = 0
        case TemplateSort.DIFFICULTY:
            rank = tuple(Difficulty).index(template.difficulty)
        case TemplateSort.DURATION:
            rank = template.duration_days
        case _ as never:
            assert_never(never)
    return f"{rank:013} {folded(template.name)}", template.template_id


def _schedule(template: GoalTemplate, choice: TemplateChoice) -> Schedule:
    schedule = schedule_rules.edited(template.schedule, choice.schedule)
    if choice.start_on is None:
        return schedule
    if schedule.start_on not in {None, choice.start_on}:
        rule = f"must equal schedule.startDate, {schedule.start_on}"
        raise InvalidInputError("startDate", rule, choice.start_on)
    return replace(schedule, start_on=choice.start_on)


def _target(template: GoalTemplate, choice: TemplateChoice) -> NewTarget:
    target = target_rules.edited(template.target, choice.target)
    # Another value may lie on the other side of the start, so the direction is found anew.
    direction = None if isinstance(choice.target.direction, Unset) else choice.target.direction
    return replace(NewTarget(**_values(target)), direction=direction)


def _values(held: Target | Schedule) -> dict[str, Any]:
    """Return a target's or a schedule's attributes; those of one to be made have the same names."""
    return {each.name: getattr(held, each.name) for each in fields(held)}


def _deadline(template: GoalTemplate, first: date) -> date | None:
    if template.pattern not in {GoalPattern.MILESTONE, GoalPattern.TARGET}:
        return None
    left = (date.max - first).days
    return first + timedelta(days=min(template.duration_days - 1, left))
