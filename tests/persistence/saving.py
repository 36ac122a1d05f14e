"""Saving: units of changes in one line."""

from typing import TypeVar

from domain.repositories import Change, Entity, Save, Unit
from persistence.store import Store
from tests.builders import OWNER

T = TypeVar("T")


async def change(store: Store, *changes: Change, owner: str = OWNER) -> None:
    """Carry out changes as one unit that reads nothing."""

    async def decide() -> Unit[None]:
        return Unit(owner=owner, changes=changes, result=None)

    await store.ports.units.change(decide)


async def save(store: Store, *entities: Entity, owner: str = OWNER) -> None:
    """Save entities as one unit."""
    await change(store, *(Save(entity=entity) for entity in entities), owner=owner)
