"""Other processes of a test: started afresh, they tell over a pipe that ends when they do."""

from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final, TypeAlias

SECONDS: Final = 60
Work: TypeAlias = Callable[[Path, str, Connection], None]


def started(work: Work, path: Path, name: str) -> tuple[SpawnProcess, Connection]:
    """Start a process that works on a file under a name, and return it with its pipe."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(path, name, theirs), daemon=True)
    process.start()
    # Only the child may hold this end, or its death would not end the pipe.
    theirs.close()
    return process, ours


def told(pipe: Connection) -> Iterator[object]:
    """Yield what a process tells until it ends; a word cut off by its end is left out."""
    try:
        while pipe.poll(SECONDS):
            yield pipe.recv()
    except (EOFError, OSError):
        return
    else:
        raise AssertionError(f"a process told nothing for {SECONDS} seconds and did not end")
    finally:
        pipe.close()


def killed(process: SpawnProcess) -> None:
    """Kill a process, whether it still runs or not."""
    process.kill()
    process.join()
    process.close()


def answers(work: Work, path: Path, count: int) -> list[object]:
    """Run so many processes at once and return what each told, in the order they started."""
    running = [started(work, path, f"{number}") for number in range(count)]
    try:
        found = [answer for _, pipe in running for answer in told(pipe)]
        for process, _ in running:
            process.join(SECONDS)
        return found
    finally:
        for process, _ in running:
            killed(process)
