"""The answers of examples about what to begin next: goals by their records, and templates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.suggestion import GoalRecord, recommended_goals
from domain.target import GoalPattern
from domain.template import Difficulty
from domain.template_rules import counted
from tests.builders import a_goal, a_template
from tests.docs.figures import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.template import GoalTemplate
    from tests.docs.examples import Example


def suggested(example: Example) -> str:
    """Return each recommended template with its confidence and the reasons."""
    found = recommended_goals(
        list(_templates(example)),
        list(_records(example)),
        used=example.row("used"),
        today=date.fromisoformat(example.given["on"]),
    )
    return "; ".join(f"{x.template.template_id} {shown(x.confidence)}: {x.reason}" for x in found)


def _records(example: Example) -> Iterator[GoalRecord]:
    """Yield the goals, each told as its category and its met of its judged periods."""
    for each in _listed(example, "goals"):
        category, periods = each.split()
        met, judged = map(int, periods.split("/"))
        goal = a_goal(title="Other", category=category, pattern=GoalPattern.RECURRING)
        yield GoalRecord(goal=goal, met=met, judged=judged)


def _templates(example: Example) -> Iterator[GoalTemplate]:
    """Yield the templates, each told as its id, category, difficulty and months."""
    owners = {name: int(count) for name, count in map(str.split, _listed(example, "owners"))}
    for each in _listed(example, "templates"):
        ident, category, difficulty, *months = each.split()
        template = a_template(
            template_id=ident,
            name=ident,
            category=category,
            difficulty=Difficulty(difficulty),
            months=tuple(map(int, months)),
        )
        yield counted(template, owners)


def _listed(example: Example, name: str) -> list[str]:
    return [part for part in example.given.get(name, "").split(", ") if part]
