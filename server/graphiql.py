"""The GraphiQL page, served from the package so that it works without a network."""

from types import MappingProxyType
from typing import Final

from starlette.routing import Route

from server.pages import StaticPage

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


def routes() -> list[Route]:
    """List the routes of the page `/graphiql` and of its files `/graphiql/assets/{name}`."""
    return StaticPage(path="/graphiql", package="web.graphiql", types=ASSET_TYPES).routes()
