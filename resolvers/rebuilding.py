"""Computing anew what is derived from a goal's log: month rollups, tally, completion."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.dossier import Dossier
from domain.errors import GoalNotFoundError
from domain.goal import Goal, GoalStatus
from domain.ledger import month_rollups, recounted, walk_end, writes
from domain.lives import activated, is_title_free
from domain.policy import Policy
from domain.replay import whole_log
from domain.repositories import Change, Ports, Remove, Save, Unit
from domain.rollup import MonthRollup

_AT_ONCE: Final = 90


async def rebuild_goal(
    ports: Ports, *, owner: str, goal_id: str, now: datetime, activating: Policy | None = None
) -> Goal:
    """Rebuild a goal's month rollups, then its tally and the completion that its log proves.

    With a policy a draft is activated in the same unit, within the owner's quota.
    """
    await rebuild_months(ports, owner=owner, goal_id=goal_id)
    return await ports.units.change(
        lambda: _tally(ports, owner, goal_id, now=now, activating=activating)
    )


async def rebuild_months(ports: Ports, *, owner: str, goal_id: str) -> None:
    """Rebuild the month rollups of a log, also of one whose goal is not stored yet."""
    while await ports.units.change(lambda: _months(ports, owner, goal_id)):
        pass


async def _months(ports: Ports, owner: str, goal_id: str) -> Unit[bool]:
    """Return the unit that stores the next months that differ, and whether more are left.

    The months are read before the log: an activity logged in between makes the unit stale.
    """
    held = {month.month: month for month in await ports.log.months(owner, goal_id)}
    activities = await ports.log.activities(owner, goal_id)
    wanted = {month.month: month for month in month_rollups(goal_id, activities)}
    changes = [*_saves(held, wanted), *_removals(held, wanted)]
    return Unit(owner=owner, changes=tuple(changes[:_AT_ONCE]), result=len(changes) > _AT_ONCE)


def _saves(held: dict[str, MonthRollup], wanted: dict[str, MonthRollup]) -> list[Change]:
    changes: list[Change] = []
    for key, month in wanted.items():
        version = held[key].version if key in held else 0
        entity = replace(month, version=version)
        if held.get(key) != entity:
            changes.append(Save(entity=entity))
    return changes


def _removals(held: dict[str, MonthRollup], wanted: dict[str, MonthRollup]) -> list[Change]:
    return [Remove(entity=month) for key, month in held.items() if key not in wanted]


async def _tally(
    ports: Ports, owner: str, goal_id: str, *, now: datetime, activating: Policy | None
) -> Unit[Goal]:
    """Return the unit that stores the tally, and the goal where its status follows from it.

    A goal that it makes active again is so over the quota, and without a title taken meanwhile.
    """
    before = await ports.goals.dossier(owner, goal_id)
    if before is None:
        raise GoalNotFoundError(goal_id)
    if activating is not None and before.goal.status is GoalStatus.DRAFT:
        goal = activated(before.goal, at=before.goal.created_at)
        after = await counted(ports, replace(before, goal=goal), now=now)
        made, changes = writes(before, after, quota=activating.active_goals)
    else:
        after = await counted(ports, before, now=now)
        is_free = after.goal == before.goal or await _is_title_free(ports, after.goal)
        made, changes = writes(before, after, quota=None, is_title_free=is_free)
    return Unit(owner=owner, changes=changes, result=made.goal)


async def _is_title_free(ports: Ports, goal: Goal) -> bool:
    return is_title_free(goal, await ports.goals.all(goal.owner))


async def counted(ports: Ports, dossier: Dossier, *, now: datetime) -> Dossier:
    """Return the dossier with its tally made from the whole log, the old one where it agrees."""
    goal = dossier.goal
    activities = await ports.log.activities(goal.owner, goal.goal_id)
    since, part = whole_log(goal, activities)
    until = walk_end(dossier.tally, now=now)
    after = recounted(dossier, since=since, until=until, part=part)
    old, new = dossier.tally, after.tally
    return replace(after, tally=old) if replace(new, through=old.through) == old else after
