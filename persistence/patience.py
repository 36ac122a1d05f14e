"""Patience: how long a busy table is asked again, with pauses of random length."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio

from persistence.errors import StorageBusyError

_SHORTEST_PAUSE_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many seconds to ask again, by which clock, sleep and source of chance (0 to 1)."""

    seconds: float = 10.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    chance: Callable[[], float] = field(default=random.SystemRandom().random)

    def start(self) -> "Attempts":
        """Start to be patient."""
        return Attempts(self)


class Attempts:
    """The attempts at one thing, from the first on."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._deadline = patience.clock() + patience.seconds
        self._ceiling = _SHORTEST_PAUSE_SECONDS

    async def pause(self, reason: object) -> None:
        """Sleep before the next attempt: full jitter under a ceiling that doubles to 1 s.

        Raises:
            StorageBusyError: The time allowed would be over by then.
        """
        pause = self._patience.chance() * self._ceiling
        if self._patience.clock() + pause > self._deadline:
            waited = f"{self._patience.seconds:g} s"
            raise StorageBusyError(f"storage stayed busy for {waited}: {reason}")
        self._ceiling = min(_LONGEST_PAUSE_SECONDS, self._ceiling * 2)
        await self._patience.sleep(pause)
