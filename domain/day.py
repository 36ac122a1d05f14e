"""Local days: the date an instant belongs to, and the instants at which a date begins and ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import MINYEAR, UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from zoneinfo import ZoneInfo, available_timezones

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_NOON = time(12)
_ONE_DAY = timedelta(days=1)
# Files of a zone directory that name no place: the machine's own zone, and placeholders.
_NOT_ZONES = frozenset({"Factory", "localtime", "posixrules"})


class UnknownTimezoneError(ValueError):
    """Refuse a name that is no IANA timezone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """Say how a calendar counts days from one local day on; weeks start on 0 = Sunday to 6.

    `set_at` is when the owner set it, where that is known; it makes no other rule.
    """

    timezone: str
    day_start: time = time(0, 0)
    week_start: int = 1
    set_at: datetime | None = field(default=None, compare=False)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_ZONES


@cache
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone of exactly this name.

    Raises:
        UnknownTimezoneError: if there is none; letter case counts, and a path is never read.
    """
    if name not in _zone_names():
        raise UnknownTimezoneError(f"timezone must be an IANA name, not {name!r}")
    return ZoneInfo(name)


def resolve(*, on: date, wall: time, timezone: str) -> datetime:
    """Return the UTC instant of a wall time: forward by a gap, the first of an overlap.

    Raises:
        UnknownTimezoneError: if the timezone is unknown.
    """
    # PEP 495: fold=0 reads the offset before the change, which gives both rules at once.
    local = datetime.combine(on, wall, tzinfo=zone(timezone)).replace(fold=0)
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return _FIRST if on.year == MINYEAR else _LAST


def local_day(*, at: datetime, rule: DayRule) -> date:
    """Return the local day that holds the instant under one rule, the first and last date at worst.

    A day start before 12:00 leaves earlier local times to the day before; one from 12:00 on gives
    local times at or after it to the next day.

    Raises:
        UnknownTimezoneError: if the rule's timezone is unknown.
        ValueError: if the instant carries no timezone.
    """
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a timezone: {at.isoformat()}")
    try:
        local = at.astimezone(zone(rule.timezone))
        day = _labelled(local, rule.day_start)
        # Only a repeated local time can lie in a later day than its label says.
        while local.fold and _begin(day + _ONE_DAY, rule) <= at:
            day += _ONE_DAY
    except OverflowError:
        return date.min if at.year == MINYEAR else date.max
    return day


def _labelled(local: datetime, day_start: time) -> date:
    if day_start < _NOON:
        return local.date() - _ONE_DAY if local.time() < day_start else local.date()
    return local.date() + _ONE_DAY if local.time() >= day_start else local.date()


def _begin(day: date, rule: DayRule) -> datetime:
    if day == date.min:
        return _FIRST
    on = day if rule.day_start < _NOON else day - _ONE_DAY
    return _first_instant(on, rule.day_start, rule.timezone)


@lru_cache(maxsize=16_384)
def _first_instant(on: date, wall: time, timezone: str) -> datetime:
    """Return the first instant at which the local clock shows the wall time or a later one."""
    resolved = resolve(on=on, wall=wall, timezone=timezone)
    if resolved in {_FIRST, _LAST}:
        return resolved
    place = zone(timezone)
    shown = datetime.combine(on, wall)
    gap = resolved.astimezone(place).replace(tzinfo=None) - shown
    if not gap:
        return resolved
    # Offsets change on whole seconds, so seconds are enough to find where the clock jumped.
    earliest = (resolved - gap).replace(microsecond=0)

    def has_jumped(second: int) -> bool:
        local = (earliest + timedelta(seconds=second)).astimezone(place)
        return local.replace(tzinfo=None) >= shown

    seconds = range(int(gap.total_seconds()))
    return earliest + timedelta(seconds=bisect_left(seconds, x=True, key=has_jumped))


@lru_cache(maxsize=16_384)
def _has_noon(day: date, timezone: str) -> bool:
    """Tell whether the clock shows 12:00 on a date; it does so in the local day of that date."""
    place = zone(timezone)
    noon = datetime.combine(day, _NOON, tzinfo=place)
    # Before a gap and after it the offsets differ, and PEP 495 reads the one or the other by fold.
    return noon.utcoffset() == noon.replace(fold=1).utcoffset()


def _was_set(rule: DayRule, at: datetime) -> bool:
    return rule.set_at is not None and rule.set_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Hold an owner's dated day rules, ascending; the first applies from ever.

    Each instant lies in exactly one local day: days follow each other without gap or overlap, and
    a day that a change of rule or zone swallows is empty.

    Raises:
        UnknownTimezoneError: if a rule's timezone is unknown.
        ValueError: if there is no rule, or dates do not ascend.
    """

    revisions: tuple[tuple[date, DayRule], ...]
    _starts: tuple[datetime, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.revisions:
            raise ValueError("a calendar needs at least one rule")
        if any(later <= earlier for (earlier, _), (later, _) in pairwise(self.revisions)):
            raise ValueError("a calendar's revisions must ascend by date")
        zone(self.revisions[0][1].timezone)
        starts = [_FIRST]
        for (_, old), (effective_on, new) in pairwise(self.revisions):
            day_before = _begin(effective_on - _ONE_DAY, old)
            starts.append(max(starts[-1], day_before, _begin(effective_on, new)))
        object.__setattr__(self, "_starts", tuple(starts))

    @classmethod
    def of(cls, rule: DayRule) -> Calendar:
        """Return the calendar that has always counted by this one rule."""
        return cls(revisions=((date.min, rule),))

    def rule_on(self, day: date) -> DayRule:
        """Return the rule in force on a local day."""
        return self.revisions[self._revision_on(day)][1]

    def start_of(self, day: date) -> datetime:
        """Return the UTC instant at which a local day begins, never before an earlier day's.

        It is the first existing instant at or after the day start; the first date begins with the
        first representable instant.
        """
        revision = self._revision_on(day)
        return max(self._starts[revision], _begin(day, self.revisions[revision][1]))

    def end_of(self, day: date) -> datetime:
        """Return the UTC instant at which the next local day begins, or the last representable."""
        return _LAST if day == date.max else self.start_of(day + _ONE_DAY)

    def day_of(self, at: datetime) -> date:
        """Return the local day that holds the instant.

        Raises:
            ValueError: if the instant carries no timezone.
        """
        if len(self.revisions) == 1:
            return local_day(at=at, rule=self.revisions[0][1])
        if at.tzinfo is None:
            raise ValueError(f"an instant needs a timezone: {at.isoformat()}")
        following = bisect_right(self._starts, at, lo=1)
        day = local_day(at=at, rule=self.revisions[following - 1][1])
        if following == len(self.revisions):
            return day
        return min(day, self.revisions[following][0] - _ONE_DAY)

    def exists(self, day: date) -> bool:
        """Tell whether a local day holds any instant."""
        if len(self.revisions) == 1 and _has_noon(day, self.revisions[0][1].timezone):
            return True
        return self.start_of(day) < self.end_of(day)

    def revised(self, *, rule: DayRule, at: datetime) -> Calendar:
        """Return this calendar with a rule in force from the local day after the instant's on.

        Where that day has begun by the new rule already, as it may far to the east, the old rule
        holds for it too, so that no instant up to this one changes its day. Revisions set for the
        first day of the new rule or later are replaced. After the last date there is no day left
        to revise, and the calendar stays as it is.

        Raises:
            UnknownTimezoneError: if the rule's timezone is unknown.
        """
        effective_on = self.day_of(at)
        while effective_on < date.max:
            effective_on += _ONE_DAY
            revised = self._with(replace(rule, set_at=at), effective_on=effective_on)
            if revised.start_of(effective_on) > at:
                return revised
        return self

    def known_at(self, at: datetime) -> Calendar:
        """Return this calendar without the rules that may have been set after an instant.

        They are those of later local days, except those known to be set by then, and one by which
        the instant's own day has lasted longer than it would have: it was set before.
        """
        day = self.day_of(at)
        held = self._revision_on(day) + 1
        while held < len(self.revisions) and _was_set(self.revisions[held][1], at):
            held += 1
        if held == len(self.revisions):
            return self
        known = Calendar(revisions=self.revisions[:held])
        has_lengthened = known.day_of(at) > day
        return Calendar(revisions=self.revisions[: held + 1]) if has_lengthened else known

    def _with(self, rule: DayRule, *, effective_on: date) -> Calendar:
        (_, first), *others = self.revisions
        kept = [revision for revision in others if revision[0] < effective_on]
        return Calendar(revisions=((date.min, first), *kept, (effective_on, rule)))

    def _revision_on(self, day: date) -> int:
        return bisect_right(self.revisions, day, lo=1, key=itemgetter(0)) - 1
