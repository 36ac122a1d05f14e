"""The key of a request in the contract: wherever something is stored, it can be sent again."""

import pytest

from tests.hardening.contract import fields, named

# Those that handlers of events call store nothing, and an owner does not reach them.
MUTATIONS = tuple(fields("Mutation"))


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_of_an_owner_takes_a_key(mutation: str) -> None:
    found = fields(named(fields("Mutation")[mutation].args["input"].type).name)
    assert str(found["idempotencyKey"].type) == "String"


@pytest.mark.parametrize("mutation", sorted({*MUTATIONS} - {"updateProfile"}))
def test_every_change_tells_whether_it_is_a_replay(mutation: str) -> None:
    found = fields(named(fields("Mutation")[mutation].type).name)
    assert str(found["replayed"].type) == "Boolean"
