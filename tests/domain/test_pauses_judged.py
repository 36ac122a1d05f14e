"""What pauses do to what is judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.goal import Pause
from domain.period import PeriodUnit
from domain.target import GoalPattern
from tests.domain.diary import a_diary, away, diaries
from tests.domain.journals import on
from tests.domain.test_laws import QUIET, proved
from tests.domain.worlds import take


def test_days_of_a_pause_entered_afterwards_do_not_break_a_streak() -> None:
    # taskmate issue 419 and Loop issue 601: the range is inclusive, also entered afterwards.
    diary = a_diary(GoalPattern.STREAK, 3)
    diary.log()
    diary.wait(days=1).log()
    diary.wait(days=6).log()
    assert diary.details().activity_progress == Decimal(200) / 3
    diary.pause_days(ago=5, days=5)
    assert diary.goal.completed_at == on(9, 9, 30)


def test_a_pause_that_ends_a_day_too_early_leaves_a_miss() -> None:
    diary = a_diary(GoalPattern.STREAK, 3)
    diary.log()
    diary.wait(days=5).log()
    diary.pause_days(ago=4, days=3)
    assert diary.details().activity_progress == Decimal(100) / 3


def test_a_day_done_in_a_pause_counts() -> None:
    diary = a_diary(GoalPattern.STREAK, 3)
    diary.pause_days(days=10)
    for _ in range(3):
        diary.log()
        diary.wait(days=2)
    assert diary.goal.completed_at == on(6, 9, 30)


def test_days_of_a_pause_ahead_are_not_judged_and_the_day_after_is() -> None:
    diary = a_diary(GoalPattern.RECURRING, 1, period_count=4)
    diary.log(1)
    diary.pause_days(ago=-1, days=2)
    diary.wait(days=2, hours=23)
    assert diary.details(on(5)).activity_progress == 25
    diary.log(1, occurred_at=on(5, 1))
    assert diary.details(on(7)).activity_progress == 50


def test_a_week_with_a_paused_day_is_excused_unless_it_is_met() -> None:
    diary = a_diary(GoalPattern.STREAK, 2, period=PeriodUnit.WEEK)
    diary.log()
    diary.wait(days=14).log()
    assert diary.progress() == 50
    diary.pause_days(ago=5, days=1)
    assert diary.goal.completed_at == on(16, 9, 30)


def test_a_pause_entered_afterwards_takes_back_what_a_limit_proved_on_its_days() -> None:
    diary = a_diary(GoalPattern.LIMIT, 2, period_count=4)
    diary.log(1)
    diary.wait(days=3)
    assert diary.reached() == {"25": on(3), "50": on(4), "75": on(5)}
    diary.pause_days(ago=3, days=2)
    assert diary.reached() == {"25": on(5)}
    assert proved(diary.dossier) == proved(diary.rebuilt())


def test_a_goal_paused_since_a_day_is_due_again_from_the_day_of_its_return_on() -> None:
    diary = a_diary(GoalPattern.RECURRING, 1, period_count=4)
    diary.log(1)
    diary.wait(days=3)
    diary.pause_days(ago=2)
    assert diary.goal.pauses == (Pause(first=date(2026, 3, 3), last=date(2026, 3, 4)),)
    diary.wait(days=4)
    diary.come_back()
    diary.wait(days=1)
    diary.log(1)
    assert diary.details().activity_progress == 50


def test_a_pause_that_is_cut_short_leaves_today_due() -> None:
    diary = a_diary(GoalPattern.STREAK, 2)
    diary.log()
    diary.wait(days=1)
    diary.pause_days(days=20)
    diary.wait(days=1)
    diary.come_back()
    assert diary.goal.pauses == (Pause(first=date(2026, 3, 3), last=date(2026, 3, 3)),)
    diary.wait(days=1)
    diary.log()
    assert diary.details().activity_progress == 50


@pytest.mark.parametrize("pattern", GoalPattern)
@given(data=st.data())
@settings(max_examples=30, suppress_health_check=QUIET)
def test_counting_a_pause_in_equals_counting_the_whole_log(
    pattern: GoalPattern, data: st.DataObject
) -> None:
    diary, story = data.draw(diaries(away, pattern=pattern))
    for step in story:
        take(diary, step)
        if diary.tally.through >= diary.goal.created_at:
            assert proved(diary.dossier) == proved(diary.rebuilt())
            assert proved(diary.dossier) == proved(diary.rebuilt_by_months())
