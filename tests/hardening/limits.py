"""The table of fields: a valid value of each, and what lies just inside and outside its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.portable import JSON_END, JSON_HEAD
from tests.hardening.poison import NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a field takes and what it refuses; `on` names the pattern of goal that has it."""

    inside: tuple[Any, ...]
    outside: tuple[Any, ...] = ()
    on: str = "milestone"
    beside: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def valid(self) -> Any:
        """Return an ordinary value."""
        return self.inside[0]


def text(longest: int, *, shortest: int = 0) -> Limits:
    """Return the limits of a text of that many characters."""
    tricks = ("e\u0301", "\U0001f469\u200d\U0001f680", "\u05d0\u200f!", "\u0645\u06cc\u200c\u0634")
    inside = ("a", "a" * longest, "\U0001f3c3" * longest, *tricks)
    outside = ("a" * (longest + 1), "\U0001f3c3" * (longest + 1), "\u0301" * (longest + 1))
    return Limits(
        inside=inside if shortest else (*inside, "", " "),
        outside=(*outside, *NOTHING) if shortest else outside,
    )


def texts(most: int, longest: int) -> Limits:
    """Return the limits of a list of texts that are not empty."""
    one = text(longest, shortest=1)
    many = [f"a{i}" for i in range(most)]
    return Limits(
        inside=(["a"], [], many, ["b" * longest], ["a", " a "]),
        outside=(
            [*many, "more"],
            [f"a{i}" for i in range(20_000)],
            *([each] for each in one.outside),
        ),
    )


def whole(least: int, most: int, **more: Any) -> Limits:
    """Return the limits of a whole number."""
    outside = (least - 1, most + 1, -(2**31), 2**31 - 1)
    return Limits(inside=(least, most, float(most)), outside=outside, **more)


def number(least: float, most: float, **more: Any) -> Limits:
    """Return the limits of a number."""
    tiny = (-0.0, 1e-300, 0.1 + 0.2) if least <= 0 <= most else ()
    outside = (least - 0.001, most + 0.001, 1e308, -1e308, 1e16, -1e16)
    return Limits(inside=(least, most, *tiny), outside=outside, **more)


def amount(**more: Any) -> Limits:
    """Return the limits of an amount in a goal's unit."""
    inside = (100, 1e12, -1e12, 0.1 + 0.2, 123456789012.123)
    outside = (1e12 + 0.001, -1e12 - 0.001, 1e308, -1e308, 2**53)
    return Limits(inside=inside, outside=outside, **more)


_CLOCKS: Final = (
    "24:00",
    "9:00",
    "09:60",
    "0900",
    "09:00:00",
    "09:00Z",
    "-1:00",
    "\uff10\uff19:00",
    *NOTHING,
)
_ZONES: Final = (
    "Europe/berlin",
    "EUROPE/BERLIN",
    "utc",
    "../etc/passwd",
    "/etc/localtime",
    "Europe/../UTC",
    "Europe",
    "posix",
    "posixrules",
    "localtime",
    "Factory",
    "Mars/Base",
    "UTC+1",
    "+01:00",
    " UTC",
    *NOTHING,
)
_COLORS: Final = ("red", "#fff", "#12345g", "123456", "#1234567", "#\uff11\uff12\uff13456", "#")
_ROOM: Final = 32_768
_JSON: Final = Limits(
    inside=('{"a":1}', "null", "0", '"\\u0000"', f'"{"a" * (_ROOM - 2)}"', "[" * 32 + "]" * 32),
    outside=(f'"{"a" * (_ROOM - 1)}"', f'"{"é" * (_ROOM // 2)}"', "[" * 200 + "]" * 200),
)
_ANSWER: Final[dict[str, Any]] = {"key": "why", "answer": "because"}
_REWARD: Final[dict[str, Any]] = {"value": 5, "reward": "cake"}
_LINK: Final[dict[str, Any]] = {"type": "link", "url": "https://example.org"}
_DEADLINE: Final = Limits(
    inside=("2026-11-21", "9999-12-31"), outside=("2026-11-20", "0001-01-01", "1900-01-01")
)
_PERCENT: Final = Limits(inside=(50, 100, 1e-10), outside=(0, -0.0, 1e-11, -1, 100.001, 1e308))
_VERSION: Final = Limits(inside=(), outside=(0, -1, 99, 2**31 - 1, -(2**31)))
_POSITIVE: Final = Limits(
    inside=(100, 1e-10, 1e12), outside=(0, -0.0, -1, 1e-11, 5e-324, 1e12 + 0.001, 1e308, -1e308)
)


