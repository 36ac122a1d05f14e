"""The file that says how callers are known: AppSync's own words, and no misspelt ones."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from schema.access import Mode
from server.auth.configuration import (
    TOKENS_AND_KEYS,
    Configuration,
    LambdaAuthorizer,
    OpenIdProvider,
    Signing,
    SigningKey,
    UserPool,
    read_configuration,
)
from server.settings import SettingsError

OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"
POOL = {"userPoolId": "eu-central-1_AbCd", "awsRegion": "eu-central-1"}
OPENID = {"issuer": "https://id.example.org"}
KEY = {"accessKeyId": "AKIAEXAMPLE", "secretAccessKey": "hunter2"}
IAM = {"awsRegion": "eu-central-1", "credentials": [KEY]}
COGNITO = {"authenticationType": "AMAZON_COGNITO_USER_POOLS", "userPoolConfig": POOL}
OIDC = {"authenticationType": "OPENID_CONNECT", "openIDConnectConfig": OPENID}
SIGNED = {"authenticationType": "AWS_IAM", "iamConfig": IAM}
LAMBDA = {"authenticationType": "AWS_LAMBDA"}
API_KEY = {"authenticationType": "API_KEY"}


def _read(folder: Path, told: Any) -> Configuration:
    file = folder / "auth.json"
    file.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return read_configuration(file)


def _refusal(folder: Path, told: Any) -> str:
    with pytest.raises(SettingsError) as raised:
        _read(folder, told)
    assert "\n" not in str(raised.value)
    assert "hunter2" not in str(raised.value)
    return str(raised.value).removeprefix(f"{folder / 'auth.json'}: ")


def test_without_a_file_tokens_and_keys_are_known() -> None:
    assert read_configuration(None) is TOKENS_AND_KEYS
    modes = [each.authentication_type for each in TOKENS_AND_KEYS.providers]
    assert modes == [Mode.LAMBDA, Mode.API_KEY]


def test_all_modes_may_be_there_with_all_that_they_take(tmp_path: Path) -> None:
    authorizer = {
        "authorizerUri": "own.module:authorize",
        "authorizerResultTtlInSeconds": 60,
        "identityValidationExpression": "^t",
    }
    openid = {
        **OPENID,
        "clientId": "web|ios",
        "iatTTL": 3_600_000,
        "authTTL": 86_400_000,
        "algorithms": ["ES256", "PS512"],
    }
    pool = {**POOL, "appIdClientRegex": "web", "defaultAction": "ALLOW"}
    others = [
        {**OIDC, "openIDConnectConfig": openid},
        {**LAMBDA, "lambdaAuthorizerConfig": authorizer},
        {**SIGNED, "iamConfig": {**IAM, "credentials": [{**KEY, "sessionToken": "s"}]}},
        API_KEY,
    ]
    found = _read(
        tmp_path,
        {**COGNITO, "userPoolConfig": pool, "additionalAuthenticationProviders": others},
    )
    assert [each.authentication_type for each in found.providers] == [
        Mode.COGNITO,
        Mode.OIDC,
        Mode.LAMBDA,
        Mode.IAM,
        Mode.API_KEY,
    ]
    assert [each.issuer for each in found.providers] == [
        "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCd",
        "https://id.example.org",
        None,
        None,
        None,
    ]


def test_several_providers_of_tokens_may_be_there(tmp_path: Path) -> None:
    other = {**OIDC, "openIDConnectConfig": {"issuer": "http://localhost:9000/realm"}}
    found = _read(tmp_path, {**OIDC, "additionalAuthenticationProviders": [other, COGNITO]})
    assert len(found.providers) == 3


def test_the_example_in_the_documents_is_understood(tmp_path: Path) -> None:
    text = OPERATIONS.read_text(encoding="utf-8").partition("## Authentication")[2]
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert [each.authentication_type for each in _read(tmp_path, example[1]).providers] == [
        Mode.COGNITO,
        Mode.OIDC,
        Mode.LAMBDA,
        Mode.IAM,
        Mode.API_KEY,
    ]


@pytest.mark.parametrize(
    "part", [Configuration, UserPool, OpenIdProvider, LambdaAuthorizer, Signing, SigningKey]
)
def test_all_that_a_file_may_say_is_in_the_documents(part: type[BaseModel]) -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    names = {field.alias for field in part.model_fields.values()} - {"defaultAction"}
    assert {name for name in names if f'"{name}"' not in text} == set()


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    assert "hunter2" not in repr(_read(tmp_path, SIGNED))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"authenticationType": "BASIC"}, "authenticationType: "),
        ({}, "authenticationType: Field required"),
        ("{", "Invalid JSON"),
        ("[]", "Input should be an object"),
        ({**LAMBDA, "lamdaAuthorizerConfig": {}}, "lamdaAuthorizerConfig: Extra inputs"),
        ({**OIDC, "openIDConnectConfig": {**OPENID, "clientID": "x"}}, "clientID: Extra inputs"),
        ({"authenticationType": "OPENID_CONNECT"}, "OPENID_CONNECT needs openIDConnectConfig"),
        (
            {"authenticationType": "AMAZON_COGNITO_USER_POOLS"},
            "AMAZON_COGNITO_USER_POOLS needs userPoolConfig",
        ),
        ({"authenticationType": "AWS_IAM"}, "AWS_IAM needs iamConfig"),
        ({**API_KEY, "iamConfig": IAM}, "API_KEY takes no iamConfig"),
        ({**SIGNED, "openIDConnectConfig": OPENID}, "AWS_IAM takes no openIDConnectConfig"),
        ({**LAMBDA, "additionalAuthenticationProviders": [LAMBDA]}, "AWS_LAMBDA may be there once"),
        ({**OIDC, "additionalAuthenticationProviders": [OIDC]}, "an issuer may be there once"),
        (
            {**OIDC, "openIDConnectConfig": {"issuer": "http://id.example.org"}},
            "must begin with https://",
        ),
        (
            {**OIDC, "openIDConnectConfig": {**OPENID, "algorithms": ["HS256"]}},
            "openIDConnectConfig.algorithms.0: ",
        ),
        ({**OIDC, "openIDConnectConfig": {**OPENID, "algorithms": ["none"]}}, "algorithms.0: "),
        ({**OIDC, "openIDConnectConfig": {**OPENID, "algorithms": []}}, "algorithms: "),
        ({**OIDC, "openIDConnectConfig": {**OPENID, "clientId": "("}}, "clientId: "),
        ({**OIDC, "openIDConnectConfig": {**OPENID, "iatTTL": -1}}, "iatTTL: "),
        ({**COGNITO, "userPoolConfig": {**POOL, "defaultAction": "DENY"}}, "defaultAction: "),
        ({**COGNITO, "userPoolConfig": {**POOL, "userPoolId": "a/b_c"}}, "userPoolId: "),
        ({**SIGNED, "iamConfig": {**IAM, "credentials": []}}, "iamConfig.credentials: "),
        (
            {**SIGNED, "iamConfig": {**IAM, "credentials": [{**KEY, "secretAccessKey": ""}]}},
            "credentials.0.secretAccessKey: ",
        ),
        (
            {
                **LAMBDA,
                "lambdaAuthorizerConfig": {
                    "authorizerUri": "a:b",
                    "authorizerResultTtlInSeconds": 3601,
                },
            },
            "authorizerResultTtlInSeconds: ",
        ),
    ],
)
def test_what_a_file_may_not_say_is_told_in_one_line(
    told: Any, expected: str, tmp_path: Path
) -> None:
    assert expected in _refusal(tmp_path, told)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"auth\.json cannot be read: No such file"):
        read_configuration(tmp_path / "auth.json")
