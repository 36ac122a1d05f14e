"""Bringing in a goal from a file that Beeminder exported."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from domain.beeminder import plan
from domain.beeminder_export import read
from domain.policy import Policy
from persistence.store import Store
from server.importing.run import ImportReport, run


def import_file(
    store: Store,
    *,
    path: Path,
    owner: str,
    now: datetime,
    is_dry_run: bool,
    policy: Policy | None = None,
) -> ImportReport:
    """Bring in a file, checked as a whole before the first write.

    Raises:
        DomainError: The file breaks a rule, or asks for what a rule of goals forbids; the message
            names the field and the row.
        OSError: The file cannot be read.
    """
    wanted = plan(read(path.read_bytes(), name=path.name), owner=owner, now=now)
    (report,) = run(
        store,
        loads=[replace(wanted, place=path.name)],
        owner=owner,
        now=now,
        is_dry_run=is_dry_run,
        policy=policy or Policy(),
    )
    return report
