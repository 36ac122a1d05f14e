"""The log over every engine: activities and months."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from pynamodb.expressions.operand import Path

from domain.activity import Activity, ActivityContext, Attachment, AttachmentType, Weather
from domain.repositories import Remove
from domain.rollup import MonthRollup
from persistence import keys
from persistence.errors import UnreadableItemError
from persistence.store import Store
from persistence.writes import Update
from tests.builders import DAY, GOAL_ID, OWNER, a_day, a_goal, a_month, an_activity
from tests.persistence.saving import change, save
from tests.persistence.wire import Wire

DAYS = tuple(DAY + timedelta(days=number) for number in range(5))


async def save_days(store: Store, *days: date, ulids: str = "A") -> tuple[Activity, ...]:
    """Save an activity for each day and ULID, and return them newest first."""
    made = [an_activity(local_day=day, ulid=ulid) for day in days for ulid in ulids]
    await save(store, *made)
    stored = [replace(activity, version=1) for activity in made]
    return tuple(sorted(stored, key=lambda activity: activity.activity_id, reverse=True))


async def test_an_activity_is_found_by_its_id(store: Store) -> None:
    weather = Weather(condition="rain", temperature=Decimal("-1.5"))
    activity = an_activity(
        value=Decimal("0.1000000001"),
        context=ActivityContext(weather=weather, mood="calm"),
        attachments=(Attachment(kind=AttachmentType.LINK, url="https://example.org"),),
    )
    await save(store, activity)

    found = await store.ports.log.get(OWNER, GOAL_ID, activity.activity_id)

    assert found == replace(activity, version=1)


@pytest.mark.parametrize("ident", ["", "2026-03-02", "nothing", "2026-03-02_B", "2026-03-02#A"])
async def test_an_id_that_names_no_activity_finds_none(store: Store, ident: str) -> None:
    await save_days(store, DAY)

    assert await store.ports.log.get(OWNER, GOAL_ID, ident) is None
    assert await store.ports.log.get("bob", GOAL_ID, f"{DAY}_A") is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, DAYS),
        (DAYS[1], None, DAYS[1:]),
        (None, DAYS[1], DAYS[:2]),
        (DAYS[1], DAYS[3], DAYS[1:4]),
        (DAYS[2], DAYS[2], DAYS[2:3]),
        (DAYS[3], DAYS[1], ()),
        (DAYS[4] + timedelta(days=1), None, ()),
    ],
)
async def test_activities_of_a_range_include_both_its_days(
    store: Store, first: date | None, last: date | None, expected: tuple[date, ...]
) -> None:
    await save_days(store, *DAYS)
    await save(store, an_activity(goal_id=GOAL_ID + "0"), an_activity(goal_id="another"))

    found = await store.ports.log.activities(OWNER, GOAL_ID, first=first, last=last)

    assert tuple(activity.local_day for activity in found) == expected


async def test_activities_do_not_stop_at_one_megabyte(store: Store) -> None:
    note = "x" * 60_000
    ulids = [f"{number:02}" for number in range(20)]
    await save(store, *(an_activity(ulid=ulid, note=note) for ulid in ulids))

    found = await store.ports.log.activities(OWNER, GOAL_ID)
    newest = await store.ports.log.newest(
        OWNER, GOAL_ID, first=None, last=None, after=None, limit=19
    )

    assert [activity.activity_id for activity in found] == [f"{DAY}_{ulid}" for ulid in ulids]
    assert newest == found[:0:-1]


async def test_pages_of_the_newest_activities_follow_each_other(store: Store) -> None:
    expected = await save_days(store, *DAYS, ulids="ABC")
    pages: list[tuple[Activity, ...]] = []
    after: str | None = None
    while not pages or pages[-1]:
        page = await store.ports.log.newest(
            OWNER, GOAL_ID, first=None, last=None, after=after, limit=4
        )
        pages.append(page)
        after = page[-1].activity_id if page else after

    assert [len(page) for page in pages] == [4, 4, 4, 3, 0]
    assert tuple(activity for page in pages for activity in page) == expected


async def test_a_page_goes_on_after_an_activity_that_was_removed(store: Store) -> None:
    newest, removed, *others = await save_days(store, *DAYS[:4])
    await change(store, Remove(entity=removed))

    found = await store.ports.log.newest(
        OWNER, GOAL_ID, first=None, last=None, after=removed.activity_id, limit=2
    )

    assert newest not in found
    assert found == tuple(others)


@pytest.mark.parametrize(
    ("first", "last", "after", "expected"),
    [
        (DAYS[1], DAYS[3], None, DAYS[1:4]),
        (DAYS[1], DAYS[3], f"{DAYS[4]}_A", DAYS[1:4]),
        (DAYS[1], DAYS[3], f"{DAYS[3]}_A", DAYS[1:3]),
        (DAYS[1], DAYS[3], f"{DAYS[0]}_A", ()),
        (DAYS[3], DAYS[1], None, ()),
    ],
)
async def test_a_page_stays_within_its_range_wherever_it_goes_on(
    store: Store, first: date, last: date, after: str | None, expected: tuple[date, ...]
) -> None:
    await save_days(store, *DAYS)

    found = await store.ports.log.newest(
        OWNER, GOAL_ID, first=first, last=last, after=after, limit=9
    )

    assert tuple(activity.local_day for activity in found) == expected[::-1]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ("2025-12", "2026-01", "2026-03")),
        (date(2026, 1, 31), None, ("2026-01", "2026-03")),
        (None, date(2026, 1, 1), ("2025-12", "2026-01")),
        (date(2026, 1, 31), date(2026, 2, 1), ("2026-01",)),
        (date(2026, 3, 1), date(2026, 1, 1), ()),
    ],
)
async def test_months_are_those_that_hold_the_range(
    store: Store, first: date | None, last: date | None, expected: tuple[str, ...]
) -> None:
    made = [a_month(month=month) for month in ("2026-03", "2025-12", "2026-01")]
    await save(store, *made, a_month(goal_id="another"), a_month(goal_id=GOAL_ID + "0"))

    found = await store.ports.log.months(OWNER, GOAL_ID, first=first, last=last)

    assert tuple(month.month for month in found) == expected


async def test_a_month_keeps_its_days_exactly(store: Store) -> None:
    days = tuple(a_day(day=day, total=Decimal("0.1"), skipped=2) for day in DAYS)
    await save(store, a_month(days=days))

    found = await store.ports.log.months(OWNER, GOAL_ID)

    assert found == (MonthRollup(goal_id=GOAL_ID, month="2026-03", days=days, version=1),)


async def test_all_months_of_goals_come_in_the_order_of_the_goals(store: Store) -> None:
    held = [("g2", "2026-03"), ("g1", "2025-12"), ("g1", "2026-01"), ("g10", "2026-02")]
    await save(store, *(a_month(goal_id=goal_id, month=month) for goal_id, month in held))
    await save(store, a_month(goal_id="g1", month="2026-04"), owner="bob")
    wanted = [a_goal(goal_id=goal_id) for goal_id in ("g2", "g0", "g1")]

    found = await store.ports.log.months_of(OWNER, wanted)
    only = await store.ports.log.months_of(OWNER, wanted[2:])

    expected: tuple[list[str], ...] = (["2026-03"], [], ["2025-12", "2026-01"])
    assert tuple(map(months_in, found)) == expected
    assert tuple(map(months_in, only)) == expected[2:]
    assert await store.ports.log.months_of(OWNER, []) == ()


def months_in(found: tuple[MonthRollup, ...] | Exception) -> list[str]:
    assert isinstance(found, tuple)
    return [month.month for month in found]


async def test_a_month_that_cannot_be_read_fails_its_goal_alone(store: Store) -> None:
    await save(store, a_month(goal_id="g1"), a_month(goal_id="g2"))
    spoilt = Update(key=keys.month(OWNER, "g1", "2026-03"), actions=(Path("days").set("{"),))
    attempts = store.table.patience.start()
    await store.table.transact_write([spoilt], token=str(uuid4()), attempts=attempts)
    wanted = [a_goal(goal_id=goal_id) for goal_id in ("g1", "g2")]

    failed, read = await store.ports.log.months_of(OWNER, wanted)

    assert isinstance(failed, UnreadableItemError)
    assert months_in(read) == ["2026-03"]


@pytest.mark.parametrize("count", [1, 5, 50])
async def test_months_of_any_number_of_goals_are_one_request(
    embedded_store: Store, wire: Wire, count: int
) -> None:
    wanted = [a_goal(goal_id=f"g{number}") for number in range(count)]
    await save(embedded_store, *(a_month(goal_id=goal.goal_id) for goal in wanted))
    wire.requests.clear()

    found = await embedded_store.ports.log.months_of(OWNER, wanted)

    assert [len(months_in(months)) for months in found] == [1] * count
    assert [name for name, _ in wire.requests] == ["Query"]
