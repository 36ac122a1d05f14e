"""Who hears of which mutation, within one server."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from schema.publishing import Published
from schema.subscribing import Subscribed
from server.observability import tell, tell_fault
from server.realtime.frames import encoded

Hear: TypeAlias = Callable[[str], None]
Topic: TypeAlias = tuple[str, object]

# AppSync's limit of what a subscription may be sent at once.
MOST_BYTES: Final = 240 * 1024
MOST_WAITING: Final = 1_000
# So many answers are made before others of the server have their turn.
_AT_ONCE: Final = 20
_OWNER: Final = "userId"


@dataclass(slots=True, kw_only=True, eq=False)
class _Subscription:
    subscribed: Subscribed
    hear: Hear
    is_left: bool = False

    @property
    def topics(self) -> Iterable[Topic]:
        owner = self.subscribed.filters.get(_OWNER)
        return [(name, owner) for name in self.subscribed.mutations]


class Broker:
    """Tells subscriptions of what mutations publish, after the mutation and beside it.

    What is published is kept by mutation and owner, so that many owners cost a mutation nothing.
    """

    def __init__(self, *, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        # Dictionaries for their order: who came first is told first.
        self._heard: dict[Topic, dict[_Subscription, None]] = {}
        self._waiting: deque[Published] = deque()
        self._telling: asyncio.Task[None] | None = None

    @property
    def is_heard(self) -> bool:
        """Tell whether there is any subscription at all."""
        return bool(self._heard)

    def register(self, subscribed: Subscribed, hear: Hear) -> Callable[[], None]:
        """Call `hear` with each answer as JSON, until the function that is returned is called."""
        subscription = _Subscription(subscribed=subscribed, hear=hear)
        for topic in subscription.topics:
            self._heard.setdefault(topic, {})[subscription] = None
        return lambda: self._leave(subscription)

    def publish(self, changes: Iterable[Published]) -> None:
        """Tell of changes soon; those that come faster than they can be told are logged."""
        for change in changes:
            if not self._topics(change):
                continue
            if len(self._waiting) < self._most_waiting:
                self._waiting.append(change)
            else:
                _drop(change, reason="too many events")
        if self._waiting and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell_all())

    async def settled(self) -> None:
        """Wait until everyone was told of what was published before."""
        if self._telling is not None:
            await self._telling

    def _leave(self, subscription: _Subscription) -> None:
        subscription.is_left = True
        for topic in subscription.topics:
            hearers = self._heard.get(topic, {})
            hearers.pop(subscription, None)
            if not hearers:
                self._heard.pop(topic, None)

    def _topics(self, change: Published) -> list[Topic]:
        # A subscription that names no owner, or null, is found under None.
        owners = {change.payload.get(_OWNER), None}
        return [topic for owner in owners if (topic := (change.mutation, owner)) in self._heard]

    async def _tell_all(self) -> None:
        told = 0
        while self._waiting:
            change = self._waiting.popleft()
            hearers = [each for topic in self._topics(change) for each in self._heard[topic]]
            largest = 0
            for each in hearers:
                largest = max(largest, _tell(each, change))
                told += 1
                if told % _AT_ONCE == 0:
                    await asyncio.sleep(0)
            if largest > MOST_BYTES:
                _drop(change, reason="too large", bytes=largest)


def _tell(subscription: _Subscription, change: Published) -> int:
    """Tell a subscription of a change unless it is too large, and return its size in bytes."""
    subscribed = subscription.subscribed
    try:
        if subscription.is_left or not subscribed.is_meant(change.payload):
            return 0
        text = encoded(subscribed.answer(change.payload))
        size = len(text.encode())
        if size <= MOST_BYTES:
            subscription.hear(text)
    except Exception as fault:  # noqa: BLE001 - the others are told all the same
        tell_fault("event.failed", fault, mutation=change.mutation)
        return 0
    return size


def _drop(change: Published, **fields: object) -> None:
    tell("event.dropped", mutation=change.mutation, **fields)
