from inspect import Parameter, signature

import pytest
from strawberry.types.base import StrawberryOptional

from resolvers import catalog, registry
from schema.build import field_of, resolved_fields

ROOTS = {"Query", "Mutation", "Subscription"}


def test_each_field_that_is_not_stored_has_a_resolver_and_no_other_has() -> None:
    assert catalog.MODULES
    found = {(each.type_name, each.field_name) for each in registry.registered()}
    assert found == resolved_fields()


@pytest.mark.parametrize(("type_name", "field_name"), sorted(resolved_fields()))
def test_a_resolver_takes_the_arguments_of_its_field(type_name: str, field_name: str) -> None:
    found = registry.find(type_name, field_name)
    assert found is not None
    parameters = {
        each.name: each.default is Parameter.empty
        for each in signature(found.function).parameters.values()
        if each.kind is Parameter.KEYWORD_ONLY
    }
    assert parameters == {
        each.python_name: not isinstance(each.type, StrawberryOptional)
        for each in field_of(type_name, field_name).arguments
    }


def test_fields_of_goals_are_answered_for_all_goals_at_once() -> None:
    for type_name, field_name in resolved_fields():
        found = registry.find(type_name, field_name)
        assert found is not None
        assert found.is_batch is (type_name not in ROOTS)
