"""Insights and recommendations in the contract."""

import domain.advice
import domain.insight
import domain.recommendation
from schema.enums import DayOfWeek, InsightFactor, InsightMeasure, RecommendationKind, TimeOfDay
from schema.mirror import attribute, output


@output(domain.insight.Insight)
class Insight:
    """A circumstance under which a goal goes better than otherwise, with both samples."""

    factor: InsightFactor = attribute("What kind of circumstance it is.")
    label: str = attribute(
        "The circumstance: a part of the day, a day of the week, weekend or weekday, with_others or"
        " alone."
    )
    measure: InsightMeasure = attribute("What is compared.")
    value: float = attribute("The measure under the circumstance.")
    sample_size: int = attribute("The number of activities or days there, at least 5.")
    other_value: float = attribute("The measure where the circumstance is known to differ.")
    other_sample_size: int = attribute("The number of activities or days there, at least 5.")


@output(domain.recommendation.Figure)
class Figure:
    """A number behind a recommendation."""

    name: str = attribute("What it is; an amount is in the goal's unit.")
    value: float = attribute("The number.")


@output(domain.recommendation.Recommendation)
class Recommendation:
    """Something to do for a goal."""

    kind: RecommendationKind = attribute("What to do.")
    reason: str = attribute("Why, in a sentence.")
    evidence: list[Figure] = attribute("The numbers behind it.")


@output(domain.advice.GoalInsights)
class GoalInsights:
    """When a goal goes best, by its activities of the last 366 local days."""

    best_time_of_day: TimeOfDay | None = attribute(
        "The part of the day with the highest mean amount (the lowest for a limit), of at least 5"
        " activities."
    )
    best_day_of_week: DayOfWeek | None = attribute("The day of the week likewise.")
    success_patterns: list[Insight] = attribute("What goes with success, the strongest first.")
    recommendations: list[Recommendation] = attribute(
        "At most three, the most urgent first; none unless the goal is active."
    )
