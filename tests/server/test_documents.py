"""The operation asked for: which one it is, and what HTTP may carry."""

import pytest

from server.documents import asked_fields, check_operation
from server.envelope import Envelope
from server.refusals import RequestRefusedError

TWO = "query One { a } query Two { a }"


def _check(query: str, *, name: str | None = None, is_reading_only: bool = False) -> None:
    check_operation(Envelope(query=query, operation_name=name), is_reading_only=is_reading_only)


def _refusal(
    query: str, *, name: str | None = None, is_reading_only: bool = False
) -> tuple[int, str, str]:
    with pytest.raises(RequestRefusedError) as raised:
        _check(query, name=name, is_reading_only=is_reading_only)
    return raised.value.status, raised.value.error_type, raised.value.message


@pytest.mark.parametrize(
    ("query", "name"),
    [("{ a }", None), ("query One { a }", None), ("query One { a }", "One"), (TWO, "Two")],
)
def test_an_operation_that_is_clear_is_taken(query: str, name: str | None) -> None:
    _check(query, name=name, is_reading_only=True)
    assert Envelope(query=query).operation_name is None


@pytest.mark.parametrize("query", ["{", "{}", "meow", "{}}", "[]", "fragment F on Goal { id }"])
def test_a_document_without_an_operation_cannot_be_parsed(query: str) -> None:
    expected = (400, "MalformedHttpRequestException", "Unable to parse GraphQL query.")
    assert _refusal(query) == expected


def test_a_document_nested_too_deeply_cannot_be_parsed() -> None:
    assert _refusal("{ a " * 5_000 + "}" * 5_000)[0] == 400


def test_one_of_several_operations_must_be_named() -> None:
    assert _refusal(TWO) == (400, "BadRequestException", "Missing operation name.")


@pytest.mark.parametrize("query", ["{ a }", TWO])
def test_a_name_that_the_document_lacks_is_refused(query: str) -> None:
    expected = (400, "BadRequestException", 'Unknown operation named "Three".')
    assert _refusal(query, name="Three") == expected


@pytest.mark.parametrize("is_reading_only", [True, False])
def test_a_subscription_is_not_for_http(*, is_reading_only: bool) -> None:
    expected = (400, "BadRequestException", "A subscription cannot be sent over HTTP.")
    assert _refusal("subscription { a }", is_reading_only=is_reading_only) == expected


def test_a_mutation_needs_post() -> None:
    _check("mutation { a }")
    expected = (405, "BadRequestException", "A mutation must be sent with POST.")
    assert _refusal("mutation { a }", is_reading_only=True) == expected


def test_the_named_operation_decides_not_the_first() -> None:
    mixed = "query Read { a } mutation Write { a }"
    _check(mixed, name="Read", is_reading_only=True)
    assert _refusal(mixed, name="Write", is_reading_only=True)[0] == 405


def test_a_long_document_is_checked_like_a_short_one() -> None:
    _check(f"{{ {'a ' * 9_000} }}")
    assert _refusal("{ a } " * 3_000)[2] == "Missing operation name."


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("{ a b a }", ["a", "b"]),
        ("{ x: a y: a }", ["a", "a"]),
        ("{ a { c } ... on Query { b } ...F } fragment F on Query { a { d } e ...F }", list("abe")),
        ("{ a @skip(if: true) b @include(if: false) c @skip(if: false) }", ["c"]),
        ("query ($y: Boolean! = true) { a @include(if: $y) b @skip(if: $y) }", ["a"]),
        ("query ($n: Boolean!) { a @include(if: $n) b @skip(if: $n) }", ["b"]),
        ("query ($n: Boolean = true) { a @include(if: $n) b }", ["b"]),
        ("mutation { a { b } }", ["a"]),
        ("subscription { a { b } }", ["a"]),
        ("{ a ...Missing }", []),
    ],
)
def test_the_fields_of_an_operation_are_counted_as_often_as_they_are_asked_for(
    query: str, fields: list[str]
) -> None:
    assert list(asked_fields(Envelope(query=query, variables={"n": False}))) == fields


def test_the_fields_are_those_of_the_operation_that_is_named() -> None:
    two = "query One { a } query Two { b }"
    assert asked_fields(Envelope(query=two, operation_name="Two")) == ("b",)
