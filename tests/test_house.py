"""The house rules that no linter knows: sizes, names, and whose our package names are."""

import ast
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("domain", "resolvers", "schema", "persistence", "server")
PACKAGES = (*ROOMS, "web")
VAGUE = {"utils", "helpers", "common", "base", "manager", "service"}
LONGEST_MODULE = 300
LONGEST_TEST_MODULE = 400
LONGEST_FUNCTION = 30
LONGEST_MEDIAN = 10


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def lengths(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            is_said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            said = (first.end_lineno or 0) - first.lineno + 1 if is_said else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - said


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_longer_than_300_lines() -> None:
    assert [(p.name, lines(p)) for p in modules(*ROOMS) if lines(p) > LONGEST_MODULE] == []


def test_no_test_module_is_longer_than_400_lines() -> None:
    assert [(p.name, lines(p)) for p in modules("tests") if lines(p) > LONGEST_TEST_MODULE] == []


def test_no_function_is_longer_than_30_lines_without_what_it_says_of_itself() -> None:
    found = [(p.name, *item) for p in modules(*ROOMS) for item in lengths(p)]
    assert [item for item in found if item[2] > LONGEST_FUNCTION] == []


def test_the_median_function_is_shorter_than_ten_lines() -> None:
    assert median(size for p in modules(*ROOMS) for _, size in lengths(p)) < LONGEST_MEDIAN


def test_no_module_has_a_vague_name() -> None:
    assert [p.name for p in modules(*ROOMS, "tests") if p.stem in VAGUE] == []


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_a_package_name_of_ours(name: str) -> None:
    assert set(packages_distributions().get(name, ["milepost"])) == {"milepost"}
