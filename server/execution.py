"""Execute operations and publish what they changed: one way for every transport."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from graphql import GraphQLError

from domain.policy import Policy
from domain.repositories import Ports
from resolvers import catalog
from schema.access import closed_fields
from schema.build import SCHEMA
from schema.call import Operation
from schema.errors import error_body, unforeseen
from schema.limits import Limits, Meter
from schema.publishing import achieved, published, replayed
from server.auth.callers import Caller
from server.envelope import Envelope
from server.observability import tell_fault
from server.rates.limiter import Limiter
from server.rates.quota import Quota
from server.realtime.broker import Broker

# Importing the catalogue is what registers the resolvers that the schema's fields look up.
RESOLVER_MODULES: Final = catalog.MODULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """What an operation answered, and the errors of what it could not answer."""

    data: Mapping[str, Any] | None
    errors: tuple[GraphQLError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An operation that may be executed, and what is left to its caller if that is counted."""

    operation: Operation
    quota: Quota | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Operations over a store's ports, and the broker that is told of their changes.

    Without a limiter callers may ask for as much as they like.
    """

    ports: Ports
    policy: Policy
    limits: Limits
    limiter: Limiter | None = None
    broker: Broker = field(default_factory=Broker)

    async def admit(
        self, fields: Iterable[str], caller: Caller, *, now: datetime, request: Mapping[str, str]
    ) -> Admitted:
        """Count the root fields that the caller asks for and return what they share.

        Raises:
            RequestRefusedError: It goes beyond a limit of the caller.
        """
        quota = None
        if self.limiter is not None:
            quota = await self.limiter.take(caller.counted_as, fields)
        operation = Operation(
            now=now,
            ports=self.ports,
            closed=closed_fields(caller.access),
            identity=caller.identity,
            request=request,
            policy=self.policy,
            meter=Meter(self.limits),
        )
        return Admitted(operation=operation, quota=quota)

    async def answer(self, envelope: Envelope, operation: Operation, ident: str) -> dict[str, Any]:
        """Execute an operation and return its data, and its errors if there are any."""
        executed = await self.executed(envelope, operation, ident)
        answer: dict[str, Any] = {"data": executed.data}
        if executed.errors:
            answer["errors"] = told(executed.errors, ident)
        return answer

    async def executed(
        self, envelope: Envelope, operation: Operation, ident: str, *, is_heard: bool = True
    ) -> Executed:
        """Execute an operation; what it changed is published if it is to be heard.

        That it cannot be published is logged and changes nothing.
        """
        result = await SCHEMA.execute(
            envelope.query,
            variable_values=envelope.variables,
            context_value=operation,
            operation_name=envelope.operation_name,
        )
        if is_heard:
            self._publish(envelope, operation, result.data, ident)
        # Fields that answered in part left their errors with the operation.
        errors = (*(result.errors or ()), *operation.errors)
        return Executed(data=result.data, errors=errors)

    def _publish(
        self,
        envelope: Envelope,
        operation: Operation,
        data: Mapping[str, Any] | None,
        ident: str,
    ) -> None:
        if not self.broker.is_heard:
            return
        try:
            name, variables = envelope.operation_name, envelope.variables
            repeated = replayed(operation)
            answers = published(envelope.query, name, variables, data, replayed=repeated)
            self.broker.publish(answers)
            self.broker.publish(achieved(operation))
        except Exception as fault:  # noqa: BLE001 - the change is made, whoever hears of it
            tell_fault("publishing.failed", fault, request_id=ident)


def told(errors: Iterable[GraphQLError], ident: str) -> list[dict[str, Any]]:
    """Return errors as an answer shows them; what nobody foresaw is logged under the id."""
    logged: set[int] = set()
    bodies: list[dict[str, Any]] = []
    for error in errors:
        fault = unforeseen(error)
        # A batch that fails as a whole gives each of its parents the same exception.
        if fault is not None and id(fault) not in logged:
            logged.add(id(fault))
            tell_fault("field.failed", fault, request_id=ident, path=error.path)
        bodies.append(error_body(error, request_id=ident))
    return bodies
