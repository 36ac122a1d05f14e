"""Random streams of requests: every operation on items that the embedded engine has."""

from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from tests.engines.expressions import Draft, Draw
from tests.engines.material import (
    INDEX,
    INDEX_PARTITIONS,
    NUMBERS,
    PARTITIONS,
    RANGE_KEYS,
    TEXTS,
    items,
    keys,
)


class Step(NamedTuple):
    """One request; a paged one is asked again until its end, then back from its first page."""

    operation: str
    request: dict[str, Any]
    is_paged: bool = False


_TOKENS: Final = ("first", "second")
_OLD: Final = ("NONE", "ALL_OLD")
_ALL: Final = (*_OLD, "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW")


def _guard(draft: Draft) -> dict[str, Any]:
    condition = {"ConditionExpression": draft.condition()} if draft.is_chosen() else {}
    reported = draft.one_of({}, {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
    return {**condition, **reported}


def _put(draw: Draw, table: str, draft: Draft) -> dict[str, Any]:
    return {"TableName": table, "Item": draw(items(table)), **_guard(draft), **draft.declared()}


def _update(draw: Draw, table: str, draft: Draft) -> dict[str, Any]:
    changed = {"UpdateExpression": draft.update(), **_guard(draft)}
    return {"TableName": table, "Key": draw(keys(table)), **changed, **draft.declared()}


def _delete(draw: Draw, table: str, draft: Draft) -> dict[str, Any]:
    return {"TableName": table, "Key": draw(keys(table)), **_guard(draft), **draft.declared()}


def _checked(draw: Draw, table: str, draft: Draft) -> dict[str, Any]:
    wanted = {"ConditionExpression": draft.condition()}
    reported = draft.one_of({}, {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
    key = {"TableName": table, "Key": draw(keys(table))}
    return {**key, **wanted, **reported, **draft.declared()}


def _get(draw: Draw, table: str, draft: Draft) -> dict[str, Any]:
    wanted = {"ProjectionExpression": draft.projection()} if draft.is_chosen() else {}
    return {"TableName": table, "Key": draw(keys(table)), **wanted, **draft.declared()}


_WRITES: Final = {"Put": _put, "Update": _update, "Delete": _delete, "ConditionCheck": _checked}
_mostly: Final = st.sampled_from((True, True, False))
tables: Final = st.sampled_from((TEXTS, NUMBERS))


@st.composite
def puts(draw: Draw) -> Step:
    """Return a put."""
    request = _put(draw, draw(tables), Draft(draw, is_careful=draw(_mostly)))
    return Step("PutItem", request | {"ReturnValues": draw(st.sampled_from(_OLD))})


@st.composite
def updates(draw: Draw) -> Step:
    """Return an update."""
    request = _update(draw, draw(tables), Draft(draw, is_careful=draw(_mostly)))
    return Step("UpdateItem", request | {"ReturnValues": draw(st.sampled_from(_ALL))})


@st.composite
def deletes(draw: Draw) -> Step:
    """Return a delete."""
    request = _delete(draw, draw(tables), Draft(draw))
    return Step("DeleteItem", request | {"ReturnValues": draw(st.sampled_from(_OLD))})


@st.composite
def gets(draw: Draw) -> Step:
    """Return a get."""
    return Step("GetItem", _get(draw, draw(tables), Draft(draw)))


@st.composite
def queries(draw: Draw) -> Step:
    """Return a query of a table or its index, forward or backward, paged or in one."""
    table, draft = draw(tables), Draft(draw, is_careful=True)
    is_index = draft.is_chosen()
    names = ("GSI1PK", "GSI1SK") if is_index else ("PK", "SK")
    partition = draft.one_of(*(INDEX_PARTITIONS if is_index else PARTITIONS))
    request = {
        "TableName": table,
        "KeyConditionExpression": draft.key_condition(table, names, partition),
        "ScanIndexForward": draft.is_chosen(),
        **({"IndexName": INDEX} if is_index else {}),
        **draft.one_of({}, {"Limit": 1}, {"Limit": 2}, {"Limit": 3}),
        **_narrowed(draft),
    }
    if not is_index and draft.is_chosen():
        start = {"PK": {"S": partition}, "SK": draft.one_of(*RANGE_KEYS[table])}
        request["ExclusiveStartKey"] = start
    return Step("Query", request | draft.declared(), is_paged=True)


def _narrowed(draft: Draft) -> dict[str, Any]:
    filtered = {"FilterExpression": draft.condition()} if draft.is_chosen() else {}
    match draft.one_of(0, 1, 2):
        case 0:
            return filtered | {"ProjectionExpression": draft.projection()}
        case 1:
            return filtered | {"Select": "COUNT"}
        case _:
            return filtered


@st.composite
def scans(draw: Draw) -> Step:
    """Return a scan."""
    draft = Draft(draw, is_careful=True)
    request = {"TableName": draw(tables), **draft.one_of({}, {"IndexName": INDEX})}
    return Step("Scan", {**request, **_narrowed(draft), **draft.declared()})


@st.composite
def batch_gets(draw: Draw) -> Step:
    """Return a batch of gets, maybe twice of the same key."""
    wanted: dict[str, Any] = {}
    for table in draw(st.lists(tables, min_size=1, max_size=2, unique=True)):
        draft = Draft(draw)
        part = {"ProjectionExpression": draft.projection()} if draft.is_chosen() else {}
        chosen = draw(st.lists(keys(table), min_size=1, max_size=4))
        wanted[table] = {"Keys": chosen, **part, **draft.declared()}
    return Step("BatchGetItem", {"RequestItems": wanted})


@st.composite
def batch_writes(draw: Draw) -> Step:
    """Return a batch of puts and deletes, maybe twice of the same key."""
    wanted: dict[str, Any] = {}
    for table in draw(st.lists(tables, min_size=1, max_size=2, unique=True)):
        put = items(table).map(lambda item: {"PutRequest": {"Item": item}})
        delete = keys(table).map(lambda key: {"DeleteRequest": {"Key": key}})
        wanted[table] = draw(st.lists(put | delete, min_size=1, max_size=4))
    return Step("BatchWriteItem", {"RequestItems": wanted})


@st.composite
def transactions(draw: Draw) -> Step:
    """Return a transaction of up to four writes, maybe with a token."""
    kinds = draw(st.lists(st.sampled_from(tuple(_WRITES)), min_size=1, max_size=4))
    parts = [
        {kind: _WRITES[kind](draw, draw(tables), Draft(draw, is_careful=True))} for kind in kinds
    ]
    token = draw(st.sampled_from(({}, *({"ClientRequestToken": each} for each in _TOKENS))))
    return Step("TransactWriteItems", {"TransactItems": parts, **token})


@st.composite
def transactional_gets(draw: Draw) -> Step:
    """Return a transaction of up to three gets."""
    count = draw(st.integers(min_value=1, max_value=3))
    parts = [{"Get": _get(draw, draw(tables), Draft(draw))} for _ in range(count)]
    return Step("TransactGetItems", {"TransactItems": parts})


@st.composite
def streams(draw: Draw, *, longest: int) -> list[Step]:
    """Return a stream that fills the tables first; some of its requests are made twice."""
    steps: list[Step] = draw(st.lists(batch_writes() | puts(), min_size=1, max_size=4))
    others = st.one_of(
        puts(),
        updates(),
        updates(),
        deletes(),
        gets(),
        queries(),
        queries(),
        scans(),
        batch_gets(),
        batch_writes(),
        transactions(),
        transactions(),
        transactional_gets(),
    )
    for step in draw(st.lists(others, min_size=1, max_size=longest)):
        steps += [step] * draw(st.sampled_from((1, 1, 1, 2)))
    return steps
