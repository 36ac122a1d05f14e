"""Errors as direct Lambda resolvers tell them: AppSync shows a class's name as `errorType`."""

from functools import cache

from domain.errors import DomainError
from schema.errors import code_of, system_message


def told(error: Exception, *, request_id: str) -> tuple[str, str]:
    """Return an error's code and message; what is unforeseen tells the request id alone."""
    message = error.message if isinstance(error, DomainError) else system_message(request_id)
    return code_of(error), message


def named(error: Exception, *, request_id: str) -> Exception:
    """Return an exception of the class that has the error's code as its name."""
    code, message = told(error, request_id=request_id)
    return _class_of(code)(message)


@cache
def _class_of(code: str) -> type[Exception]:
    return type(code, (Exception,), {"__doc__": f"Tell AppSync {code}."})
