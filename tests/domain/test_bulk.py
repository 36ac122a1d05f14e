"""What is asked of many things at once, and how it is cut."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.bulk import ActivityItem, GoalsMove, NewActivities, Run, checked_ids, runs
from domain.errors import InvalidInputError
from domain.idempotency import request_of
from tests.builders import GOAL_ID, NOW, OWNER

OTHER_ID = "3f1c2b4a-0000-4000-8000-000000000002"


def a_batch(*goal_ids: str | None, key: str | None = None) -> NewActivities:
    items = tuple(ActivityItem(goal_id=each, value=Decimal(1)) for each in goal_ids)
    return NewActivities(goal_id=GOAL_ID, items=items, idempotency_key=key)


def cut(wanted: NewActivities) -> list[Run]:
    request = request_of(wanted, owner=OWNER, operation="logActivities", now=NOW)
    return list(runs(wanted, request=request))


def test_a_batch_is_cut_into_runs_of_one_goal_in_the_order_given() -> None:
    found = cut(a_batch(*[None, OTHER_ID] * 41))
    assert found == [
        Run(goal_id=GOAL_ID, places=tuple(range(0, 80, 2))),
        Run(goal_id=GOAL_ID, places=(80,)),
        Run(goal_id=OTHER_ID, places=tuple(range(1, 81, 2))),
        Run(goal_id=OTHER_ID, places=(81,)),
    ]


def test_each_run_has_a_key_of_its_own_and_knows_the_batch() -> None:
    wanted = a_batch(*[None] * 90, key="k" * 128)
    found = cut(wanted)
    assert found == cut(wanted)
    keys = {run.idempotency_key for run in found}
    assert len(keys) == 3
    assert all(key is not None and len(key) <= 128 for key in keys)
    other = cut(replace(wanted, items=wanted.items[:80]))
    assert [run.idempotency_key for run in other] == [r.idempotency_key for r in found[:2]]
    assert other[0].places == found[0].places
    assert other[0].batch != found[0].batch == found[1].batch


@pytest.mark.parametrize("count", [0, 1_001])
def test_a_batch_has_1_to_1000_things(count: int) -> None:
    with pytest.raises(
        InvalidInputError, match=f"items must have 1 to 1000 entries; got '{count}'"
    ):
        cut(a_batch(*[None] * count))
    with pytest.raises(
        InvalidInputError, match=f"goalIds must have 1 to 1000 entries; got '{count}'"
    ):
        checked_ids(GoalsMove(goal_ids=(GOAL_ID,) * count))


def test_what_is_no_goal_s_id_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="goalId must be a UUID in lower case; got 'x'"):
        cut(a_batch("x"))
    with pytest.raises(InvalidInputError, match="goalIds must be a UUID in lower case; got 'x'"):
        checked_ids(GoalsMove(goal_ids=(GOAL_ID, "x")))
    with pytest.raises(InvalidInputError, match=r"items\[1\].goalId must be given"):
        cut(replace(a_batch(GOAL_ID, None), goal_id=None))
