"""Secrets of callers and clients: kept as a digest, and looked up by that digest alone."""

from hashlib import sha256


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a secret in hexadecimal, the only form in which it is kept."""
    return sha256(secret.encode()).hexdigest()
