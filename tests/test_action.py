"""The GitHub action that others use: its steps, run as GitHub runs them."""

import os
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from server import contract_arguments
from tests.repositories import (
    ROOT,
    SECONDS,
    Repository,
    a_program,
    a_repository,
    an_installed_command,
)

OLD = "type Query @aws_oidc {\n  a: ID\n  b: ID\n}\n"
GROWN = OLD.replace("  b: ID\n", "  b: ID\n  c: ID\n")
BROKEN = "type Query @aws_oidc {\n  a: ID\n}\n"
# How GitHub runs a step whose shell is bash.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
STUB = """#!/bin/sh
if test "$2" = venv; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; else echo "$@"; fi
"""

# PyYAML comes with pre-commit and has no types.
yaml: Any = import_module("yaml")
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with three versions, and the command where the action installs it."""
    an_installed_command(tmp_path / "milepost" / "bin", monkeypatch)
    made = a_repository(tmp_path / "remote", monkeypatch)
    made.commit(**{"schema.graphql": OLD})
    made.git("tag", "v1")
    made.commit(**{"schema.graphql": GROWN})
    made.git("switch", "--quiet", "--create", "change")
    made.commit(**{"schema.graphql": BROKEN})
    return made


def _checkout(remote: Repository, *options: str) -> Repository:
    """Return a clone of the branch that is checked, as deep as the options say."""
    path = remote.path.parent / "work"
    address = f"file://{remote.path}"
    remote.git("clone", "--quiet", "--branch=change", *options, address, str(path))
    return Repository(path=path)


def _step(name: str) -> Any:
    (found,) = (each for each in ACTION["runs"]["steps"] if each.get("name") == name)
    return found


def _run(script: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the action's own script
        [*BASH, script],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def _compare(checkout: Repository, *, against: str) -> subprocess.CompletedProcess[str]:
    return _run(
        _step("Compare")["run"],
        checkout.path,
        RUNNER_TEMP=str(checkout.path.parent),
        SCHEMA="schema.graphql",
        AGAINST=against,
        DEFAULT_MODE="aws_oidc",
    )


def _broken(*fields: str) -> list[str]:
    place = "::error file=schema.graphql,line=1,title=breaking::"
    told = [f"{place}Field Query.{name} was removed." for name in fields]
    return [*told, f"{len(fields)} breaking"]


@pytest.mark.parametrize(("against", "fields"), [("v1", "b"), ("main", "bc")])
@pytest.mark.parametrize("depth", [["--depth=1"], ["--single-branch", "--no-tags"], []])
def test_a_tag_or_a_branch_is_compared_however_little_is_checked_out(
    remote: Repository, depth: list[str], against: str, fields: str
) -> None:
    run = _compare(_checkout(remote, *depth), against=against)
    assert (run.returncode, run.stdout.splitlines(), run.stderr) == (1, _broken(*fields), "")


def test_a_commit_is_compared_whether_it_is_checked_out_or_not(remote: Repository) -> None:
    checkout = _checkout(remote, "--depth=1")
    same = _compare(checkout, against=remote.git("rev-parse", "change"))
    assert (same.returncode, same.stdout, same.stderr) == (0, "no changes\n", "")
    missing = _compare(checkout, against=remote.git("rev-parse", "v1"))
    assert (missing.returncode, missing.stdout.splitlines()) == (1, _broken("b"))


def test_a_whole_history_stays_whole(remote: Repository) -> None:
    checkout = _checkout(remote, "--single-branch", "--no-tags")
    before = checkout.git("log", "--format=%H")
    assert _compare(checkout, against="main").returncode == 1
    assert checkout.git("log", "--format=%H") == before
    assert checkout.git("rev-parse", "--is-shallow-repository") == "false"


@pytest.mark.parametrize(
    ("against", "told"),
    [("", "name one in the input against"), ("v9", "v9"), ("0" * 40, "0000"), ("--all", "--all")],
)
def test_without_an_earlier_commit_the_step_fails_and_says_so(
    remote: Repository, against: str, told: str
) -> None:
    run = _compare(_checkout(remote, "--depth=1"), against=against)
    assert run.returncode != 0
    assert run.stdout == ""
    assert told in run.stderr


def test_the_action_installs_itself_as_it_is_pinned(tmp_path: Path) -> None:
    run = _run(
        _step("Install Milepost")["run"],
        tmp_path,
        PYTHON=str(a_program(tmp_path / "tools/python", STUB)),
        RUNNER_TEMP=str(tmp_path),
        GITHUB_ACTION_PATH=str(ROOT),
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("-m pip install ")
    assert run.stdout.split()[-3:] == ["--constraint", str(ROOT / "constraints.txt"), str(ROOT)]


@pytest.mark.parametrize("name", ["schema", "against", "default-mode"])
def test_each_input_reaches_the_step_that_compares(name: str) -> None:
    assert name in ACTION["inputs"]
    given = _step("Compare")["env"].values()
    assert [text for text in given if text.startswith(f"${{{{ inputs.{name} ")]


def test_the_default_mode_is_one_that_the_command_takes() -> None:
    assert ACTION["inputs"]["default-mode"]["default"] == contract_arguments.MODES[0]


def test_no_script_contains_what_a_caller_of_the_action_writes() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert [script for script in scripts if "${{" in script] == []
