"""The expressions of one request: parsed once per text, with every name and value accounted for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from persistence.embedded import grammar
from persistence.embedded.errors import invalid
from persistence.embedded.nodes import Condition
from persistence.embedded.operands import check_condition
from persistence.embedded.requests import Request
from persistence.embedded.tokens import Reader
from persistence.embedded.values import Item, canonical

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Generic[_T]):
    """Hold a parsed expression, the placeholders in it and its top-level attributes."""

    root: _T
    used: frozenset[str]
    attributes: frozenset[str]


class Scope:
    """Resolve the attribute names and values that one request declares."""

    def __init__(self, request: Request) -> None:
        names: dict[str, str] = request.get("ExpressionAttributeNames") or {}
        values: Item = request.get("ExpressionAttributeValues") or {}
        self._names = tuple(sorted(names.items()))
        self.values = {name: canonical(value)[0] for name, value in values.items()}
        self._unused = {*names, *values}

    def parse(self, rule: Callable[[Reader], _T], text: str) -> Parsed[_T]:
        """Parse an expression.

        Raises:
            DynamoError: it has a syntax error or an undefined name or value.
        """
        parsed = cast("Parsed[_T]", _parse(rule, text, self._names))
        for name in parsed.used:
            if name.startswith(":") and name not in self.values:
                raise invalid(f"Invalid expression: attribute value {name} is not defined")
        self._unused -= parsed.used
        return parsed

    def root(self, rule: Callable[[Reader], _T], text: str | None) -> _T | None:
        """Parse an expression that a request may leave out."""
        return None if text is None else self.parse(rule, text).root

    def condition(self, text: str | None) -> Condition | None:
        """Parse a condition that a request may leave out, and check its operands."""
        condition = self.root(grammar.condition, text)
        if condition is not None:
            check_condition(condition, self.values)
        return condition

    def close(self) -> None:
        """Refuse names and values that no expression used."""
        if self._unused:
            raise invalid(
                "Value provided in ExpressionAttributeNames or ExpressionAttributeValues "
                f"unused in expressions: keys: {', '.join(sorted(self._unused))}"
            )


@lru_cache(maxsize=1024)
def _parse(
    rule: Callable[[Reader], Any], text: str, names: tuple[tuple[str, str], ...]
) -> Parsed[Any]:
    reader = Reader(text, dict(names))
    root = rule(reader)
    if reader.next_kind() != "end":
        reader.fail()
    used = frozenset(reader.used_names | reader.used_values)
    return Parsed(root=root, used=used, attributes=frozenset(reader.attributes))
