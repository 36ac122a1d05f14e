"""The command line as a program: exit codes, and one line for each failure."""

import sqlite3
from argparse import Namespace

import pytest
from botocore.exceptions import EndpointConnectionError
from pynamodb.exceptions import QueryError

from domain.errors import DomainError, GoalNotFoundError, InvalidInputError
from persistence.errors import MissingSecretError, MissingTableError
from server import cli
from server.settings import SettingsError
from tests.server.processes import Done, end_of, run, start_python


def _main_failing_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def run(arguments: Namespace) -> int:
        del arguments
        raise error

    def runner(name: str) -> object:
        del name
        return run

    monkeypatch.setattr(cli, "_runner", runner)
    return cli.main(["version"])


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (GoalNotFoundError("g"), "goal 'g' does not exist"),
        (DomainError("one\ntwo"), "one two"),
        (MissingTableError("t"), "table 't' does not exist; make it with `milepost table create`"),
        (QueryError("refused"), "refused"),
        (EndpointConnectionError(endpoint_url="http://x"), "Could not connect"),
        (sqlite3.OperationalError("unable to open database file"), "unable to open database file"),
        (PermissionError(13, "Permission denied", "a.db"), "Permission denied: 'a.db'"),
        (OSError(), "OSError"),
    ],
)
def test_a_failure_is_one_line_and_code_1(
    error: Exception,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _main_failing_with(error, monkeypatch) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("milepost: ")
    assert told in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    "error",
    [
        InvalidInputError("port", "must be a number", "x"),
        SettingsError("--table needs --region"),
        MissingSecretError("no secret"),
    ],
)
def test_unusable_input_is_one_line_and_code_2(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main_failing_with(error, monkeypatch) == 2
    assert capsys.readouterr().err == f"milepost: {error}\n"


def test_an_interruption_is_code_130_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main_failing_with(KeyboardInterrupt(), monkeypatch) == 130
    assert capsys.readouterr().err == ""


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        _main_failing_with(ZeroDivisionError(), monkeypatch)


async def test_the_version_is_printed() -> None:
    assert await run("version") == Done(code=0, out="milepost 0.1.0\n", err="")


async def test_help_is_printed_and_names_every_command() -> None:
    done = await run("--help")
    assert (done.code, done.err) == (0, "")
    for command in ("serve", "import", "seed", "schema", "token", "rebuild", "table", "version"):
        assert command in done.out


async def test_no_command_is_one_line_and_code_2() -> None:
    told = "milepost: the following arguments are required: COMMAND\n"
    assert await run() == Done(code=2, out="", err=told)


async def test_a_reader_who_leaves_early_is_no_fault() -> None:
    program = (
        "import os, sys; from server.cli import main; reader, writer = os.pipe();"
        "os.close(reader); os.dup2(writer, 1); sys.exit(main(['version']))"
    )
    assert await end_of(await start_python("-c", program)) == Done(code=1, out="", err="")
