"""Operations of every transport: publishing what they changed harms none of them."""

from typing import Any

import pytest

from persistence.store import Store
from tests.server.builders import an_app
from tests.server.realtime.sockets import create, heard, opened, started


def _fail(*_: object) -> Any:
    raise RuntimeError("hunter2")


def _events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "milepost"]


@pytest.mark.parametrize("name", ["published", "achieved"])
async def test_a_change_that_cannot_be_published_is_made_and_logged(
    name: str, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        await socket.ask(started("1"))
        with monkeypatch.context() as patched:
            patched.setattr(f"server.execution.{name}", _fail)
            answer = await create(app, "Read")
        assert answer["data"]["createGoal"]["goal"] == {"title": "Read"}
        assert "errors" not in answer
        assert "publishing.failed" in _events(caplog)
        await create(app, "Write")
        titles = [(await socket.receive())["payload"] for _ in range(1 + (name == "achieved"))]
        assert titles[-1] == heard("Write")


async def test_nothing_is_published_where_nobody_hears(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.execution.published", _fail)
    answer = await create(an_app(store), "Read")
    assert answer["data"]["createGoal"]["goal"] == {"title": "Read"}
    assert "publishing.failed" not in _events(caplog)


async def test_a_change_that_is_refused_is_not_published(store: Store) -> None:
    app = an_app(store)
    async with opened(app) as socket:
        await socket.ask(started("1"))
        assert (await create(app, ""))["data"] == {"createGoal": None}
        await create(app, "Read")
        assert (await socket.receive())["payload"] == heard("Read")


async def test_what_is_replayed_is_not_published_again(store: Store) -> None:
    app = an_app(store)
    query = """subscription ($who: ID!) {
      onMilestoneAchieved(userId: $who) { goalTitle }
    }"""
    async with opened(app) as socket:
        goal_id = (await create(app, "Read"))["data"]["createGoal"]["goalId"]
        await socket.ask(started("1"))
        await socket.ask(started("2", query=query))
        given = f'{{goalId: "{goal_id}", value: 12, idempotencyKey: "once"}}'
        log = f"logActivity(input: {given}) {{ replayed }}"
        rename = f'{{goalId: "{goal_id}", title: "Wrote", idempotencyKey: "once"}}'
        edit = f"updateGoal(input: {rename}) {{ userId goal {{ title }} replayed }}"
        for again in (False, True):
            query = f"mutation {{ other: {edit} {log} }}"
            data = (await create(app, "unused", query=query))["data"]
            assert [each["replayed"] for each in data.values()] == [again, again]
        await create(app, "Write")
        told = [(await socket.receive())["payload"] for _ in range(6)]
    assert told.count(heard("Wrote")) == 1
    assert told[-1] == heard("Write")
