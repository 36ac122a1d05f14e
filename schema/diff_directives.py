"""What a contract's directives publish, deprecate, hide or rename otherwise than before."""

from collections.abc import Iterator
from typing import Final

from graphql import DirectiveNode, print_ast

from schema.change import Change, Severity
from schema.diff_access import ACCESS
from schema.elements import Elements, applied, listed

_PUBLISHING: Final = {"aws_subscribe": "MUTATION", "aws_publish": "SUBSCRIPTION"}
_HARMLESS: Final = "deprecated"


def directive_changes(old: Elements, new: Elements) -> Iterator[Change]:
    """Yield what differs in directives of elements in both versions, but for modes and groups."""
    for path in (each for each in new if each in old):
        here, there = applied(old[path]), applied(new[path])
        yield from _published(path, here, there)
        yield from _others(path, here, there)


def _published(
    path: str, old: tuple[DirectiveNode, ...], new: tuple[DirectiveNode, ...]
) -> Iterator[Change]:
    for directive, kind in _PUBLISHING.items():
        before, after = _names(old, directive), _names(new, directive)
        for name in sorted(before - after):
            yield Change(
                severity=Severity.BREAKING,
                kind=f"{kind}_REMOVED",
                path=path,
                description=f"{path} lost {name} from @{directive}.",
            )
        for name in sorted(after - before):
            yield Change(
                severity=Severity.DANGEROUS,
                kind=f"{kind}_ADDED",
                path=path,
                description=f"{path} gained {name} in @{directive}.",
            )


def _names(directives: tuple[DirectiveNode, ...], name: str) -> frozenset[str]:
    found = (listed(each) or () for each in directives if each.name.value == name)
    return frozenset(each for names in found for each in names)


def _others(
    path: str, old: tuple[DirectiveNode, ...], new: tuple[DirectiveNode, ...]
) -> Iterator[Change]:
    before, after = _remaining(old), _remaining(new)
    for text in sorted(before.keys() ^ after.keys()):
        is_gone = text in before
        is_harmless = (before | after)[text] == _HARMLESS
        yield Change(
            severity=Severity.SAFE if is_harmless else Severity.DANGEROUS,
            kind="APPLIED_DIRECTIVE_REMOVED" if is_gone else "APPLIED_DIRECTIVE_ADDED",
            path=path,
            description=f"{path} {'lost' if is_gone else 'gained'} {text}.",
        )


def _remaining(directives: tuple[DirectiveNode, ...]) -> dict[str, str]:
    return {
        print_ast(each): each.name.value
        for each in directives
        if each.name.value not in ACCESS and each.name.value not in _PUBLISHING
    }
