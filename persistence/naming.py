"""Naming: the parts of a key written so that no part can be taken for two, or for another."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from string import Formatter, ascii_letters, digits, punctuation
from typing import Final
from urllib.parse import quote

_SAFE: Final = (ascii_letters + digits + punctuation).replace("#", "").replace("%", "")
_LONGEST_PART: Final = 256


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """Fill in the pattern as far as the parts reach: all of it, or a prefix that ends in '#'."""
    text = ""
    for literal, name in _segments(pattern):
        text += literal
        if name is None or name not in parts:
            break
        text += _escaped(parts[name])
    return text


@cache
def _segments(pattern: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(pattern))


def _escaped(part: str) -> str:
    """Return the part without separators; one too long for a key is named by its SHA-256."""
    escaped = quote(part, safe=_SAFE, errors="surrogatepass")
    if len(escaped) <= _LONGEST_PART:
        return escaped
    # Percent-encoding never writes '%~', so no other part has this name.
    return f"%~{sha256(escaped.encode()).hexdigest()}"
