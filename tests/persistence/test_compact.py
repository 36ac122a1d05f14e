"""Compact JSON: what it looks like, and that nothing is lost."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activity import ActivityContext, Attachment, Location
from domain.goal import GoalContext, GoalRewards, StatusChange
from domain.profile import UTC_CALENDAR
from domain.rollup import DayRollup
from domain.schedule import Schedule
from domain.tally import Settled
from domain.target import Target
from persistence.compact import camel_case, from_json, to_json
from persistence.instants import instant_of, instant_text
from tests.builders import NOW, a_day, a_target
from tests.persistence.values import values

NESTED = (
    ActivityContext,
    Attachment,
    DayRollup,
    GoalContext,
    GoalRewards,
    Location,
    Schedule,
    Settled,
    StatusChange,
    Target,
)


@settings(max_examples=30)
@given(st.data())
@pytest.mark.parametrize("of", NESTED)
def test_what_is_read_back_equals_what_was_written(of: Any, data: st.DataObject) -> None:
    value = data.draw(values(of))

    assert from_json(to_json(value, of), of) == value


def test_an_object_leaves_out_what_is_empty_by_default() -> None:
    assert to_json(a_target(), Target) == (
        '{"metric":"custom","value":"100","unit":"pages","direction":"increase"}'
    )
    assert to_json(GoalContext(motivation="calm"), GoalContext) == '{"motivation":"calm"}'


def test_a_day_is_a_row_of_values() -> None:
    text = to_json((a_day(),), tuple[DayRollup, ...])

    assert text == '[["2026-03-02",1,"10","10","10","10",0,0,0,"10"]]'


def test_a_row_written_before_a_field_was_added_takes_its_default() -> None:
    assert from_json('["2026-03-02",1,"10"]', DayRollup) == DayRollup(
        day=date(2026, 3, 2), counted=1, total=Decimal(10)
    )


def test_an_object_written_by_a_later_version_keeps_what_is_known() -> None:
    text = '{"revisions":[["0001-01-01",{"timezone":"UTC","colour":"red"}]],"more":1}'

    assert from_json(text, type(UTC_CALENDAR)) == UTC_CALENDAR


def test_instants_are_written_in_utc_and_sort_as_text() -> None:
    east = timezone(timedelta(hours=5, minutes=45))
    earlier = datetime(999, 3, 2, 1, tzinfo=east)
    later = datetime(2026, 3, 2, 1, 0, 0, 1, tzinfo=UTC)

    assert instant_text(later) == "2026-03-02T01:00:00.000001Z"
    assert instant_text(earlier) < instant_text(later)
    assert instant_of(instant_text(earlier)) == earlier


def test_an_instant_without_a_timezone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a timezone"):
        instant_text(NOW.replace(tzinfo=None))


@pytest.mark.parametrize("of", [bytes, int | str, Mapping[int, str], list[int]])
def test_a_type_that_json_cannot_tell_is_refused(of: Any) -> None:
    with pytest.raises(TypeError):
        to_json(None, of)


def test_names_become_camel_case() -> None:
    assert [camel_case(name) for name in ("day", "is_catch_up_allowed")] == [
        "day",
        "isCatchUpAllowed",
    ]
