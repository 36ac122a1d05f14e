"""The table: typed requests to it, each run in a thread, paged to its end and asked again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final, assert_never

import anyio.to_thread
from anyio import CapacityLimiter
from pynamodb.exceptions import (
    CancellationReason,
    PynamoDBException,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from persistence.connection import INDEX, Answer, Raw, Requests
from persistence.errors import CancelledError, MissingTableError
from persistence.faults import Fault, fault_of
from persistence.keys import Key, Span
from persistence.models import Item
from persistence.patience import Attempts, Patience
from persistence.writes import Put, Update, Write, in_request_order, transact

THREADS: Final = 8

_UNMET: Final = "ConditionalCheckFailedException"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table by its name, over a connection that knows its keys.

    At most as many requests run at once as the limiter has places. `now` tells which items have
    outlived their `ttl` and count as gone.
    """

    connection: Requests
    name: str
    limiter: CapacityLimiter = field(default_factory=partial(CapacityLimiter, THREADS))
    patience: Patience = field(default_factory=Patience)
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    async def get(self, key: Key, *, now: datetime | None = None) -> Raw | None:
        """Return the item of this key as it is now."""
        answer = await self._answer(partial(self._get, key))
        return _alive(answer, now or self.now())

    async def query(
        self,
        span: Span,
        *,
        limit: int | None = None,
        is_descending: bool = False,
        now: datetime | None = None,
    ) -> tuple[Raw, ...]:
        """Return the items of a span in the order of their keys, all of them or `limit`.

        The base table answers as it is now, its index as it was a moment ago.
        """
        if span.is_empty:
            return ()
        request = partial(
            self.connection.query,
            self.name,
            span.pk,
            range_key_condition=_within(span),
            index_name=INDEX if span.is_index else None,
            consistent_read=not span.is_index,
            scan_index_forward=not is_descending,
        )
        return await self._pages(request, limit, now or self.now())

    async def scan(self, *, kind: str) -> tuple[Raw, ...]:
        """Return the items of this `type` in the whole table, in no given order."""
        request = partial(
            self.connection.scan,
            self.name,
            filter_condition=Path("type") == kind,
            consistent_read=True,
        )
        return await self._pages(request, None, self.now())

    async def transact_write(
        self, writes: Sequence[Write], *, token: str, attempts: Attempts
    ) -> None:
        """Carry out all writes or none; where it is uncertain, ask again with the same token.

        Raises:
            CancelledError: They were not carried out; it has a reason for each write.
            StorageBusyError: It stayed uncertain whether they were carried out.
        """
        order = in_request_order(writes)
        request = partial(transact, self.connection, self.name, writes, token=token)
        while True:
            try:
                await anyio.to_thread.run_sync(request, limiter=self.limiter)
            except TransactWriteError as error:
                match fault_of(error):
                    case Fault.UNCERTAIN:
                        await attempts.pause(error)
                    case Fault.THROTTLED:
                        code = str(error.cause_response_code)
                        raise CancelledError([CancellationReason(code)] * len(writes)) from error
                    case Fault.CANCELLED:
                        by_place = dict(zip(order, error.cancellation_reasons, strict=True))
                        reasons = [by_place[place] for place in range(len(writes))]
                        raise CancelledError(reasons) from error
                    case Fault.NO_TABLE:
                        raise MissingTableError(self.name) from error
                    case Fault.FINAL:
                        raise
                    case _ as never:
                        assert_never(never)
            else:
                return

    async def update(self, update: Update) -> Raw | None:
        """Change one item and return it as it is then; None where the condition does not hold.

        It is asked once, and whoever no longer waits for it may go.
        """
        request = partial(
            self.connection.update_item,
            self.name,
            update.key.pk,
            update.key.sk,
            update.actions,
            condition=update.condition,
            return_values="ALL_NEW",
        )
        try:
            answer = await anyio.to_thread.run_sync(
                request, limiter=self.limiter, abandon_on_cancel=True
            )
        except UpdateError as error:
            is_answer = fault_of(error) is Fault.FINAL
            if is_answer and error.cause_response_code == _UNMET:
                return None
            raise
        changed: Raw = answer["Attributes"]
        return changed

    def load(self, key: Key) -> Raw | None:
        """Return the item of this key; the calling thread waits for it."""
        return _alive(self._get(key), self.now())

    def keep(self, item: Item, condition: Condition) -> None:
        """Put an item if the condition holds; the calling thread waits for it."""
        transact(self.connection, self.name, [Put(item=item, condition=condition)], token=None)

    def _get(self, key: Key) -> Answer:
        return self.connection.get_item(self.name, key.pk, key.sk, consistent_read=True)

    async def _answer(self, request: Callable[[], Answer]) -> Answer:
        """Return the answer to a reading, asked again while the table is busy."""
        attempts = self.patience.start()
        while True:
            try:
                return await anyio.to_thread.run_sync(request, limiter=self.limiter)
            except PynamoDBException as error:
                match fault_of(error):
                    case Fault.UNCERTAIN | Fault.THROTTLED:
                        await attempts.pause(error)
                    case Fault.NO_TABLE:
                        raise MissingTableError(self.name) from error
                    case Fault.CANCELLED | Fault.FINAL:
                        raise
                    case _ as never:
                        assert_never(never)

    async def _pages(
        self, request: Callable[..., Answer], limit: int | None, now: datetime
    ) -> tuple[Raw, ...]:
        """Follow a reading from page to page, to its end or until it has `limit` items."""
        found: list[Raw] = []
        start: Raw | None = None
        while True:
            wanted = None if limit is None else limit - len(found)
            page = await self._answer(partial(request, exclusive_start_key=start, limit=wanted))
            found += [raw for raw in page["Items"] if not _is_gone(raw, now)]
            start = page.get("LastEvaluatedKey")
            if not start or (limit is not None and len(found) >= limit):
                return tuple(found)


def _within(span: Span) -> Condition:
    key = Path("GSI1SK" if span.is_index else "SK")
    return key.startswith(span.low) if span.high is None else key.between(span.low, span.high)


def _alive(answer: Answer, now: datetime) -> Raw | None:
    raw: Raw | None = answer.get("Item")
    return None if not raw or _is_gone(raw, now) else raw


def _is_gone(raw: Raw, now: datetime) -> bool:
    ttl = raw.get("ttl")
    return ttl is not None and int(ttl["N"]) <= now.timestamp()
