"""The plan of a unit: the writes its changes amount to, and what a failed condition refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, assert_never

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from domain import idempotency, tombstone
from domain.errors import DomainError, GoalQuotaExceededError
from domain.goal import Goal
from domain.idempotency import Request
from domain.profile import Profile
from domain.repositories import (
    Change,
    CountActive,
    CountOwner,
    Entity,
    HoldTitle,
    ReleaseTitle,
    Remember,
    Remove,
    Save,
    Unit,
)
from domain.tombstone import Tombstone
from persistence import keys
from persistence.connection import Raw
from persistence.errors import UnfitUnitError
from persistence.items import REQUEST, kind_of
from persistence.keys import Key
from persistence.models import Item, ProfileItem, TitleLockItem
from persistence.writes import Delete, Put, Update, Write

T = TypeVar("T")

MOST_ITEMS: Final = 100
MOST_BYTES: Final = 4 * 2**20
MOST_ITEM_BYTES: Final = 400 * 2**10


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A write and the refusal if its condition fails; without one the reading was stale."""

    write: Write
    refusal: Callable[[Raw], DomainError | None]


def plan_of(unit: Unit[T], *, now: datetime | None = None) -> tuple[Planned, ...]:
    """Return the writes of a unit in the order of its changes.

    What keeps when it was stored is stored `now`; a plan that is never carried out needs no now.

    Raises:
        UnfitUnitError: An item is named twice or exceeds 400 KB, an entity belongs to another
            owner, or there are more than 100 items or 4 MB.
    """
    planned = tuple(_planned(change, unit.owner, now) for change in unit.changes)
    writes = [item.write for item in planned]
    if len({write.key for write in writes}) < len(writes):
        raise UnfitUnitError("a unit names an item once")
    if len(writes) > MOST_ITEMS:
        raise UnfitUnitError(f"a unit holds at most {MOST_ITEMS} items; got {len(writes)}")
    sizes = [_size(write.item) for write in writes if isinstance(write, Put)]
    if max(sizes, default=0) > MOST_ITEM_BYTES:
        raise UnfitUnitError(f"an item holds at most {MOST_ITEM_BYTES} bytes; got {max(sizes)}")
    if sum(sizes) > MOST_BYTES:
        raise UnfitUnitError(f"a unit holds at most {MOST_BYTES} bytes; got {sum(sizes)}")
    return planned


def _planned(change: Change, owner: str, now: datetime | None) -> Planned:
    match change:
        case Save(entity=entity, refusal=refusal):
            planned = _refusing(refusal, _save(entity, owner, now))
        case Remove(entity=entity, refusal=refusal):
            key = kind_of(entity).key(_checked(entity, owner), entity)
            planned = _refusing(refusal, Delete(key=key, condition=_is_version(entity)))
        case HoldTitle(goal=goal, refusal=refusal):
            planned = _refusing(refusal, _hold_title(goal, owner))
        case ReleaseTitle(goal=goal):
            key = keys.title_lock(_checked(goal, owner), goal.title)
            planned = _refusing(None, Delete(key=key, condition=_is_free_for(goal)))
        case CountActive(by=by, limit=limit):
            planned = _count_active(owner, by, limit)
        case Remember(request=request):
            planned = _refusing(None, _remember(request, owner))
        case CountOwner(template_id=template_id):
            planned = _refusing(None, _count_owner(template_id))
        case _ as never:
            assert_never(never)
    return planned


def _refusing(refusal: DomainError | None, write: Write) -> Planned:
    return Planned(write=write, refusal=lambda _: refusal)


def _save(entity: Entity, owner: str, now: datetime | None) -> Write:
    kind = kind_of(entity)
    others: dict[str, Any] = {"version": entity.version + 1}
    if "stored_at" in kind.attributes:
        others["stored_at"] = now
    if isinstance(entity, Tombstone):
        others["ttl"] = entity.deleted_at + tombstone.LIFETIME
    item = kind.item(entity, owner=_checked(entity, owner), **others)
    if isinstance(entity, Profile):
        return _save_profile(item, _is_version(entity))
    return Put(item=item, condition=_is_version(entity))


def _save_profile(item: Item, condition: Condition) -> Update:
    """Set every attribute but the count of active goals, which others change meanwhile."""
    model: Any = ProfileItem
    names = {attribute.attr_name for attribute in model.get_attributes().values()}
    stored = item.serialize()
    actions = tuple(
        Path(name).set(stored[name]) if name in stored else Path(name).remove()
        for name in sorted(names - {"PK", "SK", "activeGoals"})
    )
    return Update(key=Key(pk=item.pk, sk=item.sk), actions=actions, condition=condition)


def _is_version(entity: Entity) -> Condition:
    if entity.version > 0:
        return Path("version") == entity.version
    # Counting an active goal may have made the profile, without a version.
    return Path("version" if isinstance(entity, Profile) else "PK").does_not_exist()


def _hold_title(goal: Goal, owner: str) -> Put:
    key = keys.title_lock(_checked(goal, owner), goal.title)
    lock = TitleLockItem(key.pk, key.sk, owner=owner, goal_id=goal.goal_id)
    return Put(item=lock, condition=_is_free_for(goal))


def _is_free_for(goal: Goal) -> Condition:
    condition: Condition = Path("PK").does_not_exist() | (Path("goalId") == goal.goal_id)
    return condition


def _count_active(owner: str, by: int, limit: int | None) -> Planned:
    count, kind, user = Path("activeGoals"), Path("type"), Path("userId")
    actions = (
        count.set((count | 0) + by),
        kind.set(kind | "Profile"),
        user.set(user | owner),
    )
    if limit is None or by <= 0:
        return _refusing(None, Update(key=keys.profile(owner), actions=actions))
    condition = count <= limit - by
    if by <= limit:
        condition = count.does_not_exist() | condition

    def refusal(stored: Raw) -> DomainError:
        current = int(stored.get("activeGoals", {"N": "0"})["N"])
        return GoalQuotaExceededError(current_count=current, max_allowed=limit)

    write = Update(key=keys.profile(owner), actions=actions, condition=condition)
    return Planned(write=write, refusal=refusal)


def _count_owner(template_id: str) -> Update:
    count, kind, ident = Path("owners"), Path("type"), Path("templateId")
    actions = (
        count.set((count | 0) + 1),
        kind.set("TemplateCount"),
        ident.set(template_id),
    )
    return Update(key=keys.template_count(template_id), actions=actions)


def _remember(request: Request, owner: str) -> Put:
    """Put the request in the place of none, or of one that is forgotten but not yet deleted."""
    made_at = request.made_at
    item = REQUEST.item(request, owner=_checked(request, owner), ttl=made_at + idempotency.LIFETIME)
    is_forgotten = Path("ttl") <= int(made_at.timestamp())
    return Put(item=item, condition=Path("PK").does_not_exist() | is_forgotten)


def _checked(entity: Entity | Request, owner: str) -> str:
    """Return the owner of the unit, which every entity of it must have."""
    if getattr(entity, "owner", owner) != owner:
        raise UnfitUnitError("a unit holds the changes of one owner")
    return owner


def _size(item: Item) -> int:
    """Return the bytes that DynamoDB counts: of names and values; numbers take at most theirs."""
    return sum(
        len(name.encode()) + len(str(data).encode())
        for name, value in item.serialize().items()
        for data in value.values()
    )
