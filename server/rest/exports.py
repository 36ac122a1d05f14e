"""An export, streamed: the whole of it is nowhere at once."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from resolvers.context import Context, Info
from resolvers.exporting import export_parts
from schema.call import Operation
from schema.guard import FieldClosedError
from server.rest.calls import Call, Streamed
from server.rest.portable_shapes import ExportQuery

_FIELD: Final = ("Query", "export")
_PIECE_CHARACTERS: Final = 65_536


async def export(call: Call) -> Streamed:
    """Answer with the caller's account, or goals and days of it, however large.

    Raises:
        FieldClosedError: The caller's mode does not reach the contract's export.
        GoalNotFoundError: The caller has no goal of an id asked for.
        InvalidDateRangeError: The last day lies before the first.
    """
    asked = call.query if isinstance(call.query, ExportQuery) else ExportQuery()
    parts = export_parts(
        _context(await call.operation("export")), asked.portion(), form=asked.format
    )
    # Whatever is refused is refused before the answer begins.
    first = await anext(parts)
    return Streamed(
        pieces=_pieces(first, parts),
        content_type=asked.format.content_type,
        file_name=f"milepost.{asked.format}",
    )


def _context(operation: Operation) -> Context:
    parent, name = _FIELD
    if _FIELD in operation.closed:
        raise FieldClosedError(parent, name)
    return Context(
        now=operation.now,
        ports=operation.ports,
        identity=operation.identity,
        info=Info(field_name=name, parent_type_name=parent),
    )


async def _pieces(first: str, parts: AsyncGenerator[str]) -> AsyncGenerator[str]:
    """Yield the parts in fewer pieces, for each piece is sent on its own."""
    held, size = [first], len(first)
    async with aclosing(parts):
        async for part in parts:
            held.append(part)
            size += len(part)
            if size >= _PIECE_CHARACTERS:
                yield "".join(held)
                held, size = [], 0
    yield "".join(held)
