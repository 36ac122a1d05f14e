"""Pauses in the contract."""

from datetime import date

from strawberry import ID

import domain.goal
import domain.idempotency
import domain.requests
from schema.mirror import REPEATED, attribute, entry, output


@output(domain.goal.Pause)
class GoalPause:
    """Local days on which nothing of a goal is due."""

    first: date = attribute("The first local day.", name="from")
    last: date = attribute("The last local day; nothing is due on it either.", name="to")
    is_for_all: bool = attribute("Whether pauseAll paused it.", name="forAll")


@entry(domain.requests.PauseMove)
class PauseGoalInput:
    """A goal to be paused on local days, or from now on if there is no last one."""

    goal_id: ID = attribute("The goal's id.")
    expected_version: int | None = attribute("Refuse the change unless this is the version.")
    first: date | None = attribute(
        "The first local day, today if absent; not ahead unless there is a last one.", name="from"
    )
    last: date | None = attribute(
        "The last local day, itself included; until the goal is resumed if absent.", name="to"
    )
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.requests.PauseOfAll)
class PauseAllInput:
    """All goals to be paused on local days, or from now on if there is no last one."""

    first: date | None = attribute(
        "The first local day, today if absent; not ahead unless there is a last one.", name="from"
    )
    last: date | None = attribute(
        "The last local day, itself included; until they are resumed if absent.", name="to"
    )
    idempotency_key: str | None = attribute(REPEATED)


@entry(domain.idempotency.Keyed)
class ResumeAllInput:
    """All that pauseAll paused, to be resumed."""

    idempotency_key: str | None = attribute(REPEATED)
