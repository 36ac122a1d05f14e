"""How goals of so many done days in any run of days are judged, told as short stories."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType
from domain.occurrence import Outcome
from domain.requests import ScheduleEdit, TargetEdit
from domain.target import GoalPattern
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal, on
from tests.domain.reviewing import reviewed
from tests.domain.test_laws import proved

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.journal import Journal

SKIPPED = ActivityType.SKIPPED
SYMBOLS = {
    Outcome.MET: "M",
    Outcome.MISSED: "x",
    Outcome.SKIPPED: "s",
    Outcome.EXCUSED: "-",
    Outcome.PENDING: ".",
}


def a_rolling(times: int, days: int, **changes: Any) -> Journal:
    return a_journal(GoalPattern.RECURRING, times, period=None, rolling_days=days, **changes)


def log_story(journal: Journal, story: str) -> Journal:
    """Log once, a skip or nothing each day, and wait until the next."""
    for day in story:
        if day == "D":
            journal.log(1)
        elif day == "s":
            journal.log(kind=SKIPPED)
        journal.wait(days=1)
    return journal


def told(journal: Journal, as_of: datetime | None = None) -> str:
    """Return the outcomes of all days, oldest first; the goal is made on the 2nd."""
    return "".join(SYMBOLS[o.outcome] for o in reviewed(journal, as_of).occurrences)


@pytest.mark.parametrize(
    ("times", "days", "story", "expected"),
    [
        (1, 3, "D---", "MMMx."),
        (2, 4, "DD---", "MMMMx."),
        (2, 4, "D---", "M...."),
        (2, 4, "D----", "M...x."),
        (2, 4, "D--D", "MMMM."),
        (3, 7, "DD", "MM."),
        (1, 2, "D-D", "MMMM"),
        (1, 3, "D---D", "MMMxMM"),
    ],
)
def test_days_are_met_pending_or_missed(
    *, times: int, days: int, story: str, expected: str
) -> None:
    assert told(log_story(a_rolling(times, days), story)) == expected


def test_days_before_the_first_done_one_are_not_judged() -> None:
    journal = log_story(a_rolling(1, 2), "---D--")
    assert told(journal) == "---MMx."
    assert told(journal, on(4)) == "---"


def test_a_day_done_later_makes_the_days_between_met_from_then_on() -> None:
    journal = log_story(a_rolling(2, 4), "D--D")
    assert told(journal, on(4, 12)) == "M.."
    assert told(journal, on(5, 12)) == "MMMM"


def test_a_skipped_day_leaves_an_interval_as_it_is_and_bridges_outside() -> None:
    assert told(log_story(a_rolling(1, 2), "DsDs-sD")) == "MMMMxsMM"


def test_only_so_many_skips_of_a_month_bridge() -> None:
    journal = a_rolling(1, 2, schedule=ScheduleEdit(allow_skip_days=1))
    assert told(log_story(journal, "D-sss")) == "MMsxx."


def test_skips_are_counted_from_the_first_of_a_month_wherever_one_looks_from() -> None:
    journal = a_rolling(1, 2, schedule=ScheduleEdit(allow_skip_days=1), period_count=1)
    log_story(journal, "D-s" + "-" * 12 + "s" + "-" * 11 + "ss")
    assert told(journal)[-4:] == "xxx."
    # April grants one again.
    assert told(log_story(journal, "--ss"))[-4:] == "xsx."


def test_nothing_is_due_in_a_pause_and_what_is_done_there_counts() -> None:
    diary = a_diary(GoalPattern.RECURRING, 1, period=None, rolling_days=2)
    diary.pause_days(ago=-2, days=3)
    assert told(log_story(diary, "D---D-")) == "MM--MM."


def test_a_day_with_an_activity_is_done_whatever_its_value() -> None:
    journal = a_rolling(1, 2)
    journal.log(0)
    assert told(journal) == "M"


def test_the_percentage_looks_back_on_judged_days_only() -> None:
    journal = log_story(a_rolling(1, 2, period_count=4), "D---D")
    assert told(journal) == "MMxxMM"
    assert journal.progress() == 50
    assert log_story(journal, "ss").progress() == 50


def test_the_look_back_reaches_beyond_many_days_that_are_left_out() -> None:
    journal = log_story(a_rolling(1, 2, period_count=3), "D-D-" + "s" * 30)
    assert journal.progress() == 100


def test_before_anything_is_done_the_percentage_is_0() -> None:
    assert a_rolling(1, 2).wait(days=5).details().activity_progress == 0


def test_the_open_run_of_days_says_how_many_were_done_in_it() -> None:
    journal = log_story(a_rolling(3, 4), "DD-D")
    assert journal.details().current_period_value == 2
    assert journal.details(on(5, 12)).current_period_value == 3


def test_each_day_is_judged_by_the_run_asked_for_on_it() -> None:
    journal = log_story(a_rolling(1, 4), "D-")
    journal.edit(target=TargetEdit(rolling_days=2), days_ahead=1)
    assert told(log_story(journal, "--")) == "MMMx."


def test_milestones_are_reached_as_days_in_intervals_pass() -> None:
    journal = log_story(a_rolling(1, 3, period_count=4), "D-----")
    assert journal.reached() == {"25": on(2, 9, 30), "50": on(3), "75": on(4)}


def test_a_day_backdated_or_removed_is_judged_anew() -> None:
    journal = log_story(a_rolling(2, 4), "D----D")
    assert told(journal) == "M...xM."
    journal.log(1, activity_date=date(2026, 3, 4))
    assert told(journal) == "MMMMMM."
    assert proved(journal.dossier) == proved(journal.rebuilt())
    journal.remove(2)
    assert told(journal) == "M...xM."
    assert proved(journal.dossier) == proved(journal.rebuilt())


def test_what_is_known_of_a_day_begins_when_it_opens_also_if_it_was_logged_ahead() -> None:
    journal = a_rolling(1, 2)
    journal.log(1, timezone="Pacific/Kiritimati")
    journal.wait(hours=3)
    journal.log(1, timezone="Pacific/Kiritimati")
    assert [each.local_day.day for each in journal.activities] == [2, 3]
    assert told(journal) == "M"
    assert told(journal.wait(days=2)) == "MMM"


def test_the_run_of_the_streak_counts_days() -> None:
    journal = log_story(a_rolling(1, 3), "D--D")
    seen = reviewed(journal.wait(days=1))
    assert (seen.run.length, [s.length for s in seen.streaks]) == (6, [6])
    assert seen.streaks[0].end_on - seen.streaks[0].start_on == timedelta(days=5)
