"""The reference engines as servers of this machine: started on a free port, stopped at the end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import pytest

from tests.engines.install import DYNOXIDE, EXTENDDB, NotInstalledError, Package, binary

# The example of AWS's own documents, which ExtendDB knows from the start.
_CREDENTIALS: Final = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
REGION: Final = "us-east-1"
_GUARDED: Final = (sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py")))
_SECONDS: Final = 15
_ATTEMPTS: Final = 3


@contextmanager
def dynoxide() -> Generator[str]:
    """Run Dynoxide in memory and yield its address."""
    program = _binary(DYNOXIDE)
    with _serving(lambda port: [program, "serve", "--host", "127.0.0.1", "--port", port]) as url:
        yield url


@contextmanager
def extenddb(folder: Path, *, index_delay_milliseconds: int = 30) -> Generator[str]:
    """Run ExtendDB over a file in the folder and yield its address."""
    program, config = _binary(EXTENDDB), str(folder / "extenddb.toml")
    _configure(Path(config), folder / "extenddb.sqlite")
    initial = str(folder / "initial.toml")
    store = str(folder / "extenddb.sqlite")
    _run(folder, program, "init", "--config", initial, "--sqlite-path", store)
    for name, value in (
        ("control_plane_delay_seconds", "0"),
        ("index_propagation_delay_ms", str(index_delay_milliseconds)),
    ):
        _run(folder, program, "settings", "-c", config, "set", name, value)
    words = (program, "serve", "--foreground", "--config", config, "--port")
    with _serving(lambda port: [*words, port], HOME=str(folder)) as url:
        yield url


@contextmanager
def credentials() -> Generator[None]:
    """Let botocore find the credentials that the servers know, and no others."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("AWS_"):
                patch.delenv(name)
        for name, value in _CREDENTIALS.items():
            patch.setenv(name, value)
        yield


def _binary(package: Package) -> str:
    try:
        return str(binary(package))
    except NotInstalledError as error:
        pytest.skip(str(error))


def _configure(config: Path, store: Path) -> None:
    config.write_text(
        '[server]\nbind_addr = "127.0.0.1"\n[server.tls]\nenabled = false\n'
        f'[storage]\nbackend = "sqlite"\n[storage.sqlite]\npath = "{store}"\n'
    )


def _run(home: Path, *words: str) -> None:
    environment = _environment(HOME=str(home))
    subprocess.run(words, env=environment, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - the words are constants


def _environment(**variables: str) -> dict[str, str]:
    # A server takes credentials from its environment too, and mocks put theirs there.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **_CREDENTIALS, **variables}


@contextmanager
def _serving(words: Callable[[str], list[str]], **variables: str) -> Generator[str]:
    port, process = _started(words, _environment(**variables))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        # The guard ends with its standard input, and the server with the guard.
        process.communicate(timeout=_SECONDS)


def _started(
    words: Callable[[str], list[str]], environment: dict[str, str]
) -> tuple[str, subprocess.Popen[bytes]]:
    told = b""
    for _ in range(_ATTEMPTS):
        port = _free_port()
        with NamedTemporaryFile() as log:
            process = subprocess.Popen(  # noqa: S603 - the words are constants
                [*_GUARDED, *words(port)],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
            if _listens(process, Path(log.name)):
                return port, process
            told = Path(log.name).read_bytes()
        process.communicate(timeout=_SECONDS)
    raise AssertionError(f"{words('PORT')} does not start: {told.decode()}")


def _free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def _listens(process: subprocess.Popen[bytes], log: Path) -> bool:
    # Connecting to see whether it listens could take the free port as this end's own.
    deadline = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if b"listening on" in log.read_bytes():
            return True
        time.sleep(0.01)
    return False
