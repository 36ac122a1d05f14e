"""Bringing in goals: each on its own, as a preview tells, and once under a key."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.answers import ImportChange
from domain.errors import IdempotencyConflictError, InvalidInputError
from domain.goal import GoalStatus
from domain.importing import GoalsImport, ImportFormat
from domain.policy import Policy
from domain.portable import JSON_END, JSON_HEAD, RecordKind
from domain.requests import ProfileEdit
from persistence.store import Store
from tests.resolvers.asking import Caller
from tests.server.importing.accounts import LATER, a_reader, another_store, changed, text_of
from tests.server.importing.files import an_export, points


@pytest.fixture
async def text() -> str:
    """Return the export of an account with a goal, a task, a milestone and two activities."""
    with another_store() as full:
        await a_reader(full)
        return await text_of(full)


@pytest.fixture
def late(store: Store) -> Caller:
    return Caller(store=store, now=LATER)


async def bring(ann: Caller, document: str, **changes: Any) -> ImportChange:
    """Return the answer to an import of an account's document."""
    wanted = GoalsImport(format=ImportFormat.MILEPOST, document=document)
    answer: ImportChange = await ann.mutate("importGoals", replace(wanted, **changes))
    return answer


async def load(ann: Caller, **changes: Any) -> ImportChange:
    """Return the answer to an import of a goal of Beeminder."""
    return await bring(ann, json.dumps(an_export(**changes)), format=ImportFormat.BEEMINDER)


def codes(answer: ImportChange) -> list[str | None]:
    return [each.code for each in answer.results]


def added(answer: ImportChange) -> dict[str, int]:
    return {each.kind.value: each.added for each in answer.counts}


async def test_an_account_comes_in_as_its_preview_told(late: Caller, text: str) -> None:
    preview = await bring(late, text, is_preview=True)
    assert await late.store.ports.goals.all("ann") == ()
    done = await bring(late, text)
    assert (preview.is_preview, done.is_preview) == (True, False)
    assert replace(preview, is_preview=False) == done
    assert added(done) == {
        "profile": 0,
        "goal": 1,
        "revision": 1,
        "task": 1,
        "milestone": 1,
        "activity": 2,
    }
    assert await text_of(late.store) == text


async def test_what_is_there_already_is_counted_and_stays(late: Caller, text: str) -> None:
    await bring(late, text)
    again = await bring(late, text)
    assert codes(again) == [None]
    assert set(added(again).values()) == {0}
    assert [each.same for each in again.counts] == [1, 1, 1, 1, 1, 2]
    assert await text_of(late.store) == text


async def test_a_goal_that_differs_is_refused_and_the_others_come_in(late: Caller) -> None:
    with another_store() as full:
        ann = await a_reader(full)
        await ann.after(hours=1).create(title="Another")
        text = await text_of(full)
    await bring(late, text)
    (first,) = [each for each in await late.store.ports.goals.all("ann") if each.tags]
    renamed = changed(text, "goal", lambda goal: goal.update(title="Read less"))
    with another_store() as elsewhere:
        there = replace(late, store=elsewhere)
        await bring(there, "\n".join(_chapter(text, first.goal_id)))
        answer = await bring(there, renamed)
        assert codes(answer) == ["VALIDATION_ERROR", None]
        assert (added(answer)["goal"], added(answer).get("task")) == (1, None)
        (differing,) = answer.differing
        assert (differing.place, differing.fields) == ("document line 3: goal", ("title",))
        titles = {each.title for each in await elsewhere.ports.goals.all("ann")}
        assert titles == {first.title, "Another"}


def _chapter(text: str, goal_id: str) -> list[str]:
    """Return the lines of an export with its profile and one goal."""
    head, profile, *records = text.splitlines()
    kept = [line.removesuffix(",") for line in records if goal_id in line]
    return [head, profile, *(f"{line}," for line in kept[:-1]), kept[-1], JSON_END, ""]


async def test_where_days_are_counted_otherwise_no_goal_comes_in(late: Caller, text: str) -> None:
    await late.create(title="Mine")
    other = changed(
        text,
        "profile",
        lambda profile: profile["calendar"]["revisions"][0][1].update(timezone="Asia/Tokyo"),
    )
    for is_preview in (True, False):
        answer = await bring(late, other, is_preview=is_preview)
        assert codes(answer) == ["VALIDATION_ERROR"]
        assert answer.differing[0].place == "document line 2: profile"
        assert answer.counts == ()
    assert len(await late.store.ports.goals.all("ann")) == 1


async def test_the_profile_of_an_empty_account_comes_in_first(late: Caller) -> None:
    with another_store() as full:
        ann = await a_reader(full)
        await ann.mutate("updateProfile", ProfileEdit(timezone="Asia/Tokyo"))
        text = await text_of(full)
    answer = await bring(late, text)
    assert added(answer)["profile"] == 1
    assert await text_of(late.store) == text


