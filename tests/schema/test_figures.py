"""Figures as the contract shows them: spans flat, durations in seconds, percentages rounded."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.goal import Goal
from domain.outlook import Forecast, NeedBy
from domain.score import Score
from domain.statistics import GoalStatistics, Span, StatisticsPeriod, TimeSince
from resolvers.context import Context
from schema.codec import encode
from tests.builders import a_goal
from tests.schema.asking import FakeRegistry, ask

STATISTICS = GoalStatistics(
    span=Span(period=StatisticsPeriod.WEEK, first_on=date(2026, 3, 2), last_on=date(2026, 3, 8)),
    total_activities=3,
    completed_activities=2,
    skipped_activities=1,
    average_value=Decimal("1.5"),
    consistency=Decimal(200) / 3,
    time_since_last=TimeSince(days=1, duration=timedelta(days=1, milliseconds=500)),
)


def test_statistics_show_their_span_flat_and_a_duration_in_seconds() -> None:
    assert encode(STATISTICS) == {
        "period": "week",
        "startDate": "2026-03-02",
        "endDate": "2026-03-08",
        "totalActivities": 3,
        "completedActivities": 2,
        "skippedActivities": 1,
        "averageValue": 1.5,
        "bestValue": None,
        "worstValue": None,
        "consistency": 66.67,
        "timeSinceLast": {"days": 1, "seconds": 86400.5},
    }


def test_a_score_is_a_percentage_with_two_decimals_and_what_explains_it() -> None:
    score = Score(
        value=Decimal("15.554594"),
        window_days=7,
        window_sum=Decimal("2.5"),
        target=Decimal(10),
        share=Decimal("0.25"),
        multiplier=Decimal("0.948"),
    )
    assert encode(score) == {
        "value": 15.55,
        "windowDays": 7,
        "windowSum": 2.5,
        "target": 10,
        "share": 0.25,
        "multiplier": 0.948,
    }


async def test_a_goal_answers_its_figures(resolvers: FakeRegistry) -> None:
    asked: list[dict[str, Any]] = []

    @resolvers.unit("Query", "goal")
    async def goal(_ctx: Context, **_: Any) -> Goal:
        return a_goal()

    @resolvers.batch("Goal", "forecast")
    async def forecast(_ctx: Context, parents: Sequence[Goal]) -> list[Forecast]:
        need = NeedBy(day=date(2026, 3, 3), amount=Decimal("-0.5"))
        return [Forecast(need_by=(need,), is_on_track=True)] * len(parents)

    @resolvers.batch("Goal", "statistics")
    async def statistics(
        _ctx: Context, parents: Sequence[Goal], **arguments: Any
    ) -> list[GoalStatistics]:
        asked.append(arguments)
        return [STATISTICS] * len(parents)

    answer = await ask(
        '{ goal(goalId: "g") { forecast { delta onTrack needBy { date amount } }'
        " statistics(period: week) { period startDate consistency timeSinceLast { seconds } } } }"
    )
    assert answer.errors is None
    assert answer.data is not None
    assert asked == [{"period": StatisticsPeriod.WEEK}]
    assert answer.data["goal"] == {
        "forecast": {
            "delta": None,
            "onTrack": True,
            "needBy": [{"date": "2026-03-03", "amount": -0.5}],
        },
        "statistics": {
            "period": "week",
            "startDate": "2026-03-02",
            "consistency": 66.67,
            "timeSinceLast": {"seconds": 86400.5},
        },
    }
