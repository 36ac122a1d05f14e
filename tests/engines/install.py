"""The reference engines' binaries: pinned packages of npm in the user's cache, never in the tree.

`python -m tests.engines.install` installs them by hand.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

SECONDS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package of npm that holds one binary, at one version with one content."""

    name: str
    version: str
    integrity: str
    binary: str


DYNOXIDE: Final = Package(
    name="@dynoxide/linux-x64",
    version="1.2.1",
    integrity="sha512-sBHqlxJ9ANkLluFkYRfd5r8Y0ApFew4FhOrlhgRAgD4XzEoFOukEo1nuBTQ1+jTtofqwn4NWQ2k0"
    "Tn5mNTjgUg==",
    binary="dynoxide",
)
EXTENDDB: Final = Package(
    name="@extenddb/linux-x64",
    version="0.1.10",
    integrity="sha512-VH9yqcA8morx94IGvqKhiQPOvakUGXzZ7c/bjyo42e4F+T/0VsxOFfSjYVj0/w65BBj1lExuU5if"
    "pcYIqLSX6g==",
    binary="extenddb",
)


class NotInstalledError(Exception):
    """Say why a reference engine cannot be had here."""


def binary(package: Package) -> Path:
    """Return the package's binary, installed now if it is missing.

    Raises:
        NotInstalledError: This is a CI job, or npm is missing or failed.
    """
    if os.environ.get("CI"):
        raise NotInstalledError("reference engines do not run in CI (the variable CI is set)")
    found = _folder(package) / "node_modules" / package.name / package.binary
    if not found.exists():
        _install(package)
    return found


def _folder(package: Package) -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    digest = sha256(package.integrity.encode()).hexdigest()[:12]
    return Path(cache) / "milepost" / "engines" / f"{package.binary}-{package.version}-{digest}"


def _install(package: Package) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotInstalledError(f"{package.binary} comes from npm, and npm is not on the PATH")
    folder = _folder(package)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(dir=folder.parent))
    try:
        _fill(made, package, npm)
        # Another process may have been faster; what it installed is the same.
        if not folder.exists():
            made.rename(folder)
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", None) or error
        raise NotInstalledError(f"npm cannot install {package.name}: {told}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _fill(folder: Path, package: Package, npm: str) -> None:
    wanted = {"dependencies": {package.name: package.version}}
    kept = {"version": package.version, "integrity": package.integrity}
    packages = {"": wanted, f"node_modules/{package.name}": kept}
    lock = {"lockfileVersion": 3, "requires": True, "packages": packages}
    (folder / "package.json").write_text(json.dumps({"private": True, **wanted}))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    # `npm ci` installs what the lock names, and nothing if the content has another hash.
    subprocess.run(  # noqa: S603 - the words are constants
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


if __name__ == "__main__":
    sys.stdout.writelines(f"{binary(each)}\n" for each in (DYNOXIDE, EXTENDDB))
