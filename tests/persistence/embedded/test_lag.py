from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from persistence.embedded import DynamoError, Engine
from persistence.embedded.values import AttributeValue, Item
from tests.persistence.embedded.builders import Api, a_table, a_thing, an_index, key, number, text

DELAY = 10


def an_indexed(**attributes: AttributeValue) -> Item:
    return {**a_thing(GSI1PK=text("g"), GSI1SK=text("1")), **attributes}


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(tmp_path: Path, clock: Clock) -> Iterator[Api]:
    path = tmp_path / "data.db"
    with closing(Engine(path, synchronous="OFF", clock=clock, index_delay=DELAY)) as engine:
        engine.call("CreateTable", a_table(indexes=(an_index(),)))
        yield Api(engine)


def _indexed(api: Api) -> list[Item]:
    items: list[Item] = api.query("GSI1PK = :p", {":p": text("g")}, IndexName="GSI1")["Items"]
    assert api.scan(IndexName="GSI1")["Items"] == items
    return items


def test_the_index_misses_the_writes_of_the_delay_and_has_them_after_two(
    api: Api, clock: Clock
) -> None:
    api.put(an_indexed())
    assert _indexed(api) == []
    clock.seconds = DELAY
    assert _indexed(api) == []
    clock.seconds = 2 * DELAY
    assert _indexed(api) == [an_indexed()]


def test_the_table_has_every_write_at_once(api: Api) -> None:
    api.put(an_indexed())
    assert api.get(key()) == an_indexed()
    assert api.query("PK = :p", {":p": text("p")})["Items"] == [an_indexed()]


def test_the_index_has_old_attributes_and_deleted_items(api: Api, clock: Clock) -> None:
    api.put(an_indexed(v=number(1)))
    for clock.seconds in (DELAY, 2 * DELAY):
        _indexed(api)
    api.update(key(), "SET v = :v", {":v": number(2)})
    assert _indexed(api) == [an_indexed(v=number(1))]
    api.delete(key())
    clock.seconds = 3 * DELAY
    assert _indexed(api) == [an_indexed(v=number(1))]
    clock.seconds = 4 * DELAY
    assert _indexed(api) == []


def test_a_table_made_anew_begins_with_an_empty_index(api: Api, clock: Clock) -> None:
    api.put(an_indexed())
    api.call("DeleteTable")
    with pytest.raises(DynamoError, match="ResourceNotFoundException"):
        _indexed(api)
    api.engine.call("CreateTable", a_table(indexes=(an_index(),)))
    for clock.seconds in (0, DELAY, 2 * DELAY):
        assert _indexed(api) == []


def test_without_a_delay_the_index_has_every_write_at_once(tmp_path: Path) -> None:
    with closing(Engine(tmp_path / "data.db", synchronous="OFF")) as engine:
        engine.call("CreateTable", a_table(indexes=(an_index(),)))
        Api(engine).put(an_indexed())
        assert _indexed(Api(engine)) == [an_indexed()]
