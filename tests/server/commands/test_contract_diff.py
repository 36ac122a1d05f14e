"""`schema diff`: exit codes, formats, and the old file out of git."""

import json
from pathlib import Path

import pytest

from schema.diff_access import MODES as COMPARED
from server import contract_arguments
from server.cli import main
from server.contract_report import REPORTS
from tests.repositories import Repository, a_repository

OLD = "type Query @aws_oidc {\n  a: ID\n  b: ID\n}\n"
BROKEN = "type Query @aws_oidc {\n  a: ID\n}\n"
OPENED = OLD.replace("@aws_oidc", "@aws_oidc @aws_api_key")
GROWN = OLD.replace("  b: ID\n", "  b: ID\n  c: ID\n")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = a_repository(tmp_path / "work", monkeypatch)
    made.commit(**{"schema.graphql": OLD})
    monkeypatch.chdir(made.path)
    return made


def _diff(*words: str) -> int:
    return main(["schema", "diff", *words])


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (OLD, 0, "no changes\n"),
        (GROWN, 0, "safe: Field Query.c was added.\n1 safe\n"),
        (
            OPENED,
            0,
            "security-relevant: Query is reached in @aws_api_key now.\n1 security-relevant\n",
        ),
        (BROKEN, 1, "breaking: Field Query.b was removed.\n1 breaking\n"),
    ],
)
def test_the_exit_code_is_1_if_clients_break(
    repository: Repository,
    capsys: pytest.CaptureFixture[str],
    text: str,
    code: int,
    told: str,
) -> None:
    repository.write("new.graphql", text)
    assert _diff("schema.graphql", "new.graphql") == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (told, "")


def test_the_old_file_is_read_from_git(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("schema.graphql", BROKEN)
    assert _diff("--against", "HEAD", "schema.graphql") == 1
    repository.commit()
    assert _diff("--against", "HEAD", "schema.graphql") == 0
    assert _diff("schema.graphql", "--against", "HEAD~1") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 breaking"


def test_a_file_that_moved_is_compared_with_what_it_was(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("rm", "--quiet", "schema.graphql")
    repository.write("api/schema.graphql", GROWN)
    assert _diff("--against", "HEAD", "schema.graphql", "api/schema.graphql") == 0
    assert capsys.readouterr().out == "safe: Field Query.c was added.\n1 safe\n"


def test_the_named_format_tells_the_new_file_s_place(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("api/new.graphql", BROKEN)
    assert _diff("schema.graphql", "api/new.graphql", "--format", "github") == 1
    told = "::error file=api/new.graphql,line=1,title=breaking::Field Query.b was removed."
    assert capsys.readouterr().out.splitlines() == [told, "1 breaking"]
    assert _diff("--format", "json", "schema.graphql", "api/new.graphql") == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "breaking"
    assert _diff("--format", "markdown", "schema.graphql", "api/new.graphql") == 1
    assert capsys.readouterr().out.startswith("### `api/new.graphql`: 1 breaking\n")


def test_the_default_mode_of_the_api_is_taken(repository: Repository) -> None:
    repository.write("bare.graphql", OLD.replace(" @aws_oidc", ""))
    assert _diff("schema.graphql", "bare.graphql") == 1
    assert _diff("schema.graphql", "bare.graphql", "--default-mode", "aws_oidc") == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["schema.graphql"], "name OLD and NEW, or the commit of the old file with --against"),
        (["schema.graphql", "missing.graphql"], "missing.graphql: No such file or directory"),
        (["schema.graphql", "."], ".: Is a directory"),
        (["latin.graphql", "schema.graphql"], "latin.graphql: 'utf-8' codec can't decode byte"),
        (
            ["schema.graphql", "bad.graphql"],
            "bad.graphql: line 2: Unknown type 'Gaol'.",
        ),
        (
            ["--against", "HEAD", "bad.graphql"],
            "--against 'HEAD': path 'bad.graphql' exists on disk, but not in",
        ),
        (
            ["--against", "old", "schema.graphql"],
            "old:schema.graphql: line 1: Syntax Error: Unexpected <EOF>.",
        ),
        (["--against", "", "schema.graphql"], "--against '': no such commit here"),
    ],
)
def test_what_cannot_be_compared_is_one_line_and_code_2(
    repository: Repository, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    repository.commit(**{"schema.graphql": ""})
    repository.git("tag", "old")
    repository.commit(**{"schema.graphql": OLD})
    repository.write("bad.graphql", "type Query {\n  a: Gaol\n}\n")
    (repository.path / "latin.graphql").write_bytes(b"# \xe4\n")
    assert _diff(*words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"milepost: {told}")
    assert captured.err.count("\n") == 1


def test_the_words_of_the_command_are_those_of_its_libraries() -> None:
    assert tuple(REPORTS) == contract_arguments.FORMATS
    assert contract_arguments.MODES == COMPARED
