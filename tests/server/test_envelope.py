"""The envelope of a GraphQL request: what is taken, and what is refused as AppSync refuses it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.envelope import Envelope, parse_body, parse_parameters
from server.refusals import RequestRefusedError

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
MALFORMED = {
    "a word": b"meow",
    "null": b"null",
    "a number": b"5",
    "a string": b'"x"',
    "true": b"true",
    "a list": b"[]",
    "a batch": b'[{"query": "{ me { userId } }"}]',
    "an empty object": b"{}",
    "a brace too many": b"{}}",
    "a cut object": b'{"query": "{ me',
    "no query": b'{"variables": {}}',
    "a null query": b'{"query": null}',
    "a numeric query": b'{"query": 5}',
    "a blank query": b'{"query": " \\n"}',
    "a listed query": b'{"query": ["{ me { userId } }"]}',
    "listed variables": b'{"query": "{ a }", "variables": []}',
    "numeric variables": b'{"query": "{ a }", "variables": 5}',
    "variables in a string": b'{"query": "{ a }", "variables": "{}"}',
    "a numeric operation name": b'{"query": "{ a }", "operationName": 5}',
    "a listed operation name": b'{"query": "{ a }", "operationName": ["a"]}',
    "invalid UTF-8": b'{"query": "\xff\xfe"}',
    "overlong UTF-8": b'{"query": "\xc0\xaf"}',
    "UTF-16": '{"query": "{ a }"}'.encode("utf-16"),
    "UTF-32": '{"query": "{ a }"}'.encode("utf-32"),
    "a byte order mark": b'\xef\xbb\xbf{"query": "{ a }"}',
    "half a surrogate pair": b'{"query": "{ a }", "variables": {"a": "\\uD800"}}',
    "NaN": b'{"query": "{ a }", "variables": {"a": NaN}}',
    "Infinity": b'{"query": "{ a }", "variables": {"a": -Infinity}}',
    "a number of too many digits": b'{"query": "{ a }", "variables": {"a": 1' + b"0" * 5000 + b"}}",
    "100,000 lists deep": b"[" * 100_000,
    "100,000 objects deep": b'{"a":' * 100_000,
    "deep variables": b'{"query": "{ a }", "variables": {"a":'
    + b"[" * 50_000
    + b"]" * 50_000
    + b"}}",
    "a form": b"query=%7B+a+%7D",
    "a multipart form": b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{ a }\r\n--x',
}


def _refusal(body: bytes) -> RequestRefusedError:
    with pytest.raises(RequestRefusedError) as raised:
        parse_body(body)
    return raised.value


def _outcome(body: bytes) -> Envelope | RequestRefusedError:
    try:
        return parse_body(body)
    except RequestRefusedError as refusal:
        return refusal


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_body_that_is_no_request_cannot_be_parsed(body: bytes) -> None:
    refusal = _refusal(body)
    assert (refusal.status, refusal.error_type, refusal.message) == (
        400,
        "MalformedHttpRequestException",
        "Unable to parse GraphQL query.",
    )


@pytest.mark.parametrize("body", [b"", b" ", b"\r\n\t"])
def test_a_body_without_anything_in_it_is_empty(body: bytes) -> None:
    refusal = _refusal(body)
    assert (refusal.status, refusal.error_type, refusal.message) == (
        400,
        "MalformedHttpRequestException",
        "Request body is empty.",
    )


@given(st.binary())
def test_any_bytes_are_an_envelope_or_refused(body: bytes) -> None:
    outcome = _outcome(body)
    assert outcome.query if isinstance(outcome, Envelope) else outcome.status == 400


@given(variables=st.dictionaries(st.text(), JSON_VALUES), name=st.text(min_size=1))
def test_variables_and_name_arrive_as_they_were_sent(variables: dict[str, Any], name: str) -> None:
    sent = {"query": "{ a }", "variables": variables, "operationName": name}
    expected = Envelope(query="{ a }", variables=variables, operation_name=name)
    assert parse_body(json.dumps(sent).encode()) == expected


def test_other_keys_are_ignored() -> None:
    body = b'{"query": "{ a }", "extensions": {"clientLibrary": 1}, "id": "x"}'
    assert parse_body(body) == Envelope(query="{ a }")


def test_null_variables_and_an_empty_operation_name_count_as_absent() -> None:
    body = b'{"query": "{ a }", "variables": null, "operationName": ""}'
    assert parse_body(body) == Envelope(query="{ a }")


def test_a_whole_surrogate_pair_is_one_character() -> None:
    body = b'{"query": "{ a }", "variables": {"a": "\\uD83C\\uDFC1"}}'
    assert parse_body(body).variables == {"a": "\N{CHEQUERED FLAG}"}


def test_parameters_carry_variables_as_json() -> None:
    parameters = {"query": "{ a }", "variables": '{"a": [1]}', "operationName": "Mine", "v": "1"}
    expected = Envelope(query="{ a }", variables={"a": [1]}, operation_name="Mine")
    assert parse_parameters(parameters) == expected


@pytest.mark.parametrize(
    "parameters",
    [{}, {"query": ""}, {"query": "{ a }", "variables": "{"}, {"query": "{ a }", "variables": "5"}],
)
def test_parameters_that_are_no_request_cannot_be_parsed(parameters: dict[str, str]) -> None:
    with pytest.raises(RequestRefusedError, match="Unable to parse GraphQL query"):
        parse_parameters(parameters)
