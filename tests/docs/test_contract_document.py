"""docs/contract.md names what the command, the action and the hook have."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from schema.change import Severity
from server.contract_arguments import FORMATS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")

# PyYAML comes with pre-commit and has no types.
yaml: Any = import_module("yaml")


def _loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("severity", Severity)
def test_each_severity_is_explained(severity: Severity) -> None:
    assert f"\n| {severity} | " in TEXT


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_named(form: str) -> None:
    assert f"`{form}`" in TEXT or f"`--format {form}`" in TEXT


@pytest.mark.parametrize("name", _loaded("action.yml")["inputs"])
def test_each_input_of_the_action_is_explained_with_its_default(name: str) -> None:
    (row,) = (line for line in TEXT.splitlines() if line.startswith(f"| `{name}` |"))
    default = _loaded("action.yml")["inputs"][name]["default"]
    assert not default or row.endswith(f"| `{default}` |")


def test_the_hook_is_shown_by_its_name() -> None:
    (hook,) = _loaded(".pre-commit-hooks.yaml")
    assert f"- id: {hook['id']}\n" in TEXT
    assert all(f"`{word}`" in TEXT for word in hook["args"])
