import pytest

from domain import errors
from domain.errors import DomainError, GoalNotFoundError, UnauthorizedError
from server.lambdas.errors import named, told

CODES = sorted(
    {
        vars(found)["code"]
        for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, DomainError) and "code" in vars(found)
    }
)


def test_an_error_is_raised_as_a_class_of_its_code_s_name() -> None:
    error = named(GoalNotFoundError("g"), request_id="r")
    assert type(error).__name__ == "GOAL_NOT_FOUND"
    assert str(error) == "goal 'g' does not exist"
    assert type(error) is type(named(GoalNotFoundError("h"), request_id="r"))


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_domain_names_a_class(code: str) -> None:
    kind = type("Refusal", (DomainError,), {"code": code})
    assert type(named(kind("no"), request_id="r")).__name__ == code


def test_appsync_keeps_the_message_of_a_caller_who_is_not_known() -> None:
    # It replaces the message of an UnauthorizedException, and of nothing else.
    assert told(UnauthorizedError("nobody"), request_id="r") == ("UNAUTHORIZED", "nobody")


def test_what_is_unforeseen_tells_the_request_id_alone() -> None:
    code, message = told(RuntimeError("hunter2"), request_id="r-1")
    assert (code, message) == ("SYSTEM_ERROR", "the server failed; request ID: r-1")
    assert str(named(RuntimeError("hunter2"), request_id="r-1")) == message
