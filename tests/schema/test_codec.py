from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from domain.activity import Activity, ActivityType, Location, LocationType
from domain.answers import (
    ActivityChange,
    BulkChange,
    GoalChange,
    GoalProgress,
    GoalWithTasks,
    Page,
    SyncedPage,
)
from domain.errors import InvalidInputError
from domain.goal import Goal, GoalStatus, StatusChange
from domain.milestone import Milestone
from domain.profile import Profile
from domain.requests import GoalEdit, GoalFilter, NewActivity, NewGoal, ProfileEdit, ScheduleEdit
from domain.schedule import Frequency, NthWeekday
from domain.task import Task, TaskChange, TaskStatus
from domain.template import GoalTemplate
from domain.unset import UNSET
from domain.upcoming import UpcomingOccurrence
from schema.build import resolved_fields
from schema.codec import decode, decode_arguments, decode_source, encode, encode_answer
from schema.names import mirrors
from tests.builders import NOW, a_goal, a_schedule, a_task, an_activity
from tests.schema.strategies import values_of

REBUILT = (
    Goal,
    Task,
    Profile,
    GoalChange,
    ActivityChange,
    BulkChange,
    GoalWithTasks,
    UpcomingOccurrence,
    SyncedPage[Goal],
    SyncedPage[Task],
)
SYNCED = {SyncedPage[Activity], SyncedPage[Milestone]}
WHOLE = tuple(
    sorted(
        (set(mirrors().values()) | {Page[GoalTemplate], *SYNCED}) - {*REBUILT, Page, SyncedPage},
        key=str,
    )
)
A_GOAL = {"title": "Read", "pattern": "milestone", "target": {"value": 1, "unit": "pages"}}
LAW = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("cls", WHOLE, ids=str)
@given(data=st.data())
@LAW
def test_what_is_encoded_is_decoded_the_same(cls: Any, data: DataObject) -> None:
    value = data.draw(values_of(cls))
    assert decode(cls, encode(value)) == value


@pytest.mark.parametrize("cls", REBUILT, ids=str)
@given(data=st.data())
@LAW
def test_what_was_decoded_is_encoded_the_same(cls: Any, data: DataObject) -> None:
    encoded = encode(data.draw(values_of(cls)))
    assert encode(decode(cls, encoded)) == encoded


def test_a_goal_as_a_source_keeps_what_child_resolvers_use() -> None:
    goal = a_goal(is_title_held=True, version=3)
    decoded = decode(Goal, encode(goal))
    assert (decoded.goal_id, decoded.owner) == (goal.goal_id, goal.owner)
    assert not decoded.is_title_held


def test_an_archived_goal_is_still_known_to_have_been_completed() -> None:
    changes = (
        StatusChange(status=GoalStatus.ACTIVE, at=NOW),
        StatusChange(status=GoalStatus.COMPLETED, at=NOW.replace(hour=10)),
        StatusChange(status=GoalStatus.ARCHIVED, at=NOW.replace(hour=11)),
    )
    decoded = decode(Goal, encode(a_goal(changes=changes)))
    assert decoded.changes == changes[1:]


def test_a_completed_goal_without_its_instant_takes_its_last_change() -> None:
    completed = (StatusChange(status=GoalStatus.COMPLETED, at=NOW),)
    source = encode(a_goal(changes=completed)) | {"completedAt": None}
    assert decode(Goal, source).completed_at == NOW


def test_a_task_shows_its_last_status() -> None:
    task = a_task(changes=(TaskChange(status=TaskStatus.COMPLETED, at=NOW),))
    assert encode(task)["status"] == "completed"
    assert encode(task)["completedAt"] == "2026-03-02T09:30:00Z"


def test_the_contract_names_what_the_domain_names_otherwise() -> None:
    activity = an_activity(
        value=Decimal("2.5"),
        location=Location(kind=LocationType.GYM, coordinates=(Decimal("8.5"), Decimal(50))),
    )
    encoded = encode(activity)
    assert encoded["userId"] == activity.owner
    assert encoded["activityType"] == "progress"
    assert encoded["activityDate"] == "2026-03-02"
    assert encoded["value"] == 2.5
    assert encoded["location"] == {"type": "gym", "city": None, "coordinates": [8.5, 50]}


