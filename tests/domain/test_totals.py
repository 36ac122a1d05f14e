"""How totals, measurements, tasks and time are judged, told as short stories."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.answers import ProgressBasis
from domain.errors import DomainError
from domain.goal import GoalStatus
from domain.target import GoalPattern
from tests.domain.journal import BEGIN
from tests.domain.journals import DEADLINE, a_journal, log_days, on

MILESTONE, TARGET = GoalPattern.MILESTONE, GoalPattern.TARGET


# milestone


def test_what_is_logged_adds_up_to_the_total() -> None:
    journal = log_days(a_journal(MILESTONE, 40), 10, 5)
    details = journal.details()
    assert details.progress_percentage == Decimal("37.5")
    assert details.total_accumulated == 15
    assert details.remaining_to_goal == 25
    assert details.basis is ProgressBasis.PATTERN


def test_a_total_never_shows_more_than_100() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(90)
    assert journal.progress() == 100
    assert journal.details().remaining_to_goal == 0


def test_a_milestone_is_reached_by_the_activity_that_crosses_it() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(9)
    journal.wait(hours=1).log(12)
    assert journal.reached() == {"25": journal.now, "50": journal.now}


def test_a_milestone_is_taken_back_with_its_evidence() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(20)
    journal.remove(0)
    assert journal.reached() == {}


# target


def test_a_measurement_is_the_last_days_last() -> None:
    journal = a_journal(TARGET, 70, start_value=Decimal(80))
    journal.log(79)
    journal.wait(minutes=1).log(78)
    assert journal.progress() == 20
    assert journal.details().remaining_to_goal == 8
    assert journal.details().total_accumulated is None


def test_moving_away_from_the_target_is_0() -> None:
    journal = a_journal(TARGET, 70, start_value=Decimal(80))
    journal.log(85)
    assert journal.progress() == 0
    assert journal.details().remaining_to_goal == 15


def test_without_a_measurement_all_of_the_way_is_left() -> None:
    details = a_journal(TARGET, 70, start_value=Decimal(80)).details()
    assert details.activity_progress == 0
    assert details.remaining_to_goal == 10


def test_a_milestone_stays_when_the_measurement_falls_back() -> None:
    journal = log_days(a_journal(TARGET, 70, start_value=Decimal(80)), 75, 79)
    assert journal.progress() == 10
    assert journal.reached() == {"25": on(2, 9, 30), "50": on(2, 9, 30)}


def test_a_target_met_once_completes_the_goal() -> None:
    journal = a_journal(TARGET, 90, start_value=Decimal(80))
    journal.log(90)
    assert journal.goal.status is GoalStatus.COMPLETED


# completion


def test_a_goal_with_tasks_completes_by_hand_alone() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.task()
    journal.wait(minutes=1).log(40)
    assert journal.goal.status is GoalStatus.ACTIVE
    assert journal.progress() == 0
    journal.complete()
    assert journal.progress() == 100
    assert journal.details().basis is ProgressBasis.COMPLETED
    assert set(journal.reached().values()) == {journal.now}


def test_cancelling_the_last_task_lets_the_log_complete_the_goal() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.task()
    journal.wait(minutes=1).log(40)
    journal.wait(minutes=1).cancel_task()
    assert journal.goal.completed_at == journal.now


def test_a_correction_makes_a_goal_active_again_that_its_log_had_completed() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(40)
    assert journal.goal.completed_at is not None
    journal.wait(hours=1).remove(0)
    assert journal.goal.status is GoalStatus.ACTIVE
    assert journal.progress() == 0


def test_a_completion_by_hand_stays_when_the_log_is_corrected() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(20)
    journal.wait(minutes=1).complete()
    journal.wait(hours=1).remove(0)
    assert journal.goal.status is GoalStatus.COMPLETED
    assert journal.progress() == 100


def test_an_import_from_before_its_creation_completes_a_goal_when_it_is_made() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.bring(40, occurred_at=BEGIN - timedelta(days=9))
    assert journal.goal.completed_at == BEGIN
    assert journal.reached()["100"] == BEGIN - timedelta(days=9)


def test_what_is_imported_ahead_is_hidden_until_its_time() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.bring(20, occurred_at=BEGIN + timedelta(days=2))
    assert journal.progress() == 0
    assert journal.progress(BEGIN + timedelta(days=2)) == 50
    journal.wait(days=5).log(1)
    assert journal.reached()["50"] == BEGIN + timedelta(days=2)


def test_nothing_is_logged_after_the_end_of_a_goal() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(40)
    with pytest.raises(DomainError, match="occurredAt must be"):
        journal.wait(hours=1).log(1)


# tasks and time


def test_tasks_and_time_make_up_progress_where_there_is_a_deadline() -> None:
    journal = a_journal(MILESTONE, 40, deadline=DEADLINE)
    journal.task()
    journal.task()
    journal.complete_task(1)
    middle = BEGIN + (on(31) + timedelta(days=1) - BEGIN) / 2
    details = journal.details(middle)
    assert details.progress_percentage == 50
    assert details.basis is ProgressBasis.TASKS_AND_TIME
    assert details.task_progress == 50
    assert details.time_progress == 50
    assert details.completed_tasks == 1
    assert details.total_tasks == 2


def test_time_alone_reaches_a_milestone_at_the_instant_it_crosses() -> None:
    journal = a_journal(MILESTONE, 40, deadline=DEADLINE)
    journal.task()
    end = on(31) + timedelta(days=1)
    assert journal.reached(end) == {"25": BEGIN + (end - BEGIN) * 5 / 6}


def test_what_time_crossed_since_the_last_change_survives_an_edit() -> None:
    journal = a_journal(MILESTONE, 40, deadline=DEADLINE)
    journal.task()
    crossed = journal.reached(on(31))["25"]
    journal.now = on(30)
    journal.edit(deadline=date(2026, 4, 30))
    assert journal.reached()["25"] == crossed


def test_without_a_deadline_tasks_alone_count() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.task()
    journal.task()
    journal.complete_task()
    assert journal.progress() == 50
    assert journal.details().basis is ProgressBasis.TASKS


def test_the_past_shows_tasks_as_they_stood_then() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.task()
    journal.wait(hours=1).complete_task()
    journal.wait(hours=1).reopen_task()
    journal.wait(hours=1).delete_task()
    found = [journal.progress(BEGIN + timedelta(hours=n)) for n in range(-1, 4)]
    assert found == [0, 0, 100, 0, 0]
    assert set(journal.reached(BEGIN + timedelta(hours=1))) == {"25", "50", "75", "100"}
    assert journal.reached(BEGIN + timedelta(hours=2)) == {}


def test_a_deadline_is_urgent_in_its_last_8_days_and_overdue_past_its_end() -> None:
    journal = a_journal(MILESTONE, 40, deadline=DEADLINE)
    end = on(31) + timedelta(days=1)
    moments = (end - timedelta(days=8), end - timedelta(days=7, hours=23), end)
    found = [journal.details(at) for at in moments]
    assert [each.is_urgent for each in found] == [False, True, False]
    assert [each.is_overdue for each in found] == [False, False, True]


def test_a_completed_goal_is_neither_urgent_nor_overdue() -> None:
    journal = a_journal(MILESTONE, 40, deadline=DEADLINE)
    journal.complete()
    for at in (on(30), on(31) + timedelta(days=9)):
        details = journal.details(at)
        assert not details.is_urgent
        assert not details.is_overdue


def test_a_new_zone_moves_the_deadline_from_the_day_it_holds() -> None:
    journal = a_journal(MILESTONE, 40, deadline=DEADLINE)
    journal.task()
    before = journal.progress(on(2, 12))
    journal.revise_profile(timezone="America/New_York")
    assert journal.progress(on(2, 12)) == before
    assert not journal.details(on(31) + timedelta(days=1, hours=3)).is_overdue


# custom milestones and updates


def test_a_milestone_of_the_owners_own_is_found_in_the_log_that_was_there_before() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.log(8)
    own = journal.wait(hours=1).milestone(amount=Decimal(6))
    assert journal.reached()[own.milestone_id] == BEGIN
    journal.edit_milestone(amount=Decimal(10))
    assert own.milestone_id not in journal.reached()


def test_milestones_come_by_percentage_and_show_their_amount() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.milestone(percentage=Decimal(30))
    journal.milestone(amount=Decimal(4))
    found = journal.details().milestones
    assert [each.percentage for each in found] == [10, 25, 30, 50, 75, 100]
    assert [each.amount for each in found if each.is_custom] == [4, 12]
    assert found[1].milestone_id == "milestone_25_goal"
    assert found[1].name == "First Quarter"
    assert found[1].description == "Reach 25% progress"


def test_a_milestone_is_not_shown_as_of_before_it_was_made() -> None:
    journal = a_journal(MILESTONE, 40).wait(hours=1)
    journal.milestone(percentage=Decimal(30))
    assert len(journal.details(BEGIN).milestones) == 4
    assert len(journal.details().milestones) == 5


def test_the_last_update_is_the_latest_change_by_then() -> None:
    journal = a_journal(MILESTONE, 40)
    journal.wait(hours=1).log(1)
    journal.wait(hours=1).task()
    journal.wait(hours=1).delete_task()
    hours = [journal.details(BEGIN + timedelta(hours=n)).last_updated.hour for n in range(-1, 4)]
    assert hours == [9, 9, 10, 11, 12]
