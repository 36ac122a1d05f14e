"""The direct Lambda resolver of AWS AppSync for every field that a resolver answers.

Its handler is `server.lambdas.appsync.handler`.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from server.lambdas import container
from server.lambdas.errors import named, told
from server.lambdas.events import events_of
from server.lambdas.resolving import Answer
from server.lambdas.telemetry import (
    LOGGER,
    METRICS,
    TRACER,
    tell_answers,
    tell_asked,
    tell_failure,
)


@LOGGER.inject_lambda_context(log_event=False, clear_state=True)
@TRACER.capture_lambda_handler(capture_response=False, capture_error=False)
@METRICS.log_metrics(capture_cold_start_metric=True)
def handler(event: Any, context: LambdaContext) -> Any:
    """Return the value of the field that AppSync's event asks for, or an envelope for each of many.

    Raises:
        Exception: The field is refused or failed; the class is named as the error's code.
    """
    request_id = context.aws_request_id
    try:
        answers = _answers(event)
    except Exception as fault:  # noqa: BLE001 - a caller may not see what it says
        tell_failure(fault)
        raise named(fault, request_id=request_id) from None
    tell_answers(answers)
    if isinstance(event, list):
        return [_envelope(answer, request_id) for answer in answers]
    return _value(answers[0], request_id)


def _answers(event: object) -> list[Answer]:
    events = events_of(event)
    tell_asked(events)
    held = container.opened()
    return held.runner.run(held.resolving.answers(events))


def _value(answer: Answer, request_id: str) -> Any:
    if answer.error is not None:
        raise named(answer.error, request_id=request_id) from None
    return answer.value


def _envelope(answer: Answer, request_id: str) -> dict[str, Any]:
    if answer.error is None:
        return {"data": answer.value, "errorMessage": None, "errorType": None}
    code, message = told(answer.error, request_id=request_id)
    return {"data": None, "errorMessage": message, "errorType": code}
