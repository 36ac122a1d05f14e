"""Activities: what was logged, when, how much; never rewritten by a computation."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class ActivityType(StrEnum):
    """What an activity says about its local day."""

    PROGRESS = "progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    SKIPPED = "skipped"

    @property
    def is_counting(self) -> bool:
        """Say whether the activity's value counts; a skip counts nothing."""
        return self is not ActivityType.SKIPPED


class ActivitySource(StrEnum):
    """Where an activity came from."""

    MANUAL = "manual"
    DEVICE = "device"
    INTEGRATION = "integration"
    IMPORT = "import"


class LocationType(StrEnum):
    """What kind of place an activity happened at."""

    HOME = "home"
    WORK = "work"
    GYM = "gym"
    OUTDOORS = "outdoors"
    TRAVEL = "travel"


class TimeOfDay(StrEnum):
    """A part of the local day."""

    EARLY_MORNING = "early_morning"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class DayOfWeek(StrEnum):
    """A day of the week."""

    SUNDAY = "sunday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"


class SocialContext(StrEnum):
    """With whom an activity happened."""

    ALONE = "alone"
    PARTNER = "partner"
    FRIENDS = "friends"
    GROUP = "group"
    ONLINE = "online"


class AttachmentType(StrEnum):
    """What an attachment points to."""

    IMAGE = "image"
    LINK = "link"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where an activity happened; coordinates are degrees, longitude first."""

    kind: LocationType | None = None
    city: str | None = None
    coordinates: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The weather then: temperature in °C, humidity in percent."""

    condition: str | None = None
    temperature: Decimal | None = None
    humidity: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityContext:
    """How it was: sleep in hours, duration in minutes, levels 1-10, ratings 1-5."""

    time_of_day: TimeOfDay | None = None
    day_of_week: DayOfWeek | None = None
    is_weekend: bool | None = None
    is_holiday: bool | None = None
    weather: Weather | None = None
    energy_level: int | None = None
    sleep_hours: Decimal | None = None
    stress_level: int | None = None
    with_others: bool | None = None
    social_context: SocialContext | None = None
    previous_activity: str | None = None
    next_activity: str | None = None
    duration: Decimal | None = None
    difficulty: int | None = None
    enjoyment: int | None = None
    mood: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something kept elsewhere that belongs to an activity."""

    kind: AttachmentType
    url: str | None = None
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something logged: local day, instant and zone are fixed when it is logged.

    `stored_at` is when storage put it last; it says nothing of the activity itself.
    """

    activity_id: str
    goal_id: str
    owner: str
    value: Decimal
    unit: str
    kind: ActivityType
    local_day: date
    occurred_at: datetime
    logged_at: datetime
    timezone: str
    note: str | None = None
    location: Location | None = None
    context: ActivityContext | None = None
    attachments: tuple[Attachment, ...] = ()
    source: ActivitySource = ActivitySource.MANUAL
    version: int = 0
    stored_at: datetime | None = field(default=None, compare=False)

    @property
    def changed_at(self) -> datetime:
        """Return when it was last stored, or logged if that was not noted yet."""
        return self.stored_at or self.logged_at

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Return what orders activities: when it occurred, when it was logged, its id."""
        return (self.occurred_at, self.logged_at, self.activity_id)


def activity_id(*, local_day: date, ulid: str) -> str:
    """Return the id that names an activity's local day and its place in it."""
    return f"{local_day.isoformat()}_{ulid}"
