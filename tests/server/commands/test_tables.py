"""`table create` and `table describe`, over a file and over DynamoDB's stand-in."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from server.cli import main

IN_DYNAMODB = ("--table", "goals", "--region", "eu-central-1")


@pytest.fixture
def _dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MILEPOST_SECRET", "signs")
    with mock_aws():
        yield


@pytest.mark.usefixtures("_dynamodb")
def test_a_table_is_made_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "create", *IN_DYNAMODB]) == 0
    assert capsys.readouterr().out == "the table is there\n"
    assert main(["table", "describe", *IN_DYNAMODB]) == 0
    description = json.loads(capsys.readouterr().out)
    assert (description["TableName"], description["TableStatus"]) == ("goals", "ACTIVE")


@pytest.mark.usefixtures("_dynamodb")
def test_making_a_table_again_leaves_it(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["table", "create", *IN_DYNAMODB]) == 0
    assert capsys.readouterr().out == "the table is there\n" * 2


@pytest.mark.usefixtures("_dynamodb")
def test_at_an_endpoint_of_its_own_no_backups_are_switched_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    endpoint = "https://dynamodb.eu-central-1.amazonaws.com"
    assert main(["table", "create", *IN_DYNAMODB, "--endpoint", endpoint]) == 0
    assert capsys.readouterr().out == "the table is there\n"


@pytest.mark.usefixtures("_dynamodb")
@pytest.mark.parametrize("command", [("table", "describe"), ("serve", "--port", "0")])
def test_without_its_table_a_command_fails_in_one_line(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, *IN_DYNAMODB]) == 1
    expected = "milepost: table 'goals' does not exist; make it with `milepost table create`\n"
    assert capsys.readouterr().err == expected


def test_a_table_without_a_secret_is_unusable_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MILEPOST_SECRET", raising=False)
    assert main(["table", "create", *IN_DYNAMODB]) == 2
    assert "MILEPOST_SECRET" in capsys.readouterr().err


def test_a_file_has_its_table_from_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--store", str(tmp_path / "goals.db")]
    assert main(["table", "create", *place]) == 0
    assert main(["table", "describe", *place]) == 0
    told, _, description = capsys.readouterr().out.partition("\n")
    assert told == "the table is there"
    assert json.loads(description)["TableName"] == "milepost"
