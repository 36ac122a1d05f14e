"""Messages of a socket: a JSON object with a type and often an id and a payload."""

import json
from dataclasses import dataclass
from typing import Any, Final, cast

from server.envelope import parse_json
from server.refusals import RequestRefusedError

# As long as AppSync lets an id be.
LONGEST_ID: Final = 128


class FrameError(Exception):
    """Refuse a message that cannot be understood; `id` is its id if it has one."""

    def __init__(self, message: str, *, ident: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.ident = ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A message of a client."""

    type: str
    id: str | None = None
    payload: Any = None


def read_frame(content: str | bytes) -> Frame:
    """Return the message in a text.

    Raises:
        FrameError: It is binary, not a JSON object with a type, or its id is not a short string.
    """
    if isinstance(content, bytes):
        raise FrameError("A message is text.")
    try:
        found = parse_json(content.encode())
    except (RequestRefusedError, UnicodeEncodeError):
        raise FrameError("A message is JSON.") from None
    if not isinstance(found, dict):
        raise FrameError("A message is a JSON object.")
    fields = cast("dict[str, Any]", found)
    ident, kind = fields.get("id"), fields.get("type")
    if ident is not None and not _is_id(ident):
        raise FrameError(f"An id is a string of 1 to {LONGEST_ID} characters.")
    if not isinstance(kind, str):
        raise FrameError("A message has a type.", ident=ident)
    return Frame(type=kind, id=ident, payload=fields.get("payload"))


def encoded(value: object) -> str:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def frame(kind: str, *, ident: str | None = None, payload: str | None = None) -> str:
    """Return a message's text; its payload is JSON already, so that many may share it."""
    parts = [f'"type":{encoded(kind)}']
    if ident is not None:
        parts.append(f'"id":{encoded(ident)}')
    if payload is not None:
        parts.append(f'"payload":{payload}')
    return "{" + ",".join(parts) + "}"


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID
