"""Keys: how each entity is named in the table, and the only place that composes such a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from domain.goal import title_key
from domain.rollup import month_of
from persistence.instants import instant_text
from persistence.naming import filled

_OWNER: Final = "USER#{userId}"
# Follows '#' in every sort order of text, so it ends a run of keys that begin alike.
_AFTER_SEPARATOR: Final = "$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How an entity's keys are composed; `{}` marks a part that its attributes fill in."""

    pk: str
    sk: str
    gsi1pk: str | None = None
    gsi1sk: str | None = None


ENTITIES: Final[Mapping[str, Pattern]] = MappingProxyType(
    {
        "Profile": Pattern(pk=_OWNER, sk="PROFILE"),
        "Goal": Pattern(
            pk=_OWNER, sk="GOAL#{goalId}", gsi1pk=_OWNER, gsi1sk="ENTITY#Goal#{createdAtISO}"
        ),
        "TitleLock": Pattern(pk=_OWNER, sk="TITLE#{titleSHA256}"),
        "Revision": Pattern(pk=_OWNER, sk="REVISION#{goalId}#{effectiveDay}#{madeAtISO}"),
        "Task": Pattern(
            pk=_OWNER,
            sk="TASK#{goalId}#{taskId}",
            gsi1pk=_OWNER,
            gsi1sk="ENTITY#Task#{createdAtISO}",
        ),
        "Activity": Pattern(
            pk=_OWNER,
            sk="ACTIVITY#{goalId}#{localDay}#{ulid}",
            gsi1pk=_OWNER,
            gsi1sk="ENTITY#Activity#{loggedAtISO}",
        ),
        "MonthRollup": Pattern(pk=_OWNER, sk="MONTH#{goalId}#{month}"),
        "Tally": Pattern(pk=_OWNER, sk="TALLY#{goalId}"),
        "Milestone": Pattern(
            pk=_OWNER,
            sk="MILESTONE#{goalId}#{milestoneId}",
            gsi1pk=_OWNER,
            gsi1sk="ENTITY#Milestone#{createdAtISO}",
        ),
        "Tombstone": Pattern(pk=_OWNER, sk="TOMBSTONE#{goalId}#{kind}#{deletedAtISO}#{ident}"),
        "TemplateUse": Pattern(pk=_OWNER, sk="TEMPLATE#{templateId}"),
        "TemplateCount": Pattern(pk="TEMPLATE", sk="TEMPLATE#{templateId}"),
        "Request": Pattern(pk=_OWNER, sk="REQUEST#{operation}#{keySHA256}"),
        "Token": Pattern(pk="TOKEN#{tokenSHA256}", sk="TOKEN"),
        "ApiKey": Pattern(pk="APIKEY", sk="APIKEY#{apiKeySHA256}"),
        "RateCount": Pattern(pk="RATE#{callerSHA256}", sk="RATE#{class}"),
        "Secret": Pattern(pk="SECRET", sk="SECRET"),
    }
)
"""The keys of every entity, by the value of its item's `type`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The two strings that name an item, in the table or in its index."""

    pk: str
    sk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of sort keys: those that begin with `low`, or from `low` to `high`, both included."""

    pk: str
    low: str
    high: str | None = None
    is_index: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether no key can lie in the span, which storage refuses to be asked for."""
        return self.high is not None and self.high < self.low


def profile(owner: str) -> Key:
    """Name the owner's profile."""
    return _key("Profile", userId=owner)


def goal(owner: str, goal_id: str) -> Key:
    """Name a goal."""
    return _key("Goal", userId=owner, goalId=goal_id)


def goals(owner: str) -> Span:
    """Name the owner's goals."""
    return _span("Goal", userId=owner)


def title_lock(owner: str, title: str) -> Key:
    """Name the lock on a title, the same for titles that differ in case or white space only."""
    return _key("TitleLock", userId=owner, titleSHA256=title_key(title))


def revision(owner: str, goal_id: str, *, effective_on: date, made_at: datetime) -> Key:
    """Name a goal's revision; two made for one day differ in when they were made."""
    made = instant_text(made_at)
    day = effective_on.isoformat()
    return _key("Revision", userId=owner, goalId=goal_id, effectiveDay=day, madeAtISO=made)


def revisions(owner: str, goal_id: str | None = None) -> Span:
    """Name the revisions of a goal or of all the owner's goals, oldest first in each."""
    return _goal_span("Revision", owner, goal_id)


def task(owner: str, goal_id: str, task_id: str) -> Key:
    """Name a task."""
    return _key("Task", userId=owner, goalId=goal_id, taskId=task_id)


def tasks(owner: str, goal_id: str | None = None) -> Span:
    """Name the tasks of a goal or of all the owner's goals."""
    return _goal_span("Task", owner, goal_id)


def milestone(owner: str, goal_id: str, milestone_id: str) -> Key:
    """Name a custom milestone."""
    return _key("Milestone", userId=owner, goalId=goal_id, milestoneId=milestone_id)


def milestones(owner: str, goal_id: str | None = None) -> Span:
    """Name the custom milestones of a goal or of all the owner's goals."""
    return _goal_span("Milestone", owner, goal_id)


def tally(owner: str, goal_id: str) -> Key:
    """Name a goal's tally."""
    return _key("Tally", userId=owner, goalId=goal_id)


def tallies(owner: str) -> Span:
    """Name the tallies of the owner's goals."""
    return _span("Tally", userId=owner)


