"""The command line as a process of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a process ended and what it wrote."""

    code: int | None
    out: str
    err: str


async def start(*words: str, cwd: Path = ROOT, **variables: str) -> Process:
    """Start `milepost` with these words and variables."""
    return await start_python("-m", "server", *words, cwd=cwd, **variables)


async def start_python(*words: str, cwd: Path = ROOT, **variables: str) -> Process:
    """Start the interpreter that runs the tests."""
    inherited = {name: each for name, each in os.environ.items() if "MILEPOST" not in name}
    environment = {**inherited, "PYTHONPATH": str(ROOT), **variables}
    return await asyncio.create_subprocess_exec(
        sys.executable, *words, stdout=PIPE, stderr=PIPE, cwd=cwd, env=environment
    )


@asynccontextmanager
async def running(*words: str, cwd: Path = ROOT, **variables: str) -> AsyncGenerator[Process]:
    """Start `milepost`; if it still runs at the end of the block it is killed."""
    process = await start(*words, cwd=cwd, **variables)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await end_of(process)


async def line_of(process: Process) -> str:
    """Return the next line that a process prints."""
    assert process.stdout is not None
    async with asyncio.timeout(SECONDS):
        return (await process.stdout.readline()).decode()


async def end_of(process: Process) -> Done:
    """Wait for the end of a process, which is killed if it does not come in time."""
    try:
        async with asyncio.timeout(SECONDS):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    return Done(code=process.returncode, out=out.decode(), err=err.decode())


async def run(*words: str) -> Done:
    """Run `milepost` with these words to its end."""
    return await end_of(await start(*words))
