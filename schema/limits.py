"""What one operation may use, as AppSync limits it: levels, resolvers, time and introspection.

AppSync's guide names the types of the first two errors, and says that what is beyond a limit is
null while the rest is answered. Type and text of the third are those of an answer that a user
quotes; the text of the second is the title of a report (whether it ends with a full stop is open);
that of the first is open. It is also open whether AppSync counts a batch as one resolver, and
whether levels below `__schema` count.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeVar

from graphql import (
    SKIP,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    ValidationRule,
    VisitorAction,
)

from domain.errors import DomainError

MOST_LEVELS: Final = 75
MOST_RESOLVERS: Final = 10_000
MOST_SECONDS: Final = 30

T = TypeVar("T")
Fragments = Mapping[str, FragmentDefinitionNode]


def is_introspection(name: str) -> bool:
    """Say whether a type or a field is of GraphQL's introspection, by its name."""
    return name.startswith("__")


class DepthLimitError(DomainError):
    """Refuse a field that is selected too deep."""

    code: ClassVar[str] = "QueryDepthLimitReached"

    def __init__(self) -> None:
        super().__init__("Query depth limit reached.")


class ResolverLimitError(DomainError):
    """Refuse a field whose resolver would be one too many."""

    code: ClassVar[str] = "ResolverExecutionLimitReached"

    def __init__(self) -> None:
        super().__init__("Resolver invocation limit reached.")


class ExecutionTimeoutError(DomainError):
    """Refuse to wait longer for a field."""

    code: ClassVar[str] = "ExecutionTimeout"

    def __init__(self) -> None:
        super().__init__("Execution timed out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of every operation: levels of fields (0: any), resolver calls, and seconds."""

    depth: int = 0
    resolvers: int = MOST_RESOLVERS
    seconds: float = MOST_SECONDS
    is_introspection_open: bool = True


APPSYNC: Final = Limits()


class Meter:
    """Measures what one operation uses of its limits."""

    __slots__ = ("_calls", "_ends_at", "limits")

    def __init__(self, limits: Limits = APPSYNC) -> None:
        self.limits = limits
        self._calls = 0
        self._ends_at: float | None = None

    def count(self) -> None:
        """Count a field of one parent that a resolver answers, alone or in a batch.

        Raises:
            ResolverLimitError: It is one too many.
        """
        self._calls += 1
        if self._calls > self.limits.resolvers:
            raise ResolverLimitError

    async def timed(self, resolve: Callable[[], Awaitable[T]]) -> T:
        """Return what a resolver answers within the time that began with the first resolver.

        So what is answered in time is told, and only what is not is refused. Of a mutation refused
        so the client knows nothing: its changes may be stored, now or in a moment, and nobody is
        told of them. What was not yet asked for when the time was over is not begun.

        Raises:
            ExecutionTimeoutError: The time is over.
        """
        now = asyncio.get_running_loop().time()
        if self._ends_at is None:
            self._ends_at = now + self.limits.seconds
        elif now >= self._ends_at:
            raise ExecutionTimeoutError
        timer = asyncio.timeout_at(self._ends_at)
        try:
            async with timer:
                return await resolve()
        except TimeoutError:
            if timer.expired():
                raise ExecutionTimeoutError from None
            raise


class IntrospectionClosed(ValidationRule):
    """Refuse the fields of introspection's types but `__typename` as if they did not exist.

    AppSync's guide describes a picture of `types` undefined in `__Schema`; the text is inferred.
    """

    def enter_field(self, node: FieldNode, *_place: Any) -> VisitorAction:
        """Report the field, and look at nothing below it."""
        parent, name = self.context.get_parent_type(), node.name.value
        if parent is None or not is_introspection(parent.name) or is_introspection(name):
            return None
        text = f"Cannot query field '{name}' on type '{parent.name}'."
        self.report_error(GraphQLError(text, node))
        return SKIP


class Depth:
    """Measures how many levels of fields selections have; those of introspection do not count."""

    def __init__(self, fragments: Fragments) -> None:
        self._fragments = fragments
        self._measured: dict[str, int] = {}

    def of(self, selections: SelectionSetNode | None) -> int:
        """Return the number of levels, whatever is skipped; a field without selections is one."""
        return max(map(self._levels, selections.selections), default=0) if selections else 0

    def _levels(self, selection: SelectionNode) -> int:
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value)
        if isinstance(selection, InlineFragmentNode):
            return self.of(selection.selection_set)
        if isinstance(selection, FieldNode) and not is_introspection(selection.name.value):
            return 1 + self.of(selection.selection_set)
        return 1

    def _of_fragment(self, name: str) -> int:
        if name not in self._measured:
            self._measured[name] = self.of(self._fragments[name].selection_set)
        return self._measured[name]
