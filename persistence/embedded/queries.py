"""Query and Scan: a page of at most 1 MB in key order, and the key to go on from."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeAlias
from zlib import crc32

from persistence.embedded import grammar
from persistence.embedded.capacity import consumed, read_units
from persistence.embedded.codec import decode
from persistence.embedded.conditions import holds
from persistence.embedded.errors import invalid
from persistence.embedded.expressions import Scope
from persistence.embedded.items import projection
from persistence.embedded.nodes import Condition, DocumentPath
from persistence.embedded.operands import check_condition
from persistence.embedded.paths import project
from persistence.embedded.ranges import key_range
from persistence.embedded.requests import Request, Response
from persistence.embedded.store import Store
from persistence.embedded.targets import Target, target_of
from persistence.embedded.values import Item

MAX_PAGE_BYTES = 1024 * 1024
_Rows: TypeAlias = Iterable[tuple[str, int, bytes]]


@dataclass(slots=True, kw_only=True)
class _Page:
    target: Target
    values: Item
    condition: Condition | None
    paths: tuple[DocumentPath, ...] | None
    limit: int | None
    items: list[Item] = field(default_factory=list[Item])
    scanned: int = 0
    size: int = 0
    last_key: Item | None = None

    def read(self, rows: _Rows) -> None:
        last: Item = {}
        for text, size, _ in rows:
            if self.scanned and self.size + size > MAX_PAGE_BYTES:
                break
            last = decode(text)
            self._add(self.target.visible(last), size)
            if self.scanned == self.limit:
                break
        else:
            return
        self.last_key = self.target.key_of(last)

    def _add(self, item: Item, size: int) -> None:
        self.scanned += 1
        self.size += size
        if self.condition is None or holds(self.condition, item, self.values):
            self.items.append(item if self.paths is None else project(item, self.paths))


def query(store: Store, request: Request) -> Response:
    """Read the items of one partition in the order of the range key."""
    target, scope = target_of(store, request), Scope(request)
    keys = scope.parse(grammar.condition, request["KeyConditionExpression"])
    selected = key_range(keys.root, scope.values, target.schema)
    page = _page(target, scope, request, hidden=target.schema.names)
    sql, arguments = target.read_partition(
        selected, target.start(request), is_forward=request.get("ScanIndexForward", True)
    )
    with (
        store.viewing(is_index=target.index is not None) as connection,
        closing(connection.execute(sql, arguments)) as rows,
    ):
        page.read(rows)
    return _response(request, page)


def scan(store: Store, request: Request) -> Response:
    """Read all items of a table or an index, or those of one segment."""
    target, scope = target_of(store, request), Scope(request)
    page = _page(target, scope, request, hidden=())
    segment, segments = _segment(request)
    sql, arguments = target.read_all(target.start(request))
    with (
        store.viewing(is_index=target.index is not None) as connection,
        closing(connection.execute(sql, arguments)) as rows,
    ):
        page.read(row for row in rows if segments == 1 or crc32(row[2]) % segments == segment)
    return _response(request, page)


def _page(target: Target, scope: Scope, request: Request, *, hidden: Sequence[str]) -> _Page:
    condition = _filter(scope, request.get("FilterExpression"), hidden)
    paths, limit = projection(scope, request), request.get("Limit")
    scope.close()
    if limit is not None and limit < 1:
        raise invalid(f"Limit must be at least 1, not {limit}")
    return _Page(target=target, values=scope.values, condition=condition, paths=paths, limit=limit)


def _filter(scope: Scope, text: str | None, hidden: Sequence[str]) -> Condition | None:
    if text is None:
        return None
    parsed = scope.parse(grammar.condition, text)
    if keys := parsed.attributes.intersection(hidden):
        raise invalid(
            "Filter Expression can only contain non-primary key attributes: "
            f"Primary key attribute: {', '.join(sorted(keys))}"
        )
    check_condition(parsed.root, scope.values)
    return parsed.root


def _segment(request: Request) -> tuple[int, int]:
    if ("Segment" in request) != ("TotalSegments" in request):
        raise invalid("Segment and TotalSegments must be given together")
    segment, segments = request.get("Segment", 0), request.get("TotalSegments", 1)
    if not 0 <= segment < segments:
        raise invalid(f"Segment must be at least 0 and less than TotalSegments, not {segment}")
    return segment, segments


def _response(request: Request, page: _Page) -> Response:
    response: Response = {"Count": len(page.items), "ScannedCount": page.scanned}
    if request.get("Select") != "COUNT":
        response["Items"] = page.items
    if page.last_key is not None:
        response["LastEvaluatedKey"] = page.last_key
    units = read_units(page.size, request)
    return response | consumed(request, page.target.table.name, units)
