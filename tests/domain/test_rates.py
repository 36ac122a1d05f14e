"""How rates are judged, period by period, told as short stories."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from domain.activity import ActivityType
from domain.answers import ProgressBasis
from domain.goal import GoalStatus
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit, TargetEdit
from domain.target import Aggregation, GoalPattern, TargetType
from tests.domain.journal import BEGIN
from tests.domain.journals import a_journal, log_days, on

RECURRING, STREAK, LIMIT = GoalPattern.RECURRING, GoalPattern.STREAK, GoalPattern.LIMIT
TODAY = BEGIN.date()
SKIPPED = ActivityType.SKIPPED


# recurring


def test_the_share_of_met_periods_has_the_whole_look_back_as_its_denominator() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8)
    assert journal.progress() == 50


def test_an_open_period_counts_only_once_it_is_met() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8)
    journal.log(5)
    assert journal.progress() == 25
    journal.wait(minutes=1).log(3)
    assert journal.progress() == 50


def test_a_missing_period_is_a_miss() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, None, 8, 7, 8)
    assert journal.progress() == 50


def test_only_the_last_periods_are_looked_back_on() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8, 8, 8, None, None)
    assert journal.progress() == 50
    assert log_days(journal, None, None).progress() == 0


def test_a_skipped_period_leaves_the_look_back() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8, 8)
    journal.log(kind=SKIPPED)
    assert log_days(journal.wait(days=1), 8).progress() == 100


def test_met_beats_skipped() -> None:
    journal = a_journal(RECURRING, 8)
    journal.log(kind=SKIPPED)
    journal.wait(minutes=1).log(8)
    assert journal.progress() == 25


def test_nothing_is_due_while_a_goal_is_paused_but_what_is_met_counts() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8)
    journal.pause()
    log_days(journal, None, 8, None)
    journal.resume()
    assert log_days(journal, 8).progress() == 75


def test_a_draft_is_not_due() -> None:
    journal = a_journal(RECURRING, 8, status=GoalStatus.DRAFT).wait(days=3)
    journal.activate()
    assert log_days(journal, 8, 8, 8, 8).progress() == 100


def test_an_archived_goal_is_judged_up_to_its_archiving() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8)
    journal.archive()
    assert journal.progress(journal.now + timedelta(days=60)) == 50
    journal.wait(days=60)
    journal.restore()
    assert journal.progress() == 50


def test_a_first_partial_week_is_excused_unless_it_is_met() -> None:
    wednesday = ScheduleEdit(start_on=date(2026, 3, 4))
    missed = a_journal(RECURRING, 8, period=PeriodUnit.WEEK, schedule=wednesday)
    log_days(missed, 7).wait(days=7)
    missed.log(8)
    assert missed.progress() == 25
    met = a_journal(RECURRING, 8, period=PeriodUnit.WEEK, schedule=wednesday)
    met.log(8)
    assert met.progress() == 25


def test_nothing_is_due_before_the_goal_starts() -> None:
    journal = a_journal(RECURRING, 8, schedule=ScheduleEdit(start_on=date(2026, 3, 6)))
    assert log_days(journal.wait(days=4), 8, 8, 8, 8).progress() == 100


def test_a_start_set_later_leaves_the_days_judged_before() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8, None)
    journal.edit(schedule=ScheduleEdit(start_on=date(2026, 3, 20)))
    assert journal.progress() == 50
    assert log_days(journal, None, None, None).progress() == 50


def test_the_goal_starts_with_its_first_activity_if_that_is_earlier() -> None:
    journal = a_journal(RECURRING, 8).wait(days=1)
    journal.log(8, activity_date=TODAY - timedelta(days=2))
    assert journal.progress() == 25
    assert journal.details().last_activity_date == TODAY - timedelta(days=2)


def test_a_maximum_needs_an_activity_to_be_met() -> None:
    journal = a_journal(RECURRING, 8, target_type=TargetType.MAXIMUM)
    assert log_days(journal, 8, None, 9, 0).progress() == 50


def test_days_add_up_to_a_week_after_each_was_aggregated() -> None:
    journal = a_journal(RECURRING, 8, period=PeriodUnit.WEEK, aggregation=Aggregation.MAX)
    journal.log(5)
    journal.wait(minutes=1).log(3)
    assert journal.details().current_period_value == 5
    assert log_days(journal.wait(days=1), 3).progress() == 25


def test_a_new_target_holds_from_the_first_period_that_starts_on_or_after_its_day() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8)
    journal.edit(days_ahead=1, target=TargetEdit(value=Decimal(9)))
    assert log_days(journal, 8, 8).progress() == 75


def test_a_new_unit_waits_for_its_first_own_period_and_the_old_target_holds_until_then() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8)
    journal.edit(target=TargetEdit(value=Decimal(20), period=PeriodUnit.WEEK))
    log_days(journal, None, None, 8, 8, 8)
    assert journal.progress() == 75
    journal.log(20)
    assert journal.progress() == 100


def test_a_rate_never_completes_itself() -> None:
    journal = log_days(a_journal(RECURRING, 8), 8, 8, 8, 8)
    assert journal.progress() == 100
    assert journal.goal.status is GoalStatus.ACTIVE


# streak


def test_a_streak_is_the_longest_run_of_met_periods() -> None:
    journal = log_days(a_journal(STREAK, 5), 1, 1, 1, None, 1)
    assert journal.progress() == 60


def test_a_skipped_day_neither_breaks_nor_lengthens_a_streak() -> None:
    journal = log_days(a_journal(STREAK, 5), 1, 1)
    journal.log(kind=SKIPPED)
    assert log_days(journal.wait(days=1), 1).progress() == 60


def test_a_streak_completes_the_goal_with_the_activity_that_fills_it() -> None:
    journal = log_days(a_journal(STREAK, 2), 1)
    journal.log(1)
    assert journal.goal.status is GoalStatus.COMPLETED
    assert journal.goal.completed_at == journal.now


def test_a_day_filled_in_later_joins_two_runs() -> None:
    journal = log_days(a_journal(STREAK, 5), 1, None, 1, 1)
    assert journal.progress() == 40
    journal.log(1, activity_date=TODAY + timedelta(days=1))
    assert journal.progress() == 80
    assert journal.reached()["75"] == on(5, 9, 30)


# limit


def test_a_limit_is_judged_when_its_period_has_closed() -> None:
    journal = a_journal(LIMIT, 3)
    journal.log(2)
    assert journal.progress() == 0
    assert journal.progress(on(3)) == 25
    assert journal.reached(on(3)) == {"25": on(3)}


def test_an_empty_day_is_within_the_limit_and_one_beyond_it_is_not() -> None:
    journal = log_days(a_journal(LIMIT, 3), 3, None, 4, None)
    assert journal.progress() == 75


def test_a_limit_of_a_goal_without_any_activity_is_at_0() -> None:
    journal = a_journal(LIMIT, 3).wait(days=5)
    assert journal.progress() == 0
    assert journal.details().basis is ProgressBasis.NONE
    assert journal.details().activity_progress == 100


def test_a_paused_day_proves_nothing_about_a_limit() -> None:
    journal = log_days(a_journal(LIMIT, 3), 3)
    journal.pause()
    log_days(journal, None, None)
    journal.resume()
    assert log_days(journal, None).progress() == 50


def test_a_limit_that_started_before_it_was_made_kept_its_empty_days() -> None:
    journal = a_journal(LIMIT, 3, schedule=ScheduleEdit(start_on=date(2026, 2, 27)))
    journal.log(1)
    assert journal.progress() == 75


def test_a_late_activity_takes_back_a_milestone_of_a_limit() -> None:
    journal = log_days(a_journal(LIMIT, 3), 1, None)
    assert set(journal.reached()) == {"25", "50"}
    journal.log(5, activity_date=TODAY)
    assert journal.reached() == {"25": on(4)}
