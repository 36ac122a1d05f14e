"""Callers of REST over a store of their own."""

from collections.abc import AsyncIterator

import pytest

from persistence.store import Store
from tests.server.builders import an_app
from tests.server.rest.asking import BOB, Rest, a_caller


@pytest.fixture
async def rest(store: Store) -> AsyncIterator[Rest]:
    async with a_caller(an_app(store)) as caller:
        yield caller


@pytest.fixture
async def other(store: Store) -> AsyncIterator[Rest]:
    async with a_caller(an_app(store), BOB) as caller:
        yield caller
