"""What sockets of either dialect ask of the server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schema.errors import SYSTEM_ERROR, system_message
from schema.subscribing import Subscribed, SubscriptionRefusedError, subscribed
from server.auth.callers import Authenticate, Caller, Presented
from server.documents import asked_fields
from server.envelope import Envelope
from server.execution import Admitted, Execution, told
from server.observability import tell_fault
from server.refusals import RequestRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Knows callers, takes their subscriptions, and executes what else they ask."""

    execution: Execution
    authenticate: Authenticate
    clock: Callable[[], datetime]

    async def caller(self, presented: Presented) -> Caller:
        """Return who presents this.

        Raises:
            RequestRefusedError: Nobody who is known.
        """
        return await self.authenticate(presented, self.clock())

    async def subscribed(
        self, envelope: Envelope, caller: Caller, request: Mapping[str, str]
    ) -> Subscribed:
        """Return the subscription that the caller asks for.

        Raises:
            RequestRefusedError: The caller asks too often.
            SubscriptionRefusedError: It is none, or not the caller's to have.
        """
        admitted = await self._admitted(envelope, caller, request)
        return await subscribed(
            envelope.query, envelope.variables, envelope.operation_name, admitted.operation
        )

    async def answer(
        self, envelope: Envelope, caller: Caller, request: Mapping[str, str], ident: str
    ) -> dict[str, Any]:
        """Execute a query or a mutation.

        Raises:
            RequestRefusedError: The caller asks too often.
        """
        admitted = await self._admitted(envelope, caller, request)
        return await self.execution.answer(envelope, admitted.operation, ident)

    async def _admitted(
        self, envelope: Envelope, caller: Caller, request: Mapping[str, str]
    ) -> Admitted:
        fields = asked_fields(envelope)
        return await self.execution.admit(fields, caller, now=self.clock(), request=request)


def problem(error_type: str, message: str) -> dict[str, Any]:
    """Return an error of a type and a message."""
    return {"errorType": error_type, "message": message}


def problems(error: Exception, ident: str) -> list[dict[str, Any]]:
    """Return what a client is told of a failure; what nobody foresaw is logged under the id."""
    match error:
        case RequestRefusedError():
            return [problem(error.error_type, error.message)]
        case SubscriptionRefusedError():
            return told(error.errors, ident)
        case TimeoutError():
            return [problem("RequestTimeout", "It took too long.")]
        case _:
            tell_fault("socket.failed", error, request_id=ident)
            return [problem(SYSTEM_ERROR, system_message(ident))]
