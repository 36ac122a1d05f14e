"""The answers of examples, by their names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.docs.accounts import ACCOUNTS, last_reading
from tests.docs.facts import FACTS
from tests.docs.figures import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.docs.examples import Example

_NAMES: Final = "|".join([*FACTS, *ACCOUNTS, *FIGURES])
_NEXT: Final = re.compile(rf", (?=(?:{_NAMES}) )")


def answered(example: Example) -> list[str]:
    """Return the answers of an example in the form in which it shows them."""
    return [", ".join(_answers(example, line)) for line in example.shown]


def _answers(example: Example, line: str) -> Iterator[str]:
    """Yield the answers of a line: one name with a row of values, or names with one each."""
    told = ACCOUNTS if "goal" in example.given else FACTS
    for part in _NEXT.split(line):
        name, *values = part.split()
        tell = told.get(name)
        answer = _read(example, name, len(values)) if tell is None else tell(example)
        yield f"{name} {answer}"


def _read(example: Example, name: str, count: int) -> str:
    """Return what is read in the last evening, or in the evening of each column."""
    last = last_reading(example)
    is_row = count == len(example.columns) > 1
    days = example.columns if is_row else (last.day,)
    return " ".join(FIGURES[name](replace(last, day=day)) for day in days)
