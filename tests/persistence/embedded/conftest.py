from collections.abc import Generator
from pathlib import Path

import pytest

from persistence.embedded import Engine
from tests.persistence.embedded.builders import Api, a_table, an_index


@pytest.fixture
def engine(tmp_path: Path) -> Generator[Engine]:
    opened = Engine(tmp_path / "data.db", synchronous="OFF")
    yield opened
    opened.close()


@pytest.fixture
def api(engine: Engine) -> Api:
    engine.call("CreateTable", a_table(indexes=(an_index(),)))
    return Api(engine)
