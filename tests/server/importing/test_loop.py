"""Loop's exports as goals with their logs."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from typing import Final

import pytest

from domain.activity import ActivitySource, ActivityType
from domain.day import Calendar, DayRule
from domain.errors import (
    ActivityInvalidError,
    DuplicateTitleError,
    GoalInvalidError,
    GoalQuotaExceededError,
    InvalidInputError,
)
from domain.goal import GoalStatus
from domain.loads import Load
from domain.period import PeriodUnit
from domain.policy import Policy
from domain.profile import UTC_CALENDAR
from domain.requests import NewGoal, ProfileEdit, TargetEdit
from domain.target import Aggregation, GoalPattern
from persistence.store import Store
from server.importing.loop import plan
from server.importing.loop_export import read
from tests.resolvers.asking import Caller
from tests.server.importing.files import NOW
from tests.server.importing.folders import (
    MEDITATE,
    RUN,
    Entries,
    an_export_of,
    bring_in_folder,
    days_reached,
    dossier_of,
    goal_of,
    goals_of,
    log_of,
    yes_days,
)

DAY: Final = timedelta(days=1)
MONDAY: Final = ("2026-01-05", "YES_MANUAL")


def _planned(
    folder: Path, habit: Mapping[str, str], entries: Entries = (), *, timezone: str = "UTC"
) -> Load:
    (found,) = read(an_export_of(folder, (habit, entries))).habits
    calendar = Calendar.of(DayRule(timezone=timezone))
    return plan(found, owner="ann", now=NOW, calendar=calendar)


def _wish(folder: Path, habit: Mapping[str, str]) -> NewGoal:
    return _planned(folder, habit).goal


def test_a_second_run_adds_nothing_and_a_later_export_its_new_days(
    store: Store, tmp_path: Path
) -> None:
    bring_in_folder(store, an_export_of(tmp_path, (RUN, [("2026-01-06", "2000")])))
    before = dossier_of(store, "Run")
    again = bring_in_folder(store, tmp_path)
    assert again.lines()[1] == "added 0 activities, 1 were there; goal is active"
    assert dossier_of(store, "Run") == before
    days = [("2026-01-07", "3000"), ("2026-01-06", "9000"), ("2026-01-05", "1000")]
    rmtree(tmp_path / "001 Run")
    moved = bring_in_folder(store, an_export_of(tmp_path, (MEDITATE, []), (RUN, days)))
    assert moved.lines()[3] == "added 2 activities, 1 were there; goal is active"
    assert [activity.value for activity in log_of(store, "Run")] == [1, 2, 3]


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, [MONDAY]), (RUN, []))
    report = bring_in_folder(store, folder, is_dry_run=True)
    assert report.lines()[1::2] == (
        "would add 1 activities, 0 are there; nothing was written",
        "would add 0 activities, 0 are there; nothing was written",
    )
    assert goals_of(store) == {}
    assert asyncio.run(store.ports.profiles.owners()) == ()


@pytest.mark.parametrize(
    ("often", "value", "period", "rolling_days"),
    [
        (("1", "1"), 1, PeriodUnit.DAY, None),
        (("7", "7"), 1, PeriodUnit.DAY, None),
        (("8", "7"), 1, PeriodUnit.DAY, None),
        (("3", "7"), 3, None, 7),
        (("1", "7"), 1, None, 7),
        (("1", "2"), 1, None, 2),
        (("10", "30"), 10, None, 30),
    ],
)
def test_a_habit_done_or_not_is_judged_daily_or_in_any_run_of_days(
    tmp_path: Path,
    often: tuple[str, str],
    value: int,
    period: PeriodUnit | None,
    rolling_days: int | None,
) -> None:
    numerator, denominator = often
    changes = {"FrequencyNumerator": numerator, "FrequencyDenominator": denominator}
    goal = _wish(tmp_path, MEDITATE | changes)
    target = goal.target
    assert (goal.pattern, target.aggregation) == (GoalPattern.RECURRING, Aggregation.UNARY)
    assert (target.value, target.unit) == (Decimal(value), "times")
    assert (target.period, target.rolling_days) == (period, rolling_days)


@pytest.mark.parametrize(
    ("days", "period"),
    [
        ("1", PeriodUnit.DAY),
        ("7", PeriodUnit.WEEK),
        ("30", PeriodUnit.MONTH),
        ("31", PeriodUnit.MONTH),
        ("90", PeriodUnit.QUARTER),
        ("91", PeriodUnit.QUARTER),
        ("92", PeriodUnit.QUARTER),
        ("365", PeriodUnit.YEAR),
        ("366", PeriodUnit.YEAR),
    ],
)
@pytest.mark.parametrize(
    ("bound", "pattern"), [("AT_LEAST", GoalPattern.RECURRING), ("AT_MOST", GoalPattern.LIMIT)]
)
def test_a_number_is_judged_in_the_period_of_so_many_days(
    tmp_path: Path, days: str, period: PeriodUnit, bound: str, pattern: GoalPattern
) -> None:
    goal = _wish(tmp_path, RUN | {"FrequencyDenominator": days, "Target Type": bound})
    assert (goal.pattern, goal.target.period, goal.target.rolling_days) == (pattern, period, None)
    assert (goal.target.value, goal.target.unit) == (Decimal(5), "km")
    assert goal.target.aggregation is None


def test_a_number_in_other_runs_of_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        _planned(tmp_path, RUN | {"FrequencyDenominator": "14"})
    assert refusal.value.message == (
        "Habits.csv line 2: FrequencyDenominator must be one of 1, 7, 30, 31, 90, 91, 92, 365, 366 "
        "for a habit of type NUMERICAL; got '14'"
    )


def test_a_yes_and_a_skip_are_activities_and_nothing_else_is(store: Store, tmp_path: Path) -> None:
    words = ("YES_MANUAL", "YES_AUTO", "NO", "UNKNOWN", "", "SKIP")
    entries = [(f"2026-01-{n:02}", word, f"note {n}") for n, word in enumerate(words, start=1)]
    report = bring_in_folder(store, an_export_of(tmp_path, (MEDITATE, entries)))
    assert report.lines()[-1] == "left out 4 notes on days without an activity"
    assert [(a.local_day.day, a.kind, a.value, a.note) for a in log_of(store)] == [
        (1, ActivityType.COMPLETED, Decimal(1), "note 1"),
        (6, ActivityType.SKIPPED, Decimal(0), "note 6"),
    ]
    assert {a.source for a in log_of(store)} == {ActivitySource.IMPORT}
    assert {a.unit for a in log_of(store)} == {"times"}


def test_a_number_is_kept_in_units_and_a_zero_is_a_number(store: Store, tmp_path: Path) -> None:
    values = ("5500", "0", "NO", "1", "YES_AUTO", "UNKNOWN", "SKIP", "12")
    entries = [(f"2026-01-{n:02}", value) for n, value in enumerate(values, start=1)]
    bring_in_folder(store, an_export_of(tmp_path, (RUN | {"Unit": ""}, entries)))
    assert [(a.local_day.day, a.kind, a.value) for a in log_of(store, "Run")] == [
        (1, ActivityType.PROGRESS, Decimal("5.5")),
        (2, ActivityType.PROGRESS, Decimal(0)),
        (3, ActivityType.PROGRESS, Decimal(0)),
        (4, ActivityType.PROGRESS, Decimal("0.001")),
        (5, ActivityType.PROGRESS, Decimal("0.001")),
        (7, ActivityType.SKIPPED, Decimal(0)),
        (8, ActivityType.PROGRESS, Decimal("0.012")),
    ]
    assert goal_of(store, "Run").target.unit == "units"


def test_a_day_is_the_owner_s_local_day_as_it_stands(store: Store, tmp_path: Path) -> None:
    ann = Caller(store=store, now=NOW - 2 * DAY)
    asyncio.run(ann.mutate("updateProfile", ProfileEdit(timezone="America/New_York")))
    days = [("2026-03-08", "YES_MANUAL"), ("2026-11-21", "YES_MANUAL"), ("2026-11-30", "SKIP")]
    bring_in_folder(store, an_export_of(tmp_path, (MEDITATE, days)))
    assert [(a.local_day, a.occurred_at, a.timezone) for a in log_of(store)] == [
        (date(2026, 3, 8), datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC), "America/New_York"),
        (date(2026, 11, 21), NOW, "America/New_York"),
        (date(2026, 11, 30), datetime(2026, 12, 1, 4, 59, 59, tzinfo=UTC), "America/New_York"),
    ]


def test_a_day_that_the_zone_does_not_have_is_refused_with_its_line(tmp_path: Path) -> None:
    entries = [("2011-12-31", "NO"), ("2011-12-30", "NO"), ("2011-12-29", "YES_MANUAL")]
    assert len(_planned(tmp_path, MEDITATE, entries, timezone="Pacific/Apia").activities) == 1
    entries[1] = ("2011-12-30", "SKIP")
    with pytest.raises(InvalidInputError) as refusal:
        _planned(tmp_path, MEDITATE, entries, timezone="Pacific/Apia")
    assert refusal.value.message == (
        "001 Meditate/Checkmarks.csv line 3: Date must be a day that exists in Pacific/Apia; "
        "got '2011-12-30'"
    )
    assert len(_planned(tmp_path, MEDITATE, entries, timezone="Pacific/Auckland").activities) == 2


BAD: Final[list[tuple[dict[str, str], tuple[str, ...], str]]] = [
    ({"Name": ""}, MONDAY, "Habits.csv line 3: title must have 1 to 200 characters; got ''"),
    ({"Color": "red"}, MONDAY, "Habits.csv line 3: color must be of the form #RRGGBB; got 'red'"),
    (
        {"FrequencyDenominator": "400"},
        MONDAY,
        "Habits.csv line 3: target.rollingDays must be a whole number from 2 to 366; got '400'",
    ),
    (
        {"Type": "NUMERICAL", "Target Value": "0"},
        ("2026-01-05", "1000"),
        "Habits.csv line 3: target.value must be above 0; got '0'",
    ),
    (
        {},
        ("2026-01-05", "YES_MANUAL", "x" * 501),
        "002 Walk/Checkmarks.csv line 2: note must have 0 to 500 characters; got 'xxx",
    ),
    (
        {},
        ("1899-12-31", "SKIP"),
        "002 Walk/Checkmarks.csv line 2: activityDate must be 1900-01-01 or later; got '1899",
    ),
]


@pytest.mark.parametrize(("changes", "entry", "message"), BAD)
@pytest.mark.parametrize("is_dry_run", [True, False])
def test_what_a_rule_forbids_is_refused_with_its_line_before_the_first_write(
    store: Store,
    tmp_path: Path,
    changes: dict[str, str],
    entry: tuple[str, ...],
    message: str,
    *,
    is_dry_run: bool,
) -> None:
    walk = MEDITATE | {"Name": "Walk"} | changes
    folder = an_export_of(tmp_path, (MEDITATE, [MONDAY]), (walk, [entry]))
    with pytest.raises((InvalidInputError, GoalInvalidError)) as refusal:
        bring_in_folder(store, folder, is_dry_run=is_dry_run)
    assert str(refusal.value).startswith(message)
    assert refusal.value.message == str(refusal.value)
    assert goals_of(store) == {}


def test_a_habit_that_was_not_exported_is_left_out_and_told(store: Store, tmp_path: Path) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, [MONDAY]), (RUN, []))
    rmtree(folder / "002 Run")
    report = bring_in_folder(store, folder)
    assert report.lines()[2:] == ("left out 'Run': the export has no folder for it",)
    assert list(goals_of(store)) == ["Meditate"]


def _archive_after(store: Store, folder: Path) -> None:
    """Bring in an archived habit whose 200 days complete nothing."""
    archived = MEDITATE | {"Archived?": "true"}
    report = bring_in_folder(store, an_export_of(folder, (archived, yes_days(200))))
    assert report.lines()[1] == "added 200 activities, 0 were there; goal is archived"


def test_an_archived_habit_is_archived_once_its_log_is_in(store: Store, tmp_path: Path) -> None:
    _archive_after(store, tmp_path)
    goal = goal_of(store)
    assert [change.status for change in goal.changes] == ["draft", "active", "archived"]
    assert goal.archived_at == NOW
    dossier = dossier_of(store, "Meditate")
    assert days_reached(dossier)["100"] == date(2026, 1, 5) + 29 * DAY
    assert dossier.tally.settled.run.longest == 200
    assert asyncio.run(store.ports.profiles.get("ann")).active_goals == 0


def test_an_archived_habit_needs_no_quota_and_no_title(store: Store, tmp_path: Path) -> None:
    asyncio.run(Caller(store=store, now=NOW).create(title="Meditate"))
    archived = MEDITATE | {"Archived?": "true"}
    folder = an_export_of(tmp_path, (archived, [MONDAY]))
    (report,) = bring_in_folder(store, folder, policy=Policy(active_goals=0)).goals
    assert report.loaded is not None
    assert report.loaded.goal.status is GoalStatus.ARCHIVED


def test_an_archived_goal_that_its_owner_restored_stays_active(
    store: Store, tmp_path: Path
) -> None:
    _archive_after(store, tmp_path)
    ann = Caller(store=store, now=NOW + DAY)
    restored = asyncio.run(ann.move("restoreGoal", goal_of(store)))
    assert restored.status is GoalStatus.ACTIVE
    report = bring_in_folder(store, tmp_path)
    assert report.lines()[1] == "added 0 activities, 200 were there; goal is active"


def test_a_goal_is_not_archived_by_a_later_export(store: Store, tmp_path: Path) -> None:
    bring_in_folder(store, an_export_of(tmp_path, (MEDITATE, [MONDAY])))
    archived = MEDITATE | {"Archived?": "true"}
    bring_in_folder(store, an_export_of(tmp_path, (archived, [MONDAY])))
    assert goal_of(store).status is GoalStatus.ACTIVE


def test_a_quota_that_is_used_up_stops_the_import_there(store: Store, tmp_path: Path) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, [MONDAY]), (RUN, []))
    with pytest.raises(GoalQuotaExceededError):
        bring_in_folder(store, folder, policy=Policy(active_goals=1))
    assert (goal_of(store).status, goal_of(store, "Run").status) == ("active", "draft")
    report = bring_in_folder(store, folder)
    assert report.lines()[3] == "added 0 activities, 0 were there; goal is active"


def test_a_title_that_is_taken_stops_the_import_there(store: Store, tmp_path: Path) -> None:
    asyncio.run(Caller(store=store, now=NOW).create(title="run"))
    folder = an_export_of(tmp_path, (MEDITATE, [MONDAY]), (RUN, []))
    with pytest.raises(DuplicateTitleError, match="'Run'"):
        bring_in_folder(store, folder)
    assert (goal_of(store).status, goal_of(store, "Run").status) == ("active", "draft")


def test_a_unit_changed_since_refuses_days_of_the_old_one(store: Store, tmp_path: Path) -> None:
    folder = an_export_of(tmp_path, (RUN, [("2026-01-05", "1000")]))
    bring_in_folder(store, folder)
    edit = TargetEdit(unit="miles")
    asyncio.run(Caller(store=store, now=NOW).edit(goal_of(store, "Run"), target=edit))
    message = r"^001 Run/Checkmarks\.csv line 2: unit must be miles; got 'km'$"
    with pytest.raises(ActivityInvalidError, match=message):
        bring_in_folder(store, folder)


def test_each_owner_has_goals_of_their_own(store: Store, tmp_path: Path) -> None:
    folder = an_export_of(tmp_path, (MEDITATE, [MONDAY]))
    (anns,) = bring_in_folder(store, folder).goals
    (bobs,) = bring_in_folder(store, folder, owner="bob").goals
    assert anns.goal_id != bobs.goal_id
    load = plan(read(folder).habits[0], owner="ann", now=NOW, calendar=UTC_CALENDAR)
    assert load.goal_id == anns.goal_id
