"""Stores: how they open, what they refuse, what they keep."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pynamodb.exceptions import TransactWriteError

from domain.errors import InvalidInputError
from persistence.errors import MissingSecretError, MissingTableError, StorageError
from persistence.provision import create_table
from persistence.secret import own_secret
from persistence.store import Store, open_dynamodb, open_embedded
from persistence.table import Table
from tests.builders import OWNER, a_goal
from tests.persistence.conftest import TABLE
from tests.persistence.saving import save
from tests.persistence.wire import Break, Wire, client_error


def token_of(store: Store) -> str:
    return store.ports.cursors.issue("9", owner=OWNER, scope="goals")


def test_a_store_in_a_file_shows_what_answers(tmp_path: Path) -> None:
    store = open_embedded(tmp_path / "milepost.db")
    store.close()

    assert "LocalClient" in repr(store)


async def test_a_file_keeps_what_was_saved_and_the_secret_it_made(tmp_path: Path) -> None:
    path = tmp_path / "milepost.db"
    store = open_embedded(path)
    await save(store, a_goal())
    token = token_of(store)
    store.close()

    again = open_embedded(path)
    try:
        assert len(await again.ports.goals.all(OWNER)) == 1
        assert again.ports.cursors.read(token, owner=OWNER, scope="goals") == "9"
    finally:
        again.close()


def test_two_files_make_two_secrets(tmp_path: Path) -> None:
    stores = [open_embedded(tmp_path / name) for name in ("a.db", "b.db")]
    try:
        with pytest.raises(InvalidInputError):
            stores[1].ports.cursors.read(token_of(stores[0]), owner=OWNER, scope="goals")
    finally:
        for store in stores:
            store.close()


def test_stores_opened_at_once_over_one_new_file_agree_on_its_secret(tmp_path: Path) -> None:
    path = tmp_path / "milepost.db"
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_embedded, [path] * 4))
    try:
        assert len({token_of(store) for store in stores}) == 1
    finally:
        for store in stores:
            store.close()


def test_a_secret_that_another_process_made_meanwhile_is_taken(
    embedded_store: Store, wire: Wire
) -> None:
    kept = own_secret(embedded_store.table)
    wire.hide_next("SECRET")

    assert own_secret(embedded_store.table) == kept


def test_a_secret_that_cannot_be_kept_is_an_error(embedded_store: Store, wire: Wire) -> None:
    wire.break_next("TransactWriteItems", Break(client_error("ValidationException")))

    with pytest.raises(TransactWriteError):
        own_secret(embedded_store.table)
    for _ in range(2):
        wire.hide_next("SECRET")
    with pytest.raises(StorageError, match="keeps no secret"):
        own_secret(embedded_store.table)


def test_a_secret_given_to_a_file_is_the_one_that_signs(tmp_path: Path) -> None:
    stores = [open_embedded(tmp_path / name, secret="given") for name in ("a.db", "b.db")]
    try:
        assert token_of(stores[0]) == token_of(stores[1])
    finally:
        for store in stores:
            store.close()


def test_an_empty_secret_given_to_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingSecretError):
        open_embedded(tmp_path / "milepost.db", secret=" ")


async def test_a_table_of_dynamodb_is_opened_and_kept(moto_table: Table) -> None:
    create_table(moto_table)
    store = open_dynamodb(table=TABLE, region="eu-west-1", endpoint=None, secret="given")
    try:
        await save(store, a_goal())

        assert len(await store.ports.goals.all(OWNER)) == 1
    finally:
        store.close()


def test_a_missing_table_of_dynamodb_is_not_made(moto_table: Table) -> None:
    with pytest.raises(MissingTableError, match=r"milepost-test.*milepost table create"):
        open_dynamodb(table=moto_table.name, region="eu-west-1", endpoint=None, secret="given")


def test_dynamodb_is_not_opened_without_a_secret() -> None:
    with pytest.raises(MissingSecretError, match="MILEPOST_SECRET"):
        open_dynamodb(table=TABLE, region="eu-west-1", endpoint=None, secret="")
