"""The embedded engine answers random requests as Dynoxide does."""

from itertools import count
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.engines.answering import MOST_PAGES, Ask, answers
from tests.engines.differences import DIFFERENCES, KEPT, Difference, excuse
from tests.engines.material import TABLES
from tests.engines.streams import Step, streams

EXAMPLES: Final = count(1)
QUIET: Final = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def with_empty_tables(*engines: Ask) -> int:
    """Make the tables anew in each engine and return a number that no other example has."""
    for ask in engines:
        for table in TABLES:
            ask("DeleteTable", {"TableName": table["TableName"]})
            assert "Error" not in ask("CreateTable", table)
    return next(EXAMPLES)


def assert_equal_answers(stream: list[Step], ours: Ask, theirs: Ask) -> None:
    """Compare answer by answer, until a known difference has parted the tables."""
    example = with_empty_tables(ours, theirs)
    for step in stream:
        mine, other = (answers(ask, step, example=example) for ask in (ours, theirs))
        if mine == other:
            continue
        note(f"{step}")
        difference = excuse(step, mine, other)
        if difference is None:
            assert mine == other
        return


@settings(QUIET, max_examples=100)
@given(stream=streams(longest=25))
def test_random_requests_have_the_same_answers(
    embedded: Ask, dynoxide: Ask, stream: list[Step]
) -> None:
    assert_equal_answers(stream, embedded, dynoxide)


@settings(QUIET, max_examples=40)
@given(stream=streams(longest=25))
def test_no_random_request_is_a_fault_of_the_engine(embedded: Ask, stream: list[Step]) -> None:
    example = with_empty_tables(embedded)
    for step in stream:
        found = answers(embedded, step, example=example)
        assert len(found) <= 2 * MOST_PAGES
        assert "InternalServerError" not in {answer.get("Error") for answer in found}


@pytest.mark.soak
@settings(QUIET, max_examples=3_000, phases=[Phase.generate])
@given(stream=streams(longest=40))
def test_many_random_requests_have_the_same_answers(
    embedded: Ask, dynoxide: Ask, stream: list[Step]
) -> None:
    assert_equal_answers(stream, embedded, dynoxide)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_a_known_difference_is_as_it_is_told(
    embedded: Ask, dynoxide: Ask, extenddb: Ask, difference: Difference
) -> None:
    engines = (embedded, dynoxide, extenddb)
    example = with_empty_tables(*engines)
    for ask in engines:
        assert ask(KEPT.operation, KEPT.request) == {}
    found = [answers(ask, difference.step, example=example) for ask in engines]
    assert found == [[difference.embedded], [difference.dynoxide], [difference.extenddb]]
