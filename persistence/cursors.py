"""Cursors: positions in lists, signed for one caller and one list."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from collections.abc import Sequence
from typing import Final

from domain.errors import InvalidInputError
from persistence.errors import MissingSecretError

_SIGNATURE_BYTES: Final = 32


class SignedCursors:
    """The port of cursors: HMAC-SHA256 over owner, scope and position.

    The first secret signs, all of them verify, so that a new one can be put before an old one.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets)

    def issue(self, position: str, *, owner: str, scope: str) -> str:
        """Return the token of a position in a list; it is safe in a URL."""
        signature = _signature(self._secrets[0], position, owner=owner, scope=scope)
        return _text(signature + position.encode())

    def read(self, token: str, *, owner: str, scope: str) -> str:
        """Return the position.

        Raises:
            InvalidInputError: The token was not issued for this caller and scope.
        """
        try:
            data = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
            signature, position = data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:].decode()
        except (NotBase64Error, UnicodeError):
            raise _refused(token) from None
        for secret in self._secrets:
            expected = _signature(secret, position, owner=owner, scope=scope)
            if hmac.compare_digest(signature, expected) and _text(data) == token:
                return position
        raise _refused(token)


def secrets_of(text: str) -> tuple[str, ...]:
    """Return the secrets that the text separates by commas.

    Raises:
        MissingSecretError: There is none.
    """
    secrets = tuple(secret.strip() for secret in text.split(",") if secret.strip())
    if not secrets:
        raise MissingSecretError("MILEPOST_SECRET must hold a secret that signs list tokens")
    return secrets


def _signature(secret: bytes, position: str, *, owner: str, scope: str) -> bytes:
    # JSON keeps the three apart: no owner can end where another's scope begins.
    return hmac.digest(secret, json.dumps([owner, scope, position]).encode(), "sha256")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _refused(token: str) -> InvalidInputError:
    return InvalidInputError("nextToken", "must be a token of this list, caller and filters", token)
