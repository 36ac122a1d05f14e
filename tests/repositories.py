"""Git repositories, and programs for scripts that work in them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 60
_IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A work tree with its history."""

    path: Path

    def git(self, *words: str) -> str:
        """Run git in the work tree and return what it printed."""
        run = subprocess.run(  # noqa: S603 - the words are the tests' own
            ["git", *_IDENTITY, *words],  # noqa: S607 - whichever git is there
            cwd=self.path,
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        return run.stdout.strip()

    def write(self, name: str, text: str) -> Path:
        """Write a file of the work tree."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def commit(self, **files: str) -> str:
        """Write files, commit everything and return the commit's name."""
        for name, text in files.items():
            self.write(name, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", "a change")
        return self.git("rev-parse", "HEAD")


def a_repository(path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Make an empty repository whose branch is main, out of reach of whoever runs the tests."""
    # A hook of git that runs the tests tells git where its own repository is.
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    path.mkdir(parents=True, exist_ok=True)
    repository = Repository(path=path)
    repository.git("init", "--quiet", "--initial-branch=main")
    return repository


def a_program(path: Path, text: str) -> Path:
    """Make a file that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def an_installed_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a `milepost` in a folder as an installation does."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return a_program(folder / "milepost", f'#!/bin/sh\nexec "{sys.executable}" -m server "$@"\n')
