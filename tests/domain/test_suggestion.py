from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice import GoalInsights
from domain.goal import GoalStatus, StatusChange
from domain.insight import Factor, Insight, Measure
from domain.period import PeriodUnit
from domain.recommendation import Figure
from domain.suggestion import GoalRecommendation, GoalRecord, recommended_goals, record_of
from domain.target import GoalPattern
from domain.template import Difficulty, GoalTemplate
from tests.builders import NOW, a_goal, a_schedule, a_target, a_template
from tests.domain.journals import a_journal, log_days
from tests.domain.reviewing import reviewed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MARCH_2 = date(2026, 3, 2)
MORNING = Insight(
    factor=Factor.TIME_OF_DAY,
    label="morning",
    measure=Measure.MEAN_VALUE,
    value=Decimal(33),
    sample_size=5,
    other_value=Decimal(20),
    other_sample_size=6,
)


def a_record(met: int = 0, judged: int = 0, **changes: Any) -> GoalRecord:
    """Return how a goal of walking has gone."""
    best_time = changes.pop("best_time", None)
    goal = a_goal(**({"title": "Walk", "category": "fitness"} | changes))
    return GoalRecord(goal=goal, met=met, judged=judged, best_time=best_time)


def kept(**changes: Any) -> GoalRecord:
    return a_record(30, 30, **changes)


def recommended(
    *templates: GoalTemplate,
    records: Sequence[GoalRecord] = (),
    used: Collection[str] = (),
    today: date = MARCH_2,
) -> tuple[GoalRecommendation, ...]:
    return recommended_goals(templates, records, used=used, today=today)


def told(*templates: GoalTemplate, **changes: Any) -> list[tuple[str, str, int]]:
    """Return template, reason and confidence of each recommendation."""
    found = recommended(*templates, **changes)
    return [(each.template.template_id, each.reason, round(each.confidence)) for each in found]


def test_an_owner_without_goals_begins_with_something_for_beginners() -> None:
    reason = "It is for beginners, and no goal is kept or completed yet."
    hard = a_template(template_id="hard", category="home", difficulty=Difficulty.ADVANCED)
    assert told(hard, a_template()) == [("read-a-book", reason, 40)]


def test_a_category_in_which_goals_are_kept_is_gone_on_with() -> None:
    template = a_template(category="Fitness", target=a_target(unit="kilometres"))
    records = [kept(), a_record(1, 30)]
    (found,) = recommended(template, records=records)
    assert found.reason == "Kept or completed in Fitness: 1 of 2."
    assert found.evidence == (
        Figure(name="kept_goals", value=Decimal(1)),
        Figure(name="goals", value=Decimal(2)),
    )
    assert found.confidence == 20


def test_a_time_of_day_that_goes_better_speaks_for_what_prefers_it() -> None:
    times = a_schedule(preferred_times=(time(21), time(8)))
    records = [a_record(), a_record(best_time=MORNING)]
    reason = (
        "It is for beginners, and no goal is kept or completed yet. Walk goes better in the "
        "morning: mean value 33 over 5 samples, otherwise 20 over 6."
    )
    assert told(a_template(schedule=times), records=records) == [("read-a-book", reason, 60)]
    evening = a_schedule(preferred_times=(time(21),))
    assert told(a_template(schedule=evening), records=records)[0][2] == 40


def test_a_month_that_suits_speaks_for_a_template() -> None:
    template = a_template(months=(1, 3))
    ((_, reason, confidence),) = told(template)
    assert (reason.endswith("It suits the time of year."), confidence) == (True, 60)
    assert told(template, today=date(2026, 4, 1))[0][2] == 40


def test_many_owners_speak_for_a_template_against_the_most_popular_one() -> None:
    some = a_template(popularity=20)
    most = a_template(template_id="most", category="home", popularity=80)
    assert [(ident, points) for ident, _, points in told(some, most)] == [
        ("most", 60),
        ("read-a-book", 45),
    ]
    assert told(some)[0][1].endswith("20 owners have made a goal of it.")


def test_without_a_reason_nothing_is_recommended() -> None:
    missed = a_record(category="learning", target=a_target(unit="minutes"))
    assert told(a_template(), records=[kept(), missed]) == []


def test_who_keeps_a_goal_may_begin_something_else() -> None:
    reason = "It would be the first goal in learning."
    assert told(a_template(), records=[kept()]) == [("read-a-book", reason, 10)]


