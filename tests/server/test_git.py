"""Files as they were in a commit."""

import shutil
from pathlib import Path

import pytest

from server.git import committed
from server.settings import SettingsError
from tests.repositories import Repository, a_repository

FILE = Path("schema.graphql")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = a_repository(tmp_path / "work", monkeypatch)
    made.commit(**{"schema.graphql": "old", "api/schema.graphql": "älter\n"})
    monkeypatch.chdir(made.path)
    return made


def test_a_file_is_read_as_it_was_in_a_commit_a_branch_or_a_tag(repository: Repository) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.git("tag", "v1")
    repository.commit(**{"schema.graphql": "new"})
    repository.write("schema.graphql", "newest")
    assert committed(FILE, ref=commit) == b"old"
    assert committed(FILE, ref="v1") == b"old"
    assert committed(FILE, ref="HEAD~1") == b"old"
    assert committed(FILE, ref="main") == b"new"
    assert committed(Path("api/schema.graphql"), ref="HEAD") == "älter\n".encode()


def test_a_path_is_relative_to_the_working_directory(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.path / "api")
    assert committed(FILE, ref="HEAD") == "älter\n".encode()
    assert committed(Path("../schema.graphql"), ref="HEAD") == b"old"
    assert committed(repository.path / "schema.graphql", ref="HEAD") == b"old"


def test_a_file_that_is_gone_is_read_too(repository: Repository) -> None:
    shutil.rmtree(repository.path / "api")
    assert committed(Path("api/schema.graphql"), ref="HEAD") == "älter\n".encode()


@pytest.mark.parametrize("ref", ["", "nothing", "--output=stolen", ":", "HEAD:schema.graphql", " "])
def test_what_names_no_commit_is_refused(repository: Repository, ref: str) -> None:
    repository.write("schema.graphql", "staged")
    repository.git("add", "--all")
    with pytest.raises(SettingsError, match="--against"):
        committed(FILE, ref=ref)
    found = {each.name for each in repository.path.iterdir()}
    assert found == {".git", "api", "schema.graphql"}


def test_the_refusal_names_what_was_asked_for(repository: Repository) -> None:
    with pytest.raises(SettingsError, match=r"^--against 'v9': no such commit here$"):
        committed(FILE, ref="v9")
    with pytest.raises(SettingsError, match=r"^--against 'HEAD': path 'x' does not exist in "):
        committed(repository.path / "x", ref="HEAD")


def test_a_folder_without_a_repository_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="not a git repository"):
        committed(FILE, ref="HEAD")


def test_a_machine_without_git_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="--against needs git"):
        committed(FILE, ref="HEAD")
