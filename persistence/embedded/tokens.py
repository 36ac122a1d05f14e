"""Reading an expression token by token, resolving names and remembering what was referred to."""

import re
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar

from persistence.embedded.errors import invalid
from persistence.embedded.nodes import DocumentPath, Placeholder

_T = TypeVar("_T")
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_]\w*|#\w+)|(?P<value>:\w+)|(?P<index>\d+)"
    r"|(?P<symbol><>|<=|>=|[()=<>,.\[\]+\-]))",
    re.ASCII,
)


class Reader:
    """Walk over the tokens of one expression."""

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self._names = names
        self._tokens = tuple(_tokens(text.rstrip()))
        self._position = 0
        self.used_names: set[str] = set()
        self.used_values: set[str] = set()
        self.attributes: set[str] = set()

    def next_is(self, *texts: str, ahead: int = 0) -> bool:
        """Tell whether a coming token is one of the texts; upper-case texts match any case."""
        text = self._peek(ahead)[1]
        return text in texts or text.upper() in texts

    def next_kind(self) -> str:
        """Return what the coming token is: name, value, index, symbol or end."""
        return self._peek(0)[0]

    def accept(self, *texts: str) -> str | None:
        """Take the coming token if it is one of the texts."""
        if not self.next_is(*texts):
            return None
        text = self.take()
        return text if text in texts else text.upper()

    def expect(self, text: str) -> None:
        """Take the coming token, which must be the text."""
        if not self.accept(text):
            self.fail()

    def take(self, kind: str | None = None) -> str:
        """Take the coming token, which must be of the kind if one is given."""
        found, text = self._peek(0)
        if found == "end" or (kind and found != kind):
            self.fail()
        self._position += 1
        return text

    def fail(self) -> NoReturn:
        """Refuse the coming token."""
        raise invalid(f'Invalid expression: Syntax error; token: "{self._peek(0)[1] or "<EOF>"}"')

    def listed(self, element: Callable[[], _T]) -> tuple[_T, ...]:
        """Read one or more elements separated by commas."""
        elements = [element()]
        while self.accept(","):
            elements.append(element())
        return tuple(elements)

    def path(self) -> DocumentPath:
        """Read a document path such as `a.#b[0]`."""
        elements: list[str | int] = [self._name()]
        self.attributes.add(str(elements[0]))
        while step := self.accept(".", "["):
            elements.append(self._name() if step == "." else int(self.take("index")))
            if step == "[":
                self.expect("]")
        return tuple(elements)

    def placeholder(self) -> Placeholder:
        """Read a reference to a value of the request."""
        name = self.take("value")
        self.used_values.add(name)
        return Placeholder(name=name)

    def _name(self) -> str:
        name = self.take("name")
        if not name.startswith("#"):
            return name
        self.used_names.add(name)
        if name not in self._names:
            raise invalid(f"Invalid expression: attribute name {name} is not defined")
        return self._names[name]

    def _peek(self, ahead: int) -> tuple[str, str]:
        position = self._position + ahead
        return self._tokens[position] if position < len(self._tokens) else ("end", "")


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.lastgroup is None:
            raise invalid(f'Invalid expression: Syntax error; token: "{text[position:][:10]}"')
        found.append((token.lastgroup, token[token.lastgroup]))
        position = token.end()
    return found
