"""Authorizers that the tests' configurations name."""

import threading
import time
from typing import Any, Final

EVENTS: Final[list[dict[str, Any]]] = []
NOT_CALLABLE: Final = 5


def trusting(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Believe every token that names its owner after a colon."""
    EVENTS.append(event)
    who = event["authorizationToken"].partition(":")[2]
    return {"isAuthorized": bool(who), "resolverContext": {"sub": who}}


async def awaited(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Believe as `trusting` does."""
    return trusting(event, context)


def discreet(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Believe as `trusting` does, but show no progress."""
    return {**trusting(event, context), "deniedFields": ["Goal.progress"]}


def raising(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Fail."""
    raise RuntimeError("hunter2")


def hanging(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Take much too long."""
    time.sleep(0.2)
    return {"isAuthorized": True}


def stuck(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Never answer."""
    threading.Event().wait()
    return {}
