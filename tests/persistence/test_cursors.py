"""Cursors: read by the caller and list they were issued for, by nobody else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from persistence.cursors import SignedCursors, secrets_of
from persistence.errors import MissingSecretError

CURSORS = SignedCursors(("new", "old"))
TEXT = st.text(max_size=12)


@given(TEXT, TEXT, TEXT)
def test_a_token_gives_back_its_position(position: str, owner: str, scope: str) -> None:
    token = CURSORS.issue(position, owner=owner, scope=scope)

    assert CURSORS.read(token, owner=owner, scope=scope) == position


@given(TEXT, st.tuples(TEXT, TEXT), st.tuples(TEXT, TEXT))
def test_a_token_of_one_owner_and_scope_is_not_read_under_another(
    position: str, its: tuple[str, str], others: tuple[str, str]
) -> None:
    token = CURSORS.issue(position, owner=its[0], scope=its[1])

    if its == others:
        assert CURSORS.read(token, owner=others[0], scope=others[1]) == position
    else:
        with pytest.raises(InvalidInputError):
            CURSORS.read(token, owner=others[0], scope=others[1])


def test_an_owner_does_not_end_where_a_scope_begins() -> None:
    token = CURSORS.issue("9", owner="ann", scope="a goals")

    with pytest.raises(InvalidInputError):
        CURSORS.read(token, owner="anna", scope=" goals")


@given(TEXT, st.integers(min_value=0), st.characters(codec="ascii"))
def test_a_token_changed_in_any_character_is_refused(
    position: str, place: int, character: str
) -> None:
    token = CURSORS.issue(position, owner="ann", scope="goals")
    at = place % len(token)
    assume(token[at] != character)
    changed = token[:at] + character + token[at + 1 :]

    with pytest.raises(InvalidInputError):
        CURSORS.read(changed, owner="ann", scope="goals")


@pytest.mark.parametrize("token", ["", "a", "ä", "\ud800", "====", "{}", "A" * 43, "A" * 44])
def test_what_is_no_token_is_refused_with_its_rule(token: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        CURSORS.read(token, owner="ann", scope="goals")

    assert refused.value.details["field"] == "nextToken"
    assert refused.value.details["rule"] == "must be a token of this list, caller and filters"


@given(TEXT)
def test_a_token_is_safe_in_a_url(position: str) -> None:
    token = CURSORS.issue(position, owner="ann", scope="goals")

    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_the_first_secret_signs_and_all_verify() -> None:
    token = SignedCursors(("old",)).issue("9", owner="ann", scope="goals")

    assert CURSORS.read(token, owner="ann", scope="goals") == "9"
    assert CURSORS.issue("9", owner="ann", scope="goals") != token
    with pytest.raises(InvalidInputError):
        SignedCursors(("new",)).read(token, owner="ann", scope="goals")


def test_secrets_are_separated_by_commas() -> None:
    assert secrets_of("new, old,") == ("new", "old")


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_no_secret_is_refused(text: str) -> None:
    with pytest.raises(MissingSecretError, match="MILEPOST_SECRET"):
        secrets_of(text)
    with pytest.raises(ValueError, match="secret"):
        secrets_of(text)
