"""What storage may raise when it cannot do its work."""

import sqlite3
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from persistence.errors import StorageError

STORAGE_FAILURES: Final = (
    StorageError,
    PynamoDBException,
    BotoCoreError,
    ClientError,
    sqlite3.Error,
    OSError,
)
