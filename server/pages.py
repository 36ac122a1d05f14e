"""Pages that are served from the package with all they need, so that no network is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# The pages' libraries set inline styles and embed fonts and images in their style sheets.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticPage:
    """The `index.html` of a package, and the files beside it by their media types."""

    path: str
    package: str
    types: Mapping[str, str]

    def routes(self) -> list[Route]:
        """List the routes of the page and of its files, which are below `assets`."""
        return [
            Route(self.path, self._page, methods=["GET"]),
            Route(f"{self.path}/assets/{{name}}", self._asset, methods=["GET"]),
        ]

    def _page(self, request: Request) -> Response:
        return self._file_response(request, "index.html", "text/html")

    def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.types:
            raise HTTPException(404)
        return self._file_response(request, name, self.types[name])

    def _file_response(self, request: Request, name: str, media_type: str) -> Response:
        content, etag = _load(self.package, name)
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
def _load(package: str, name: str) -> tuple[bytes, str]:
    content = files(package).joinpath(name).read_bytes()
    return content, f'"{sha256(content).hexdigest()[:32]}"'
