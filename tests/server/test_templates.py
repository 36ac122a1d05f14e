"""The templates that come with Milepost: each one makes a goal, and no other file is taken."""

import json
from collections import Counter
from typing import Any

import pytest
from pydantic import ValidationError

from domain.errors import DomainError
from domain.goal_rules import Moment, new_goal
from domain.profile import UTC_CALENDAR
from domain.target import GoalPattern
from domain.template import Difficulty, GoalTemplate, TemplateChoice
from domain.template_rules import wanted_goal
from server.templates import read_templates, shipped_templates
from tests.builders import NOW, OWNER

TEMPLATES = shipped_templates()
FIRST = {
    "drink-water",
    "exercise",
    "meditate",
    "sleep-8-hours",
    "walk-10000-steps",
    "read-20-pages",
}
WALK = {
    "templateId": "walk",
    "name": "Walk",
    "description": "Walk.",
    "category": "fitness",
    "pattern": "recurring",
    "difficulty": "beginner",
    "durationDays": 30,
    "tags": ["walking"],
    "target": {"value": 1, "unit": "km", "metric": "distance", "period": "day"},
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.template_id)
def test_a_template_makes_a_goal_as_it_is(template: GoalTemplate) -> None:
    moment = Moment(now=NOW, calendar=UTC_CALENDAR)
    choice = TemplateChoice(template_id=template.template_id)
    wanted = wanted_goal(template, choice, today=moment.today)
    goal = new_goal(wanted, goal_id="g1", owner=OWNER, moment=moment)
    assert (goal.title, goal.target) == (template.name, template.target)
    assert (goal.schedule, goal.tags) == (template.schedule, template.tags)


def test_the_templates_go_over_categories_patterns_and_difficulties() -> None:
    assert len(TEMPLATES) >= 30
    assert {each.template_id for each in TEMPLATES} >= FIRST
    assert {each.pattern for each in TEMPLATES} == set(GoalPattern)
    assert {each.difficulty for each in TEMPLATES} == set(Difficulty)
    categories = Counter(each.category for each in TEMPLATES)
    assert len(categories) >= 8
    assert min(categories.values()) >= 3


def test_no_two_templates_have_a_name_in_common() -> None:
    assert len({each.name.casefold() for each in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("templateId", "Walk it"),
        ("name", ""),
        ("pattern", "habit"),
        ("difficulty", "easy"),
        ("durationDays", 0),
        ("months", [13]),
        ("target", {"value": 1, "unit": "km", "metric": "distance", "every": "day"}),
        ("popularity", 100),
    ],
)
def test_a_field_that_is_not_as_it_should_be_is_named(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        read_templates(json.dumps([{**WALK, field: value}]))


def test_a_target_that_makes_no_goal_is_refused() -> None:
    target = {"value": 1, "unit": "km", "metric": "distance"}
    with pytest.raises(DomainError, match=r"target\.period must be given"):
        read_templates(json.dumps([{**WALK, "target": target}]))


def test_an_id_stands_for_one_template() -> None:
    with pytest.raises(ValueError, match="templateId must be there once: walk"):
        read_templates(json.dumps([WALK, WALK]))
