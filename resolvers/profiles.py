"""The caller's profile: how their days are counted."""

from domain.ledger import stored
from domain.profile import Profile
from domain.profile_rules import edited
from domain.repositories import Save, Unit
from domain.requests import ProfileEdit
from resolvers.changing import change
from resolvers.context import Context
from resolvers.registry import resolver


@resolver("Query", "me")
async def me(ctx: Context) -> Profile:
    """Return the caller's profile."""
    return await ctx.ports.profiles.get(ctx.owner)


@resolver("Mutation", "updateProfile")
async def update_profile(ctx: Context, *, input: ProfileEdit) -> Profile:
    """Change how the caller's days are counted, from the next local day on."""

    async def decide() -> Unit[Profile]:
        profile = await ctx.ports.profiles.get(ctx.owner)
        has_goals = bool(await ctx.ports.goals.all(ctx.owner))
        changed = edited(profile, input, has_goals=has_goals, now=ctx.now)
        if changed == profile:
            return Unit(owner=ctx.owner, changes=(), result=profile)
        return Unit(owner=ctx.owner, changes=(Save(entity=changed),), result=stored(changed))

    return await change(ctx, input, decide)
