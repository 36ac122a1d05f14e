"""The server that the documents' snippets ask."""

from tests.clients.conftest import site

__all__ = ["site"]
