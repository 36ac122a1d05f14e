"""How broad a GraphQL operation is: aliases let one request ask the same thing many times."""

from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

MOST_ALIASES: Final = 100


class Breadth:
    """Counts the aliases of a document's operations; what a fragment holds counts at each use."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._counted: dict[str, int] = {}

    def aliases(self, operation: OperationDefinitionNode) -> int:
        """Return the number of aliases that the operation comes to."""
        return self._of(operation.selection_set)

    def _of(self, selections: SelectionSetNode | None) -> int:
        total = 0
        for each in selections.selections if selections else ():
            if isinstance(each, FragmentSpreadNode):
                total += self._of_fragment(each.name.value)
            elif isinstance(each, FieldNode):
                total += (each.alias is not None) + self._of(each.selection_set)
            elif isinstance(each, InlineFragmentNode):
                total += self._of(each.selection_set)
        return total

    def _of_fragment(self, name: str) -> int:
        if name not in self._counted:
            # A fragment within itself is refused elsewhere; here it only must come to an end.
            self._counted[name] = 0
            fragment = self._fragments.get(name)
            self._counted[name] = self._of(fragment.selection_set) if fragment else 0
        return self._counted[name]
