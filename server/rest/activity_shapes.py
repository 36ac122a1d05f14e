"""Activities as REST has them."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from domain.activity import (
    ActivitySource,
    ActivityType,
    AttachmentType,
    DayOfWeek,
    LocationType,
    SocialContext,
    TimeOfDay,
)
from server.rest.shapes import Asked, Day, Instant, Shown, Spelled, Whole, absent


class ActivityLocationRequest(Asked):
    """Where an activity happened."""

    mirrors: ClassVar[str] = "ActivityLocationInput"

    type: LocationType | None = absent()
    city: str | None = absent()
    coordinates: list[float] | None = absent()


class WeatherRequest(Asked):
    """The weather during an activity."""

    mirrors: ClassVar[str] = "WeatherInput"

    condition: str | None = absent()
    temperature: float | None = absent()
    humidity: float | None = absent()


class ActivityContextRequest(Asked):
    """How an activity was."""

    mirrors: ClassVar[str] = "ActivityContextInput"

    time_of_day: Spelled[TimeOfDay] | None = absent()
    day_of_week: DayOfWeek | None = absent()
    is_weekend: bool | None = absent()
    is_holiday: bool | None = absent()
    weather: WeatherRequest | None = absent()
    energy_level: Whole | None = absent()
    sleep_hours: float | None = absent()
    stress_level: Whole | None = absent()
    with_others: bool | None = absent()
    social_context: SocialContext | None = absent()
    previous_activity: str | None = absent()
    next_activity: str | None = absent()
    duration: float | None = absent()
    difficulty: Whole | None = absent()
    enjoyment: Whole | None = absent()
    mood: str | None = absent()


class ActivityAttachmentRequest(Asked):
    """Something kept elsewhere that belongs to an activity."""

    mirrors: ClassVar[str] = "ActivityAttachmentInput"

    type: AttachmentType
    url: str | None = absent()
    entity_id: str | None = absent()


class LogActivityRequest(Asked):
    """An activity to be logged, at an instant or on a local day; now if neither is given."""

    mirrors: ClassVar[str] = "LogActivityInput"

    value: float
    unit: str
    activity_type: ActivityType
    activity_date: Day | None = absent()
    occurred_at: Instant | None = absent()
    timezone: str | None = absent()
    note: str | None = absent()
    location: ActivityLocationRequest | None = absent()
    context: ActivityContextRequest | None = absent()
    attachments: list[ActivityAttachmentRequest] | None = absent()
    source: ActivitySource | None = absent()


class UpdateActivityRequest(Asked):
    """Changes of an activity on its local day; what is absent stays, a null clears."""

    mirrors: ClassVar[str] = "AmendActivityInput"

    value: float = absent()
    unit: str = absent()
    activity_type: ActivityType = absent()
    occurred_at: Instant = absent()
    timezone: str = absent()
    note: str | None = absent()
    location: ActivityLocationRequest | None = absent()
    context: ActivityContextRequest | None = absent()
    attachments: list[ActivityAttachmentRequest] = absent()


class ActivityLocation(Shown):
    """Where an activity happened."""

    mirrors: ClassVar[str] = "ActivityLocation"

    type: LocationType | None
    city: str | None
    coordinates: list[float] | None


class Weather(Shown):
    """The weather during an activity."""

    mirrors: ClassVar[str] = "Weather"

    condition: str | None
    temperature: float | None
    humidity: float | None


class ActivityContext(Shown):
    """How an activity was; filled in from its instant where a part of time is missing."""

    mirrors: ClassVar[str] = "ActivityContext"

    time_of_day: Spelled[TimeOfDay] | None
    day_of_week: DayOfWeek | None
    is_weekend: bool | None
    is_holiday: bool | None
    weather: Weather | None
    energy_level: int | None
    sleep_hours: float | None
    stress_level: int | None
    with_others: bool | None
    social_context: SocialContext | None
    previous_activity: str | None
    next_activity: str | None
    duration: float | None
    difficulty: int | None
    enjoyment: int | None
    mood: str | None


class ActivityAttachment(Shown):
    """Something kept elsewhere that belongs to an activity."""

    mirrors: ClassVar[str] = "ActivityAttachment"

    type: AttachmentType
    url: str | None
    entity_id: str | None


class DeletedActivity(Shown):
    """That an activity was removed."""

    mirrors: ClassVar[str] = "Tombstone"

    activity_id: str = Field(validation_alias="id")
    deleted_at: datetime


class GoalActivity(Shown):
    """Something logged; its local day, instant and zone are fixed when it is logged."""

    mirrors: ClassVar[str] = "Activity"

    activity_id: str = Field(validation_alias="id")
    goal_id: str
    user_id: str
    value: float
    unit: str
    activity_type: ActivityType
    activity_date: date
    occurred_at: datetime
    logged_at: datetime
    timezone: str
    note: str | None
    location: ActivityLocation | None
    context: ActivityContext | None
    attachments: list[ActivityAttachment] | None
    source: ActivitySource | None
    version: int | None
