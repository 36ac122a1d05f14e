"""Where in a document something stands that is refused."""

from collections.abc import Generator
from contextlib import contextmanager

from domain.errors import DomainError


@contextmanager
def located(place: str) -> Generator[None, None, None]:
    """Begin the message of a refusal with the place of what is refused."""
    try:
        yield
    except DomainError as error:
        if place:
            error.message = f"{place}: {error.message}"
            error.args = (error.message,)
        raise
