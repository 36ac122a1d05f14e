"""Instants as text: UTC, of one width, so that they sort as they follow each other."""

from datetime import UTC, datetime


def instant_text(at: datetime) -> str:
    """Return the instant in UTC with microseconds and `Z`: 2026-11-02T07:00:00.000000Z.

    Raises:
        ValueError: The instant carries no timezone.
    """
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a timezone: {at.isoformat()}")
    local = at.astimezone(UTC).replace(tzinfo=None)
    return f"{local.isoformat(timespec='microseconds')}Z"


def instant_of(text: str) -> datetime:
    """Return the instant that the text names."""
    return datetime.fromisoformat(text)
