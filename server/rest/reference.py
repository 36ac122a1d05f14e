"""The reference of REST: its document for programs, and a page of it for people."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.pages import StaticPage
from server.refusals import json_response
from server.rest.openapi import document

ASSET_TYPES: Final = MappingProxyType(
    {
        "page.css": "text/css",
        "rapidoc-min.js": "text/javascript",
        "LICENSE.bundled": "text/plain",
        "LICENSE.rapidoc": "text/plain",
    }
)


def routes(middleware: Sequence[Middleware]) -> list[Route]:
    """List the routes of `/openapi.json` and of the page `/docs`, which anybody may read."""
    page = StaticPage(path="/docs", package="web.rest", types=ASSET_TYPES)
    document_route = Route("/openapi.json", _document, methods=["GET"], middleware=middleware)
    return [document_route, *page.routes()]


def _document(request: Request) -> Response:
    del request
    return json_response(document())
