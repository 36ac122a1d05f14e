import pytest

from persistence.embedded import DynamoError
from persistence.embedded.expiry import BATCH_SIZE, MAX_AGE_SECONDS
from tests.persistence.embedded.builders import Api, a_thing, number, range_keys, text

NOW = 1_790_000_000


def _expire_by(api: Api, attribute: str = "ttl", *, is_enabled: bool = True) -> None:
    specification = {"AttributeName": attribute, "Enabled": is_enabled}
    api.call("UpdateTimeToLive", TimeToLiveSpecification=specification)


def _put(api: Api, sk: str, seconds: int) -> None:
    api.put(a_thing("p", sk, ttl=number(NOW + seconds)))


def test_a_sweep_deletes_what_expired(api: Api) -> None:
    _put(api, "before", -1)
    _expire_by(api)
    _put(api, "later", 1)
    _put(api, "since", 0)
    _put(api, "ages ago", -MAX_AGE_SECONDS - 1)
    api.put(a_thing("p", "text", ttl=text(str(NOW - 1))))
    api.put(a_thing("p", "without"))
    assert api.engine.sweep(float(NOW)) == 2
    assert range_keys(api.scan()["Items"]) == ["ages ago", "later", "text", "without"]
    assert api.engine.sweep(float(NOW)) == 0


def test_nothing_expires_without_an_attribute(api: Api) -> None:
    _put(api, "before", -1)
    assert api.engine.sweep(float(NOW)) == 0
    _expire_by(api)
    _expire_by(api, is_enabled=False)
    assert api.engine.sweep(float(NOW)) == 0


def test_a_sweep_deletes_any_number(api: Api) -> None:
    _expire_by(api)
    with api.engine.store.writing() as connection:
        rows = [
            ("p", f"{position}", f'{{"ttl":{{"N":"{NOW - 1}"}}}}')
            for position in range(BATCH_SIZE + 1)
        ]
        connection.executemany("INSERT INTO t1(pk, sk, item, size) VALUES(?, ?, ?, 0)", rows)
    assert api.engine.sweep(float(NOW)) == BATCH_SIZE + 1


def test_the_attribute_is_described(api: Api) -> None:
    described = api.call("DescribeTimeToLive")["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "DISABLED"}
    _expire_by(api, "a.b-c")
    described = api.call("DescribeTimeToLive")["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "a.b-c"}
    with pytest.raises(DynamoError, match="already enabled"):
        _expire_by(api)


def test_an_attribute_name_cannot_leave_its_quotes(api: Api) -> None:
    with pytest.raises(DynamoError, match="may have letters, digits"):
        _expire_by(api, 'a"b')
