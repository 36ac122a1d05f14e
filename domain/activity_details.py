"""The details of an activity: what was noted, where and how it was, what belongs to it."""

from dataclasses import replace
from typing import Final

from domain.activity import Activity, ActivityContext, Attachment, Location, Weather
from domain.errors import InvalidInputError
from domain.fields import number, optional_number, optional_text, whole

_MOST_ATTACHMENTS: Final = 10


def with_details_checked(activity: Activity) -> Activity:
    """Return the activity with its texts trimmed and its numbers rounded.

    Raises:
        InvalidInputError: A text is too long, a number out of its range, or there is too much.
    """
    context, location = activity.context, activity.location
    return replace(
        activity,
        note=optional_text(activity.note, field="note", longest=500),
        location=None if location is None else _location(location),
        context=None if context is None else _context(context),
        attachments=_attachments(activity.attachments),
    )


def _location(location: Location) -> Location:
    city = optional_text(location.city, field="location.city", longest=100)
    if location.coordinates is None:
        return replace(location, city=city)
    longitude, latitude = location.coordinates
    return replace(
        location,
        city=city,
        coordinates=(
            number(longitude, field="location.coordinates[0]", least=-180, most=180),
            number(latitude, field="location.coordinates[1]", least=-90, most=90),
        ),
    )


def _context(context: ActivityContext) -> ActivityContext:
    def level(value: int | None, name: str, most: int) -> int | None:
        return whole(value, field=f"context.{name}", least=1, most=most)

    def words(value: str | None, name: str) -> str | None:
        return optional_text(value, field=f"context.{name}", longest=100)

    return replace(
        context,
        sleep_hours=optional_number(
            context.sleep_hours, field="context.sleepHours", least=0, most=24
        ),
        duration=optional_number(context.duration, field="context.duration", least=0, most=100_000),
        weather=None if context.weather is None else _weather(context.weather),
        energy_level=level(context.energy_level, "energyLevel", 10),
        stress_level=level(context.stress_level, "stressLevel", 10),
        difficulty=level(context.difficulty, "difficulty", 5),
        enjoyment=level(context.enjoyment, "enjoyment", 5),
        previous_activity=words(context.previous_activity, "previousActivity"),
        next_activity=words(context.next_activity, "nextActivity"),
        mood=words(context.mood, "mood"),
    )


def _weather(weather: Weather) -> Weather:
    where = "context.weather"
    return replace(
        weather,
        condition=optional_text(weather.condition, field=f"{where}.condition", longest=100),
        temperature=optional_number(
            weather.temperature, field=f"{where}.temperature", least=-100, most=100
        ),
        humidity=optional_number(weather.humidity, field=f"{where}.humidity", least=0, most=100),
    )


def _attachments(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    if len(attachments) > _MOST_ATTACHMENTS:
        rule = f"must have at most {_MOST_ATTACHMENTS} entries"
        raise InvalidInputError("attachments", rule, len(attachments))
    return tuple(
        replace(
            attachment,
            url=optional_text(attachment.url, field=f"attachments[{i}].url", longest=2_000),
            entity_id=optional_text(
                attachment.entity_id, field=f"attachments[{i}].entityId", longest=200
            ),
        )
        for i, attachment in enumerate(attachments)
    )
