"""The registry of resolvers by AppSync's two names: the type and the field."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Awaitable[Any]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver:
    """A field's function; a batch one takes all parents of a list at once."""

    type_name: str
    field_name: str
    function: Callable[..., Awaitable[Any]]
    is_batch: bool


_RESOLVERS: dict[tuple[str, str], Resolver] = {}


def resolver(type_name: str, field_name: str) -> Callable[[Function], Function]:
    """Register a unit resolver: `(ctx, *, arguments) -> value`."""
    return _registering(type_name, field_name, is_batch=False)


def batch_resolver(type_name: str, field_name: str) -> Callable[[Function], Function]:
    """Register a batch resolver: `(ctx, parents, *, arguments) -> one value or error each`."""
    return _registering(type_name, field_name, is_batch=True)


def find(type_name: str, field_name: str) -> Resolver | None:
    """Return the resolver of a field; None where the field is a plain attribute."""
    return _RESOLVERS.get((type_name, field_name))


def registered() -> Iterator[Resolver]:
    """Yield every resolver."""
    yield from _RESOLVERS.values()


def _registering(
    type_name: str, field_name: str, *, is_batch: bool
) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        key = (type_name, field_name)
        if key in _RESOLVERS:
            message = f"{type_name}.{field_name} has two resolvers"
            raise ValueError(message)
        _RESOLVERS[key] = Resolver(
            type_name=type_name, field_name=field_name, function=function, is_batch=is_batch
        )
        return function

    return register
