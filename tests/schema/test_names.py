from dataclasses import dataclass

import pytest

from domain.goal import Goal
from schema.mirror import attribute, entry, output
from schema.names import domain_of, mirrored


@dataclass(frozen=True, slots=True, kw_only=True)
class Coin:
    """A coin of a test."""

    worth_of: int


def test_two_mirrors_of_a_class_give_an_attribute_one_name() -> None:
    @output(Coin)
    class CoinType:
        """A coin."""

        worth_of: int = attribute("Its worth.", name="worth")

    class CoinInput:
        """A coin."""

        worth_of: int = attribute("Its worth.", name="value")

    with pytest.raises(ValueError, match=r"Coin\.worth_of has two names in the contract"):
        entry(Coin)(CoinInput)
    assert domain_of(CoinType) is Coin


def test_a_mirror_names_json_apart() -> None:
    seen = mirrored(Goal)
    assert seen is not None
    assert seen.json == {"metadata"}
    assert seen.names["owner"] == "userId"
