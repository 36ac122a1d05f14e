"""A goal's whole log reviewed: each period with its verdict, and the streaks they make."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.occurrence import NOTHING, Outcome
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit, TargetEdit
from domain.review import known_at
from domain.schedule import SkipPolicy
from domain.streak import Streak
from domain.target import GoalPattern
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal, log_days, on
from tests.domain.reviewing import reviewed

if TYPE_CHECKING:
    from tests.domain.journal import Journal

RECURRING, STREAK, LIMIT = GoalPattern.RECURRING, GoalPattern.STREAK, GoalPattern.LIMIT
SKIPPED = ActivityType.SKIPPED
SYMBOLS = {
    Outcome.MET: "M",
    Outcome.MISSED: "x",
    Outcome.SKIPPED: "s",
    Outcome.EXCUSED: "-",
    Outcome.PENDING: ".",
    Outcome.UNKNOWN: "?",
}
each = pytest.mark.parametrize


def told(journal: Journal, as_of: datetime | None = None) -> str:
    """Return the outcomes of all periods, oldest first."""
    return "".join(SYMBOLS[o.outcome] for o in reviewed(journal, as_of).occurrences)


def log_story(journal: Journal, story: str) -> Journal:
    """Log the goal's value, a skip or nothing each day, and wait until the next."""
    for day in story:
        if day == "M":
            journal.log(journal.goal.target.value)
        elif day == "s":
            journal.log(kind=SKIPPED)
        journal.wait(days=1)
    return journal


def flagged(journal: Journal, flag: str) -> list[int]:
    """Return the days of March on which the periods that have a flag begin."""
    return [o.period.start.day for o in reviewed(journal).occurrences if getattr(o, flag)]


def streaks(journal: Journal) -> list[tuple[int, int, int]]:
    """Return the first and the last day of March, and the length of each streak, oldest first."""
    return [(s.start_on.day, s.end_on.day, s.length) for s in reviewed(journal).streaks]


def a_recurring(**changes: Any) -> Journal:
    return a_journal(RECURRING, 8, **changes)


# occurrences


def test_every_day_from_the_start_to_today_is_judged() -> None:
    assert told(log_story(a_recurring(), "MxsM")) == "MxsM."


def test_an_occurrence_holds_what_was_done_and_what_it_was_judged_by() -> None:
    journal = a_recurring()
    journal.log(3)
    journal.wait(minutes=1).log(4)
    (found,) = reviewed(journal).occurrences
    assert (found.done.total, found.done.counted) == (Decimal(7), 2)
    assert found.target == journal.goal.target
    assert (found.is_due, found.is_open) == (True, True)


def test_only_the_last_period_is_open() -> None:
    assert flagged(log_story(a_recurring(), "MM"), "is_open") == [4]


def test_periods_are_due_unless_the_schedule_a_pause_or_the_start_excuses_them() -> None:
    diary = a_diary(STREAK, 365)
    diary.pause_days(ago=-2, days=2)
    assert flagged(log_days(diary, 1, None, 1, None, 1), "is_due") == [2, 3, 6, 7]
    assert told(diary) == "MxM-M."


def test_a_log_that_begins_before_the_goal_was_made_is_judged_from_there() -> None:
    journal = a_recurring()
    journal.bring(8, occurred_at=on(1, 9) - timedelta(days=2))
    assert told(journal) == "Mxx."


def test_a_start_named_earlier_or_later_is_where_periods_become_due() -> None:
    earlier = a_recurring(schedule=ScheduleEdit(start_on=date(2026, 2, 28)))
    later = a_recurring(schedule=ScheduleEdit(start_on=date(2026, 3, 4)))
    assert told(earlier) == "xx."
    assert told(later.wait(days=3)) == "--x."


def test_a_goal_is_judged_as_it_was_known_at_a_moment() -> None:
    journal = log_story(a_recurring(), "Mx")
    journal.edit(target=TargetEdit(value=Decimal(1)))
    journal.log(2)
    assert told(journal) == "MxM"
    assert told(journal, on(4, 8)) == "Mx."
    assert told(journal, on(2, 9)) == "."