def activity(owner: str, goal_id: str, activity_id: str) -> Key:
    """Name an activity by its id `<localDay>_<ulid>`."""
    day, _, ulid = activity_id.partition("_")
    return _key("Activity", userId=owner, goalId=goal_id, localDay=day, ulid=ulid)


def activities(
    owner: str, goal_id: str, *, first: date | None, last: date | None, until: Key | None = None
) -> Span:
    """Name a goal's activities of the days from `first` to `last`, up to the key `until`."""
    span = _span("Activity", userId=owner, goalId=goal_id)
    low = span.low if first is None else span.low + first.isoformat()
    tail = "" if last is None else last.isoformat()
    # Without a last day the run ends where the goal's own keys end.
    high = (span.low + tail if tail else span.low[:-1]) + _AFTER_SEPARATOR
    return Span(pk=span.pk, low=low, high=high if until is None else min(high, until.sk))


def month(owner: str, goal_id: str, of: str) -> Key:
    """Name a goal's rollup of the month YYYY-MM."""
    return _key("MonthRollup", userId=owner, goalId=goal_id, month=of)


def months(owner: str, goal_id: str, *, first: date | None, last: date | None) -> Span:
    """Name a goal's rollups of the months that hold the days from `first` to `last`."""
    span = _span("MonthRollup", userId=owner, goalId=goal_id)
    low = span.low if first is None else span.low + month_of(first)
    high = span.low[:-1] + _AFTER_SEPARATOR if last is None else span.low + month_of(last)
    return Span(pk=span.pk, low=low, high=high)


def all_months(owner: str, goal_id: str | None = None) -> Span:
    """Name every month rollup of a goal or of all the owner's goals, oldest first in each."""
    return _goal_span("MonthRollup", owner, goal_id)


def tombstone(owner: str, goal_id: str, kind: str, *, deleted_at: datetime, ident: str) -> Key:
    """Name that something of a goal was removed; removed again later it has another."""
    at = instant_text(deleted_at)
    return _key("Tombstone", userId=owner, goalId=goal_id, kind=kind, deletedAtISO=at, ident=ident)


def tombstones(owner: str, goal_id: str, kind: str, *, since: datetime) -> Span:
    """Name what was removed of a goal at an instant or later, oldest first."""
    parts = {"userId": owner, "goalId": goal_id, "kind": kind}
    span = _span("Tombstone", **parts)
    first = _span("Tombstone", **parts, deletedAtISO=instant_text(since))
    return Span(pk=span.pk, low=first.low, high=span.low[:-1] + _AFTER_SEPARATOR)


def template_use(owner: str, template_id: str) -> Key:
    """Name that an owner has used a template."""
    return _key("TemplateUse", userId=owner, templateId=template_id)


def template_uses(owner: str) -> Span:
    """Name all templates that an owner has used."""
    return _span("TemplateUse", userId=owner)


def template_count(template_id: str) -> Key:
    """Name the count of a template's owners."""
    return _key("TemplateCount", templateId=template_id)


def template_counts() -> Span:
    """Name the counts of all templates' owners."""
    return _span("TemplateCount")


def request(owner: str, operation: str, digest: str) -> Key:
    """Name a request by its operation and the SHA-256 of its key."""
    return _key("Request", userId=owner, operation=operation, keySHA256=digest)


def token(digest: str) -> Key:
    """Name a caller's token by its SHA-256."""
    return _key("Token", tokenSHA256=digest)


def api_key(digest: str) -> Key:
    """Name an API key by its SHA-256."""
    return _key("ApiKey", apiKeySHA256=digest)


def api_keys() -> Span:
    """Name all API keys."""
    return _span("ApiKey")


def rate_count(caller: str, rate: str) -> Key:
    """Name the count of what a caller asks of a class, by the caller's SHA-256."""
    return _key("RateCount", **{"callerSHA256": caller, "class": rate})


def secret() -> Key:
    """Name the secret that a store made for itself."""
    return _key("Secret")


def index_key(entity: str, owner: str, at: datetime) -> Key:
    """Name an item's place in its owner's timeline of such entities.

    Raises:
        ValueError: The entity has no timeline.
    """
    text = instant_text(at)
    return _index_key(entity, userId=owner, createdAtISO=text, loggedAtISO=text)


def timeline(entity: str, owner: str) -> Span:
    """Name the owner's timeline of an entity in the index, oldest first.

    Raises:
        ValueError: The entity has no timeline.
    """
    key = _index_key(entity, userId=owner)
    return Span(pk=key.pk, low=key.sk, is_index=True)


def _index_key(entity: str, **parts: str) -> Key:
    pattern = ENTITIES[entity]
    if pattern.gsi1pk is None or pattern.gsi1sk is None:
        raise ValueError(f"{entity} has no timeline")
    return Key(pk=filled(pattern.gsi1pk, parts), sk=filled(pattern.gsi1sk, parts))


def _key(entity: str, **parts: str) -> Key:
    pattern = ENTITIES[entity]
    return Key(pk=filled(pattern.pk, parts), sk=filled(pattern.sk, parts))


def _span(entity: str, **parts: str) -> Span:
    pattern = ENTITIES[entity]
    return Span(pk=filled(pattern.pk, parts), low=filled(pattern.sk, parts))


def _goal_span(entity: str, owner: str, goal_id: str | None) -> Span:
    if goal_id is None:
        return _span(entity, userId=owner)
    return _span(entity, userId=owner, goalId=goal_id)
