"""`key create`, `list` and `revoke`: printed once, kept as a digest, worthless at once."""

import asyncio
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.credentials import ApiKey
from persistence.store import open_embedded
from server.auth.digests import digest_of
from server.cli import main

Output = pytest.CaptureFixture[str]


def _run(file: Path, *words: str) -> int:
    return main(["key", *words, "--store", str(file)])


def _created(file: Path, output: Output, *words: str) -> str:
    assert _run(file, "create", *words) == 0
    captured = output.readouterr()
    assert captured.err == ""
    (secret,) = captured.out.splitlines()
    return secret


def _found(file: Path, secret: str) -> ApiKey | None:
    with closing(open_embedded(file)) as store:
        return asyncio.run(store.api_keys.find(digest_of(secret), now=datetime.now(UTC)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "goals.db"


@pytest.mark.parametrize(("words", "days"), [((), 7), (("--days", "365"), 365)])
def test_a_key_is_printed_alone_and_lasts_as_long_as_it_is_told(
    words: tuple[str, ...], days: int, file: Path, capsys: Output
) -> None:
    key = _found(file, _created(file, capsys, *words))
    assert key is not None
    assert key.expires_at - key.created_at == timedelta(days=days)


def test_the_list_names_keys_without_telling_them(file: Path, capsys: Output) -> None:
    first = _created(file, capsys, "--note", "landing page")
    second = _created(file, capsys)
    assert _run(file, "list") == 0
    listed = capsys.readouterr().out
    assert first not in listed
    assert second not in listed
    lines = listed.splitlines()
    assert [line.split()[0] for line in lines] == [digest_of(each)[:12] for each in (first, second)]
    days = r"\d{4}-\d\d-\d\d"
    assert re.fullmatch(rf"[0-9a-f]{{12}}  {days}  {days} \d\d:\d\dZ  landing page", lines[0])
    assert re.fullmatch(rf"[0-9a-f]{{12}}  {days}  {days} \d\d:\d\dZ", lines[1])


def test_the_list_of_no_keys_is_empty(file: Path, capsys: Output) -> None:
    assert _run(file, "list") == 0
    assert capsys.readouterr().out == ""


def test_a_revoked_key_is_gone_and_the_others_stay(file: Path, capsys: Output) -> None:
    revoked, kept = _created(file, capsys), _created(file, capsys)
    assert _run(file, "revoke", digest_of(revoked)[:12]) == 0
    assert capsys.readouterr().out == ""
    assert _found(file, revoked) is None
    assert _found(file, kept) is not None


def test_a_key_that_is_not_there_cannot_be_revoked(file: Path, capsys: Output) -> None:
    assert _run(file, "revoke", "0123456789ab") == 1
    assert capsys.readouterr().err == "milepost: API key '0123456789ab' does not exist\n"
