"""What comes up in the next days, over all the caller's active goals."""

from domain.answers import Partial
from domain.fields import whole
from domain.goal import GoalStatus
from domain.upcoming import UpcomingOccurrence
from domain.upcoming import upcoming as upcoming_of
from resolvers.context import Context
from resolvers.goals import goals_of_status
from resolvers.reading import Reading, readings_of, told_each
from resolvers.registry import resolver

_DAYS = 7
_MOST_DAYS = 366


@resolver("Query", "upcoming")
async def upcoming(ctx: Context, *, days: int | None = None) -> Partial[UpcomingOccurrence]:
    """Return what falls due in the next days, 7 unless asked, by date and then by title.

    A goal that fails is left out with its error.
    """
    count = whole(days, field="days", least=1, most=_MOST_DAYS) or _DAYS

    def tell(reading: Reading) -> tuple[UpcomingOccurrence, ...]:
        return tuple(upcoming_of(reading.walk.standing, days=count, at=reading.as_of))

    active = await goals_of_status(ctx, GoalStatus.ACTIVE)
    found = told_each(await readings_of(ctx, active, as_of=None), tell)
    items = [item for items in found if not isinstance(items, Exception) for item in items]
    return Partial(
        items=tuple(sorted(items, key=_place)),
        errors=tuple(error for error in found if isinstance(error, Exception)),
    )


def _place(item: UpcomingOccurrence) -> tuple[object, ...]:
    return (item.due_on, item.title.casefold(), item.goal_id)
