"""Loading again: what is there stays, and a run that was killed is completed."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.beeminder import plan
from domain.errors import ActivityInvalidError, InvalidInputError
from domain.goal import Goal, GoalStatus
from domain.loads import goal_id_of, ulid_of
from domain.policy import Policy
from domain.requests import TargetEdit
from persistence.store import Store, open_embedded
from resolvers import loading
from resolvers.loading import check, load
from tests.resolvers.asking import Caller
from tests.server.importing.files import NOW, an_export, bring_in, days, read, write

LATER = NOW + timedelta(hours=3)


class KilledError(Exception):
    """Stand in for the end of a process."""


def _result(store: Store, goal_id: str) -> tuple[Any, ...]:
    """Return all that a load leaves, but for when its runs were made."""

    async def reading() -> tuple[Any, ...]:
        dossier = await store.ports.goals.dossier("ann", goal_id)
        assert dossier is not None
        months = await store.ports.log.months("ann", goal_id)
        log = await store.ports.log.activities("ann", goal_id)
        tally = replace(dossier.tally, through=NOW, version=0)
        return (
            dossier.goal.status,
            tally,
            tuple(replace(month, version=0) for month in months),
            tuple(replace(activity, logged_at=NOW) for activity in log),
            (await store.ports.profiles.get("ann")).active_goals,
        )

    return asyncio.run(reading())


def _unbroken(tmp_path: Path, path: Path, now: datetime = NOW) -> tuple[Any, ...]:
    store = open_embedded(tmp_path / "unbroken.db")
    try:
        return _result(store, bring_in(store, path, now=now).goal_id)
    finally:
        store.close()


def _load_until_killed(store: Store, path: Path, *, calls: int) -> None:
    """Load a file and be killed when so many parts of it were told of."""
    left = calls

    def tell(_: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KilledError

    wanted = plan(read(path), owner="ann", now=NOW)
    work = load(store.ports, wanted, owner="ann", now=NOW, policy=Policy(), tell=tell)
    with pytest.raises(KilledError):
        asyncio.run(work)


def test_a_second_run_adds_nothing(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, an_export(datapoints=days(200)))
    first = bring_in(store, path)
    before = _result(store, first.goal_id)
    second = bring_in(store, path, now=LATER)
    assert first.lines()[1] == "added 200 activities, 0 were there; goal is active"
    assert second.lines()[1] == "added 0 activities, 200 were there; goal is active"
    assert first.loaded is not None
    assert second.loaded is not None
    assert second.loaded.goal == first.loaded.goal
    assert _result(store, first.goal_id) == before


@pytest.mark.parametrize("calls", [0, 1, 2, 3])
def test_a_run_that_was_killed_is_completed_by_the_next(
    store: Store, tmp_path: Path, calls: int
) -> None:
    path = write(tmp_path, an_export(datapoints=days(200)))
    _load_until_killed(store, path, calls=calls)
    (draft,) = asyncio.run(store.ports.goals.all("ann"))
    assert draft.status is GoalStatus.DRAFT
    stored = asyncio.run(store.ports.log.activities("ann", draft.goal_id))
    assert len(stored) == min(90 * calls, 200)
    report = bring_in(store, path)
    assert _result(store, report.goal_id) == _unbroken(tmp_path, path)


@pytest.mark.parametrize("calls", [1, 2])
def test_a_run_that_was_killed_while_adding_rows_is_completed_by_the_next(
    store: Store, tmp_path: Path, calls: int
) -> None:
    bring_in(store, write(tmp_path, an_export(datapoints=days(100))))
    grown = write(tmp_path, an_export(datapoints=days(200)))
    _load_until_killed(store, grown, calls=calls)
    report = bring_in(store, grown)
    assert _result(store, report.goal_id) == _unbroken(tmp_path, grown)


def test_a_run_that_was_killed_before_it_rebuilt_is_completed_by_the_next(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(store, write(tmp_path, an_export(datapoints=days(100))))
    grown = write(tmp_path, an_export(datapoints=days(110)))

    async def killed(*_: object, **__: object) -> Goal:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(loading, "rebuild_goal", killed)
        with pytest.raises(KilledError):
            bring_in(store, grown)
    report = bring_in(store, grown)
    assert report.lines()[1] == "added 0 activities, 110 were there; goal is active"
    assert _result(store, report.goal_id) == _unbroken(tmp_path, grown)


def test_a_process_that_was_killed_is_completed_by_the_next(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, an_export(datapoints=days(200)))
    script = """
