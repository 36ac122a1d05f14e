"""An identity provider without a network: its documents, its keys, and tokens that it signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from server.auth.fetching import FetchError
from tests.server.auth.presenting import NOW

URL: Final = "https://id.example.org"
AT: Final = int(NOW.timestamp())

RSA: Final = RSAKey.generate_key(2048, {"kid": "rsa"})
OTHER_RSA: Final = RSAKey.generate_key(2048, {"kid": "other"})
EC: Final = ECKey.generate_key("P-256", {"kid": "ec"})


@dataclass(slots=True, kw_only=True)
class Provider:
    """A provider that answers with its documents and counts how often it is asked."""

    url: str = URL
    keys: list[Any] = field(default_factory=lambda: [published(RSA), published(EC)])
    documents: dict[str, Any] = field(default_factory=dict[str, Any])
    asked: list[str] = field(default_factory=list[str])
    is_down: bool = False

    async def fetch(self, url: str) -> Any:
        """Return a document, or fail as the network does."""
        self.asked.append(url)
        if self.is_down:
            raise FetchError(f"{url} is gone")
        documents = {
            f"{self.url}/.well-known/openid-configuration": {
                "issuer": self.url,
                "jwks_uri": f"{self.url}/keys",
            },
            f"{self.url}/keys": {"keys": self.keys},
        }
        return (documents | self.documents)[url]


def published(key: RSAKey | ECKey, **changes: Any) -> dict[str, Any]:
    """Return the public part of a key as a provider publishes it."""
    return {**key.as_dict(private=False), "use": "sig", **changes}


def signed(
    claims: Mapping[str, Any] | None = None,
    *,
    key: RSAKey | ECKey = RSA,
    alg: str = "RS256",
    header: Mapping[str, Any] | None = None,
    without: str = "",
) -> str:
    """Return a token of ada's that is good for an hour, with other claims and header on top."""
    head = {"alg": alg, "kid": key.kid, **(header or {})}
    told = {"iss": URL, "sub": "ada", "iat": AT, "exp": AT + 3600, "aud": "web", **(claims or {})}
    told.pop(without, None)
    return jwt.encode(
        {name: value for name, value in head.items() if value is not None},
        told,
        key,
        registry=JWSRegistry(algorithms=[alg], strict_check_header=False),
    )
