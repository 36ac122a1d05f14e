from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import InvalidInputError
from domain.filter_rules import checked
from domain.requests import GoalFilter
from tests.builders import NOW


def test_the_texts_of_a_filter_are_brought_into_canonical_form() -> None:
    wanted = GoalFilter(category=(" a ", "a"), tags=("b ",), search=" read ")
    assert checked(wanted, now=NOW) == GoalFilter(category=("a",), tags=("b",), search="read")


def test_an_empty_filter_stays_empty() -> None:
    assert checked(GoalFilter(), now=NOW) == GoalFilter()


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (GoalFilter(category=tuple(map(str, range(51)))), "filter.category"),
        (GoalFilter(tags=("x" * 51,)), "filter.tags[0]"),
        (GoalFilter(search="x" * 201), "filter.search"),
        (GoalFilter(updated_since=NOW + timedelta(microseconds=1)), "filter.updatedSince"),
    ],
)
def test_a_filter_that_holds_too_much_is_refused(wanted: GoalFilter, field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        checked(wanted, now=NOW)
    assert refusal.value.details["field"] == field
