"""Answering AppSync's events with the registered resolvers, as the server does."""

import json
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from domain.answers import Partial
from domain.policy import Policy
from domain.repositories import Ports
from resolvers import catalog, registry
from resolvers.context import Context, Info
from schema.codec import decode_arguments, encode_answer
from server.lambdas.events import Event
from server.lambdas.identity import identity_of
from server.lambdas.sources import parents_of

# Importing the catalogue is what registers the resolvers.
RESOLVER_MODULES: Final = catalog.MODULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an event is answered: the contract's JSON, or the error in its place.

    `left_out` holds the errors of parts that the value goes without.
    """

    value: Any = None
    error: Exception | None = None
    left_out: tuple[Exception, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolving:
    """The resolvers over a store's ports."""

    ports: Ports
    policy: Policy
    clock: Callable[[], datetime]

    async def answers(self, events: Sequence[Event]) -> list[Answer]:
        """Return what each event is answered, in order; parents asked the same share one call."""
        now, stash = self.clock(), dict[Any, Any](events[0].stash)
        found: dict[int, Answer] = {}
        for places in _calls(events):
            alike = [events[place] for place in places]
            ctx = self._context(alike[0], now, stash)
            found |= zip(places, await _answered(ctx, alike), strict=True)
        return [found[place] for place in range(len(events))]

    def _context(self, event: Event, now: datetime, stash: dict[Any, Any]) -> Context:
        info = event.info
        return Context(
            now=now,
            ports=self.ports,
            identity=identity_of(event.identity),
            info=Info(
                field_name=info.field_name,
                parent_type_name=info.parent_type_name,
                selection_set=info.selection_set_list,
            ),
            arguments=event.arguments,
            request=event.request.headers,
            stash=stash,
            prev=event.prev,
            policy=self.policy,
        )


def _calls(events: Sequence[Event]) -> Collection[list[int]]:
    """Return the places of the events that each call answers."""
    calls: dict[Hashable, list[int]] = {}
    for place, event in enumerate(events):
        resolver = registry.find(*event.field)
        # A unit resolver answers one event a call. And no call is ever made for two callers.
        alone = None if resolver and resolver.is_batch else place
        asked = json.dumps([event.arguments, event.identity], sort_keys=True)
        calls.setdefault((event.field, asked, alone), []).append(place)
    return calls.values()


async def _answered(ctx: Context, events: Sequence[Event]) -> list[Answer]:
    """Return what each event of one call is answered."""
    try:
        values = await _values(ctx, events)
    except Exception as error:  # noqa: BLE001 - it answers each event of the call
        return [Answer(error=error)] * len(events)
    return [_answer(ctx, value) for value in values]


async def _values(ctx: Context, events: Sequence[Event]) -> Sequence[object]:
    info = ctx.info
    found = registry.find(info.parent_type_name, info.field_name)
    if found is None:
        raise LookupError(f"{info.parent_type_name}.{info.field_name} has no resolver")
    # AppSync sends null for a variable that the caller left out, so null is absent.
    given = {name: value for name, value in ctx.arguments.items() if value is not None}
    arguments = decode_arguments(info.parent_type_name, info.field_name, given)
    if not found.is_batch:
        return [await found.function(ctx, **arguments)]
    parents = await parents_of(ctx, [event.source or {} for event in events])
    values: Sequence[object] = await found.function(ctx, parents, **arguments)
    return values


def _answer(ctx: Context, value: object) -> Answer:
    if isinstance(value, Exception):
        return Answer(error=value)
    if not isinstance(value, Partial):
        return _shown(ctx, value)
    partly = cast("Partial[object]", value)
    if partly.errors and not partly.items:
        return Answer(error=partly.errors[0])
    return replace(_shown(ctx, partly.items), left_out=partly.errors)


def _shown(ctx: Context, value: object) -> Answer:
    try:
        shown = encode_answer(ctx.info.parent_type_name, ctx.info.field_name, value)
    except Exception as error:  # noqa: BLE001 - it answers this event alone
        return Answer(error=error)
    return Answer(value=shown)
