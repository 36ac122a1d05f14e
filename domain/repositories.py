"""The ports: what resolvers ask of storage, and the unit of changes that they hand to it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeAlias, TypeVar

from domain.activity import Activity
from domain.dossier import Dossier
from domain.errors import DomainError
from domain.goal import Goal, Revision
from domain.idempotency import Request
from domain.milestone import CustomMilestone
from domain.profile import Profile
from domain.rollup import MonthRollup
from domain.tally import Tally
from domain.task import Task
from domain.template import TemplateUse
from domain.tombstone import Tombstone, TombstoneKind

T = TypeVar("T")

Entity: TypeAlias = (
    Profile
    | Goal
    | Revision
    | Task
    | Activity
    | MonthRollup
    | Tally
    | CustomMilestone
    | TemplateUse
    | Tombstone
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """Store an entity in place of the version it was read at (0: it must be new).

    The stored version is one higher. If another version is there, `refusal` is raised; without
    a refusal the unit was made from a stale reading and is made again.
    """

    entity: Entity
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Remove an entity stored at the version it was read at."""

    entity: Entity
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTitle:
    """Reserve the goal's title for it among its owner's goals."""

    goal: Goal
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTitle:
    """Give up the title that the goal holds."""

    goal: Goal


@dataclass(frozen=True, slots=True, kw_only=True)
class CountActive:
    """Add to the owner's count of active goals, staying at or below `limit` if there is one.

    At the limit GoalQuotaExceededError is raised.
    """

    by: int
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """Remember an answered request, unless one of its operation and key is remembered already.

    Then the unit was made from a stale reading and is made again.
    """

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOwner:
    """Count one more owner who has made a goal of a template."""

    template_id: str


Change: TypeAlias = Save | Remove | HoldTitle | ReleaseTitle | CountActive | CountOwner | Remember


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Generic[T]):
    """Changes of one owner's data that happen all or not at all, and what to answer then."""

    owner: str
    changes: tuple[Change, ...]
    result: T


class Profiles(Protocol):
    """Owners' profiles."""

    async def get(self, owner: str) -> Profile:
        """Return the profile; the default one while nothing is stored."""
        ...

    async def owners(self) -> tuple[str, ...]:
        """Return every owner that has a profile, in order."""
        ...


class Goals(Protocol):
    """Owners' goals with their revisions, tasks, custom milestones and tallies."""

    async def get(self, owner: str, goal_id: str) -> Goal | None:
        """Return the owner's goal of this id."""
        ...

    async def all(self, owner: str) -> tuple[Goal, ...]:
        """Return every goal of the owner, whatever its status, in no given order."""
        ...

    async def dossier(self, owner: str, goal_id: str) -> Dossier | None:
        """Return the goal's dossier, its tally read first so that a change since then is seen."""
        ...

    async def dossiers(self, owner: str, goals: Sequence[Goal]) -> tuple[Dossier | Exception, ...]:
        """Return a dossier for each goal just read, at a constant number of storage requests.

        A goal whose stored parts cannot be read has the error in its place.
        """
        ...


class Log(Protocol):
    """The activities of a goal and their month rollups."""

    async def get(self, owner: str, goal_id: str, activity_id: str) -> Activity | None:
        """Return the activity of this id."""
        ...

    async def activities(
        self, owner: str, goal_id: str, *, first: date | None = None, last: date | None = None
    ) -> tuple[Activity, ...]:
        """Return the activities of the local days from `first` to `last`, both included."""
        ...

    async def newest(
        self,
        owner: str,
        goal_id: str,
        *,
        first: date | None,
        last: date | None,
        after: str | None,
        limit: int,
    ) -> tuple[Activity, ...]:
        """Return at most `limit` activities, newest local day first, following the id `after`."""
        ...

    async def months(
        self, owner: str, goal_id: str, *, first: date | None = None, last: date | None = None
    ) -> tuple[MonthRollup, ...]:
        """Return the rollups of the months holding `first` to `last`, oldest first."""
        ...

    async def months_of(
        self, owner: str, goals: Sequence[Goal]
    ) -> tuple[tuple[MonthRollup, ...] | Exception, ...]:
        """Return all month rollups of each goal, oldest first, in one paged request for any number.

        A goal of which one cannot be read has the error in its place.
        """
        ...


class Units(Protocol):
    """Changes, all or nothing."""

    async def change(self, decide: Callable[[], Awaitable[Unit[T]]]) -> T:
        """Carry out the unit that `decide` makes from its readings and return its result.

        Where the readings were stale, `decide` is asked again, for up to ten seconds.

        Raises:
            DomainError: A change's condition failed and carries this refusal.
        """
        ...


class Sizes(Protocol):
    """How much storage takes at once."""

    def misfit(self, unit: Unit[T]) -> str | None:
        """Return why no change can carry out the unit; None if one can."""
        ...


class Requests(Protocol):
    """Requests that were carried out under a key."""

    async def find(
        self, owner: str, operation: str, key_digest: str, *, now: datetime
    ) -> Request | None:
        """Return the owner's request of this operation and key if it is still remembered."""
        ...


class Templates(Protocol):
    """Who has made goals of templates."""

    async def used_by(self, owner: str) -> frozenset[str]:
        """Return the ids of the templates that the owner has made goals of."""
        ...

    async def owner_counts(self) -> Mapping[str, int]:
        """Return by its id how many owners have made a goal of a template, in one paged request."""
        ...


class Tombstones(Protocol):
    """What was removed, for as long as it is remembered."""

    async def since(
        self, owner: str, goal_id: str, kind: TombstoneKind, *, at: datetime, now: datetime
    ) -> tuple[Tombstone, ...]:
        """Return what was removed of a goal at an instant or later, oldest first.

        What is forgotten `now` is left out.
        """
        ...


class Cursors(Protocol):
    """Opaque tokens that continue a list, bound to caller, operation and filters."""

    def issue(self, position: str, *, owner: str, scope: str) -> str:
        """Return the token of a position in a list."""
        ...

    def read(self, token: str, *, owner: str, scope: str) -> str:
        """Return the position.

        Raises:
            InvalidInputError: The token was not issued for this caller and scope.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that resolvers may ask of storage."""

    profiles: Profiles
    goals: Goals
    log: Log
    units: Units
    sizes: Sizes
    requests: Requests
    templates: Templates
    tombstones: Tombstones
    cursors: Cursors
