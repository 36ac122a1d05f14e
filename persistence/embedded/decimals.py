"""DynamoDB's numbers: 38 significant digits, magnitude 1E-130 to 9.99E+125, exact arithmetic."""

import re
from decimal import (
    Context,
    Decimal,
    DecimalException,
    Inexact,
    InvalidOperation,
    Overflow,
    Subnormal,
)

from persistence.embedded.errors import invalid

MAX_DIGITS = 38
_LEAST_EXPONENT, _GREATEST_EXPONENT = -130, 125
_EXACT = Context(
    prec=MAX_DIGITS,
    Emin=_LEAST_EXPONENT,
    Emax=_GREATEST_EXPONENT,
    traps=[Inexact, InvalidOperation, Overflow, Subnormal],
)
_SYNTAX = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_NEGATIVE, _ZERO, _POSITIVE = b"\x7f", b"\x80", b"\x81"


def canonical_number(text: object) -> str:
    """Return the plain decimal form of a number: no exponent, no needless zero.

    Raises:
        DynamoError: the text is not a number or does not fit 38 digits.
    """
    if not isinstance(text, str) or not _SYNTAX.fullmatch(text):
        raise invalid(f"The parameter cannot be converted to a numeric value: {text}")
    # Counters and versions are plain integers; they need no Decimal.
    if text.isdigit() and text[0] != "0" and len(text) <= MAX_DIGITS:
        return text
    try:
        return _plain(_EXACT.create_decimal(text))
    except DecimalException:
        raise invalid(
            f"Number {text} is outside 38 significant digits or the range 1E-130 to 9.99E+125"
        ) from None


def add(left: str, right: str) -> str:
    """Return the exact sum of two canonical numbers."""
    try:
        return _plain(_EXACT.add(Decimal(left), Decimal(right)))
    except DecimalException:
        raise invalid(f"The result of {left} and {right} needs more than 38 digits") from None


def negated(number: str) -> str:
    """Return the canonical number with the other sign."""
    return number[1:] if number.startswith("-") else canonical_number("-" + number)


def number_size(number: str) -> int:
    """Return the bytes DynamoDB counts: one per two significant digits, one, one for a minus."""
    digits = number.lstrip("-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + number.startswith("-")


def encode_number(number: str) -> bytes:
    """Return bytes whose order is the numeric order of canonical numbers."""
    sign, digits, exponent = _EXACT.create_decimal(number).normalize(_EXACT).as_tuple()
    if digits == (0,):
        return _ZERO
    # A finite Decimal has an integer exponent; int() says so to the type checker.
    magnitude = bytes((int(exponent) + len(digits) - 1 - _LEAST_EXPONENT, *digits))
    if not sign:
        return _POSITIVE + magnitude
    return _NEGATIVE + bytes(255 - byte for byte in magnitude) + b"\xff"


def _plain(number: Decimal) -> str:
    return format(number.normalize(_EXACT), "f") if number else "0"