import asyncio, os, signal, sys
from pathlib import Path
from domain.beeminder import plan
from domain.policy import Policy
from persistence.store import open_embedded
from resolvers.loading import load
from tests.server.importing.files import NOW, read
told = []
def tell(count):
    told.append(count)
    if len(told) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
store = open_embedded(Path(sys.argv[1]))
wanted = plan(read(Path(sys.argv[2])), owner="ann", now=NOW)
asyncio.run(load(store.ports, wanted, owner="ann", now=NOW, policy=Policy(), tell=tell))
"""
    words = [sys.executable, "-c", script, str(tmp_path / "milepost.db"), str(path)]
    root = Path(__file__).parents[2]
    run = subprocess.run(words, cwd=root, env=os.environ, check=False)  # noqa: S603 - our own script
    assert run.returncode == -signal.SIGKILL
    (draft,) = asyncio.run(store.ports.goals.all("ann"))
    assert len(asyncio.run(store.ports.log.activities("ann", draft.goal_id))) == 180
    report = bring_in(store, path)
    assert report.lines()[1] == "added 20 activities, 180 were there; goal is active"
    assert _result(store, report.goal_id) == _unbroken(tmp_path, path)


def test_a_file_that_grew_adds_its_new_rows_alone(store: Store, tmp_path: Path) -> None:
    first = bring_in(store, write(tmp_path, an_export(datapoints=days(100))))
    grown = write(tmp_path, an_export(datapoints=days(103)))
    told = bring_in(store, grown, now=LATER, is_dry_run=True).lines()[1]
    assert told == "would add 3 activities, 100 are there; nothing was written"
    report = bring_in(store, grown, now=LATER)
    assert report.lines()[1] == "added 3 activities, 100 were there; goal is active"
    assert report.goal_id == first.goal_id
    assert _result(store, report.goal_id) == _unbroken(tmp_path, grown, now=LATER)


def test_two_runs_at_once_load_each_row_once(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, an_export(datapoints=days(200)))
    wanted = plan(read(path), owner="ann", now=NOW)

    async def both() -> None:
        async def one() -> None:
            await load(
                store.ports, wanted, owner="ann", now=NOW, policy=Policy(), tell=lambda _: None
            )

        await asyncio.gather(one(), one())

    asyncio.run(both())
    assert _result(store, wanted.goal_id) == _unbroken(tmp_path, path)


def test_what_the_owner_changed_since_is_left_alone(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, an_export())
    report = bring_in(store, path)
    ann = Caller(store=store, now=LATER)
    goal = asyncio.run(ann.goal(report.goal_id))
    asyncio.run(ann.edit(goal, title="Mine", target=TargetEdit(value=goal.target.value * 2)))
    archived = asyncio.run(ann.move("archiveGoal", goal))
    again = bring_in(store, path, now=LATER + timedelta(hours=1))
    assert again.loaded is not None
    assert again.loaded.goal == archived


def test_a_unit_changed_since_refuses_rows_of_the_old_one(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, an_export())
    ann = Caller(store=store, now=LATER)
    goal = asyncio.run(ann.goal(bring_in(store, path).goal_id))
    asyncio.run(ann.edit(goal, target=TargetEdit(unit="chapters")))
    grown = write(tmp_path, an_export(datapoints=days(5)))
    for is_dry_run in (True, False):
        with pytest.raises(ActivityInvalidError, match="unit must be chapters; got 'pages'"):
            bring_in(store, grown, is_dry_run=is_dry_run)
    assert len(asyncio.run(store.ports.log.activities("ann", goal.goal_id))) == 3


@pytest.mark.parametrize(
    ("place", "message"),
    [("reading.json", "reading.json: color must be"), ("", "color must be")],
)
def test_a_refusal_begins_with_the_place_if_it_is_known(
    store: Store, tmp_path: Path, place: str, message: str
) -> None:
    wanted = plan(read(write(tmp_path, an_export())), owner="ann", now=NOW)
    red = replace(wanted, goal=replace(wanted.goal, color="red"), place=place)
    with pytest.raises(InvalidInputError, match=f"^{message}"):
        asyncio.run(check(store.ports, red, owner="ann", now=NOW))


def test_ids_come_from_the_source_and_rows_sort_by_position() -> None:
    assert goal_id_of("a", "b") == goal_id_of("a", "b")
    assert goal_id_of("a", "b") != goal_id_of("ab", "")
    assert goal_id_of("a")[14] == "4"
    ids = [ulid_of(position, "a", str(position)) for position in (0, 1, 9, 10, 255, 256, 70_000)]
    assert sorted(ids) == ids
    assert ulid_of(1, "a") != ulid_of(1, "b")
