"""Pages of lists in the contract."""

from datetime import datetime
from typing import Final

from strawberry import ID

import domain.answers
from schema.activity import Activity
from schema.mirror import attribute, output
from schema.progress import Milestone
from schema.task import Task

DELETED: Final = (
    "What is gone, if updatedSince was given; all of it in the first part. Take it out of a copy"
    " before the items are put in."
)
SYNCED_AT: Final = (
    "What to give as updatedSince next, where this is the first part. It lies 60 seconds back, so"
    " that no change is missed."
)


@output(domain.answers.Deleted)
class Tombstone:
    """That something is gone from a list."""

    ident: ID = attribute("The id of what is gone.", name="id")
    deleted_at: datetime = attribute("When it was deleted or removed.")


@output(domain.answers.SyncedPage)
class TaskConnection:
    """A part of a list of tasks."""

    items: list[Task] = attribute("The tasks of this part.")
    next_token: str | None = attribute("What continues the list; null at its end.")
    deleted: list[Tombstone] | None = attribute(DELETED)
    synced_at: datetime = attribute(SYNCED_AT)


@output(domain.answers.SyncedPage)
class ActivityConnection:
    """A part of a list of activities."""

    items: list[Activity] = attribute("The activities of this part, newest local day first.")
    next_token: str | None = attribute("What continues the list; null at its end.")
    deleted: list[Tombstone] | None = attribute(DELETED)
    synced_at: datetime = attribute(SYNCED_AT)


@output(domain.answers.SyncedPage)
class MilestoneConnection:
    """A list of milestones, all in one part."""

    items: list[Milestone] = attribute("All milestones, by percentage.")
    next_token: str | None = attribute("What continues the list; always null.")
    deleted: list[Tombstone] | None = attribute(DELETED)
    synced_at: datetime = attribute(SYNCED_AT)
