"""The tally of a goal: its log in few numbers, from which progress is read without the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from domain.amount import ZERO
from domain.rollup import DayRollup
from domain.streak import Run, Skips


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the local days before `until` came to, which no later instant can change.

    `window` holds the verdicts of the last judged periods (met or not), oldest first, `run` the
    streak and `skips` the skips granted. The `open_` fields are the part before `until` of the
    period that holds `until`. A rolling goal's periods are never settled: it keeps its days.
    """

    until: date
    active_days: int = 0
    first_on: date | None = None
    last_on: date | None = None
    total: Decimal = ZERO
    measurement: Decimal | None = None
    open_total: Decimal = ZERO
    open_count: int = 0
    open_skipped: int = 0
    open_skipped_on: date | None = None
    window: tuple[bool, ...] = ()
    run: Run = field(default_factory=Run)
    skips: Skips = field(default_factory=Skips)
    done_days: tuple[date, ...] = ()
    skipped_days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A projection of the log as of `through`.

    `recent` are the days from `settled.until` on. `reached` maps a milestone to the first
    instant at which progress reached it, `finished_at` is when the pattern's own 100 % completed
    the goal. `latest_at` is the instant of the last activity counted in, `next_at` that of the
    first one that lies after `through` (only an import logs ahead).
    """

    goal_id: str
    settled: Settled
    through: datetime
    recent: tuple[DayRollup, ...] = ()
    reached: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    finished_at: datetime | None = None
    latest_at: datetime | None = None
    next_at: datetime | None = None
    version: int = 0
