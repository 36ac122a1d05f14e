"""Lambda authorizers: a function that decides on a token, asked as AppSync asks it."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, TypeAlias

import anyio
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from schema.access import Access, FieldName, Mode
from server.auth.callers import Authenticate, Caller, Presented, not_authorized
from server.auth.digests import digest_of
from server.auth.owners import owner_identity
from server.observability import tell_fault

Invoke: TypeAlias = Callable[[dict[str, Any]], Awaitable[Any]]

PATIENCE_SECONDS: Final = 10.0
LONGEST_TTL_SECONDS: Final = 3600
MOST_REMEMBERED: Final = 1_000
API_ID: Final = "milepost"
ACCOUNT_ID: Final = "000000000000"

_SHORT: Final = re.compile(r"(\w+)\.(\w+)")
_ARN: Final = re.compile(r"arn:\S+/types/(\w+)/fields/(\w+)")


def field_named(text: str) -> FieldName:
    """Return the field that `Type.field` or AppSync's ARN of a field names.

    Raises:
        ValueError: It names none.
    """
    found = _SHORT.fullmatch(text) or _ARN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is neither Type.field nor the ARN of a field")
    return found[1], found[2]


def _fields_named(texts: list[str]) -> list[str]:
    for text in texts:
        field_named(text)
    return texts


class _Answer(BaseModel):
    # What is wrong with an answer is logged, and the answer may hold secrets.
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    is_authorized: StrictBool = Field(alias="isAuthorized", default=False)
    denied_fields: Annotated[list[str], AfterValidator(_fields_named)] = Field(
        alias="deniedFields", default=[]
    )
    resolver_context: dict[str, str | int | float | bool | None] = Field(
        alias="resolverContext", default={}
    )
    ttl_seconds: Annotated[int, Field(ge=0)] | None = Field(alias="ttlOverride", default=None)

    @property
    def caller(self) -> Caller:
        """Return whom the answer authorizes; `sub` in its context names the owner."""
        denied = frozenset(field_named(text) for text in self.denied_fields)
        return Caller(
            identity=owner_identity(self.resolver_context.get("sub")),
            access=Access(mode=Mode.LAMBDA, denied=denied),
        )


class _Memory:
    """Callers by the digests of their tokens, the latest thousand, each until a moment."""

    def __init__(self) -> None:
        self._callers: OrderedDict[str, tuple[datetime, Caller]] = OrderedDict()

    def recall(self, digest: str, now: datetime) -> Caller | None:
        until, caller = self._callers.get(digest, (now, None))
        return caller if now < until else None

    def keep(self, digest: str, caller: Caller, until: datetime) -> None:
        self._callers[digest] = (until, caller)
        self._callers.move_to_end(digest)
        if len(self._callers) > MOST_REMEMBERED:
            self._callers.popitem(last=False)


def by_authorizer(
    invoke: Invoke,
    *,
    ttl: timedelta,
    form: re.Pattern[str] | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Authenticate:
    """Know callers by what an authorizer says of the header `Authorization`, all of it.

    A token that does not match all of `form` is refused without asking. An authorization holds for
    `ttl` and for every operation unless it says otherwise; a refusal is not remembered.
    """
    memory = _Memory()

    async def authenticate(presented: Presented, now: datetime) -> Caller:
        token = presented.authorization
        if form is not None and not form.fullmatch(token):
            raise not_authorized()
        digest = digest_of(token)
        if (known := memory.recall(digest, now)) is not None:
            return known
        answer = await _answer(invoke, await _event(presented), presented, patience_seconds)
        if not answer.is_authorized:
            raise not_authorized()
        caller = answer.caller
        memory.keep(digest, caller, now + _lifetime(answer, ttl))
        return caller

    return authenticate


async def _event(presented: Presented) -> dict[str, Any]:
    envelope = await presented.envelope()
    return {
        "authorizationToken": presented.authorization,
        "requestContext": {
            "apiId": API_ID,
            "accountId": ACCOUNT_ID,
            "requestId": presented.request_id,
            "queryString": envelope.query,
            "operationName": envelope.operation_name,
            "variables": envelope.variables or {},
        },
        "requestHeaders": dict(presented.headers),
    }


async def _answer(
    invoke: Invoke, event: dict[str, Any], presented: Presented, seconds: float
) -> _Answer:
    """Return the authorizer's answer; one that fails or makes no sense authorizes nobody."""
    try:
        with anyio.fail_after(seconds):
            return _Answer.model_validate(await invoke(event))
    except Exception as fault:  # noqa: BLE001 - whatever its code raises must open nothing
        tell_fault("authorizer.failed", fault, request_id=presented.request_id)
        return _Answer()


def _lifetime(answer: _Answer, ttl: timedelta) -> timedelta:
    if answer.ttl_seconds is None:
        return ttl
    return timedelta(seconds=min(answer.ttl_seconds, LONGEST_TTL_SECONDS))
