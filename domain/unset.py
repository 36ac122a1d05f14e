"""The difference between a field that is left alone and one that is cleared with None."""

from enum import Enum
from typing import Final, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The type of UNSET."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


def given(value: T | Unset, *, otherwise: T) -> T:
    """Return the value, or the other one where none was given."""
    return otherwise if isinstance(value, Unset) else value
