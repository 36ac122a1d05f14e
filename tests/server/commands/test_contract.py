"""`schema print`, `schema check` and `version`."""

import pytest
from graphql import parse

from schema.build import printed
from server.cli import main
from server.commands import contract


def test_the_schema_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "print"]) == 0
    text = capsys.readouterr().out
    assert text == f"{printed().rstrip()}\n"
    assert parse(text).definitions


def test_a_schema_that_mirrors_the_contract_is_fine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract, "problems", list[str])
    assert main(["schema", "check"]) == 0
    assert capsys.readouterr().out == "the schema mirrors the contract\n"


def test_each_problem_of_the_schema_is_a_line_and_the_code_is_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def problems() -> list[str]:
        return ["Goal.title differs", "Goal.icon is missing"]

    monkeypatch.setattr(contract, "problems", problems)
    assert main(["schema", "check"]) == 1
    assert capsys.readouterr().out == "Goal.title differs\nGoal.icon is missing\n"


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out == "milepost 0.1.0\n"
