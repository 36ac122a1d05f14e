"""What `serve` refuses before it listens, how it listens, and how it leaves its process."""

import logging
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from server.cli import main
from server.commands.serve import greeting, listen
from server.settings import settings_from


@pytest.fixture
def _own_process() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    signals = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    root.handlers[:], root.level = handlers, level
    for number, handler in signals.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_not_the_process(
    number: signal.Signals,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    async def main_loop(server: uvicorn.Server) -> None:
        assert server.started
        signal.raise_signal(number)

    monkeypatch.setattr(uvicorn.Server, "main_loop", main_loop)
    assert main(["serve", "--port", "0", "--store", str(tmp_path / "goals.db")]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Milepost answers at http://127.0.0.1:")
    assert captured.err == ""


@pytest.mark.usefixtures("_own_process")
def test_a_signal_before_the_server_is_ready_ends_it_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole_serve = uvicorn.Server.serve

    async def serve(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        signal.raise_signal(signal.SIGTERM)
        await whole_serve(server, sockets)

    monkeypatch.setattr(uvicorn.Server, "serve", serve)
    assert main(["serve", "--port", "0", "--store", str(tmp_path / "goals.db")]) == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--dev", "--host", "192.0.2.1"), 2, "not host 192.0.2.1"),
        (("--store", "a.db", "--table", "t"), 2, "--store and --table exclude each other"),
        (("--table", "t"), 2, "--table needs --region"),
        (("--table", "t", "--region", "r"), 2, "--table needs MILEPOST_SECRET"),
        (("--port", "65536"), 2, "port (MILEPOST_PORT)"),
        (("--host", "192.0.2.1", "--port", "0"), 1, "address"),
        (("--host", "no-such-host.invalid", "--port", "0"), 1, "milepost: "),
        (("--store", "no/such/folder/a.db", "--port", "0"), 1, "milepost: "),
    ],
)
def test_an_unusable_server_is_one_line(
    words: tuple[str, ...],
    code: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MILEPOST_SECRET", raising=False)
    assert main(["serve", *words]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert captured.err.count("\n") == 1


def test_a_name_with_two_addresses_is_listened_on_by_its_older_kind() -> None:
    with listen("localhost", 0) as listener:
        assert listener.family == socket.AF_INET


def test_a_port_in_use_is_told_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} on 127.0.0.1 is in use"):
            listen("127.0.0.1", port)


def test_an_address_of_version_6_is_told_in_brackets() -> None:
    settings = settings_from({"host": "::1", "dev": True})
    assert greeting(settings, port=8000) == (
        "Milepost answers at http://[::1]:8000/graphql",
        "GraphiQL is at http://[::1]:8000/graphiql",
    )


def test_what_is_sent_does_not_wait_for_a_confirmation() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
