"""Every field of every input of the contract: what is wrong is refused, and nothing changes."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from tests.hardening.conftest import Stage
from tests.hardening.contract import Place, arguments, places
from tests.hardening.inputs import given
from tests.hardening.limits import TABLE, limits_of
from tests.hardening.poison import poison
from tests.hardening.worlds import World, a_world, settle

_PLACES: Final = tuple(places())
_MUTATIONS: Final = tuple(dict.fromkeys(place.root for place in _PLACES))
# A task that is reopened or deleted takes no note: one that is given is passed over.
_PASSED_OVER: Final = {"reopenTask:completionNote", "deleteTask:completionNote"}
_OF_MANY: Final = {"logActivities", "archiveGoals"}
_RULE_CODES: Final = {
    "VALIDATION_ERROR",
    "GOAL_VALIDATION_ERROR",
    "ACTIVITY_VALIDATION_ERROR",
    "INVALID_DATE_RANGE",
    "VERSION_CONFLICT",
}
_ID_CODES: Final = {
    "GOAL_NOT_FOUND",
    "TASK_NOT_FOUND",
    "MILESTONE_NOT_FOUND",
    "ACTIVITY_NOT_FOUND",
    "TEMPLATE_NOT_FOUND",
}
_UNREADABLE: Final = "Unable to parse GraphQL query."


def refused(answer: Any, place: Place) -> None:
    """Hold that a mutation was refused, in words that name the field and the value."""
    message, code = _refusal(answer, place)
    if code in _RULE_CODES:
        assert place.name in message, message
        assert "; got " in message, message
    elif code in _ID_CODES:
        assert "does not exist" in message, message
    elif code == "MalformedHttpRequestException":
        assert message == _UNREADABLE
    else:
        assert code is None, answer
        assert message.startswith("Variable 'input' has "), message
        assert place.name in message or "coerced Null value" in message, message


def _refusal(answer: Any, place: Place) -> tuple[str, str | None]:
    """Return the message and the code of an error, or of the one thing of many that failed."""
    data: dict[str, Any] | None = answer.get("data")
    changed: Any = data.get(place.root) if data else None
    if place.root in _OF_MANY and changed is not None:
        ((result),) = changed["results"]
        assert (result["status"], changed["goals"]) == ("failed", []), answer
        return result["message"], result["code"]
    assert changed is None, answer
    ((error),) = answer["errors"][:1]
    return error["message"], error.get("errorType")


@pytest.mark.parametrize("mutation", _MUTATIONS)
def test_a_field_refuses_what_is_not_of_its_type(
    mutation: str, settled: Stage, before: Any
) -> None:
    for place in _of(mutation):
        settled.run(_refuses(settled.world, place, poison(place)))
    assert settled.run(settled.world.everything()) == before


@pytest.mark.parametrize("mutation", _MUTATIONS)
def test_a_field_refuses_what_is_just_outside_its_limits(
    mutation: str, settled: Stage, before: Any
) -> None:
    for place in _of(mutation):
        limits = limits_of(place.key)
        settled.run(_refuses(settled.world, place, limits.outside if limits else ()))
    assert settled.run(settled.world.everything()) == before


@pytest.mark.parametrize("mutation", _MUTATIONS)
async def test_a_field_takes_what_is_just_inside_its_limits(mutation: str, tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        await settle(world)
        for place in _of(mutation):
            limits = limits_of(place.key)
            for value in limits.inside if limits else ():
                with _noting(place, value):
                    done = await world.done(mutation, given(world, place, value))
                    assert {each["status"] for each in done.get("results", ())} <= {"done"}, done
        await world.everything()


async def _refuses(world: World, place: Place, values: Iterable[object]) -> None:
    for value in values:
        with _noting(place, value):
            refused(await world.change(place.root, given(world, place, value)), place)


def _of(mutation: str) -> Iterator[Place]:
    return (p for p in _PLACES if p.root == mutation and p.ident not in _PASSED_OVER)


@contextmanager
def _noting(place: Place, value: object) -> Generator[None]:
    try:
        yield
    except AssertionError as error:
        error.add_note(f"{place.ident} = {str(value)[:80]!r}")
        raise


def test_every_entry_of_the_table_is_a_field_of_the_contract() -> None:
    held = (*_PLACES, *arguments())
    keys = {k for p in held for k in (p.key, p.name, f"{p.root}.{p.name}")}
    assert set(TABLE) - keys == set()
