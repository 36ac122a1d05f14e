"""What a file of an account must be: each refusal names file, line, field, rule and value."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from domain.chapters import Chapter, Opening, chapters
from domain.errors import DomainError, InvalidInputError
from domain.portable import JSON_HEAD
from domain.portable_lines import records
from tests.server.importing.accounts import a_reader, another_store, bring, changed, exported

_Order: TypeAlias = Callable[[list[str]], list[str]]


@pytest.fixture(scope="module")
def text() -> str:
    """Return the export of an account with a goal, a task, a milestone and two activities."""
    with another_store() as store:
        asyncio.run(a_reader(store))
        return exported(store)


def _read(path: Path) -> list[Opening | Chapter]:
    with path.open("rb") as file:
        return list(chapters(records(file, name=path.name, owner="ann")))


def _refusal(text: str, tmp_path: Path) -> str:
    path = tmp_path / "account.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DomainError) as caught:
        _read(path)
    return caught.value.message


def _setting(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Return the change that sets a value at a path as `target.value` or `changes.0.at`."""

    def change(record: dict[str, Any]) -> None:
        *above, last = (int(part) if part.isdigit() else part for part in path.split("."))
        place: Any = record
        for part in above:
            place = place[part]
        place[last] = value

    return change


_PLAIN_DAYS = {"timezone": "UTC", "dayStart": "00:00:00", "weekStart": 1}
_CASES: Final[list[tuple[str, str, object, str]]] = [
    ("profile", "calendar.revisions", [], "line 2: profile.calendar must hold: a calendar needs"),
    (
        "profile",
        "calendar.revisions.0.1.timezone",
        "Mars/Base",
        "line 2: profile.calendar must hold: timezone must be an IANA name",
    ),
    (
        "profile",
        "calendar.revisions.0.1.weekStart",
        7,
        "line 2: profile: calendar.revisions[0][1].weekStart must be a whole number from 0 to 6",
    ),
    (
        "profile",
        "calendar.revisions.0.1.dayStart",
        "04:00:00Z",
        "line 2: profile.calendar.revisions[0][1].dayStart must be a wall time without a zone",
    ),
    (
        "profile",
        "calendar.revisions",
        [["0001-01-01", _PLAIN_DAYS], ["2026-01-01", _PLAIN_DAYS | {"dayStart": "04:00:00Z"}]],
        "line 2: profile.calendar.revisions[1][1].dayStart must be a wall time without a zone",
    ),
    (
        "profile",
        "calendar.revisions",
        [["0001-01-01"]],
        "line 2: profile.calendar.revisions[0] must be a list of 2",
    ),
    (
        "profile",
        "calendar.revisions.0.1.dayStart",
        "noon",
        "line 2: profile.calendar.revisions[0][1].dayStart must be a wall time",
    ),
    ("profile", "activeGoals", 3, "line 2: profile.activeGoals must not be given; got '3'"),
    ("goal", "owner", "bob", "line 3: goal.owner must not be given; got 'bob'"),
    ("goal", "color", "red", "line 3: goal: color must be of the form #RRGGBB; got 'red'"),
    ("goal", "mood", "red", "line 3: goal.mood is not known; got 'red'"),
    ("goal", "target", "red", "line 3: goal.target must be an object; got 'red'"),
    ("goal", "target.value", "many", "line 3: goal.target.value must be a valid decimal"),
    ("goal", "target.value", "NaN", "line 3: goal.target.value must be a valid decimal; got 'NaN'"),
    ("goal", "target.value", True, "line 3: goal.target.value must be a valid decimal; got 'True'"),
    ("goal", "target.value", "1E+999999999", "line 3: goal.target.value must be a valid decimal"),
    ("goal", "pattern", "habit", "line 3: goal.pattern must be one of recurring, milestone"),
    ("goal", "pattern", [], "line 3: goal.pattern must be one of recurring, milestone"),
    ("goal", "tags", "books", "line 3: goal.tags must be a list; got 'books'"),
    ("goal", "tags", [7], "line 3: goal.tags[0] must be a valid string; got '7'"),
    ("goal", "createdAt", "yesterday", "line 3: goal.createdAt must be an instant in UTC"),
    ("goal", "createdAt", 7, "line 3: goal.createdAt must be an instant in UTC"),
    (
        "goal",
        "createdAt",
        "0001-01-01T00:00:00Z",
        "line 3: goal.createdAt must be 1899-12-30T00:00:00+00:00 or later; got '0001-01-01T",
    ),
    (
        "goal",
        "changes.0.cause",
        "log",
        "line 3: goal: changes[0].cause must not be log, which completes a goal and does nothing",
    ),
    (
        "goal",
        "pauses",
        [{"first": "2026-03-05", "last": "2026-03-05", "isForAll": 1}],
        "line 3: goal.pauses[0].isForAll must be true or false; got '1'",
    ),
    ("revision", "schedule.every", True, "line 4: revision.schedule.every must be a valid integer"),
    ("goal", "target.value", "0", "line 3: goal: target.value must be above 0; got '0'"),
    ("goal", "pattern", "streak", "line 3: goal: "),
    ("goal", "status", "active", "line 3: goal.status is not known"),
    ("goal", "goalId", "GOAL#1", "line 3: goal: goalId must be a UUID in lower case"),
    (
        "goal",
        "createdAt",
        "2026-03-02T09:30:00",
        "line 3: goal.createdAt must be an instant in UTC",
    ),
    ("goal", "changes", [], "line 3: goal: changes must hold a status; got 'none'"),
    ("goal", "changes.0.status", "archived", "line 3: goal: changes[0].status must be draft or"),
    (
        "goal",
        "changes.0.at",
        "2026-03-02T09:30:00+01:00",
        "line 3: goal.changes[0].at must be an instant in UTC, which ends in Z",
    ),
    ("goal", "metadata", "{", "line 3: goal: metadata must be JSON; got '{'"),
    (
        "goal",
        "pauses",
        [{"first": "2026-03-05", "last": "2026-03-04", "isForAll": False}],
        "line 3: goal: pauses[0].last must be 2026-03-05 or later; got '2026-03-04'",
    ),
    (
        "goal",
        "pauses",
        [{"first": "1899-03-05", "last": "2026-03-04", "isForAll": False}],
        "line 3: goal: pauses[0].first must be 1900-01-01 or later",
    ),
    (
        "goal",
        "pauses",
        [{"first": "2026-03-05", "last": "2026-03-05", "isForAll": False}] * 101,
        "line 3: goal: pauses must have at most 100 entries; got '101'",
    ),
    ("revision", "target.value", "-1", "line 4: revision: target.value must be above 0"),
    ("revision", "goalId", "x", "line 4: revision.goalId must be that of the goal before it"),
    ("task", "title", "", "line 5: task: title must have 1 to 200 characters"),
    ("task", "taskId", "7", "line 5: task: taskId must be a UUID in lower case; got '7'"),
    (
        "task",
        "changes",
        [
            {"status": "active", "at": "2026-03-02T09:30:00Z"},
            {"status": "completed", "at": "2026-03-01T09:30:00Z"},
        ],
        "line 5: task: changes[1].at must be 2026-03-02T09:30:00+00:00 or later",
    ),
    ("milestone", "percentage", "101", "line 6: milestone: percentage must be above 0 and at most"),
    ("milestone", "amount", "5", "line 6: milestone: percentage must be given, or amount, and not"),
    ("milestone", "milestoneId", "m", "line 6: milestone: milestoneId must be a UUID"),
    ("activity", "localDay", "2026-03-05", "line 7: activity: activityId must be 2026-03-05 (the"),
    ("activity", "localDay", "2026-W10-3", "line 7: activity.localDay must be a valid date"),
    ("activity", "localDay", 7, "line 7: activity.localDay must be a valid date, as YYYY"),
    ("activity", "localDay", "2026-02-30", "line 7: activity.localDay must be a valid date"),
    ("activity", "activityId", "2026-03-04_x", "line 7: activity: activityId must be 2026-03-04"),
    (
        "activity",
        "occurredAt",
        "2026-02-20T12:00:00Z",
        "line 7: activity: localDay must be a local day of 2026-02-20T12:00:00+00:00; got '2026-03",
    ),
    ("activity", "value", "1e13", "line 7: activity: value must be a finite number from -10^12"),
    ("activity", "unit", " ", "line 7: activity: unit must have 1 to 50 characters"),
    ("activity", "timezone", "utc", "line 7: activity: timezone must be an IANA time zone"),
    ("activity", "note", "x" * 501, "line 7: activity: note must have 0 to 500 characters"),
    ("activity", "version", 1, "line 7: activity.version must not be given; got '1'"),
]


