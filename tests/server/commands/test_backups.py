"""`backup` and `restore`, over a file; a table has its own backups."""

from pathlib import Path

import pytest

from persistence.store import open_embedded
from server.cli import main
from tests.builders import OWNER, a_goal
from tests.persistence.saving import save


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("STORE", "TABLE", "REGION", "SECRET"):
        monkeypatch.delenv(f"MILEPOST_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


async def test_a_store_in_use_is_backed_up_and_restored_with_its_secret(
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = open_embedded(Path("milepost.db"))
    await save(store, a_goal())
    token = store.ports.cursors.issue("9", owner=OWNER, scope="goals")
    assert main(["backup", "copy.db"]) == 0
    store.close()
    assert main(["restore", "copy.db", "--store", "restored.db"]) == 0
    assert capsys.readouterr().out == (
        "milepost.db is backed up to copy.db\nrestored.db is restored from copy.db\n"
    )

    restored = open_embedded(Path("restored.db"))
    try:
        assert len(await restored.ports.goals.all(OWNER)) == 1
        assert restored.ports.cursors.read(token, owner=OWNER, scope="goals") == "9"
    finally:
        restored.close()


def test_no_file_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    open_embedded(Path("milepost.db")).close()
    assert main(["backup", "copy.db"]) == 0
    content = Path("copy.db").read_bytes()
    assert main(["backup", "copy.db"]) == 1
    assert main(["restore", "copy.db"]) == 1
    assert capsys.readouterr().err == (
        "milepost: copy.db is there already, and nothing replaces it\n"
        "milepost: milepost.db is there already, and nothing replaces it\n"
    )
    assert Path("copy.db").read_bytes() == content


def test_what_is_no_store_is_not_restored(capsys: pytest.CaptureFixture[str]) -> None:
    Path("copy.db").write_text("no database " * 100)
    assert main(["restore", "copy.db"]) == 1
    assert "copy.db is no store of Milepost" in capsys.readouterr().err
    assert not Path("milepost.db").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("place", [("--table", "goals"), ()], ids=["flag", "variable"])
def test_a_table_has_point_in_time_recovery_instead(
    command: str,
    place: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not place:
        for name, value in (("TABLE", "goals"), ("REGION", "eu-central-1"), ("SECRET", "signs")):
            monkeypatch.setenv(f"MILEPOST_{name}", value)
    Path("copy.db").touch()
    assert main([command, "copy.db", *place]) == 2
    told = capsys.readouterr().err
    assert "point-in-time recovery" in told
    assert told.count("\n") == 1
