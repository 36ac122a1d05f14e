"""How many tasks and milestones of the owner's own a goal may have."""

import pytest

from domain.errors import GoalInvalidError
from domain.milestone_rules import MOST_MILESTONES
from domain.milestone_rules import check_room as check_milestones
from domain.task_rules import MOST_TASKS
from domain.task_rules import check_room as check_tasks
from tests.builders import a_milestone, a_task


def test_a_goal_has_at_most_1000_tasks() -> None:
    check_tasks([a_task()] * (MOST_TASKS - 1))
    with pytest.raises(
        GoalInvalidError, match="tasks must be at most 1000 for one goal; got '1001'"
    ):
        check_tasks([a_task()] * MOST_TASKS)


def test_a_goal_has_at_most_100_milestones_of_its_owner_s_own() -> None:
    check_milestones([a_milestone()] * (MOST_MILESTONES - 1))
    with pytest.raises(GoalInvalidError, match="must be at most 100 for one goal; got '101'"):
        check_milestones([a_milestone()] * MOST_MILESTONES)
