"""`serve` as a process: its address, its answers, its end."""

import asyncio
import json
import re
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from server.cli import main
from tests.server.processes import SECONDS, Done, end_of, line_of, running, start

QUERY = {"query": "{ __typename }"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Served:
    """A server that answers."""

    process: Process
    lines: tuple[str, ...]
    address: str


@asynccontextmanager
async def _served(*words: str, lines: int, cwd: Path, **variables: str) -> AsyncGenerator[_Served]:
    async with running("serve", *words, cwd=cwd, **variables) as process:
        told = tuple([await line_of(process) for _ in range(lines)])
        address = re.search(r"http://\S+(?=/graphql$)", told[0].strip())
        assert address is not None, told
        yield _Served(process=process, lines=told, address=address.group())


async def _stopped(served: _Served, number: signal.Signals) -> Done:
    served.process.send_signal(number)
    return await end_of(served.process)


async def _printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command in this process and return what it prints."""
    assert await asyncio.to_thread(main, words) == 0
    return capsys.readouterr().out.strip()


def _events(done: Done) -> list[str]:
    return [json.loads(line)["event"] for line in done.err.splitlines()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_development_server_tells_two_addresses_and_stops_cleanly(
    number: signal.Signals, tmp_path: Path
) -> None:
    async with _served("--dev", "--port", "0", lines=2, cwd=tmp_path) as served:
        assert served.lines == (
            f"Milepost answers at {served.address}/graphql\n",
            f"GraphiQL is at {served.address}/graphiql\n",
        )
        async with httpx.AsyncClient(base_url=served.address) as client:
            answer = await client.post("/graphql", json=QUERY)
            page = await client.get("/graphiql")
        done = await _stopped(served, number)
    assert answer.json() == {"data": {"__typename": "Query"}}
    assert page.status_code == 200
    assert (done.code, done.out) == (0, "")
    assert _events(done) == ["request.answered"] * 2
    assert (tmp_path / "milepost.db").is_file()


async def test_a_server_holds_callers_to_the_limits_that_it_is_given(tmp_path: Path) -> None:
    words = ("--dev", "--port", "0", "--rate-read", "1", "--rate-counts", "store")
    query = {"query": "{ me { userId } }"}
    async with _served(*words, lines=2, cwd=tmp_path) as served:
        async with httpx.AsyncClient(base_url=served.address) as client:
            answers = [await client.post("/graphql", json=query) for _ in range(3)]
        await _stopped(served, signal.SIGTERM)
    # A minute may end between two of them.
    assert 429 in [each.status_code for each in answers]
    assert answers[0].headers["x-ratelimit-limit"] == "1"


async def test_a_server_tells_one_address_and_wants_a_token(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = str(tmp_path / "goals.db")
    token = await _printed(capsys, "token", "create", "--user", "ada", "--store", file)
    words = ("--port", "0", "--host", "localhost", "--store", file)
    async with _served(*words, lines=1, cwd=tmp_path) as served:
        assert served.lines == (f"Milepost answers at {served.address}/graphql\n",)
        async with httpx.AsyncClient(base_url=served.address) as client:
            without = await client.post("/graphql", json=QUERY)
            bearing = {"authorization": f"Bearer {token}"}
            known = await client.post("/graphql", json=QUERY, headers=bearing)
            healthy = await client.get("/healthz")
        done = await _stopped(served, signal.SIGTERM)
    assert (without.status_code, known.status_code, healthy.status_code) == (401, 200, 200)
    assert done.code == 0
    assert token not in done.err


async def test_a_server_knows_callers_as_a_file_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "auth.json"
    file.write_text('{"authenticationType": "API_KEY"}', encoding="utf-8")
    store = str(tmp_path / "goals.db")
    key = await _printed(capsys, "key", "create", "--store", store)
    token = await _printed(capsys, "token", "create", "--user", "ada", "--store", store)
    words = ("--port", "0", "--store", store, "--auth", str(file))
    async with _served(*words, lines=1, cwd=tmp_path) as served:
        async with httpx.AsyncClient(base_url=served.address) as client:
            known = await client.post("/graphql", json=QUERY, headers={"x-api-key": key})
            other = await client.post("/graphql", json=QUERY, headers={"authorization": token})
        done = await _stopped(served, signal.SIGTERM)
    assert (known.status_code, other.status_code) == (200, 401)
    assert key not in done.err


async def test_a_file_that_does_not_say_how_callers_are_known_stops_the_start(
    tmp_path: Path,
) -> None:
    (tmp_path / "auth.json").write_text("{}", encoding="utf-8")
    done = await end_of(await start("serve", cwd=tmp_path, MILEPOST_AUTH="auth.json"))
    told = "milepost: auth.json: authenticationType: Field required\n"
    assert done == Done(code=2, out="", err=told)
    assert not (tmp_path / "milepost.db").exists()


async def test_a_server_takes_its_settings_from_variables(tmp_path: Path) -> None:
    variables = {"MILEPOST_PORT": "0", "MILEPOST_STORE": "mine.db", "MILEPOST_HOST": "127.0.0.1"}
    async with _served(lines=1, cwd=tmp_path, **variables) as served:
        assert (await _stopped(served, signal.SIGINT)).code == 0
    assert (tmp_path / "mine.db").is_file()


async def test_long_credentials_are_taken_and_headers_beyond_their_limit_refused_before_they_end(
    tmp_path: Path,
) -> None:
    async with _served("--dev", "--port", "0", lines=2, cwd=tmp_path) as served:
        async with httpx.AsyncClient(base_url=served.address) as client:
            long = await client.get("/healthz", headers={"authorization": "x" * 20_000})
        url = httpx.URL(served.address)
        reader, writer = await asyncio.open_connection(url.host, url.port)
        async with asyncio.timeout(SECONDS):
            writer.write(b"GET /healthz HTTP/1.1\r\nx-long: " + b"x" * 100_000)
            told = await reader.readline()
        writer.close()
        await _stopped(served, signal.SIGINT)
    assert long.status_code == 200
    assert told == b"HTTP/1.1 400 Bad Request\r\n"


async def test_a_port_in_use_is_one_line_and_code_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = await end_of(await start("serve", "--port", port, cwd=tmp_path))
    told = f"milepost: port {port} on 127.0.0.1 is in use; choose another with --port\n"
    assert done == Done(code=1, out="", err=told)
    assert not (tmp_path / "milepost.db").exists()
