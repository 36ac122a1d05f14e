"""A world that outlives the examples of one module's properties."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings

from tests.hardening.worlds import World, a_world, settle

EXAMPLES: Final = os.environ.get("MILEPOST_FUZZ_EXAMPLES")


def bounded(examples: int) -> settings:
    """Return settings for that many fixed examples, or as many random ones as the variable says."""
    return settings(
        max_examples=int(EXAMPLES or examples),
        derandomize=not EXAMPLES,
        database=None,
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    )


@dataclass(slots=True, kw_only=True)
class Stage:
    """A world and the event loop that it lives in."""

    world: World
    runner: asyncio.Runner

    def run(self, coroutine: Any) -> Any:
        """Return what a coroutine returns."""
        return self.runner.run(coroutine)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        made = a_world(tmp_path_factory.mktemp("stage"))
        world = runner.run(stack.enter_async_context(made))
        yield Stage(world=world, runner=runner)
        runner.run(stack.aclose())


@pytest.fixture(scope="module")
def settled(stage: Stage) -> Stage:
    """Return a stage whose owner has goals."""
    stage.run(settle(stage.world))
    return stage


@pytest.fixture(scope="module")
def before(settled: Stage) -> Any:
    """Return all that the owner could read before anything was refused."""
    return settled.run(settled.world.everything())
