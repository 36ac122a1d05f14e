"""The endpoints that take a goal or a task one step on in its life."""

from server.rest.changes import changing
from server.rest.endpoint import Endpoint
from server.rest.shapes import Asked, Shown


def moving(
    thing: str, verb: str, *, of: str, answer: type[Shown], body: type[Asked] | None = None
) -> Endpoint:
    """Return the endpoint of a verb under a thing's path, and of the mutation of both names."""
    mutation = f"{verb}{thing.capitalize()}"
    return Endpoint(
        name=mutation,
        tells=f"{verb.capitalize()} a {thing}",
        method="POST",
        path=f"{of}/{verb}",
        carry_out=changing(mutation, thing),
        answer=answer,
        body=body,
        is_body_required=False,
        mutation=mutation,
    )
