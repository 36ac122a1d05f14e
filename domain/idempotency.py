"""Idempotency: what is asked for under a key is carried out once, however often it is sent."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, TypeAlias, assert_never

from domain.activity import Activity
from domain.answers import (
    ActivityChange,
    BulkChange,
    BulkResult,
    Effects,
    GoalChange,
    ImportChange,
    ImportCount,
    ImportDifference,
)
from domain.errors import IdempotencyConflictError, InvalidInputError
from domain.milestone import Milestone
from domain.profile import Profile
from domain.task import Task
from domain.unset import UNSET

LIFETIME: Final = timedelta(hours=24)
"""How long a request is remembered."""

_LONGEST_KEY: Final = 128
_MOST_BYTES: Final = 380_000

Answer: TypeAlias = GoalChange | ActivityChange | BulkChange | ImportChange | Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """What a mutation's input has beside its body: the key under which it is carried out once."""

    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request made under a key: the digests of key and body, and what it was answered.

    A goal and a profile are not kept: a repeated request is answered with them as they are then.
    Of many things those `results` are kept that fit, and what happened to the goal they are of.
    """

    owner: str
    operation: str
    key_digest: str
    body_digest: str
    made_at: datetime
    goal_id: str | None = None
    activity: Activity | None = None
    task: Task | None = None
    milestone: Milestone | None = None
    effects: Effects | None = None
    results: tuple[BulkResult, ...] | None = None
    counts: tuple[ImportCount, ...] | None = None
    differing: tuple[ImportDifference, ...] | None = None


def request_of(wanted: Keyed, *, owner: str, operation: str, now: datetime) -> Request | None:
    """Return the request made for an operation, not yet answered; None without a key.

    Raises:
        InvalidInputError: The key is not 1 to 128 printable characters.
    """
    key = wanted.idempotency_key
    if key is None:
        return None
    if not (1 <= len(key) <= _LONGEST_KEY and key.isprintable()):
        rule = f"must have 1 to {_LONGEST_KEY} printable characters"
        raise InvalidInputError("idempotencyKey", rule, key)
    return Request(
        owner=owner,
        operation=operation,
        key_digest=_digest(key),
        body_digest=_digest(_canonical(wanted)),
        made_at=now,
    )


def check_same(known: Request, request: Request, *, key: str) -> None:
    """Check that a request is the same as the known one of its key.

    Raises:
        IdempotencyConflictError: Its body is another.
    """
    if request.body_digest != known.body_digest:
        raise IdempotencyConflictError(key)


def begun(request: Request) -> Request:
    """Return the request as it is remembered from the first of its many units on."""
    return replace(request, operation=f"{request.operation}.begun")


def answered(request: Request, answer: Answer) -> Request:
    """Return the request with what is kept of its answer, which is never more than 400 KB."""
    match answer:
        case GoalChange():
            return replace(
                request,
                goal_id=answer.goal_id,
                task=_as_shown(answer.task),
                milestone=answer.milestone,
                effects=answer.effects,
            )
        case ActivityChange():
            return replace(
                request,
                goal_id=answer.goal_id,
                activity=answer.activity,
                effects=answer.effects,
            )
        case BulkChange():
            return _with_results(request, answer)
        case ImportChange():
            told = replace(request, counts=answer.counts, differing=answer.differing)
            return _with_results(told, BulkChange(owner=answer.owner, results=answer.results))
        case Profile():
            return request
        case _ as never:
            assert_never(never)


def _with_results(request: Request, answer: BulkChange) -> Request:
    room = _MOST_BYTES
    # Only a part of a batch names a goal, and it names one.
    for change in answer.goals:
        request = replace(request, goal_id=change.goal_id, effects=change.effects)
        room -= _size(change.effects)
    kept: list[BulkResult] = []
    for result in answer.results:
        room -= _size(result)
        if room < 0:
            break
        # What was sent as an id may hold half surrogates, which are no text that can be stored.
        kept.append(replace(result, goal_id=result.goal_id.encode(errors="replace").decode()))
    return replace(request, results=tuple(kept))


def _size(value: Effects | BulkResult) -> int:
    """Return the bytes of a value as JSON, which are somewhat more than those stored."""
    text = json.dumps(asdict(value), default=str, ensure_ascii=False)
    return len(text.encode(errors="surrogatepass"))


def _as_shown(task: Task | None) -> Task | None:
    """Return the task with the one change that shows: all of them may be many."""
    return None if task is None else replace(task, changes=task.changes[-1:])


def _canonical(wanted: Keyed) -> str:
    """Return the one JSON text of what is wanted, whatever the key; what is not given is absent."""
    body = asdict(replace(wanted, idempotency_key=None), dict_factory=_given)
    return json.dumps(body, default=str, sort_keys=True)


def _given(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value is not UNSET}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
