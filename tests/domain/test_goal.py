from __future__ import annotations

from datetime import timedelta

import pytest

from domain.goal import Goal, GoalStatus, StatusChange, title_key
from tests.builders import NOW, a_goal

ACTIVE, COMPLETED, ARCHIVED = GoalStatus.ACTIVE, GoalStatus.COMPLETED, GoalStatus.ARCHIVED
HOUR = timedelta(hours=1)


def a_goal_that(*statuses: GoalStatus) -> Goal:
    taken = [StatusChange(status=status, at=NOW + n * HOUR) for n, status in enumerate(statuses)]
    return a_goal(changes=tuple(taken))


def test_the_status_is_the_one_taken_last() -> None:
    assert a_goal_that(ACTIVE, GoalStatus.PAUSED).status is GoalStatus.PAUSED


def test_a_goal_archived_since_was_completed_all_the_same() -> None:
    goal = a_goal_that(ACTIVE, COMPLETED, ARCHIVED)
    assert (goal.completed_at, goal.archived_at) == (NOW + HOUR, NOW + 2 * HOUR)


def test_a_goal_under_way_is_neither_completed_nor_archived() -> None:
    goal = a_goal_that(ACTIVE, ARCHIVED, ACTIVE)
    assert (goal.completed_at, goal.archived_at) == (None, None)
    assert a_goal_that(ARCHIVED).completed_at is None


@pytest.mark.parametrize("title", ["read more", " READ\tMORE ", "\uff32ead more", "Read\u00a0more"])
def test_titles_are_one_whatever_their_case_width_and_white_space(title: str) -> None:
    assert title_key(title) == title_key("Read more")


def test_titles_that_read_differently_are_two() -> None:
    assert title_key("Read more") != title_key("Readmore")
    assert title_key("Stra\u00dfe") == title_key("STRASSE")
