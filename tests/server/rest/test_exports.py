"""An account as a file, over REST."""

import csv
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest

from domain.portable import JSON_HEAD
from persistence.store import Store
from schema.access import Access, Mode
from server.auth.callers import Caller, Presented
from server.auth.dev import by_name
from server.rest import exports
from tests.server.builders import a_client, an_app
from tests.server.importing.accounts import text_of
from tests.server.rest.asking import ADA, Rest, a_caller
from tests.server.rest.bodies import a_goal, activity_body, things_of_a_goal


async def test_the_file_is_the_one_that_the_command_writes(store: Store, rest: Rest) -> None:
    await things_of_a_goal(rest)
    response = await rest.ask("GET", "/v1/export")
    assert response.text == await text_of(store, ADA)
    assert response.text.startswith(JSON_HEAD)
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-disposition"] == 'attachment; filename="milepost.json"'


async def test_goals_and_days_of_an_account_are_exported_as_csv(rest: Rest) -> None:
    path = await a_goal(rest, title="=1+1")
    for day in ("2026-11-01", "2026-11-10", "2026-11-20"):
        await rest.post(f"{path}/activities", activity_body(activityDate=day))
    other = await a_goal(rest, title="Another")
    await rest.post(f"{other}/activities", activity_body(activityDate="2026-11-10"))
    asked = f"goalIds={path.rpartition('/')[2]}&startDate=2026-11-02&endDate=2026-11-10"
    response = await rest.ask("GET", f"/export?format=csv&{asked}")
    (row,) = csv.DictReader(StringIO(response.text, newline=""))
    assert (row["goalTitle"], row["activityDate"]) == ("'=1+1", "2026-11-10")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="milepost.csv"'


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("/export?format=pdf", (400, "VALIDATION_ERROR")),
        ("/export?startDate=2026-02-30", (400, "VALIDATION_ERROR")),
        ("/export?startDate=2026-02-02&endDate=2026-02-01", (400, "INVALID_DATE_RANGE")),
        ("/export?goalIds=nowhere", (404, "GOAL_NOT_FOUND")),
    ],
)
async def test_what_cannot_be_exported_is_refused_before_anything_is_sent(
    address: str, refusal: tuple[int, str], rest: Rest
) -> None:
    assert await rest.refused("GET", address) == refusal


async def test_another_owner_s_goals_are_not_exported(rest: Rest, other: Rest) -> None:
    goal_id = (await a_goal(rest)).rpartition("/")[2]
    assert await other.refused("GET", f"/export?goalIds={goal_id}") == (404, "GOAL_NOT_FOUND")
    assert goal_id not in (await other.ask("GET", "/export")).text


async def test_nobody_exports_without_being_known(store: Store) -> None:
    async with a_client(an_app(store, is_dev=False)) as client:
        assert await Rest(client=client).refused("GET", "/export") == (401, "UNAUTHORIZED")


async def test_a_caller_whose_mode_does_not_reach_the_export_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def denied(presented: Presented, now: datetime) -> Caller:
        known = await by_name(presented, now)
        return replace(known, access=Access(mode=Mode.API_KEY))

    monkeypatch.setattr("server.app.by_name", denied)
    async with a_caller(an_app(store)) as rest:
        assert await rest.refused("GET", "/export") == (401, "UNAUTHORIZED")
        assert (await rest.get("/templates?limit=1"))["pagination"]["limit"] == 1


async def test_an_account_is_sent_in_pieces_however_large_it_is(store: Store, rest: Rest) -> None:
    path = await a_goal(rest, "recurring")
    for _ in range(2):
        given = [activity_body(1, unit="glasses", note="x" * 400)] * 300
        await rest.post(f"{path}/activities/batch", {"activities": given})
    response = await rest.ask("GET", "/export")
    assert len(response.content) > 240 * 1024
    assert response.text == await text_of(store, ADA)


async def test_a_file_that_breaks_off_ends_the_connection(
    rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_arguments: object, **_named: object) -> AsyncGenerator[str]:
        yield JSON_HEAD
        yield "x" * 100_000
        raise OSError("gone")

    monkeypatch.setattr(exports, "export_parts", broken)
    with pytest.raises(OSError, match="gone"):
        await rest.client.get("/export")
