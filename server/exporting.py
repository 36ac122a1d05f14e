"""Writing an account to a file or to standard output, record by record."""

import asyncio
import sys
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import TextIO

from domain.portable import ExportFormat, Portion
from persistence.store import Store
from resolvers.context import Context, Identity, Info
from resolvers.exporting import export_parts


def export_account(
    store: Store,
    *,
    owner: str,
    portion: Portion,
    form: ExportFormat,
    now: datetime,
    path: Path | None,
) -> None:
    """Write an export to a new file in UTF-8, to standard output if none is named.

    A file that could not be written to its end is removed.

    Raises:
        GoalNotFoundError: The owner has no goal of an id asked for.
        OSError: The file is there already, or cannot be written.
    """
    ctx = Context(
        now=now,
        ports=store.ports,
        identity=Identity(owner=owner),
        info=Info(field_name="export", parent_type_name="Query"),
    )
    if path is None:
        asyncio.run(_write(sys.stdout, ctx, portion, form=form))
        return
    # An export ends its own lines; only the owner may read it.
    with path.open("x", encoding="utf-8", newline="") as file:
        path.chmod(0o600)
        try:
            asyncio.run(_write(file, ctx, portion, form=form))
        except BaseException:
            path.unlink()
            raise


async def _write(file: TextIO, ctx: Context, portion: Portion, *, form: ExportFormat) -> None:
    async with aclosing(export_parts(ctx, portion, form=form)) as parts:
        async for part in parts:
            file.write(part)
