"""Units: changes that happen all or not at all, decided anew where a reading was stale."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from domain.errors import DomainError
from domain.repositories import Unit
from persistence.errors import BUSY_REASONS, FAILED_CONDITION, CancelledError, UnfitUnitError
from persistence.patience import Attempts
from persistence.plan import Planned, plan_of
from persistence.table import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableUnits:
    """The port of units over the table; each attempt has a client token of its own."""

    table: Table

    async def change(self, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
        """Carry out the unit that `decide` makes from its readings and return its result.

        A stale reading or a busy table asks `decide` again, for as long as the table's patience
        lasts. An attempt whose outcome is uncertain is repeated as it is until it is certain.

        Raises:
            DomainError: A change's condition failed and carries this refusal.
            StorageBusyError: The time was over before the unit was carried out.
            UnfitUnitError: The unit cannot be one transaction.
        """
        attempts = self.table.patience.start()
        while True:
            unit = await decide()
            planned = plan_of(unit, now=self.table.now())
            if not planned:
                return unit.result
            try:
                await self._carry_out(planned, attempts)
            except CancelledError as cancelled:
                refusal = _refusal(planned, cancelled)
                if refusal is not None:
                    raise refusal from None
                await attempts.pause(cancelled)
            else:
                return unit.result

    async def _carry_out(self, planned: tuple[Planned, ...], attempts: Attempts) -> None:
        writes = [item.write for item in planned]
        await self.table.transact_write(writes, token=str(uuid4()), attempts=attempts)


class TableSizes:
    """The port of sizes: what one transaction of the table takes."""

    def misfit(self, unit: Unit[T]) -> str | None:
        """Return why no change can carry out the unit; None if one can."""
        try:
            plan_of(unit)
        except UnfitUnitError as error:
            return str(error)
        return None


def _refusal(planned: tuple[Planned, ...], cancelled: CancelledError) -> DomainError | None:
    """Return the refusal that holds, or none if another decision may succeed.

    A refusal beside a stale reading may itself come of the stale reading.

    Raises:
        CancelledError: A reason is neither a failed condition nor a busy table.
    """
    refusals: list[DomainError] = []
    is_stale = False
    for item, reason in zip(planned, cancelled.reasons, strict=True):
        if reason is None:
            continue
        if reason.code not in {FAILED_CONDITION, *BUSY_REASONS}:
            raise cancelled
        is_failed = reason.code == FAILED_CONDITION
        refusal = item.refusal(reason.raw_item or {}) if is_failed else None
        if refusal is None:
            is_stale = True
        else:
            refusals.append(refusal)
    return None if is_stale or not refusals else refusals[0]
