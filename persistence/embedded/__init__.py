"""DynamoDB's API in process on one SQLite file, standing in for PynamoDB's botocore client."""

from persistence.embedded.client import LocalClient
from persistence.embedded.engine import Engine
from persistence.embedded.errors import DynamoError

__all__ = ["DynamoError", "Engine", "LocalClient"]
