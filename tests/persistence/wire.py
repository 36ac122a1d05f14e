"""The wire between PynamoDB and an engine: it records requests and can break."""

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Any

from botocore.exceptions import ClientError

from persistence.embedded.client import LocalClient
from persistence.embedded.engine import Engine


def client_error(code: str, *reasons: str) -> ClientError:
    """Return the error that botocore raises for DynamoDB's error of this code."""
    response: Any = {
        "Error": {"Code": code, "Message": "broken by the test"},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    return ClientError(response, "TransactWriteItems")


@dataclass(slots=True)
class Break:
    """An error in the place of an answer, before the request is carried out or after it."""

    error: Exception
    is_after: bool = False


class Wire(LocalClient):
    """A client that passes requests on, unless a break or a hidden item is in their way."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.most_at_once = 0
        self._running = 0
        self._lock = Lock()
        self._breaks: dict[str, deque[Break]] = {}
        self._hidden: list[str] = []

    def break_next(self, operation: str, *breaks: Break) -> None:
        """Break the next requests of an operation, one for each of the breaks."""
        self._breaks.setdefault(operation, deque()).extend(breaks)

    def hide_next(self, sort_key: str) -> None:
        """Answer the next GetItem of this sort key as if there were no such item."""
        self._hidden.append(sort_key)

    def _make_api_call(self, operation: str, arguments: Any) -> Any:
        with self._lock:
            self.requests.append((operation, dict(arguments)))
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        try:
            return self._answer(operation, arguments)
        finally:
            with self._lock:
                self._running -= 1

    def _answer(self, operation: str, arguments: Any) -> Any:
        sort_key = arguments.get("Key", {}).get("SK", {}).get("S")
        if sort_key in self._hidden:
            self._hidden.remove(sort_key)
            return {}
        due = self._breaks.get(operation)
        broken = due.popleft() if due else None
        if broken is not None and not broken.is_after:
            raise broken.error
        answer = super()._make_api_call(operation, arguments)
        if broken is not None:
            raise broken.error
        return answer
