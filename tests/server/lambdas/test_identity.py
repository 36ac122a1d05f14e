from collections.abc import Mapping
from typing import Any

import pytest

from resolvers.context import Identity
from server.lambdas.identity import identity_of
from tests.server.lambdas.builders import KEPT

IDENTITIES: Mapping[str, Any] = KEPT["identities"]


@pytest.mark.parametrize("mode", ["cognito", "oidc", "lambda"])
def test_a_caller_is_the_subject_that_appsync_found(mode: str) -> None:
    assert identity_of(IDENTITIES[mode]) == Identity(owner="ann")


@pytest.mark.parametrize("mode", ["iam", "api_key"])
def test_an_api_key_and_an_iam_principal_own_nothing(mode: str) -> None:
    assert identity_of(IDENTITIES[mode]) is None


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"sub": ""},
        {"sub": 7},
        {"sub": "two words"},
        {"sub": "a" * 129},
        {"resolverContext": None},
        {"resolverContext": {}},
        {"resolverContext": {"sub": ["ann"]}},
    ],
)
def test_what_cannot_be_an_owner_s_name_is_nobody(found: Mapping[str, Any]) -> None:
    assert identity_of(found) is None


def test_a_subject_wins_over_a_lambda_authorizer_s() -> None:
    found = {"sub": "ann", "resolverContext": {"sub": "bob"}}
    assert identity_of(found) == Identity(owner="ann")
