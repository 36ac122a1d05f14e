"""Random sequences of mutations: all can be read afterwards, and reads the same again."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from tests.hardening.conftest import Stage, bounded
from tests.hardening.inventory import filled, inventory
from tests.hardening.requests import mutations
from tests.hardening.worlds import PATTERNS, World, a_goal

_MOMENTS: Final = (
    "0001-01-01T00:00:00Z",
    "1900-01-01T00:00:00Z",
    "2026-11-20T23:59:59.999999Z",
    "2026-11-21T12:00:00Z",
    "2027-11-22T12:00:00Z",
)
_AS_OF: Final = """query($at: AWSDateTime) {
  myGoals { progress(asOf: $at) milestones(asOf: $at) { achievedAt } progressDetails(asOf: $at) {
    progressPercentage lastUpdated milestones { id achieved }
  } }
}"""


@bounded(30)
@given(
    pattern=st.sampled_from(PATTERNS),
    changes=st.lists(mutations(), min_size=3, max_size=12),
    number=st.integers(0, 2**32),
)
def test_what_was_changed_can_be_read_and_read_again(
    pattern: str, changes: list[tuple[str, dict[str, Any]]], number: int, stage: Stage
) -> None:
    stage.world.client.headers["x-dev-user"] = f"owner-{number}"
    stage.run(_change_and_read(stage.world, pattern, changes))


async def _change_and_read(
    world: World, pattern: str, changes: list[tuple[str, dict[str, Any]]]
) -> None:
    await world.change("createGoal", a_goal(pattern))
    known = await inventory(world)
    for mutation, given_input in changes:
        await world.change(mutation, filled(given_input, known))
        known = await inventory(world)
    first = await world.everything()
    assert await world.everything() == first
    for moment in _MOMENTS:
        answer = await world.ask(_AS_OF, {"at": moment})
        assert "errors" not in answer, answer
        assert await world.ask(_AS_OF, {"at": moment}) == answer
