"""One difference between two versions of a contract, and how much it matters."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a change matters, worst first."""

    BREAKING = "breaking"
    SECURITY = "security-relevant"
    DANGEROUS = "dangerous"
    SAFE = "safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the element at a path, `Goal`, `Goal.title` or `Query.goal(goalId:)`.

    `line` is where the element is in the new text, or what held it there; None without either.
    """

    severity: Severity
    kind: str
    path: str
    description: str
    line: int | None = None


def worst(changes: Iterable[Change]) -> Severity | None:
    """Return the severity of the worst change; None without changes."""
    found = {change.severity for change in changes}
    return next((severity for severity in Severity if severity in found), None)
