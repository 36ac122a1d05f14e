"""What mutations publish to subscribers: their answers as AppSync passes them on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from graphql import FieldNode, OperationType

from domain.answers import ActivityChange, BulkChange, GoalChange
from domain.news import achievements
from schema.asked import asked
from schema.call import Operation
from schema.codec import encode
from schema.selection import Selection

Kept: TypeAlias = dict[str, "Kept"]

_ACHIEVEMENT: Final = "publishMilestone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A mutation's answer, by the contract's names of it and of all that is in it."""

    mutation: str
    payload: Mapping[str, Any]


def published(
    query: str,
    operation_name: str | None,
    variables: dict[str, Any] | None,
    data: Mapping[str, Any] | None,
    *,
    replayed: Collection[str] = (),
) -> Iterator[Published]:
    """Yield what each mutation of an executed operation answered, after its own selection.

    What was replayed, by its name in the answer, was published when it was carried out.

    What is selected under another name is left out at every depth: a subscriber sees null there,
    and no other value can pass for the owner's id.
    """
    if not data:
        return
    found = asked(query, operation_name, variables)
    if found.operation.operation is not OperationType.MUTATION:
        return
    for name, nodes in found.roots().items():
        answer: object = data.get(name)
        if isinstance(answer, Mapping) and name not in replayed:
            kept = _kept(found.selection, nodes)
            yield Published(
                mutation=nodes[0].name.value, payload=_under(kept, cast("object", answer))
            )


def replayed(operation: Operation) -> frozenset[str]:
    """Return the mutations of the operation that changed nothing now, by their names in it."""
    return frozenset(
        name
        for name, change in operation.changes.items()
        if isinstance(change, GoalChange | ActivityChange | BulkChange) and change.is_replayed
    )


def achieved(operation: Operation) -> Iterator[Published]:
    """Yield each milestone that the operation's mutations achieved, whatever was selected."""
    for change in operation.changes.values():
        for one in change.goals if isinstance(change, BulkChange) else (change,):
            if isinstance(one, GoalChange | ActivityChange) and not one.is_replayed:
                for each in achievements(one):
                    yield Published(mutation=_ACHIEVEMENT, payload=encode(each))


def _kept(selection: Selection, nodes: Iterable[FieldNode]) -> Kept:
    """Return the fields selected under their own names, at every depth."""
    return {
        name: _kept(selection, alike)
        for name, alike in selection.fields(nodes).items()
        if alike[0].name.value == name
    }


def _under(kept: Kept, value: object) -> Any:
    if isinstance(value, Mapping):
        held = cast("Mapping[str, Any]", value)
        return {name: _under(below, held[name]) for name, below in kept.items() if name in held}
    if isinstance(value, list):
        return [_under(kept, each) for each in cast("list[object]", value)]
    return value
