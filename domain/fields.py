"""The rules of single fields: lengths, ranges, shapes; each refusal names the field."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from domain.errors import InvalidInputError

_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_METADATA_BYTES: Final = 32_768


def text(value: str, *, field: str, longest: int, shortest: int = 0) -> str:
    """Return the text without white space around it.

    Raises:
        InvalidInputError: It is too short, too long (in characters) or holds control characters.
    """
    trimmed = value.strip()
    if _CONTROL.search(trimmed):
        raise InvalidInputError(field, "must hold no control characters", value)
    if not shortest <= len(trimmed) <= longest:
        raise InvalidInputError(field, f"must have {shortest} to {longest} characters", value)
    return trimmed


def optional_text(value: str | None, *, field: str, longest: int, shortest: int = 0) -> str | None:
    """Return the text without white space around it, or None."""
    if value is None:
        return None
    return text(value, field=field, longest=longest, shortest=shortest)


def texts(values: Sequence[str], *, field: str, most: int, longest: int) -> tuple[str, ...]:
    """Return at most `most` texts of 1 to `longest` characters, each once, in order.

    Raises:
        InvalidInputError: There are too many, or one breaks the rule of a text.
    """
    if len(values) > most:
        raise InvalidInputError(field, f"must have at most {most} entries", len(values))
    checked = (
        text(v, field=f"{field}[{i}]", longest=longest, shortest=1) for i, v in enumerate(values)
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


def number(value: Decimal | None, *, field: str, least: int, most: int) -> Decimal | None:
    """Return the number, or None.

    Raises:
        InvalidInputError: It is not finite or lies outside the range.
    """
    if value is not None and not (value.is_finite() and least <= value <= most):
        raise InvalidInputError(field, f"must be a number from {least} to {most}", value)
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
