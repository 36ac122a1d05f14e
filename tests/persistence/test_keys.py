"""Keys: what they look like, and that no name can reach another's item."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from persistence import keys
from persistence.keys import ENTITIES, Key, Pattern, Span
from persistence.models import Item
from tests.builders import NOW, OWNER

DOCUMENT = Path(__file__).parents[2] / "docs" / "dynamodb_single_table_model.md"
NAMES = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("#%$_"), max_size=6)
LONG = "x" * 3_000
HOSTILE = (LONG, f"{LONG}x", "ann#GOAL", "ann%23", "%", "#", "", "ann\ud800", "ann\n", "änn")


def holds(span: Span, key: Key) -> bool:
    assert key.pk == span.pk
    if span.high is None:
        return key.sk.startswith(span.low)
    return span.low <= key.sk <= span.high


def rows_after(*heading: str) -> list[list[str]]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in DOCUMENT.read_text("utf-8").splitlines()
    ]
    start = rows.index(list(heading)) + 2
    return rows[start : start + len(ENTITIES)]


def pattern_of(cells: list[str]) -> Pattern:
    pk, sk, gsi1pk, gsi1sk = (cell.strip("`") for cell in cells)
    return Pattern(pk=pk, sk=sk, gsi1pk=gsi1pk or None, gsi1sk=gsi1sk or None)


def names_of(model: Any) -> set[str]:
    return {attribute.attr_name for attribute in model.get_attributes().values()}


def shown(pattern: str | None) -> str | None:
    return None if pattern is None else pattern.replace("{", "<").replace("}", ">")


def test_the_document_describes_the_keys_of_every_entity() -> None:
    rows = rows_after("entity", "PK", "SK", "GSI1PK", "GSI1SK", "what it is")

    assert {row[0]: pattern_of(row[1:5]) for row in rows} == {
        name: Pattern(
            pk=shown(pattern.pk) or "",
            sk=shown(pattern.sk) or "",
            gsi1pk=shown(pattern.gsi1pk),
            gsi1sk=shown(pattern.gsi1sk),
        )
        for name, pattern in ENTITIES.items()
    }


def test_the_document_names_the_attributes_of_every_entity() -> None:
    rows = rows_after("entity", "attributes beside the keys and `type`")

    assert {row[0]: set(re.findall("`(.+?)`", row[1])) for row in rows} == {
        model.__name__.removesuffix("Item"): names_of(model) - names_of(Item)
        for model in Item.__subclasses__()
    }


def test_keys_look_as_planned() -> None:
    day = date(2026, 3, 2)

    assert keys.profile("ann") == Key(pk="USER#ann", sk="PROFILE")
    assert keys.milestone("ann", "g", "m") == Key(pk="USER#ann", sk="MILESTONE#g#m")
    assert keys.index_key("Milestone", "ann", NOW) == Key(
        pk="USER#ann", sk="ENTITY#Milestone#2026-03-02T09:30:00.000000Z"
    )
    assert keys.revision("ann", "g", effective_on=day, made_at=NOW).sk == (
        "REVISION#g#2026-03-02#2026-03-02T09:30:00.000000Z"
    )
    assert keys.activity("ann", "g", "2026-03-02_01KJ") == Key(
        pk="USER#ann", sk="ACTIVITY#g#2026-03-02#01KJ"
    )
    assert keys.month("ann", "g", "2026-03").sk == "MONTH#g#2026-03"
    assert keys.request("ann", "logActivity", "ab").sk == "REQUEST#logActivity#ab"
    tombstone = keys.tombstone("ann", "g", "activity", deleted_at=NOW, ident="2026-03-02_01KJ")
    assert tombstone == Key(
        pk="USER#ann",
        sk="TOMBSTONE#g#activity#2026-03-02T09:30:00.000000Z#2026-03-02_01KJ",
    )
    assert keys.template_use("ann", "run") == Key(pk="USER#ann", sk="TEMPLATE#run")
    assert keys.template_count("run") == Key(pk="TEMPLATE", sk="TEMPLATE#run")
    assert keys.token("ab") == Key(pk="TOKEN#ab", sk="TOKEN")


def test_titles_that_differ_in_case_and_white_space_share_a_lock() -> None:
    assert keys.title_lock("ann", " Read\tMORE ") == keys.title_lock("ann", "read more")
    assert keys.title_lock("ann", "read more") != keys.title_lock("ann", "read less")


@given(NAMES | st.sampled_from(HOSTILE), NAMES | st.sampled_from(HOSTILE))
@example("ann", "ann#GOAL")
@example(LONG, f"{LONG}x")
@example("ann%23", "ann#")
def test_two_owners_never_share_a_partition(owner: str, other: str) -> None:
    assert (keys.profile(owner).pk == keys.profile(other).pk) == (owner == other)


@given(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_every_key_is_of_a_length_that_storage_takes(owner: str, ident: str) -> None:
    key = keys.milestone(owner, ident, ident)

    assert len(key.pk.encode()) <= 2048
    assert len(key.sk.encode()) <= 1024


@given(st.tuples(NAMES, NAMES), st.tuples(NAMES, NAMES))
@example(("g#t", "u"), ("g", "t#u"))
def test_two_tasks_never_share_a_key(ids: tuple[str, str], others: tuple[str, str]) -> None:
    assert (keys.task(OWNER, *ids) == keys.task(OWNER, *others)) == (ids == others)


@given(NAMES, NAMES)
@example("g", "g#")
@example("g", "g$")
def test_a_span_holds_the_keys_of_its_own_goal_alone(goal_id: str, other: str) -> None:
    activity = keys.activity(OWNER, other, "2026-03-02_01KJ")
    month = keys.month(OWNER, other, "2026-03")
    is_own = goal_id == other

    assert holds(keys.tasks(OWNER, goal_id), keys.task(OWNER, other, "t")) == is_own
    assert holds(keys.activities(OWNER, goal_id, first=None, last=None), activity) == is_own
    assert holds(keys.months(OWNER, goal_id, first=None, last=None), month) == is_own
    assert holds(keys.all_months(OWNER, goal_id), month) == is_own
    assert holds(keys.all_months(OWNER), month)


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_a_span_of_activities_holds_both_its_days(
    day: date, first: date | None, last: date | None
) -> None:
    span = keys.activities(OWNER, "g", first=first, last=last)
    key = keys.activity(OWNER, "g", f"{day}_01KJ")
    is_within = (first is None or first <= day) and (last is None or day <= last)

    assert holds(span, key) == is_within


@given(st.dates(), st.dates(), st.dates())
def test_a_span_of_months_holds_the_months_of_both_its_days(
    day: date, first: date, last: date
) -> None:
    span = keys.months(OWNER, "g", first=first, last=last)
    month = f"{day}"[:7]

    is_within = f"{first}"[:7] <= month <= f"{last}"[:7]
    assert holds(span, keys.month(OWNER, "g", month)) == is_within


def test_a_span_that_ends_before_it_begins_is_empty() -> None:
    span = keys.activities(OWNER, "g", first=date(2026, 3, 2), last=date(2026, 3, 1))

    assert span.is_empty
    assert not keys.goals(OWNER).is_empty


def test_a_profile_has_no_timeline() -> None:
    with pytest.raises(ValueError, match="Profile has no timeline"):
        keys.timeline("Profile", OWNER)
    with pytest.raises(ValueError, match="Tally has no timeline"):
        keys.index_key("Tally", OWNER, NOW)
