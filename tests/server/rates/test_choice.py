"""Which limiter the settings ask for, and what they refuse."""

import sys
from typing import Any

import pytest

from persistence.rates import TableCounts
from persistence.store import Store
from server.arguments import make_parser
from server.rates.choice import limiter_of
from server.rates.classes import Rate
from server.rates.counts import ProcessCounts
from server.rates.redis_counts import RedisCounts
from server.settings import PREFIX, Settings, SettingsError, settings_from
from tests.server.builders import NOW

DEFAULTS = {Rate.READ: 1200, Rate.WRITE: 300, Rate.LOG: 600, Rate.BULK: 30, Rate.EXPORT: 10}


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def _refusal(store: Store, **flags: Any) -> str:
    with pytest.raises(SettingsError) as raised:
        limiter_of(settings_from(flags), store, clock=lambda: NOW)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_without_settings_the_process_counts_against_the_defaults(store: Store) -> None:
    limiter = limiter_of(settings_from({}), store, clock=lambda: NOW)
    assert limiter is not None
    assert isinstance(limiter.counts, ProcessCounts)
    assert limiter.limits == DEFAULTS


@pytest.mark.parametrize(
    ("where", "kind"), [("store", TableCounts), ("redis://127.0.0.1:1/0", RedisCounts)]
)
async def test_the_store_or_redis_counts_for_several_processes(
    where: str, kind: type, store: Store
) -> None:
    limiter = limiter_of(settings_from({"rate_counts": where}), store, clock=lambda: NOW)
    assert limiter is not None
    assert isinstance(limiter.counts, kind)
    await limiter.counts.close()


def test_where_nothing_is_counted_there_is_no_limiter(store: Store) -> None:
    assert limiter_of(settings_from({"rate_counts": "off"}), store, clock=lambda: NOW) is None


@pytest.mark.parametrize("rate", list(Rate))
def test_each_class_has_a_setting_and_a_flag(rate: Rate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"MILEPOST_RATE_{rate.upper()}", "7")
    assert settings_from({}).rate_limits == {**DEFAULTS, rate: 7}
    flags = vars(make_parser().parse_args(["serve", f"--rate-{rate}", "0"]))
    assert settings_from(flags).rate_limits == {**DEFAULTS, rate: 0}


@pytest.mark.parametrize("flags", [{"rate_read": -1}, {"rate_export": 1.5}])
def test_a_limit_is_a_whole_number_from_0_on(flags: dict[str, Any], store: Store) -> None:
    assert _refusal(store, **flags).startswith("rate_")


def test_a_place_that_is_none_is_refused_without_telling_its_password(store: Store) -> None:
    told = _refusal(store, rate_counts="http://ada:hunter2@redis")
    assert told.startswith("rate_counts (MILEPOST_RATE_COUNTS): must be process, store, off or")
    assert "hunter2" not in told


def test_an_address_that_redis_cannot_have_is_refused(store: Store) -> None:
    told = _refusal(store, rate_counts="redis://nowhere:port")
    assert told.startswith("rate_counts (MILEPOST_RATE_COUNTS): ")


def test_without_its_extra_redis_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "server.rates.redis_counts")
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    assert _refusal(store, rate_counts="redis://127.0.0.1") == (
        "counting in Redis needs the extra redis: pip install 'milepost[redis]'"
    )
