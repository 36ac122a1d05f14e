"""At which instant something is proved, where that is easily missed."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from domain.activity import ActivityType
from domain.answers import ProgressBasis
from domain.day import Calendar, DayRule
from domain.goal import GoalStatus
from domain.requests import ScheduleEdit
from domain.schedule import SkipPolicy
from domain.target import GoalPattern, MissingPolicy, TargetType
from tests.domain.journal import BEGIN
from tests.domain.journals import a_journal, log_days, on
from tests.domain.oracle import Oracle
from tests.domain.test_laws import proved

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
COUNTED = ScheduleEdit(skip_policy=SkipPolicy.COUNT)


def test_what_was_logged_ahead_counts_once_its_day_opens_also_where_more_is_imported() -> None:
    noon = Calendar.of(DayRule(timezone="UTC", day_start=time(11, 59)))
    journal = a_journal(GoalPattern.STREAK, 1, calendar=noon)
    journal.log(1, timezone="Pacific/Kiritimati")
    journal.bring(1, occurred_at=BEGIN + 3 * HOUR)
    reached = journal.reached(BEGIN + 4 * HOUR)
    assert reached == Oracle(journal.dossier, journal.activities).reached(
        BEGIN + 4 * HOUR, now=journal.latest
    )
    assert reached["100"] == on(2, 11, 59)


def test_a_goal_that_was_completed_ahead_is_read_as_completed_once_that_day_opens() -> None:
    journal = a_journal(GoalPattern.STREAK, 2)
    journal.log(1)
    journal.wait(hours=11).log(1, timezone="Pacific/Kiritimati")
    opened = on(3)
    assert journal.details(opened - TICK).basis is ProgressBasis.PATTERN
    before = journal.details(opened + HOUR)
    assert (before.basis, before.last_updated) == (ProgressBasis.COMPLETED, opened)
    journal.wait(hours=10)
    journal.task("Rest")
    assert journal.dossier.goal.completed_at == opened
    assert journal.details(opened + HOUR) == before


@pytest.mark.parametrize(
    "target", [{"missing_policy": MissingPolicy.UNKNOWN}, {"target_type": TargetType.MINIMUM}]
)
def test_an_activity_of_a_day_just_closed_proves_a_limit_at_its_own_instant(
    target: dict[str, object],
) -> None:
    far_east = Calendar.of(DayRule(timezone="Pacific/Kiritimati"))
    journal = a_journal(GoalPattern.LIMIT, 1, calendar=far_east, **target)
    journal.wait(hours=26).log(1, timezone="Pacific/Pago_Pago")
    journal.settle(BEGIN + 56 * HOUR)
    assert journal.reached() == {"25": BEGIN + 26 * HOUR}
    assert proved(journal.dossier) == proved(journal.rebuilt())


def test_a_goal_paused_later_on_a_day_keeps_what_a_counted_skip_proved_before() -> None:
    journal = a_journal(GoalPattern.STREAK, 4, schedule=COUNTED)
    journal.log(1)
    journal.wait(days=1).log(kind=ActivityType.SKIPPED)
    before = journal.details()
    journal.wait(hours=1).pause()
    assert journal.details(on(3, 9, 30)) == before
    assert journal.reached() == {"25": BEGIN, "50": on(3, 9, 30)}
    assert journal.details().activity_progress == 25


def test_a_counted_skip_that_completes_a_goal_still_counts_at_its_end() -> None:
    journal = a_journal(GoalPattern.STREAK, 2, schedule=COUNTED)
    journal.log(1)
    journal.wait(days=1).log(kind=ActivityType.SKIPPED)
    assert journal.goal.status is GoalStatus.COMPLETED
    assert journal.wait(days=9).details().activity_progress == 100


def test_a_day_closed_already_mends_a_streak_at_the_instant_of_its_late_activity() -> None:
    journal = log_days(a_journal(GoalPattern.STREAK, 20), 1, 1, 1, 1, None)
    journal.pause()
    journal.wait(minutes=5).resume()
    journal.wait(minutes=5).log(1, timezone="Pacific/Pago_Pago")
    journal.settle(on(9))
    assert journal.reached() == {"25": on(7, 9, 40)}
    assert proved(journal.dossier) == proved(journal.rebuilt())
