"""A server of ours that knows callers in every way it can, in the clear and behind TLS."""

import asyncio
import json
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import trustme
from joserfc import jwt
from joserfc.jwk import RSAKey

from persistence.store import open_embedded
from server.auth.keys import mint_key
from tests.server.auth import authorizers
from tests.server.auth.provider import RSA, published
from tests.server.auth.sites import a_site
from tests.server.processes import SECONDS, line_of, running

REGION: Final = "eu-central-1"
SIGNER: Final = {
    "accessKeyId": "AKIAEXAMPLE",
    "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "sessionToken": "session/token+of=clients",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a server answers, and what it takes."""

    url: str
    secure_url: str
    authority: Path
    issuer: str
    api_key: str

    @property
    def host(self) -> str:
        """Return the host and port of the plain address."""
        return self.url.split("/")[2]

    def token(self, owner: str) -> str:
        """Return a JSON Web Token of an owner, as the identity provider signs it."""
        at = int(datetime.now(UTC).timestamp())
        claims = {"iss": self.issuer, "sub": owner, "iat": at, "exp": at + 3600, "aud": "web"}
        return jwt.encode({"alg": "RS256", "kid": RSA.kid}, claims, RSA)

    @staticmethod
    def own_token(owner: str) -> str:
        """Return a token that the authorizer takes."""
        return f"own:{owner}"


@asynccontextmanager
async def serving(folder: Path) -> AsyncGenerator[Site]:
    """Serve an empty store, with an identity provider beside it and TLS before it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    with a_site() as provider:
        provider.content = _provided(provider.address, RSA)
        (folder / "auth.json").write_text(json.dumps(_ways(provider.address)), encoding="utf-8")
        key = await _api_key(folder / "goals.db")
        async with _serving(folder) as port, _behind_tls(port, authority) as secure_port:
            yield Site(
                url=f"http://127.0.0.1:{port}/graphql",
                secure_url=f"https://localhost:{secure_port}/graphql",
                authority=folder / "authority.pem",
                issuer=provider.address,
                api_key=key,
            )


def _provided(address: str, key: RSAKey) -> bytes:
    # One document is both the provider's description and its keys.
    told = {"issuer": address, "jwks_uri": f"{address}/keys", "keys": [published(key)]}
    return json.dumps(told).encode()


def _ways(issuer: str) -> Mapping[str, Any]:
    authorizer = f"{authorizers.__name__}:trusting"
    return {
        "authenticationType": "OPENID_CONNECT",
        "openIDConnectConfig": {"issuer": issuer},
        "additionalAuthenticationProviders": [
            {"authenticationType": "API_KEY"},
            {
                "authenticationType": "AWS_LAMBDA",
                "lambdaAuthorizerConfig": {"authorizerUri": authorizer},
            },
            {
                "authenticationType": "AWS_IAM",
                "iamConfig": {"awsRegion": REGION, "credentials": [SIGNER]},
            },
        ],
    }


async def _api_key(path: Path) -> str:
    secret, key = mint_key(now=datetime.now(UTC), days=1, note=None)
    with closing(open_embedded(path)) as store:
        await store.api_keys.add(key)
    return secret


@asynccontextmanager
async def _serving(folder: Path) -> AsyncGenerator[int]:
    words = ("--auth", str(folder / "auth.json"), "--store", str(folder / "goals.db"))
    async with running("serve", "--port", "0", "--rate-counts", "off", *words) as server:
        line = await line_of(server)
        # A server whose log nobody reads would wait for a reader some day.
        ending = asyncio.create_task(server.communicate())
        try:
            yield int(line.removesuffix("/graphql\n").rpartition(":")[2])
        finally:
            server.terminate()
            async with asyncio.timeout(SECONDS):
                _, log = await ending
        assert (server.returncode, _faults(log)) == (0, []), log.decode()


def _faults(log: bytes) -> list[str]:
    return [line for line in log.decode().splitlines() if json.loads(line)["level"] != "info"]


@asynccontextmanager
async def _behind_tls(port: int, authority: trustme.CA) -> AsyncGenerator[int]:
    """Pass on what comes over TLS, as a reverse proxy does."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with authority.issue_cert("localhost").private_key_and_cert_chain_pem.tempfile() as path:
        context.load_cert_chain(path)

    async def relay(reader: StreamReader, writer: StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_copied(reader, inner_writer), _copied(inner_reader, writer))

    async with await asyncio.start_server(relay, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def _copied(reader: StreamReader, writer: StreamWriter) -> None:
    try:
        while content := await reader.read(65536):
            writer.write(content)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
