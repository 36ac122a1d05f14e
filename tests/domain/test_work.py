from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.day import Calendar, DayRule
from domain.profile import UTC_CALENDAR
from domain.task import TaskStatus
from domain.work import WEIGHTS, Span, Work, hybrid, hybrid_first_at, span_of, work_of
from tests.builders import a_goal

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HUNDRED_HOURS = Span(start=START, end=START + timedelta(hours=100))

works = st.integers(1, 30).flatmap(
    lambda counted: st.builds(Work, completed=st.integers(0, counted), counted=st.just(counted))
)
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=4_000))
spans = st.builds(Span, start=st.just(START), end=lengths.map(START.__add__))
percentages = st.decimals(0, 100, places=10)


def exactly(work: Work, span: Span, at: datetime) -> Fraction:
    """Return the 70/30 progress without any rounding."""
    elapsed = Fraction((at - span.start) // TICK, (span.end - span.start) // TICK)
    return Fraction(work.completed, work.counted) * 70 + elapsed * 30


@pytest.mark.parametrize(
    ("tasks", "time", "progress"),
    [
        (80, 65, "75.5"),
        (60, 15, "46.5"),
        (0, 50, "15"),
        (67, 67, "67"),
        (80, 50, "71"),
        (25, 75, "40"),
    ],
)
def test_tasks_count_70_percent_and_time_30(tasks: int, time: int, progress: str) -> None:
    work = Work(completed=tasks, counted=100)
    at = START + timedelta(hours=time)
    assert hybrid(work, HUNDRED_HOURS, at=at) == Decimal(progress)


def test_the_weights_add_up_to_one() -> None:
    assert WEIGHTS.tasks + WEIGHTS.time == 1


def test_without_a_deadline_tasks_alone_count() -> None:
    assert hybrid(Work(completed=1, counted=4), None, at=START) == 25


def test_cancelled_and_archived_tasks_are_no_work() -> None:
    assert work_of(TaskStatus) == Work(completed=1, counted=3)
    assert work_of([]).progress == 0


@pytest.mark.parametrize(("hours", "progress"), [(-1, 0), (0, 0), (25, 25), (100, 100), (101, 100)])
def test_time_runs_from_creation_to_deadline(hours: int, progress: int) -> None:
    assert HUNDRED_HOURS.progress(START + timedelta(hours=hours)) == progress


@pytest.mark.parametrize("end", [START, START - timedelta(days=1)])
def test_a_deadline_that_had_passed_at_creation_is_past_from_its_end_on(end: datetime) -> None:
    span = Span(start=START, end=end)
    assert span.progress(end - TICK) == 0
    assert span.progress(end) == span.progress(START) == 100
    assert span.first_at(Fraction(1)) == START


def test_the_deadline_is_the_end_of_its_local_day() -> None:
    goal = a_goal(created_at=START)
    tokyo = Calendar.of(DayRule(timezone="Asia/Tokyo"))
    day = date(2026, 3, 9)
    assert span_of(goal, deadline=day, calendar=UTC_CALENDAR) == Span(
        start=START, end=datetime(2026, 3, 10, tzinfo=UTC)
    )
    assert span_of(goal, deadline=day, calendar=tokyo) == Span(
        start=START, end=datetime(2026, 3, 9, 15, tzinfo=UTC)
    )
    assert span_of(goal, deadline=None, calendar=tokyo) is None


def test_time_alone_may_never_reach_a_threshold() -> None:
    assert hybrid_first_at(Work(counted=1), HUNDRED_HOURS, threshold=Decimal(31)) is None


def test_time_reaches_what_tasks_leave_open_at_the_exact_microsecond() -> None:
    third = Work(completed=1, counted=3)
    at = hybrid_first_at(third, HUNDRED_HOURS, threshold=Decimal(25))
    expected = START + timedelta(hours=100) / 18
    assert at == expected
    assert hybrid(third, HUNDRED_HOURS, at=expected) == 25


def test_a_threshold_that_tasks_have_passed_is_reached_from_the_start() -> None:
    done = Work(completed=1, counted=1)
    assert hybrid_first_at(done, HUNDRED_HOURS, threshold=Decimal(50)) == START


@given(work=works, span=spans, threshold=percentages)
def test_the_instant_at_which_time_crosses_a_threshold_is_the_first_microsecond(
    work: Work, span: Span, threshold: Decimal
) -> None:
    at = hybrid_first_at(work, span, threshold=threshold)
    if at is None:
        assert hybrid(work, span, at=span.end) < threshold
        return
    assert span.start <= at <= span.end
    assert exactly(work, span, at) >= threshold
    assert hybrid(work, span, at=at) >= threshold
    if at > span.start:
        assert exactly(work, span, at - TICK) < threshold
