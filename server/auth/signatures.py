"""Signature version 4: requests signed with a secret that both sides know, as AWS signs them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from schema.access import Access, Mode
from server.auth.callers import Authenticate, Caller, Presented, not_authorized, not_usable

SCHEME: Final = "AWS4-HMAC-SHA256"
SERVICE: Final = "appsync"
SKEW: Final = timedelta(minutes=5)

_FORM: Final = re.compile(
    SCHEME + r"\s+Credential=(?P<key>[^/,\s]+)/(?P<day>\d{8})/(?P<region>[^/,\s]+)"
    r"/(?P<service>[^/,\s]+)/aws4_request\s*,\s*SignedHeaders=(?P<headers>[^,\s]+)"
    r"\s*,\s*Signature=(?P<signature>[0-9a-f]{64})"
)
_AT: Final = "x-amz-date"
_CONTENT: Final = "x-amz-content-sha256"
_SESSION: Final = "x-amz-security-token"
_ALWAYS_SIGNED: Final = {"host", _AT}
_ACCESS: Final = Access(mode=Mode.IAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """A key that may sign, with its secret."""

    key_id: str
    secret: str
    session_token: str | None = None


class _Verifier(SigV4Auth):
    """Sign what was signed: the requests it is given have the signed headers alone."""

    def headers_to_sign(self, request: AWSRequest) -> Any:
        return request.headers


def is_signature(authorization: str) -> bool:
    """Tell whether a header `Authorization` is a signature, whatever it is worth."""
    return authorization.startswith(SCHEME)


def by_signature(keys: Sequence[AccessKey], *, region: str) -> Authenticate:
    """Know callers by a signature of the whole request, made for this region within 5 minutes."""
    by_id = {key.key_id: key for key in keys}

    async def authenticate(presented: Presented, now: datetime) -> Caller:
        claimed = _FORM.fullmatch(presented.authorization)
        if claimed is None:
            raise not_usable()
        key = by_id.get(claimed["key"])
        is_meant = (claimed["region"], claimed["service"]) == (region, SERVICE)
        if key is None or not is_meant or not _is_timely(claimed["day"], presented.headers, now):
            raise not_authorized()
        if not _is_signed(claimed, presented, key, await presented.body()):
            raise not_authorized()
        return Caller(identity=None, access=_ACCESS, credential=key.key_id)

    return authenticate


def _is_timely(day: str, headers: Mapping[str, str], now: datetime) -> bool:
    text = headers.get(_AT, "")
    try:
        signed_at = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return text.startswith(day) and abs(now - signed_at) <= SKEW


def _is_signed(claimed: re.Match[str], presented: Presented, key: AccessKey, body: bytes) -> bool:
    headers = presented.headers
    names = claimed["headers"].split(";")
    if not _ALWAYS_SIGNED.issubset(names) or any(name not in headers for name in names):
        return False
    # The signer believes the digest in this header instead of computing the body's.
    if headers.get(_CONTENT, sha256(body).hexdigest()) != sha256(body).hexdigest():
        return False
    if headers.get(_SESSION) != key.session_token:
        return False
    request = AWSRequest(
        method=presented.method,
        url=f"https://{SERVICE}{presented.target}",
        headers={name: headers[name] for name in names},
        data=body,
    )
    request.context["timestamp"] = headers[_AT]
    expected = _signature(request, key, region=claimed["region"])
    return compare_digest(expected, claimed["signature"])


def _signature(request: AWSRequest, key: AccessKey, *, region: str) -> str:
    signer = _Verifier(Credentials(key.key_id, key.secret), SERVICE, region)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    return signer.signature(text, request)
