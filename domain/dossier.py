"""A goal with all that is needed to judge it, except its log."""

from dataclasses import dataclass

from domain.day import Calendar
from domain.goal import Goal, Revision
from domain.milestone import CustomMilestone
from domain.tally import Tally
from domain.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A goal, its revisions (oldest first), tasks, custom milestones, calendar and tally."""

    goal: Goal
    revisions: tuple[Revision, ...]
    calendar: Calendar
    tally: Tally
    tasks: tuple[Task, ...] = ()
    milestones: tuple[CustomMilestone, ...] = ()
