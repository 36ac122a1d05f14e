"""One history told to two faces: our server over one store, AppSync with our handler over another.

Both stores count their ids and sign their tokens alike, so that equal histories leave equal data.
"""

import asyncio
import itertools
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from domain.policy import Policy
from persistence.store import Store, open_embedded
from server.lambdas import appsync, container
from server.lambdas.container import Container
from server.lambdas.resolving import Resolving
from server.templates import shipped_templates
from tests.hardening.worlds import World
from tests.server import builders
from tests.server.builders import NOW, a_client, an_app
from tests.server.lambdas.builders import OWNER, SUB
from tests.server.lambdas.simulator import Simulator

_POLICY: Final = Policy(active_goals=1_000_000, templates=shipped_templates())
_MAKERS: Final = (
    "resolvers.goal_changes.uuid4",
    "resolvers.milestones.uuid4",
    "resolvers.tasks.uuid4",
    "resolvers.templates.uuid4",
)


def a_context(request_id: str = "11111111-2222-3333-4444-555555555555") -> LambdaContext:
    """Return what AWS Lambda gives a handler beside the event."""
    given = SimpleNamespace(
        aws_request_id=request_id,
        function_name="milepost",
        invoked_function_arn="arn:aws:lambda:eu-central-1:000000000000:function:milepost",
        memory_limit_in_mb=512,
        tenant_id=None,
    )
    return cast("LambdaContext", given)


def a_resolving(store: Store) -> Resolving:
    """Return the resolvers over a store, with the clock of the server in tests."""
    return Resolving(ports=store.ports, policy=_POLICY, clock=lambda: builders.NOW)


@contextmanager
def a_container(resolving: Resolving) -> Generator[Container]:
    """Let the handler run in a container over the resolvers."""
    with asyncio.Runner() as runner, pytest.MonkeyPatch.context() as patch:
        held = Container(resolving=resolving, runner=runner)
        patch.setattr(container, "opened", lambda: held)
        yield held


def handle(event: Any) -> Any:
    """Return what the handler answers to an event."""
    return appsync.handler(event, a_context())


@dataclass(slots=True, kw_only=True)
class Faces:
    """Our server and the simulated AppSync, each over its own store."""

    runner: asyncio.Runner
    world: World
    simulator: Simulator
    counted: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    asked: int = 0
    patch: pytest.MonkeyPatch

    def wait(self, *, days: int) -> None:
        """Let days pass for both faces."""
        self.patch.setattr(builders, "NOW", builders.NOW + timedelta(days=days))

    def chance(self, length: int) -> bytes:
        """Return the bytes that stand for random ones, counted as ids are."""
        return next(self.counted).to_bytes(length)

    def both(self, body: dict[str, Any]) -> tuple[Any, Any]:
        """Return the server's and AppSync's answer to an envelope; ids are counted alike."""
        self.asked += 1
        answers: list[Any] = []
        for ask in (self._server, self.simulator.execute):
            self.counted = itertools.count(self.asked * 1_000)
            answers.append(ask(**body))
        return answers[0], answers[1]

    def run(self, coroutine: Any) -> Any:
        """Return what a coroutine about the server's world returns."""
        return self.runner.run(coroutine)

    def _server(self, **body: Any) -> Any:
        return self.runner.run(self.world.ask(**body))


@contextmanager
def two_faces(folder: Path, *, batch_size: int = 3) -> Generator[Faces]:
    """Yield both faces over empty stores, 20 days before noon of 21 November 2026."""
    with ExitStack() as stack:
        enter = stack.enter_context
        stores = [
            enter(closing(open_embedded(folder / name, secret="shared")))
            for name in ("server.db", "appsync.db")
        ]
        held = enter(a_container(a_resolving(stores[1])))
        client = a_client(an_app(stores[0], policy=_POLICY), **{"x-dev-user": OWNER})
        world = World(client=held.runner.run(client.__aenter__()))
        patch = enter(pytest.MonkeyPatch.context())
        patch.setattr(builders, "NOW", NOW - timedelta(days=20))
        faces = Faces(
            runner=held.runner,
            world=world,
            simulator=Simulator(handler=handle, identity=SUB, batch_size=batch_size),
            patch=patch,
        )
        for name in _MAKERS:
            patch.setattr(name, lambda: f"{next(faces.counted):08d}-0000-4000-8000-000000000000")
        patch.setattr("resolvers.activities.ULID", lambda: f"{next(faces.counted):026d}")
        patch.setattr("resolvers.batches.token_bytes", faces.chance)
        yield faces
        held.runner.run(client.__aexit__(None, None, None))


def check_same(asked: object, server: Any, appsync_s: Any) -> None:
    """Hold AppSync's answer to the server's: the same data, and the same errors where there is any.

    What else went wrong below a field that may not be null, neither has to tell.
    """
    assert appsync_s["data"] == server.get("data"), asked
    told, also = map(_errors, (server, appsync_s))
    if appsync_s["data"] is None:
        assert bool(told) == bool(also), asked
    else:
        assert also == told, asked


def _errors(answer: Any) -> list[tuple[str, str | None, str]]:
    return sorted(
        (str(error.get("path")), error.get("errorType"), error["message"])
        for error in answer.get("errors", ())
    )
