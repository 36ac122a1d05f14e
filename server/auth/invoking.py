"""Ways to ask a Lambda authorizer: a Python function of this machine, or a Lambda by its ARN."""

import asyncio
import inspect
import json
import re
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from importlib import import_module
from threading import Thread
from typing import Any, Final

import anyio.to_thread
from botocore.config import Config
from botocore.session import get_session

from server.auth.authorizer import PATIENCE_SECONDS, Invoke
from server.settings import SettingsError

_ARN: Final = re.compile(r"arn:aws[\w-]*:lambda:(?P<region>[\w-]+):\d{12}:function:[\w:$-]+")
_CONNECT_SECONDS: Final = 2


class AuthorizerFailedError(Exception):
    """Say that the authorizer's Lambda raised an error of its own."""


def invoker(uri: str) -> Invoke:
    """Return a way to ask the authorizer that `module:function` or the ARN of a Lambda names.

    Raises:
        SettingsError: It names neither.
    """
    found = _ARN.fullmatch(uri)
    return _lambda(uri, found["region"]) if found else _function(uri)


def _function(uri: str) -> Invoke:
    function = _imported(uri)

    async def invoke(event: dict[str, Any]) -> Any:
        # A Lambda's handler takes a context too; one that is run here has none.
        if inspect.iscoroutinefunction(function):
            return await function(event, None)
        return await _apart(partial(function, event, None))

    return invoke


async def _apart(ask: Callable[[], Any]) -> Any:
    """Call a function in a thread of its own, for which a process that ends does not wait."""
    answer: Future[Any] = Future()
    # From now on it cannot be cancelled: an answer that comes too late is no error.
    answer.set_running_or_notify_cancel()

    def call() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            answer.set_exception(error)

    Thread(target=call, daemon=True).start()
    return await asyncio.wrap_future(answer)


def _imported(uri: str) -> Callable[..., Any]:
    module, _, name = uri.partition(":")
    try:
        function = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(f"authorizerUri {uri!r} is not module:function: {error}") from error
    if not callable(function):
        raise SettingsError(f"authorizerUri {uri!r} is not a function")
    found: Callable[..., Any] = function
    return found


def _lambda(arn: str, region: str) -> Invoke:
    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=PATIENCE_SECONDS,
        retries={"total_max_attempts": 1},
    )
    client: Any = get_session().create_client("lambda", region_name=region, config=config)

    async def invoke(event: dict[str, Any]) -> Any:
        ask = partial(_invoked, client, arn, json.dumps(event).encode())
        return await anyio.to_thread.run_sync(ask, abandon_on_cancel=True)

    return invoke


def _invoked(client: Any, arn: str, payload: bytes) -> Any:
    answer = client.invoke(FunctionName=arn, Payload=payload)
    content = answer["Payload"].read()
    if "FunctionError" in answer:
        raise AuthorizerFailedError(content.decode(errors="replace"))
    return json.loads(content)
