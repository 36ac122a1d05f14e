import pytest

from persistence.embedded.errors import DynamoError
from persistence.embedded.paths import project, refuse_overlap, value_at
from persistence.embedded.values import Item
from tests.persistence.embedded.builders import number, text

ITEM: Item = {
    "a": number(1),
    "m": {"M": {"x": text("x"), "y": text("y")}},
    "l": {"L": [{"M": {"p": number(1), "q": number(2)}}, text("one"), text("two")]},
}


def test_a_path_reads_maps_and_lists() -> None:
    assert value_at(ITEM, ("m", "x")) == text("x")
    assert value_at(ITEM, ("l", 0, "q")) == number(2)
    assert value_at(ITEM, ("l", 9, "q")) is None
    assert value_at(ITEM, ("a", "b", "c")) is None


def test_a_projection_keeps_the_containers() -> None:
    chosen = project(ITEM, [("m", "y"), ("l", 2), ("l", 0, "p"), ("absent", "z"), ("a", "no")])
    assert chosen == {
        "m": {"M": {"y": text("y")}},
        "l": {"L": [{"M": {"p": number(1)}}, text("two")]},
    }


def test_two_paths_into_one_element_meet_there() -> None:
    chosen = project(ITEM, [("l", 0, "q"), ("l", 0, "p")])
    assert chosen == {"l": {"L": [{"M": {"p": number(1), "q": number(2)}}]}}


def test_a_projection_of_nothing_is_empty() -> None:
    assert project(ITEM, [("absent",)]) == {}


def test_overlapping_paths_are_refused() -> None:
    refuse_overlap([("a", "b"), ("a", "c")])
    for inner in (("a", "b"), ("a", "b", 0)):
        with pytest.raises(DynamoError, match="overlap"):
            refuse_overlap([("a", "b"), inner])
    with pytest.raises(DynamoError, match="conflict"):
        refuse_overlap([("a", "b"), ("a", 0)])
