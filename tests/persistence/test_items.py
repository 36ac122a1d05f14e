"""Items: each entity and its item are the same thing."""

import re
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pynamodb.models import Model

from domain.repositories import Entity
from persistence.compact import camel_case
from persistence.errors import UnreadableItemError
from persistence.items import (
    ACTIVITY,
    GOAL,
    MILESTONE,
    MONTH,
    PROFILE,
    REQUEST,
    REVISION,
    TALLY,
    TASK,
    TEMPLATE_USE,
    TOKEN,
    TOMBSTONE,
    Kind,
    kind_of,
)
from persistence.keys import ENTITIES
from persistence.models import Item
from tests.builders import (
    NOW,
    OWNER,
    a_goal,
    a_milestone,
    a_month,
    a_profile,
    a_revision,
    a_tally,
    a_task,
    a_template_use,
    an_activity,
)
from tests.persistence.values import values

KINDS = (
    PROFILE,
    GOAL,
    REVISION,
    TASK,
    ACTIVITY,
    MONTH,
    TALLY,
    MILESTONE,
    REQUEST,
    TEMPLATE_USE,
    TOKEN,
    TOMBSTONE,
)
ENTITIES_BUILT: tuple[Entity, ...] = (
    a_profile(),
    a_goal(),
    a_revision(),
    a_task(),
    an_activity(),
    a_month(),
    a_tally(),
    a_milestone(),
    a_template_use(),
)


@settings(max_examples=30)
@given(st.data())
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_entity_read_back_from_its_item_is_the_same(
    kind: Kind[Any], data: st.DataObject
) -> None:
    entity = data.draw(values(kind.make))
    others = {"ttl": NOW} if kind in {REQUEST, TOMBSTONE} else {}
    raw = kind.item(entity, owner=OWNER, **others).serialize()

    assert kind.read(raw) == entity


@pytest.mark.parametrize("entity", ENTITIES_BUILT, ids=lambda entity: type(entity).__name__)
def test_an_item_has_its_type_and_the_keys_of_its_pattern(entity: Entity) -> None:
    kind = kind_of(entity)
    raw = kind.item(entity, owner=OWNER).serialize()

    assert raw["type"] == {"S": kind.name}
    assert raw["PK"] == {"S": f"USER#{OWNER}"}
    assert ("GSI1PK" in raw) == (ENTITIES[kind.name].gsi1pk is not None)
    assert ("GSI1SK" in raw) == (ENTITIES[kind.name].gsi1sk is not None)


def test_an_item_of_another_type_is_not_read() -> None:
    raw = TASK.item(a_task(), owner=OWNER).serialize()

    with pytest.raises(UnreadableItemError, match=re.escape(raw["SK"]["S"])):
        ACTIVITY.read(raw)


def test_what_an_item_holds_as_null_has_its_default() -> None:
    raw = TASK.item(a_task(), owner=OWNER).serialize()

    assert TASK.read({**raw, "dueAt": {"NULL": True}}) == a_task()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_item_has_an_attribute_for_every_field_of_its_entity(kind: Kind[Any]) -> None:
    model: Any = kind.model
    declared: Any = kind.make
    own = set(model.get_attributes()) - set(vars(Item)["_attributes"]) - {"ttl"}

    assert own == {field.name for field in fields(declared)}


def test_attributes_are_named_in_camel_case() -> None:
    odd = {"owner": "userId", "effective_on": "effectiveDay", "local_day": "activityDate"}
    odd |= {"digest": "tokenSHA256"}
    odd |= {"key_digest": "keySHA256", "body_digest": "bodySHA256"}
    for kind in KINDS:
        model: Any = kind.model
        for name in kind.attributes:
            attribute = model.get_attributes()[name]
            is_type = kind is ACTIVITY and name == "kind"
            expected = "activityType" if is_type else odd.get(name, camel_case(name))
            assert attribute.attr_name == expected


def test_every_entity_has_a_model_of_its_own_type() -> None:
    models = {cls.__name__.removesuffix("Item") for cls in Item.__subclasses__()}

    assert models == set(ENTITIES)
    assert issubclass(Item, Model)
