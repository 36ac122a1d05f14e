"""The application: which path is answered by what, and what holds for all of them."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route, WebSocketRoute

from domain.policy import Policy
from persistence.store import Store
from schema.limits import APPSYNC, Limits
from server import graphiql
from server.auth.callers import Authenticate
from server.auth.configuration import TOKENS_AND_KEYS, Configuration
from server.auth.dev import by_name
from server.auth.fetching import Fetch, fetcher
from server.auth.ways import authentication
from server.execution import Execution
from server.graphql import GraphQLFace
from server.health import health_check
from server.middleware import FaultMask, RequestIds
from server.rates.limiter import Limiter
from server.realtime.desk import Desk
from server.realtime.face import RealtimeFace
from server.realtime.pace import DEFAULT, Pace
from server.refusals import RequestRefusedError, on_refusal
from server.rest import face as rest

# AppSync's own address leads clients to the first, a domain of one's own to the second.
SOCKET_PATHS: Final = ("/graphql", "/graphql/realtime")
EXPOSED_HEADERS = (
    "x-amzn-RequestId",
    "x-amzn-ErrorType",
    "x-amz-user-agent",
    "x-amzn-ErrorMessage",
    "Date",
    "x-amz-schema-version",
    *rest.EXPOSED_HEADERS,
)
# Browsers forget a preflight after two hours at most.
PREFLIGHT_SECONDS: Final = 7200

# AppSync compresses from this size on. Higher levels take longer than they save on the way.
COMPRESSION: Final = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)


def create_app(  # noqa: PLR0913 - what an application is made of, most of it by default
    store: Store,
    *,
    is_dev: bool,
    policy: Policy,
    clock: Callable[[], datetime],
    limits: Limits = APPSYNC,
    configuration: Configuration = TOKENS_AND_KEYS,
    fetch: Fetch | None = None,
    pace: Pace = DEFAULT,
    limiter: Limiter | None = None,
) -> Starlette:
    """Return the application over a store, which it closes when it stops, and so the limiter.

    The configuration says how callers are known. In development it holds nothing: a caller is
    whoever `x-dev-user` names, and `/graphiql` is there. A server that stops awaits
    `state.realtime.stop()` before it waits for its connections to end.

    Raises:
        SettingsError: The configuration names an authorizer that is not there.
    """
    authenticate = by_name if is_dev else _authenticate(store, configuration, fetch)
    execution = Execution(ports=store.ports, policy=policy, limits=limits, limiter=limiter)
    desk = Desk(execution=execution, authenticate=authenticate, clock=clock)
    realtime = RealtimeFace(desk=desk, pace=pace)
    app = Starlette(
        routes=[
            *(WebSocketRoute(path, realtime.answer) for path in SOCKET_PATHS),
            _graphql(execution, authenticate, clock),
            Route("/healthz", health_check(store.tokens, clock=clock), methods=["GET"]),
            *_rest(execution, authenticate, clock),
            *(graphiql.routes() if is_dev else ()),
        ],
        middleware=_middleware(),
        exception_handlers={RequestRefusedError: on_refusal, HTTPException: on_refusal},
        lifespan=_closing(store, limiter),
    )
    app.state.realtime = realtime
    return app


def _authenticate(store: Store, configuration: Configuration, fetch: Fetch | None) -> Authenticate:
    return authentication(
        configuration, tokens=store.tokens, keys=store.api_keys, fetch=fetch or fetcher()
    )


def _graphql(
    execution: Execution, authenticate: Authenticate, clock: Callable[[], datetime]
) -> Route:
    face = GraphQLFace(execution=execution, authenticate=authenticate, clock=clock)
    return Route("/graphql", face.answer, methods=["GET", "POST"], middleware=[COMPRESSION])


def _rest(
    execution: Execution, authenticate: Authenticate, clock: Callable[[], datetime]
) -> list[Route]:
    face = rest.RestFace(execution=execution, authenticate=authenticate, clock=clock)
    return face.routes([COMPRESSION])


def _middleware() -> list[Middleware]:
    """Return what wraps every answer, outermost first.

    The id is outermost so that a refused preflight has one too; the mask is innermost so that a
    page of another origin can read its answer.
    """
    return [
        Middleware(RequestIds),
        Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["*"],
            expose_headers=EXPOSED_HEADERS,
            max_age=PREFLIGHT_SECONDS,
        ),
        Middleware(FaultMask),
    ]


def _closing(
    store: Store, limiter: Limiter | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        try:
            yield
        finally:
            if limiter is not None:
                await limiter.counts.close()
            store.close()

    return lifespan
