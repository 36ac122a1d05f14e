"""An owner's profile: how their days are counted and how many goals are active."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.day import Calendar, DayRule

UTC_CALENDAR: Final = Calendar.of(DayRule(timezone="UTC"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The owner's dated day rules; UTC from midnight until the owner sets one."""

    owner: str
    calendar: Calendar = UTC_CALENDAR
    active_goals: int = 0
    updated_at: datetime | None = None
    version: int = 0
