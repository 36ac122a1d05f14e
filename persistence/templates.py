"""Who has made goals of templates, kept in the table."""

from collections.abc import Mapping
from dataclasses import dataclass

from persistence import keys
from persistence.items import TEMPLATE_USE
from persistence.table import Table


@dataclass(frozen=True, slots=True)
class TableTemplates:
    """The port of templates over the table."""

    table: Table

    async def used_by(self, owner: str) -> frozenset[str]:
        """Return the ids of the templates that the owner has made goals of."""
        raws = await self.table.query(keys.template_uses(owner))
        return frozenset(TEMPLATE_USE.read(raw).template_id for raw in raws)

    async def owner_counts(self) -> Mapping[str, int]:
        """Return by its id how many owners have made a goal of a template, in one paged request."""
        raws = await self.table.query(keys.template_counts())
        return {raw["templateId"]["S"]: int(raw["owners"]["N"]) for raw in raws}
