"""`import`, `seed` and `rebuild`: what they are given, what they print, how they fail."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from domain.errors import GoalNotFoundError, InvalidInputError
from domain.policy import Policy
from persistence.store import Store
from server import demo, rebuilding
from server.cli import main
from server.importing import beeminder, loop, milepost
from server.templates import shipped_templates


class _Told:
    """A report of two lines."""

    def lines(self) -> tuple[str, ...]:
        return ("one", "two")


class _Recorded:
    """A function that keeps what it is called with."""

    def __init__(self, answer: object) -> None:
        self._answer = answer
        self.given: dict[str, Any] = {}

    def __call__(self, store: Store, **given: Any) -> object:
        assert isinstance(store, Store)
        self.given = given
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def put(self, module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, name, self)


def _run(tmp_path: Path, *words: str) -> int:
    return main([*words, "--store", str(tmp_path / "goals.db")])


def _file(tmp_path: Path) -> Path:
    file = tmp_path / "reading.json"
    file.write_text("{}")
    return file


def _is_now(value: datetime) -> bool:
    return value.tzinfo is UTC and value <= datetime.now(UTC)


@pytest.mark.parametrize("is_dry_run", [True, False])
@pytest.mark.parametrize(
    ("kind", "module", "name"),
    [
        ("beeminder", beeminder, "import_file"),
        ("loop", loop, "import_folder"),
        ("milepost", milepost, "import_account"),
    ],
)
def test_an_import_is_given_the_path_and_the_owner(
    *,
    kind: str,
    module: ModuleType,
    name: str,
    is_dry_run: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MILEPOST_ACTIVE_GOALS", "7")
    recorded = _Recorded(_Told())
    recorded.put(module, name, monkeypatch)
    path = tmp_path if module is loop else _file(tmp_path)
    flags = ["--dry-run"] if is_dry_run else []
    assert _run(tmp_path, "import", kind, str(path), "--user", "ada", *flags) == 0
    assert capsys.readouterr().out == "one\ntwo\n"
    assert _is_now(recorded.given.pop("now"))
    assert recorded.given == {
        "path": path,
        "owner": "ada",
        "is_dry_run": is_dry_run,
        "policy": Policy(active_goals=7, templates=shipped_templates()),
    }


def test_a_file_that_breaks_a_rule_is_unusable_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = InvalidInputError("datapoints.3.value", "must be a number", "x")
    _Recorded(error).put(beeminder, "import_file", monkeypatch)
    assert _run(tmp_path, "import", "beeminder", str(_file(tmp_path))) == 2
    told = "milepost: datapoints.3.value must be a number; got 'x'\n"
    assert capsys.readouterr() == ("", told)


def test_a_folder_that_is_no_export_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "habits"
    folder.mkdir()
    assert _run(tmp_path, "import", "loop", str(folder)) == 1
    assert "Habits.csv" in capsys.readouterr().err
    (folder / "Habits.csv").write_text("Name\nRun\n")
    assert _run(tmp_path, "import", "loop", str(folder)) == 2
    told = "milepost: Habits.csv line 1 must have a column Position; got 'Name'\n"
    assert capsys.readouterr().err == told


def test_seeding_ends_on_the_day_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = _Recorded(_Told())
    recorded.put(demo, "seed", monkeypatch)
    assert _run(tmp_path, "seed", "--demo", "--today", "2026-11-21") == 0
    assert capsys.readouterr().out == "one\ntwo\n"
    assert recorded.given == {"owner": "demo", "today": date(2026, 11, 21)}


def test_seeding_without_a_day_ends_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = _Recorded(_Told())
    recorded.put(demo, "seed", monkeypatch)
    before = datetime.now(UTC).date()
    assert _run(tmp_path, "seed", "--demo", "--user", "ada") == 0
    assert recorded.given["owner"] == "ada"
    assert before <= recorded.given["today"] <= datetime.now(UTC).date()


@pytest.mark.parametrize(
    ("words", "owner", "goal_id"),
    [
        ((), None, None),
        (("--user", "ada"), "ada", None),
        (("--user", "ada", "--goal", "g"), "ada", "g"),
    ],
)
@pytest.mark.parametrize(("count", "told"), [(0, "0 goals"), (1, "1 goal"), (2, "2 goals")])
def test_a_rebuild_tells_how_many_goals(
    words: tuple[str, ...],
    owner: str | None,
    goal_id: str | None,
    count: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recorded = _Recorded(count)
    recorded.put(rebuilding, "rebuild", monkeypatch)
    assert _run(tmp_path, "rebuild", *words) == 0
    assert capsys.readouterr().out == f"rebuilt {told}\n"
    assert _is_now(recorded.given.pop("now"))
    assert recorded.given == {"owner": owner, "goal_id": goal_id}


def test_a_goal_to_rebuild_needs_its_owner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "rebuild", "--goal", "g") == 2
    assert capsys.readouterr().err == "milepost: --goal needs --user; got 'g'\n"
    assert not (tmp_path / "goals.db").exists()


def test_an_unknown_goal_to_rebuild_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _Recorded(GoalNotFoundError("g")).put(rebuilding, "rebuild", monkeypatch)
    assert _run(tmp_path, "rebuild", "--user", "ada", "--goal", "g") == 1
    assert capsys.readouterr().err == "milepost: goal 'g' does not exist\n"


def test_an_empty_store_has_no_goals_to_rebuild(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "rebuild") == 0
    assert capsys.readouterr().out == "rebuilt 0 goals\n"
