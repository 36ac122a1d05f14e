"""Profiles in the contract."""

from datetime import datetime
from typing import TYPE_CHECKING

from strawberry import ID

import domain.profile
import domain.requests
from schema.mirror import REPEATED, attribute, entry, output, shown
from schema.scalars import clock_text

if TYPE_CHECKING:
    from domain.day import Calendar, DayRule


def _rule(calendar: "Calendar") -> "DayRule":
    return calendar.revisions[-1][1]


@output(domain.profile.Profile)
class Profile:
    """How an owner's days are counted, by the rule set last, and how many goals are active."""

    owner: ID = attribute("The owner's id.", name="userId")
    timezone: str = shown(
        "The IANA zone of the owner's days.",
        lambda calendar: _rule(calendar).timezone,
        of="calendar",
    )
    day_start: str = shown(
        "The wall time as HH:MM at which a local day begins.",
        lambda calendar: clock_text(_rule(calendar).day_start),
        of="calendar",
    )
    week_start: int = shown(
        "The weekday on which a week begins, 0 for Sunday to 6.",
        lambda calendar: _rule(calendar).week_start,
        of="calendar",
    )
    active_goals: int = attribute("The number of active goals, which the quota limits.")
    updated_at: datetime | None = attribute("When the profile was last changed.")
    version: int = attribute("The number of times it was stored, for expectedVersion.")


@entry(domain.requests.ProfileEdit)
class UpdateProfileInput:
    """Changes of how days are counted; they hold from the next local day on."""

    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    timezone: str | None = attribute("The IANA zone of the owner's days; never null.")
    day_start: str | None = attribute(
        "The wall time as HH:MM at which a local day begins; never null."
    )
    week_start: int | None = attribute(
        "The weekday on which a week begins, 0 for Sunday to 6; never null."
    )
    idempotency_key: str | None = attribute(REPEATED)
