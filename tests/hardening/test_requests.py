"""Random queries and mutations on one store: whatever is asked, nothing is ever a fault."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.hardening.conftest import Stage, bounded
from tests.hardening.inventory import filled, inventory
from tests.hardening.requests import requests
from tests.hardening.worlds import World


@bounded(120)
@given(asked=st.lists(requests(), min_size=1, max_size=4))
def test_no_request_is_answered_with_a_fault(asked: list[dict[str, Any]], settled: Stage) -> None:
    settled.run(_ask_all(settled.world, asked))


async def _ask_all(world: World, asked: list[dict[str, Any]]) -> None:
    known = await inventory(world)
    for request in asked:
        answer = await world.ask(**filled(request, known))
        assert answer.get("data") is not None or answer.get("errors"), request
