"""docs/appsync.md names tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "appsync.md").read_text(encoding="utf-8")
TESTS = re.findall(r"`(tests/[^`]+)`", TEXT)


@cache
def _functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in found)


@pytest.mark.parametrize("test", TESTS)
def test_each_test_is_there(test: str) -> None:
    path, _, name = test.partition("::")
    assert name in _functions(path)


def test_each_test_keeps_one_line() -> None:
    assert sorted(TESTS) == sorted(set(TESTS))


@pytest.mark.parametrize("section", ["HTTP", "Limits", "Authentication", "Scalars", "Sockets"])
def test_each_line_of_a_checklist_has_its_test(section: str) -> None:
    _, _, rest = TEXT.partition(f"\n## {section}\n\n| AppSync | test |\n|---|---|\n")
    rows = rest.partition("\n\n")[0].splitlines()
    assert rows
    assert [row for row in rows if not re.search(r"\| `tests/[^`]+` \|$", row)] == []
