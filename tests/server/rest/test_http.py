"""REST over HTTP: heads, other origins, compression, and subscribers of the same changes."""

from collections.abc import Iterable

import pytest

from persistence.store import Store
from schema.publishing import Published
from server.realtime.broker import Broker
from server.rest.changes import document_of
from tests.server.builders import a_client, an_app
from tests.server.rest.asking import ADA, Rest
from tests.server.rest.bodies import a_goal, activity_body, goal_body

ELSEWHERE = "http://localhost:5173"


async def test_a_head_has_the_headers_of_a_get(rest: Rest) -> None:
    path = await a_goal(rest)
    response = await rest.client.head(path)
    assert (response.status_code, response.headers["etag"]) == (200, '"1"')


async def test_a_page_of_another_origin_may_write_and_read_the_headers(store: Store) -> None:
    asked = {
        "origin": ELSEWHERE,
        "access-control-request-method": "PUT",
        "access-control-request-headers": "authorization, if-match, idempotency-key, x-timezone",
    }
    async with a_client(an_app(store)) as client:
        preflight = await client.options("/v1/goals/x", headers=asked)
        response = await client.post("/goals", json=goal_body(), headers={"origin": ELSEWHERE})
    assert preflight.status_code == 200
    assert {"PUT", "DELETE"} <= set(preflight.headers["access-control-allow-methods"].split(", "))
    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert {"X-Request-ID", "ETag", "Location", "Idempotency-Replayed"} <= set(exposed)


async def test_long_answers_are_compressed(rest: Rest) -> None:
    response = await rest.ask("POST", "/goals", goal_body())
    assert response.headers["content-encoding"] == "gzip"


def test_where_nobody_hears_only_what_is_answered_is_read() -> None:
    document = document_of("logActivity", "activity", is_heard=False)
    assert "activity{" in document
    assert "goal{" not in document
    assert "effects{" not in document
    assert "goal{" in document_of("logActivity", "activity")


async def test_subscribers_hear_of_what_is_changed_over_rest(
    rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Published] = []

    def publish(_broker: Broker, changes: Iterable[Published]) -> None:
        heard.extend(changes)

    monkeypatch.setattr(Broker, "is_heard", True)
    monkeypatch.setattr(Broker, "publish", publish)
    path = await a_goal(rest)
    await rest.post(f"{path}/activities", activity_body(24))
    names = [each.mutation for each in heard]
    assert names == ["createGoal", "logActivity", *["publishMilestone"] * 4]
    assert heard[1].payload["userId"] == ADA
    assert heard[1].payload["activity"]["value"] == 24
    assert heard[1].payload["effects"]["goalCompleted"] is True


@pytest.mark.parametrize("prefix", ["", "/v1"])
async def test_a_slash_at_the_end_of_a_path_changes_nothing(prefix: str, rest: Rest) -> None:
    made = await rest.client.post(f"{prefix}/goals/", json=goal_body())
    assert made.status_code == 201
    path = made.headers["location"]
    assert path == f"{prefix}/goals/{made.json()['goalId']}"
    for each in (path, f"{path}/progress", f"{path}/tasks"):
        slashed, plain = await rest.client.get(f"{each}/"), await rest.client.get(each)
        assert (slashed.status_code, slashed.json().keys()) == (200, plain.json().keys())
