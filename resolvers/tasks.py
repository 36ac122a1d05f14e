"""Tasks: the planned work of a goal, and its changes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from domain import task_rules
from domain.answers import Deleted, GoalChange, SyncedPage
from domain.dossier import Dossier
from domain.errors import InvalidInputError, TaskNotFoundError
from domain.fields import page_size
from domain.goal import Goal
from domain.goal_rules import check_version
from domain.ledger import stored
from domain.lives import check_editable
from domain.repositories import Save, Unit
from domain.requests import NewTask, TaskEdit, TaskMove
from domain.task import Task, TaskStatus
from resolvers.changing import change, counted_in, goal_change, kept
from resolvers.context import Context
from resolvers.paging import Position, page_of, scope_of
from resolvers.reading import dossier_of, dossiers_of
from resolvers.registry import batch_resolver, resolver
from resolvers.syncing import since_asked, synced

_PAGE = 20


@resolver("Query", "myTasks")
async def my_tasks(ctx: Context, *, goal_id: str) -> tuple[Task, ...]:
    """Return the tasks of the caller's goal, oldest first."""
    dossier = await dossier_of(ctx, goal_id)
    return tuple(sorted(_held(dossier), key=_position))


@batch_resolver("Goal", "tasks")
async def tasks(
    ctx: Context,
    parents: Sequence[Goal],
    *,
    status: tuple[TaskStatus, ...] | None = None,
    updated_since: datetime | None = None,
    limit: int | None = None,
    next_token: str | None = None,
) -> tuple[SyncedPage[Task] | Exception, ...]:
    """Return a page of each goal's tasks, oldest first."""
    size, since = page_size(limit, default=_PAGE), since_asked(ctx, updated_since)

    def page(dossier: Dossier | Exception) -> SyncedPage[Task] | Exception:
        if isinstance(dossier, Exception):
            return dossier
        held = [t for t in _held(dossier) if status is None or t.status in status]
        held = [t for t in held if since is None or t.changed_at >= since]
        scope = scope_of("tasks", dossier.goal.goal_id, status, since)
        try:
            found = page_of(
                ctx, held, position=_position, limit=size, token=next_token, scope=scope
            )
        except InvalidInputError as error:
            return error
        return synced(ctx, found, _deleted(dossier, since, next_token))

    return tuple(map(page, await dossiers_of(ctx, parents)))


@resolver("Mutation", "createTask")
async def create_task(ctx: Context, *, input: NewTask) -> GoalChange:
    """Make a task of a goal."""
    task_id = str(uuid4())

    async def decide() -> Unit[GoalChange]:
        before = await _open_dossier(ctx, input.goal_id)
        task_rules.check_room(before.tasks)
        task = task_rules.new_task(input, task_id=task_id, owner=ctx.owner, now=ctx.now)
        return await _unit(ctx, before, None, task)

    return await change(ctx, input, decide)


@resolver("Mutation", "updateTask")
async def update_task(ctx: Context, *, input: TaskEdit) -> GoalChange:
    """Change a task; a status given is taken now."""
    return await _edit(ctx, input, lambda task: task_rules.edited(task, input, now=ctx.now))


@resolver("Mutation", "completeTask")
async def complete_task(ctx: Context, *, input: TaskMove) -> GoalChange:
    """Complete a task; doing so again changes nothing."""
    note = input.completion_note
    return await _edit(ctx, input, lambda t: task_rules.completed(t, note=note, now=ctx.now))


@resolver("Mutation", "reopenTask")
async def reopen_task(ctx: Context, *, input: TaskMove) -> GoalChange:
    """Make a task active again; what its completion proved is taken back."""
    return await _edit(ctx, input, lambda task: task_rules.reopened(task, now=ctx.now))


@resolver("Mutation", "deleteTask")
async def delete_task(ctx: Context, *, input: TaskMove) -> GoalChange:
    """Delete a task, as a correction: what it proved is taken back."""
    return await _edit(ctx, input, lambda task: task_rules.deleted(task, now=ctx.now))


async def _edit(
    ctx: Context, input: TaskEdit | TaskMove, step: Callable[[Task], Task]
) -> GoalChange:
    async def decide() -> Unit[GoalChange]:
        before = await _open_dossier(ctx, input.goal_id)
        task = _find(before, input.task_id)
        check_version(input.expected_version, current=task.version)
        return await _unit(ctx, before, task, step(task))

    return await change(ctx, input, decide)


async def _unit(ctx: Context, before: Dossier, old: Task | None, task: Task) -> Unit[GoalChange]:
    """Return the unit that stores a task and counts its change in."""
    if task == old:
        return Unit(
            owner=ctx.owner, changes=(), result=await goal_change(ctx, before, before, task=task)
        )
    others = [held for held in before.tasks if held.task_id != task.task_id]
    changed = replace(before, tasks=(*others, task))
    after = await counted_in(ctx, changed, since=_since(old, task, ctx.now))
    made, changes = await kept(ctx, before, after)
    return Unit(
        owner=ctx.owner,
        changes=(Save(entity=task), *changes),
        result=await goal_change(ctx, before, made, task=stored(task)),
    )


def _since(old: Task | None, task: Task, now: datetime) -> datetime:
    """Return the instant from which a change matters: a correction reaches back to the start."""
    if old is None:
        return now
    was_completed = any(change.status is TaskStatus.COMPLETED for change in old.changes)
    is_moved_on = task.status is not old.status and task.status is not TaskStatus.COMPLETED
    if (was_completed and is_moved_on) or task.deleted_at is not None:
        return task.created_at
    return max(now, task.changes[-1].at) if task.changes != old.changes else now


async def _open_dossier(ctx: Context, goal_id: str) -> Dossier:
    dossier = await dossier_of(ctx, goal_id)
    check_editable(dossier.goal)
    return dossier


def _held(dossier: Dossier) -> list[Task]:
    return [task for task in dossier.tasks if task.deleted_at is None]


def _deleted(
    dossier: Dossier, since: datetime | None, token: str | None
) -> tuple[Deleted, ...] | None:
    """Return the tasks deleted since an instant, which are all told of in the first part."""
    if since is None:
        return None
    return tuple(
        Deleted(ident=task.task_id, deleted_at=task.deleted_at)
        for task in dossier.tasks
        if token is None and task.deleted_at is not None and task.changed_at >= since
    )


def _find(dossier: Dossier, task_id: str) -> Task:
    for task in _held(dossier):
        if task.task_id == task_id:
            return task
    raise TaskNotFoundError(task_id)


def _position(task: Task) -> Position:
    return (f"{task.created_at:%Y-%m-%dT%H:%M:%S.%f}", task.task_id)
