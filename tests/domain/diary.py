"""A diary: a journal that also takes dated pauses and amendments, and the stories of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from domain.amending import amended, is_counted_the_same
from domain.pause import asked, changed_at, paused, resumed, resumed_with_all
from domain.period import PeriodUnit
from domain.requests import ActivityEdit, NewGoal, NewTarget
from domain.target import GoalPattern
from tests.domain.journal import GOAL_ID, Journal
from tests.domain.worlds import WORLDS, anything, calendars, drawn_goals, kinds, small, steps, weeks

if TYPE_CHECKING:
    from domain.activity import Activity
    from domain.goal import Goal
    from tests.domain.worlds import Step


class Diary(Journal):
    """A journal whose owner goes away, comes back and corrects what was logged."""

    def pause_days(
        self, ago: int = 0, days: int | None = None, *, is_for_all: bool = False
    ) -> None:
        """Pause for some days from a day on that lies some days back; until resumed without."""
        first = self.moment.today - timedelta(days=ago)
        last = None if days is None else first + timedelta(days=days - 1)
        wanted = asked(first, last, today=self.moment.today)
        self._go(paused(self.goal, wanted, at=self.now, is_for_all=is_for_all))

    def come_back(self) -> None:
        """Resume the goal."""
        self._go(resumed(self.goal, at=self.now, today=self.moment.today))

    def come_back_with_all(self) -> None:
        """Resume what was paused for all."""
        self._go(resumed_with_all(self.goal, at=self.now, today=self.moment.today))

    def amend(self, which: int = 0, *, hours: int = 0, **fields: Any) -> Activity | None:
        """Change an activity; it moves by some hours."""
        if not self.activities:
            return None
        old = self.activities[which % len(self.activities)]
        if hours:
            fields["occurred_at"] = old.occurred_at + timedelta(hours=hours)
        edit = ActivityEdit(goal_id=GOAL_ID, activity_id=old.activity_id, **fields)
        new = amended(old, edit, self.goal, moment=self.moment)
        self._check_open(old)
        self._check_open(new)
        self.activities[self.activities.index(old)] = new
        if not is_counted_the_same(old, new):
            after = self._anew(self.dossier, since=min(old.occurred_at, new.occurred_at))
            self._take_day(old.local_day)
            self._keep(after)
        return new

    def _go(self, goal: Goal) -> None:
        if goal != self.goal:
            since = changed_at(self.goal, goal, calendar=self.dossier.calendar)
            self._keep(self._counted_in(replace(self.dossier, goal=goal), since=since))


def a_diary(pattern: GoalPattern, value: float, **target: Any) -> Diary:
    """Return the diary of a goal just made, judged daily unless its target says otherwise."""
    target.setdefault("period", PeriodUnit.DAY if pattern.is_periodic else None)
    wanted = NewTarget(value=Decimal(str(value)), unit="u", **target)
    return Diary(NewGoal(title="G", pattern=pattern, target=wanted))


away = st.one_of(
    steps(
        "pause_days",
        st.fixed_dictionaries(
            {
                "ago": st.integers(-9, 25),
                "days": st.none() | st.integers(1, 20),
                "is_for_all": st.booleans(),
            }
        ),
    ),
    steps("come_back", st.just({})),
    steps("come_back_with_all", st.just({})),
)
amending = st.one_of(
    steps("amend", st.fixed_dictionaries({"which": st.integers(0, 5), "value": small})),
    steps("amend", st.fixed_dictionaries({"which": st.integers(0, 5), "kind": kinds})),
    steps(
        "amend",
        st.fixed_dictionaries({"which": st.integers(0, 5), "hours": st.integers(-12, 12)}),
    ),
)


@st.composite
def diaries(
    draw: st.DrawFn, often: st.SearchStrategy[Step], *, pattern: GoalPattern | None = None
) -> tuple[Diary, list[Step]]:
    """Draw a goal just made and a story of anything, with some steps more often."""
    chosen = draw(st.sampled_from(GoalPattern)) if pattern is None else pattern
    diary = Diary(draw(drawn_goals(chosen)), calendar=draw(calendars))
    zone, revising = draw(st.sampled_from(WORLDS))
    step = st.one_of(anything(zone, revising), often)
    return diary, draw(st.one_of(st.lists(step, min_size=1, max_size=25), weeks(zone, step)))
