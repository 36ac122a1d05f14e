"""The documents tell the truth: what they name exists, and what exists is named."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import DocumentNode, ObjectTypeDefinitionNode, parse

from domain import errors
from domain.errors import DomainError
from domain.policy import Policy
from persistence.store import open_embedded
from schema.build import contract
from server import demo
from server.app import create_app

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def codes() -> Iterator[str]:
    for found in vars(errors).values():
        if isinstance(found, type) and issubclass(found, DomainError):
            code: str | None = vars(found).get("code")
            if code is not None:
                yield code


def fields(document: DocumentNode, type_name: str) -> Iterator[str]:
    for definition in document.definitions:
        if isinstance(definition, ObjectTypeDefinitionNode) and definition.name.value == type_name:
            yield from (field.name.value for field in definition.fields or ())


def block(document: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", document, re.DOTALL)
    assert found is not None, f"no {language} block"
    return found.group(1)


def test_every_error_code_is_documented() -> None:
    text = read("docs/api.md")
    assert [code for code in (*codes(), "SYSTEM_ERROR") if f"`{code}`" not in text] == []


@pytest.mark.parametrize("type_name", ["Query", "Mutation", "Subscription"])
def test_every_operation_is_documented(type_name: str) -> None:
    text = read("docs/api.md")
    named = set(re.findall(r"`(\w+)(?:\([^`]*\))?`", text))
    assert sorted(set(fields(parse(contract()), type_name)) - named) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_map_of_folders_names_every_folder() -> None:
    text = read("README.md")
    kept = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"docs"}
    assert sorted(name for name in kept if f"| `{name}/` |" not in text) == []


def test_the_readme_fits_on_a_page_or_two() -> None:
    assert len(read("README.md").splitlines()) <= 120


async def test_the_query_of_the_readme_has_the_answer_that_it_shows(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    store = open_embedded(tmp_path / "milepost.db")
    await demo.seed_owner(store, owner="demo", today=now.date())
    app = create_app(store, is_dev=True, policy=Policy(), clock=lambda: now)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        query = block(read("README.md"), "graphql")
        response = await client.post("/graphql", json={"query": query})
    store.close()
    expected: Any = json.loads(block(read("README.md"), "json"))
    assert response.json() == expected
