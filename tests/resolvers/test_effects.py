"""The effects of changes: what two readings of one moment, before and after, differ in."""

import asyncio
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.amount import shown_percentage
from domain.answers import (
    BulkChange,
    Effects,
    GoalProgress,
    ProgressBasis,
    StreakChange,
)
from domain.errors import DomainError
from domain.goal import Goal
from domain.ledger import month_rollups
from domain.milestone import Milestone
from domain.requests import GoalEdit, MilestoneRemoval, PauseMove, TargetEdit, TaskMove
from domain.review import review
from domain.streak import StreakState
from domain.streak_summary import StreakSummary, streak_summary
from domain.target import GoalPattern
from persistence.store import Store, open_embedded
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller, a_wanted_target, a_wish
from tests.resolvers.stories import EVERY, STEPS, Step, take

HOUR = timedelta(hours=1)


def names(milestones: tuple[Milestone, ...]) -> list[str]:
    return [milestone.name for milestone in milestones]


async def test_an_activity_tells_what_it_did(ann: Caller) -> None:
    goal = await ann.create()
    effects = (await ann.log(goal, 60)).effects
    assert effects.progress_delta == effects.activity_progress_delta == 60
    assert names(effects.milestones_achieved) == ["First Quarter", "Halfway Point"]
    assert {milestone.achieved_at for milestone in effects.milestones_achieved} == {NOW}
    assert (effects.milestones_lost, effects.goal_completed) == ((), False)


async def test_the_activity_that_completes_a_goal_says_so(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 60)
    effects = (await ann.after(hours=1).log(goal, 40)).effects
    assert effects.progress_delta == 40
    assert effects.goal_completed
    assert names(effects.milestones_achieved) == ["Three Quarters", "Complete"]


async def test_a_correction_tells_what_was_lost_as_it_stands_now(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 60)).activity
    later = ann.after(hours=1)
    effects = (await later.amend(logged, value=Decimal(30))).effects
    assert effects.progress_delta == -30
    assert names(effects.milestones_lost) == ["Halfway Point"]
    assert [milestone.achieved_at for milestone in effects.milestones_lost] == [None]
    assert (await later.remove(logged)).effects.progress_delta == -30


async def test_a_deleted_milestone_is_lost(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 60)
    own = await ann.aim(goal, percentage=10)
    removal = MilestoneRemoval(goal_id=goal.goal_id, milestone_id=own.milestone_id)
    effects = (await ann.change("deleteMilestone", removal)).effects
    assert effects == Effects(milestones_lost=(replace(own, achieved_at=None),))


async def test_a_delta_is_the_difference_of_percentages_as_they_are_shown(ann: Caller) -> None:
    goal = await ann.create(target=a_wanted_target(GoalPattern.MILESTONE, value=Decimal(3)))
    deltas = [(await ann.after(hours=n).log(goal, 1)).effects.progress_delta for n in range(3)]
    assert deltas == [Decimal("33.33"), Decimal("33.34"), Decimal("33.33")]


async def test_time_alone_has_no_part_in_effects(ann: Caller) -> None:
    goal = await ann.create(deadline=NOW.date() + 99 * DAY)
    await ann.plan(goal)
    later = ann.after(days=50)
    assert (
        await later.change("updateGoal", GoalEdit(goal_id=goal.goal_id, title="New"))
    ).effects == Effects()
    with_task = await later.progress(goal)
    assert with_task.progress_percentage > 0


async def test_a_new_goal_has_done_nothing_yet(ann: Caller) -> None:
    assert (await ann.change("createGoal", a_wish())).effects == Effects()


async def test_a_change_that_changes_nothing_has_no_effects(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 30)
    task = await ann.plan(goal)
    await ann.turn("completeTask", task)
    again = TaskMove(goal_id=goal.goal_id, task_id=task.task_id)
    assert (await ann.change("completeTask", again)).effects == Effects()


