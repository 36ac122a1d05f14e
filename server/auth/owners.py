"""Owners: their names, and the identity of a caller who is one."""

from typing import Final

from resolvers.context import Identity

MAX_OWNER_CHARACTERS: Final = 128


def is_owner_name(name: str) -> bool:
    """Tell whether a name of 1 to 128 printable characters without blanks can be an owner's."""
    return 1 <= len(name) <= MAX_OWNER_CHARACTERS and name.isprintable() and " " not in name


def owner_identity(subject: object) -> Identity | None:
    """Return the identity of a subject; None where it cannot be an owner's name."""
    if isinstance(subject, str) and is_owner_name(subject):
        return Identity(owner=subject)
    return None
