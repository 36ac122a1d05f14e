"""The page of the REST reference is served whole from the package."""

from importlib.resources import files

import pytest

from persistence.store import Store
from server.rest.reference import ASSET_TYPES
from tests.server.builders import a_client, an_app
from tests.server.test_graphiql import references_of

VENDORED = files("web.rest")


async def test_the_page_names_only_files_of_its_own(store: Store) -> None:
    async with a_client(an_app(store, is_dev=False)) as client:
        page = await client.get("/docs")
        references = references_of(page.text)
        answers = [await client.get(name) for name in references.found if name != "data:,"]
    assert page.status_code == 200
    assert "<title>Milepost REST</title>" in page.text
    assert [each.status_code for each in answers] == [200, 200]
    assert not references.has_inline_script


@pytest.mark.parametrize("name", ASSET_TYPES)
async def test_an_asset_is_served_as_it_is(name: str, store: Store) -> None:
    async with a_client(an_app(store, is_dev=False)) as client:
        response = await client.get(f"/docs/assets/{name}")
    assert response.content == VENDORED.joinpath(name).read_bytes()
    assert response.headers["content-type"] == f"{ASSET_TYPES[name]}; charset=utf-8"


async def test_no_other_file_is_served(store: Store) -> None:
    async with a_client(an_app(store, is_dev=False)) as client:
        for name in ("__init__.py", "index.html", "..%2Fgraphiql%2Fpage.js"):
            assert (await client.get(f"/docs/assets/{name}")).status_code == 404


def test_every_file_of_the_page_is_served_and_none_is_missing() -> None:
    names = {each.name for each in VENDORED.iterdir() if each.is_file()}
    assert names == {*ASSET_TYPES, "index.html", "__init__.py"}