async def test_an_activity_tells_how_the_streak_stands(ann: Caller) -> None:
    goal = await ann.create("streak", target=a_wanted_target(GoalPattern.STREAK, value=Decimal(9)))
    assert (await ann.log(goal, None)).effects.streak == StreakChange(
        current=1, extended=True, state=StreakState.ACTIVE
    )
    tomorrow = ann.after(days=1)
    assert (await tomorrow.log(goal, None)).effects.streak.current == 2
    again = (await tomorrow.log(goal, None)).effects.streak
    assert again == StreakChange(current=2, extended=False, state=StreakState.ACTIVE)
    late = ann.after(days=4)
    missed = (await late.amend((await late.log(goal, None)).activity, note="late")).effects.streak
    assert missed == StreakChange(current=1, extended=False, state=StreakState.ACTIVE)
    away = await late.change(
        "pauseGoal", PauseMove(goal_id=goal.goal_id, first=NOW.date() + 2 * DAY)
    )
    assert away.effects.streak == StreakChange(current=3, extended=True, state=StreakState.PAUSED)


async def test_a_lowered_target_completes_a_goal(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 60)
    wanted = GoalEdit(goal_id=goal.goal_id, target=TargetEdit(value=Decimal(50)))
    effects = (await ann.after(hours=1).change("updateGoal", wanted)).effects
    assert effects.progress_delta == 40
    assert effects.goal_completed


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching(Caller):
    """A caller who keeps the answers to changes."""

    answers: list[Any] = field(default_factory=list[Any])

    async def mutate(self, field_name: str, wanted: object = None) -> Any:
        answer = await Caller.mutate(self, field_name, wanted)
        self.answers.append(answer)
        return answer


Read: TypeAlias = tuple[GoalProgress, StreakSummary]


async def read(ann: Caller, goal: Goal) -> Read:
    """Return what is read of a goal now: its progress, and its streak from all of its log."""
    dossier = await ann.store.ports.goals.dossier("ann", goal.goal_id)
    assert dossier is not None
    log = await ann.store.ports.log.activities("ann", goal.goal_id)
    months = month_rollups(goal.goal_id, [a for a in log if a.occurred_at <= ann.now])
    days = [day for month in months for day in month.days]
    told = streak_summary(review(dossier, days, as_of=ann.now))
    return await ann.progress(goal, as_of=ann.now), told


def difference(earlier: Read, later: Read) -> Effects:
    """Return the difference of two readings, found in the plainest way."""
    (before, old), (after, new) = earlier, later
    was = {m.milestone_id: m for m in before.milestones if m.achieved_at is not None}
    now = {m.milestone_id: m for m in after.milestones if m.achieved_at is not None}
    standing = {m.milestone_id: m for m in after.milestones}
    done = ProgressBasis.COMPLETED
    return Effects(
        progress_delta=shown_percentage(after.progress_percentage)
        - shown_percentage(before.progress_percentage),
        activity_progress_delta=shown_percentage(after.activity_progress)
        - shown_percentage(before.activity_progress),
        milestones_achieved=tuple(now[ident] for ident in now if ident not in was),
        milestones_lost=tuple(
            standing.get(ident, replace(was[ident], achieved_at=None))
            for ident in was
            if ident not in now
        ),
        streak=StreakChange(
            current=new.current, extended=new.current > old.current, state=new.state
        ),
        goal_completed=(before.basis is not done) and (after.basis is done),
    )


async def _holds(store: Store, pattern: GoalPattern, steps: list[Step]) -> None:
    ann = Watching(store=store)
    more = {"deadline": NOW.date() + 60 * DAY} if pattern is GoalPattern.TARGET else {}
    goal = await ann.create(pattern.value, target=a_wanted_target(pattern), **more)
    for step in steps:
        ann = Watching(store=store, now=ann.now + max(step.hours, 1) * HOUR)
        before = await read(ann, goal)
        with suppress(DomainError, ZeroDivisionError):
            await take(ann, goal, step)
        for answer in ann.answers:
            if not isinstance(answer, BulkChange):
                assert answer.effects == difference(before, await read(ann, goal))


@example(pattern=GoalPattern.STREAK, steps=EVERY)
@example(pattern=GoalPattern.MILESTONE, steps=EVERY)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(pattern=st.sampled_from(GoalPattern), steps=STEPS)
def test_effects_are_the_difference_of_two_full_readings(
    pattern: GoalPattern, steps: list[Step]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_embedded(Path(folder) / "law.db", secret="a secret")) as store,
    ):
        asyncio.run(_holds(store, pattern, steps))
