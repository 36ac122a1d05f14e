"""The GraphiQL page is served whole from the package and asks no other host for anything."""

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from importlib.resources import files

import httpx
import pytest
from starlette.applications import Starlette

from server.graphiql import ASSET_TYPES, routes

VENDORED = files("web.graphiql")
LICENCES = ("LICENSE.bundled", "LICENSE.fonts", "LICENSE.graphiql", "LICENSE.react")
CODE = tuple(name for name, kind in ASSET_TYPES.items() if kind != "text/plain")
STYLES = tuple(name for name, kind in ASSET_TYPES.items() if kind == "text/css")
OTHER_HOST_IMPORT = re.compile(
    r"""(?:\bimport\s*\(?|\bfrom\s*|\bimportScripts\s*\(|\bnew\s+(?:Shared)?Worker\s*\()"""
    r"""\s*["'`](?:[a-z]+:)?//""",
    re.IGNORECASE,
)
STYLE_REFERENCE = re.compile(
    r"""(?:\burl\(\s*|@import\s+)["']?(?!data:)([^"')\s]+)""", re.IGNORECASE
)


class _References(HTMLParser):
    """Collect the `src` and `href` values of a page, and whether any script stands inline."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.has_inline_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [value for key in ("src", "href") if (value := values.get(key)) is not None]
        self.has_inline_script |= tag == "script" and "src" not in values


def references_of(page: str) -> _References:
    references = _References()
    references.feed(page)
    return references


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=Starlette(routes=routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://milepost.test") as client:
        yield client


def text_of(name: str) -> str:
    return VENDORED.joinpath(name).read_text("utf-8")


async def test_the_page_is_served_under_its_own_title(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphiql")

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Milepost GraphiQL</title>" in response.text


async def test_every_asset_the_page_names_is_served(client: httpx.AsyncClient) -> None:
    found = references_of((await client.get("/graphiql")).text).found
    paths = [reference for reference in found if reference != "data:,"]

    assert {path.removeprefix("/graphiql/assets/") for path in paths} == set(CODE)
    for path in paths:
        assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize("name", ASSET_TYPES)
async def test_an_asset_comes_unchanged_with_its_type(client: httpx.AsyncClient, name: str) -> None:
    response = await client.get(f"/graphiql/assets/{name}")

    assert response.headers["content-type"] == f"{ASSET_TYPES[name]}; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content == VENDORED.joinpath(name).read_bytes()


@pytest.mark.parametrize(
    "name", ["missing.js", "__init__.py", "index.html", "..%2Findex.html", "%2e%2e%2f__init__.py"]
)
async def test_a_name_outside_the_list_is_not_found(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/graphiql/assets/{name}")).status_code == 404


@pytest.mark.parametrize("path", ["/graphiql", "/graphiql/assets/page.js"])
async def test_a_browser_that_has_the_file_gets_an_empty_answer(
    client: httpx.AsyncClient, path: str
) -> None:
    first = await client.get(path)
    tags = f'"another", W/{first.headers["etag"]}'
    again = await client.get(path, headers={"if-none-match": tags})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


async def test_a_browser_with_another_version_gets_the_file(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphiql", headers={"if-none-match": '"another"'})

    assert response.status_code == 200


async def test_the_policy_lets_only_our_own_scripts_run_and_only_our_own_host_be_asked(
    client: httpx.AsyncClient,
) -> None:
    header = (await client.get("/graphiql")).headers["content-security-policy"]
    policy = dict(directive.split(" ", 1) for directive in header.split("; "))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert "//" not in header


def test_the_page_has_no_inline_script_and_names_no_other_host() -> None:
    references = references_of(text_of("index.html"))

    assert not references.has_inline_script
    for reference in references.found:
        assert reference == "data:," or reference.startswith("/graphiql/assets/")


@pytest.mark.parametrize("name", STYLES)
def test_a_style_sheet_embeds_everything_it_shows(name: str) -> None:
    assert STYLE_REFERENCE.findall(text_of(name)) == []


@pytest.mark.parametrize("name", CODE)
def test_an_asset_loads_no_code_from_another_host(name: str) -> None:
    content = text_of(name)

    assert OTHER_HOST_IMPORT.search(content) is None
    assert "sourceMappingURL" not in content


def test_our_own_script_names_no_host_at_all() -> None:
    assert "://" not in text_of("page.js")


@pytest.mark.parametrize("name", LICENCES)
def test_a_licence_text_lies_beside_the_vendored_files(name: str) -> None:
    content = text_of(name)

    assert "Copyright" in content
    assert re.search(r"permission|license", content, re.IGNORECASE)


def test_every_file_of_the_folder_is_served_or_is_the_page() -> None:
    names = {entry.name for entry in VENDORED.iterdir() if entry.is_file()}

    assert names == {*ASSET_TYPES, "index.html", "__init__.py"}
