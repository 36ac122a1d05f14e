"""Entities as items and items as entities: back and forth is identity."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.constants import NULL

from domain.activity import Activity
from domain.credentials import ApiKey, Token
from domain.goal import Goal, Revision
from domain.idempotency import Request
from domain.milestone import CustomMilestone
from domain.profile import Profile
from domain.repositories import Entity
from domain.rollup import MonthRollup
from domain.tally import Tally
from domain.task import Task
from domain.template import TemplateUse
from domain.tombstone import Tombstone
from persistence import keys
from persistence.connection import Raw
from persistence.errors import UnreadableItemError
from persistence.keys import Key
from persistence.models import (
    ActivityItem,
    ApiKeyItem,
    GoalItem,
    Item,
    MilestoneItem,
    MonthRollupItem,
    ProfileItem,
    RequestItem,
    RevisionItem,
    TallyItem,
    TaskItem,
    TemplateUseItem,
    TokenItem,
    TombstoneItem,
)

T = TypeVar("T")

_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """An entity and its items, whose fields have the same names.

    `name` is the items' type, `key` names an owner's entity, `at` is its place in the timeline.
    """

    make: Callable[..., T]
    attributes: Mapping[str, Attribute[Any]] = field(compare=False)
    model: type[Item]
    name: str
    key: Callable[[str, T], Key]
    at: Callable[[T], datetime] | None

    def read(self, raw: Raw) -> T:
        """Return the entity that an item holds; what the item lacks has its default.

        The model's attributes decode it; a model of each item would take three times as long.

        Raises:
            UnreadableItemError: The item lacks what has no default, or holds something else.
        """
        try:
            if raw["type"]["S"] != self.name:
                raise ValueError(raw["type"]["S"])
            return self.make(**dict(self._held(raw)))
        except _UNREADABLE as error:
            raise UnreadableItemError(raw["PK"]["S"], raw["SK"]["S"]) from error

    def _held(self, raw: Raw) -> Iterator[tuple[str, Any]]:
        for name, attribute in self.attributes.items():
            value = raw.get(attribute.attr_name)
            if value is not None and NULL not in value:
                yield name, attribute.deserialize(value[attribute.attr_type])

    def item(self, entity: T, *, owner: str, **others: Any) -> Item:
        """Return the item of an owner's entity, with other attributes than the entity's own."""
        key = self.key(owner, entity)
        values: dict[str, Any] = {name: getattr(entity, name) for name in self.attributes}
        if self.at is not None:
            index = keys.index_key(self.name, owner, self.at(entity))
            values |= {"gsi1pk": index.pk, "gsi1sk": index.sk}
        return self.model(key.pk, key.sk, **(values | others))


def _kind(
    make: type[T],
    model: type[Item],
    name: str,
    key: Callable[[str, T], Key],
    at: Callable[[T], datetime] | None = None,
) -> Kind[T]:
    declared: Any = make
    items: Any = model
    known = items.get_attributes()
    attributes = {each.name: known[each.name] for each in fields(declared)}
    return Kind(make=make, attributes=attributes, model=model, name=name, key=key, at=at)


PROFILE: Final = _kind(Profile, ProfileItem, "Profile", lambda owner, _: keys.profile(owner))
GOAL: Final = _kind(
    Goal,
    GoalItem,
    "Goal",
    lambda owner, goal: keys.goal(owner, goal.goal_id),
    lambda goal: goal.created_at,
)
REVISION: Final = _kind(
    Revision,
    RevisionItem,
    "Revision",
    lambda owner, revision: keys.revision(
        owner, revision.goal_id, effective_on=revision.effective_on, made_at=revision.made_at
    ),
)
TASK: Final = _kind(
    Task,
    TaskItem,
    "Task",
    lambda owner, task: keys.task(owner, task.goal_id, task.task_id),
    lambda task: task.created_at,
)
ACTIVITY: Final = _kind(
    Activity,
    ActivityItem,
    "Activity",
    lambda owner, activity: keys.activity(owner, activity.goal_id, activity.activity_id),
    lambda activity: activity.logged_at,
)
MONTH: Final = _kind(
    MonthRollup,
    MonthRollupItem,
    "MonthRollup",
    lambda owner, rollup: keys.month(owner, rollup.goal_id, rollup.month),
)
TALLY: Final = _kind(
    Tally, TallyItem, "Tally", lambda owner, tally: keys.tally(owner, tally.goal_id)
)
MILESTONE: Final = _kind(
    CustomMilestone,
    MilestoneItem,
    "Milestone",
    lambda owner, milestone: keys.milestone(owner, milestone.goal_id, milestone.milestone_id),
    lambda milestone: milestone.created_at,
)
TOMBSTONE: Final = _kind(
    Tombstone,
    TombstoneItem,
    "Tombstone",
    lambda owner, tombstone: keys.tombstone(
        owner,
        tombstone.goal_id,
        tombstone.kind,
        deleted_at=tombstone.deleted_at,
        ident=tombstone.ident,
    ),
)
TEMPLATE_USE: Final = _kind(
    TemplateUse,
    TemplateUseItem,
    "TemplateUse",
    lambda owner, use: keys.template_use(owner, use.template_id),
)
REQUEST: Final = _kind(
    Request,
    RequestItem,
    "Request",
    lambda owner, request: keys.request(owner, request.operation, request.key_digest),
)
TOKEN: Final = _kind(Token, TokenItem, "Token", lambda _, token: keys.token(token.digest))
API_KEY: Final = _kind(ApiKey, ApiKeyItem, "ApiKey", lambda _, key: keys.api_key(key.digest))

_KINDS: Final[Mapping[type[Entity], Kind[Any]]] = MappingProxyType(
    {
        Profile: PROFILE,
        Goal: GOAL,
        Revision: REVISION,
        Task: TASK,
        Activity: ACTIVITY,
        MonthRollup: MONTH,
        Tally: TALLY,
        CustomMilestone: MILESTONE,
        TemplateUse: TEMPLATE_USE,
        Tombstone: TOMBSTONE,
    }
)


def kind_of(entity: Entity) -> Kind[Any]:
    """Return the kind of an entity."""
    return _KINDS[type(entity)]
