"""The domain's enums as GraphQL enums, whose values are their lower-case texts."""

from enum import StrEnum
from typing import Final

import strawberry

from domain.activity import (
    ActivitySource,
    ActivityType,
    AttachmentType,
    DayOfWeek,
    LocationType,
    SocialContext,
    TimeOfDay,
)
from domain.answers import BulkStatus, ProgressBasis
from domain.goal import GoalStatus, Visibility
from domain.importing import ImportFormat
from domain.insight import Factor as InsightFactor
from domain.insight import Measure as InsightMeasure
from domain.news import NotificationKind
from domain.occurrence import Outcome
from domain.period import PeriodUnit
from domain.portable import ExportFormat, RecordKind
from domain.recommendation import RecommendationKind
from domain.requests import GoalSort
from domain.schedule import CheckIn, Frequency, MonthEnd, SkipPolicy
from domain.statistics import StatisticsPeriod
from domain.streak import StreakState
from domain.target import (
    Aggregation,
    Direction,
    GoalPattern,
    Metric,
    MissingPolicy,
    TargetType,
)
from domain.task import TaskStatus
from domain.template import Difficulty as TemplateDifficulty
from domain.template import TemplateSort
from domain.trend import Trend

__all__ = [
    "ENUMS",
    "ActivitySource",
    "ActivityType",
    "Aggregation",
    "AttachmentType",
    "BulkStatus",
    "CheckIn",
    "DayOfWeek",
    "Direction",
    "ExportFormat",
    "Frequency",
    "GoalPattern",
    "GoalSort",
    "GoalStatus",
    "ImportFormat",
    "InsightFactor",
    "InsightMeasure",
    "LocationType",
    "Metric",
    "MissingPolicy",
    "MonthEnd",
    "NotificationKind",
    "Outcome",
    "PeriodUnit",
    "ProgressBasis",
    "RecommendationKind",
    "RecordKind",
    "SkipPolicy",
    "SocialContext",
    "StatisticsPeriod",
    "StreakState",
    "TargetType",
    "TaskStatus",
    "TemplateDifficulty",
    "TemplateSort",
    "TimeOfDay",
    "Trend",
    "Visibility",
]


def _named(enum: type[StrEnum], name: str, description: str) -> type[StrEnum]:
    return strawberry.enum(enum, name=name, description=description, graphql_name_from="value")


ENUMS: Final = (
    _named(
        GoalStatus,
        "GoalStatus",
        "Where a goal is in its life; an archived goal is kept and can be restored.",
    ),
    _named(
        GoalPattern,
        "GoalPattern",
        "How a goal is judged: recurring does X every period, milestone adds up X, target moves a"
        " measurement to X, streak keeps X periods in a row, limit stays at or below X a period.",
    ),
    _named(Visibility, "Visibility", "Who besides the owner may be shown a goal."),
    _named(
        TaskStatus,
        "TaskStatus",
        "Where a task is in its life; cancelled and archived tasks are not counted.",
    ),
    _named(
        ActivityType,
        "ActivityType",
        "What an activity says about its local day; skipped counts nothing and excuses the day.",
    ),
    _named(ActivitySource, "ActivitySource", "Where an activity came from."),
    _named(LocationType, "LocationType", "What kind of place an activity happened at."),
    _named(
        TimeOfDay,
        "TimeOfDay",
        "A part of the local day by its hour: early_morning 4 to 6, morning 7 to 11, afternoon 12"
        " to 16, evening 17 to 20, night the rest.",
    ),
    _named(DayOfWeek, "DayOfWeek", "A day of the week."),
    _named(SocialContext, "SocialContext", "With whom an activity happened."),
    _named(AttachmentType, "AttachmentType", "What an attachment points to."),
    _named(Metric, "TargetMetric", "What kind of thing an amount counts."),
    _named(Direction, "TargetDirection", "Which way the owner wants the amount to move."),
    _named(TargetType, "TargetType", "How a period's total is compared with the target."),
    _named(
        Aggregation,
        "Aggregation",
        "How the activities of one local day become the day's amount.",
    ),
    _named(PeriodUnit, "PeriodUnit", "How long a period is, in the owner's local calendar."),
    _named(
        MissingPolicy,
        "MissingPolicy",
        "What a limit's period without an activity is: zero is within the limit, unknown is not"
        " judged.",
    ),
    _named(CheckIn, "CheckInFrequency", "How often the owner looks at a goal."),
    _named(
        Frequency,
        "ScheduleFrequency",
        "In which unit a schedule counts its steps; custom counts days, as daily does.",
    ),
    _named(
        MonthEnd,
        "MonthEnd",
        "What becomes of a day that a month does not have: clamp takes its last day, skip none.",
    ),
    _named(
        SkipPolicy,
        "SkipPolicy",
        "What a skip does to a streak: bridge neither adds nor breaks, count adds one to it.",
    ),
    _named(
        ProgressBasis,
        "ProgressBasis",
        "What a progress percentage was computed from; tasks_and_time weighs tasks 0.7 and elapsed"
        " time 0.3, completed is always 100, none is always 0.",
    ),
    _named(
        Outcome,
        "Outcome",
        "The verdict on a period: pending while it is open or to come; excused is not due, paused"
        " or a rest; unknown is a limit's period without a value. Met and missed ones are judged,"
        " the others neither count nor break a streak.",
    ),
    _named(
        StreakState,
        "StreakState",
        "How a streak stands: not_started without any met period, at_risk if it breaks unless"
        " something is done today, broken after a miss, paused while the goal is.",
    ),
    _named(
        Trend,
        "Trend",
        "Which way a goal is going, by its last 5 values: up or down by more than 1 % of their mean"
        " a value, or stable.",
    ),
    _named(
        StatisticsPeriod,
        "StatisticsPeriod",
        "Which local days statistics are about: the calendar week, month, quarter or year that"
        " holds the moment asked for, current for the target's own period or else the last 30 days,"
        " all for the goal's whole life.",
    ),
    _named(
        InsightFactor,
        "InsightFactor",
        "A circumstance that may matter to a goal; day_kind is weekday or weekend, company is alone"
        " or with others.",
    ),
    _named(
        InsightMeasure,
        "InsightMeasure",
        "What an insight compares: the mean value of activities, or the percentage of judged days"
        " met.",
    ),
    _named(
        RecommendationKind,
        "RecommendationKind",
        "What is recommended, the most urgent first: to keep a streak at risk, stay within a limit"
        " nearly used, log again after a silence, catch up with the pace line, raise or ease the"
        " target, ask less often, or repeat what went well.",
    ),
    _named(
        NotificationKind,
        "NotificationKind",
        "What a notification is about: a milestone reached, a goal completed, a streak that breaks"
        " unless something is done today or has broken, a deadline that is near, or a reminder.",
    ),
    _named(
        ExportFormat,
        "ExportFormat",
        "The form of an export: json tells everything and can be imported again, csv has a row for"
        " each activity.",
    ),
    _named(
        ImportFormat,
        "ImportFormat",
        "What a document to be imported is: milepost is an export as json, beeminder the JSON of"
        " one goal that Beeminder exports.",
    ),
    _named(
        RecordKind,
        "RecordKind",
        "What a record of an export is: the profile, a goal, or something that belongs to one.",
    ),
    _named(BulkStatus, "BulkStatus", "What became of one thing of many."),
    _named(GoalSort, "GoalSort", "The order of a list of goals."),
    _named(TemplateDifficulty, "TemplateDifficulty", "How much a template asks of its owner."),
    _named(
        TemplateSort,
        "GoalTemplateSort",
        "The order of a list of templates: what is popular, easy or short comes first.",
    ),
)
