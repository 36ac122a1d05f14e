"""Wall times: the instants that a zone's clock shows them at."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import pytest

from domain.day import UnknownTimezoneError, resolve, zone

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "local_days.json").read_text())
ONE_DAY = timedelta(days=1)
FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


def an_instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def resolved(case: dict[str, str], timezone: str) -> datetime:
    local = datetime.fromisoformat(case["local"])
    return resolve(on=local.date(), wall=local.time(), timezone=timezone)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mars/Olympus",
        "../x",
        "../zoneinfo/UTC",
        "/usr/share/zoneinfo/UTC",
        "/etc/passwd",
        "europe/berlin",
        "Europe",
        "Europe//Berlin",
        "localtime",
        "posixrules",
        "posix/UTC",
        "Factory",
        "UTC\0",
    ],
)
def test_a_name_that_is_no_zone_is_refused_by_naming_it(name: str) -> None:
    with pytest.raises(UnknownTimezoneError) as refusal:
        zone(name)
    assert repr(name) in str(refusal.value)


def test_a_zone_is_found_by_its_name_and_loaded_once() -> None:
    assert zone("Europe/Berlin").key == "Europe/Berlin"
    assert zone("Europe/Berlin") is zone("Europe/Berlin")


@pytest.mark.parametrize("case", FACTS["wall_to_instant"]["cases"])
def test_a_wall_time_is_the_instant_the_peer_says(case: dict[str, str]) -> None:
    assert resolved(case, FACTS["wall_to_instant"]["zone"]) == an_instant(case["utc"])


@pytest.mark.parametrize("case", FACTS["wall_to_instant"]["peer_takes_the_second"])
def test_a_repeated_wall_time_counts_the_first_time_where_the_peer_takes_the_second(
    case: dict[str, str],
) -> None:
    peer = an_instant(case["utc"])
    assert resolved(case, FACTS["wall_to_instant"]["zone"]) == peer - timedelta(hours=1)


@pytest.mark.parametrize("case", FACTS["reminder"]["cases"])
def test_a_reminder_fires_at_the_first_instant_of_its_wall_time(case: dict[str, str]) -> None:
    assert resolved(case, case["zone"]) == an_instant(case["utc"])


def test_a_wall_time_in_a_gap_moves_forward_by_the_gap() -> None:
    moved = resolve(on=date(2025, 3, 30), wall=time(2, 30), timezone="Europe/Berlin")
    assert moved.astimezone(zone("Europe/Berlin")).time() == time(3, 30)
    assert moved.tzinfo is UTC


def test_a_fold_on_the_wall_time_changes_nothing() -> None:
    instants_of_both = {
        resolve(on=date(2025, 10, 26), wall=time(2, 30, fold=fold), timezone="Europe/Berlin")
        for fold in (0, 1)
    }
    assert instants_of_both == {datetime(2025, 10, 26, 0, 30, tzinfo=UTC)}


def test_wall_times_beyond_the_representable_become_the_outermost_instants() -> None:
    assert resolve(on=date.min, wall=time(0), timezone="Asia/Tokyo") == FIRST
    assert resolve(on=date.max, wall=time(23), timezone="America/New_York") == LAST
