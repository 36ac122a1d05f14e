"""A request that was read and is to be carried out, and what it is answered."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from graphql import GraphQLError
from pydantic import ValidationError

from schema.call import Operation
from schema.errors import cause_of
from server.execution import Executed, told
from server.rest.shapes import Asked, Shown

S = TypeVar("S", bound=Shown)

Execute: TypeAlias = Callable[[str, dict[str, Any]], Awaitable[Executed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a request's headers say of how it is carried out."""

    expected_version: int | None = None
    idempotency_key: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as the caller who sent it; `address` is its path as it was asked for.

    `operation` counts root fields and makes what they share, for what is none of GraphQL's.
    `is_heard` tells whether subscribers hear of what it changes.
    """

    request_id: str
    address: str
    path: Mapping[str, str]
    query: Asked | None
    body: Asked | None
    conditions: Conditions
    operation: Callable[..., Awaitable[Operation]]
    execute: Execute
    is_heard: bool

    def made(self, executed: Executed, model: type[S], *path: str) -> S:
        """Return the model of what lies at a path of an operation's answer.

        Errors of parts that the model can be without are logged as far as nobody foresaw them.

        Raises:
            DomainError: The operation is refused.
        """
        found: Any = executed.data
        for name in path:
            found = None if found is None else found[name]
        if found is None:
            raise _raised(executed.errors[0])
        try:
            content = model.model_validate(found)
        except ValidationError as error:
            if executed.errors:
                raise _raised(executed.errors[0]) from None
            # What was asked for is fine, so this must not pass for a refusal of it.
            raise TypeError(f"an answer is no {model.__name__}") from error
        told(executed.errors, self.request_id)
        return content


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a request is answered; `location` is the path of what it made."""

    content: Shown
    location: str | None = None
    is_replayed: bool = False

    @property
    def version(self) -> int | None:
        """Return the version of what is answered, where it has one."""
        return getattr(self.content, "version", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed:
    """A text that is answered piece by piece, as a file."""

    pieces: AsyncGenerator[str]
    content_type: str
    file_name: str


CarryOut: TypeAlias = Callable[[Call], Awaitable[Answered | Streamed]]


def _raised(error: GraphQLError) -> Exception:
    """Return what is to be raised for an error of an operation; GraphQL's own are our faults."""
    return cause_of(error) or error
