"""Worlds for the laws: goals of every pattern, calendars, and stories of what happens to them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.errors import DomainError
from domain.goal import GoalStatus
from domain.period import PeriodUnit
from domain.requests import NewGoal, NewTarget, ScheduleEdit, TargetEdit
from domain.schedule import Frequency, MonthEnd, NthWeekday, SkipPolicy
from domain.target import Aggregation, GoalPattern, MissingPolicy, TargetType
from domain.unset import UNSET
from tests.domain.journal import BEGIN, Journal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Step: TypeAlias = tuple[str, dict[str, Any]]
Drawn: TypeAlias = st.SearchStrategy[dict[str, Any]]

TODAY: Final = BEGIN.date()
ZONES: Final = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
)
PERIODIC: Final = (GoalPattern.RECURRING, GoalPattern.STREAK, GoalPattern.LIMIT)

day_starts = st.sampled_from([time(0), time(0), time(4), time(11, 59), time(12), time(22, 30)])
day_rules = st.builds(
    DayRule, timezone=st.sampled_from(ZONES), day_start=day_starts, week_start=st.integers(0, 6)
)
calendars = st.builds(Calendar.of, day_rules)
small = st.integers(0, 12).map(Decimal)
units = st.sampled_from([PeriodUnit.DAY, PeriodUnit.DAY, PeriodUnit.WEEK, PeriodUnit.MONTH])
look_backs = st.integers(1, 6)
policies = st.none() | st.sampled_from(MissingPolicy)
aggregations = st.none() | st.sampled_from(Aggregation)
starts = st.none() | st.integers(-12, 9).map(lambda n: TODAY + timedelta(days=n))
deadlines = st.integers(0, 40).map(lambda n: TODAY + timedelta(days=2 + n))
weekdays = st.none() | st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True).map(tuple)
nth_weekdays = st.builds(NthWeekday, n=st.integers(1, 5), weekday=st.integers(0, 6))


def some_days(*frequencies: Frequency | None, **fields: st.SearchStrategy[Any]) -> Drawn:
    """Draw which days a schedule asks for; what is not named is as if it was never said."""
    named: dict[str, st.SearchStrategy[Any]] = {
        "frequency": st.sampled_from(frequencies),
        "every": st.integers(1, 4),
        "days_of_week": st.none(),
        "day_of_month": st.none(),
        "month_end": st.sampled_from(MonthEnd),
        "nth_weekday": st.none(),
    }
    return st.fixed_dictionaries({**named, **fields})


every_day = st.just(dict[str, Any]())
in_months = (Frequency.MONTHLY, Frequency.YEARLY)
due_days = st.one_of(
    every_day,
    some_days(None, Frequency.DAILY, Frequency.CUSTOM, Frequency.WEEKLY, days_of_week=weekdays),
    some_days(*in_months, day_of_month=st.none() | st.integers(1, 31)),
    some_days(*in_months, nth_weekday=nth_weekdays, every=st.integers(1, 2)),
)
due_periods = st.one_of(every_day, some_days(None))
leniences = st.one_of(
    every_day,
    st.fixed_dictionaries(
        {
            "skip_policy": st.sampled_from(SkipPolicy),
            "allow_skip_days": st.none() | st.integers(0, 2),
            "is_single_miss_forgiven": st.booleans(),
            "freeze_every": st.none(),
            "freeze_max": st.none(),
        }
    ),
    st.fixed_dictionaries({"freeze_every": st.integers(1, 3), "freeze_max": st.integers(1, 2)}),
)


@st.composite
def drawn_schedules(draw: st.DrawFn, target: NewTarget) -> ScheduleEdit:
    """Draw a schedule that its target accepts."""
    days: st.SearchStrategy[dict[str, Any]] = every_day
    if target.period is not None:
        days = due_days if target.period is PeriodUnit.DAY else due_periods
    fields: dict[str, Any] = {**draw(days), **draw(leniences)}
    return ScheduleEdit(start_on=draw(starts), **fields)


@st.composite
def drawn_targets(draw: st.DrawFn, pattern: GoalPattern) -> NewTarget:
    """Draw a target that its pattern accepts."""
    aggregation = draw(aggregations)
    match pattern:
        case GoalPattern.MILESTONE:
            value = draw(st.sampled_from([Decimal(10), Decimal(40), Decimal("33.3")]))
            return NewTarget(value=value, unit="km", aggregation=aggregation)
        case GoalPattern.TARGET:
            ends = draw(st.lists(small, min_size=2, max_size=2, unique=True))
            return NewTarget(value=ends[0], start_value=ends[1], unit="kg", aggregation=aggregation)
        case GoalPattern.STREAK:
            value = Decimal(draw(st.integers(1, 5)))
            return NewTarget(value=value, unit="days", period=draw(units))
        case GoalPattern.RECURRING if draw(st.integers(0, 2)) == 2:
            days = draw(st.integers(2, 10))
            return NewTarget(
                value=Decimal(draw(st.integers(1, min(days, 4)))),
                unit="runs",
                rolling_days=days,
                period_count=draw(look_backs),
            )
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            is_limit = pattern is GoalPattern.LIMIT
            return NewTarget(
                value=draw(st.integers(1, 8).map(Decimal)),
                unit="cups",
                period=draw(units),
                aggregation=aggregation,
                period_count=draw(look_backs),
                target_type=draw(st.none() | st.sampled_from(TargetType)),
                min_value=Decimal(2),
                max_value=Decimal(9),
                missing_policy=draw(policies) if is_limit else None,
            )


@st.composite
def drawn_goals(draw: st.DrawFn, pattern: GoalPattern) -> NewGoal:
    """Draw a goal of a pattern."""
    has_deadline = pattern is GoalPattern.TARGET or (
        pattern is GoalPattern.MILESTONE and draw(st.booleans())
    )
    target = draw(drawn_targets(pattern))
    return NewGoal(
        title="Goal",
        pattern=pattern,
        target=target,
        deadline=draw(deadlines) if has_deadline else None,
        schedule=draw(drawn_schedules(target)),
        status=draw(st.sampled_from([GoalStatus.ACTIVE] * 4 + [GoalStatus.DRAFT])),
    )


waits = st.fixed_dictionaries(
    {"hours": st.one_of(st.integers(0, 30), st.integers(30, 24 * 12), st.just(0.37))}
)
values = st.one_of(st.just(Decimal(1)), small)
kinds = st.sampled_from([ActivityType.PROGRESS] * 5 + [ActivityType.PARTIAL, ActivityType.SKIPPED])
home = st.none()
anywhere = st.one_of(st.none(), st.none(), st.sampled_from(ZONES))
nothing = st.just(dict[str, Any]())
skips = st.just({"kind": ActivityType.SKIPPED})
which = st.fixed_dictionaries({"which": st.integers(0, 5)})


def logs(zone: st.SearchStrategy[str | None], *hours: int) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what an activity says; between two hours before now, if they are given."""
    fields: dict[str, st.SearchStrategy[Any]] = {"value": values, "kind": kinds, "timezone": zone}
    if hours:
        fields["hours_ago"] = st.integers(*hours)
    return st.fixed_dictionaries(fields)


