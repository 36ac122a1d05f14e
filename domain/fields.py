"""The rules of single fields: lengths, ranges, shapes; each refusal names the field."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from domain.amount import rounded
from domain.errors import InvalidInputError

FIRST_DAY: Final = date(1900, 1, 1)
"""The first day that a goal may start on or be logged for; each day from there on is judged."""

_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
# C0 and C1 controls but tab and line ends, overrides of the writing direction, half surrogates.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")
# Marks, formats (zero-width ones among them) and separators show nothing by themselves.
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf", "Zs", "Zl", "Zp", "Cc"})
_METADATA_BYTES: Final = 32_768


def text(value: str, *, field: str, longest: int, shortest: int = 0) -> str:
    """Return the text without white space around it.

    Raises:
        InvalidInputError: It is too short, too long (in characters), holds control characters, or
            must not be empty and shows nothing.
    """
    trimmed = value.strip()
    if not shortest <= len(trimmed) <= longest:
        raise InvalidInputError(field, f"must have {shortest} to {longest} characters", value)
    if _CONTROL.search(trimmed):
        raise InvalidInputError(field, "must hold no control characters", value)
    if shortest and all(unicodedata.category(each) in _UNSEEN for each in trimmed):
        raise InvalidInputError(field, "must have a character that can be seen", value)
    return trimmed


def optional_text(value: str | None, *, field: str, longest: int, shortest: int = 0) -> str | None:
    """Return the text without white space around it, or None."""
    if value is None:
        return None
    return text(value, field=field, longest=longest, shortest=shortest)


def texts(
    values: Sequence[str], *, field: str, most: int, longest: int, shortest: int = 1
) -> tuple[str, ...]:
    """Return at most `most` texts of `shortest` to `longest` characters, each once, in order.

    Raises:
        InvalidInputError: There are too many, or one breaks the rule of a text.
    """
    if len(values) > most:
        raise InvalidInputError(field, f"must have at most {most} entries", len(values))
    checked = (
        text(v, field=f"{field}[{i}]", longest=longest, shortest=shortest)
        for i, v in enumerate(values)
    )
    return tuple(dict.fromkeys(checked))


def whole(value: int | None, *, field: str, least: int, most: int) -> int | None:
    """Return the whole number, or None.

    Raises:
        InvalidInputError: It lies outside the range.
    """
    if value is not None and not least <= value <= most:
        raise InvalidInputError(field, f"must be a whole number from {least} to {most}", value)
    return value


def number(value: Decimal, *, field: str, least: int, most: int) -> Decimal:
    """Return the number rounded half even to 10 decimal places.

    Raises:
        InvalidInputError: It is not finite or lies outside the range.
    """
    if not (value.is_finite() and least <= value <= most):
        raise InvalidInputError(field, f"must be a number from {least} to {most}", value)
    return rounded(value)


def optional_number(value: Decimal | None, *, field: str, least: int, most: int) -> Decimal | None:
    """Return the number rounded half even to 10 decimal places, or None."""
    return None if value is None else number(value, field=field, least=least, most=most)


def day(value: date, *, field: str) -> date:
    """Return the day.

    Raises:
        InvalidInputError: It lies before 1900, from where on every day can be judged in one go.
    """
    if value < FIRST_DAY:
        raise InvalidInputError(field, f"must be {FIRST_DAY} or later", value)
    return value


def color(value: str | None) -> str | None:
    """Return the colour, or None.

    Raises:
        InvalidInputError: It is not of the form #RRGGBB.
    """
    if value is not None and not _COLOR.fullmatch(value):
        raise InvalidInputError("color", "must be of the form #RRGGBB", value)
    return value


def metadata(value: str | None) -> str | None:
    """Return the JSON text, or None.

    Raises:
        InvalidInputError: It is longer than 32 KiB.
    """
    if value is not None and len(value.encode()) > _METADATA_BYTES:
        raise InvalidInputError("metadata", "must have at most 32768 bytes", len(value.encode()))
    return value


def page_size(limit: int | None, *, default: int) -> int:
    """Return how many items a page holds.

    Raises:
        InvalidInputError: It is not 1 to 1,000.
    """
    checked = whole(limit, field="limit", least=1, most=1_000)
    return default if checked is None else checked
