"""The caller's profile: zone, day start, week start."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.errors import InvalidInputError, VersionConflictError
from domain.period import PeriodUnit
from domain.profile import Profile
from domain.requests import ProfileEdit
from domain.target import GoalPattern
from tests.builders import NOW
from tests.resolvers.asking import Caller, a_wanted_target

TODAY = NOW.date()


async def _set(ann: Caller, **changes: object) -> Profile:
    profile: Profile = await ann.mutate("updateProfile", ProfileEdit(**changes))  # type: ignore[arg-type]
    return profile


async def test_an_owner_who_set_nothing_counts_days_in_utc(ann: Caller) -> None:
    profile = await ann.query("me")
    assert profile == Profile(owner="ann")
    rule = profile.calendar.rule_on(TODAY)
    assert (rule.timezone, rule.day_start, rule.week_start) == ("UTC", time(0), 1)


async def test_the_first_setting_of_an_owner_without_goals_holds_from_ever(ann: Caller) -> None:
    profile = await _set(ann, timezone="Asia/Tokyo", day_start=time(4), week_start=0)
    assert len(profile.calendar.revisions) == 1
    rule = profile.calendar.rule_on(TODAY)
    assert (rule.timezone, rule.day_start, rule.week_start) == ("Asia/Tokyo", time(4), 0)
    assert (profile.version, profile.updated_at) == (1, NOW)
    assert await ann.query("me") == profile
    goal = await ann.create()
    logged = (await ann.after(hours=8).log(goal)).activity
    assert (logged.timezone, logged.local_day) == ("Asia/Tokyo", TODAY)
    later = (await ann.after(hours=10).log(goal)).activity
    assert later.local_day == date(2026, 3, 3)


async def test_a_setting_of_an_owner_with_goals_holds_from_tomorrow_on(ann: Caller) -> None:
    goal = await ann.create()
    profile = await _set(ann, timezone="Asia/Tokyo")
    assert await ann.query("me") == profile
    assert profile.active_goals == 1
    assert await ann.of("timezone", goal) == "UTC"
    evening = ann.after(hours=6)
    assert (await evening.log(goal)).activity.timezone == "Asia/Tokyo"
    assert (await ann.after(minutes=1).log(goal)).activity.timezone == "UTC"
    assert await ann.after(days=1).of("timezone", goal) == "Asia/Tokyo"


async def test_an_activity_keeps_its_day_when_the_zone_changes(ann: Caller) -> None:
    goal = await ann.create("recurring")
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    await ann.after(days=1).log(goal, 10, occurred_at=late)
    await _set(ann.after(days=1), timezone="Pacific/Auckland")
    found = await ann.after(days=4).progress(goal)
    assert found.last_activity_date == TODAY
    assert found.progress_percentage > 0


async def test_the_same_setting_again_changes_nothing(ann: Caller) -> None:
    profile = await _set(ann, timezone="Asia/Tokyo")
    assert await _set(ann.after(days=1), timezone="Asia/Tokyo") == profile
    assert await _set(ann.after(days=1)) == profile


async def test_what_a_setting_does_not_name_stays(ann: Caller) -> None:
    await _set(ann, timezone="Asia/Tokyo", day_start=time(3))
    profile = await _set(ann, week_start=6)
    rule = profile.calendar.rule_on(TODAY)
    assert (rule.timezone, rule.day_start, rule.week_start) == ("Asia/Tokyo", time(3), 6)
    assert profile.version == 2


async def test_a_setting_is_refused_for_each_rule_it_breaks(ann: Caller) -> None:
    for name in ("Mars/Olympus", "", "asia/tokyo", "../UTC"):
        with pytest.raises(InvalidInputError, match="timezone must be an IANA time zone"):
            await _set(ann, timezone=name)
    for week_start in (-1, 7):
        with pytest.raises(InvalidInputError, match="weekStart must be a whole number"):
            await _set(ann, week_start=week_start)
    await _set(ann, week_start=0)
    with pytest.raises(VersionConflictError, match="current version 1; got 0"):
        await _set(ann, week_start=1, expected_version=0)
    assert (await ann.query("me")).version == 1


async def test_the_week_starts_on_the_day_set(ann: Caller) -> None:
    await _set(ann, week_start=0)
    target = a_wanted_target(GoalPattern.RECURRING, period=PeriodUnit.WEEK)
    goal = await ann.create("recurring", target=target)
    saturday, sunday = ann.after(days=5), ann.after(days=6)
    await saturday.log(goal, 7)
    assert (await saturday.progress(goal)).current_period_value == 7
    assert (await sunday.progress(goal)).current_period_value == 0


async def test_a_deadline_ends_with_the_owners_day(ann: Caller) -> None:
    await _set(ann, timezone="America/Los_Angeles")
    goal = await ann.create(deadline=date(2026, 3, 5))
    end = datetime(2026, 3, 6, 8, tzinfo=UTC)
    before = await ann.progress(goal, as_of=end - timedelta(microseconds=1))
    after = await ann.progress(goal, as_of=end)
    assert (before.is_overdue, after.is_overdue) == (False, True)
    assert after.time_progress == 100
