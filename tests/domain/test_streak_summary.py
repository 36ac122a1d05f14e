"""How the present streak stands: its state, when it breaks, and the best ones before it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.goal import GoalStatus
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit, TargetEdit
from domain.streak import Streak, StreakState
from domain.streak_summary import StreakSummary, best, streak_summary
from domain.target import GoalPattern, MissingPolicy, TargetType
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal, log_days, on
from tests.domain.reviewing import reviewed

if TYPE_CHECKING:
    from tests.domain.journal import Journal

RECURRING, STREAK, LIMIT = GoalPattern.RECURRING, GoalPattern.STREAK, GoalPattern.LIMIT
SKIPPED = ActivityType.SKIPPED
ACTIVE, AT_RISK, BROKEN = StreakState.ACTIVE, StreakState.AT_RISK, StreakState.BROKEN
FORGIVING = ScheduleEdit(is_single_miss_forgiven=True)
NOTHING_BREAKS = (ACTIVE, None, None)


def summary(journal: Journal, as_of: datetime | None = None) -> StreakSummary:
    return streak_summary(reviewed(journal, as_of))


def outlook(journal: Journal) -> tuple[StreakState, datetime | None, int | None]:
    """Return the state, when the streak breaks, and the due periods before."""
    found = summary(journal)
    assert found.is_at_risk == (found.state is AT_RISK)
    return found.state, found.expires_at, found.periods_until_break


def a_streak(**changes: Any) -> Journal:
    """Return the journal of a streak kept from Monday the 2nd on, daily unless it says else."""
    return a_journal(STREAK, 365, **changes)


def a_rolling(times: int, days: int, **changes: Any) -> Journal:
    return a_journal(RECURRING, times, period=None, rolling_days=days, **changes)


# days


def test_before_anything_is_done_there_is_no_streak() -> None:
    assert outlook(a_streak()) == (StreakState.NOT_STARTED, None, None)


def test_a_day_done_holds_until_the_next_one_closes() -> None:
    assert outlook(log_days(a_streak(), 1).wait(days=-1)) == (ACTIVE, on(4), 1)


def test_on_a_day_not_done_yet_a_streak_is_at_risk_and_breaks_when_it_closes() -> None:
    journal = log_days(a_streak(), 1)
    assert outlook(journal) == (AT_RISK, on(4), 0)
    assert summary(journal, on(4)).state is BROKEN


def test_a_skipped_day_is_not_at_risk() -> None:
    journal = log_days(a_streak(), 1)
    journal.log(kind=SKIPPED)
    assert outlook(journal) == (ACTIVE, on(5), 1)


def test_rest_days_are_not_counted_and_put_nothing_at_risk() -> None:
    weekdays = a_streak(schedule=ScheduleEdit(days_of_week=(1, 2, 3, 4, 5)))
    friday = log_days(weekdays, 1, 1, 1, 1)
    friday.log(1)
    assert outlook(friday) == (ACTIVE, on(10), 1)
    assert outlook(friday.wait(days=1)) == (ACTIVE, on(10), 0)


def test_a_day_of_a_pause_to_come_is_not_counted() -> None:
    diary = a_diary(STREAK, 365)
    diary.log()
    diary.pause_days(ago=-2, days=3)
    assert outlook(diary) == (ACTIVE, on(4), 1)
    diary.wait(days=1).log()
    assert outlook(diary) == (ACTIVE, on(8), 1)


def test_a_broken_streak_has_nothing_to_break() -> None:
    assert outlook(log_days(a_streak(), 1, None)) == (BROKEN, None, None)


# longer periods


def test_a_week_is_at_risk_on_its_last_day_only() -> None:
    journal = a_streak(period=PeriodUnit.WEEK)
    journal.log()
    journal.wait(days=12)
    assert outlook(journal) == (ACTIVE, on(16), 0)
    assert outlook(journal.wait(days=1)) == (AT_RISK, on(16), 0)
    journal.log()
    assert outlook(journal) == (ACTIVE, on(23), 1)


def test_every_second_week_leaves_the_other_one_free() -> None:
    journal = a_streak(period=PeriodUnit.WEEK, schedule=ScheduleEdit(every=2))
    journal.log()
    assert outlook(journal) == (ACTIVE, on(23), 1)
    assert outlook(journal.wait(days=13)) == (ACTIVE, on(23), 0)


# misses forgiven, freezes


def test_while_a_miss_waits_to_be_forgiven_the_streak_is_at_risk() -> None:
    journal = log_days(a_streak(schedule=FORGIVING), 1)
    assert outlook(journal) == (AT_RISK, on(5), 1)
    journal.wait(days=1)
    assert outlook(journal) == (AT_RISK, on(5), 0)
    journal.log()
    assert outlook(journal) == (ACTIVE, on(7), 2)
    assert summary(journal).current == 2


def test_a_rest_day_after_a_miss_leaves_the_streak_at_risk() -> None:
    schedule = ScheduleEdit(is_single_miss_forgiven=True, days_of_week=(1, 2, 4))
    journal = log_days(a_streak(schedule=schedule), 1, None)
    assert outlook(journal) == (AT_RISK, on(6), 0)


def test_each_freeze_held_puts_the_break_off_by_a_due_day() -> None:
    schedule = ScheduleEdit(freeze_every=1, freeze_max=2)
    journal = log_days(a_streak(schedule=schedule), 1, 1)
    assert summary(journal).freezes == 2
    assert outlook(journal) == (AT_RISK, on(7), 2)
    assert outlook(journal.wait(days=1)) == (AT_RISK, on(7), 1)
    assert summary(journal).freezes == 1


# limits


def test_nothing_breaks_a_limit_that_is_kept() -> None:
    journal = log_days(a_journal(LIMIT, 3), 2)
    journal.log(3)
    assert outlook(journal) == NOTHING_BREAKS


def test_a_limit_is_at_risk_once_the_open_total_is_over_and_breaks_at_the_close() -> None:
    journal = log_days(a_journal(LIMIT, 3, period=PeriodUnit.WEEK), 2).wait(days=6)
    journal.log(4)
    assert outlook(journal) == (AT_RISK, on(16), 0)


def test_a_limit_over_that_is_forgiven_breaks_at_no_later_close() -> None:
    journal = log_days(a_journal(LIMIT, 3, schedule=FORGIVING), 2)
    journal.log(4)
    assert outlook(journal) == (AT_RISK, None, None)


def test_a_skip_takes_the_risk_from_a_limit_that_is_over() -> None:
    journal = log_days(a_journal(LIMIT, 3), 2)
    journal.log(4)
    journal.log(kind=SKIPPED)
    assert outlook(journal) == NOTHING_BREAKS


def test_a_limit_whose_empty_days_are_unknown_does_not_break_by_them() -> None:
    journal = log_days(a_journal(LIMIT, 3, missing_policy=MissingPolicy.UNKNOWN), 2)
    assert outlook(journal) == NOTHING_BREAKS


def test_a_limit_with_a_least_total_breaks_when_an_empty_day_closes() -> None:
    journal = log_days(a_journal(LIMIT, 3, target_type=TargetType.MINIMUM), 4)
    assert outlook(journal) == (ACTIVE, on(4), 0)
    journal.log(3)
    assert outlook(journal) == (ACTIVE, on(5), 1)


# rolling


def test_a_rolling_streak_holds_until_its_last_interval_ends() -> None:
    # The interval of 2 in 5 days runs from the 2nd to the 6th.
    journal = log_days(a_rolling(2, 5), 1, 1)
    assert outlook(journal) == (ACTIVE, on(8), 3)
    assert outlook(journal.wait(days=2)) == (ACTIVE, on(8), 1)
    assert outlook(journal.wait(days=1)) == (AT_RISK, on(8), 0)
    journal.log(1)
    # With the 3rd, the 7th makes one from the 3rd to the 7th.
    assert outlook(journal) == (ACTIVE, on(9), 1)


def test_a_young_rolling_goal_is_active_until_its_pending_days_have_passed() -> None:
    journal = log_days(a_rolling(3, 7), 1, 1)
    assert outlook(journal) == (ACTIVE, on(11), 6)
    assert outlook(journal.wait(days=6)) == (AT_RISK, on(11), 0)
    assert outlook(journal.wait(days=1)) == (BROKEN, None, None)


def test_a_shorter_run_announced_for_later_ends_the_interval_sooner() -> None:
    journal = log_days(a_rolling(1, 7), 1).wait(hours=-23)
    assert outlook(journal) == (ACTIVE, on(10), 7)
    journal.edit(days_ahead=2, target=TargetEdit(rolling_days=2))
    assert outlook(journal) == (ACTIVE, on(5), 2)


# pauses and ends


def test_the_streak_of_a_paused_goal_is_paused_and_nothing_breaks_it() -> None:
    journal = log_days(a_streak(), 1)
    journal.pause()
    assert outlook(journal.wait(days=9)) == (StreakState.PAUSED, None, None)
    assert summary(journal).current == 1
    journal.resume()
    assert outlook(journal) == (AT_RISK, on(13), 0)


@pytest.mark.parametrize("value", [1, None])
def test_in_a_dated_pause_a_streak_is_paused(value: int | None) -> None:
    diary = a_diary(STREAK, 365)
    log_days(diary, 1)
    diary.pause_days(days=2)
    log_days(diary, value)
    assert outlook(diary) == (StreakState.PAUSED, None, None)
    assert outlook(diary.wait(days=1))[0] is AT_RISK


def test_before_it_starts_a_paused_goal_has_no_streak() -> None:
    journal = a_streak()
    journal.pause()
    assert summary(journal).state is StreakState.NOT_STARTED


@pytest.mark.parametrize("end", ["archive", "complete"])
def test_the_streak_of_a_goal_that_has_ended_stands_as_it_did_and_nothing_breaks_it(
    end: str,
) -> None:
    journal = log_days(a_streak(), 1, 1)
    getattr(journal, end)()
    assert outlook(journal) == NOTHING_BREAKS
    assert outlook(journal.wait(days=30)) == NOTHING_BREAKS
    assert summary(journal).current == 2


def test_a_streak_that_completes_its_goal_is_active() -> None:
    journal = log_days(a_journal(STREAK, 2), 1)
    journal.log(1)
    assert journal.goal.status is GoalStatus.COMPLETED
    assert outlook(journal.wait(days=3)) == NOTHING_BREAKS


@pytest.mark.parametrize("pattern", [GoalPattern.MILESTONE, GoalPattern.TARGET])
def test_a_goal_without_periods_has_no_streak(pattern: GoalPattern) -> None:
    target = {"start_value": Decimal(0)} if pattern is GoalPattern.TARGET else {}
    journal = log_days(a_journal(pattern, 10, **target), 1, 2)
    assert outlook(journal) == (StreakState.NOT_STARTED, None, None)
    assert summary(journal).history == ()


# zones


def test_a_streak_breaks_when_the_owners_day_closes_also_by_a_changed_clock() -> None:
    # On 8 March 2026 the clocks in New York go forward at 2:00.
    calendar = Calendar.of(DayRule(timezone="America/New_York", day_start=time(3)))
    journal = a_streak(calendar=calendar).wait(days=5)
    journal.log(1)
    assert outlook(journal)[1] == on(9, 7)


def test_a_journey_east_brings_the_close_forward_from_its_announcement_on() -> None:
    journal = log_days(a_streak(), 1)
    assert outlook(journal)[1] == on(4)
    journal.revise_profile(timezone="Asia/Tokyo")
    assert outlook(journal)[1] == on(3, 15)


def test_a_day_that_lasts_longer_by_a_journey_west_is_still_open() -> None:
    calendar = Calendar.of(DayRule(timezone="Australia/Sydney"))
    journal = log_days(a_streak(calendar=calendar), 1)
    journal.revise_profile(timezone="America/New_York")
    assert outlook(journal)[0] is AT_RISK
    assert outlook(journal.wait(hours=12))[:2] == (AT_RISK, on(4, 5))
    journal.log(1)
    assert summary(journal).current == 2


# all streaks


def a_run(start: int, end: int, length: int | None = None) -> Streak:
    first, last = date(2026, 3, start), date(2026, 3, end)
    return Streak(start_on=first, end_on=last, length=length or end - start + 1)


def test_all_streaks_are_told_newest_first() -> None:
    journal = log_days(a_streak(), 1, 1, None, 1, None)
    journal.log(1)
    found = summary(journal)
    assert found.history == (a_run(7, 7), a_run(5, 5), a_run(2, 3))
    assert (found.current, found.longest, found.start_on) == (1, 2, date(2026, 3, 7))


def test_only_a_streak_that_goes_on_has_a_start() -> None:
    assert summary(log_days(a_streak(), 1, None)).start_on is None


def test_the_best_are_the_ten_longest_ties_to_the_newer_newest_first() -> None:
    ones = tuple(a_run(day, day) for day in range(4, 26, 2))
    streaks = (a_run(1, 2), *ones, a_run(27, 29))
    assert best(streaks) == (a_run(27, 29), *ones[:2:-1], a_run(1, 2))


def test_the_same_streak_is_told_as_of_each_moment_before() -> None:
    journal = log_days(a_streak(), 1, 1, 1, None, None)
    lengths = [summary(journal, on(day, 12)).current for day in range(2, 8)]
    assert lengths == [1, 2, 3, 3, 0, 0]
    assert summary(journal, on(2, 12) + timedelta(days=1)).longest == 2
