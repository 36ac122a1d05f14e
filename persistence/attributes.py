"""Attributes that PynamoDB lacks: exact decimals, sortable instants, days, enums, JSON text."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.constants import NUMBER, STRING

from persistence.compact import from_json, to_json
from persistence.instants import instant_of, instant_text

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class DecimalAttribute(Attribute[Decimal]):
    """An exact decimal of up to 38 digits."""

    attr_type = NUMBER

    def serialize(self, value: Decimal) -> str:
        """Return the decimal's digits."""
        return str(value)

    def deserialize(self, value: str) -> Decimal:
        """Return the decimal of these digits."""
        return Decimal(value)


class WholeAttribute(Attribute[int]):
    """A whole number, of any size that the table holds."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        """Return the number's digits."""
        return str(value)

    def deserialize(self, value: str) -> int:
        """Return the number of these digits."""
        return int(value)


class InstantAttribute(Attribute[datetime]):
    """A UTC instant to the microsecond; its text sorts as time passes."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """Return the instant's text."""
        return instant_text(value)

    def deserialize(self, value: str) -> datetime:
        """Return the instant of this text."""
        return instant_of(value)


class DayAttribute(Attribute[date]):
    """A local date: YYYY-MM-DD."""

    attr_type = STRING

    def serialize(self, value: date) -> str:
        """Return the date's text."""
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        """Return the date of this text."""
        return date.fromisoformat(value)


class EnumAttribute(Attribute[E], Generic[E]):
    """A member of an enum, kept as its value."""

    attr_type = STRING

    def __init__(self, members: type[E], *, attr_name: str | None = None) -> None:
        super().__init__(attr_name=attr_name)
        self._members = members

    def serialize(self, value: E) -> str:
        """Return the member's value."""
        return value.value

    def deserialize(self, value: str) -> E:
        """Return the member of this value."""
        return self._members(value)


class JSONTextAttribute(Attribute[T], Generic[T]):
    """A nested value as one string of compact JSON, which decodes faster than a map."""

    attr_type = STRING

    def __init__(
        self, as_type: Any, *, attr_name: str | None = None, null: bool | None = None
    ) -> None:
        super().__init__(attr_name=attr_name, null=null)
        self._as_type = as_type

    def serialize(self, value: T) -> str:
        """Return the value as JSON."""
        return to_json(value, self._as_type)

    def deserialize(self, value: str) -> T:
        """Return the value that the JSON holds."""
        decoded: T = from_json(value, self._as_type)
        return decoded