def _filtered() -> Limits:
    many = [f"{i:050}" for i in range(50)]
    return Limits(inside=(["a"], [], [""], many), outside=([*many, "a"], ["a" * 51], ["a"] * 5_000))


def _listed(one: dict[str, Any], most: int) -> Limits:
    return Limits(inside=([one], [], [one] * most), outside=([one] * (most + 1), [one] * 5_000))


_FIRST_DAY: Final = Limits(
    inside=("2026-11-21", "2016-10-05", "2027-11-22"),
    outside=("2016-10-04", "0001-01-01", "2027-11-23", "9999-12-31"),
)
_LAST_DAY: Final = Limits(
    inside=("2026-11-21", "0001-01-01", "2027-11-22"), outside=("2027-11-23", "9999-12-31")
)


def limits_of(key: str) -> Limits | None:
    """Return the limits of a field by `Type.field`, or by its name where all types agree."""
    return TABLE.get(key) or TABLE.get(key.partition(".")[2])


_ITEM: Final[dict[str, Any]] = {"value": 1}
_NOBODY: Final = "3f1c2b4a-0000-4000-8000-000000000001"
_UNIT: Final = Limits(inside=("km",), outside=("mi", "KM", *NOTHING))
_LOGGED_ON: Final = Limits(
    inside=("2026-11-21", "1900-01-01"),
    outside=("2026-11-22", "9999-12-31", "1899-12-31", "0001-01-01"),
)
_LOGGED_AT: Final = Limits(
    inside=("2026-11-21T12:05:00Z", "1900-01-01T00:00:00Z", "2026-11-21T12:00:00+18:00"),
    outside=(
        "2026-11-21T12:05:01Z",
        "9999-12-31T23:59:59Z",
        "1899-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
    ),
)

