"""Accounts that were exported: their texts, and stores to bring them into."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from domain.policy import Policy
from domain.portable import ExportFormat, Portion
from persistence.store import Store, open_embedded
from resolvers.exporting import export_parts
from server.importing.milepost import AccountReport, import_account
from tests.builders import NOW
from tests.resolvers.asking import Caller

LATER: Final = NOW + timedelta(days=20)


async def text_of(
    store: Store,
    owner: str = "ann",
    *,
    portion: Portion | None = None,
    form: ExportFormat = ExportFormat.JSON,
) -> str:
    """Return an owner's export."""
    ctx = Caller(store=store, owner=owner, now=LATER).context("Query", "export")
    return "".join([part async for part in export_parts(ctx, portion or Portion(), form=form)])


def exported(store: Store, owner: str = "ann") -> str:
    """Return an owner's whole account as JSON, from outside an event loop."""
    return asyncio.run(text_of(store, owner))


@contextmanager
def another_store() -> Generator[Store]:
    """Open an empty store in a file of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_embedded(Path(folder) / "another.db", secret="a secret")) as store,
    ):
        yield store


def bring(
    store: Store,
    text: str,
    *,
    owner: str = "ann",
    now: datetime = LATER,
    is_dry_run: bool = False,
    policy: Policy | None = None,
) -> AccountReport:
    """Import an account from a file `account.json` of this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "account.json"
        path.write_text(text, encoding="utf-8", newline="")
        return import_account(
            store,
            path=path,
            owner=owner,
            now=now,
            is_dry_run=is_dry_run,
            policy=policy or Policy(),
        )


async def a_reader(store: Store) -> Caller:
    """Fill an account with a goal of 100 pages, a task, a milestone, ten and five pages read."""
    ann = Caller(store=store)
    goal = await ann.create(category="learning", tags=("books",), deadline=LATER.date())
    await ann.plan(goal)
    await ann.aim(goal, percentage=10)
    await ann.log(goal, 10, note="=1+1")
    await ann.after(days=2).log(goal, 5)
    return ann


def changed(text: str, name: str, change: Callable[[dict[str, Any]], object]) -> str:
    """Return an export with the first record of a name changed in place."""
    lines = text.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith(f'{{"{name}":'))
    record: dict[str, Any] = json.loads(lines[place].removesuffix(","))
    change(record[name])
    end = "," if lines[place].endswith(",") else ""
    lines[place] = json.dumps(record, separators=(",", ":"), ensure_ascii=False) + end
    return "".join(f"{line}\n" for line in lines)
