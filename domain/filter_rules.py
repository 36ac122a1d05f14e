"""How much a filter may hold: it is compared with each of the owner's goals, or each template."""

from dataclasses import replace
from datetime import datetime

from domain.fields import optional_text, texts
from domain.requests import GoalFilter
from domain.tombstone import checked_since

_MOST_LISTED = 50


def checked(wanted: GoalFilter, *, now: datetime) -> GoalFilter:
    """Return the filter with its texts in canonical form.

    Raises:
        InvalidInputError: A text is too long or there are too many, or the instant lies ahead or
            too far back.
    """
    if wanted.updated_since is not None:
        checked_since(wanted.updated_since, now=now, field="filter.updatedSince")
    return replace(
        wanted,
        category=listed(wanted.category, "filter.category"),
        tags=listed(wanted.tags, "filter.tags"),
        search=optional_text(wanted.search, field="filter.search", longest=200),
    )


def listed(values: tuple[str, ...] | None, field: str) -> tuple[str, ...] | None:
    """Return the texts that a filter names, or None.

    Raises:
        InvalidInputError: There are more than 50, or one has more than 50 characters.
    """
    if values is None:
        return None
    return texts(values, field=field, most=_MOST_LISTED, longest=50, shortest=0)
