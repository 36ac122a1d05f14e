"""The words of the command line: help with examples, and one line for what is not understood."""

import shlex
from argparse import Namespace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from domain.portable import ExportFormat
from server.arguments import make_parser

COMMANDS = (
    "serve",
    "import beeminder",
    "import loop",
    "import milepost",
    "export",
    "seed",
    "schema print",
    "schema check",
    "schema diff",
    "schema openapi",
    "token create",
    "key create",
    "key list",
    "key revoke",
    "rebuild",
    "table create",
    "table describe",
    "backup",
    "restore",
    "version",
)
GROUPS = ("", "import", "schema", "token", "key", "table")
UNUSABLE = {
    "": "COMMAND",
    "sing": "'sing'",
    "schema": "COMMAND",
    "schema draw": "'draw'",
    "schema diff": "OLD",
    "schema diff a b c": "c",
    "schema diff a b --format xml": "'xml'",
    "schema diff a b --default-mode oidc": "'oidc'",
    "schema diff a --against": "--against",
    "serve --loud": "--loud",
    "serve --port": "--port",
    "serve --port abc": "'abc'",
    "serve --query-depth deep": "'deep'",
    "serve --resolver-count many": "'many'",
    "serve --execution-seconds long": "'long'",
    "serve --introspection maybe": "'maybe'",
    "version now": "now",
    "seed": "--demo",
    "seed --demo --today tomorrow": "'tomorrow'",
    "seed --demo --today 2026-02-30": "'2026-02-30'",
    "token create": "--user",
    "token create --user 'a b'": "'a b'",
    "token create --user ''": "''",
    "token create --user ada --days 0": "'0'",
    "token create --user ada --days 3651": "'3651'",
    "token create --user ada --days soon": "'soon'",
    "key": "COMMAND",
    "key create --days 0": "'0'",
    "key create --days 366": "'366'",
    "key revoke": "ID",
    "serve --auth missing.json": "'missing.json'",
    "import": "COMMAND",
    "import harsh x.db": "'harsh'",
    "import beeminder": "FILE",
    "import beeminder missing.json": "'missing.json'",
    "import beeminder .": "'.'",
    "import loop": "DIR",
    "import loop missing": "'missing'",
    "import loop x.zip": "'x.zip'",
    "import milepost missing.json": "'missing.json'",
    "export --format xml": "'xml'",
    "export --start soon": "'soon'",
    "export --end 2026-02-30": "'2026-02-30'",
    "export --goal": "--goal",
    "export account.json": "account.json",
    "backup": "FILE",
    "restore": "FILE",
    "restore missing.db": "'missing.db'",
    "rebuild 'several\nlines'": "several lines",
}


def _parse(words: str) -> Namespace:
    return make_parser().parse_args(shlex.split(words))


def _help(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        _parse(f"{words} --help")
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [*COMMANDS, *GROUPS])
def test_the_example_in_a_command_s_help_is_understood(
    command: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("reading.json", "account.json", "copy.db"):
        (tmp_path / name).touch()
    (tmp_path / "habits").mkdir()
    example = _help(command, capsys).partition("example:\n  milepost ")[2].strip()
    assert example.startswith(command)
    assert _parse(example.partition(" > ")[0]).runner


@pytest.mark.parametrize(("words", "told"), UNUSABLE.items())
def test_what_is_not_understood_is_one_line_and_code_2(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        _parse(words)
    captured = capsys.readouterr()
    assert left.value.code == 2
    assert captured.out == ""
    assert captured.err.startswith("milepost")
    assert told in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_function_that_runs_it(command: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.touch()
    needs = {
        "seed": "--demo",
        "token create": "--user ada",
        "key revoke": "0123456789ab",
        "schema diff": str(file),
        "import beeminder": str(file),
        "import loop": str(tmp_path),
        "import milepost": str(file),
        "backup": "copy.db",
        "restore": str(file),
    }
    module, _, function = _parse(f"{command} {needs.get(command, '')}").runner.partition(".")
    assert callable(getattr(import_module(f"server.commands.{module}"), function))


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "import loop .",
        "export",
        "seed --demo",
        "token create --user a",
        "key create",
        "key list",
        "key revoke 0123456789ab",
        "rebuild",
        "table create",
        "table describe",
        "backup copy.db",
    ],
)
def test_commands_that_touch_data_take_the_flags_of_the_store(command: str) -> None:
    flags = "--table t --region r --endpoint http://127.0.0.1:1"
    parsed = _parse(f"{command} {flags}")
    assert (parsed.table, parsed.region, parsed.endpoint) == ("t", "r", "http://127.0.0.1:1")
    assert _parse(f"{command} --store a.db").store == Path("a.db")


def test_an_export_takes_goals_days_and_a_file() -> None:
    words = "export --goal g --goal h --start 2026-03-01 --end 2026-03-02 --format csv --output x"
    parsed = _parse(words)
    assert (parsed.goal, parsed.start, parsed.end, parsed.format, parsed.output) == (
        ["g", "h"],
        date(2026, 3, 1),
        date(2026, 3, 2),
        ExportFormat.CSV,
        Path("x"),
    )
    assert (_parse("export").format, _parse("export").goal) == (ExportFormat.JSON, None)


def test_seeding_takes_a_day_and_a_user() -> None:
    parsed = _parse("seed --demo --today 2026-11-21 --user ada")
    assert (parsed.today, parsed.user) == (date(2026, 11, 21), "ada")
    assert _parse("seed --demo").user == "demo"
