"""Loading a goal with its log: a draft first, then its activities, then it is made active.

Ids come from the source, so a load that was killed is completed by running it again, and a
second load adds nothing. All is checked before the first write.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, repeat
from typing import Final

from domain.activity import Activity
from domain.activity_rules import new_activity
from domain.dossier import Dossier
from domain.goal import Goal, GoalStatus
from domain.goal_rules import Moment, first_revision, new_goal
from domain.ledger import first_tally, writes
from domain.lives import activated, archived
from domain.loads import Load, Loaded
from domain.places import located
from domain.policy import Policy
from domain.repositories import Entity, Ports, Save, Unit
from resolvers.rebuilding import rebuild_goal

_AT_ONCE: Final = 90


async def load(
    ports: Ports,
    wanted: Load,
    *,
    owner: str,
    now: datetime,
    policy: Policy,
    tell: Callable[[int], object],
) -> Loaded:
    """Load a goal and tell how many activities were dealt with as it goes on.

    Raises:
        DomainError: A rule forbids the goal or an activity; where it is the quota or the title,
            the log is in already and a new run goes on.
    """
    moment = await _moment(ports, owner=owner, now=now)
    goal, activities = await _checked(ports, wanted, owner=owner, moment=moment)
    if goal.version == 0:
        goal = await _draft(ports, wanted, goal, moment=moment)
    added = await store_log(ports, goal, activities, tell=tell)
    if wanted.is_archived:
        await ports.units.change(lambda: _archived(ports, goal, now=now))
    # Also where nothing was added: the run that added it may have been killed before this.
    goal = await rebuild_goal(ports, owner=owner, goal_id=goal.goal_id, now=now, activating=policy)
    return Loaded(goal=goal, added=added, held=len(activities) - added)


async def check(ports: Ports, wanted: Load, *, owner: str, now: datetime) -> int:
    """Return how many activities loading would add, without a write.

    What loading would refuse is refused, but the quota and the title are not asked.

    Raises:
        DomainError: A rule forbids the goal or one of its activities.
    """
    moment = await _moment(ports, owner=owner, now=now)
    goal, activities = await _checked(ports, wanted, owner=owner, moment=moment)
    return len(await _missing(ports, goal, activities))


async def _moment(ports: Ports, *, owner: str, now: datetime) -> Moment:
    profile = await ports.profiles.get(owner)
    return Moment(now=now, calendar=profile.calendar, is_import=True)


async def _checked(
    ports: Ports, wanted: Load, *, owner: str, moment: Moment
) -> tuple[Goal, tuple[Activity, ...]]:
    """Return the goal of this id, or a draft not stored yet, and its activities."""
    held = await ports.goals.get(owner, wanted.goal_id)
    asked = replace(wanted.goal, status=GoalStatus.DRAFT)
    then = replace(moment, now=wanted.made_at)
    with located(wanted.place):
        goal = held or new_goal(asked, goal_id=wanted.goal_id, owner=owner, moment=then)
    activities: list[Activity] = []
    places = chain(wanted.places, repeat(""))
    for (ulid, new), place in zip(wanted.activities, places, strict=False):
        with located(place):
            activities.append(new_activity(new, goal, ulid=ulid, moment=moment))
    return goal, tuple(activities)


async def _draft(ports: Ports, wanted: Load, draft: Goal, *, moment: Moment) -> Goal:
    """Return the draft as it is stored now, by this run or by another meanwhile."""

    async def decide() -> Unit[Goal]:
        held = await ports.goals.get(draft.owner, draft.goal_id)
        if held is not None:
            return Unit(owner=draft.owner, changes=(), result=held)
        return _made(wanted, draft, moment=moment)

    return await ports.units.change(decide)


def _made(wanted: Load, goal: Goal, *, moment: Moment) -> Unit[Goal]:
    revision = first_revision(goal, moment=replace(moment, now=wanted.made_at))
    dossier = Dossier(
        goal=goal, revisions=(revision,), calendar=moment.calendar, tally=first_tally(goal)
    )
    made, changes = writes(None, dossier, quota=None)
    entities: list[Entity] = [revision, *wanted.tasks, *wanted.milestones]
    parts = [Save(entity=entity) for entity in entities]
    return Unit(owner=goal.owner, changes=(*parts, *changes), result=made.goal)


async def _archived(ports: Ports, draft: Goal, *, now: datetime) -> Unit[None]:
    """Return the unit that archives a draft as a goal that was active, without quota and title."""
    before = await ports.goals.dossier(draft.owner, draft.goal_id)
    if before is None or before.goal.status is not GoalStatus.DRAFT:
        return Unit(owner=draft.owner, changes=(), result=None)
    moved = archived(activated(before.goal, at=now), at=now)
    _, changes = writes(before, replace(before, goal=moved), quota=None)
    return Unit(owner=draft.owner, changes=changes, result=None)


async def store_log(
    ports: Ports,
    goal: Goal,
    activities: Sequence[Activity],
    *,
    tell: Callable[[int], object],
    at_once: int = _AT_ONCE,
) -> int:
    """Store the activities that are missing from a goal's log and return how many there were.

    So many of them are one transaction; the goal itself may be stored after its log.
    """
    missing = await _missing(ports, goal, activities)
    tell(len(activities) - len(missing))
    for start in range(0, len(missing), at_once):
        part = missing[start : start + at_once]
        await ports.units.change(_storing(ports, goal, part))
        tell(len(part))
    return len(missing)


async def _missing(ports: Ports, goal: Goal, activities: Sequence[Activity]) -> list[Activity]:
    held = await ports.log.activities(goal.owner, goal.goal_id)
    known = {activity.activity_id for activity in held}
    return [activity for activity in activities if activity.activity_id not in known]


def _storing(
    ports: Ports, goal: Goal, part: Sequence[Activity]
) -> Callable[[], Awaitable[Unit[None]]]:
    """Return the decision to store activities, all but those that another run stored meanwhile."""
    known: set[str] | None = None

    async def decide() -> Unit[None]:
        nonlocal known
        if known is None:
            known = set()
        else:
            held = await ports.log.activities(goal.owner, goal.goal_id)
            known = {activity.activity_id for activity in held}
        saves = tuple(Save(entity=a) for a in part if a.activity_id not in known)
        return Unit(owner=goal.owner, changes=saves, result=None)

    return decide
