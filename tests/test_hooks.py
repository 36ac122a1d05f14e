"""The pre-commit hook that others use, run by pre-commit."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import ROOT, SECONDS, Repository, a_repository, an_installed_command

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
OLD = "type Query @aws_oidc {\n  a: ID\n  b: ID\n}\n"
BROKEN = "type Query @aws_oidc {\n  a: ID\n}\n"
OPENED = OLD.replace("@aws_oidc", "@aws_oidc @aws_api_key")

# PyYAML comes with pre-commit and has no types.
yaml: Any = import_module("yaml")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with the hook, the command installed beforehand."""
    program = an_installed_command(tmp_path / "tools", monkeypatch)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    made = a_repository(tmp_path / "work", monkeypatch)
    made.commit(**{"schema.graphql": OLD, "api/schema.graphql": OLD, "README": "x"})
    return made


def _pre_commit(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *words]
    return subprocess.run(  # noqa: S603 - the words are the tests' own
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=SECONDS
    )


def _commit(repository: Repository, **chosen: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the hooks over what is staged, as a commit does."""
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    hooks = [{**hook, "language": "system", **chosen}]
    config = json.dumps({"repos": [{"repo": "local", "hooks": hooks}]})
    repository.write(".pre-commit-config.yaml", config)
    repository.git("add", "--all")
    return _pre_commit(repository.path, "run", "--color=never")


def test_the_manifest_is_one_that_pre_commit_takes() -> None:
    assert _pre_commit(ROOT, "validate-manifest", str(MANIFEST)).returncode == 0


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (BROKEN, 1, "breaking: Field Query.b was removed."),
        (OPENED, 0, "security-relevant: Query is reached in @aws_api_key now."),
    ],
)
def test_a_commit_is_compared_with_the_last_one_and_told(
    repository: Repository, text: str, code: int, told: str
) -> None:
    repository.write("schema.graphql", text)
    run = _commit(repository)
    assert run.returncode == code
    assert told in run.stdout.splitlines()


def test_the_file_may_be_another(repository: Repository) -> None:
    repository.write("api/schema.graphql", BROKEN)
    assert "no changes" in _commit(repository).stdout.splitlines()
    assert _commit(repository, args=["api/schema.graphql"]).returncode == 1
    branch = ["--against", "main", "api/schema.graphql"]
    assert _commit(repository, args=branch).returncode == 1


def test_a_commit_without_a_schema_is_left_alone(repository: Repository) -> None:
    repository.write("README", "y")
    run = _commit(repository)
    assert run.returncode == 0
    assert "Skipped" in run.stdout
