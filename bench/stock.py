"""The stock stack: Strawberry's own view over PynamoDB models, milestones from each goal's log.

It is what the libraries' guides lead to: one model for each item, one query for each goal. Its
table lies in the same embedded engine, so that only the layers above the engine differ.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import strawberry
from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.models import Model
from strawberry.asgi import GraphQL

from persistence.embedded.client import LocalClient
from persistence.embedded.engine import Engine


class Item(Model):
    """What goals and activities share."""

    class Meta:
        """Where the items are."""

        table_name = "stock"
        region = "eu-west-1"
        billing_mode = "PAY_PER_REQUEST"

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    title = UnicodeAttribute(null=True)
    target = NumberAttribute(null=True)
    value = NumberAttribute(null=True)
    occurred_at = UTCDateTimeAttribute(null=True)


def open_stock(path: Path) -> Engine:
    """Open the stock table in a file, made if it is missing."""
    engine = Engine(path)
    connection: Any = Item._get_connection().connection  # noqa: SLF001 - no public way in
    connection._client = LocalClient(engine)  # noqa: SLF001 - likewise
    if not Item.exists():
        Item.create_table(wait=True)
    return engine


def fill(goals: int, activities: int) -> None:
    """Write goals of 100 units, each with a log of one unit a time."""
    with Item.batch_write() as batch:
        for goal in range(goals):
            ident = f"{goal:06}"
            batch.save(Item("demo", f"GOAL#{ident}", title=f"Goal {ident}", target=100))
            for position in range(activities):
                at = datetime(2026, 1, 1, tzinfo=UTC)
                sk = f"ACTIVITY#{ident}#{position:08}"
                batch.save(Item("demo", sk, value=1, occurred_at=at))


@strawberry.type
class Milestone:
    """A threshold on the way."""

    name: str
    percentage: float
    achieved: bool
    achieved_at: datetime | None


@strawberry.type
class Goal:
    """A goal, its log read for each computed field."""

    id: str
    title: str
    target: strawberry.Private[float]

    @strawberry.field
    def progress(self) -> float:
        """Return the progress in percent."""
        total = sum(item.value or 0 for item in _log(self.id))
        return min(100.0, total * 100 / self.target)

    @strawberry.field
    def milestones(self) -> list[Milestone]:
        """Return the quarter ladder, each with when the log reached it."""
        found: dict[int, datetime | None] = dict.fromkeys((25, 50, 75, 100))
        total = 0.0
        for item in _log(self.id):
            total += item.value or 0
            for percentage, at in found.items():
                if at is None and total * 100 >= percentage * self.target:
                    found[percentage] = item.occurred_at
        return [
            Milestone(name=f"{p}%", percentage=p, achieved=at is not None, achieved_at=at)
            for p, at in found.items()
        ]


@strawberry.type
class Query:
    """What the benchmark asks."""

    @strawberry.field
    def goals(self, limit: int = 50) -> list[Goal]:
        """Return the first goals."""
        items = Item.query("demo", Item.sk.startswith("GOAL#"), limit=limit)
        return [_goal(item) for item in items]

    @strawberry.field
    def goal(self, goal_id: str) -> Goal:
        """Return one goal."""
        return _goal(Item.get("demo", f"GOAL#{goal_id}"))


@strawberry.type
class Mutation:
    """What the benchmark changes."""

    @strawberry.mutation
    def log_activity(self, goal_id: str, value: float) -> Goal:
        """Log an activity and return its goal."""
        at = datetime.now(UTC)
        Item("demo", f"ACTIVITY#{goal_id}#{at.isoformat()}", value=value, occurred_at=at).save()
        return _goal(Item.get("demo", f"GOAL#{goal_id}"))


def _goal(item: Item) -> Goal:
    ident = item.sk.removeprefix("GOAL#")
    return Goal(id=ident, title=item.title or "", target=float(item.target or 1))


def _log(goal_id: str) -> list[Item]:
    return list(Item.query("demo", Item.sk.startswith(f"ACTIVITY#{goal_id}#")))


APP = GraphQL[None, None](strawberry.Schema(query=Query, mutation=Mutation))
