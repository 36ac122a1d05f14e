"""What comes up over all the caller's active goals."""

from collections import Counter
from datetime import date

import pytest

from domain.answers import Partial
from domain.errors import InvalidInputError
from domain.occurrence import Outcome
from domain.requests import PauseMove
from domain.upcoming import UpcomingOccurrence
from tests.builders import NOW
from tests.domain.reviewing import values
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted
from tests.resolvers.damage import damage_tally

TODAY = NOW.date()


async def ask(ann: Caller, days: int | None = None) -> Partial[UpcomingOccurrence]:
    found: Partial[UpcomingOccurrence] = await ann.query("upcoming", days=days)
    return found


async def told(ann: Caller, days: int | None = None) -> list[tuple[date, str]]:
    return [(each.due_on, each.title) for each in (await ask(ann, days)).items]


async def test_goals_come_up_by_date_and_then_by_title(ann: Caller) -> None:
    await ann.create("recurring", title="walk")
    await ann.create("recurring", title="Read")
    await ann.create("milestone", title="Albums", deadline=TODAY + DAY)
    assert await told(ann, 2) == [
        (TODAY, "Read"),
        (TODAY, "walk"),
        (TODAY + DAY, "Albums"),
        (TODAY + DAY, "Read"),
        (TODAY + DAY, "walk"),
    ]


async def test_a_week_is_looked_ahead_unless_asked(ann: Caller) -> None:
    await ann.create("recurring")
    assert len(await told(ann)) == 7
    assert len(await told(ann, 366)) == 366


@pytest.mark.parametrize("days", [0, 367, -1])
async def test_a_number_of_days_out_of_range_is_refused(ann: Caller, days: int) -> None:
    with pytest.raises(InvalidInputError, match="days must be a whole number from 1 to 366"):
        await ask(ann, days)


async def test_only_the_callers_own_active_goals_come_up(ann: Caller, bob: Caller) -> None:
    await bob.create("recurring", title="his")
    for name in ("archiveGoal", "completeGoal"):
        await ann.move(name, await ann.create("recurring", title=name))
    paused = await ann.create("recurring", title="paused")
    await ann.change("pauseGoal", PauseMove(goal_id=paused.goal_id))
    await ann.create("recurring", title="hers")
    assert {title for _, title in await told(ann)} == {"hers"}


async def test_what_is_done_so_far_is_that_of_now(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, 4)
    await ann.log(goal, 7, activity_date=TODAY - DAY)
    today, tomorrow = (await ask(ann, 2)).items
    assert values(today.value, today.outcome, today.target) == (4, Outcome.PENDING, 10)
    assert values(tomorrow.value, tomorrow.outcome) == (0, Outcome.PENDING)


async def test_a_goal_that_fails_is_left_out_with_its_error(ann: Caller) -> None:
    goals = [await ann.create("recurring", title=f"goal {number}") for number in range(3)]
    await damage_tally(ann.store, goals[1])
    found = await ask(ann, 1)
    assert [each.title for each in found.items] == ["goal 0", "goal 2"]
    (error,) = found.errors
    assert "cannot be read" in str(error)


async def test_the_requests_are_the_same_for_5_and_for_50_goals(ann: Caller) -> None:
    costs: list[Counter[str]] = []
    for count in (5, 45):
        for number in range(count):
            goal = await ann.create("recurring", title=f"{count} {number}")
            await ann.log(goal, 3)
        with counted(ann.store) as made:
            await ask(ann.after(days=40))
        costs.append(Counter(made))
    assert costs[0] == costs[1] == {"Query": 5, "GetItem": 1}
