"""Items as compact JSON text; binary content is base64 in the text and bytes in memory."""

import json
from base64 import b64decode, b64encode
from typing import Any, cast

from persistence.embedded.values import AttributeValue, Item


def _encode_bytes(content: Any) -> str:
    return b64encode(bytes(content)).decode()


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_encode_bytes
)
_SORTED_ENCODER = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=_encode_bytes)


def encode(item: Item) -> str:
    """Return the stored text of a canonical item."""
    return _ENCODER.encode(item)


def encode_sorted(request: Any) -> str:
    """Return a text that is equal for equal requests, whatever the order of their names."""
    return _SORTED_ENCODER.encode(request)


def decode(text: str) -> Item:
    """Return the item of a stored text."""
    item = cast("Item", json.loads(text))
    # Inside a JSON string the quotes are escaped, so only a tag or an attribute name matches.
    if '"B":' in text or '"BS":' in text:
        return {name: _with_bytes(value) for name, value in item.items()}
    return item


def _with_bytes(value: AttributeValue) -> AttributeValue:
    ((kind, content),) = value.items()
    match kind:
        case "B":
            return {kind: b64decode(content)}
        case "BS":
            return {kind: [b64decode(element) for element in content]}
        case "M":
            return {kind: {name: _with_bytes(inner) for name, inner in content.items()}}
        case "L":
            return {kind: [_with_bytes(inner) for inner in content]}
        case _:
            return value
