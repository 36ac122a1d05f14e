"""The items of the table: one PynamoDB model for each entity, its fields named as the entity's."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.models import Model

from domain.activity import (
    Activity,
    ActivityContext,
    ActivitySource,
    ActivityType,
    Attachment,
    Location,
)
from domain.answers import BulkResult, Effects, ImportCount, ImportDifference
from domain.day import Calendar
from domain.goal import Answer, GoalContext, GoalRewards, Pause, StatusChange, Visibility
from domain.milestone import Milestone
from domain.rollup import DayRollup
from domain.schedule import Schedule
from domain.tally import Settled
from domain.target import GoalPattern, Target
from domain.task import Task, TaskChange
from domain.tombstone import TombstoneKind
from persistence.attributes import (
    DayAttribute,
    DecimalAttribute,
    EnumAttribute,
    InstantAttribute,
    JSONTextAttribute,
    WholeAttribute,
)

Texts: TypeAlias = tuple[str, ...]


class Item(Model):
    """What every item has: its key, its place in the index if it has one, and its type."""

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    gsi1pk = UnicodeAttribute(null=True, attr_name="GSI1PK")
    gsi1sk = UnicodeAttribute(null=True, attr_name="GSI1SK")
    type = DiscriminatorAttribute()


class ProfileItem(Item, discriminator="Profile"):
    """An owner's day rules; counting an active goal may have made it, then most is not there."""

    owner = UnicodeAttribute(attr_name="userId")
    calendar = JSONTextAttribute[Calendar](Calendar, null=True)
    active_goals = WholeAttribute(null=True, attr_name="activeGoals")
    updated_at = InstantAttribute(null=True, attr_name="updatedAt")
    version = WholeAttribute(null=True)


class GoalItem(Item, discriminator="Goal"):
    """A goal."""

    goal_id = UnicodeAttribute(attr_name="goalId")
    owner = UnicodeAttribute(attr_name="userId")
    title = UnicodeAttribute()
    pattern = EnumAttribute(GoalPattern)
    target = JSONTextAttribute[Target](Target)
    schedule = JSONTextAttribute[Schedule](Schedule)
    created_at = InstantAttribute(attr_name="createdAt")
    updated_at = InstantAttribute(attr_name="updatedAt")
    changes = JSONTextAttribute[tuple[StatusChange, ...]](tuple[StatusChange, ...])
    description = UnicodeAttribute(null=True)
    category = UnicodeAttribute(null=True)
    tags = JSONTextAttribute[Texts](Texts)
    icon = UnicodeAttribute(null=True)
    color = UnicodeAttribute(null=True)
    visibility = EnumAttribute(Visibility)
    deadline = DayAttribute(null=True)
    answers = JSONTextAttribute[tuple[Answer, ...]](tuple[Answer, ...])
    context = JSONTextAttribute[GoalContext](GoalContext, null=True)
    rewards = JSONTextAttribute[GoalRewards](GoalRewards, null=True)
    metadata = UnicodeAttribute(null=True)
    pauses = JSONTextAttribute[tuple[Pause, ...]](tuple[Pause, ...], null=True)
    is_title_held = BooleanAttribute(attr_name="isTitleHeld")
    version = WholeAttribute()
    stored_at = InstantAttribute(null=True, attr_name="storedAt")


class TitleLockItem(Item, discriminator="TitleLock"):
    """The goal that holds a title among its owner's active and paused goals."""

    owner = UnicodeAttribute(attr_name="userId")
    goal_id = UnicodeAttribute(attr_name="goalId")


class RevisionItem(Item, discriminator="Revision"):
    """What a goal asked for from a day on."""

    goal_id = UnicodeAttribute(attr_name="goalId")
    effective_on = DayAttribute(attr_name="effectiveDay")
    made_at = InstantAttribute(attr_name="madeAt")
    target = JSONTextAttribute[Target](Target)
    schedule = JSONTextAttribute[Schedule](Schedule)
    deadline = DayAttribute(null=True)
    version = WholeAttribute()


class TaskItem(Item, discriminator="Task"):
    """A task."""

    task_id = UnicodeAttribute(attr_name="taskId")
    goal_id = UnicodeAttribute(attr_name="goalId")
    owner = UnicodeAttribute(attr_name="userId")
    title = UnicodeAttribute()
    created_at = InstantAttribute(attr_name="createdAt")
    updated_at = InstantAttribute(attr_name="updatedAt")
    changes = JSONTextAttribute[tuple[TaskChange, ...]](tuple[TaskChange, ...])
    due_at = InstantAttribute(null=True, attr_name="dueAt")
    tags = JSONTextAttribute[Texts](Texts)
    completion_note = UnicodeAttribute(null=True, attr_name="completionNote")
    deleted_at = InstantAttribute(null=True, attr_name="deletedAt")
    version = WholeAttribute()
    stored_at = InstantAttribute(null=True, attr_name="storedAt")


class ActivityItem(Item, discriminator="Activity"):
    """An activity of the log."""

    activity_id = UnicodeAttribute(attr_name="activityId")
    goal_id = UnicodeAttribute(attr_name="goalId")
    owner = UnicodeAttribute(attr_name="userId")
    value = DecimalAttribute()
    unit = UnicodeAttribute()
    kind = EnumAttribute(ActivityType, attr_name="activityType")
    local_day = DayAttribute(attr_name="activityDate")
    occurred_at = InstantAttribute(attr_name="occurredAt")
    logged_at = InstantAttribute(attr_name="loggedAt")
    timezone = UnicodeAttribute()
    note = UnicodeAttribute(null=True)
    location = JSONTextAttribute[Location](Location, null=True)
    context = JSONTextAttribute[ActivityContext](ActivityContext, null=True)
    attachments = JSONTextAttribute[tuple[Attachment, ...]](tuple[Attachment, ...])
    source = EnumAttribute(ActivitySource)
    version = WholeAttribute()
    stored_at = InstantAttribute(null=True, attr_name="storedAt")


