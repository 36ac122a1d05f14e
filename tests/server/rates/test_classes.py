"""Classes of operations: every root field has one, and only one."""

from schema.asked import plain_schema
from server.rates.classes import RATE_OF, Rate


def _roots(*kinds: str) -> list[str]:
    schema = plain_schema()
    types = {
        "query": schema.query_type,
        "mutation": schema.mutation_type,
        "subscription": schema.subscription_type,
    }
    return [name for kind in kinds if (held := types[kind]) for name in held.fields]


def test_every_root_field_of_the_contract_has_a_class() -> None:
    assert sorted(RATE_OF) == sorted(_roots("query", "mutation", "subscription"))


def test_what_changes_nothing_is_never_counted_as_a_change() -> None:
    assert {RATE_OF[name] for name in _roots("query")} == {Rate.READ, Rate.EXPORT}
    assert {RATE_OF[name] for name in _roots("subscription")} == {Rate.READ}
    assert {RATE_OF[name] for name in _roots("mutation")} == {Rate.WRITE, Rate.LOG, Rate.BULK}
