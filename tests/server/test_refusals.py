"""Refusals: what is none of them is not answered as one."""

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from server.refusals import json_response, on_refusal

REQUEST = Request({"type": "http"})


async def test_another_exception_is_left_to_the_mask() -> None:
    with pytest.raises(ZeroDivisionError):
        await on_refusal(REQUEST, ZeroDivisionError())


async def test_an_unusual_refusal_of_the_router_is_a_bad_request() -> None:
    response = await on_refusal(REQUEST, HTTPException(418, headers={"x-pot": "tea"}))
    assert response.status_code == 418
    assert response.headers["x-amzn-errortype"] == "BadRequestException"
    assert response.headers["x-pot"] == "tea"


def test_text_is_sent_as_it_is_and_what_json_lacks_is_not_sent() -> None:
    assert json_response({"a": "\N{CHEQUERED FLAG}"}).body == '{"a":"\N{CHEQUERED FLAG}"}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_response(float("nan"))
