"""Pages: a part of a sorted list, and the token that continues it."""

import json
from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from domain.answers import Page
from resolvers.context import Context

T = TypeVar("T")

Position: TypeAlias = tuple[str, str]


def scope_of(operation: str, *filters: object) -> str:
    """Return what binds a token to its list: the operation and its filters."""
    return json.dumps([operation, *(str(part) for part in filters)])


def page_of(
    ctx: Context,
    items: Iterable[T],
    *,
    position: Callable[[T], Position],
    limit: int,
    token: str | None,
    scope: str,
    is_descending: bool = False,
    is_public: bool = False,
) -> Page[T]:
    """Return the next `limit` items in the order of their positions: a sort key and an id.

    The token names a position, not an item, so what is added or removed meanwhile shifts nothing.
    That of a public list is anyone's.

    Raises:
        InvalidInputError: The token is not one of this list, caller and filters.
    """
    owner = "" if is_public else ctx.owner
    ordered = sorted(items, key=position, reverse=is_descending)
    if token is not None:
        after = _position(ctx.ports.cursors.read(token, owner=owner, scope=scope))
        ordered = [
            i for i in ordered if (position(i) < after if is_descending else position(i) > after)
        ]
    held = tuple(ordered[:limit])
    if len(ordered) <= limit:
        return Page(items=held)
    last = json.dumps(position(held[-1]))
    return Page(items=held, next_token=ctx.ports.cursors.issue(last, owner=owner, scope=scope))


def next_token(ctx: Context, position: str, *, scope: str) -> str:
    """Return the token that continues a list after a position."""
    return ctx.ports.cursors.issue(position, owner=ctx.owner, scope=scope)


def _position(text: str) -> Position:
    key, ident = json.loads(text)
    return str(key), str(ident)
