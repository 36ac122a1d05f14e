"""`token create`: printed once, kept as a digest."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.credentials import Token
from persistence.store import open_embedded
from server.auth.digests import digest_of
from server.cli import main


def _find(file: Path, secret: str, *, after_days: int = 0) -> Token | None:
    now = datetime.now(UTC) + timedelta(days=after_days)
    with closing(open_embedded(file)) as store:
        return asyncio.run(store.tokens.find(digest_of(secret), now=now))


def test_a_token_is_printed_alone_and_opens_its_user(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "goals.db"
    assert main(["token", "create", "--user", "ada", "--store", str(file)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    (secret,) = captured.out.splitlines()
    found = _find(file, secret, after_days=100_000)
    assert found is not None
    assert (found.owner, found.expires_at) == ("ada", None)


def test_a_token_may_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "goals.db"
    words = ["token", "create", "--user", "ada", "--days", "2", "--store", str(file)]
    assert main(words) == 0
    secret = capsys.readouterr().out.strip()
    assert _find(file, secret, after_days=1) is not None
    assert _find(file, secret, after_days=2) is None
