"""Counting the requests that a store makes."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from persistence.store import Store


@contextmanager
def counted(store: Store) -> Generator[list[str]]:
    """Yield a list that gathers the name of each request made until the end."""
    client = store.table.connection.client
    answer = client._make_api_call
    made: list[str] = []

    def recording(operation: str, arguments: Any) -> Any:
        made.append(operation)
        return answer(operation, arguments)

    client._make_api_call = recording
    try:
        yield made
    finally:
        del client._make_api_call
