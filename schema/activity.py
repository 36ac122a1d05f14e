"""Activities in the contract."""

from datetime import date, datetime

import strawberry
from strawberry import ID

import domain.activity
import domain.bulk
import domain.requests
from schema.enums import (
    ActivitySource,
    ActivityType,
    AttachmentType,
    DayOfWeek,
    LocationType,
    SocialContext,
    TimeOfDay,
)
from schema.mirror import REPEATED, attribute, entry, output


@output(domain.activity.Location)
class ActivityLocation:
    """Where an activity happened."""

    kind: LocationType | None = attribute("What kind of place it was.", name="type")
    city: str | None = attribute("The city's name.")
    coordinates: list[float] | None = attribute("Longitude and latitude, in degrees.")


@output(domain.activity.Weather)
class Weather:
    """The weather during an activity."""

    condition: str | None = attribute("What it was like.")
    temperature: float | None = attribute("The temperature in °C.")
    humidity: float | None = attribute("The humidity in percent, 0 to 100.")


@output(domain.activity.ActivityContext)
class ActivityContext:
    """How an activity was; filled in from its instant where a part of time is missing."""

    time_of_day: TimeOfDay | None = attribute("The part of the local day.")
    day_of_week: DayOfWeek | None = attribute("The day of the week.")
    is_weekend: bool | None = attribute("Whether it was a Saturday or Sunday.")
    is_holiday: bool | None = attribute("Whether it was a holiday.")
    weather: Weather | None = attribute("The weather then.")
    energy_level: int | None = attribute("Energy from 1 to 10.")
    sleep_hours: float | None = attribute("Sleep before, in hours from 0 to 24.")
    stress_level: int | None = attribute("Stress from 1 to 10.")
    with_others: bool | None = attribute("Whether others took part.")
    social_context: SocialContext | None = attribute("With whom it was.")
    previous_activity: str | None = attribute("What was done before.")
    next_activity: str | None = attribute("What was done after.")
    duration: float | None = attribute("How long it took, in minutes.")
    difficulty: int | None = attribute("Difficulty from 1 to 5.")
    enjoyment: int | None = attribute("Enjoyment from 1 to 5.")
    mood: str | None = attribute("The owner's mood.")


@output(domain.activity.Attachment)
class ActivityAttachment:
    """Something kept elsewhere that belongs to an activity."""

    kind: AttachmentType = attribute("What it points to.", name="type")
    url: str | None = attribute("Where it is kept.")
    entity_id: str | None = attribute("The id of the thing that it refers to.")


@output(domain.activity.Activity)
class Activity:
    """Something logged; its local day, instant and zone are fixed when it is logged."""

    activity_id: ID = attribute("The activity's id: its local day, then a ULID.", name="id")
    goal_id: ID = attribute("The id of the goal it counts for.")
    owner: ID = attribute("The owner's id.", name="userId")
    value: float = attribute("How much, in the unit.")
    unit: str = attribute("The unit, which is the target's.")
    kind: ActivityType = attribute("What it says about its local day.", name="activityType")
    local_day: date = attribute("The local day it counts for.", name="activityDate")
    occurred_at: datetime = attribute("When it happened.")
    logged_at: datetime = attribute("When it was logged.")
    timezone: str = attribute("The IANA zone that its local day was found in.")
    note: str | None = attribute("What the owner noted.")
    location: ActivityLocation | None = attribute("Where it happened.")
    context: ActivityContext | None = attribute("How it was.")
    attachments: list[ActivityAttachment] | None = attribute("What belongs to it.")
    source: ActivitySource | None = attribute("Where it came from.")
    version: int | None = attribute("The number of times it was stored.")


@entry(domain.activity.Location)
class ActivityLocationInput:
    """Where an activity happened."""

    kind: LocationType | None = attribute("What kind of place it was.", name="type")
    city: str | None = attribute("The city's name.")
    coordinates: list[float] | None = attribute("Longitude and latitude, in degrees.")


@entry(domain.activity.Weather)
class WeatherInput:
    """The weather during an activity."""

    condition: str | None = attribute("What it was like.")
    temperature: float | None = attribute("The temperature in °C.")
    humidity: float | None = attribute("The humidity in percent, 0 to 100.")


