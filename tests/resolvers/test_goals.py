"""One goal, lists of goals, and the lists that existing front ends ask for."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import GoalNotFoundError, InvalidInputError, UnauthorizedError
from domain.goal import Goal, GoalStatus
from domain.requests import GoalFilter, GoalSort, PauseMove
from domain.target import GoalPattern
from domain.task import TaskStatus
from tests.resolvers.asking import Caller
from tests.resolvers.damage import drop_tally


def _titles(page: Any) -> list[str]:
    return [goal.title for goal in getattr(page, "items", page)]


async def _three(ann: Caller) -> tuple[Goal, Goal, Goal]:
    """Return goals made an hour apart; the first is updated last."""
    beer = await ann.create(title="beer", tags=("home",), category="Fun")
    apple = await ann.after(hours=1).create("streak", title="Äpple", description="Red and round")
    cider = await ann.after(hours=2).create("recurring", title="cider", tags=("home", "cellar"))
    beer = await ann.after(hours=3).edit(beer, icon="mug")
    return beer, apple, cider


async def test_a_goal_is_answered_to_its_owner(ann: Caller) -> None:
    made = await ann.create()
    assert await ann.query("goal", goal_id=made.goal_id) == made


async def test_an_unknown_goal_is_not_found(ann: Caller) -> None:
    with pytest.raises(GoalNotFoundError, match="goal 'nothing' does not exist"):
        await ann.query("goal", goal_id="nothing")


async def test_a_caller_who_is_not_known_is_refused(ann: Caller) -> None:
    with pytest.raises(UnauthorizedError, match="the caller is not known"):
        await replace(ann, owner="").query("goals")
    nobody = replace(ann.context("Query", "goals"), identity=None)
    with pytest.raises(UnauthorizedError):
        assert nobody.owner


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        (None, ["beer", "cider", "Äpple"]),
        (GoalSort.UPDATED_DESC, ["beer", "cider", "Äpple"]),
        (GoalSort.UPDATED_ASC, ["Äpple", "cider", "beer"]),
        (GoalSort.CREATED_ASC, ["beer", "Äpple", "cider"]),
        (GoalSort.CREATED_DESC, ["cider", "Äpple", "beer"]),
        (GoalSort.TITLE_ASC, ["beer", "cider", "Äpple"]),
        (GoalSort.TITLE_DESC, ["Äpple", "cider", "beer"]),
    ],
)
async def test_a_list_is_in_the_order_asked_for_and_updated_last_first_otherwise(
    ann: Caller, sort: GoalSort | None, titles: list[str]
) -> None:
    await _three(ann)
    assert _titles(await ann.query("goals", sort=sort)) == titles


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (GoalFilter(), ["beer", "cider", "Äpple"]),
        (GoalFilter(pattern=(GoalPattern.STREAK,)), ["Äpple"]),
        (GoalFilter(pattern=(GoalPattern.STREAK, GoalPattern.MILESTONE)), ["beer", "Äpple"]),
        (GoalFilter(status=(GoalStatus.PAUSED,)), []),
        (GoalFilter(status=()), []),
        (GoalFilter(category=("FUN", "work")), ["beer"]),
        (GoalFilter(tags=("home", "none")), ["beer", "cider"]),
        (GoalFilter(tags=("cellar",), pattern=(GoalPattern.MILESTONE,)), []),
        (GoalFilter(search="ROUND red"), ["Äpple"]),
        (GoalFilter(search="round beer"), []),
        (GoalFilter(search="äPPLE"), ["Äpple"]),
        (GoalFilter(search="a\u0308pple"), ["Äpple"]),
        (GoalFilter(search="  "), ["beer", "cider", "Äpple"]),
    ],
)
async def test_a_filter_keeps_goals_that_have_any_of_each_kind_named(
    ann: Caller, wanted: GoalFilter, titles: list[str]
) -> None:
    await _three(ann)
    assert _titles(await ann.query("goals", filter=wanted)) == titles


async def test_archived_goals_are_listed_only_where_they_are_asked_for(ann: Caller) -> None:
    beer, apple, cider = await _three(ann)
    await ann.after(hours=4).move("archiveGoal", beer)
    await ann.after(hours=5).move("pauseGoal", apple)
    await ann.after(hours=6).move("completeGoal", cider)
    assert _titles(await ann.query("goals")) == ["cider", "Äpple"]
    assert _titles(await ann.query("myGoals")) == ["cider", "Äpple"]
    assert _titles(await ann.query("myDashboardGoals")) == ["cider", "Äpple"]
    both = GoalFilter(status=(GoalStatus.ARCHIVED, GoalStatus.PAUSED))
    assert _titles(await ann.query("goals", filter=both)) == ["Äpple", "beer"]


async def test_pages_neither_repeat_nor_miss_what_stays_while_goals_come_and_go(
    ann: Caller,
) -> None:
    made = [await ann.after(hours=n).create(title=f"goal {n}") for n in range(7)]
    asked: dict[str, Any] = {"sort": GoalSort.CREATED_ASC, "limit": 3}
    first = await ann.query("goals", **asked)
    later = ann.after(days=1)
    await later.move("archiveGoal", made[1])
    await later.move("archiveGoal", made[4])
    await ann.after(minutes=30).create(title="between, behind the page")
    await ann.after(hours=5, minutes=30).create(title="between, ahead of the page")
    second = await ann.query("goals", **asked, next_token=first.next_token)
    third = await ann.query("goals", **asked, next_token=second.next_token)
    assert _titles(first) == ["goal 0", "goal 1", "goal 2"]
    assert _titles(second) == ["goal 3", "goal 5", "between, ahead of the page"]
    assert _titles(third) == ["goal 6"]
    assert third.next_token is None


async def test_the_last_page_that_is_just_full_has_no_token(ann: Caller) -> None:
    await _three(ann)
    page = await ann.query("goals", limit=3)
    assert len(page.items) == 3
    assert page.next_token is None


async def test_pages_go_backwards_in_descending_order(ann: Caller) -> None:
    await _three(ann)
    first = await ann.query("goals", limit=2)
    second = await ann.query("goals", limit=2, next_token=first.next_token)
    assert (_titles(first), _titles(second)) == (["beer", "cider"], ["Äpple"])


async def test_goals_made_at_the_same_instant_are_each_on_one_page(ann: Caller) -> None:
    made = {(await ann.create(title=f"goal {n}")).goal_id for n in range(5)}
    found: list[str] = []
    token = None
    for _ in range(3):
        page = await ann.query("goals", limit=2, next_token=token)
        found += [goal.goal_id for goal in page.items]
        token = page.next_token
    assert token is None
    assert (len(found), set(found)) == (5, made)


async def test_a_forged_token_is_refused(ann: Caller) -> None:
    await _three(ann)
    token: str = (await ann.query("goals", limit=1)).next_token
    for forged in (token[:-2], "x" + token, token.swapcase(), "", "é", "nothing"):
        with pytest.raises(InvalidInputError, match="nextToken"):
            await ann.query("goals", limit=1, next_token=forged)


async def test_a_token_continues_only_the_list_it_was_issued_for(ann: Caller, bob: Caller) -> None:
    await _three(ann)
    await _three(bob)
    token = (await ann.query("goals", limit=1)).next_token
    refused: list[tuple[Caller, dict[str, Any]]] = [
        (bob, {}),
        (ann, {"sort": GoalSort.TITLE_ASC}),
        (ann, {"filter": GoalFilter(tags=("home",))}),
    ]
    for caller, other in refused:
        with pytest.raises(InvalidInputError, match="nextToken"):
            await caller.query("goals", limit=1, next_token=token, **other)
    assert _titles(await ann.query("goals", limit=2, next_token=token)) == ["cider", "Äpple"]


@pytest.mark.parametrize("limit", [0, -1, 1001])
async def test_a_page_has_1_to_1000_items(ann: Caller, limit: int) -> None:
    message = f"limit must be a whole number from 1 to 1000; got '{limit}'"
    for field_name in ("goals", "myDashboardGoals"):
        with pytest.raises(InvalidInputError, match=message):
            await ann.query(field_name, limit=limit)


async def test_a_page_has_20_goals_unless_asked_and_a_dashboard_at_most_100(ann: Caller) -> None:
    for number in range(102):
        await ann.after(minutes=number).create(title=f"goal {number}", status=GoalStatus.DRAFT)
    assert len((await ann.query("goals")).items) == 20
    assert len((await ann.query("goals", limit=1000)).items) == 102
    assert len(await ann.query("myDashboardGoals")) == 20
    assert len(await ann.query("myDashboardGoals", limit=101)) == 100
    assert len(await ann.query("myDashboardGoals", limit=1000)) == 100


async def test_a_dashboard_takes_its_status_and_order_as_text(ann: Caller) -> None:
    _, apple, _ = await _three(ann)
    await ann.after(hours=5).move("pauseGoal", apple)
    asked: dict[str, Any] = {"status": "active", "sort_by": "title_desc"}
    assert _titles(await ann.query("myDashboardGoals", **asked)) == ["cider", "beer"]
    assert _titles(await ann.query("myDashboardGoals", **asked, limit=1)) == ["cider"]


async def test_a_dashboard_refuses_other_text_and_names_the_choices(ann: Caller) -> None:
    statuses = "status must be one of draft, active, paused, completed, archived; got 'open'"
    with pytest.raises(InvalidInputError, match=statuses):
        await ann.query("myDashboardGoals", status="open")
    orders = "sortBy must be one of created_asc, .*, title_desc; got 'TITLE_ASC'"
    with pytest.raises(InvalidInputError, match=orders):
        await ann.query("myDashboardGoals", sort_by="TITLE_ASC")


async def test_the_count_of_active_goals_is_the_callers_whatever_user_is_named(
    ann: Caller, bob: Caller
) -> None:
    _, apple, _ = await _three(ann)
    await ann.move("pauseGoal", apple)
    await ann.create(title="a draft", status=GoalStatus.DRAFT)
    assert await ann.query("activeGoalsCount") == 2
    assert await ann.query("activeGoalsCount", user_id="bob") == 2
    assert await bob.query("activeGoalsCount", user_id="ann") == 0


async def test_goals_with_tasks_are_the_active_ones_with_their_counted_tasks(ann: Caller) -> None:
    beer, apple, cider = await _three(ann)
    await ann.move("pauseGoal", apple)
    kept = [await ann.after(minutes=n).plan(beer, f"task {n}") for n in range(4)]
    await ann.edit_task(await ann.plan(beer, "dropped"), status=TaskStatus.CANCELLED)
    await ann.edit_task(await ann.plan(beer, "put away"), status=TaskStatus.ARCHIVED)
    await ann.turn("deleteTask", await ann.plan(beer, "deleted"))
    done = await ann.after(hours=1).turn("completeTask", kept[0])
    first, second = await ann.query("myGoalsWithTasks")
    assert (first.goal_id, second.goal_id) == (beer.goal_id, cider.goal_id)
    assert (first.title, first.deadline, first.status) == ("beer", None, GoalStatus.ACTIVE)
    assert first.created_at == beer.created_at
    assert first.tasks == (done, *kept[1:])
    assert second.tasks == ()


async def test_goals_with_tasks_are_not_answered_in_part(ann: Caller) -> None:
    beer, *_ = await _three(ann)
    await drop_tally(ann.store, beer)
    with pytest.raises(Exception, match="has no tally; rebuild it"):
        await ann.query("myGoalsWithTasks")


async def test_the_zone_of_every_goal_is_the_owners_zone_today(ann: Caller) -> None:
    goals = await _three(ann)
    assert await ann.each("timezone", goals) == ("UTC",) * 3


async def test_an_answer_shows_the_version_that_is_stored(ann: Caller) -> None:
    made = await ann.create()
    assert made.version == 1
    paused = await ann.change("pauseGoal", PauseMove(goal_id=made.goal_id))
    assert (paused.owner, paused.goal_id) == ("ann", made.goal_id)
    assert paused.goal == await ann.goal(made.goal_id)
    assert paused.goal.version == 2
    assert paused.goal.target.value == Decimal(100)
