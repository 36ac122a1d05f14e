"""Readings that run at the same time; the first error among them ends all and is raised itself."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

import anyio
from anyio.abc import TaskGroup

T = TypeVar("T")


class Reading(Generic[T]):
    """A value that is there once its group has ended."""

    value: T

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read

    async def run(self) -> None:
        """Read the value."""
        self.value = await self._read()


class Readings:
    """The readings of one group."""

    def __init__(self, group: TaskGroup) -> None:
        self._group = group

    def start(self, read: Callable[[], Awaitable[T]]) -> Reading[T]:
        """Start to read."""
        reading = Reading(read)
        self._group.start_soon(reading.run)
        return reading


@asynccontextmanager
async def readings() -> AsyncGenerator[Readings]:
    """Wait on leaving for all that was started within."""
    try:
        async with anyio.create_task_group() as group:
            yield Readings(group)
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