async def test_a_goal_over_the_quota_is_refused_with_its_place(late: Caller, text: str) -> None:
    full = replace(late, policy=Policy(active_goals=0))
    answer = await bring(full, text)
    assert codes(answer) == ["GOAL_QUOTA_EXCEEDED"]
    assert str(answer.results[0].message).startswith("document line 3: goal: ")
    assert await late.store.ports.goals.all("ann") == ()


@pytest.mark.parametrize(
    ("name", "field", "place"),
    [("goal", "createdAt", "line 3: goal"), ("revision", "madeAt", "line 4: revision")],
)
async def test_a_goal_that_was_made_ahead_of_now_is_refused_before_its_log_comes_in(
    *, late: Caller, text: str, name: str, field: str, place: str
) -> None:
    ahead = changed(text, name, lambda record: record.update({field: "9999-12-31T00:00:00Z"}))
    for is_preview in (True, False):
        answer = await bring(late, ahead, is_preview=is_preview)
        assert codes(answer) == ["VALIDATION_ERROR"]
        told = f"document {place}: {field} must be 2026-03-22T09:30:00+00:00 or earlier; got '9999"
        assert str(answer.results[0].message).startswith(told)
    goal_id = answer.results[0].goal_id
    assert await late.store.ports.log.activities("ann", goal_id) == ()


async def test_an_account_without_a_record_brings_nothing(late: Caller) -> None:
    answer = await bring(late, f"{JSON_HEAD}\n{JSON_END}\n")
    assert (answer.results, answer.counts, answer.differing) == ((), (), ())


@pytest.mark.parametrize("document", ["", "{}", JSON_HEAD, f"{JSON_HEAD}\n\ud800\n{JSON_END}"])
async def test_what_is_no_account_is_refused_as_a_whole(document: str, late: Caller) -> None:
    with pytest.raises(InvalidInputError, match="document"):
        await bring(late, document)


async def test_a_document_that_breaks_off_changes_nothing(late: Caller, text: str) -> None:
    with pytest.raises(InvalidInputError, match="document must end with"):
        await bring(late, text.removesuffix(f"\n{JSON_END}\n"))
    assert await late.store.ports.goals.all("ann") == ()


async def test_a_goal_of_beeminder_comes_in_and_is_known_again(late: Caller) -> None:
    first = await load(late)
    assert (codes(first), added(first)) == ([None], {"goal": 1, "activity": 3})
    more = [*an_export()["datapoints"], *points([("20261104", 9)])]
    second = await load(late, datapoints=more)
    assert first.results[0].goal_id == second.results[0].goal_id
    told = {each.kind: (each.added, each.same) for each in second.counts}
    assert told == {RecordKind.GOAL: (0, 1), RecordKind.ACTIVITY: (1, 3)}


async def test_a_goal_of_beeminder_that_cannot_be_is_refused_with_its_rule(late: Caller) -> None:
    answer = await load(late, rate=0)
    assert codes(answer) == ["GOAL_VALIDATION_ERROR"]
    assert str(answer.results[0].message).startswith("document: target.value must be above 0")
    assert answer.counts == ()


async def test_a_goal_of_beeminder_whose_title_is_taken_stays_a_draft(late: Caller) -> None:
    taken = await late.create(title="Read")
    answer = await load(late)
    assert codes(answer) == ["DUPLICATE_TITLE"]
    goal_id = answer.results[0].goal_id
    assert (await late.goal(goal_id)).status is GoalStatus.DRAFT
    await late.move("archiveGoal", taken)
    assert codes(await load(late)) == [None]
    assert (await late.goal(goal_id)).status is GoalStatus.ACTIVE


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"slug": "\\ud800"}'])
async def test_what_is_no_goal_of_beeminder_is_refused(document: str, late: Caller) -> None:
    with pytest.raises(InvalidInputError):
        await bring(late, document, format=ImportFormat.BEEMINDER)


async def test_an_import_under_a_key_is_carried_out_once(late: Caller, text: str) -> None:
    first = await bring(late, text, idempotency_key="k")
    again = await bring(late, text, idempotency_key="k")
    assert again == replace(first, is_replayed=True)
    other = changed(text, "goal", lambda goal: goal.update(title="Read less"))
    with pytest.raises(IdempotencyConflictError):
        await bring(late, other, idempotency_key="k")


async def test_a_preview_takes_no_key_from_the_import_after_it(late: Caller, text: str) -> None:
    await bring(late, text, is_preview=True, idempotency_key="k")
    assert not (await bring(late, text, idempotency_key="k")).is_replayed
