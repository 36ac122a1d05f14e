"""Consumed capacity: a write unit is 1 KB, a read unit 4 KB, half of it when not consistent."""

from collections.abc import Mapping

from persistence.embedded.requests import Request, Response


def write_units(size: int) -> float:
    """Return the units of writing an item of so many bytes."""
    return float(max(1, -(-size // 1024)))


def read_units(size: int, request: Request) -> float:
    """Return the units of reading so many bytes, halved unless the request is consistent."""
    return max(1, -(-size // 4096)) * (1.0 if request.get("ConsistentRead") else 0.5)


def consumed(request: Request, table: str, units: float) -> Response:
    """Report the units of one table if the request asks for them."""
    if request.get("ReturnConsumedCapacity", "NONE") == "NONE":
        return {}
    return {"ConsumedCapacity": {"TableName": table, "CapacityUnits": units}}


def consumed_by_table(request: Request, units: Mapping[str, float]) -> Response:
    """Report the units of several tables if the request asks for them."""
    reports = [consumed(request, table, each) for table, each in units.items()]
    found = [report["ConsumedCapacity"] for report in reports if report]
    return {"ConsumedCapacity": found} if found else {}
