"""Serve the GraphiQL page and its assets from the package, so that it works without a network."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ASSET_TYPES: Final = MappingProxyType(
    {
        "graphiql.min.css": "text/css",
        "graphiql.min.js": "text/javascript",
        "page.css": "text/css",
        "page.js": "text/javascript",
        "react-dom.production.min.js": "text/javascript",
        "react.production.min.js": "text/javascript",
        "LICENSE.bundled": "text/plain",
        "LICENSE.fonts": "text/plain",
        "LICENSE.graphiql": "text/plain",
        "LICENSE.react": "text/plain",
    }
)

# GraphiQL sets inline styles and embeds its fonts and cursor images in its style sheet.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; "
    "font-src data:; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'"
)


def routes() -> list[Route]:
    """List the routes of the page `/graphiql` and of its files `/graphiql/assets/{name}`."""
    return [
        Route("/graphiql", _page, methods=["GET"]),
        Route("/graphiql/assets/{name}", _asset, methods=["GET"]),
    ]


def _page(request: Request) -> Response:
    return _file_response(request, "index.html", "text/html")


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSET_TYPES:
        raise HTTPException(404)
    return _file_response(request, name, ASSET_TYPES[name])


def _file_response(request: Request, name: str, media_type: str) -> Response:
    content, etag = _load(name)
    # Names carry no version, so a browser asks each time and mostly gets an empty 304.
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "ETag": etag,
        "X-Content-Type-Options": "nosniff",
    }
    if etag in _known_etags(request):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _known_etags(request: Request) -> set[str]:
    header = request.headers.get("if-none-match", "")
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


@cache
def _load(name: str) -> tuple[bytes, str]:
    content = files("web.graphiql").joinpath(name).read_bytes()
    return content, f'"{sha256(content).hexdigest()[:32]}"'
