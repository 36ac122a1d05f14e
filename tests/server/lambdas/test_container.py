import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto import mock_aws

from persistence.errors import MissingTableError
from persistence.provision import create_table
from persistence.store import dynamodb_table
from server.lambdas import appsync, container
from server.lambdas.container import settings_of_function
from server.settings import SettingsError, TablePlace
from tests.server.lambdas.builders import an_event
from tests.server.lambdas.faces import a_context

VARIABLES = {
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "MILEPOST_TABLE": "goals",
    "MILEPOST_SECRET": "a secret",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def _table() -> Iterator[None]:
    with mock_aws():
        create_table(dynamodb_table(table="goals", region="eu-central-1", endpoint=None))
        container.opened.cache_clear()
        yield
        container.opened().runner.close()
        container.opened.cache_clear()


def test_a_function_reads_its_settings_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MILEPOST_ENDPOINT", "http://127.0.0.1:8001")
    monkeypatch.setenv("MILEPOST_ACTIVE_GOALS", "7")
    settings = settings_of_function()
    assert settings.place() == TablePlace(
        table="goals", region="eu-central-1", endpoint="http://127.0.0.1:8001", secret="a secret"
    )
    assert settings.policy.active_goals == 7


def test_a_table_may_be_in_another_region_than_the_function(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MILEPOST_REGION", "us-west-2")
    assert settings_of_function().region == "us-west-2"


@pytest.mark.parametrize("name", ["MILEPOST_TABLE", "MILEPOST_SECRET"])
def test_a_function_needs_a_table_and_a_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=name):
        settings_of_function()


def test_a_function_needs_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    with pytest.raises(SettingsError, match="MILEPOST_REGION"):
        settings_of_function()


@pytest.mark.usefixtures("_table")
def test_a_container_opens_its_store_once() -> None:
    assert container.opened() is container.opened()
    now = container.opened().resolving.clock()
    assert abs(datetime.now(UTC) - now) < timedelta(minutes=1)


@pytest.mark.usefixtures("_table")
def test_a_function_keeps_what_it_is_told_in_its_table() -> None:
    wanted = {"title": "Walk", "pattern": "milestone", "target": {"value": 8, "unit": "km"}}

    def ask(*event: str, **given: Any) -> Any:
        return json.loads(json.dumps(appsync.handler(an_event(*event, **given), a_context())))

    goal = ask("Mutation", "createGoal", input=wanted)["goal"]
    logged = ask("Mutation", "logActivity", input={"goalId": goal["id"], "value": 2})
    assert logged["effects"]["progressDelta"] == 25
    (held,) = ask("Query", "myGoals")
    assert (held["title"], ask("Goal", "progress", source=held)) == ("Walk", 25)


def test_a_setting_that_is_missing_is_told_to_the_log_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("MILEPOST_SECRET")
    container.opened.cache_clear()
    with pytest.raises(Exception, match=r"the server failed; request ID: [0-9-]+$"):
        appsync.handler(an_event("Query", "me"), a_context())
    assert "MILEPOST_SECRET" in caplog.text


def test_a_table_that_is_not_there_is_opened_once_it_is() -> None:
    container.opened.cache_clear()
    with mock_aws(), pytest.raises(MissingTableError):
        container.opened()
    assert container.opened.cache_info().currsize == 0
