"""Amounts: decimals that add up to the same sum in every order."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final

from domain.errors import InvalidInputError

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)
LARGEST: Final = Decimal(10) ** 12
_STEP: Final = Decimal("1e-10")
_HUNDREDTH: Final = Decimal("0.01")


def amount(value: Decimal, *, field: str) -> Decimal:
    """Return the value rounded half even to 10 decimal places.

    Within ±10¹² a million of them add up exactly in 28 digits, so no order of adding matters.

    Raises:
        InvalidInputError: The value is not finite or lies outside ±10¹².
    """
    if not value.is_finite() or value.copy_abs() > LARGEST:
        raise InvalidInputError(field, "must be a finite number from -10^12 to 10^12", value)
    return rounded(value)


def rounded(value: Decimal) -> Decimal:
    """Return the value rounded half even to 10 decimal places, in canonical form."""
    return plain(value.quantize(_STEP, rounding=ROUND_HALF_EVEN))


def plain(value: Decimal) -> Decimal:
    """Return the value without trailing zeros, exponent or negative zero."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) + ZERO
    return value.normalize()


def shown_percentage(value: Decimal) -> Decimal:
    """Return a percentage as it is shown: two decimals, half up."""
    return value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
