"""The summary of a goal's streaks: how long, how the present one stands, when it breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from heapq import nlargest

from domain.goal import Revision
from domain.judging import Verdict
from domain.occurrence import Outcome, is_known, is_met
from domain.review import Review
from domain.standing import Standing
from domain.streak import Run, Streak, StreakState, run_after
from domain.target import GoalPattern, is_over

_DAY = timedelta(days=1)
_BEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StreakSummary:
    """A goal's streaks in periods as of a moment; `best` and `history` are newest first.

    `expires_at` is the close at which the streak breaks if nothing more is logged, and
    `periods_until_break` the number of due periods that close before it; both are None where there
    is no streak to break, or nothing breaks it.
    """

    current: int
    longest: int
    state: StreakState
    is_at_risk: bool
    freezes: int
    best: tuple[Streak, ...]
    history: tuple[Streak, ...]
    start_on: date | None = None
    expires_at: datetime | None = None
    periods_until_break: int | None = None


def streak_summary(review: Review) -> StreakSummary:
    """Return the summary of a goal's streaks as of the review's moment."""
    run, standing, at = review.run, review.standing, review.at
    is_periodic = review.course.goal.pattern.is_periodic
    state = streak_state(standing, run, at=at) if is_periodic else StreakState.NOT_STARTED
    has_ended = review.course.has_ended(at)
    if has_ended and state is StreakState.AT_RISK:
        state = StreakState.ACTIVE
    is_alive = state in {StreakState.ACTIVE, StreakState.AT_RISK} and not has_ended
    left = _until_break(standing, run, at=at) if is_alive else None
    return StreakSummary(
        current=run.length,
        longest=run.longest,
        state=state,
        is_at_risk=state is StreakState.AT_RISK,
        freezes=run.freezes,
        best=best(review.streaks),
        history=review.streaks[::-1],
        start_on=review.streaks[-1].start_on if run.length else None,
        expires_at=None if left is None else left[0],
        periods_until_break=None if left is None else left[1],
    )


def best(streaks: tuple[Streak, ...]) -> tuple[Streak, ...]:
    """Return the ten longest of streaks in order of time, ties to the newer, newest first."""
    longest = nlargest(_BEST, streaks, key=lambda streak: (streak.length, streak.end_on))
    return tuple(sorted(longest, key=lambda streak: streak.end_on, reverse=True))


def streak_state(standing: Standing, run: Run, *, at: datetime) -> StreakState:
    """Return how a streak stands at an instant.

    It is at risk on the last day of a due period that is not met yet (a limit: when the open total
    is over), and while a miss before waits to be forgiven.
    """
    if not run.has_started:
        return StreakState.NOT_STARTED
    if standing.course.is_paused(at):
        return StreakState.PAUSED
    if not run.length:
        return StreakState.BROKEN
    is_at_risk = run.is_on_notice or _is_due_today(standing, at=at)
    return StreakState.AT_RISK if is_at_risk else StreakState.ACTIVE


def _is_due_today(standing: Standing, *, at: datetime) -> bool:
    """Say whether today decides on the streak: its period is due, unmet and at its end."""
    now, today = standing.open(at), standing.today(at)
    if now.outcome is not Outcome.PENDING:
        return False
    if standing.course.goal.pattern is GoalPattern.LIMIT:
        return is_over(now.done.total, target=now.asked.target)
    held_until = standing.held_until(at)
    if held_until is not None:
        return held_until < today
    return not now.period.holds(today + _DAY)


def _until_break(standing: Standing, run: Run, *, at: datetime) -> tuple[datetime, int] | None:
    """Return when the streak breaks if nothing more is logged, and the due periods before that."""
    for count, verdict in enumerate(_coming(standing, at=at)):
        run = run_after(run, verdict.outcome, schedule=verdict.asked.schedule)
        if not run.length:
            return standing.course.calendar.start_of(verdict.period.end), count
    return None


def _coming(standing: Standing, *, at: datetime) -> Iterator[Verdict]:
    """Yield the due periods from the open one on, as they close if nothing more is logged.

    Those of a limit end with the first to come that nothing done keeps.
    """
    now, judge, pattern = standing.open(at), standing.judge, standing.course.goal.pattern

    @cache
    def held_until(asked: Revision) -> date:
        return standing.held_until(at, asked=asked) or date.min

    if judge.is_due(now.period, asked=now.asked, at=at):
        yield _closed(now, pattern, held_until=held_until(now.asked))
    verdict = judge.next_due(now.period, at=at)
    while verdict is not None:
        closed = _closed(verdict, pattern, held_until=held_until(verdict.asked))
        if pattern is GoalPattern.LIMIT and closed.outcome is Outcome.EXCUSED:
            return
        yield closed
        verdict = judge.next_due(verdict.period, at=at)


def _closed(verdict: Verdict, pattern: GoalPattern, *, held_until: date) -> Verdict:
    """Return a period as it closes: missed, or bridging if it was counted in or breaks nothing."""
    target = verdict.asked.target
    is_missed = verdict.outcome is Outcome.PENDING and verdict.period.start > held_until
    if pattern is GoalPattern.LIMIT:
        is_kept = is_met(verdict.done, target=target, pattern=pattern, is_closed=True)
        is_missed = is_missed and is_known(verdict.done, target=target) and not is_kept
    return verdict._replace(outcome=Outcome.MISSED if is_missed else Outcome.EXCUSED)
