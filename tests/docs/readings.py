"""What is read of an example's goal in the evening of a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from domain.analysis import insights_of, statistics_of
from domain.figures import consistency_score
from domain.outlook import Forecast, forecast
from domain.review import Review, review
from domain.statistics import GoalStatistics, StatisticsPeriod
from domain.streak_summary import StreakSummary, streak_summary
from tests.docs.diaries import EVENING, at

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.advice import GoalInsights
    from domain.answers import GoalProgress
    from domain.rollup import DayRollup
    from domain.score import Score
    from tests.domain.diary import Diary


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A goal as it is read in the evening of a day."""

    diary: Diary
    day: date

    @property
    def as_of(self) -> datetime:
        return at(self.day, EVENING)

    @property
    def days(self) -> list[DayRollup]:
        held = [day for month in self.diary.counted_months() for day in month.days]
        return [day for day in held if day.day <= self.day]

    @cached_property
    def review(self) -> Review:
        return review(self.diary.dossier, self.days, as_of=self.as_of)

    @cached_property
    def progress(self) -> GoalProgress:
        return self.diary.details(self.as_of)

    @cached_property
    def streak(self) -> StreakSummary:
        return streak_summary(self.review)

    @cached_property
    def forecast(self) -> Forecast:
        return forecast(self.review) or Forecast()

    @cached_property
    def score(self) -> Score | None:
        return consistency_score(self.review)

    @cached_property
    def statistics(self) -> GoalStatistics:
        return statistics_of(self.review, period=StatisticsPeriod.WEEK)

    @property
    def insights(self) -> GoalInsights:
        known = [each for each in self.diary.activities if each.local_day <= self.day]
        return insights_of(self.review, known)
