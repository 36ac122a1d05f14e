"""Owners' profiles, kept in the table."""

from dataclasses import dataclass

from domain.profile import Profile
from persistence import keys
from persistence.items import PROFILE
from persistence.table import Table


@dataclass(frozen=True, slots=True)
class TableProfiles:
    """The port of profiles over the table."""

    table: Table

    async def get(self, owner: str) -> Profile:
        """Return the profile; the default one while nothing is stored."""
        raw = await self.table.get(keys.profile(owner))
        return Profile(owner=owner) if raw is None else PROFILE.read(raw)

    async def owners(self) -> tuple[str, ...]:
        """Return every owner that has a profile, in order; it reads the whole table."""
        raws = await self.table.scan(kind=PROFILE.name)
        return tuple(sorted(PROFILE.read(raw).owner for raw in raws))
