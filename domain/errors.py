"""The one family of errors that a caller may see.

DomainError
├── UnauthorizedError
├── InvalidInputError
│   └── InvalidDateRangeError
├── NotFoundError
│   ├── GoalNotFoundError
│   ├── TaskNotFoundError
│   ├── ActivityNotFoundError
│   ├── MilestoneNotFoundError
│   └── TemplateNotFoundError
├── RuleError
│   ├── GoalInvalidError
│   ├── GoalQuotaExceededError
│   ├── DuplicateTitleError
│   ├── GoalAlreadyCompletedError
│   ├── GoalArchivedError
│   ├── ActivityInvalidError
│   ├── InvalidPatternOperationError
│   └── InvalidStatusTransitionError
├── VersionConflictError
└── IdempotencyConflictError
"""

from typing import ClassVar


class DomainError(Exception):
    """Refuse a request, naming the field, the rule and the value."""

    code: ClassVar[str]

    def __init__(self, message: str, **details: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class UnauthorizedError(DomainError):
    """Refuse a caller who is not known."""

    code = "UNAUTHORIZED"


class InvalidInputError(DomainError):
    """Refuse a value that breaks the rule of its field."""

    code = "VALIDATION_ERROR"

    def __init__(self, field: str, rule: str, value: object) -> None:
        shown = _shortened(value)
        super().__init__(f"{field} {rule}; got {shown}", field=field, rule=rule, value=shown)


class InvalidDateRangeError(InvalidInputError):
    """Refuse a range of dates whose end lies before its start."""

    code = "INVALID_DATE_RANGE"


class NotFoundError(DomainError):
    """Say that the caller has no such thing; another owner's looks the same."""

    def __init__(self, noun: str, ident: str) -> None:
        super().__init__(f"{noun} {_shortened(ident)} does not exist", id=_shortened(ident))


class GoalNotFoundError(NotFoundError):
    """Say that the caller has no goal of this id."""

    code = "GOAL_NOT_FOUND"

    def __init__(self, goal_id: str) -> None:
        super().__init__("goal", goal_id)


class TaskNotFoundError(NotFoundError):
    """Say that the goal has no task of this id."""

    code = "TASK_NOT_FOUND"

    def __init__(self, task_id: str) -> None:
        super().__init__("task", task_id)


class ActivityNotFoundError(NotFoundError):
    """Say that the goal has no activity of this id."""

    code = "ACTIVITY_NOT_FOUND"

    def __init__(self, activity_id: str) -> None:
        super().__init__("activity", activity_id)


class MilestoneNotFoundError(NotFoundError):
    """Say that the goal has no custom milestone of this id."""

    code = "MILESTONE_NOT_FOUND"

    def __init__(self, milestone_id: str) -> None:
        super().__init__("milestone", milestone_id)


class TemplateNotFoundError(NotFoundError):
    """Say that there is no template of this id."""

    code = "TEMPLATE_NOT_FOUND"

    def __init__(self, template_id: str) -> None:
        super().__init__("template", template_id)


class RuleError(DomainError):
    """Refuse a well-formed request that a rule of the goal forbids."""


class GoalInvalidError(RuleError):
    """Refuse a goal whose target does not fit its pattern."""

    code = "GOAL_VALIDATION_ERROR"

    def __init__(self, field: str, rule: str, value: object) -> None:
        shown = _shortened(value)
        super().__init__(f"{field} {rule}; got {shown}", field=field, rule=rule, value=shown)


class GoalQuotaExceededError(RuleError):
    """Refuse one more active goal than an owner may have."""

    code = "GOAL_QUOTA_EXCEEDED"

    def __init__(self, *, current_count: int, max_allowed: int) -> None:
        super().__init__(
            f"an owner has at most {max_allowed} active goals; this one has {current_count}",
            current_count=current_count,
            max_allowed=max_allowed,
        )


class DuplicateTitleError(RuleError):
    """Refuse a second active or paused goal of the same title."""

    code = "DUPLICATE_TITLE"

    def __init__(self, title: str) -> None:
        shown = _shortened(title)
        super().__init__(f"title must be unique among active and paused goals; got {shown}")


class GoalAlreadyCompletedError(RuleError):
    """Refuse to edit a completed goal."""

    code = "GOAL_ALREADY_COMPLETED"


class GoalArchivedError(RuleError):
    """Refuse to edit an archived goal."""

    code = "GOAL_ARCHIVED"


class ActivityInvalidError(RuleError):
    """Refuse an activity that does not fit its goal."""

    code = "ACTIVITY_VALIDATION_ERROR"

    def __init__(self, field: str, rule: str, value: object) -> None:
        shown = _shortened(value)
        super().__init__(f"{field} {rule}; got {shown}", field=field, rule=rule, value=shown)


class InvalidPatternOperationError(RuleError):
    """Refuse an operation that the goal's pattern does not have."""

    code = "INVALID_GOAL_PATTERN_OPERATION"


class InvalidStatusTransitionError(RuleError):
    """Refuse a change of status that a goal's life does not have."""

    code = "INVALID_STATUS_TRANSITION"

    def __init__(self, *, current: str, wanted: str) -> None:
        super().__init__(f"a goal cannot go from {current} to {wanted}", status=current)


class VersionConflictError(DomainError):
    """Refuse an edit of a version that is no longer the current one."""

    code = "VERSION_CONFLICT"

    def __init__(self, *, expected: int, current: int) -> None:
        super().__init__(
            f"expectedVersion must be the current version {current}; got {expected}",
            current_version=current,
        )


class IdempotencyConflictError(DomainError):
    """Refuse something else than what the key was given for before."""

    code = "IDEMPOTENCY_CONFLICT"

    def __init__(self, key: str) -> None:
        field, shown = "idempotencyKey", _shortened(key)
        rule = "must come with the input that it came with before"
        super().__init__(f"{field} {rule}; got {shown}", field=field, rule=rule, value=shown)


_SHOWN = 100


def _shortened(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
