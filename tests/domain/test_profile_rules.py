from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.day import DayRule
from domain.errors import InvalidInputError, VersionConflictError
from domain.profile_rules import edited
from domain.requests import ProfileEdit
from tests.builders import DAY, NOW, a_profile

if TYPE_CHECKING:
    from domain.profile import Profile

TOMORROW = DAY + timedelta(days=1)


def edit_of(profile: Profile, *, has_goals: bool = True, **changes: Any) -> Profile:
    return edited(profile, ProfileEdit(**changes), has_goals=has_goals, now=NOW)


def test_a_new_rule_holds_from_the_next_local_day_on() -> None:
    profile = edit_of(a_profile(), timezone="Asia/Tokyo", week_start=0)
    assert profile.calendar.rule_on(DAY) == DayRule(timezone="UTC")
    assert profile.calendar.rule_on(TOMORROW) == DayRule(timezone="Asia/Tokyo", week_start=0)
    assert profile.updated_at == NOW


def test_an_owner_without_a_goal_has_no_day_to_keep() -> None:
    profile = edit_of(a_profile(), has_goals=False, day_start=time(4))
    assert profile.calendar.rule_on(date(2000, 1, 1)).day_start == time(4)


def test_what_an_edit_does_not_give_stays() -> None:
    first = edit_of(a_profile(), has_goals=False, timezone="Asia/Tokyo")
    second = edit_of(first, has_goals=False, day_start=time(4))
    assert second.calendar.rule_on(DAY) == DayRule(timezone="Asia/Tokyo", day_start=time(4))


def test_the_same_rule_again_changes_nothing() -> None:
    assert edit_of(a_profile(), timezone="UTC") == a_profile()


def test_a_second_edit_on_one_day_replaces_the_first() -> None:
    first = edit_of(a_profile(), timezone="Asia/Tokyo")
    second = edit_of(first, timezone="Europe/Berlin")
    assert len(second.calendar.revisions) == 2
    assert second.calendar.rule_on(TOMORROW).timezone == "Europe/Berlin"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "europe/berlin", "../etc/passwd"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="timezone must be an IANA time zone; got"):
        edit_of(a_profile(), timezone=name)


@pytest.mark.parametrize("week_start", [-1, 7])
def test_a_week_starts_on_a_day_from_0_to_6(week_start: int) -> None:
    with pytest.raises(InvalidInputError, match="weekStart must be a whole number from 0 to 6"):
        edit_of(a_profile(), week_start=week_start)


def test_an_edit_of_another_version_is_refused() -> None:
    with pytest.raises(VersionConflictError):
        edit_of(a_profile(version=3), expected_version=2, timezone="Asia/Tokyo")
