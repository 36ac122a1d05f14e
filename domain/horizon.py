"""The horizon: which local days an instant may belong to, wherever on Earth it happened."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

_WESTERNMOST: Final = timedelta(hours=24)
_EASTERNMOST: Final = timedelta(hours=26)


def settles_on(at: datetime) -> date:
    """Return the first local day that an activity at or after the instant may still belong to.

    Clocks run at most 12 hours behind UTC, and a day start delays a day by less than 12 more.
    """
    return (at.astimezone(UTC) - _WESTERNMOST).date()


def reaches_to(at: datetime) -> date:
    """Return the last local day that an activity at or before the instant may belong to.

    Clocks run at most 14 hours ahead of UTC, and a day start brings a day up to 12 forward.
    """
    return (at.astimezone(UTC) + _EASTERNMOST).date()
