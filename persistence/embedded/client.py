"""The embedded engine in the place of PynamoDB's botocore client.

PynamoDB calls `_make_api_call` and reads `_request_signer` of its client, nothing else.
"""

from typing import Any

from botocore.exceptions import ClientError

from persistence.embedded.engine import Engine
from persistence.embedded.errors import DynamoError
from persistence.embedded.requests import Request, Response

_SERVER_ERROR, _CLIENT_ERROR = 500, 400


class LocalClient:
    """Answer botocore calls from an engine; set it as the `_client` of a PynamoDB connection."""

    # No signer: nothing leaves the process, and PynamoDB looks for no credentials.
    _request_signer = None

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _make_api_call(self, operation: str, arguments: Request) -> Response:
        try:
            return self._engine.call(operation, arguments)
        except DynamoError as error:
            raise ClientError(_response(error), operation) from error


def _response(error: DynamoError) -> Any:
    status = _SERVER_ERROR if error.code == "InternalServerError" else _CLIENT_ERROR
    return {
        "Error": {"Code": error.code, "Message": error.message},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}},
        **error.extra,
    }
