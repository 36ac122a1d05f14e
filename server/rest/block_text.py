"""JSON values as block-style YAML, which people read and tools compare by lines."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

# Bare, these are no texts to YAML 1.1.
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def yaml_text(value: Mapping[str, Any]) -> str:
    """Return the YAML of a JSON object; a text or a number is written as JSON writes it."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, held in cast("Mapping[str, object]", value).items():
            yield from _under(f"{_key(key)}:", held)
    elif isinstance(value, list) and value:
        for held in cast("list[object]", value):
            first, *others = _lines(held)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _under(name: str, value: object) -> Iterator[str]:
    if _is_block(value):
        yield name
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield from (f"{name} {line}" for line in _lines(value))


def _is_block(value: object) -> bool:
    return isinstance(value, Mapping | list) and value not in ({}, [])


def _key(key: str) -> str:
    is_bare = key.replace("-", "").isidentifier() and key.lower() not in _WORDS
    return key if is_bare else json.dumps(key)
