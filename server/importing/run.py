"""A run of an import: all goals are checked, then each is loaded and reported."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tqdm import tqdm

from domain.loads import Load, Loaded
from domain.policy import Policy
from domain.target import GoalPattern
from persistence.store import Store
from resolvers.loading import check, load


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did to a goal, or would do."""

    source: str
    title: str
    pattern: GoalPattern
    goal_id: str
    count: int
    missing: int
    loaded: Loaded | None

    def lines(self) -> tuple[str, ...]:
        """Return the report as lines to print."""
        head = f"{self.source}: '{self.title}' as a {self.pattern} goal, id {self.goal_id}"
        if self.loaded is None:
            told = f"would add {self.missing} activities, {self.count - self.missing} are there"
            return (head, f"{told}; nothing was written")
        done = self.loaded
        return (
            head,
            f"added {done.added} activities, {done.held} were there; goal is {done.goal.status}",
        )


def run(
    store: Store,
    *,
    loads: Sequence[Load],
    owner: str,
    now: datetime,
    is_dry_run: bool,
    policy: Policy,
) -> tuple[ImportReport, ...]:
    """Bring in goals one after another once all are checked, or only check them.

    Raises:
        DomainError: A rule forbids a goal or an activity; nothing was written, unless it is the
            quota or the title: then a new run goes on there.
    """
    done = asyncio.run(
        _run(store, loads, owner=owner, now=now, is_dry_run=is_dry_run, policy=policy)
    )
    return tuple(
        ImportReport(
            source=wanted.place,
            title=wanted.goal.title,
            pattern=wanted.goal.pattern,
            goal_id=wanted.goal_id,
            count=len(wanted.activities),
            missing=missing,
            loaded=loaded,
        )
        for wanted, (missing, loaded) in zip(loads, done, strict=True)
    )


async def _run(
    store: Store,
    loads: Sequence[Load],
    *,
    owner: str,
    now: datetime,
    is_dry_run: bool,
    policy: Policy,
) -> list[tuple[int, Loaded | None]]:
    """Return how many activities were missing of each goal, and what became of it.

    All are checked, then loaded with a progress bar once that takes over a second.
    """
    missing = [await check(store.ports, wanted, owner=owner, now=now) for wanted in loads]
    if is_dry_run:
        return [(each, None) for each in missing]
    count = sum(len(wanted.activities) for wanted in loads)
    with tqdm(total=count, unit=" activities", delay=1, leave=False) as bar:
        loaded = [
            await load(store.ports, wanted, owner=owner, now=now, policy=policy, tell=bar.update)
            for wanted in loads
        ]
    return list(zip(missing, loaded, strict=True))
