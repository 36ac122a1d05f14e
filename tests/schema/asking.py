"""Ask the schema something, with fake resolvers in place of the real ones."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from strawberry.types import ExecutionResult

from resolvers.context import Identity
from resolvers.registry import Resolver
from schema.build import SCHEMA
from schema.call import Operation
from tests.builders import NOW, OWNER

Function = Callable[..., Awaitable[Any]]


class FakeRegistry:
    """Resolvers of one test."""

    def __init__(self) -> None:
        self._resolvers: dict[tuple[str, str], Resolver] = {}

    def find(self, type_name: str, field_name: str) -> Resolver | None:
        """Return the resolver of a field."""
        return self._resolvers.get((type_name, field_name))

    def unit(self, type_name: str, field_name: str) -> Callable[[Function], Function]:
        """Register a unit resolver."""
        return self._registering(type_name, field_name, is_batch=False)

    def batch(self, type_name: str, field_name: str) -> Callable[[Function], Function]:
        """Register a batch resolver."""
        return self._registering(type_name, field_name, is_batch=True)

    def _registering(
        self, type_name: str, field_name: str, *, is_batch: bool
    ) -> Callable[[Function], Function]:
        def register(function: Function) -> Function:
            self._resolvers[type_name, field_name] = Resolver(
                type_name=type_name, field_name=field_name, function=function, is_batch=is_batch
            )
            return function

        return register


def an_operation(**changes: Any) -> Operation:
    """Return an operation of the ordinary owner that has no storage."""
    values: dict[str, Any] = {
        "now": NOW,
        "ports": None,
        "closed": frozenset(),
        "identity": Identity(owner=OWNER),
    }
    return Operation(**(values | changes))


async def ask(
    document: str, variables: Mapping[str, Any] | None = None, *, operation: Operation | None = None
) -> ExecutionResult:
    """Return what the schema answers."""
    return await SCHEMA.execute(
        document,
        variable_values=dict(variables or {}),
        context_value=operation or an_operation(),
    )
