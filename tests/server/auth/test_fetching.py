"""Fetching: JSON of a trusted address, in time, of a bounded size, and from nowhere else."""

import pytest

from server.auth.fetching import LARGEST_DOCUMENT, FetchError, fetcher, is_trusted_address
from tests.server.auth.sites import Site


async def _failure(url: str, *, seconds: float = 5) -> str:
    with pytest.raises(FetchError) as raised:
        await fetcher(seconds=seconds)(url)
    return str(raised.value)


async def test_json_is_fetched(site: Site) -> None:
    assert await fetcher()(f"{site.address}/keys?x=1") == {"a": 1}
    assert site.paths == ["/keys?x=1"]


@pytest.mark.parametrize("status", [204, 301, 302, 404, 500])
async def test_another_status_than_200_is_a_failure(status: int, site: Site) -> None:
    site.status = status
    site.headers = {"location": f"{site.address}/elsewhere"}
    assert f"status {status}" in await _failure(f"{site.address}/keys")
    assert site.paths == ["/keys"]


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_json_is_a_failure(content: bytes, site: Site) -> None:
    site.content = content
    assert site.address in await _failure(site.address)


async def test_a_document_has_a_size_that_it_may_not_exceed(site: Site) -> None:
    site.content = b'"' + b"x" * (LARGEST_DOCUMENT - 2) + b'"'
    assert len(await fetcher()(site.address)) == LARGEST_DOCUMENT - 2
    site.content += b" "
    assert "more than 1000000 bytes" in await _failure(site.address)


async def test_a_site_that_hangs_is_not_waited_for(site: Site) -> None:
    site.is_hanging = True
    assert site.address in await _failure(site.address, seconds=0.05)


async def test_a_site_that_is_not_there_is_a_failure() -> None:
    assert "127.0.0.1" in await _failure("http://127.0.0.1:1/keys")


async def test_an_address_that_cannot_be_trusted_is_not_asked() -> None:
    for url in ("http://example.org/keys", "file:///etc/passwd"):
        assert "is not an address with https://" in await _failure(url)


@pytest.mark.parametrize(
    ("url", "is_trusted"),
    [
        ("https://example.org", True),
        ("https://127.0.0.1:9000/x", True),
        ("http://localhost:9000", True),
        ("http://[::1]:9000", True),
        ("http://example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://127.0.0.1@example.org", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("https:example.org", False),
        ("", False),
        ("https://[", False),
    ],
)
def test_https_and_this_machine_are_trusted(url: str, *, is_trusted: bool) -> None:
    assert is_trusted_address(url) is is_trusted
