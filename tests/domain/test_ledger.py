from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from domain.ledger import (
    day_rollup,
    first_tally,
    month_rollups,
    needs_log,
    recounted,
    stored,
    walk_end,
    walk_start,
    with_activity,
    with_day,
    writes,
)
from domain.repositories import CountActive, HoldTitle, Save
from domain.rollup import DayRollup, MonthRollup
from domain.schedule import Schedule
from domain.target import GoalPattern
from tests.builders import (
    DAY,
    GOAL_ID,
    NOW,
    a_day,
    a_dossier,
    a_goal,
    a_month,
    a_tally,
    a_target,
    an_activity,
)

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
TEN = Decimal(10)


def test_the_first_tally_ends_just_before_the_goal_is_made() -> None:
    tally = first_tally(a_goal())
    assert tally.through == NOW - TICK
    assert tally.settled.until == DAY - timedelta(days=1)
    assert (tally.recent, dict(tally.reached), tally.finished_at) == ((), {}, None)


def test_a_goal_that_starts_before_it_is_made_is_judged_from_its_start() -> None:
    start = date(2026, 1, 1)
    goal = a_goal(schedule=Schedule(start_on=start))
    assert first_tally(goal).settled.until == start


def test_the_log_is_needed_for_what_is_not_later_than_all_that_is_counted() -> None:
    tally = a_tally(through=NOW)
    assert needs_log(tally, since=NOW, until=NOW)
    assert not needs_log(tally, since=NOW + TICK, until=NOW + TICK)


def test_the_log_is_needed_once_the_walk_reaches_what_was_logged_ahead() -> None:
    tally = a_tally(through=NOW, next_at=NOW + 2 * HOUR)
    assert not needs_log(tally, since=NOW + HOUR, until=NOW + HOUR)
    assert needs_log(tally, since=NOW + HOUR, until=NOW + 2 * HOUR)


def test_a_walk_starts_no_later_than_the_tally_ends_and_ends_after_it() -> None:
    tally = a_tally(through=NOW)
    assert walk_start(tally, since=NOW + HOUR) == NOW
    assert walk_start(tally, since=NOW - HOUR) == NOW - HOUR
    assert walk_end(tally, now=NOW + HOUR) == NOW + HOUR
    assert walk_end(tally, now=NOW - HOUR) == NOW + TICK


def test_what_is_stored_is_one_version_higher() -> None:
    assert stored(a_goal(version=3)).version == 4


def test_a_new_goal_is_written_with_its_tally_its_place_and_its_title() -> None:
    dossier = a_dossier()
    made, changes = writes(None, dossier, quota=50)
    kinds = [type(change) for change in changes]
    assert kinds == [Save, Save, CountActive, HoldTitle]
    assert (made.goal.version, made.tally.version, made.goal.is_title_held) == (1, 1, True)


def test_nothing_is_written_where_nothing_changed() -> None:
    dossier = a_dossier()
    assert writes(dossier, dossier, quota=50) == (dossier, ())


def test_a_tally_that_moved_on_is_written_alone() -> None:
    before = a_dossier()
    after = recounted(before, since=NOW + HOUR, until=NOW + HOUR, fresh=(an_activity(),))
    made, changes = writes(before, after, quota=50)
    assert changes == (Save(entity=after.tally),)
    assert (made.tally.version, made.goal.version) == (1, 0)


def test_a_goal_that_its_log_completes_is_updated_then() -> None:
    activity = an_activity(value=Decimal(100), occurred_at=NOW + HOUR)
    after = recounted(a_dossier(), since=NOW + HOUR, until=NOW + HOUR, fresh=(activity,))
    assert after.goal.completed_at == after.goal.updated_at == NOW + HOUR
    assert after.tally.finished_at == NOW + HOUR


def test_the_tally_of_a_goal_that_has_ended_goes_no_further() -> None:
    activity = an_activity(value=Decimal(100), occurred_at=NOW + HOUR)
    done = recounted(a_dossier(), since=NOW + HOUR, until=NOW + HOUR, fresh=(activity,))
    later = recounted(done, since=NOW + 9 * HOUR, until=NOW + 9 * HOUR)
    assert later.tally.through == NOW + HOUR


def test_a_rollup_of_a_day_follows_the_order_in_which_things_occurred() -> None:
    early = an_activity(value=TEN, occurred_at=NOW)
    late = an_activity(value=Decimal(5), occurred_at=NOW + HOUR)
    assert day_rollup(DAY, [late, early]).last == 5
    assert day_rollup(DAY, [late, early]) == day_rollup(DAY, [early, late])


def test_at_one_instant_the_one_logged_last_and_then_the_greater_id_comes_last() -> None:
    first = an_activity(value=TEN)
    relogged = an_activity(value=Decimal(5), logged_at=NOW + HOUR)
    assert day_rollup(DAY, [relogged, first]).last == 5
    other = an_activity(value=Decimal(7), ulid="Z" * 26)
    assert day_rollup(DAY, [other, first]).last == 7


def test_a_month_holds_its_days_in_order_and_no_empty_one() -> None:
    month = MonthRollup(goal_id=GOAL_ID, month="2026-03", days=())
    later, empty = DAY + timedelta(days=1), DayRollup(day=DAY)
    both = with_day(with_day(month, a_day(day=later)), a_day())
    assert [day.day for day in both.days] == [DAY, later]
    assert [day.day for day in with_day(both, empty).days] == [later]


def test_a_day_of_skips_alone_is_kept() -> None:
    month = with_day(a_month(days=()), DayRollup(day=DAY, skipped=1))
    assert len(month.days) == 1


def test_the_latest_activity_is_added_to_its_day_of_the_month() -> None:
    month = with_activity(a_month(), an_activity(value=Decimal(5)))
    assert month.days == (a_day(counted=2, total=Decimal(15), minimum=Decimal(5), last=Decimal(5)),)
    assert with_activity(a_month(days=()), an_activity()).days == (a_day(),)


def test_a_whole_log_rolls_up_into_its_months_oldest_first() -> None:
    february = date(2026, 2, 27)
    activities = [an_activity(), an_activity(local_day=february), an_activity(ulid="Z" * 26)]
    months = month_rollups(GOAL_ID, activities)
    assert [month.month for month in months] == ["2026-02", "2026-03"]
    assert [day.counted for month in months for day in month.days] == [1, 2]


def test_a_measurement_reached_once_is_enough_to_finish() -> None:
    target = a_target(value=Decimal(70), start_value=Decimal(80))
    goal = a_goal(pattern=GoalPattern.TARGET, target=target, deadline=date(2026, 12, 31))
    reached = an_activity(value=Decimal(70), occurred_at=NOW + HOUR)
    after = recounted(a_dossier(goal=goal), since=NOW + HOUR, until=NOW + HOUR, fresh=(reached,))
    assert after.goal.completed_at == NOW + HOUR
