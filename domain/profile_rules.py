"""Changing how an owner's days are counted."""

from dataclasses import replace
from datetime import date, datetime

from domain.day import Calendar, DayRule, UnknownTimezoneError, zone
from domain.errors import InvalidInputError
from domain.fields import whole
from domain.goal_rules import check_version
from domain.profile import Profile
from domain.requests import ProfileEdit
from domain.unset import given


def edited(profile: Profile, edit: ProfileEdit, *, has_goals: bool, now: datetime) -> Profile:
    """Return the profile with the rule given, in force from the next local day on.

    An owner without a goal has no day to keep as it was: the rule is in force from ever.

    Raises:
        VersionConflictError: The profile is not at the version expected.
        InvalidInputError: A field breaks its own rule.
    """
    check_version(edit.expected_version, current=profile.version)
    current = profile.calendar.rule_on(date.max)
    rule = DayRule(
        timezone=_zone(given(edit.timezone, otherwise=current.timezone)),
        day_start=given(edit.day_start, otherwise=current.day_start),
        week_start=given(edit.week_start, otherwise=current.week_start),
    )
    whole(rule.week_start, field="weekStart", least=0, most=6)
    if rule == current:
        return profile
    revised = profile.calendar.revised(rule=rule, at=now)
    return replace(profile, calendar=revised if has_goals else Calendar.of(rule), updated_at=now)


def _zone(name: str) -> str:
    try:
        zone(name)
    except UnknownTimezoneError as error:
        raise InvalidInputError("timezone", "must be an IANA time zone", name) from error
    return name