TABLE: Final[Mapping[str, Limits]] = {
    "title": text(200, shortest=1),
    "description": text(1_000),
    "category": text(50, shortest=1),
    "tags": texts(20, 50),
    "icon": text(50),
    "color": Limits(inside=("#a1B2c3",), outside=(*_COLORS, *NOTHING)),
    "metadata": _JSON,
    "deadline": _DEADLINE,
    "answers": _listed(_ANSWER, 50),
    "AnswerInput.key": text(100, shortest=1),
    "AnswerInput.answer": text(2_000),
    "GoalContextInput.motivation": text(500),
    "GoalContextInput.importanceLevel": whole(1, 5),
    "GoalContextInput.supportingGoals": texts(50, 200),
    "GoalContextInput.conflictingGoals": texts(50, 200),
    "GoalContextInput.obstacles": texts(50, 200),
    "GoalContextInput.successFactors": texts(50, 200),
    "GoalContextInput.preferredActivities": texts(50, 200),
    "GoalContextInput.avoidActivities": texts(50, 200),
    "GoalRewardsInput.pointsPerActivity": whole(0, 1_000_000),
    "GoalRewardsInput.milestoneRewards": _listed(_REWARD, 50),
    "GoalRewardsInput.badges": texts(50, 100),
    "MilestoneRewardInput.value": amount(),
    "MilestoneRewardInput.reward": text(200, shortest=1),
    "GoalTargetInput.value": _POSITIVE,
    "GoalTargetUpdateInput.value": _POSITIVE,
    "GoalTargetInput.unit": text(50, shortest=1),
    "GoalTargetUpdateInput.unit": text(50, shortest=1),
    "startValue": amount(),
    "minValue": amount(beside={"targetType": "range", "maxValue": None}),
    "maxValue": amount(beside={"targetType": "range", "minValue": None}),
    "periodCount": whole(1, 1_000, on="recurring"),
    "period": Limits(inside=("week", "year"), on="recurring"),
    "GoalScheduleInput.startDate": Limits(
        inside=("1900-01-01", "2026-11-21", "9999-12-31"), outside=("1899-12-31", "0001-01-01")
    ),
    "GoalTargetInput.rollingDays": whole(
        2, 366, on="recurring", beside={"period": None, "value": 2}
    ),
    "GoalScheduleInput.every": whole(1, 9_999),
    "GoalScheduleInput.daysOfWeek": Limits(
        inside=([1], [6, 0, 3], [5, 5]),
        outside=([], [-1], [7], [0, 2**31 - 1], [1] * 8, [1] * 5_000),
    ),
    "GoalScheduleInput.dayOfMonth": whole(1, 31),
    "GoalScheduleInput.nthWeekday": Limits(
        inside=({"n": 5, "weekday": 0}, None), beside={"dayOfMonth": None}
    ),
    "NthWeekdayInput.n": whole(1, 5),
    "NthWeekdayInput.weekday": whole(0, 6),
    "GoalScheduleInput.allowSkipDays": whole(0, 31),
    "GoalScheduleInput.freezeEvery": whole(1, 9_999),
    "GoalScheduleInput.freezeMax": whole(1, 9_999, beside={"freezeEvery": 7}),
    "GoalScheduleInput.preferredTimes": Limits(
        inside=(["08:30"], [], ["00:00", "23:59"], ["08:30", "08:30"]),
        outside=([f"{i // 60:02}:{i % 60:02}" for i in range(25)], *([c] for c in _CLOCKS)),
    ),
    "UpdateGoalInput.effectiveFrom": Limits(
        inside=("2026-11-21", "9999-12-31"), outside=("2026-11-20", "0001-01-01")
    ),
    "templateId": Limits(inside=("run-100-km", "drink-water"), outside=("run", "RUN-100-KM")),
    "CreateGoalFromTemplateInput.startDate": Limits(
        inside=("1900-01-01", "2026-11-21", "9999-12-31"), outside=("1899-12-31", "0001-01-01")
    ),
    "CreateGoalFromTemplateInput.status": Limits(
        inside=("active", "draft"), outside=("paused", "archived")
    ),
    "CreateGoalInput.status": Limits(inside=("active", "draft"), outside=("paused", "archived")),
    "expectedVersion": _VERSION,
    "idempotencyKey": Limits(inside=(), outside=("", "a" * 129, "a\tb", "a\n", "\u200b", "\u3000")),
    "UpdateProfileInput.expectedVersion": Limits(inside=(0,), outside=(-1, 99, 2**31 - 1)),
    "dueAt": Limits(inside=("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z")),
    "completionNote": text(500),
    "CreateMilestoneInput.name": text(100, shortest=1),
    "UpdateMilestoneInput.name": text(100, shortest=1),
    "CreateMilestoneInput.description": text(500),
    "UpdateMilestoneInput.description": text(500),
    "percentage": _PERCENT,
    "CreateMilestoneInput.amount": Limits(
        inside=(1e-10, 50, 100), outside=(0, -0.0, 100.001, -1, 1e13), beside={"percentage": None}
    ),
    "UpdateMilestoneInput.amount": Limits(
        inside=(1e-10, 50, 100), outside=(0, -0.0, 100.001, -1, 1e13), beside={"percentage": None}
    ),
    "LogActivityInput.value": _POSITIVE,
    "LogActivityInput.unit": _UNIT,
    "LogActivityInput.activityDate": _LOGGED_ON,
    "LogActivityInput.occurredAt": _LOGGED_AT,
    "ActivityItemInput.value": _POSITIVE,
    "ActivityItemInput.unit": _UNIT,
    "ActivityItemInput.activityDate": _LOGGED_ON,
    "ActivityItemInput.occurredAt": _LOGGED_AT,
    "LogActivitiesInput.items": Limits(
        inside=([_ITEM], [_ITEM] * 50), outside=([], [_ITEM] * 1_001, [_ITEM] * 5_000)
    ),
    "ImportGoalsInput.document": Limits(
        inside=(f"{JSON_HEAD}\n{JSON_END}\n",), outside=("", "{}", "[" * 10_000, JSON_HEAD)
    ),
    "GoalsTransitionInput.goalIds": Limits(
        inside=(), outside=([], [_NOBODY] * 1_001, [_NOBODY] * 5_000)
    ),
    "AmendActivityInput.value": _POSITIVE,
    "AmendActivityInput.unit": _UNIT,
    "AmendActivityInput.occurredAt": Limits(
        inside=("2026-11-21T12:05:00Z", "2026-11-21T00:00:00Z"),
        outside=("2026-11-21T12:05:01Z", "2026-11-20T23:59:59.999999Z", "9999-12-31T23:59:59Z"),
    ),
    "AmendActivityInput.timezone": Limits(
        inside=("Europe/Berlin", "UTC"), outside=("Pacific/Apia", *_ZONES)
    ),
    "timezone": Limits(inside=("Europe/Berlin", "UTC", "Pacific/Apia"), outside=_ZONES),
    "note": text(500),
    "ActivityLocationInput.city": text(100),
    "ActivityLocationInput.coordinates": Limits(
        inside=([13.4, 52.5], [-180, -90], [180, 90], [1e-300, -0.0]),
        outside=([], [1], [1, 2, 3], [180.001, 0], [0, -90.001], [1e308, 0], [0.5] * 20_000),
    ),
    "energyLevel": whole(1, 10),
    "stressLevel": whole(1, 10),
    "ActivityContextInput.difficulty": whole(1, 5),
    "enjoyment": whole(1, 5),
    "sleepHours": number(0, 24),
    "ActivityContextInput.duration": number(0, 100_000),
    "previousActivity": text(100),
    "nextActivity": text(100),
    "mood": text(100),
    "WeatherInput.condition": text(100),
    "WeatherInput.temperature": number(-100, 100),
    "WeatherInput.humidity": number(0, 100),
    "attachments": _listed(_LINK, 10),
    "ActivityAttachmentInput.url": text(2_000),
    "ActivityAttachmentInput.entityId": text(200),
    "limit": whole(1, 1_000),
    "nextToken": Limits(inside=(), outside=("", " ", "AAAA", "e30", "%00", "=" * 50_000, "é")),
    "asOf": Limits(
        inside=("0001-01-01T00:00:00Z", "2026-11-21T11:00:00+14:00", "2027-11-22T12:00:00Z"),
        outside=("2027-11-22T12:00:00.000001Z", "9999-12-31T23:59:59Z"),
    ),
    "startDate": Limits(inside=("0001-01-01", "2026-11-21", "9999-12-31")),
    "endDate": Limits(inside=("0001-01-01", "2026-11-21", "9999-12-31")),
    "occurrences.startDate": _FIRST_DAY,
    "occurrences.endDate": _LAST_DAY,
    "history.startDate": _FIRST_DAY,
    "history.endDate": _LAST_DAY,
    "days": whole(1, 366),
    "Query.status": Limits(inside=("active",), outside=("Active", "none", *NOTHING)),
    "Query.sortBy": Limits(inside=("title_asc",), outside=("title", *NOTHING)),
    "GoalTemplateFilter.category": _filtered(),
    "GoalTemplateFilter.search": text(200),
    "GoalFilter.category": _filtered(),
    "GoalFilter.tags": _filtered(),
    "GoalFilter.search": text(200),
    "dayStart": Limits(inside=("04:00", "00:00", "12:00", "23:59"), outside=_CLOCKS),
    "weekStart": whole(0, 6),
}