def test_metadata_goes_out_as_a_value_and_comes_in_as_its_one_text() -> None:
    assert encode(a_goal(metadata='{"a":[1,null]}'))["metadata"] == {"a": [1, None]}
    made = decode(NewGoal, A_GOAL | {"metadata": {"b": 1, "a": "é"}})
    assert made.metadata == '{"a":"é","b":1}'


def test_metadata_that_is_not_json_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="metadata must be JSON"):
        decode(NewGoal, A_GOAL | {"metadata": {"a": float("nan")}})


def test_a_percentage_is_shown_with_two_decimals_half_up() -> None:
    milestone = Milestone(
        milestone_id="m", name="Third", percentage=Decimal("33.335"), achieved_at=None
    )
    assert encode(milestone)["percentage"] == 33.34
    assert encode(milestone)["achieved"] is False
    assert encode_answer("Goal", "progress", Decimal("66.665")) == 66.67
    assert encode_answer("Goal", "progress", None) is None
    assert encode_answer("Goal", "milestones", (milestone,)) == [encode(milestone)]


def test_a_number_keeps_the_digits_that_it_is_written_with() -> None:
    assert decode(NewActivity, {"goalId": "g", "value": 0.1}).value == Decimal("0.1")
    assert decode(NewActivity, {"goalId": "g", "value": Decimal("0.10")}).value == Decimal("0.1")


def test_what_is_absent_takes_the_default() -> None:
    made = decode(NewGoal, A_GOAL)
    assert made.status is GoalStatus.ACTIVE
    assert made.schedule == ScheduleEdit()
    assert decode(GoalEdit, {"goalId": "g"}) == GoalEdit(goal_id="g")


def test_a_null_on_a_new_thing_is_the_default() -> None:
    made = decode(NewGoal, A_GOAL | {"tags": None, "visibility": None, "schedule": None})
    assert made == decode(NewGoal, A_GOAL)


def test_a_null_in_a_change_clears_what_may_be_cleared() -> None:
    change = decode(GoalEdit, {"goalId": "g", "deadline": None})
    assert change.deadline is None
    assert change.description is UNSET


def test_a_null_in_a_schedule_clears_and_an_empty_list_does_not() -> None:
    given_value = {"daysOfWeek": None, "nthWeekday": None, "freezeMax": None}
    cleared = ScheduleEdit(days_of_week=None, nth_weekday=None, freeze_max=None)
    assert decode(ScheduleEdit, given_value) == cleared
    assert decode(ScheduleEdit, {"daysOfWeek": []}) == ScheduleEdit(days_of_week=())


def test_a_schedule_is_shown_in_the_contracts_words() -> None:
    fifth_friday = NthWeekday(n=5, weekday=5)
    schedule = a_schedule(
        frequency=Frequency.MONTHLY, nth_weekday=fifth_friday, is_single_miss_forgiven=True
    )
    assert encode(schedule) == {
        "startDate": None,
        "frequency": "monthly",
        "every": 1,
        "daysOfWeek": None,
        "dayOfMonth": None,
        "monthEnd": "clamp",
        "nthWeekday": {"n": 5, "weekday": 5},
        "checkInFrequency": "daily",
        "preferredTimes": [],
        "catchUpAllowed": True,
        "skipPolicy": "bridge",
        "allowSkipDays": None,
        "forgiveSingleMiss": True,
        "freezeEvery": None,
        "freezeMax": None,
    }


@pytest.mark.parametrize(
    ("cls", "given_value", "field"),
    [
        (GoalEdit, {"goalId": "g", "title": None}, "title cannot be cleared"),
        (GoalEdit, {"goalId": "g", "target": {"value": None}}, "target.value cannot be cleared"),
        (NewGoal, {"title": "Read", "pattern": "milestone"}, "target is required"),
        (NewGoal, A_GOAL | {"target": {"value": 1, "unit": None}}, "target.unit is required"),
        (NewGoal, A_GOAL | {"deadline": "2023-02-29"}, "deadline must be a date.*2023-02-29"),
        (NewGoal, A_GOAL | {"pattern": "daily"}, "pattern must be one of recurring, .*daily"),
        (ProfileEdit, {"dayStart": "4 am"}, "dayStart must be a time as HH:MM.*4 am"),
        (ProfileEdit, {"dayStart": "24:00"}, "dayStart must be a time as HH:MM.*24:00"),
        (ProfileEdit, {"dayStart": 4}, "dayStart must be a time as HH:MM.*4"),
        (
            NewGoal,
            A_GOAL | {"schedule": {"preferredTimes": ["07:00", "7:30"]}},
            "schedule.preferredTimes must be a time as HH:MM.*7:30",
        ),
        (ScheduleEdit, {"every": None}, "every cannot be cleared"),
        (ScheduleEdit, {"monthEnd": None}, "monthEnd cannot be cleared"),
        (ScheduleEdit, {"frequency": "quarterly"}, "frequency must be one of daily, .*quarterly"),
        (ScheduleEdit, {"nthWeekday": {"n": 5}}, "nthWeekday.weekday is required"),
        (
            NewActivity,
            {"goalId": "g", "location": {"coordinates": [1.0]}},
            "location.coordinates must be a list of 2",
        ),
    ],
)
def test_a_value_that_breaks_its_form_is_refused_by_its_contract_name(
    cls: type, given_value: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError, match=field):
        decode(cls, given_value)


