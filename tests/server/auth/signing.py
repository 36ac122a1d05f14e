"""Signature version 4 written from AWS's description of it, without botocore."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from hashlib import sha256
from typing import Any, Final

from server.auth.callers import Presented
from tests.server.auth.presenting import BODY, NOW, presenting

KEY: Final = "AKIAEXAMPLE"
SECRET: Final = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
REGION: Final = "eu-central-1"
HOST: Final = "goals.example.org:8000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is signed, by whom and for whom; `unsigned` headers are added afterwards."""

    headers: dict[str, str] = field(default_factory=dict[str, str])
    unsigned: dict[str, str] = field(default_factory=dict[str, str])
    method: str = "POST"
    path: str = "/graphql"
    query: str = ""
    content: bytes = BODY
    at: datetime = NOW
    key: str = KEY
    secret: str = SECRET
    region: str = REGION
    service: str = "appsync"
    form: str = "AWS4-HMAC-SHA256 Credential={}, SignedHeaders={}, Signature={}"

    @property
    def presented(self) -> Presented:
        """Return the signed request."""
        told = {"host": HOST, "x-amz-date": self.at.strftime("%Y%m%dT%H%M%SZ"), **self.headers}
        names = ";".join(sorted(told))
        scope = f"{told['x-amz-date'][:8]}/{self.region}/{self.service}/aws4_request"
        digest = sha256(self._canonical(told, names).encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", told["x-amz-date"], scope, digest])
        authorization = self.form.format(f"{self.key}/{scope}", names, self._signature(scope, text))
        return presenting(
            {**told, **self.unsigned, "authorization": authorization},
            method=self.method,
            target=f"{self.path}?{self.query}" if self.query else self.path,
            content=self.content,
        )

    def _canonical(self, told: dict[str, str], names: str) -> str:
        headers = [f"{name}:{' '.join(told[name].split())}" for name in sorted(told)]
        query = "&".join(sorted(self.query.split("&")))
        digest = sha256(self.content).hexdigest()
        return "\n".join([self.method, self.path, query, *headers, "", names, digest])

    def _signature(self, scope: str, text: str) -> str:
        def derived(key: bytes, part: str) -> bytes:
            return hmac.digest(key, part.encode(), "sha256")

        return reduce(derived, [*scope.split("/"), text], f"AWS4{self.secret}".encode()).hex()


def signing(**changes: Any) -> Presented:
    """Return a signed request that differs so from an ordinary one."""
    return Signing(**changes).presented
