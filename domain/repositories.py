"""The ports: what resolvers ask of storage, and the unit of changes that they hand to it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeAlias, TypeVar

from domain.activity import Activity
from domain.dossier import Dossier
from domain.errors import DomainError
from domain.goal import Goal, Revision
from domain.milestone import CustomMilestone
from domain.profile import Profile
from domain.rollup import MonthRollup
from domain.tally import Tally
from domain.task import Task

T = TypeVar("T")

Entity: TypeAlias = (
    Profile | Goal | Revision | Task | Activity | MonthRollup | Tally | CustomMilestone
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


Change: TypeAlias = Save | Remove | HoldTitle | ReleaseTitle | CountActive


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
class Token:
    """A caller's secret, kept as its SHA-256 in hexadecimal."""

    digest: str
    owner: str
    created_at: datetime
    expires_at: datetime | None = None


class Tokens(Protocol):
    """Callers' tokens."""

    async def add(self, token: Token) -> None:
        """Keep a new token."""
        ...

    async def find(self, digest: str, *, now: datetime) -> Token | None:
        """Return the token of this digest unless it has expired."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key that knows a client but no owner, kept as its SHA-256 in hexadecimal."""

    digest: str
    created_at: datetime
    expires_at: datetime
    note: str | None = None

    @property
    def key_id(self) -> str:
        """Return the first 12 digits of the digest, by which operators name the key."""
        return self.digest[:12]


class ApiKeys(Protocol):
    """The keys of clients that have no owner."""

    async def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        ...

    async def find(self, digest: str, *, now: datetime) -> ApiKey | None:
        """Return the key of this digest unless it has expired."""
        ...

    async def all(self, *, now: datetime) -> tuple[ApiKey, ...]:
        """Return every key that has not expired, oldest first."""
        ...

    async def remove(self, key: ApiKey) -> None:
        """Forget a key; one that is gone already stays so."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that resolvers may ask of storage."""

    profiles: Profiles
    goals: Goals
    log: Log
    units: Units
    cursors: Cursors