class MonthRollupItem(Item, discriminator="MonthRollup"):
    """What the days of a goal's month came to."""

    goal_id = UnicodeAttribute(attr_name="goalId")
    month = UnicodeAttribute()
    days = JSONTextAttribute[tuple[DayRollup, ...]](tuple[DayRollup, ...])
    version = WholeAttribute()


class TallyItem(Item, discriminator="Tally"):
    """A goal's log in few numbers."""

    goal_id = UnicodeAttribute(attr_name="goalId")
    settled = JSONTextAttribute[Settled](Settled)
    through = InstantAttribute()
    recent = JSONTextAttribute[tuple[DayRollup, ...]](tuple[DayRollup, ...])
    reached = JSONTextAttribute[Mapping[str, datetime]](Mapping[str, datetime])
    finished_at = InstantAttribute(null=True, attr_name="finishedAt")
    latest_at = InstantAttribute(null=True, attr_name="latestAt")
    next_at = InstantAttribute(null=True, attr_name="nextAt")
    version = WholeAttribute()


class MilestoneItem(Item, discriminator="Milestone"):
    """A threshold of the owner's own: its definition, never its achievement."""

    milestone_id = UnicodeAttribute(attr_name="milestoneId")
    goal_id = UnicodeAttribute(attr_name="goalId")
    owner = UnicodeAttribute(attr_name="userId")
    name = UnicodeAttribute()
    created_at = InstantAttribute(attr_name="createdAt")
    updated_at = InstantAttribute(attr_name="updatedAt")
    description = UnicodeAttribute(null=True)
    percentage = DecimalAttribute(null=True)
    amount = DecimalAttribute(null=True)
    version = WholeAttribute()


class TombstoneItem(Item, discriminator="Tombstone"):
    """That something of a goal was removed, forgotten after its time."""

    owner = UnicodeAttribute(attr_name="userId")
    goal_id = UnicodeAttribute(attr_name="goalId")
    kind = EnumAttribute(TombstoneKind)
    ident = UnicodeAttribute()
    deleted_at = InstantAttribute(attr_name="deletedAt")
    version = WholeAttribute()
    ttl = TTLAttribute()


class TemplateUseItem(Item, discriminator="TemplateUse"):
    """That an owner has made a goal of a template."""

    owner = UnicodeAttribute(attr_name="userId")
    template_id = UnicodeAttribute(attr_name="templateId")
    used_at = InstantAttribute(attr_name="usedAt")
    version = WholeAttribute()


class TemplateCountItem(Item, discriminator="TemplateCount"):
    """How many owners have made a goal of a template."""

    template_id = UnicodeAttribute(attr_name="templateId")
    owners = WholeAttribute()


class RequestItem(Item, discriminator="Request"):
    """A request made under a key and what it was answered, forgotten after its time."""

    owner = UnicodeAttribute(attr_name="userId")
    operation = UnicodeAttribute()
    key_digest = UnicodeAttribute(attr_name="keySHA256")
    body_digest = UnicodeAttribute(attr_name="bodySHA256")
    made_at = InstantAttribute(attr_name="madeAt")
    goal_id = UnicodeAttribute(null=True, attr_name="goalId")
    activity = JSONTextAttribute[Activity](Activity, null=True)
    task = JSONTextAttribute[Task](Task, null=True)
    milestone = JSONTextAttribute[Milestone](Milestone, null=True)
    effects = JSONTextAttribute[Effects](Effects, null=True)
    results = JSONTextAttribute[tuple[BulkResult, ...]](tuple[BulkResult, ...], null=True)
    counts = JSONTextAttribute[tuple[ImportCount, ...]](tuple[ImportCount, ...], null=True)
    differing = JSONTextAttribute[tuple[ImportDifference, ...]](
        tuple[ImportDifference, ...], null=True
    )
    ttl = TTLAttribute()


class TokenItem(Item, discriminator="Token"):
    """A caller's token, gone when it expires."""

    digest = UnicodeAttribute(attr_name="tokenSHA256")
    owner = UnicodeAttribute(attr_name="userId")
    created_at = InstantAttribute(attr_name="createdAt")
    expires_at = InstantAttribute(null=True, attr_name="expiresAt")
    ttl = TTLAttribute(null=True)


class ApiKeyItem(Item, discriminator="ApiKey"):
    """A key of clients that have no owner, gone when it expires."""

    digest = UnicodeAttribute(attr_name="apiKeySHA256")
    created_at = InstantAttribute(attr_name="createdAt")
    expires_at = InstantAttribute(attr_name="expiresAt")
    note = UnicodeAttribute(null=True)
    ttl = TTLAttribute()


class RateCountItem(Item, discriminator="RateCount"):
    """How many operations of a class a caller has asked for in the window that ends at `ttl`."""

    taken = WholeAttribute()
    ttl = TTLAttribute()


class SecretItem(Item, discriminator="Secret"):
    """What the store signs list tokens with."""

    value = UnicodeAttribute()
