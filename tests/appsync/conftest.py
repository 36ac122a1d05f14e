"""Fixtures of the rooms that the checklist goes through."""

from tests.schema.conftest import resolvers
from tests.server.conftest import store

__all__ = ["resolvers", "store"]
