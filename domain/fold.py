"""The fold of a log: what its local days before a day came to, taken one after the other."""

from datetime import date
from decimal import Decimal

from domain.occurrence import NOTHING, Done
from domain.rollup import DayRollup
from domain.tally import Settled


class Fold:
    """What the local days before `until` came to.

    `done` is the part before `until` of the period that holds it; `judged` is how many verdicts
    were passed.
    """

    __slots__ = (
        "active_days",
        "done",
        "first_on",
        "judged",
        "last_on",
        "measurement",
        "run",
        "skips",
        "total",
        "until",
    )

    def __init__(self, settled: Settled) -> None:
        self.until: date = settled.until
        self.active_days: int = settled.active_days
        self.first_on: date | None = settled.first_on
        self.last_on: date | None = settled.last_on
        self.total: Decimal = settled.total
        self.measurement: Decimal | None = settled.measurement
        self.done: Done = Done(
            total=settled.open_total,
            counted=settled.open_count,
            skipped=settled.open_skipped,
            skipped_on=settled.open_skipped_on,
        )
        self.judged: int = len(settled.window)
        self.run = settled.run
        self.skips = settled.skips

    def copy(self) -> "Fold":
        """Return the fold as it stands now."""
        made = Fold.__new__(Fold)
        made.until, made.judged = self.until, self.judged
        made.active_days, made.first_on, made.last_on = (
            self.active_days,
            self.first_on,
            self.last_on,
        )
        made.total, made.measurement, made.done = self.total, self.measurement, self.done
        made.run, made.skips = self.run, self.skips
        return made

    def settled(
        self,
        *,
        window: tuple[bool, ...],
        done_days: tuple[date, ...],
        skipped_days: tuple[date, ...],
    ) -> Settled:
        """Return the fold as a tally keeps it, with the last verdicts and a rolling goal's days."""
        return Settled(
            until=self.until,
            active_days=self.active_days,
            first_on=self.first_on,
            last_on=self.last_on,
            total=self.total,
            measurement=self.measurement,
            open_total=self.done.total,
            open_count=self.done.counted,
            open_skipped=self.done.skipped,
            open_skipped_on=self.done.skipped_on,
            window=window,
            run=self.run,
            skips=self.skips,
            done_days=done_days,
            skipped_days=skipped_days,
        )

    def take(self, rollup: DayRollup, amount: Decimal) -> None:
        """Fold the next day of the log, with its amount."""
        day = rollup.day
        self.active_days += 1
        if self.first_on is None:
            self.first_on = day
        self.last_on = day
        self.total += amount
        if rollup.counted:
            self.measurement = amount

    def close(self, until: date, *, judged: int) -> None:
        """Close the open period: the next one begins on a day, after so many verdicts."""
        self.done, self.until, self.judged = NOTHING, until, judged


def with_day(done: Done, rollup: DayRollup, amount: Decimal) -> Done:
    """Return what was done in a period with one more of its days, and its amount."""
    if done is NOTHING and not rollup.skipped:
        return Done(amount, rollup.counted)
    skipped_on = done.skipped_on
    if skipped_on is None and rollup.skipped:
        skipped_on = rollup.day
    return Done(
        total=done.total + amount,
        counted=done.counted + rollup.counted,
        skipped=done.skipped + rollup.skipped,
        skipped_on=skipped_on,
    )
