"""Time to live: which attribute tells the epoch second an item expires, and deleting the expired.

SQLite keeps an index of the attribute, so a sweep reads expired items only.
"""

import re

from persistence.embedded.errors import invalid
from persistence.embedded.requests import Request, Response, check
from persistence.embedded.sql import expiry_creation, expiry_deletion, expiry_sweep
from persistence.embedded.store import Store

# DynamoDB keeps what expired longer ago, against values that are not epoch seconds.
MAX_AGE_SECONDS = 5 * 365 * 86_400
BATCH_SIZE = 1000
_ATTRIBUTE = re.compile(r"[A-Za-z0-9_.-]{1,255}")


def update_time_to_live(store: Store, request: Request) -> Response:
    """Choose the attribute of expiry, or none."""
    specification: Request = request["TimeToLiveSpecification"]
    check("TimeToLiveSpecification", specification)
    attribute, is_enabled = specification["AttributeName"], specification["Enabled"]
    if not _ATTRIBUTE.fullmatch(attribute):
        raise invalid(f"The attribute of TimeToLive may have letters, digits, _ . -: {attribute}")
    number, _, current = store.definition(request["TableName"])
    if is_enabled == (current is not None):
        raise invalid(f"TimeToLive is already {'enabled' if is_enabled else 'disabled'}")
    with store.writing() as connection:
        connection.execute(expiry_deletion(number))
        if is_enabled:
            connection.execute(expiry_creation(number, attribute))
        stored = attribute if is_enabled else None
        connection.execute("UPDATE tables SET ttl = ? WHERE id = ?", (stored, number))
    return {"TimeToLiveSpecification": dict(specification)}


def describe_time_to_live(store: Store, request: Request) -> Response:
    """Tell the attribute of expiry."""
    attribute = store.definition(request["TableName"])[2]
    if attribute is None:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
    return {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}}


def sweep(store: Store, now: float) -> int:
    """Delete the items that expired before now and return how many there were."""
    query = "SELECT id, ttl FROM tables WHERE ttl IS NOT NULL"
    tables = store.connection().execute(query).fetchall()
    return sum(_sweep_table(store, number, attribute, now) for number, attribute in tables)


def _sweep_table(store: Store, number: int, attribute: str, now: float) -> int:
    total, found = 0, BATCH_SIZE
    # Other writers get their turn between two batches.
    while found == BATCH_SIZE:
        with store.writing() as connection:
            values = (now - MAX_AGE_SECONDS, now, BATCH_SIZE)
            found = connection.execute(expiry_sweep(number, attribute), values).rowcount
        total += found
    return total
