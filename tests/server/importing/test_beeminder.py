"""Beeminder's exports as goals with their logs."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from domain.activity import Activity, ActivitySource
from domain.beeminder import plan
from domain.dossier import Dossier
from domain.errors import DuplicateTitleError, GoalInvalidError, GoalQuotaExceededError
from domain.errors import InvalidInputError as Invalid
from domain.goal import Goal, GoalStatus
from domain.period import PeriodUnit
from domain.policy import Policy
from domain.target import Aggregation, Direction, GoalPattern
from persistence.store import Store
from server.importing.run import ImportReport
from tests.resolvers.asking import Caller
from tests.server.importing.files import MUST_DO, NOW, an_export, bring_in, points, read, write

WEEK = timedelta(days=7)


def _goal(report: ImportReport) -> Goal:
    assert report.loaded is not None
    return report.loaded.goal


def _log(store: Store, report: ImportReport) -> tuple[Activity, ...]:
    return asyncio.run(store.ports.log.activities("ann", report.goal_id))


def _dossier(store: Store, goal_id: str) -> Dossier:
    dossier = asyncio.run(store.ports.goals.dossier("ann", goal_id))
    assert dossier is not None
    return dossier


def _planned(tmp_path: Path, **changes: Any) -> Any:
    return plan(read(write(tmp_path, an_export(**changes))), owner="ann", now=NOW).goal


def _days_reached() -> dict[str, date]:
    """Return the day on which each quarter was reached, counted from the raw file anew.

    A week from Monday is met from 5 items on; the last twelve weeks count, a week still open
    only once it is met.
    """
    rows = sorted((point.daystamp, point.value) for point in read(MUST_DO).datapoints)
    first = rows[0][0] - timedelta(days=rows[0][0].weekday())
    totals: dict[date, Decimal] = {}
    reached: dict[str, date] = {}
    for day, held in groupby(rows, key=lambda row: row[0]):
        monday = day - timedelta(days=day.weekday())
        totals[monday] = totals.get(monday, Decimal(0)) + sum(value for _, value in held)
        weeks = (first + n * WEEK for n in range((monday - first).days // 7))
        verdicts = [totals.get(week, Decimal(0)) >= 5 for week in weeks]
        verdicts += [True] * (totals[monday] >= 5)
        for quarter in (25, 50, 75, 100):
            if 100 * sum(verdicts[-12:]) >= 12 * quarter:
                reached.setdefault(str(quarter), day)
    return reached


def test_a_real_file_becomes_a_weekly_goal_with_its_milestones(store: Store) -> None:
    report = bring_in(store, MUST_DO)
    goal = _goal(report)
    assert (goal.title, goal.pattern, goal.status) == ("Must-do items done", "recurring", "active")
    assert goal.target.value == 5
    assert goal.target.unit == "items"
    assert (goal.target.period, goal.target.aggregation) == (PeriodUnit.WEEK, Aggregation.SUM)
    log = _log(store, report)
    assert len(log) == 1475
    assert {activity.source for activity in log} == {ActivitySource.IMPORT}
    assert {activity.timezone for activity in log} == {"America/Los_Angeles"}
    reached = _dossier(store, report.goal_id).tally.reached
    local_days = {
        quarter: (at - timedelta(hours=8)).astimezone(UTC).date() for quarter, at in reached.items()
    }
    assert local_days == _days_reached()
    assert local_days["25"] == date(2012, 11, 17)


def test_a_goal_brought_in_reads_as_any_other(store: Store) -> None:
    report = bring_in(store, MUST_DO)
    ann = Caller(store=store, now=NOW)
    now = asyncio.run(ann.progress(_goal(report)))
    assert now.progress_percentage == 0
    assert now.total_accumulated == 1418
    then = asyncio.run(ann.progress(_goal(report), as_of=datetime(2013, 2, 23, 8, tzinfo=UTC)))
    assert then.progress_percentage == 100
    assert then.last_activity_date == date(2013, 2, 22)


@pytest.mark.parametrize(
    ("changes", "pattern", "period"),
    [
        ({"dir": 1, "kyoom": True}, GoalPattern.RECURRING, PeriodUnit.WEEK),
        ({"dir": 1, "kyoom": False}, GoalPattern.RECURRING, PeriodUnit.WEEK),
        ({"dir": 1, "goalval": 500}, GoalPattern.MILESTONE, None),
        ({"dir": -1, "kyoom": True}, GoalPattern.LIMIT, PeriodUnit.WEEK),
        ({"dir": -1, "kyoom": True, "runits": "h", "rate": 0.5}, GoalPattern.LIMIT, PeriodUnit.DAY),
        ({"runits": "d"}, GoalPattern.RECURRING, PeriodUnit.DAY),
        ({"runits": "m"}, GoalPattern.RECURRING, PeriodUnit.MONTH),
        ({"runits": "y"}, GoalPattern.RECURRING, PeriodUnit.YEAR),
    ],
)
def test_direction_sum_and_goal_value_make_the_pattern(
    tmp_path: Path, changes: dict[str, Any], pattern: GoalPattern, period: PeriodUnit | None
) -> None:
    goal = _planned(tmp_path, **changes)
    assert (goal.pattern, goal.target.period) == (pattern, period)
    if changes.get("runits") == "h":
        assert goal.target.value == 12


def test_a_falling_measurement_is_a_target_from_its_first_value(tmp_path: Path) -> None:
    falling = {"dir": -1, "kyoom": False, "goalval": 10, "goaldate": "20270101"}
    rows = points([("20261103", 35), ("20261102", 40.5), ("20261104", 30)])
    goal = _planned(tmp_path, **falling, datapoints=rows)
    assert (goal.pattern, goal.deadline) == (GoalPattern.TARGET, date(2027, 1, 1))
    assert (goal.target.start_value, goal.target.value) == (Decimal("40.5"), 10)
    assert goal.target.direction is None


@pytest.mark.parametrize(
    ("runits", "rate", "deadline"),
    [
        ("d", -1, date(2026, 12, 2)),
        ("w", -7, date(2026, 12, 2)),
        ("w", -6.9, date(2026, 12, 3)),
        ("h", -0.5, date(2026, 11, 5)),
        ("m", -30, date(2026, 12, 3)),
        ("y", -30, date(2027, 11, 3)),
    ],
)
def test_without_a_goal_date_the_rate_leads_to_the_deadline(
    tmp_path: Path, runits: str, rate: float, deadline: date
) -> None:
    falling = {"dir": -1, "kyoom": False, "goalval": 10, "runits": runits, "rate": rate}
    assert _planned(tmp_path, **falling, datapoints=points([("20261102", 40)])).deadline == deadline


@pytest.mark.parametrize("aggregation", list(Aggregation))
def test_the_aggregation_of_a_day_is_kept(tmp_path: Path, aggregation: Aggregation) -> None:
    assert _planned(tmp_path, aggday=aggregation.value).target.aggregation is aggregation


def test_the_rate_is_rounded_to_ten_digits(tmp_path: Path) -> None:
    assert _planned(tmp_path, rate=5.0000000000004565).target.value == 5
    assert _planned(tmp_path, rate=1 / 3).target.value == Decimal("0.3333333333")


def test_what_makes_no_goal_is_refused_with_the_field_and_its_rule(tmp_path: Path) -> None:
    falling = {"dir": -1, "kyoom": False, "goalval": 10}
    refused: list[tuple[dict[str, Any], str]] = [
        ({"rate": None}, "rate must be given for a recurring goal"),
        ({"rate": None, "dir": -1}, "rate must be given for a limit goal"),
        (falling | {"goalval": None}, "goalval must be given for a falling goal"),
        (falling | {"datapoints": []}, "datapoints must hold the value"),
        (falling | {"rate": None}, "rate must be given where goaldate is not"),
        (falling | {"rate": 0}, "rate must lead from 1 to 10"),
        (falling | {"rate": 1e-11}, "rate must lead from 1 to 10"),
        (falling | {"rate": -1}, "rate must lead from 1 to 10; got '-1'"),
        (falling | {"rate": 1e-10}, "rate must reach goalval before the year 10000"),
        (falling | {"rate": 1e-5}, "rate must reach goalval before the year 10000"),
        ({"timezone": "Mars/Olympus"}, "timezone must be an IANA time zone; got 'Mars/Olympus'"),
    ]
    for changes, message in refused:
        with pytest.raises(Invalid) as refusal:
            _planned(tmp_path, **changes)
        assert refusal.value.message.startswith(message)


@pytest.mark.parametrize(
    ("title", "units", "expected"),
    [("Read", "pages", ("Read", "pages")), (None, None, ("reading", "units"))],
)
def test_a_missing_title_is_the_slug_and_a_missing_unit_is_units(
    tmp_path: Path, title: str | None, units: str | None, expected: tuple[str, str]
) -> None:
    goal = _planned(tmp_path, title=title, gunits=units)
    assert (goal.title, goal.target.unit) == expected
    blank = _planned(tmp_path, title="  ", gunits=" ")
    assert (blank.title, blank.target.unit) == ("reading", "units")


def test_zeros_and_negatives_are_kept(store: Store, tmp_path: Path) -> None:
    rows = points([("20261102", 0), ("20261103", -2), ("20261104", 5.5)])
    report = bring_in(store, write(tmp_path, an_export(datapoints=rows, goalval=100)))
    assert [activity.value for activity in _log(store, report)] == [0, -2, Decimal("5.5")]
    assert _dossier(store, report.goal_id).tally.latest_at is not None
    found = asyncio.run(Caller(store=store, now=NOW).progress(_goal(report)))
    assert found.total_accumulated == Decimal("3.5")


def test_a_day_takes_the_last_of_its_rows_in_the_order_of_the_file(
    store: Store, tmp_path: Path
) -> None:
    values = [30, 20, 25, 10, 15, 28, 12, 18, 11, 14, 16]
    rows = points([("20261101", 40), *(("20261102", value) for value in values)])
    falling = {"dir": -1, "kyoom": False, "goalval": 0, "goaldate": "20270101", "aggday": "last"}
    report = bring_in(store, write(tmp_path, an_export(datapoints=rows, **falling)))
    log = sorted(_log(store, report), key=lambda activity: activity.order)
    assert [activity.value for activity in log] == [40, *values]
    found = asyncio.run(Caller(store=store, now=NOW).progress(_goal(report)))
    assert found.remaining_to_goal == 16
    assert _goal(report).target.direction is Direction.DECREASE


def test_a_day_to_come_is_kept_and_hidden_until_then(store: Store, tmp_path: Path) -> None:
    rows = points([("20261120", 1), ("20261201", 50)])
    report = bring_in(store, write(tmp_path, an_export(datapoints=rows, goalval=100)))
    assert len(_log(store, report)) == 2
    ann = Caller(store=store, now=NOW)
    assert asyncio.run(ann.percent(_goal(report))) == 1
    assert asyncio.run(ann.after(days=12).percent(_goal(report))) == 51


def test_a_goal_that_its_log_completes_is_completed_then(store: Store, tmp_path: Path) -> None:
    report = bring_in(store, write(tmp_path, an_export(goalval=3)))
    goal = _goal(report)
    assert goal.status is GoalStatus.COMPLETED
    assert asyncio.run(store.ports.profiles.get("ann")).active_goals == 0
    assert asyncio.run(Caller(store=store, now=NOW).percent(goal)) == 100


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = bring_in(store, write(tmp_path, an_export()), is_dry_run=True)
    assert report.lines() == (
        f"reading.json: 'Read' as a recurring goal, id {report.goal_id}",
        "would add 3 activities, 0 are there; nothing was written",
    )
    assert asyncio.run(store.ports.goals.all("ann")) == ()
    assert asyncio.run(store.ports.profiles.owners()) == ()
    assert bring_in(store, write(tmp_path, an_export())).goal_id == report.goal_id


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_a_goal_that_its_rules_forbid_is_refused_before_the_first_write(
    store: Store, tmp_path: Path, *, is_dry_run: bool
) -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.value must be above 0; got '-5'"):
        bring_in(store, write(tmp_path, an_export(rate=-5)), is_dry_run=is_dry_run)
    with pytest.raises(Invalid, match="title must have 1 to 200 characters"):
        bring_in(store, write(tmp_path, an_export(title="x" * 201)), is_dry_run=is_dry_run)
    rows = [*points([("20261102", 1)] * 200), {"daystamp": "20261332", "value": 1}]
    with pytest.raises(Invalid, match=r"datapoints\[200\]\.daystamp"):
        bring_in(store, write(tmp_path, an_export(datapoints=rows)), is_dry_run=is_dry_run)
    assert asyncio.run(store.ports.goals.all("ann")) == ()


def test_a_quota_that_is_used_up_leaves_a_draft_that_a_later_run_activates(
    store: Store, tmp_path: Path
) -> None:
    path, none = write(tmp_path, an_export()), Policy(active_goals=0)
    with pytest.raises(GoalQuotaExceededError):
        bring_in(store, path, policy=none)
    (draft,) = asyncio.run(store.ports.goals.all("ann"))
    assert draft.status is GoalStatus.DRAFT
    report = bring_in(store, path)
    assert _goal(report).status is GoalStatus.ACTIVE
    assert report.lines()[1] == "added 0 activities, 3 were there; goal is active"


def test_a_title_that_is_taken_leaves_a_draft(store: Store, tmp_path: Path) -> None:
    ann = Caller(store=store, now=NOW)
    other = asyncio.run(ann.create(title="read"))
    path = write(tmp_path, an_export())
    with pytest.raises(DuplicateTitleError):
        bring_in(store, path)
    asyncio.run(ann.move("archiveGoal", other))
    assert _goal(bring_in(store, path)).status is GoalStatus.ACTIVE


def test_each_owner_and_slug_has_a_goal_of_its_own(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, an_export())
    other = write(tmp_path, an_export(slug="other", title="Other"), name="other.json")
    ids = {
        bring_in(store, path).goal_id,
        bring_in(store, other).goal_id,
        bring_in(store, path, owner="bob").goal_id,
    }
    assert len(ids) == 3
