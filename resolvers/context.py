"""What a resolver is given: AppSync's context, the moment, the settings and the ports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.errors import UnauthorizedError
from domain.policy import Policy
from domain.repositories import Ports


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who asks; `owner` is the subject whose data the caller may see."""

    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """Which field is asked for, on which type, and what is selected below it.

    `selection_set` holds paths of names in the answer, as `items/title`, parents first.
    """

    field_name: str
    parent_type_name: str
    selection_set: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """AppSync's context of one resolver, with `now`, `policy` and the ports of ours.

    `stash` lives as long as one operation, behind AppSync as long as one event or batch; `prev`
    is the result of the step before.
    """

    now: datetime
    ports: Ports
    identity: Identity | None = None
    info: Info
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    source: object = None
    request: Mapping[str, str] = field(default_factory=dict[str, str])
    stash: dict[Any, Any] = field(default_factory=dict[Any, Any])
    prev: object = None
    policy: Policy = field(default_factory=Policy)

    @property
    def owner(self) -> str:
        """Return the caller's own id.

        Raises:
            UnauthorizedError: Nobody is known to be asking.
        """
        if self.identity is None or not self.identity.owner:
            raise UnauthorizedError("the caller is not known")
        return self.identity.owner