@pytest.mark.parametrize(("name", "path", "value", "told"), _CASES)
def test_a_field_that_breaks_a_rule_is_named_with_its_place(
    *, text: str, name: str, path: str, value: object, told: str, tmp_path: Path
) -> None:
    broken = changed(text, name, _setting(path, value))
    assert _refusal(broken, tmp_path).startswith(f"account.json {told}")


def test_a_field_that_is_missing_is_named(text: str, tmp_path: Path) -> None:
    broken = changed(text, "goal", lambda goal: goal.pop("title"))
    told = "account.json line 3: goal.title must be given; got 'None'"
    assert _refusal(broken, tmp_path) == told


def test_numbers_without_quotes_are_read_as_they_are_written(text: str) -> None:
    with another_store() as other:
        bring(other, text.replace('"value":"10"', '"value":10').replace('"5"', "5.0"))
        assert exported(other) == text


def test_half_a_character_is_refused_by_its_line(text: str, tmp_path: Path) -> None:
    broken = text.replace('"note":"=1+1"', r'"note":"\ud800"')
    assert _refusal(broken, tmp_path).startswith("account.json line 8: activity ")


def test_a_file_that_breaks_a_rule_at_its_end_changes_nothing(text: str) -> None:
    broken = text.replace('"note":"=1+1"', '"note":7')
    with another_store() as empty:
        with pytest.raises(
            InvalidInputError, match=r"line 8: activity.note must be a valid string"
        ):
            bring(empty, broken)
        assert asyncio.run(empty.ports.goals.all("ann")) == ()
        assert exported(empty).count("\n") == 3


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], f"account.json must be {JSON_HEAD}; got ''"),
        (['{"format":"milepost","version":2,"records":['], f"line 1 must be {JSON_HEAD}"),
        ([JSON_HEAD], "account.json must end with ]}; got 'a document that is cut off'"),
        ([JSON_HEAD, "{", "]}"], "line 2 must be a JSON object of one of profile, goal, revision"),
        ([JSON_HEAD, "[]", "]}"], "line 2 must be a JSON object of one of profile, goal"),
        ([JSON_HEAD, '{"goal":[]}', "]}"], "line 2 must be a JSON object of one of profile"),
        ([JSON_HEAD, '{"owner":{}}', "]}"], "line 2 must be a JSON object of one of profile"),
        ([JSON_HEAD, "[" * 100_000, "]}"], "line 2 must be a JSON object of one of profile"),
        ([JSON_HEAD, "x" * 450_001, "]}"], "line 2 must have at most 450000 bytes; got 'more'"),
        ([JSON_HEAD, "]}", "{}"], "line 3 must not follow ]}; got '{}'"),
    ],
)
def test_what_is_no_export_is_refused_by_its_line(
    lines: list[str], told: str, tmp_path: Path
) -> None:
    assert told in _refusal("".join(f"{line}\n" for line in lines), tmp_path)


