"""Reference engines come from npm into the cache, once, and never in CI."""

from pathlib import Path

import pytest

from tests.engines.install import DYNOXIDE, NotInstalledError, binary

PLACE = f"node_modules/{DYNOXIDE.name}/{DYNOXIDE.binary}"


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def use_npm(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program of this name first on the PATH."""
    folder.mkdir(exist_ok=True)
    npm = folder / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_a_package_is_installed_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_npm(
        monkeypatch, tmp_path / "bin", f"mkdir -p $(dirname {PLACE}); cp package-lock.json {PLACE}"
    )
    found = binary(DYNOXIDE)
    assert DYNOXIDE.integrity in found.read_text()
    use_npm(monkeypatch, tmp_path / "bin", "exit 1")
    assert binary(DYNOXIDE) == found
    assert len(list(found.parents[3].parent.iterdir())) == 1


def test_what_npm_says_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_npm(monkeypatch, tmp_path / "bin", "echo no such package >&2; exit 1")
    with pytest.raises(NotInstalledError, match=r"cannot install.*no such package"):
        binary(DYNOXIDE)


def test_without_npm_there_is_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotInstalledError, match="npm is not on the PATH"):
        binary(DYNOXIDE)


def test_nothing_is_installed_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(NotInstalledError, match="do not run in CI"):
        binary(DYNOXIDE)
