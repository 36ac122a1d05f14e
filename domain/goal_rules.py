"""Making and editing goals: every field checked, every edit dated."""

import json
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime

from domain import schedule_rules, target_rules
from domain.amount import amount
from domain.day import Calendar
from domain.errors import (
    GoalInvalidError,
    InvalidDateRangeError,
    InvalidInputError,
    VersionConflictError,
)
from domain.fields import color, metadata, optional_text, text, texts, whole
from domain.goal import (
    Answer,
    Goal,
    GoalContext,
    GoalRewards,
    GoalStatus,
    MilestoneReward,
    Revision,
    StatusChange,
)
from domain.requests import GoalEdit, NewGoal
from domain.schedule import Schedule
from domain.target import Target
from domain.unset import UNSET, Unset, given

_MOST_LISTED = 50
# A stored goal has at most 400 KiB; everything else of it comes to less than 128 KiB.
_MOST_BYTES = 262_144


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When, and in whose days, a request is judged."""

    now: datetime
    calendar: Calendar
    is_import: bool = False

    @property
    def today(self) -> date:
        """Return the local day that holds now."""
        return self.calendar.day_of(self.now)


def new_goal(wanted: NewGoal, *, goal_id: str, owner: str, moment: Moment) -> Goal:
    """Return the goal asked for, active or a draft.

    Raises:
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: The target does not fit the pattern, or the schedule the target.
    """
    if wanted.status not in {GoalStatus.ACTIVE, GoalStatus.DRAFT}:
        raise InvalidInputError("status", "must be active or draft", wanted.status)
    _check_deadline(wanted.deadline, moment)
    target = target_rules.made(wanted.target, pattern=wanted.pattern, deadline=wanted.deadline)
    goal = Goal(
        goal_id=goal_id,
        owner=owner,
        title=wanted.title,
        pattern=wanted.pattern,
        target=target,
        schedule=schedule_rules.made(wanted.schedule, pattern=wanted.pattern, target=target),
        created_at=moment.now,
        updated_at=moment.now,
        changes=(StatusChange(status=wanted.status, at=moment.now),),
        description=wanted.description,
        category=wanted.category,
        tags=wanted.tags,
        icon=wanted.icon,
        color=wanted.color,
        visibility=wanted.visibility,
        deadline=wanted.deadline,
        answers=wanted.answers,
        context=wanted.context,
        rewards=wanted.rewards,
        metadata=wanted.metadata,
    )
    return _checked(goal)


def edited(goal: Goal, edit: GoalEdit, *, moment: Moment) -> Goal:
    """Return the goal with the changes given.

    Raises:
        VersionConflictError: The goal is not at the version expected.
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: The target no longer fits the pattern, or the schedule the target.
    """
    check_version(edit.expected_version, current=goal.version)
    deadline = given(edit.deadline, otherwise=goal.deadline)
    if edit.deadline is not UNSET:
        _check_deadline(deadline, moment)
    target = _target(goal, edit, deadline)
    changed = replace(
        goal,
        title=given(edit.title, otherwise=goal.title),
        description=given(edit.description, otherwise=goal.description),
        category=given(edit.category, otherwise=goal.category),
        tags=given(edit.tags, otherwise=goal.tags),
        icon=given(edit.icon, otherwise=goal.icon),
        color=given(edit.color, otherwise=goal.color),
        visibility=given(edit.visibility, otherwise=goal.visibility),
        target=target,
        schedule=_schedule(goal, edit, target),
        deadline=deadline,
        answers=given(edit.answers, otherwise=goal.answers),
        context=given(edit.context, otherwise=goal.context),
        rewards=given(edit.rewards, otherwise=goal.rewards),
        metadata=given(edit.metadata, otherwise=goal.metadata),
        updated_at=moment.now,
    )
    return _checked(changed)


def first_revision(goal: Goal, *, moment: Moment) -> Revision:
    """Return the revision that holds from ever: what the goal asked for when it was made."""
    return _revision(goal, effective_on=moment.today, now=moment.now)


def revision_of(
    before: Goal, after: Goal, *, effective_from: date | None, moment: Moment
) -> Revision | None:
    """Return what an edit asks for from a day on; None if it asks for nothing else than before.

    Raises:
        InvalidDateRangeError: The day lies before today: the past keeps what it was asked.
    """
    effective_on = effective_from or moment.today
    if effective_on < moment.today:
        rule = f"must be {moment.today} or later"
        raise InvalidDateRangeError("effectiveFrom", rule, effective_on)
    asked = (before.target, before.schedule, before.deadline)
    if asked == (after.target, after.schedule, after.deadline):
        return None
    return _revision(after, effective_on=effective_on, now=moment.now)


def check_version(expected: int | None, *, current: int) -> None:
    """Refuse an edit of another version than the one its maker saw.

    Raises:
        VersionConflictError: A version is expected, and it is not the current one.
    """
    if expected is not None and expected != current:
        raise VersionConflictError(expected=expected, current=current)


def _revision(goal: Goal, *, effective_on: date, now: datetime) -> Revision:
    return Revision(
        goal_id=goal.goal_id,
        effective_on=effective_on,
        made_at=now,
        target=goal.target,
        schedule=goal.schedule,
        deadline=goal.deadline,
    )


def _target(goal: Goal, edit: GoalEdit, deadline: date | None) -> Target:
    if isinstance(edit.target, Unset) and edit.deadline is UNSET:
        return goal.target
    target = goal.target
    if not isinstance(edit.target, Unset):
        target = target_rules.edited(target, edit.target)
    return target_rules.checked(target, pattern=goal.pattern, deadline=deadline)


def _schedule(goal: Goal, edit: GoalEdit, target: Target) -> Schedule:
    """Return the edited schedule; a new target is checked against an old schedule too."""
    schedule = goal.schedule
    if not isinstance(edit.schedule, Unset):
        schedule = schedule_rules.edited(schedule, edit.schedule)
    return schedule_rules.checked(schedule, target=target)


def _check_deadline(deadline: date | None, moment: Moment) -> None:
    """Refuse a deadline whose day has ended; an import may bring one."""
    if deadline is not None and deadline < moment.today and not moment.is_import:
        raise GoalInvalidError("deadline", f"must be {moment.today} or later", deadline)


def _checked(goal: Goal) -> Goal:
    checked = replace(
        goal,
        title=text(goal.title, field="title", longest=200, shortest=1),
        description=optional_text(goal.description, field="description", longest=1_000),
        category=optional_text(goal.category, field="category", longest=50, shortest=1),
        tags=texts(goal.tags, field="tags", most=20, longest=50),
        icon=optional_text(goal.icon, field="icon", longest=50),
        color=color(goal.color),
        answers=_answers(goal.answers),
        context=None if goal.context is None else _context(goal.context),
        rewards=None if goal.rewards is None else _rewards(goal.rewards),
        metadata=metadata(goal.metadata),
    )
    _check_size(checked)
    return checked


def _check_size(goal: Goal) -> None:
    told = [goal.context, *goal.answers]
    text = json.dumps([astuple(each) for each in told if each is not None], ensure_ascii=False)
    size = len(text.encode())
    if size > _MOST_BYTES:
        rule = f"must have, together with context, at most {_MOST_BYTES} bytes as JSON"
        raise InvalidInputError("answers", rule, size)


def _answers(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    if len(answers) > _MOST_LISTED:
        raise InvalidInputError(
            "answers", f"must have at most {_MOST_LISTED} entries", len(answers)
        )
    return tuple(
        Answer(
            key=text(answer.key, field=f"answers[{i}].key", longest=100, shortest=1),
            answer=text(answer.answer, field=f"answers[{i}].answer", longest=2_000),
        )
        for i, answer in enumerate(answers)
    )


def _context(context: GoalContext) -> GoalContext:
    def listed(values: tuple[str, ...], name: str) -> tuple[str, ...]:
        return texts(values, field=f"context.{name}", most=_MOST_LISTED, longest=200)

    return GoalContext(
        motivation=optional_text(context.motivation, field="context.motivation", longest=500),
        importance=whole(context.importance, field="context.importanceLevel", least=1, most=5),
        supporting_goals=listed(context.supporting_goals, "supportingGoals"),
        conflicting_goals=listed(context.conflicting_goals, "conflictingGoals"),
        obstacles=listed(context.obstacles, "obstacles"),
        success_factors=listed(context.success_factors, "successFactors"),
        preferred_activities=listed(context.preferred_activities, "preferredActivities"),
        avoid_activities=listed(context.avoid_activities, "avoidActivities"),
    )


def _rewards(rewards: GoalRewards) -> GoalRewards:
    field = "rewards.milestoneRewards"
    if len(rewards.milestone_rewards) > _MOST_LISTED:
        count = len(rewards.milestone_rewards)
        raise InvalidInputError(field, f"must have at most {_MOST_LISTED} entries", count)
    whole(rewards.points_per_activity, field="rewards.pointsPerActivity", least=0, most=1_000_000)
    return GoalRewards(
        points_per_activity=rewards.points_per_activity,
        milestone_rewards=tuple(
            MilestoneReward(
                value=amount(reward.value, field=f"{field}[{i}].value"),
                reward=text(reward.reward, field=f"{field}[{i}].reward", longest=200, shortest=1),
            )
            for i, reward in enumerate(rewards.milestone_rewards)
        ),
        badges=texts(rewards.badges, field="rewards.badges", most=_MOST_LISTED, longest=100),
    )
