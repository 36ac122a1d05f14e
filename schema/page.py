"""Pages of lists in the contract."""

import domain.answers
from schema.activity import Activity
from schema.mirror import attribute, output
from schema.task import Task


@output(domain.answers.Page)
class TaskConnection:
    """A part of a list of tasks."""

    items: list[Task] = attribute("The tasks of this part.")
    next_token: str | None = attribute("What continues the list; null at its end.")


@output(domain.answers.Page)
class ActivityConnection:
    """A part of a list of activities."""

    items: list[Activity] = attribute("The activities of this part, newest local day first.")
    next_token: str | None = attribute("What continues the list; null at its end.")
