"""Every argument of a query or of a goal's field: what is wrong is refused by name."""

from typing import Any, Final

import pytest
from graphql import is_required_argument

from tests.hardening.conftest import Stage
from tests.hardening.contract import Place, arguments, fields, selection
from tests.hardening.limits import TABLE, Limits, limits_of
from tests.hardening.poison import poison
from tests.hardening.worlds import World

_PLACES: Final = tuple(arguments())
_CODES: Final = {"VALIDATION_ERROR", "INVALID_DATE_RANGE"}
# Whatever it says, the caller's own goals are counted.
_PASSED_OVER: Final = {"activeGoalsCount:userId"}
_GOAL_FIELDS: Final = {name for name, field in fields("Goal").items() if field.args}


def _is_below_goal(place: Place) -> bool:
    return place.root in _GOAL_FIELDS


def _limits(place: Place) -> Limits | None:
    return TABLE.get(f"{place.root}.{place.name}") or limits_of(place.key)


def _asked(world: World, place: Place, value: object) -> tuple[str, dict[str, object]]:
    """Return a document that gives the argument as a variable, the rest as is required."""
    field = fields("Goal" if _is_below_goal(place) else "Query")[place.root]
    name = str(place.path[0])
    ids = {"goalId": world.ids["milestone"], "activityId": world.ids["milestone.activity"]}
    others = [
        f'{each}: "{ids[each]}"'
        for each, argument in field.args.items()
        if is_required_argument(argument) and each != name
    ]
    given = ", ".join((*others, f"{name}: $v"))
    selected = f"{place.root}({given}) {selection(field)}"
    if _is_below_goal(place):
        selected = f'goal(goalId: "{world.ids["milestone"]}") {{ id {selected} }}'
    held = value if len(place.path) == 1 else {place.path[1]: value}
    return f"query($v: {field.args[name].type}) {{ {selected} }}", {"v": held}


def _is_refused(answer: Any, place: Place) -> bool:
    error = answer["errors"][0]
    message, code = error["message"], error.get("errorType")
    if message.startswith(("Variable 'v' has an invalid value", "Variable 'v' has coerced Null")):
        return code in {None, "VALIDATION_ERROR"}
    if code in _CODES:
        return place.name in message and "; got " in message
    is_id = code.endswith("_NOT_FOUND") and "does not exist" in message
    return is_id or code == "MalformedHttpRequestException"


@pytest.mark.parametrize("place", _PLACES, ids=[place.ident for place in _PLACES])
def test_an_argument_refuses_what_is_wrong(place: Place, settled: Stage, before: Any) -> None:
    if place.ident in _PASSED_OVER:
        pytest.skip("it is passed over")
    limits, world = _limits(place), settled.world
    for value in (*poison(place), *(limits.outside if limits else ())):
        answer = settled.run(world.ask(*_asked(world, place, value)))
        assert answer.get("errors"), (place.ident, str(value)[:80])
        assert _is_refused(answer, place), (place.ident, str(value)[:80], answer)
    assert settled.run(world.everything()) == before


@pytest.mark.parametrize("place", _PLACES, ids=[place.ident for place in _PLACES])
def test_an_argument_takes_what_is_right(place: Place, settled: Stage) -> None:
    limits, world = _limits(place), settled.world
    for value in limits.inside if limits else ():
        answer = settled.run(world.ask(*_asked(world, place, value)))
        assert "errors" not in answer, (place.ident, str(value)[:80], answer)
