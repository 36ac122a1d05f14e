"""An issuer's keys: discovered once, renewed in time, and kept while the issuer is away."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from server.auth.issuers import FRESH_FOR, PAUSE, USABLE_FOR, KeyRing
from server.refusals import RequestRefusedError
from tests.server.auth.presenting import NOW
from tests.server.auth.provider import EC, OTHER_RSA, RSA, URL, Provider, published

DISCOVERY = f"{URL}/.well-known/openid-configuration"
ONCE = [DISCOVERY, f"{URL}/keys"]
SECOND = timedelta(seconds=1)


def _ring(provider: Provider) -> KeyRing:
    return KeyRing(provider.url, provider.fetch)


async def _ids(ring: KeyRing, key_id: str | None = "rsa", *, after: timedelta | None = None) -> Any:
    keys = await ring.keys(key_id, now=NOW + (after or timedelta()))
    return [key.kid for key in keys]


async def _is_unavailable(ring: KeyRing, *, after: timedelta | None = None) -> bool:
    with pytest.raises(RequestRefusedError) as raised:
        await _ids(ring, after=after)
    return (raised.value.status, raised.value.error_type) == (503, "ServiceUnavailableException")


async def test_keys_are_where_the_issuer_says() -> None:
    provider = Provider()
    assert await _ids(_ring(provider)) == ["rsa", "ec"]
    assert provider.asked == ONCE


async def test_an_issuer_with_a_slash_at_its_end_is_asked_at_the_same_place() -> None:
    provider = Provider(url=f"{URL}/")
    provider.documents[DISCOVERY] = {"issuer": f"{URL}/", "jwks_uri": f"{URL}/keys"}
    provider.documents[f"{URL}/keys"] = {"keys": [published(EC)]}
    assert await _ids(_ring(provider)) == ["ec"]


async def test_fresh_keys_are_not_fetched_again() -> None:
    provider = Provider()
    ring = _ring(provider)
    await _ids(ring)
    await _ids(ring, None, after=FRESH_FOR - SECOND)
    assert provider.asked == ONCE
    await _ids(ring, None, after=FRESH_FOR)
    assert provider.asked == ONCE * 2


async def test_many_callers_at_once_fetch_once() -> None:
    provider = Provider()
    ring = _ring(provider)
    found = await asyncio.gather(*(_ids(ring) for _ in range(20)))
    assert found == [["rsa", "ec"]] * 20
    assert provider.asked == ONCE


async def test_a_new_key_is_looked_for_when_it_is_asked_for() -> None:
    provider = Provider()
    ring = _ring(provider)
    await _ids(ring)
    provider.keys = [published(OTHER_RSA)]
    assert await _ids(ring, "other", after=PAUSE) == ["other"]


async def test_made_up_keys_do_not_flood_the_issuer() -> None:
    provider = Provider()
    ring = _ring(provider)
    for number in range(20):
        await _ids(ring, f"made-up-{number}")
    assert provider.asked == ONCE
    await _ids(ring, "made-up", after=PAUSE)
    assert provider.asked == ONCE * 2


async def test_keys_stay_for_a_day_while_the_issuer_is_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider = Provider()
    ring = _ring(provider)
    await _ids(ring)
    provider.is_down = True
    assert await _ids(ring, after=USABLE_FOR - SECOND) == ["rsa", "ec"]
    assert [record.getMessage() for record in caplog.records] == ["issuer.failed"]
    assert await _is_unavailable(ring, after=USABLE_FOR)


async def test_an_issuer_that_is_away_is_asked_again_after_a_pause() -> None:
    provider = Provider(is_down=True)
    ring = _ring(provider)
    assert await _is_unavailable(ring)
    assert await _is_unavailable(ring, after=PAUSE - SECOND)
    assert provider.asked == [DISCOVERY]
    provider.is_down = False
    assert await _ids(ring, after=PAUSE) == ["rsa", "ec"]


@pytest.mark.parametrize(
    ("path", "document"),
    [
        (DISCOVERY, {"issuer": "https://evil.example.org", "jwks_uri": f"{URL}/keys"}),
        (DISCOVERY, {"issuer": URL, "jwks_uri": "http://id.example.org/keys"}),
        (DISCOVERY, {"issuer": URL, "jwks_uri": "file:///etc/passwd"}),
        (DISCOVERY, {"issuer": URL, "jwks_uri": 5}),
        (DISCOVERY, {"issuer": URL}),
        (DISCOVERY, ["issuer"]),
        (f"{URL}/keys", {"keys": "none"}),
        (f"{URL}/keys", {}),
        (f"{URL}/keys", None),
    ],
)
async def test_a_document_that_makes_no_sense_is_as_good_as_none(path: str, document: Any) -> None:
    provider = Provider()
    provider.documents[path] = document
    assert await _is_unavailable(_ring(provider))


async def test_keys_of_no_use_here_do_not_spoil_the_others() -> None:
    provider = Provider()
    strange = [{"kty": "AKP", "kid": "x"}, {"kid": "y"}, {"kty": "RSA"}, {"kty": ["RSA"]}, "key", 5]
    secret = {"kty": "oct", "k": "c2VjcmV0", "kid": "rsa"}
    provider.keys = [*strange, secret, published(RSA)]
    assert await _ids(_ring(provider)) == ["rsa"]
