"""Answers over HTTP are taken as the JSON that they are."""

from typing import Any

import pytest
from botocore.parsers import ResponseParserError
from botocore.session import get_session

from persistence.connection import PlainParser

GET_ITEM: Any = get_session().get_service_model("dynamodb").operation_model("GetItem").output_shape


def answer(body: bytes) -> Any:
    response = {"status_code": 200, "headers": {"x-amzn-requestid": "r-1"}, "body": body}
    return PlainParser().parse(response, GET_ITEM)


def test_an_answer_is_its_json_beside_what_came_with_it() -> None:
    told = answer(b'{"Item": {"PK": {"S": "USER#ann"}, "version": {"N": "3"}}}')
    assert told["Item"] == {"PK": {"S": "USER#ann"}, "version": {"N": "3"}}
    assert told["ResponseMetadata"]["RequestId"] == "r-1"


def test_an_empty_answer_holds_nothing() -> None:
    assert answer(b"").keys() == {"ResponseMetadata"}


def test_what_is_no_json_is_not_taken_for_an_absent_item() -> None:
    with pytest.raises(ResponseParserError, match="an answer is no JSON: b'<html>'"):
        answer(b"<html>")