def test_what_was_not_made_by_a_moment_is_not_known_and_the_first_revision_is() -> None:
    journal = log_story(a_recurring(), "MM")
    journal.edit(target=TargetEdit(value=Decimal(1)))
    journal.pause()
    journal.revise_profile(timezone="Asia/Tokyo")
    known = known_at(journal.dossier, on(3))
    assert known.revisions == journal.dossier.revisions[:1]
    assert known.goal.changes == journal.goal.changes[:1]
    assert len(known.calendar.revisions) == 1
    assert known_at(journal.dossier, on(1)).goal.changes == journal.goal.changes[:1]
    assert known_at(journal.dossier, on(9)) == journal.dossier


def test_a_goal_that_has_ended_is_judged_up_to_its_end() -> None:
    journal = log_story(a_recurring(), "Mx")
    journal.log(2)
    journal.archive()
    seen = reviewed(journal.wait(days=9))
    assert told(journal) == "Mx."
    assert (seen.at, seen.today) == (on(4, 9, 30), date(2026, 3, 4))
    assert seen.occurrences[-1].is_due


def test_a_goal_restored_was_not_due_while_it_was_archived() -> None:
    journal = log_story(a_recurring(), "M")
    journal.archive()
    journal.wait(days=2)
    journal.restore()
    assert told(log_story(journal, "x")) == "M--x."


@each("pattern", [GoalPattern.MILESTONE, GoalPattern.TARGET])
def test_a_goal_without_periods_has_days_but_no_occurrences(pattern: GoalPattern) -> None:
    target = {"start_value": Decimal(0)} if pattern is GoalPattern.TARGET else {}
    seen = reviewed(log_days(a_journal(pattern, 10, **target), 1, 2))
    assert (len(seen.days), seen.occurrences, seen.streaks) == (2, (), ())


def test_weeks_cut_by_a_change_of_unit_are_excused_unless_met() -> None:
    journal = a_recurring(period=PeriodUnit.WEEK)
    journal.edit(target=TargetEdit(period=PeriodUnit.DAY), days_ahead=3)
    log_days(journal.wait(days=3), 8, None)
    assert told(journal) == "-Mx."
    journal.log(8, activity_date=date(2026, 3, 3))
    assert told(journal) == "MMx."


def test_months_of_28_and_31_days_are_judged_whole() -> None:
    start = ScheduleEdit(start_on=date(2026, 2, 1))
    journal = a_recurring(period=PeriodUnit.MONTH, schedule=start)
    journal.log(8, activity_date=date(2026, 2, 28))
    periods = [o.period for o in reviewed(journal).occurrences]
    assert [period.days for period in periods] == [28, 31]
    assert told(journal) == "M."


# what keeps a miss from breaking


def test_a_miss_that_a_freeze_covers_is_frozen() -> None:
    journal = a_recurring(schedule=ScheduleEdit(freeze_every=2))
    log_story(journal, "MMxMxM")
    assert flagged(journal, "is_frozen") == [4]
    assert streaks(journal) == [(2, 5, 3), (7, 7, 1)]


def test_a_miss_is_forgiven_once_the_next_due_period_is_met() -> None:
    journal = a_recurring(schedule=ScheduleEdit(is_single_miss_forgiven=True))
    log_story(journal, "MxMMx")
    assert flagged(journal, "is_forgiven") == [3]
    journal.log(8)
    assert flagged(journal, "is_forgiven") == [3, 6]
    assert streaks(journal) == [(2, 7, 4)]


def test_a_miss_is_forgiven_over_rest_days_but_not_by_a_met_one() -> None:
    weekdays = ScheduleEdit(is_single_miss_forgiven=True, days_of_week=(1, 2, 3, 4, 5))
    over = log_story(a_recurring(schedule=weekdays), "MMMMxxxM")
    assert told(over) == "MMMMx--M."
    assert flagged(over, "is_forgiven") == [6]
    by = log_story(a_recurring(schedule=weekdays), "MMMMxMxxM")
    assert told(by) == "MMMMxM-xM."
    assert flagged(by, "is_forgiven") == []
    assert streaks(by) == [(2, 7, 5), (10, 10, 1)]


