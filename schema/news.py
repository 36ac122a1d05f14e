"""What an owner's front ends are told of as it happens, in the contract."""

from datetime import datetime

from strawberry import ID

import domain.news
from schema.directives import Iam
from schema.enums import NotificationKind
from schema.mirror import attribute, entry, output, percentage


@output(domain.news.Achievement, also=(Iam(),))
class MilestoneAchievement:
    """A milestone that an owner reached on the way to a goal."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    goal_id: ID | None = attribute("The goal's id.")
    goal_title: str | None = attribute("What the goal is called.")
    milestone_id: ID | None = attribute("The milestone's id.")
    name: str | None = attribute("What the milestone is called.")
    percentage: float | None = percentage("The progress that reached it, in percent from 0 to 100.")
    achieved_at: datetime | None = attribute("The first instant at which progress reached it.")
    description: str | None = attribute("What reaching it means.")
    amount: float | None = attribute("The threshold in the goal's unit, where it is an amount.")
    is_custom: bool | None = attribute("Whether it is one of the owner's own.")


@output(domain.news.Notification, also=(Iam(),))
class Notification:
    """A message to an owner, about one goal or none."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    notification_id: ID | None = attribute("The notification's id.", name="id")
    goal_id: ID | None = attribute("The goal's id, where it is about one.")
    kind: NotificationKind | None = attribute("What it is about.")
    title: str | None = attribute("What it says in short.")
    message: str | None = attribute("What it says.")
    created_at: datetime | None = attribute("When it was made.")


@entry(domain.news.Achievement)
class PublishMilestoneInput:
    """A milestone achieved, to be told to its owner's subscribers."""

    owner: ID = attribute("The owner's id.", name="userId")
    goal_id: ID = attribute("The goal's id.")
    goal_title: str = attribute("What the goal is called, 1 to 200 characters.")
    milestone_id: ID = attribute("The milestone's id.")
    name: str = attribute("What the milestone is called, 1 to 100 characters.")
    percentage: float = attribute("The progress that reached it, in percent from 0 to 100.")
    achieved_at: datetime = attribute("The first instant at which progress reached it.")
    description: str | None = attribute("What reaching it means, at most 500 characters.")
    amount: float | None = attribute("The threshold in the goal's unit, where it is an amount.")
    is_custom: bool | None = attribute("Whether it is one of the owner's own; false if absent.")


@entry(domain.news.Notification)
class PublishNotificationInput:
    """A notification to be told to its owner's subscribers."""

    owner: ID = attribute("The owner's id.", name="userId")
    notification_id: ID = attribute("The notification's id.", name="id")
    goal_id: ID | None = attribute("The goal's id, where it is about one.")
    kind: NotificationKind = attribute("What it is about.")
    title: str = attribute("What it says in short, 1 to 200 characters.")
    message: str = attribute("What it says, 1 to 1,000 characters.")
    created_at: datetime = attribute("When it was made.")
