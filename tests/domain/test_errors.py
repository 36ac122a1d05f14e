from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain import errors
from domain.errors import (
    ActivityInvalidError,
    ActivityNotFoundError,
    DomainError,
    DuplicateTitleError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalInvalidError,
    GoalNotFoundError,
    GoalQuotaExceededError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidPatternOperationError,
    InvalidStatusTransitionError,
    MilestoneNotFoundError,
    TaskNotFoundError,
    TemplateNotFoundError,
    UnauthorizedError,
    VersionConflictError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSTRACT = {"DomainError", "NotFoundError", "RuleError"}


def family(root: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Yield the family's errors; other modules and tests have some of their own."""
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
        yield from family(child)


def test_every_error_that_is_raised_has_a_code_of_its_own() -> None:
    raised = [error for error in family() if error.__name__ not in ABSTRACT]
    codes = [error.__dict__.get("code") for error in raised]
    assert None not in codes
    assert len(set(codes)) == len(codes)


def test_the_docstring_of_the_module_draws_the_whole_tree() -> None:
    drawn = errors.__doc__ or ""
    assert all(error.__name__ in drawn for error in family())


@pytest.mark.parametrize("kind", [InvalidInputError, GoalInvalidError, ActivityInvalidError])
def test_a_refused_field_is_named_with_its_rule_and_its_value(
    kind: type[InvalidInputError],
) -> None:
    refusal = kind("title", "must have 1 to 200 characters", "")
    assert str(refusal) == "title must have 1 to 200 characters; got ''"
    assert refusal.message == str(refusal)
    assert refusal.details == {
        "field": "title",
        "rule": "must have 1 to 200 characters",
        "value": "''",
    }


def test_a_long_value_is_cut_and_an_odd_one_is_escaped() -> None:
    assert "…" in str(InvalidInputError("note", "must be short", "x" * 5_000))
    assert len(str(InvalidInputError("note", "must be short", "x" * 5_000))) < 200
    assert "\\ud800" in str(InvalidInputError("note", "must be text", "\ud800"))


def test_a_date_range_is_an_invalid_input_with_its_own_code() -> None:
    refusal = InvalidDateRangeError("effectiveFrom", "must be later", date(2026, 3, 2))
    assert isinstance(refusal, InvalidInputError)
    assert refusal.code == "INVALID_DATE_RANGE"
    assert "2026-03-02" in refusal.message


@pytest.mark.parametrize(
    ("refusal", "noun", "code"),
    [
        (GoalNotFoundError("x1"), "goal", "GOAL_NOT_FOUND"),
        (TaskNotFoundError("x1"), "task", "TASK_NOT_FOUND"),
        (ActivityNotFoundError("x1"), "activity", "ACTIVITY_NOT_FOUND"),
        (MilestoneNotFoundError("x1"), "milestone", "MILESTONE_NOT_FOUND"),
        (TemplateNotFoundError("x1"), "template", "TEMPLATE_NOT_FOUND"),
    ],
)
def test_what_is_not_found_is_named(refusal: DomainError, noun: str, code: str) -> None:
    assert refusal.message == f"{noun} 'x1' does not exist"
    assert refusal.code == code
    assert refusal.details == {"id": "'x1'"}


def test_the_quota_error_tells_the_count_and_the_limit() -> None:
    refusal = GoalQuotaExceededError(current_count=50, max_allowed=50)
    assert refusal.details == {"current_count": 50, "max_allowed": 50}
    assert "50" in refusal.message


def test_a_version_conflict_tells_both_versions() -> None:
    refusal = VersionConflictError(expected=1, current=2)
    assert refusal.message == "expectedVersion must be the current version 2; got 1"
    assert refusal.details == {"current_version": 2}


def test_a_refused_transition_tells_where_the_goal_is() -> None:
    refusal = InvalidStatusTransitionError(current="draft", wanted="paused")
    assert refusal.message == "a goal cannot go from draft to paused"
    assert refusal.details == {"status": "draft"}


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (UnauthorizedError("who are you"), "UNAUTHORIZED"),
        (DuplicateTitleError("Read"), "DUPLICATE_TITLE"),
        (GoalAlreadyCompletedError("done"), "GOAL_ALREADY_COMPLETED"),
        (GoalArchivedError("gone"), "GOAL_ARCHIVED"),
        (InvalidPatternOperationError("no", pattern="limit"), "INVALID_GOAL_PATTERN_OPERATION"),
    ],
)
def test_the_other_errors_keep_their_codes(refusal: DomainError, code: str) -> None:
    assert refusal.code == code