@pytest.mark.parametrize(
    ("count", "levels"), [(0, "beginner"), (1, "beginner intermediate"), (3, "all")]
)
def test_what_asks_for_more_waits_until_goals_are_kept(count: int, levels: str) -> None:
    templates = [
        a_template(template_id=each, category=each, difficulty=each, months=(3,))
        for each in Difficulty
    ]
    found = {ident for ident, _, _ in told(*templates, records=[kept()] * count)}
    assert found == set(Difficulty if levels == "all" else levels.split())


@pytest.mark.parametrize(
    "record",
    [
        a_record(title="READ  a book"),
        a_record(category="Learning", target=a_target(unit="Pages")),
        a_record(category="evenings", target=a_target(value=Decimal(300))),
    ],
)
def test_what_an_owner_has_is_not_recommended(record: GoalRecord) -> None:
    assert told(a_template(), records=[record]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"category": None},
        {"category": "learning", "pattern": GoalPattern.RECURRING},
        {"category": "learning", "target": a_target(unit="minutes")},
        {"target": a_target(value=Decimal(300), period=PeriodUnit.WEEK)},
    ],
)
def test_a_goal_of_another_kind_leaves_a_template(changes: dict[str, Any]) -> None:
    assert told(a_template(), records=[a_record(**changes)]) != []


def test_a_template_that_was_used_is_not_recommended() -> None:
    assert told(a_template(), used={"read-a-book"}) == []


def test_of_a_category_the_best_is_recommended_and_the_first_of_equals() -> None:
    templates = [
        a_template(template_id="plain"),
        a_template(template_id="timely", months=(3,)),
        a_template(template_id="timely too", months=(3,)),
    ]
    assert [ident for ident, _, _ in told(*templates)] == ["timely"]


@pytest.mark.parametrize(
    ("met", "judged", "is_kept"), [(7, 7, False), (7, 8, True), (6, 8, False), (24, 30, True)]
)
def test_a_goal_is_kept_from_80_percent_of_8_periods_on(
    met: int,
    judged: int,
    is_kept: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert a_record(met, judged).is_kept is is_kept


def test_a_completed_goal_counts_as_kept() -> None:
    completed = (StatusChange(status=GoalStatus.COMPLETED, at=NOW),)
    assert a_record(changes=completed).is_kept


def _insights(*patterns: Insight) -> GoalInsights:
    return GoalInsights(
        best_time_of_day=None,
        best_day_of_week=None,
        success_patterns=patterns,
        recommendations=(),
    )


def test_a_record_counts_the_last_30_judged_periods() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 1), *[None] * 10, *[1] * 27)
    record = record_of(reviewed(journal), _insights())
    assert (record.goal, record.met, record.judged) == (journal.goal, 27, 30)
    assert record.best_time is None


def test_the_strongest_time_of_day_is_kept_unless_less_is_better() -> None:
    weekday = replace(MORNING, factor=Factor.DAY_OF_WEEK, label="monday")
    evening = replace(MORNING, label="evening")
    told_of = _insights(weekday, MORNING, evening)
    review = reviewed(a_journal(GoalPattern.RECURRING))
    assert record_of(review, told_of).best_time == MORNING
    limit = reviewed(a_journal(GoalPattern.LIMIT))
    assert record_of(limit, told_of).best_time is None


TEMPLATES = st.builds(
    a_template,
    template_id=st.sampled_from("abcdef"),
    name=st.sampled_from(("Read", "Walk", "Save")),
    category=st.sampled_from(("learning", "fitness", "home")),
    difficulty=st.sampled_from(Difficulty),
    months=st.sampled_from(((), (3,))),
    popularity=st.none() | st.integers(20, 500),
)
RECORDS = st.builds(
    a_record,
    st.integers(0, 30),
    st.just(30),
    title=st.sampled_from(("Run", "walk", "Sing")),
    category=st.sampled_from(("learning", "Fitness", None)),
    best_time=st.none() | st.just(MORNING),
)


@given(
    st.lists(TEMPLATES, max_size=8, unique_by=lambda each: each.template_id),
    st.lists(RECORDS, max_size=4),
    st.sets(st.sampled_from("abcdef"), max_size=3),
)
def test_recommendations_are_new_to_the_owner_explained_and_ordered(
    templates: list[GoalTemplate], records: list[GoalRecord], used: set[str]
) -> None:
    found = recommended(*templates, records=records, used=used)
    assert found == recommended(*templates, records=records, used=used)
    assert not {each.template.template_id for each in found} & used
    titles = {record.goal.title.casefold() for record in records}
    assert all(each.template.name.casefold() not in titles for each in found)
    assert len({each.template.category for each in found}) == len(found)
    assert all(0 < each.confidence <= 100 and each.reason and each.evidence for each in found)
    confidences = [each.confidence for each in found]
    assert confidences == sorted(confidences, reverse=True)
