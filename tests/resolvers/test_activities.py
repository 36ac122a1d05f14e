"""Logging and removing activities."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.activity import ActivityContext, ActivityType, TimeOfDay
from domain.errors import (
    ActivityInvalidError,
    ActivityNotFoundError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalNotFoundError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidPatternOperationError,
)
from domain.goal import GoalStatus
from domain.requests import ActivityRemoval, NewActivity
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller

HOUR = timedelta(hours=1)


async def test_an_activity_is_logged_now_unless_it_says_when(ann: Caller) -> None:
    goal = await ann.create()
    change = await ann.log(goal, "12.5", note="in the park", context=ActivityContext(mood="good"))
    logged = change.activity
    assert (change.owner, change.goal_id) == ("ann", goal.goal_id)
    assert (logged.value, logged.unit, logged.kind) == (Decimal("12.5"), "pages", "progress")
    assert (logged.occurred_at, logged.logged_at, logged.timezone) == (NOW, NOW, "UTC")
    assert logged.activity_id.startswith("2026-03-02_")
    assert logged.context is not None
    assert logged.context.time_of_day is TimeOfDay.MORNING
    arguments = {"goal_id": goal.goal_id, "activity_id": logged.activity_id}
    assert await ann.query("activity", **arguments) == logged
    assert change.goal == await ann.goal(goal.goal_id)


async def test_activities_in_order_add_up(ann: Caller) -> None:
    goal = await ann.create()
    for number in range(1, 10):
        await ann.after(hours=7 * number).log(goal, number)
    assert await ann.after(days=4).percent(goal) == 45
    reached = await ann.after(days=4).reached(goal)
    assert reached == {"First Quarter": NOW + 49 * HOUR}


async def test_activities_of_one_instant_add_up(ann: Caller) -> None:
    goal = await ann.create("recurring")
    for _ in range(5):
        await ann.log(goal, 2)
    found = await ann.progress(goal)
    assert found.current_period_value == 10
    assert found.progress_percentage == Decimal(100) / 30


async def test_a_day_alone_means_its_last_second_and_today_means_now(ann: Caller) -> None:
    goal = await ann.create()
    past = (await ann.log(goal, activity_date=date(2026, 2, 20))).activity
    assert past.occurred_at == datetime(2026, 2, 20, 23, 59, 59, tzinfo=UTC)
    assert past.local_day == date(2026, 2, 20)
    assert (await ann.log(goal, activity_date=NOW.date())).activity.occurred_at == NOW


async def test_a_backdated_activity_changes_what_came_after(ann: Caller) -> None:
    goal = await ann.create("target")
    later = ann.after(days=10)
    await later.log(goal, 79)
    await later.log(goal, 83, activity_date=NOW.date() + 2 * DAY)
    await later.log(goal, 81, occurred_at=NOW + HOUR)
    assert await later.percent(goal) == 60
    reached = await later.reached(goal)
    assert reached == {"First Quarter": NOW + HOUR, "Halfway Point": later.now}


async def test_an_activity_in_another_zone_belongs_to_the_day_there(ann: Caller) -> None:
    goal = await ann.create("recurring")
    evening = ann.after(hours=11)
    east = (await evening.log(goal, 4, timezone="Pacific/Kiritimati")).activity
    west = (await evening.log(goal, 5, timezone="Pacific/Pago_Pago")).activity
    assert (east.local_day, east.timezone) == (date(2026, 3, 3), "Pacific/Kiritimati")
    assert (west.local_day, west.occurred_at) == (NOW.date(), evening.now)
    assert (await evening.progress(goal)).current_period_value == 5
    tomorrow = ann.after(days=1)
    await tomorrow.log(goal, 6)
    assert (await tomorrow.progress(goal)).current_period_value == 10
    assert await tomorrow.percent(goal) == Decimal(100) / 30


async def test_what_cannot_be_logged_is_refused_by_its_own_error(ann: Caller) -> None:
    goal = await ann.create()
    streak = await ann.create("streak", title="streak")
    refused: list[tuple[type[Exception], str, NewActivity]] = [
        (GoalNotFoundError, "goal 'no' does not exist", NewActivity(goal_id="no")),
        (InvalidInputError, "value must be given", NewActivity(goal_id=goal.goal_id)),
    ]
    for error, message, wanted in refused:
        with pytest.raises(error, match=message):
            await ann.mutate("logActivity", wanted)
    with pytest.raises(ActivityInvalidError, match="value must be above 0"):
        await ann.log(goal, 0)
    with pytest.raises(ActivityInvalidError, match="unit must be pages"):
        await ann.log(goal, 1, unit="km")
    with pytest.raises(InvalidPatternOperationError, match="value must be 1"):
        await ann.log(streak, 2)
    with pytest.raises(InvalidInputError, match="occurredAt must be"):
        await ann.log(goal, 1, occurred_at=NOW + timedelta(minutes=6))
    with pytest.raises(InvalidInputError, match="activityDate must be 2026-03-02 or earlier"):
        await ann.log(goal, 1, activity_date=date(2026, 3, 3))
    with pytest.raises(InvalidDateRangeError, match="activityDate"):
        await ann.log(goal, 1, activity_date=date(2026, 3, 1), occurred_at=NOW)
    with pytest.raises(InvalidInputError, match="timezone must be an IANA time zone"):
        await ann.log(goal, 1, timezone="Mars/Olympus")
    assert (await ann.of("activities", goal)).items == ()


async def test_a_clock_five_minutes_fast_means_now(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 1, occurred_at=NOW + timedelta(minutes=5))).activity
    assert logged.occurred_at == NOW


async def test_a_draft_takes_no_activity(ann: Caller) -> None:
    draft = await ann.create(status=GoalStatus.DRAFT)
    with pytest.raises(ActivityInvalidError, match="status must be active or paused; got 'draft'"):
        await ann.log(draft)


async def test_a_paused_goal_takes_activities(ann: Caller) -> None:
    goal = await ann.create()
    await ann.move("pauseGoal", goal)
    assert (await ann.log(goal, 25)).goal.status is GoalStatus.PAUSED
    assert await ann.percent(goal) == 25


async def test_the_log_of_a_completed_goal_may_be_corrected_within_30_days(ann: Caller) -> None:
    goal = await ann.create()
    await ann.move("completeGoal", goal)
    with pytest.raises(GoalAlreadyCompletedError, match=r"occurredAt must be .* or earlier"):
        await ann.after(hours=1).log(goal)
    month = ann.after(days=30)
    await month.log(goal, 10, occurred_at=NOW - HOUR)
    with pytest.raises(ActivityInvalidError, match="activityDate must be 2026-03-02 or later"):
        await month.log(goal, 10, activity_date=date(2026, 3, 1))
    with pytest.raises(ActivityInvalidError, match="for the goal is completed"):
        await ann.after(days=31).log(goal, 10, occurred_at=NOW - HOUR)
    found = await month.progress(goal)
    assert found.total_accumulated == 10
    assert found.progress_percentage == 100


async def test_the_log_of_an_archived_goal_may_be_corrected_within_30_days(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 30)).activity
    await ann.after(days=1).move("archiveGoal", goal)
    with pytest.raises(GoalArchivedError, match="occurredAt must be"):
        await ann.after(days=2).log(goal)
    month = ann.after(days=30)
    added = (await month.log(goal, 15, occurred_at=NOW + HOUR)).activity
    await month.remove(logged)
    assert await month.percent(goal) == 15
    with pytest.raises(ActivityInvalidError, match="for the goal is archived"):
        await ann.after(days=31, hours=1).remove(added)


async def test_an_open_log_may_be_corrected_at_any_age(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 30, activity_date=date(2001, 1, 1))).activity
    assert await ann.percent(goal) == 30
    assert (await ann.remove(logged)).activity == logged
    assert await ann.percent(goal) == 0


async def test_reaching_100_percent_completes_a_goal_at_that_instant(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 60)
    done = await ann.after(days=1).log(goal, 40)
    assert (done.goal.status, done.goal.completed_at) == (GoalStatus.COMPLETED, NOW + DAY)
    assert not done.goal.is_title_held
    assert await ann.query("activeGoalsCount") == 0
    assert (await ann.query("me")).active_goals == 0
    await ann.create()


async def test_an_activity_backdated_past_100_percent_moves_the_completion(ann: Caller) -> None:
    goal = await ann.create()
    await ann.after(days=5).log(goal, 60)
    done = await ann.after(days=6).log(goal, 40, occurred_at=NOW + DAY)
    assert done.goal.completed_at == NOW + 5 * DAY
    earlier = await ann.after(days=7).log(goal, 40, occurred_at=NOW + 2 * DAY)
    assert earlier.goal.completed_at == NOW + 5 * DAY
    found = await ann.after(days=7).progress(goal)
    assert found.progress_percentage == 100
    assert found.total_accumulated == 140


@pytest.mark.parametrize("status", ["completeGoal", "archiveGoal"])
async def test_a_removal_takes_back_what_it_proved(ann: Caller, status: str) -> None:
    goal = await ann.create()
    await ann.log(goal, 30)
    second = (await ann.after(hours=1).log(goal, 30)).activity
    later = ann.after(days=1)
    if status == "archiveGoal":
        await later.move(status, goal)
    await later.remove(second)
    assert await later.percent(goal) == 30
    assert await later.reached(goal) == {"First Quarter": NOW}
    assert (await later.of("activities", goal)).items != ()
    with pytest.raises(ActivityNotFoundError):
        await later.remove(second)


async def test_an_unknown_activity_is_not_found(ann: Caller) -> None:
    goal = await ann.create()
    other = await ann.create(title="other")
    logged = (await ann.log(other)).activity
    unknown = ("nothing", "2026-03-02_", "_", "", "2026-03-02_01KJQ3M8E0000000000000000A")
    for activity_id in (*unknown, logged.activity_id):
        with pytest.raises(ActivityNotFoundError):
            await ann.query("activity", goal_id=goal.goal_id, activity_id=activity_id)
        wanted = ActivityRemoval(goal_id=goal.goal_id, activity_id=activity_id)
        with pytest.raises(ActivityNotFoundError):
            await ann.mutate("removeActivity", wanted)
    with pytest.raises(GoalNotFoundError):
        await ann.query("activity", goal_id="nothing", activity_id=logged.activity_id)


async def test_a_skip_counts_nothing_and_shows_in_the_log(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, None, kind=ActivityType.SKIPPED)
    assert await ann.percent(goal) == 0
    (logged,) = (await ann.of("activities", goal)).items
    assert (logged.kind, logged.value) == (ActivityType.SKIPPED, 0)


async def test_the_last_removal_leaves_an_empty_goal(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 60)).activity
    await ann.after(days=1).remove(logged)
    found = await ann.after(days=1).progress(goal)
    assert found.basis == "none"
    assert found.last_activity_date is None
    assert found.total_accumulated == 0
    assert await ann.store.ports.log.months("ann", goal.goal_id) == ()
