"""Mutations that tell an owner's subscribers something; nothing is stored."""

from domain.news import Achievement, Notification
from domain.news_rules import checked_achievement, checked_notification
from resolvers.context import Context
from resolvers.registry import resolver


@resolver("Mutation", "publishMilestone")
async def publish_milestone(ctx: Context, *, input: Achievement) -> Achievement:
    """Return the milestone achieved; AppSync sends this answer to its owner's subscribers."""
    del ctx
    return checked_achievement(input)


@resolver("Mutation", "publishNotification")
async def publish_notification(ctx: Context, *, input: Notification) -> Notification:
    """Return the notification; AppSync sends this answer to its owner's subscribers."""
    del ctx
    return checked_notification(input)
