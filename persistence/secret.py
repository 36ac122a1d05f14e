"""The secret that a store makes for itself, keeps, and signs list tokens with."""

from secrets import token_urlsafe

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path

from persistence import keys
from persistence.errors import StorageError
from persistence.faults import Fault, fault_of
from persistence.models import SecretItem
from persistence.table import Table


def own_secret(table: Table) -> str:
    """Return the secret that the table keeps; the first of several processes decides it."""
    key = keys.secret()
    kept = table.load(key)
    if kept is None:
        made = SecretItem(key.pk, key.sk, value=token_urlsafe(32))
        try:
            table.keep(made, Path("PK").does_not_exist())
        except TransactWriteError as error:
            if fault_of(error) is not Fault.CANCELLED:
                raise
        kept = table.load(key)
    if kept is None:
        raise StorageError("the store keeps no secret")
    return SecretItem.from_raw_data(dict(kept)).value