@entry(domain.activity.ActivityContext)
class ActivityContextInput:
    """How an activity was."""

    time_of_day: TimeOfDay | None = attribute("The part of the local day.")
    day_of_week: DayOfWeek | None = attribute("The day of the week.")
    is_weekend: bool | None = attribute("Whether it was a Saturday or Sunday.")
    is_holiday: bool | None = attribute("Whether it was a holiday.")
    weather: WeatherInput | None = attribute("The weather then.")
    energy_level: int | None = attribute("Energy from 1 to 10.")
    sleep_hours: float | None = attribute("Sleep before, in hours from 0 to 24.")
    stress_level: int | None = attribute("Stress from 1 to 10.")
    with_others: bool | None = attribute("Whether others took part.")
    social_context: SocialContext | None = attribute("With whom it was.")
    previous_activity: str | None = attribute("What was done before.")
    next_activity: str | None = attribute("What was done after.")
    duration: float | None = attribute("How long it took, in minutes.")
    difficulty: int | None = attribute("Difficulty from 1 to 5.")
    enjoyment: int | None = attribute("Enjoyment from 1 to 5.")
    mood: str | None = attribute("The owner's mood.")


@entry(domain.activity.Attachment)
class ActivityAttachmentInput:
    """Something kept elsewhere that belongs to an activity."""

    kind: AttachmentType = attribute("What it points to.", name="type")
    url: str | None = attribute("Where it is kept.")
    entity_id: str | None = attribute("The id of the thing that it refers to.")


@strawberry.input
class _ToLog:
    """What an activity to be logged says, alone or among others."""

    value: float | None = attribute("How much, in the unit; 1 for a streak.")
    unit: str | None = attribute("The unit, which must be the target's; the target's if absent.")
    kind: ActivityType | None = attribute(
        "What it says about its local day; progress if absent.", name="activityType"
    )
    activity_date: date | None = attribute("The local day it counts for.")
    occurred_at: datetime | None = attribute("When it happened.")
    timezone: str | None = attribute("The IANA zone it happened in; the profile's if absent.")
    note: str | None = attribute("What the owner notes, at most 500 characters.")
    location: ActivityLocationInput | None = attribute("Where it happened.")
    context: ActivityContextInput | None = attribute("How it was.")
    attachments: list[ActivityAttachmentInput] | None = attribute("What belongs to it.")
    source: ActivitySource | None = attribute("Where it came from; manual if absent.")


@entry(domain.requests.NewActivity)
class LogActivityInput(_ToLog):
    """An activity to be logged, at an instant or on a local day; now if neither is given."""

    goal_id: ID = attribute("The goal's id.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.bulk.ActivityItem)
class ActivityItemInput(_ToLog):
    """An activity to be logged among others; now if it does not say when."""

    goal_id: ID | None = attribute("The goal's id; that given for all if absent.")


@entry(domain.bulk.NewActivities)
class LogActivitiesInput:
    """Activities to be logged, of one goal or of several, as if one after the other."""

    goal_id: ID | None = attribute("The id of the goal of each activity that names none.")
    items: list[ActivityItemInput] = attribute("The activities, 1 to 1,000.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.ActivityRemoval)
class RemoveActivityInput:
    """An activity to be removed as a correction."""

    goal_id: ID = attribute("The goal's id.")
    activity_id: ID = attribute("The activity's id.")
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.ActivityEdit)
class AmendActivityInput:
    """Changes of an activity on its local day; what is absent stays, a null clears."""

    goal_id: ID = attribute("The goal's id.")
    activity_id: ID = attribute("The activity's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    value: float | None = attribute("How much, in the unit; never null.")
    unit: str | None = attribute("The unit, which must be the target's; never null.")
    kind: ActivityType | None = attribute(
        "What it says about its local day; never null.", name="activityType"
    )
    occurred_at: datetime | None = attribute("When it happened, on the same local day; never null.")
    timezone: str | None = attribute("The IANA zone it happened in; never null.")
    note: str | None = attribute("What the owner notes, at most 500 characters.")
    location: ActivityLocationInput | None = attribute("Where it happened, in full.")
    context: ActivityContextInput | None = attribute("How it was, in full.")
    attachments: list[ActivityAttachmentInput] | None = attribute(
        "All that belongs to it; never null."
    )
    idempotency_key: str | None = attribute(REPEATED)
