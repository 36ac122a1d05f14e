"""AppSync's events, whole or in the forms that Powertools keeps of real ones."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

OWNER: Final = "0b5e1c62-7a35-4a7e-9d55-6f0f5a2c9e11"
SUB: Final[Mapping[str, Any]] = {"sub": OWNER, "username": "ann"}
KEPT: Final[Mapping[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "appsync_events.json").read_text(encoding="utf-8")
)


def an_event(
    type_name: str,
    field_name: str,
    *,
    source: object = None,
    identity: Mapping[str, Any] | None = SUB,
    **arguments: object,
) -> dict[str, Any]:
    """Return AppSync's event of one field."""
    return {
        "arguments": arguments,
        "identity": identity,
        "source": source,
        "request": {"headers": {"x-amzn-trace-id": "Root=1-00"}, "domainName": None},
        "prev": None,
        "info": {
            "fieldName": field_name,
            "parentTypeName": type_name,
            "variables": {},
            "selectionSetList": ["id"],
            "selectionSetGraphQL": "{ id }",
        },
        "stash": {},
    }
