"""Who may subscribe to what; AppSync asks once, as a subscription starts."""

from typing import ClassVar

from domain.errors import DomainError
from domain.news_rules import goal_ident
from resolvers.context import Context
from resolvers.registry import resolver


class ForeignSubscriptionError(DomainError):
    """Refuse to tell a caller of another owner's changes, in AppSync's words."""

    code: ClassVar[str] = "Unauthorized"

    def __init__(self, field_name: str) -> None:
        super().__init__(f"Not Authorized to access {field_name} on type Subscription")


@resolver("Subscription", "onGoalChanged")
async def on_goal_changed(ctx: Context, *, user_id: str) -> None:
    """Let an owner hear of changes of its goals, their tasks and milestones."""
    _check_own(ctx, user_id)


@resolver("Subscription", "onActivityLogged")
async def on_activity_logged(ctx: Context, *, user_id: str, goal_id: str | None = None) -> None:
    """Let an owner hear of activities logged, amended or removed, of one goal or of all."""
    _check_own(ctx, user_id, goal_id)


@resolver("Subscription", "onMilestoneAchieved")
async def on_milestone_achieved(ctx: Context, *, user_id: str, goal_id: str | None = None) -> None:
    """Let an owner hear of milestones achieved, of one goal or of all."""
    _check_own(ctx, user_id, goal_id)


@resolver("Subscription", "onNotification")
async def on_notification(ctx: Context, *, user_id: str) -> None:
    """Let an owner hear of its notifications."""
    _check_own(ctx, user_id)


def _check_own(ctx: Context, user_id: str, goal_id: str | None = None) -> None:
    if user_id != ctx.owner:
        raise ForeignSubscriptionError(ctx.info.field_name)
    if goal_id is not None:
        goal_ident(goal_id)
