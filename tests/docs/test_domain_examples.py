"""The rules are what docs/domain.md says: its worked examples are computed and compared."""

from __future__ import annotations

from typing import Final

import pytest

from tests.docs.answers import answered
from tests.docs.examples import DOCUMENT, Example, examples, sections

TEXT: Final = DOCUMENT.read_text(encoding="utf-8")
EXAMPLES: Final = tuple(examples(TEXT))
WITHOUT: Final = {"Copies", "Imports", "Where Milepost answers differently"}


def an_example(*shown: str, goal: str = "recurring, value 2, period day", log: str) -> Example:
    given = {"goal": goal, "day": "Mo Tu", "log": log}
    return Example(section="A rule", line=1, given=given, shown=shown)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_shows_what_the_rules_answer(example: Example) -> None:
    assert answered(example) == [*example.shown]


def test_each_rule_has_an_example_with_an_answer() -> None:
    found = {example.section for example in EXAMPLES if example.shown}
    assert [name for name in sections(TEXT) if name not in found | WITHOUT] == []


def test_every_block_of_the_document_is_an_example() -> None:
    assert TEXT.count("```example\n") == len(EXAMPLES)
    assert TEXT.count("```") == 2 * len(EXAMPLES)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("outcome + +", "outcome - +"),
        ("current 1 1", "current 0 1"),
        ("current 2, state broken", "current 1, state active"),
    ],
)
def test_a_wrong_answer_is_told_from_the_right_one(wrong: str, right: str) -> None:
    assert answered(an_example(wrong, log="1 2")) == [right]


@pytest.mark.parametrize(
    ("shown", "goal"),
    [
        ("luck 7", "recurring, value 2, period day"),
        ("current 1", "recurring, value 2, period day, luck 7"),
    ],
)
def test_a_name_that_nothing_has_is_an_error(shown: str, goal: str) -> None:
    with pytest.raises(KeyError, match="luck"):
        answered(an_example(shown, goal=goal, log="1 2"))


def test_a_day_marked_as_rest_must_not_be_due() -> None:
    with pytest.raises(AssertionError, match="r marks"):
        answered(an_example("outcome - o", log="r 1"))


def test_days_of_the_week_follow_each_other() -> None:
    example = Example(section="A rule", line=1, given={"day": "Mo We"}, shown=())
    with pytest.raises(AssertionError, match="We does not follow Mo"):
        assert example.columns == ()
