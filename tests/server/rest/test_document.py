"""docs/rest.md names what there is."""

import re
from pathlib import Path

from server.rest.endpoints import ENDPOINTS
from server.rest.face import EXPOSED_HEADERS

TEXT = (Path(__file__).parents[3] / "docs" / "rest.md").read_text("utf-8")


def test_every_path_and_method_is_documented() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    missing = [
        each.name
        for each in ENDPOINTS
        if not any(each.method in row and _names(row, each.path) for row in rows)
    ]
    assert missing == []


def _names(row: str, path: str) -> bool:
    base, _, verb = path.rpartition("/")
    return f"{path}`" in row or (f"{base}/" in row and f"`/{verb}`" in row)


def test_every_header_of_an_answer_is_documented() -> None:
    named = re.findall(r"`([A-Z][\w-]+)(?:: true)?`", TEXT)
    assert set(EXPOSED_HEADERS) <= set(named)
