"""What is to come: the due periods after the open one, as they are known now."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.judging import Verdict
from domain.occurrence import NOTHING, Outcome
from domain.standing import Standing


def coming(standing: Standing, *, last: date, at: datetime) -> Iterator[Verdict]:
    """Yield the due periods that begin after an instant's own period, up to a local day.

    Nothing is due while a goal is not active, away, or after its end.
    """
    course, judge = standing.course, standing.judge
    period = course.following(course.period(standing.today(at)))
    while period.start <= last:
        asked = judge.asked(period, at=at)
        if judge.is_due(period, asked=asked):
            yield Verdict(period=period, done=NOTHING, outcome=Outcome.PENDING, asked=asked)
        period = course.following(period)
