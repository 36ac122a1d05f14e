"""An endpoint of REST: a method of a path, and what is done for it."""

import re
from dataclasses import dataclass
from typing import Final

from server.rest.calls import CarryOut
from server.rest.contract import mutations
from server.rest.shapes import Asked, Shown

CREATED: Final = 201


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What is done for a method of a path; a body may be left out unless it must be there.

    `names_things` says that it names, elsewhere than in its path, what may not be there. `texts`
    are the types of media that it answers in beside JSON.
    """

    name: str
    tells: str
    method: str
    path: str
    carry_out: CarryOut
    answer: type[Shown]
    query: type[Asked] | None = None
    body: type[Asked] | None = None
    is_body_required: bool = True
    mutation: str | None = None
    status: int = 200
    names_things: bool = False
    texts: tuple[str, ...] = ()

    def takes(self, field: str) -> bool:
        """Say whether the mutation's input has a field that a header stands for."""
        return self.mutation is not None and mutations()[self.mutation].takes(field)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the names in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))