def test_a_file_that_is_not_utf_8_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_bytes(f"{JSON_HEAD}\n".encode() + b"\xff\n")
    with pytest.raises(InvalidInputError, match=r"account\.json line 2 must be UTF-8"):
        _read(path)


def _moved(text: str, order: _Order) -> str:
    head, *records, end = text.splitlines()
    plain = order([record.removesuffix(",") for record in records])
    return "\n".join((head, *(f"{record}," for record in plain[:-1]), plain[-1], end, ""))


_OUT_OF_PLACE: Final[list[tuple[_Order, str]]] = [
    (lambda lines: lines[1:], "line 2: goal must be a profile if it is the first record"),
    (lambda lines: [*lines, lines[0]], "line 9: profile must be a profile if it is the first"),
    (lambda lines: [lines[0], *lines[2:]], "line 3: revision.goalId must be that of the goal"),
    (lambda lines: [*lines, lines[1]], "line 9: goal.goalId must be there once"),
    (lambda lines: [*lines, lines[-1]], "line 9: activity must be there once; got 'activity "),
    (lambda lines: lines[:2], "line 3: goal must be followed by a revision; got 'none'"),
]


@pytest.mark.parametrize(("order", "told"), _OUT_OF_PLACE)
def test_a_record_out_of_its_place_is_refused(
    text: str, order: _Order, told: str, tmp_path: Path
) -> None:
    assert told in _refusal(_moved(text, order), tmp_path)


def test_parts_of_a_goal_may_come_in_any_order(text: str) -> None:
    with another_store() as other:
        bring(other, _moved(text, lambda lines: [*lines[:2], *reversed(lines[2:])]))
        assert exported(other) == text


def test_each_record_is_a_line_and_the_whole_is_one_json_object(text: str) -> None:
    whole = json.loads(text)
    assert (whole["format"], whole["version"]) == ("milepost", 1)
    names = [name for record in whole["records"] for name in record]
    assert names == ["profile", "goal", "revision", "task", "milestone", "activity", "activity"]
    assert len(text.splitlines()) == len(names) + 2
    told = {key for record in whole["records"] for data in record.values() for key in data}
    assert not told & {"owner", "version", "activeGoals"}
