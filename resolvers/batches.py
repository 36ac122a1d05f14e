"""Logging many activities at once: run by run, each goal read once and counted in memory."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from secrets import token_bytes
from typing import Final

from ulid import ULID

from domain.activity import Activity
from domain.activity_rules import check_log_open, new_activity
from domain.answers import BulkChange, GoalChange
from domain.book import Book, Told, effects_between, first_instant_to_read, logged
from domain.bulk import ActivityItem, NewActivities, Run, runs
from domain.dossier import Dossier
from domain.errors import DomainError, GoalNotFoundError, IdempotencyConflictError
from domain.goal_rules import Moment
from domain.idempotency import request_of
from domain.ledger import stored
from domain.repositories import Save, Unit
from resolvers.bulk import result_of, taken_each
from resolvers.changing import change, kept
from resolvers.context import Context
from resolvers.reading import dossier_of
from resolvers.registry import resolver

_TIME_BYTES: Final = 6
_PLACE_BYTES: Final = 2
_CHANCE_BYTES: Final = 8


@resolver("Mutation", "logActivities")
async def log_activities(ctx: Context, *, input: NewActivities) -> BulkChange:
    """Log up to 1,000 activities, of one goal or several, as if one after the other.

    The n activities of one goal cost ⌈n / 40⌉ transactions and 8 readings, each of them paged;
    under a key one reading more for each transaction. A change by another in between costs the
    readings anew.

    Raises:
        InvalidInputError: There are none or too many, or one names no goal by a possible id.
        IdempotencyConflictError: Something else was wanted under the key.
    """
    request = request_of(input, owner=ctx.owner, operation=ctx.info.field_name, now=ctx.now)
    wanted = [(_ulid(ctx, place), item) for place, item in enumerate(input.items)]
    steps: list[Callable[[], Awaitable[BulkChange]]] = []
    for _, held in groupby(runs(input, request=request), key=attrgetter("goal_id")):
        goal_runs = tuple(held)
        diary = Diary(ctx, wanted, goal_runs)
        steps += [partial(diary.log, run) for run in goal_runs]
    try:
        answers = await taken_each(steps)
    except IdempotencyConflictError:
        # Each run has a key of its own, which nobody has asked with.
        raise IdempotencyConflictError(input.idempotency_key or "") from None
    return _together(ctx, answers)


class Diary:
    """Logs the runs of one goal one after the other, and reads the goal for the first of them."""

    def __init__(
        self, ctx: Context, wanted: Sequence[tuple[str, ActivityItem]], runs: Sequence[Run]
    ) -> None:
        self._ctx = ctx
        self._goal_id = runs[0].goal_id
        self._wanted = {place: wanted[place] for run in runs for place in run.places}
        self._told: dict[int, Told] = {}
        self._first: Book | None = None
        self._book: Book | None = None

    async def log(self, run: Run) -> BulkChange:
        """Return what became of a run, with what all runs so far did to the goal.

        Raises:
            IdempotencyConflictError: Something else was wanted under the key.
        """
        steps: list[tuple[Book, Book]] = []
        try:
            answer = await change(self._ctx, run, partial(self._decide, run, steps))
        except IdempotencyConflictError:
            raise
        except DomainError as refusal:
            return self._refused(run, refusal)
        self._book = None
        if steps and not answer.is_replayed:
            before, self._book = steps[-1]
            self._first = self._first or before
        return answer

    async def _decide(self, run: Run, steps: list[tuple[Book, Book]]) -> Unit[BulkChange]:
        """Return the unit that stores a run, adding the goal's book before it and after it."""
        try:
            # A second decision comes of a stale reading, so it reads anew.
            before = self._book or await self._read()
        except GoalNotFoundError as refusal:
            return Unit(owner=self._ctx.owner, changes=(), result=self._refused(run, refusal))
        self._book = None
        told = [self._told[place] for place in run.places]
        done = logged(before, told, now=self._ctx.now, check=self._check)
        made, changes = await kept(self._ctx, before.dossier, done.book.dossier)
        months = done.book.months_unlike(before)
        kept_months = {month.month: stored(month) for month in months}
        after = replace(done.book, dossier=made, months={**done.book.months, **kept_months})
        steps.append((before, after))
        return Unit(
            owner=self._ctx.owner,
            changes=(
                *(Save(entity=activity) for activity in done.activities),
                *(Save(entity=month) for month in months),
                *changes,
            ),
            result=BulkChange(
                owner=self._ctx.owner,
                results=tuple(map(partial(result_of, run.goal_id), run.places, done.told)),
                goals=(self._change(before, after),) if done.activities else (),
            ),
        )

    async def _read(self) -> Book:
        """Return the goal's book, its log read as far back as what is to be logged reaches.

        Raises:
            GoalNotFoundError: The caller has no such goal.
        """
        ctx, log = self._ctx, self._ctx.ports.log
        dossier = await dossier_of(ctx, self._goal_id)
        self._told = {place: self._activity(place, dossier) for place in self._wanted}
        instants = [each.occurred_at for each in self._told.values() if isinstance(each, Activity)]
        since = first_instant_to_read(dossier, since=min(instants, default=ctx.now), now=ctx.now)
        months = {month.month: month for month in await log.months(ctx.owner, self._goal_id)}
        book = Book(dossier=dossier, months=months, activities=())
        first = book.part(since=since).first_day
        held = await log.activities(ctx.owner, self._goal_id, first=first)
        return replace(book, activities=held)

    def _activity(self, place: int, dossier: Dossier) -> Told:
        ulid, item = self._wanted[place]
        moment = Moment(now=self._ctx.now, calendar=dossier.calendar)
        try:
            return new_activity(item, dossier.goal, ulid=ulid, moment=moment)
        except DomainError as refusal:
            return refusal

    def _check(self, dossier: Dossier, activity: Activity) -> None:
        check_log_open(
            dossier.goal,
            at=activity.occurred_at,
            day=activity.local_day,
            today=dossier.calendar.day_of(self._ctx.now),
            window_days=self._ctx.policy.backdating_days,
        )

    def _change(self, before: Book, after: Book) -> GoalChange:
        """Return the goal after a run, with what all runs so far did to it."""
        goal = after.dossier.goal
        did = effects_between(self._first or before, after, now=self._ctx.now)
        return GoalChange(owner=goal.owner, goal_id=goal.goal_id, goal=goal, effects=did)

    def _refused(self, run: Run, refusal: DomainError) -> BulkChange:
        results = tuple(result_of(run.goal_id, place, refusal) for place in run.places)
        return BulkChange(owner=self._ctx.owner, results=results)


def _together(ctx: Context, answers: Sequence[BulkChange]) -> BulkChange:
    """Return the answers of all runs as one, with each goal as its last run left it."""
    results = sorted((each for a in answers for each in a.results), key=attrgetter("index"))
    goals = {change.goal_id: change for answer in answers for change in answer.goals}
    return BulkChange(
        owner=ctx.owner,
        results=tuple(results),
        goals=tuple(goals.values()),
        is_replayed=all(answer.is_replayed for answer in answers),
    )


def _ulid(ctx: Context, place: int) -> str:
    """Return a new ULID of now, after those of the places before it."""
    milliseconds = int(ctx.now.timestamp() * 1_000)
    parts = (milliseconds.to_bytes(_TIME_BYTES), place.to_bytes(_PLACE_BYTES))
    return str(ULID.from_bytes(b"".join(parts) + token_bytes(_CHANCE_BYTES)))
