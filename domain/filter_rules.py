"""How much a filter of goals may hold: it is compared with each of the owner's goals."""

from dataclasses import replace

from domain.fields import optional_text, texts
from domain.requests import GoalFilter

_MOST_LISTED = 50


def checked(wanted: GoalFilter) -> GoalFilter:
    """Return the filter with its texts in canonical form.

    Raises:
        InvalidInputError: A text is too long or there are too many.
    """
    return replace(
        wanted,
        category=_listed(wanted.category, "filter.category"),
        tags=_listed(wanted.tags, "filter.tags"),
        search=optional_text(wanted.search, field="filter.search", longest=200),
    )


def _listed(values: tuple[str, ...] | None, field: str) -> tuple[str, ...] | None:
    if values is None:
        return None
    return texts(values, field=field, most=_MOST_LISTED, longest=50, shortest=0)
