"""Bringing in the goals of a document, each on its own: one refused leaves the others."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Final, TypeAlias, assert_never

from domain import beeminder, beeminder_export
from domain.answers import BulkResult, ImportChange
from domain.chapters import Chapter, Opening, chapters
from domain.difference import Difference
from domain.errors import DomainError
from domain.importing import GoalsImport, ImportFormat, import_change
from domain.loads import Load
from domain.portable import RecordKind
from domain.portable_lines import records
from resolvers.adding import Account
from resolvers.bulk import result_of
from resolvers.changing import change_each
from resolvers.context import Context
from resolvers.loading import check, load
from resolvers.registry import resolver
from resolvers.surveying import Survey, survey_of

_Work: TypeAlias = Callable[[], Awaitable[ImportChange]]

# What refusals call the document.
_NAME: Final = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goal:
    """A goal of a document beside that of the account, why it is refused, and what adds it."""

    goal_id: str
    difference: Difference
    refusal: DomainError | None
    add: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What an import will do: steps before its goals, its goals, and what is told of all of it."""

    opening: Sequence[Callable[[], Awaitable[None]]]
    goals: Sequence[_Goal]
    whole: Difference


@resolver("Mutation", "importGoals")
async def import_goals(ctx: Context, *, input: GoalsImport) -> ImportChange:
    """Bring in the goals of a document, or only tell what that would do.

    Raises:
        InvalidInputError: The document breaks its form; nothing was written.
        IdempotencyConflictError: Something else was wanted under the key.
    """
    match input.format:
        case ImportFormat.MILEPOST:
            prepare = partial(_account, ctx, input)
        case ImportFormat.BEEMINDER:
            prepare = partial(_beeminder, ctx, input)
        case _ as never:
            assert_never(never)
    if input.is_preview:
        work = await prepare()
        return await work()
    return await change_each(ctx, input, prepare)


async def _account(ctx: Context, wanted: GoalsImport) -> _Work:
    """Return what brings in an account, all of which is read and compared first."""
    source = BytesIO(_bytes(wanted))
    parts = list(chapters(records(source, name=_NAME, owner=ctx.owner)))
    survey = await survey_of(ctx.ports, owner=ctx.owner, policy=ctx.policy, now=ctx.now)
    account = Account(ports=ctx.ports, owner=ctx.owner, now=ctx.now, policy=ctx.policy)
    whole, goals = Difference(), list[_Goal]()
    for part in parts:
        if isinstance(part, Opening):
            whole.include(survey.of_profile(part))
        else:
            goals.append(await _compared(survey, part, account, refusal=_refusal(whole)))
    profiles = [part.profile for part in parts if isinstance(part, Opening)]
    opening = [partial(account.open, profile) for profile in profiles]
    return partial(_brought, ctx, wanted, _Plan(opening=opening, goals=goals, whole=whole))


async def _compared(
    survey: Survey, chapter: Chapter, account: Account, *, refusal: DomainError | None
) -> _Goal:
    difference = Difference()
    try:
        difference = await survey.of_chapter(chapter)
    except DomainError as error:
        refusal = refusal or error
    return _Goal(
        goal_id=chapter.goal.goal_id,
        difference=difference,
        refusal=refusal or _refusal(difference),
        add=partial(account.add, chapter, tell=_silently),
    )


async def _beeminder(ctx: Context, wanted: GoalsImport) -> _Work:
    """Return what brings in a goal of Beeminder, known again by its name there."""
    export = beeminder_export.read(_bytes(wanted), name=_NAME)
    wish = replace(beeminder.plan(export, owner=ctx.owner, now=ctx.now), place=_NAME)
    plan = _Plan(opening=[], goals=[await _loadable(ctx, wish)], whole=Difference())
    return partial(_brought, ctx, wanted, plan)


async def _loadable(ctx: Context, wish: Load) -> _Goal:
    held = await ctx.ports.goals.get(ctx.owner, wish.goal_id)
    missing, refusal = 0, None
    try:
        missing = await check(ctx.ports, wish, owner=ctx.owner, now=ctx.now)
    except DomainError as error:
        refusal = error
    added = {RecordKind.GOAL: int(held is None), RecordKind.ACTIVITY: missing}
    same = {
        RecordKind.GOAL: int(held is not None),
        RecordKind.ACTIVITY: len(wish.activities) - missing,
    }
    adding = partial(load, ctx.ports, wish, owner=ctx.owner, now=ctx.now, policy=ctx.policy)
    return _Goal(
        goal_id=wish.goal_id,
        difference=Difference(added=Counter(added), same=Counter(same)),
        refusal=refusal,
        add=partial(adding, tell=_silently),
    )


async def _brought(ctx: Context, wanted: GoalsImport, plan: _Plan) -> ImportChange:
    """Add the goals one after the other unless it is a preview, and tell of all of them."""
    results, whole = list[BulkResult](), plan.whole
    if not wanted.is_preview:
        for step in plan.opening:
            await step()
    for index, goal in enumerate(plan.goals):
        refusal = goal.refusal
        if refusal is None and not wanted.is_preview:
            refusal = await _added(goal)
        if refusal is None:
            whole.include(goal.difference)
        else:
            whole.differing += goal.difference.differing
        results.append(result_of(goal.goal_id, index, refusal))
    return import_change(wanted, whole, results, owner=ctx.owner)


async def _added(goal: _Goal) -> DomainError | None:
    """Add a goal, and return why it was refused."""
    try:
        await goal.add()
    except DomainError as refusal:
        return refusal
    return None


def _refusal(difference: Difference) -> DomainError | None:
    try:
        difference.check()
    except DomainError as refusal:
        return refusal
    return None


def _silently(count: int) -> None:
    """Tell nobody how many activities were dealt with."""
    del count


def _bytes(wanted: GoalsImport) -> bytes:
    # Half of a surrogate pair is not UTF-8, which reading then says by its place.
    return wanted.document.encode(errors="surrogatepass")