def edits(period: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what an edit asks for, and from how many days ahead."""
    return st.fixed_dictionaries(
        {
            "value": st.just(UNSET) | st.integers(1, 12).map(Decimal),
            "period": period,
            "rolling_days": st.just(UNSET) | st.integers(2, 10),
            "period_count": st.just(UNSET) | look_backs,
            "aggregation": st.just(UNSET) | aggregations,
            "deadline": st.just(UNSET) | st.none() | deadlines,
            "start_on": st.just(UNSET) | starts,
            "days": st.one_of(every_day, due_days, due_periods),
            "leniences": leniences,
            "days_ahead": st.integers(0, 12),
        }
    )


own = st.one_of(
    st.fixed_dictionaries({"percentage": st.integers(1, 100).map(Decimal)}),
    st.fixed_dictionaries({"amount": st.integers(1, 12).map(Decimal)}),
)
moving = st.fixed_dictionaries(
    {
        "timezone": st.just(UNSET) | st.sampled_from(ZONES),
        "day_start": st.just(UNSET) | day_starts,
    }
)
restarting = st.fixed_dictionaries({"week_start": st.integers(0, 6)})


def steps(name: str, drawn: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Step]:
    """Draw one step of a story: the journal's operation and its arguments."""
    return st.tuples(st.just(name), drawn)


def logging(zone: st.SearchStrategy[str | None]) -> st.SearchStrategy[Step]:
    """Draw a step that logs an activity, now or backdated, or lets time pass."""
    ago = steps("log_ago", logs(zone, 0, 24 * 20))
    return st.one_of(steps("log", logs(zone)), ago, steps("wait", waits))


def importing(zone: st.SearchStrategy[str | None]) -> st.SearchStrategy[Step]:
    """Draw a step that imports an activity, also one that lies ahead."""
    return steps("import", logs(zone, -24 * 8, 24 * 30))


corrections = st.one_of(
    steps("remove", which), steps("reopen_task", which), steps("delete_task", which)
)
tasks = st.one_of(
    steps("task", nothing), steps("complete_task", which), steps("cancel_task", which)
)
lives = st.one_of(
    *(
        steps(name, nothing)
        for name in ("pause", "resume", "activate", "complete", "archive", "restore")
    )
)
milestones = st.one_of(steps("milestone", own), steps("edit_milestone", own))
# A cut of the open period is known only afterwards, so an activity of a day ahead of the owner's
# own (it takes another zone) must not meet one.
at_home = st.one_of(
    steps("edit", edits(st.just(UNSET) | units)), steps("revise_profile", restarting | moving)
)
abroad = st.one_of(steps("edit", edits(st.just(UNSET))), steps("revise_profile", moving))


def anything(
    zone: st.SearchStrategy[str | None], revising: st.SearchStrategy[Step]
) -> st.SearchStrategy[Step]:
    """Draw a step of any kind; half of them log."""
    log = logging(zone)
    others = (tasks, lives, corrections, revising, milestones, importing(zone))
    return st.one_of(log, log, log, log, *others)


def onwards(
    zone: st.SearchStrategy[str | None], revising: st.SearchStrategy[Step]
) -> st.SearchStrategy[Step]:
    """Draw a step that corrects nothing and is about now."""
    log, wait = steps("log", logs(zone)), steps("wait", waits)
    return st.one_of(log, log, wait, tasks, lives, revising)


def tell(journal: Journal, story: Sequence[Step]) -> Journal:
    """Carry out the steps of a story; what is refused does not happen."""
    for step in story:
        take(journal, step)
    return journal


def take(journal: Journal, step: Step) -> None:
    """Carry out one step of a story, unless it is refused."""
    name, fields = step
    with suppress(DomainError):
        match name:
            case "log":
                journal.log(**_fitting(journal, fields))
            case "log_ago":
                journal.log(**_fitting(journal, _ago(journal, fields)))
            case "import":
                journal.bring(**_fitting(journal, _ago(journal, fields)))
            case "edit":
                _edit(journal, fields)
            case _:
                getattr(journal, name)(**fields)


def _ago(journal: Journal, fields: dict[str, Any]) -> dict[str, Any]:
    at = journal.now - timedelta(hours=fields["hours_ago"], minutes=7)
    return {**{k: v for k, v in fields.items() if k != "hours_ago"}, "occurred_at": at}


def _fitting(journal: Journal, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what an activity says with the one value that a streak takes."""
    is_streak = journal.goal.pattern is GoalPattern.STREAK
    return {**fields, "value": Decimal(1)} if is_streak else fields


def _edit(journal: Journal, fields: dict[str, Any]) -> None:
    """Edit what the pattern has: rates have periods or rolling days, the others a deadline."""
    is_periodic = journal.goal.pattern.is_periodic
    is_rolling = journal.goal.target.rolling_days is not None
    rate = ("rolling_days" if is_rolling else "period", "period_count")
    named = ("value", "aggregation", *(rate if is_periodic else ()))
    days: dict[str, Any] = {} if is_rolling else fields["days"]
    deadline = UNSET if is_periodic else fields["deadline"]
    if isinstance(deadline, date):
        deadline = max(deadline, journal.moment.today)
    journal.edit(
        days_ahead=fields["days_ahead"],
        target=TargetEdit(**{name: fields[name] for name in named}),
        schedule=ScheduleEdit(start_on=fields["start_on"], **days, **fields["leniences"]),
        deadline=deadline,
    )


WORLDS: Final = ((home, at_home), (anywhere, abroad))


@st.composite
def weeks(
    draw: st.DrawFn, zone: st.SearchStrategy[str | None], other: st.SearchStrategy[Step]
) -> list[Step]:
    """Draw some weeks: on most days something is logged or skipped, at times another step."""
    ways = {"log": steps("log", logs(zone)), "skip": steps("log", skips), "other": other}
    days = st.sampled_from([*["log"] * 6, *["skip"] * 2, *["nothing"] * 3, *["other"] * 2])
    nights = st.sampled_from([24, 24, 24, 26, 20, 48])
    told = list[Step]()
    for day in draw(st.lists(days, min_size=7, max_size=21)):
        told += [draw(ways[day])] if day in ways else []
        told.append(("wait", {"hours": draw(nights)}))
    return told


@st.composite
def stories(
    draw: st.DrawFn,
    happening: Callable[..., st.SearchStrategy[Step]] = anything,
    *,
    pattern: GoalPattern | None = None,
    longest: int = 25,
) -> tuple[Journal, list[Step]]:
    """Draw a goal just made and the story of what happens to it."""
    chosen = draw(st.sampled_from(GoalPattern)) if pattern is None else pattern
    journal = Journal(draw(drawn_goals(chosen)), calendar=draw(calendars))
    zone, revising = draw(st.sampled_from(WORLDS))
    step = happening(zone, revising)
    some = st.lists(step, min_size=1, max_size=longest)
    return journal, draw(st.one_of(some, weeks(zone, step)))
