"""What is selected below a field, as AppSync lists it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    value_from_ast_untyped,
)

Selecting: TypeAlias = (
    OperationDefinitionNode | FieldNode | InlineFragmentNode | FragmentDefinitionNode
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an operation selects, given its fragments and the values of its variables.

    The contract has no abstract types, so every fragment is about the type it stands in.
    """

    fragments: Mapping[str, FragmentDefinitionNode]
    variables: dict[str, Any]

    def paths(self, nodes: Iterable[FieldNode], above: str = "") -> Iterator[str]:
        """Yield the paths selected below a field, of names in the answer, parents first.

        Fragments are flattened, and what `@skip` or `@include` leaves out is not there.
        """
        for name, alike in self.fields(nodes).items():
            yield f"{above}{name}"
            yield from self.paths(alike, f"{above}{name}/")

    def fields(self, nodes: Iterable[Selecting]) -> dict[str, list[FieldNode]]:
        """Return the fields selected of one object, by their names in the answer.

        A fragment is looked into once: within one another they could keep a server for ever.
        """
        found: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        waiting = _last_first(*nodes)
        while waiting:
            each = waiting.pop()
            if not self._is_included(each):
                continue
            if isinstance(each, FieldNode):
                found.setdefault((each.alias or each.name).value, []).append(each)
            elif isinstance(each, InlineFragmentNode):
                waiting += _last_first(each)
            elif isinstance(each, FragmentSpreadNode) and each.name.value not in spread:
                spread.add(each.name.value)
                waiting += _last_first(self.fragments[each.name.value])
        return found

    def _is_included(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            name = directive.name.value
            for condition in directive.arguments or ():
                is_met = value_from_ast_untyped(condition.value, self.variables)
                if (name == "skip" and is_met) or (name == "include" and not is_met):
                    return False
        return True


def _last_first(*nodes: Selecting) -> list[SelectionNode]:
    held = [each for node in nodes if node.selection_set for each in node.selection_set.selections]
    return held[::-1]
