"""Asking an engine and bringing its answer into a form that can be compared with another's."""

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from persistence.embedded import DynamoError, Engine
from tests.engines import servers
from tests.engines.streams import Step

Answer: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[str, dict[str, Any]], Answer]
MOST_PAGES = 20
_SETS = ("SS", "NS", "BS")


def asking_embedded(engine: Engine) -> Ask:
    """Return how to ask the embedded engine."""

    def ask(operation: str, request: dict[str, Any]) -> Answer:
        try:
            return _comparable(engine.call(operation, request))
        except DynamoError as error:
            return _failed(error.code, error.extra)

    return ask


def client_of(endpoint: str) -> Any:
    """Return a client of a server that checks nothing itself."""
    config = Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    with servers.credentials():
        return botocore.session.Session().create_client(
            "dynamodb", region_name=servers.REGION, endpoint_url=endpoint, config=config
        )


def asking_server(client: Any) -> Ask:
    """Return how to ask a server."""

    def ask(operation: str, request: dict[str, Any]) -> Answer:
        try:
            answer = client._make_api_call(operation, request)
        except ClientError as error:
            response: Any = error.response
            return _failed(response["Error"]["Code"], response)
        return _comparable(answer)

    return ask


def answers(ask: Ask, step: Step, *, example: int) -> list[Answer]:
    """Return the answer to a step, or those to all its pages and to its way back."""
    operation, request, is_paged = step
    if "ClientRequestToken" in request:
        # Tokens last longer than an example.
        request = {**request, "ClientRequestToken": f"{example} {request['ClientRequestToken']}"}
    if not is_paged:
        return [ask(operation, request)]
    pages = list(_pages(ask, operation, request))
    first = pages[0].get("LastEvaluatedKey")
    if first is None:
        return pages
    is_forward = request.get("ScanIndexForward", True)
    back = {**request, "ExclusiveStartKey": first, "ScanIndexForward": not is_forward}
    return [*pages, *_pages(ask, operation, back)]


def _pages(ask: Ask, operation: str, request: dict[str, Any]) -> Iterator[Answer]:
    for _ in range(MOST_PAGES):
        page = ask(operation, request)
        yield page
        if "LastEvaluatedKey" not in page:
            return
        request = {**request, "ExclusiveStartKey": page["LastEvaluatedKey"]}


def _failed(code: str, response: dict[str, Any]) -> Answer:
    reasons = [
        {name: _plain(reason[name]) for name in ("Code", "Item") if name in reason}
        for reason in response.get("CancellationReasons") or ()
    ]
    item = {"Item": _plain(response["Item"])} if response.get("Item") else {}
    return {"Error": code, **({"Reasons": reasons} if reasons else {}), **item}


def _comparable(answer: Answer) -> Answer:
    plain: Answer = {name: _plain(answer[name]) for name in answer if name != "ResponseMetadata"}
    responses: Any = plain.get("Responses")
    # A batch has no order that DynamoDB promises.
    if isinstance(responses, dict):
        batch = cast("dict[str, Any]", responses)
        plain["Responses"] = {table: _sorted(batch[table]) for table in batch}
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        return {name: _plain_part(name, parts[name]) for name in parts}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("list[Any]", value)]
    return value


def _plain_part(name: str, part: Any) -> Any:
    # Nor have the elements of a set.
    return _sorted(part) if name in _SETS and isinstance(part, list) else _plain(part)


def _sorted(values: Any) -> list[Any]:
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True, default=repr))
