"""The rules of what is told to an owner's front ends: whom it names, and how long it may be."""

import re
from dataclasses import replace
from typing import Final

from domain.amount import amount
from domain.errors import InvalidInputError
from domain.fields import number, optional_text, text
from domain.news import Achievement, Notification

_GOAL_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_IDENT: Final = 128


def goal_ident(value: str, *, field: str = "goalId") -> str:
    """Return the goal's id.

    Raises:
        InvalidInputError: It is not a UUID in lower case, which every goal's id is.
    """
    if not _GOAL_ID.fullmatch(value):
        raise InvalidInputError(field, "must be a UUID in lower case", value)
    return value


def checked_achievement(told: Achievement) -> Achievement:
    """Return what is told of a milestone, its texts without white space around them.

    Raises:
        InvalidInputError: A value breaks the rule of its field.
    """
    return replace(
        told,
        owner=_ident(told.owner, field="userId"),
        goal_id=goal_ident(told.goal_id),
        goal_title=text(told.goal_title, field="goalTitle", longest=200, shortest=1),
        milestone_id=_ident(told.milestone_id, field="milestoneId"),
        name=text(told.name, field="name", longest=100, shortest=1),
        percentage=number(told.percentage, field="percentage", least=0, most=100),
        description=optional_text(told.description, field="description", longest=500),
        amount=None if told.amount is None else amount(told.amount, field="amount"),
    )


def checked_notification(told: Notification) -> Notification:
    """Return a notification, its texts without white space around them.

    Raises:
        InvalidInputError: A value breaks the rule of its field.
    """
    return replace(
        told,
        owner=_ident(told.owner, field="userId"),
        notification_id=_ident(told.notification_id, field="id"),
        goal_id=None if told.goal_id is None else goal_ident(told.goal_id),
        title=text(told.title, field="title", longest=200, shortest=1),
        message=text(told.message, field="message", longest=1_000, shortest=1),
    )


def _ident(value: str, *, field: str) -> str:
    is_short = 1 <= len(value) <= _LONGEST_IDENT
    if not (is_short and value.isprintable() and " " not in value):
        rule = f"must have 1 to {_LONGEST_IDENT} printable characters without blanks"
        raise InvalidInputError(field, rule, value)
    return value
