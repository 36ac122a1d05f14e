"""A guarded program ends with the process that started it, and its guard ends with it."""

import subprocess
import sys
from pathlib import Path

from tests.engines import guard

SECONDS = 30
GUARDED = (sys.executable, "-I", "-S", str(Path(guard.__file__)), sys.executable, "-c")


def guarded(program: str) -> subprocess.Popen[bytes]:
    """Start a Python program under guard."""
    return subprocess.Popen(  # noqa: S603 - the words are constants
        [*GUARDED, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_program_ends_when_its_guard_s_input_does() -> None:
    process = guarded("import time; print('runs', flush=True); time.sleep(60)")
    assert process.stdout is not None
    assert process.stdout.readline() == b"runs\n"
    # The output ends only once the program itself has ended.
    assert process.communicate(timeout=SECONDS)[0] == b""


def test_a_guard_ends_with_its_program_and_its_exit_code() -> None:
    process = guarded("raise SystemExit(7)")
    assert process.wait(SECONDS) == 7
    process.communicate(timeout=SECONDS)