def test_two_misses_in_a_row_are_not_forgiven() -> None:
    journal = a_recurring(schedule=ScheduleEdit(is_single_miss_forgiven=True))
    assert flagged(log_story(journal, "MxxM"), "is_forgiven") == []
    assert streaks(journal) == [(2, 2, 1), (5, 5, 1)]


# skips


def test_only_so_many_skips_of_a_month_bridge_in_the_order_of_their_days() -> None:
    journal = a_recurring(schedule=ScheduleEdit(allow_skip_days=2))
    assert told(log_story(journal, "MsMsMs")) == "MsMsMx."
    journal.log(kind=SKIPPED, activity_date=date(2026, 3, 2))
    assert told(journal) == "MsMsMx."
    journal.remove(0)
    assert told(journal) == "ssMxMx."


def test_a_skip_on_a_rest_day_or_on_a_met_one_uses_none_of_the_allowed() -> None:
    schedule = ScheduleEdit(allow_skip_days=1, days_of_week=(1, 2, 4, 5))
    journal = log_story(a_recurring(schedule=schedule), "M")
    journal.log(8)
    journal.wait(minutes=1).log(kind=SKIPPED)
    assert told(log_story(journal.wait(days=1), "ss")) == "MM-s."


def test_a_counted_skip_lengthens_a_streak_that_ends_with_its_last_met_day() -> None:
    counting = ScheduleEdit(skip_policy=SkipPolicy.COUNT)
    journal = log_story(a_recurring(schedule=counting), "sMss")
    assert streaks(journal) == [(3, 3, 3)]
    assert streaks(log_story(journal, "M")) == [(3, 6, 4)]


def test_a_week_is_skipped_by_one_skip_in_it_unless_it_is_met() -> None:
    journal = a_recurring(period=PeriodUnit.WEEK)
    log_story(journal, "s")
    assert told(journal) == "s"
    log_days(journal, 8)
    assert told(journal) == "M"


# streaks


def test_a_streak_starts_and_ends_with_met_days() -> None:
    assert streaks(log_story(a_recurring(), "sMsMsxMx")) == [(3, 5, 2), (8, 8, 1)]


def test_the_open_period_lengthens_a_streak_once_it_is_met() -> None:
    journal = log_story(a_recurring(), "MM")
    assert streaks(journal) == [(2, 3, 2)]
    journal.log(8)
    assert streaks(journal) == [(2, 4, 3)]
    assert reviewed(journal).run.length == 3


def test_a_streak_of_weeks_ends_today_while_its_last_week_is_open() -> None:
    journal = a_recurring(period=PeriodUnit.WEEK)
    journal.log(8)
    journal.wait(days=9).log(8)
    assert streaks(journal) == [(2, 11, 2)]
    assert streaks(journal.wait(days=6)) == [(2, 15, 2)]


def test_a_backdated_day_joins_two_streaks_and_a_removed_one_splits_them() -> None:
    journal = log_story(a_recurring(), "MMxMM")
    assert streaks(journal) == [(2, 3, 2), (5, 6, 2)]
    journal.log(8, activity_date=date(2026, 3, 4))
    assert streaks(journal) == [(2, 6, 5)]
    journal.remove(1)
    assert streaks(journal) == [(2, 2, 1), (4, 6, 3)]


def test_a_streak_goes_on_over_a_day_that_never_was() -> None:
    journal = a_recurring(calendar=Calendar.of(DayRule(timezone="Pacific/Apia")))
    for day in (30, 31):
        journal.bring(8, occurred_at=datetime(2011, 12, day, 8, tzinfo=UTC))
    seen = reviewed(journal, datetime(2011, 12, 31, 8, tzinfo=UTC))
    assert [each.local_day.day for each in journal.activities] == [29, 31]
    assert seen.streaks == (
        Streak(start_on=date(2011, 12, 29), end_on=date(2011, 12, 31), length=2),
    )
    missing = seen.occurrences[1]
    assert (missing.period.key, missing.outcome) == ("2011-12-30", Outcome.EXCUSED)
    assert (missing.is_due, missing.done) == (False, NOTHING)
