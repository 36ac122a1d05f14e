"""What is told of an example's goal as a whole: outcomes, milestones, and what a change did."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from domain.effects import effects, streak_change
from domain.occurrence import Outcome
from domain.target import TargetType
from tests.docs.diaries import a_diary_of, change, last_day
from tests.docs.examples import WEEKDAYS
from tests.docs.figures import shown
from tests.docs.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from domain.answers import Effects
    from domain.goal import GoalStatus
    from domain.milestone import Milestone
    from tests.docs.examples import Example

_REST: Final = "r"
_MARKS: Final = {
    Outcome.MET: "+",
    Outcome.MISSED: "-",
    Outcome.SKIPPED: "s",
    Outcome.EXCUSED: "e",
    Outcome.PENDING: "o",
    Outcome.UNKNOWN: "?",
}


def last_reading(example: Example, **target: Any) -> Reading:
    """Return what is read in the last evening of an example, with a target changed."""
    diary = a_diary_of(example, **target)
    return Reading(diary=diary, day=last_day(example))


def _outcomes(example: Example, **target: Any) -> str:
    occurrences = last_reading(example, **target).review.occurrences
    marks = zip(example.columns, example.row("log"), strict=False)
    resting = {day for day, mark in marks if mark == _REST}
    assert not any(o.is_due and o.period.start in resting for o in occurrences), (
        "r marks a day that is due"
    )
    return " ".join(_MARKS[occurrence.outcome] for occurrence in occurrences)


def _achieved(example: Example) -> str:
    milestones = last_reading(example).progress.milestones
    return ", ".join(
        f"{shown(m.percentage)} {WEEKDAYS[m.achieved_at.weekday()]} {m.achieved_at:%H:%M}"
        for m in milestones
        if m.achieved_at is not None
    )


def _changed(example: Example) -> tuple[Effects, GoalStatus]:
    """Return the effects of the example's correction, and the goal's status after it."""
    diary = a_diary_of(example)
    as_of, before, was = diary.latest, diary.details(), diary.walked(diary.latest)
    change(diary, example)
    streak = streak_change(was, diary.walked(as_of))
    return effects(before, diary.details(as_of), streak=streak), diary.goal.status


def _effect(example: Example, tell: Callable[[Effects], str]) -> str:
    return tell(_changed(example)[0])


def _percentages(milestones: Iterable[Milestone]) -> str:
    return " ".join(shown(milestone.percentage) for milestone in milestones) or "none"


ACCOUNTS: Final[Mapping[str, Callable[[Example], str]]] = {
    "outcome": _outcomes,
    **{each.value: partial(_outcomes, target_type=each) for each in TargetType},
    "achieved": _achieved,
    "progressDelta": partial(_effect, tell=lambda e: shown(e.progress_delta)),
    "activityProgressDelta": partial(_effect, tell=lambda e: shown(e.activity_progress_delta)),
    "milestonesAchieved": partial(_effect, tell=lambda e: _percentages(e.milestones_achieved)),
    "milestonesLost": partial(_effect, tell=lambda e: _percentages(e.milestones_lost)),
    "streakAfter": partial(_effect, tell=lambda e: f"{e.streak.current} {e.streak.state}"),
    "goalCompleted": partial(_effect, tell=lambda e: str(e.goal_completed).lower()),
    "statusAfter": lambda example: _changed(example)[1].value,
}