def test_arguments_come_as_json_or_as_parsed() -> None:
    expected = {"as_of": datetime(2026, 3, 1, 23, tzinfo=UTC)}
    assert decode_arguments("Goal", "progress", {"asOf": "2026-03-02T00:00+01:00"}) == expected
    assert decode_arguments("Goal", "progress", {"asOf": expected["as_of"]}) == expected
    assert decode_arguments("Goal", "progress", {"unknown": 1}) == {}
    assert decode_arguments("Goal", "progress", {"asOf": None}) == {"as_of": None}


def test_arguments_of_every_kind_become_domain_values() -> None:
    given_values = {
        "startDate": "2026-03-01",
        "types": ["skipped"],
        "limit": 5,
        "nextToken": "t",
    }
    assert decode_arguments("Goal", "activities", given_values) == {
        "start_date": date(2026, 3, 1),
        "types": (ActivityType.SKIPPED,),
        "limit": 5,
        "next_token": "t",
    }
    filtered = decode_arguments("Query", "goals", {"filter": {"status": ["active"]}})
    assert filtered == {"filter": GoalFilter(status=(GoalStatus.ACTIVE,))}


def test_a_scalar_argument_is_refused_by_its_name() -> None:
    with pytest.raises(InvalidInputError, match="asOf must be an instant"):
        decode_arguments("Goal", "progress", {"asOf": "2026-03-02"})


def test_values_on_their_own_are_encoded() -> None:
    values = (None, True, 1, "a", time(7, 5), date(2026, 3, 2), Decimal("1e20"))
    assert encode(values) == [None, True, 1, "a", "07:05", "2026-03-02", 1e20]


@pytest.mark.parametrize("value", [object(), {"a": 1}, StatusChange])
def test_what_the_contract_does_not_have_is_not_encoded(value: object) -> None:
    with pytest.raises(TypeError, match="the contract has no"):
        encode(value)


def test_a_domain_class_without_a_mirror_is_neither_encoded_nor_decoded() -> None:
    change = StatusChange(status=GoalStatus.ACTIVE, at=NOW)
    with pytest.raises(TypeError, match="the contract has no StatusChange"):
        encode(change)
    with pytest.raises(TypeError, match="the contract has no StatusChange"):
        decode(StatusChange, {})


@pytest.mark.parametrize("path", [("Goal", "unknown"), ("Unknown", "goal")])
def test_an_unknown_field_has_no_arguments(path: tuple[str, str]) -> None:
    with pytest.raises(LookupError, match="the contract has no"):
        decode_arguments(*path, {})


def test_every_type_with_resolvers_of_its_own_is_decoded_from_a_source() -> None:
    owners = {type_name for type_name, _ in resolved_fields()} - {
        "Query",
        "Mutation",
        "Subscription",
    }
    domains = {mirror.__name__: domain for mirror, domain in mirrors().items()}
    assert {"Goal", "GoalProgress"} <= owners <= set(domains)


@given(data=st.data())
@LAW
def test_a_source_is_what_a_resolver_answered(data: DataObject) -> None:
    value = data.draw(values_of(GoalProgress))
    assert decode_source("GoalProgress", encode(value)) == value


@pytest.mark.parametrize("type_name", ["Query", "Unknown"])
def test_a_type_that_no_resolver_answers_is_no_source(type_name: str) -> None:
    with pytest.raises(LookupError, match=f"the contract has no {type_name}"):
        decode_source(type_name, {})
