"""Pages of activities, newest local day first."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.activity import ActivityType
from domain.errors import InvalidDateRangeError, InvalidInputError
from domain.goal import Goal
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller


async def _log(ann: Caller, count: int) -> Goal:
    """Return a goal with an activity on each of so many days, of 1, 2, 3 … pages."""
    goal = await ann.create("recurring")
    for day in range(count):
        kind = ActivityType.PARTIAL if day % 3 == 2 else ActivityType.PROGRESS
        await ann.after(days=day).log(goal, day + 1, kind=kind)
    return goal


def _values(page: Any) -> list[int]:
    return [int(activity.value) for activity in page.items]


async def test_activities_are_listed_newest_day_first(ann: Caller) -> None:
    goal = await _log(ann, 4)
    await ann.after(days=9).log(goal, 5, occurred_at=NOW + DAY + timedelta(hours=1))
    page = await ann.of("activities", goal)
    assert _values(page) == [4, 3, 5, 2, 1]
    assert page.next_token is None


async def test_a_page_is_continued_while_activities_come_and_go(ann: Caller) -> None:
    goal = await _log(ann, 7)
    first = await ann.of("activities", goal, limit=3)
    later = ann.after(days=9)
    await later.log(goal, 9)
    await later.remove(first.items[-1])
    await later.log(goal, 8, occurred_at=NOW + DAY + timedelta(hours=1))
    second = await ann.of("activities", goal, limit=3, next_token=first.next_token)
    third = await ann.of("activities", goal, limit=3, next_token=second.next_token)
    assert (_values(first), _values(second), _values(third)) == ([7, 6, 5], [4, 3, 8], [2, 1])
    assert third.next_token is None


async def test_a_page_that_is_just_full_is_the_last(ann: Caller) -> None:
    goal = await _log(ann, 3)
    page = await ann.of("activities", goal, limit=3)
    assert (_values(page), page.next_token) == ([3, 2, 1], None)


async def test_a_range_of_days_holds_both_its_ends(ann: Caller) -> None:
    goal = await _log(ann, 5)
    start, end = date(2026, 3, 3), date(2026, 3, 5)
    assert _values(await ann.of("activities", goal, start_date=start, end_date=end)) == [4, 3, 2]
    assert _values(await ann.of("activities", goal, start_date=end)) == [5, 4]
    assert _values(await ann.of("activities", goal, end_date=start)) == [2, 1]
    assert _values(await ann.of("activities", goal, start_date=end, end_date=end)) == [4]
    with pytest.raises(InvalidDateRangeError, match="endDate must be 2026-03-05 or later"):
        await ann.of("activities", goal, start_date=end, end_date=start)


async def test_types_keep_reading_until_a_page_is_full(
    ann: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.activity_pages._FEWEST_READ", 3)
    goal = await _log(ann, 12)
    partial = {"types": (ActivityType.PARTIAL,)}
    first = await ann.of("activities", goal, limit=2, **partial)
    second = await ann.of("activities", goal, limit=2, next_token=first.next_token, **partial)
    assert (_values(first), _values(second)) == ([12, 9], [6, 3])
    assert second.next_token is None
    assert (await ann.of("activities", goal, types=(ActivityType.SKIPPED,))).items == ()
    assert (await ann.of("activities", goal, types=())).items == ()
    both = (ActivityType.PARTIAL, ActivityType.PROGRESS)
    assert len((await ann.of("activities", goal, types=both)).items) == 12


@pytest.mark.parametrize("limit", [0, -5, 1001])
async def test_a_page_has_1_to_1000_activities(ann: Caller, limit: int) -> None:
    goal = await _log(ann, 1)
    with pytest.raises(InvalidInputError, match="limit must be a whole number from 1 to 1000"):
        await ann.of("activities", goal, limit=limit)
    assert len((await ann.of("activities", goal, limit=1000)).items) == 1


async def test_a_page_has_50_activities_unless_asked(ann: Caller) -> None:
    goal = await _log(ann, 51)
    page = await ann.of("activities", goal)
    assert len(page.items) == 50
    rest = await ann.of("activities", goal, next_token=page.next_token)
    assert _values(rest) == [1]


async def test_a_token_continues_only_the_goal_and_filters_it_was_issued_for(
    ann: Caller, bob: Caller
) -> None:
    goal = await _log(ann, 3)
    other = await ann.create("recurring", title="other")
    foreign = await _log(bob, 3)
    token: str = (await ann.of("activities", goal, limit=1)).next_token
    refused: list[tuple[Caller, Goal, dict[str, Any]]] = [
        (ann, other, {}),
        (bob, foreign, {}),
        (ann, goal, {"start_date": date(2026, 3, 2)}),
        (ann, goal, {"types": (ActivityType.PROGRESS,)}),
    ]
    for caller, of, filters in refused:
        with pytest.raises(InvalidInputError, match="nextToken"):
            await caller.of("activities", of, limit=1, next_token=token, **filters)
    for forged in ("", "x", token[1:]):
        with pytest.raises(InvalidInputError, match="nextToken"):
            await ann.of("activities", goal, limit=1, next_token=forged)
    assert _values(await ann.of("activities", goal, next_token=token)) == [2, 1]


async def test_each_goal_of_a_list_has_its_own_page_or_error(ann: Caller) -> None:
    first = await _log(ann, 3)
    second = await ann.create("recurring", title="other")
    await ann.log(second, 7)
    pages = await ann.each("activities", [second, first], limit=2)
    assert [_values(page) for page in pages] == [[7], [3, 2]]
    token = pages[1].next_token
    failed, page = await ann.each("activities", [second, first], limit=2, next_token=token)
    assert isinstance(failed, InvalidInputError)
    assert _values(page) == [1]
