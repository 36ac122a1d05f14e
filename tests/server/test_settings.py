"""Settings: flags win, contradictions are one line, every setting is in the documents."""

from pathlib import Path
from typing import Any

import pytest

from domain.policy import Policy
from schema.limits import Limits
from server.settings import (
    FLAG_ONLY,
    PREFIX,
    EmbeddedPlace,
    Settings,
    SettingsError,
    TablePlace,
    is_loopback,
    settings_from,
)
from server.templates import shipped_templates

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
IN_A_TABLE = {"table": "goals", "region": "eu-central-1", "secret": "s"}


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def _refusal(**flags: Any) -> str:
    with pytest.raises(SettingsError) as raised:
        settings_from(flags)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_without_flags_and_variables_the_defaults_hold() -> None:
    settings = settings_from({})
    assert (settings.host, settings.port, settings.dev) == ("127.0.0.1", 8000, False)
    assert settings.place() == EmbeddedPlace(path=Path("milepost.db"), secret=None)
    assert settings.policy == Policy(templates=shipped_templates())


def test_variables_replace_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_HOST", "192.0.2.1")
    monkeypatch.setenv("MILEPOST_PORT", "9000")
    monkeypatch.setenv("MILEPOST_STORE", "/data/goals.db")
    monkeypatch.setenv("MILEPOST_SECRET", " new,old ")
    monkeypatch.setenv("MILEPOST_ACTIVE_GOALS", "7")
    monkeypatch.setenv("MILEPOST_BACKDATING_DAYS", "0")
    settings = settings_from({})
    assert (settings.host, settings.port) == ("192.0.2.1", 9000)
    assert settings.place() == EmbeddedPlace(path=Path("/data/goals.db"), secret="new,old")
    assert (settings.policy.active_goals, settings.policy.backdating_days) == (7, 0)


def test_a_table_is_taken_from_variables_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_TABLE", "goals")
    monkeypatch.setenv("MILEPOST_REGION", "eu-central-1")
    monkeypatch.setenv("MILEPOST_ENDPOINT", "http://127.0.0.1:9999")
    monkeypatch.setenv("MILEPOST_SECRET", "s")
    assert settings_from({}).place() == TablePlace(
        table="goals", region="eu-central-1", endpoint="http://127.0.0.1:9999", secret="s"
    )


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_TABLE", "")
    monkeypatch.setenv("MILEPOST_PORT", "")
    assert settings_from({}) == Settings()


@pytest.mark.parametrize(
    ("name", "flag", "variable"),
    [
        ("host", "localhost", "192.0.2.1"),
        ("port", 8001, "9000"),
        ("store", Path("a.db"), "b.db"),
        ("table", "mine", "theirs"),
        ("region", "eu-west-1", "us-east-1"),
        ("endpoint", "http://127.0.0.1:1", "http://127.0.0.1:2"),
    ],
)
def test_a_flag_wins_over_its_variable(
    name: str, flag: object, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"MILEPOST_{name.upper()}", variable)
    beside = IN_A_TABLE if name == "table" else {}
    assert getattr(settings_from({**beside, name: flag}), name) == flag


def test_a_flag_that_is_not_given_leaves_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_HOST", "localhost")
    assert settings_from({"host": None}).host == "localhost"


def test_naming_a_file_overrides_a_table_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MILEPOST_TABLE", "goals")
    place = settings_from({"store": Path("mine.db")}).place()
    assert place == EmbeddedPlace(path=Path("mine.db"), secret=None)


def test_naming_a_table_overrides_a_file_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MILEPOST_STORE", "mine.db")
    assert isinstance(settings_from(IN_A_TABLE).place(), TablePlace)


def test_development_cannot_be_switched_on_by_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_DEV", "1")
    assert settings_from({}).dev is False


def test_a_file_and_a_table_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "--store and --table exclude each other; name one of them"
    assert _refusal(**IN_A_TABLE, store=Path("mine.db")) == expected
    monkeypatch.setenv("MILEPOST_STORE", "mine.db")
    monkeypatch.setenv("MILEPOST_TABLE", "goals")
    assert _refusal() == expected


def test_a_table_needs_a_region() -> None:
    assert _refusal(table="goals", secret="s") == "--table needs --region or MILEPOST_REGION"


@pytest.mark.parametrize("secret", [None, "", "   "])
def test_a_table_needs_a_secret(secret: str | None) -> None:
    told = _refusal(table="goals", region="eu-central-1", secret=secret)
    assert told == "--table needs MILEPOST_SECRET, which signs list tokens"


@pytest.mark.parametrize("host", ["192.0.2.1", "192.168.1.4", "::", "example.org"])
def test_development_is_refused_on_any_other_host_than_this_machine(host: str) -> None:
    assert f"not host {host}" in _refusal(dev=True, host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_development_is_allowed_on_this_machine(host: str) -> None:
    assert settings_from({"dev": True, "host": host}).dev
    assert is_loopback(host)


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "80.5"])
def test_an_unusable_port_is_named_with_its_variable(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILEPOST_PORT", port)
    assert _refusal().startswith("port (MILEPOST_PORT): ")


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("query_depth", 0, 75), ("resolver_count", 1, 10_000), ("execution_seconds", 1, 30)],
)
def test_a_limit_lies_within_appsync_s_range(
    name: str, least: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in (least, most):
        monkeypatch.setenv(f"MILEPOST_{name.upper()}", str(value))
        assert getattr(settings_from({}), name) == value
        assert getattr(settings_from({name: most}), name) == most
    for value in (least - 1, most + 1):
        assert _refusal(**{name: value}).startswith(f"{name} (MILEPOST_{name.upper()}): ")


def test_limits_are_appsync_s_unless_they_are_set() -> None:
    assert settings_from({}).limits == Limits()
    flags = {"query_depth": 5, "resolver_count": 7, "execution_seconds": 9, "introspection": "off"}
    assert settings_from(flags).limits == Limits(
        depth=5, resolvers=7, seconds=9, is_introspection_open=False
    )


def test_introspection_is_on_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_INTROSPECTION", "off")
    assert not settings_from({}).limits.is_introspection_open
    assert settings_from({"introspection": "on"}).limits.is_introspection_open
    monkeypatch.setenv("MILEPOST_INTROSPECTION", "maybe")
    assert _refusal().startswith("introspection (MILEPOST_INTROSPECTION): ")


def test_how_callers_are_known_is_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_from({}).auth is None
    monkeypatch.setenv("MILEPOST_AUTH", "theirs.json")
    assert settings_from({}).auth == Path("theirs.json")
    assert settings_from({"auth": Path("mine.json")}).auth == Path("mine.json")


def test_development_overrides_how_callers_are_known_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MILEPOST_AUTH", "theirs.json")
    assert settings_from({"dev": True}).auth is None
    assert settings_from({"dev": False}).auth == Path("theirs.json")
    told = _refusal(dev=True, auth=Path("mine.json"))
    assert told == "--dev and --auth exclude each other; name one of them"


def test_a_secret_is_not_shown() -> None:
    assert "hunter2" not in repr(settings_from({"secret": "hunter2"}))


def test_every_setting_is_in_the_documents() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        shown = f"`--{name}`" if name in FLAG_ONLY else f"`{PREFIX}{name.upper()}`"
        row = next((line for line in text.splitlines() if shown in line and "|" in line), None)
        assert row is not None, f"{shown} is not in the table of settings"
        if field.default not in {None, False}:
            assert f"`{field.default}`" in row
