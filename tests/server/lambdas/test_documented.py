import re
from pathlib import Path

from schema.build import resolved_fields
from server.lambdas import appsync
from server.lambdas.telemetry import METRICS

SECTION = (
    (Path(__file__).parents[3] / "docs" / "operations.md")
    .read_text("utf-8")
    .partition("\n## AWS Lambda\n")[2]
)


def test_the_operator_is_told_every_field_that_needs_a_resolver() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (`.*`) \|$", SECTION, re.MULTILINE))
    told = {(kind, name) for kind, row in rows.items() for name in re.findall(r"`(\w+)`", row)}
    roots = {"Query", "Mutation", "Subscription"}
    assert {field for field in resolved_fields() if field[0] not in roots} == told
    assert all(f"`{root}`" in SECTION for root in roots)


def test_the_operator_is_told_the_handler_s_name() -> None:
    handler = appsync.handler
    assert f"`{handler.__module__}.{handler.__name__}`" in SECTION


def test_the_operator_is_told_where_the_metrics_are() -> None:
    assert f"the namespace `{METRICS.namespace}`" in SECTION
    assert f"the service `{METRICS.service}`" in SECTION
