"""What a function tells of its work, through AWS Lambda Powertools: logs, traces, metrics."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit

from domain.errors import DomainError
from server.lambdas.events import Event
from server.lambdas.resolving import Answer

_SERVICE: Final = "milepost-appsync"

LOGGER: Final = Logger(service=_SERVICE)
TRACER: Final = Tracer(service=_SERVICE, patch_modules=("botocore",))
METRICS: Final = Metrics(service=_SERVICE, namespace="Milepost")


def tell_asked(events: Sequence[Event]) -> None:
    """Put the field asked for into all that is logged, traced and measured from here on."""
    field = ".".join(events[0].field)
    LOGGER.append_keys(field=field, events=len(events))
    LOGGER.set_correlation_id(events[0].request.headers.get("x-amzn-trace-id"))
    TRACER.put_annotation(key="field", value=field)
    METRICS.add_metadata(key="field", value=field)


def tell_answers(answers: Sequence[Answer]) -> None:
    """Count the answers, and log each fault once and what was left out of a list."""
    refused = sum(isinstance(answer.error, DomainError) for answer in answers)
    failed = sum(answer.error is not None for answer in answers) - refused
    _count(answered=len(answers) - refused - failed, refused=refused, failed=failed)
    _tell_faults(answer.error for answer in answers)
    for error in chain.from_iterable(answer.left_out for answer in answers):
        LOGGER.error("field.left_out", exc_info=error)


def tell_failure(fault: Exception) -> None:
    """Count and log an invocation that failed before any field was answered."""
    _count(answered=0, refused=0, failed=1)
    LOGGER.error("invocation.failed", exc_info=fault)


def _count(**counts: int) -> None:
    for what, count in counts.items():
        METRICS.add_metric(name=f"Fields{what.title()}", unit=MetricUnit.Count, value=count)


def _tell_faults(errors: Iterable[Exception | None]) -> None:
    # A call that fails as a whole answers each of its events with the same exception.
    faults = {id(e): e for e in errors if e is not None and not isinstance(e, DomainError)}
    for fault in faults.values():
        LOGGER.error("field.failed", exc_info=fault)
