"""The parsed forms of condition, projection and update expressions, names already resolved."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

DocumentPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Read the value at a path."""

    path: DocumentPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """Read a value of the request, named with its colon."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Measure the value at a path."""

    path: DocumentPath


Operand: TypeAlias = Attribute | Placeholder | Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Compare two operands by one of = <> < <= > >=."""

    operator: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Hold when low <= subject <= high."""

    subject: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Hold when the subject equals one of the choices."""

    subject: Operand
    choices: tuple[Operand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Existence:
    """Hold when the path has a value, or has none."""

    path: DocumentPath
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """Apply begins_with, contains or attribute_type to two operands."""

    function: str
    subject: Operand
    argument: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction:
    """Join two conditions by AND or OR."""

    operator: Literal["AND", "OR"]
    left: "Condition"
    right: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Hold when the condition does not."""

    condition: "Condition"


Condition: TypeAlias = (
    Comparison | Between | Membership | Existence | Predicate | Junction | Negation
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IfNotExists:
    """Read a path, or another source when the path has no value."""

    path: DocumentPath
    otherwise: "Source"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAppend:
    """Join two lists."""

    first: "Source"
    second: "Source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """Add or subtract two numbers."""

    operator: str
    left: "Source"
    right: "Source"


Source: TypeAlias = Operand | IfNotExists | ListAppend | Arithmetic
Clause: TypeAlias = Literal["SET", "REMOVE", "ADD", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Change one path; only REMOVE has no source."""

    clause: Clause
    path: DocumentPath
    source: Source | None
