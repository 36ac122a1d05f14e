"""Writes: what a transaction does to one item, as PynamoDB asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias, assert_never

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from persistence.connection import Requests
from persistence.keys import Key
from persistence.models import Item

_KEY_NAMES: Final = ("PK", "SK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Put an item in the place of what is there, if the condition holds."""

    item: Item
    condition: Condition

    @property
    def key(self) -> Key:
        """Return the item's key."""
        return Key(pk=self.item.pk, sk=self.item.sk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Change attributes of an item, making it if it is not there, if the condition holds."""

    key: Key
    actions: tuple[Action, ...]
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Delete an item, if the condition holds."""

    key: Key
    condition: Condition | None = None


Write: TypeAlias = Put | Update | Delete


def in_request_order(writes: Sequence[Write]) -> list[int]:
    """Return the writes' places as PynamoDB sends them: deletes, puts, updates."""
    ranks = (Delete, Put, Update)
    return sorted(range(len(writes)), key=lambda place: ranks.index(type(writes[place])))


def transact(
    connection: Requests, table: str, writes: Sequence[Write], *, token: str | None
) -> None:
    """Carry out all writes or none; the token makes a repeated request happen once."""
    parts = [(type(write), _part(connection, table, write)) for write in writes]
    connection.transact_write_items(
        condition_check_items=(),
        delete_items=[part for kind, part in parts if kind is Delete],
        put_items=[part for kind, part in parts if kind is Put],
        update_items=[part for kind, part in parts if kind is Update],
        client_request_token=token,
    )


def _part(connection: Requests, table: str, write: Write) -> dict[str, Any]:
    part = partial(
        connection.get_operation_kwargs,
        table,
        write.key.pk,
        write.key.sk,
        condition=write.condition,
    )
    match write:
        case Put(item=item):
            attributes = item.serialize()
            for name in _KEY_NAMES:
                del attributes[name]
            return part(key="Item", attributes=attributes)
        case Update(actions=actions):
            # What the item was tells why the condition failed.
            return part(actions=actions, return_values_on_condition_failure="ALL_OLD")
        case Delete():
            return part()
        case _ as never:
            assert_never(never)
