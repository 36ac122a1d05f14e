"""Many activities are counted into a goal's book in one walk where that is safe."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain import book
from domain.activity import Activity
from domain.book import Book, Logged, effects_between, logged
from domain.dossier import Dossier
from domain.errors import ActivityInvalidError, GoalAlreadyCompletedError
from domain.goal import GoalStatus
from domain.ledger import recounted
from domain.target import Aggregation, GoalPattern
from tests.builders import NOW, a_dossier, a_goal, a_target, an_activity

HOUR = timedelta(hours=1)
LATER = NOW + 40 * HOUR


def a_book(pattern: GoalPattern = GoalPattern.MILESTONE, **target: Any) -> Book:
    goal = a_goal(pattern=pattern, target=a_target(**target))
    return Book(dossier=a_dossier(goal=goal), months={}, activities=())


def activities(*values: int) -> tuple[Activity, ...]:
    """Return activities of these values, one an hour."""
    return tuple(
        an_activity(
            ulid=f"01KJQ3M8E0000000000000{n:04}", value=Decimal(v), occurred_at=NOW + n * HOUR
        )
        for n, v in enumerate(values, start=1)
    )


def check(dossier: Dossier, activity: Activity) -> None:
    completed_at = dossier.goal.completed_at
    if completed_at is not None and activity.occurred_at > completed_at:
        raise GoalAlreadyCompletedError("too late")


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[Dossier]:
    """Return what gathers each dossier that is counted anew."""
    found: list[Dossier] = []

    def counting(dossier: Dossier, **given: Any) -> Dossier:
        found.append(dossier)
        return recounted(dossier, **given)

    monkeypatch.setattr(book, "recounted", counting)
    return found


def log(held: Book, *values: int) -> Logged:
    return logged(held, activities(*values), now=LATER, check=check)


def test_what_cannot_end_a_goal_is_counted_in_one_walk(walks: list[Dossier]) -> None:
    done = log(a_book(), 10, 20, 30)
    assert done.activities == done.told == activities(10, 20, 30)
    assert len(walks) == 1
    assert [*done.book.months] == ["2026-03"]


def test_what_may_end_a_goal_is_counted_one_by_one(walks: list[Dossier]) -> None:
    done = log(a_book(), 60, 40, 1)
    assert [isinstance(each, Activity) for each in done.told] == [True, True, False]
    assert done.book.dossier.goal.completed_at == NOW + 2 * HOUR
    assert len(walks) == 3


@pytest.mark.parametrize(("start", "values"), [(0, (99, 50)), (200, (101, 300))])
def test_measurements_short_of_the_target_are_counted_in_one_walk(
    start: int, values: tuple[int, ...], walks: list[Dossier]
) -> None:
    assert log(a_book(GoalPattern.TARGET, start_value=Decimal(start)), *values).activities
    assert len(walks) == 1


@pytest.mark.parametrize(("start", "values"), [(0, (50, 101)), (200, (300, 99))])
def test_a_measurement_beyond_the_target_is_counted_on_its_own(
    start: int, values: tuple[int, ...], walks: list[Dossier]
) -> None:
    done = log(a_book(GoalPattern.TARGET, start_value=Decimal(start)), *values, 100)
    assert [isinstance(each, Activity) for each in done.told] == [True, True, False]
    assert len(walks) == 3


def test_measurements_that_add_up_are_counted_one_by_one(walks: list[Dossier]) -> None:
    held = a_book(GoalPattern.TARGET, start_value=Decimal(0), aggregation=Aggregation.SUM)
    assert log(held, 30, 30).book.dossier.goal.status is GoalStatus.ACTIVE
    assert len(walks) == 3


@pytest.mark.parametrize("aggregation", [Aggregation.MEAN, Aggregation.LAST])
def test_a_total_that_may_fall_again_is_counted_one_by_one(
    aggregation: Aggregation, walks: list[Dossier]
) -> None:
    done = log(a_book(aggregation=aggregation), 100, 20)
    assert [isinstance(each, Activity) for each in done.told] == [True, False]
    assert len(walks) == 2


def test_what_was_refused_before_stays_refused() -> None:
    refusal = ActivityInvalidError("value", "must be above 0", 0)
    (only,) = activities(10)
    done = logged(a_book(), (refusal, only), now=LATER, check=check)
    assert done.told == (refusal, only)
    assert done.activities == (only,)


def test_a_book_with_nothing_logged_in_it_stays_as_it_is(walks: list[Dossier]) -> None:
    empty = a_book()
    assert logged(empty, (), now=LATER, check=check) == Logged(book=empty, told=())
    assert walks == []


def test_two_books_of_a_goal_differ_in_what_was_logged_between() -> None:
    empty = a_book()
    did = effects_between(empty, log(empty, 30, 30).book, now=LATER)
    assert did.progress_delta == 60
    assert [each.percentage for each in did.milestones_achieved] == [25, 50]


def test_what_an_import_logged_ahead_counts_once_its_time_has_come() -> None:
    ahead = replace(activities(30)[0], occurred_at=LATER - HOUR)
    held = a_book()
    tally = replace(held.dossier.tally, next_at=ahead.occurred_at)
    month = log(held, 30).book.months
    imported = Book(dossier=replace(held.dossier, tally=tally), months=month, activities=(ahead,))
    assert imported.dossier.goal.status is GoalStatus.ACTIVE
    assert imported.walked(as_of=LATER - 2 * HOUR).progress == 0
    assert imported.walked(as_of=LATER).progress == 30
