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

from tests.server.processes import SECONDS, Done, end_of, run, start

QUERY = {"query": "{ __typename }"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Served:
    """A server that answers."""

    process: Process
    lines: tuple[str, ...]
    address: str


@asynccontextmanager
async def _served(*words: str, lines: int, cwd: Path, **variables: str) -> AsyncGenerator[_Served]:
    process = await start("serve", *words, cwd=cwd, **variables)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(SECONDS):
            told = tuple([(await process.stdout.readline()).decode() for _ in range(lines)])
        address = re.search(r"http://\S+(?=/graphql$)", told[0].strip())
        assert address is not None, told
        yield _Served(process=process, lines=told, address=address.group())
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _stopped(served: _Served, number: signal.Signals) -> Done:
    served.process.send_signal(number)
    return await end_of(served.process)


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


async def test_a_server_tells_one_address_and_wants_a_token(tmp_path: Path) -> None:
    file = str(tmp_path / "goals.db")
    token = (await run("token", "create", "--user", "ada", "--store", file)).out.strip()
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


async def test_a_server_knows_callers_as_a_file_says(tmp_path: Path) -> None:
    file = tmp_path / "auth.json"
    file.write_text('{"authenticationType": "API_KEY"}', encoding="utf-8")
    store = str(tmp_path / "goals.db")
    key = (await run("key", "create", "--store", store)).out.strip()
    token = (await run("token", "create", "--user", "ada", "--store", store)).out.strip()
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


async def test_headers_beyond_their_limit_are_refused_before_they_end(tmp_path: Path) -> None:
    async with _served("--dev", "--port", "0", lines=2, cwd=tmp_path) as served:
        url = httpx.URL(served.address)
        reader, writer = await asyncio.open_connection(url.host, url.port)
        async with asyncio.timeout(SECONDS):
            writer.write(b"GET /healthz HTTP/1.1\r\nx-long: " + b"x" * 100_000)
            told = await reader.readline()
        writer.close()
        await _stopped(served, signal.SIGINT)
    assert told == b"HTTP/1.1 400 Bad Request\r\n"


async def test_long_credentials_are_taken(tmp_path: Path) -> None:
    async with _served("--dev", "--port", "0", lines=2, cwd=tmp_path) as served:
        async with httpx.AsyncClient(base_url=served.address) as client:
            answer = await client.get("/healthz", headers={"authorization": "x" * 20_000})
        await _stopped(served, signal.SIGINT)
    assert answer.status_code == 200


async def test_a_port_in_use_is_one_line_and_code_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = await end_of(await start("serve", "--port", port, cwd=tmp_path))
    told = f"milepost: port {port} on 127.0.0.1 is in use; choose another with --port\n"
    assert done == Done(code=1, out="", err=told)
    assert not (tmp_path / "milepost.db").exists()
