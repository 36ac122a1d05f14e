"""`export`: an account on standard output or in a new file, and back by `import milepost`."""

import json
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.loads import goal_id_of
from domain.portable import ExportFormat
from persistence.store import Store, open_embedded
from resolvers import exporting
from server import demo
from server.cli import main

_WATER = goal_id_of("demo", "demo", "water")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the file of a store with the demo goals."""
    path = tmp_path / "demo.db"
    store: Store = open_embedded(path)
    demo.seed(store, owner="demo", today=date(2026, 11, 21))
    store.close()
    return path


def _run(place: Path, *words: str) -> int:
    return main([*words, "--store", str(place)])


def test_an_account_is_written_to_standard_output(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(place, "export") == 0
    whole = json.loads(capsys.readouterr().out)
    titles = {record["goal"]["title"] for record in whole["records"] if "goal" in record}
    assert "Drink 8 glasses of water" in titles
    assert len(titles) == 6


def test_a_goal_and_days_are_written_as_rows(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = ("--start", "2026-11-10", "--end", "2026-11-12")
    assert _run(place, "export", "--format", "csv", "--goal", _WATER, *days) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split(",")[6] for row in rows] == ["2026-11-12", "2026-11-11", "2026-11-10"]
    assert all(row.startswith(_WATER) for row in rows)


def test_an_account_moves_from_store_to_store_byte_for_byte(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    other = tmp_path / "other.db"
    assert _run(place, "export", "--output", str(first)) == 0
    assert _run(other, "import", "milepost", str(first), "--dry-run") == 0
    assert capsys.readouterr().out.endswith("nothing was written\n")
    assert _run(other, "import", "milepost", str(first)) == 0
    assert capsys.readouterr().out.endswith(" added, 0 there already\n")
    assert _run(other, "export", "--output", str(second)) == 0
    assert second.read_bytes() == first.read_bytes()
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_rows_in_a_file_end_as_the_format_says(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    assert _run(place, "export", "--format", ExportFormat.CSV, "--output", str(file)) == 0
    content = file.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r") > 100


def test_a_file_that_is_there_is_kept(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine")
    assert _run(place, "export", "--output", str(file)) == 1
    assert "File exists" in capsys.readouterr().err
    assert file.read_text() == "mine"


def test_an_unknown_goal_leaves_no_file(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "account.json"
    assert _run(place, "export", "--goal", "g", "--output", str(file)) == 1
    assert capsys.readouterr().err == "milepost: goal 'g' does not exist\n"
    assert not file.exists()


def test_an_export_that_fails_on_its_way_leaves_no_file(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(exporting, "json_record", broken)
    file = tmp_path / "account.json"
    assert _run(place, "export", "--output", str(file)) == 1
    assert not file.exists()


def test_days_that_end_before_they_begin_are_unusable(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(place, "export", "--start", "2026-03-02", "--end", "2026-03-01") == 2
    told = "milepost: endDate must be 2026-03-02 or later; got '2026-03-01'\n"
    assert capsys.readouterr().err == told


def test_a_file_that_breaks_a_rule_is_unusable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "account.json"
    file.write_text(f"{datetime.now(UTC)}\n")
    assert _run(tmp_path / "new.db", "import", "milepost", str(file)) == 2
    assert "account.json line 1 must be" in capsys.readouterr().err
