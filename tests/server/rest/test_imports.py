"""Accounts and goals of elsewhere brought in over REST."""

import json
import re
from typing import Any

import pytest

from tests.server.builders import an_app
from tests.server.importing.accounts import another_store
from tests.server.importing.files import an_export
from tests.server.rest.asking import Rest, a_caller
from tests.server.rest.bodies import goal_body, things_of_a_goal


def _counted(answer: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {each["kind"]: (each["added"], each["same"]) for each in answer["counts"]}


async def _exported(rest: Rest) -> str:
    return (await rest.ask("GET", "/export")).text


async def test_an_account_exported_and_brought_in_elsewhere_is_the_same_byte_for_byte(
    rest: Rest,
) -> None:
    await things_of_a_goal(rest)
    document = await _exported(rest)
    with another_store() as elsewhere:
        async with a_caller(an_app(elsewhere)) as there:
            body = {"format": "milepost", "document": document}
            answer = await there.post("/v1/import", body)
            assert await _exported(there) == document
    assert [each["status"] for each in answer["results"]] == ["done"]
    kinds = ("goal", "revision", "task", "milestone", "activity")
    assert _counted(answer) == {"profile": (0, 1), **dict.fromkeys(kinds, (1, 0))}
    assert (answer["isPreview"], answer["differing"]) == (False, [])


async def test_a_preview_tells_what_would_come_in_and_writes_nothing(
    rest: Rest, other: Rest
) -> None:
    await things_of_a_goal(rest)
    body = {"format": "milepost", "document": await _exported(rest), "isPreview": True}
    answer = await other.post("/import", body)
    assert (answer["isPreview"], _counted(answer)["activity"]) == (True, (1, 0))
    assert (await other.get("/goals"))["goals"] == []
    there_already = await rest.post("/import", body)
    assert _counted(there_already)["activity"] == (0, 1)


async def test_an_import_is_carried_out_once_under_its_key(rest: Rest) -> None:
    body = {"format": "beeminder", "document": json.dumps(an_export())}
    first = await rest.ask("POST", "/import", body, idempotency_key="in")
    again = await rest.ask("POST", "/import", body, idempotency_key="in")
    assert _counted(first.json()) == {"goal": (1, 0), "activity": (3, 0)}
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert _counted(await rest.post("/import", body)) == {"goal": (0, 1), "activity": (0, 3)}
    goal = (await rest.get("/goals"))["goals"][0]
    assert (goal["title"], goal["goalPattern"], goal["status"]) == ("Read", "recurring", "active")
    other = {**body, "isPreview": None, "document": json.dumps(an_export(rate=6))}
    refusal = await rest.refused("POST", "/import", other, idempotency_key="in")
    assert refusal == (409, "IDEMPOTENCY_CONFLICT")


async def test_an_import_is_the_caller_s_own(rest: Rest, other: Rest) -> None:
    body = {"format": "beeminder", "document": json.dumps(an_export())}
    mine = (await rest.post("/import", body))["results"][0]["goalId"]
    theirs = (await other.post("/import", body))["results"][0]["goalId"]
    assert mine != theirs
    assert await other.refused("GET", f"/goals/{mine}") == (404, "GOAL_NOT_FOUND")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"format": "loop", "document": ""},
        {"format": "milepost"},
        {"format": "milepost", "document": {"records": []}},
        {"format": "milepost", "document": "{}"},
        {"format": "milepost", "document": '{"format":"milepost","version":1,"records":['},
        {"format": "beeminder", "document": "[]"},
        {"format": "beeminder", "document": "{"},
    ],
)
async def test_what_is_no_document_of_its_format_is_refused_as_a_whole(
    body: object, rest: Rest
) -> None:
    assert await rest.refused("POST", "/import", body) == (400, "VALIDATION_ERROR")


async def test_a_goal_for_which_there_is_no_room_is_refused_and_named(
    rest: Rest, other: Rest
) -> None:
    await rest.post("/goals", goal_body(title="Taken"))
    await rest.post("/goals", goal_body(title="Free"))
    await other.post("/goals", goal_body(title="taken"))
    body = {"format": "milepost", "document": await _exported(rest)}
    answer = await other.post("/import", body)
    codes = [each["code"] for each in answer["results"]]
    assert set(codes) == {"DUPLICATE_TITLE", None}
    message = answer["results"][codes.index("DUPLICATE_TITLE")]["message"]
    assert re.match(r"document line \d: goal: .*taken", message, re.IGNORECASE)
    assert {each["title"] for each in (await other.get("/goals"))["goals"]} == {"taken", "Free"}


async def test_a_document_larger_than_a_body_may_be_is_refused(rest: Rest) -> None:
    body = {"format": "milepost", "document": "x" * 1_000_000}
    assert await rest.refused("POST", "/import", body) == (413, "REQUEST_TOO_LARGE")
