"""What git keeps of a file."""

import os
import shutil
import subprocess
from pathlib import Path

from server.settings import SettingsError


def committed(path: Path, *, ref: str) -> bytes:
    """Return a file as it was in a commit, which may be named by a branch or a tag.

    The path is relative to the working directory, which lies in the repository.

    Raises:
        SettingsError: There is no git, no repository, no such commit or no such file in it.
    """
    # Resolved first: an empty name before a colon would mean what is staged.
    commit = _git(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", ref=ref
    )
    name = Path(os.path.relpath(path)).as_posix()
    return _git("cat-file", "blob", f"{commit.decode().strip()}:./{name}", ref=ref)


def _git(*words: str, ref: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise SettingsError("--against needs git")
    run = subprocess.run([program, *words], capture_output=True, check=False)  # noqa: S603 - git, told by us what to do
    if run.returncode:
        told = run.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise SettingsError(f"--against {ref!r}: {told or 'no such commit here'}")
    return run.stdout
