"""Random expressions with the values that they refer to."""

from collections.abc import Callable
from itertools import combinations
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from tests.engines.material import (
    ABSENT,
    ATTRIBUTES,
    EVERY,
    KIND_OF,
    RANGE_KEYS,
    TEXTS,
    VALUES,
    fitting,
)

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

_COMPARATORS: Final = ("=", "<>", "<", "<=", ">", ">=")
_KEY_COMPARATORS: Final = ("=", "<", "<=", ">", ">=")
_PATHS: Final = (
    *ATTRIBUTES,
    *ATTRIBUTES,
    ABSENT,
    "lst[0]",
    "lst[1]",
    "lst[7]",
    "obj.one",
    "obj.two.one",
    "obj.one[0]",
    "GSI1SK",
)
_ORDERED_VALUES: Final = (*VALUES["S"], *VALUES["N"], *VALUES["B"])
_BOUNDS: Final = (
    *combinations([{"S": text} for text in ("", "a", "ab", "é", "\U0001f600")], 2),
    *combinations([{"N": text} for text in ("-1E+3", "-1", "0", "1", "1.5", "1000")], 2),
    *combinations([{"B": content} for content in (b"a", b"ab", b"b")], 2),
)


class Draft:
    """The expressions of one request, and the names and values that they use.

    A careful draft makes requests that are well-formed, whatever the items are.
    """

    def __init__(self, draw: Draw, *, is_careful: bool = False) -> None:
        self._draw = draw
        self.is_careful = is_careful
        self.names: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        self._changed: set[str] = set()

    def declared(self) -> dict[str, Any]:
        """Return the request's parameters for the names and values."""
        names = {"ExpressionAttributeNames": self.names} if self.names else {}
        values = {"ExpressionAttributeValues": self.values} if self.values else {}
        return names | values

    def one_of(self, *choices: Any) -> Any:
        """Return one of the choices."""
        return self._draw(st.sampled_from(choices))

    def is_chosen(self) -> bool:
        """Return true or false."""
        return bool(self._draw(st.booleans()))

    def value(self, value: Any) -> str:
        """Declare a value and return its placeholder."""
        name = f":v{len(self.values)}"
        self.values[name] = value
        return name

    def some(self, attribute: str) -> str:
        """Declare a value that fits the attribute, or mostly."""
        name = _head(attribute)
        usual = VALUES[KIND_OF.get(name, "S")]
        return self.value(self.one_of(*usual) if self.is_careful else self._draw(fitting(name)))

    def path(self, *choices: str) -> str:
        """Return a document path, its first name maybe a placeholder."""
        path: str = self.one_of(*(choices or _PATHS))
        if not self.is_chosen():
            return path
        head = _head(path)
        self.names[f"#{head}"] = head
        return f"#{path}"

    def target(self, *choices: str) -> str:
        """Return a path to change; a careful draft changes no attribute twice."""
        if not self.is_careful:
            return self.path()
        free = [path for path in choices or _PATHS if _head(path) not in self._changed]
        path = self.path(*(free or (f"{ABSENT}{len(self._changed)}",)))
        self._changed.add(_head(path))
        return path

    def projection(self) -> str:
        """Return a projection of one to three paths."""
        return ", ".join(self.path() for _ in range(self.one_of(1, 2, 3)))

    def condition(self, depth: int = 1) -> str:
        """Return a condition, maybe of two."""
        if depth and self.is_chosen():
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            joined: str = self.one_of("{} AND {}", "{} OR {}", "NOT ({} OR {})", "NOT {} AND {}")
            return joined.format(left, right)
        return str(self.one_of(*_CONDITIONS)(self))

    def update(self) -> str:
        """Return an update with one to three clauses."""
        clauses = self._draw(
            st.lists(st.sampled_from(tuple(_ACTIONS)), min_size=1, max_size=3, unique=True)
        )
        return " ".join(f"{clause} {self._actions(clause)}" for clause in clauses)

    def key_condition(self, table: str, names: tuple[str, str], partition: str) -> str:
        """Return a key condition, with one on the range key or without."""
        first = f"{names[0]} = {self.value({'S': partition})}"
        kinds = ("", *_KEY_COMPARATORS, "BETWEEN", *(("begins_with",) if table == TEXTS else ()))
        kind = self.one_of(*kinds)
        if not kind:
            return first
        one, other = (self.value(self.one_of(*RANGE_KEYS[table])) for _ in range(2))
        if kind == "BETWEEN":
            return f"{first} AND {names[1]} BETWEEN {one} AND {other}"
        del self.values[other]
        if kind == "begins_with":
            return f"{first} AND begins_with({names[1]}, {one})"
        return f"{first} AND {names[1]} {kind} {one}"

    def _actions(self, clause: str) -> str:
        count = 1 if self.is_careful else self.one_of(1, 1, 2)
        return ", ".join(_ACTIONS[clause](self) for _ in range(count))


def _head(path: str) -> str:
    return path.lstrip("#").partition("[")[0].partition(".")[0]


def _compared(draft: Draft) -> str:
    path = draft.path()
    return f"{path} {draft.one_of('=', '<>')} {draft.some(path)}"


def _ordered(draft: Draft) -> str:
    value = draft.value(draft.one_of(*_ORDERED_VALUES))
    return f"{draft.path()} {draft.one_of('<', '<=', '>', '>=')} {value}"


def _compared_paths(draft: Draft) -> str:
    first = draft.path()
    second = draft.path(*(path for path in _PATHS if path != first.lstrip("#")))
    return f"{first} {draft.one_of(*_COMPARATORS)} {second}"


def _between(draft: Draft) -> str:
    low, high = draft.one_of(*_BOUNDS)
    if not draft.is_careful and draft.is_chosen():
        low, high = high, low
    return f"{draft.path()} BETWEEN {draft.value(low)} AND {draft.value(high)}"


def _among(draft: Draft) -> str:
    path = draft.path()
    return f"{path} IN ({draft.some(path)}, {draft.some(path)})"


def _exists(draft: Draft) -> str:
    return f"{draft.one_of('attribute_exists', 'attribute_not_exists')}({draft.path()})"


def _typed(draft: Draft) -> str:
    return f"attribute_type({draft.path()}, {draft.value({'S': draft.one_of(*VALUES)})})"


def _begins(draft: Draft) -> str:
    prefixes = (*VALUES["S"], *VALUES["B"])
    value = draft.value(draft.one_of(*prefixes, *(() if draft.is_careful else EVERY)))
    return f"begins_with({draft.path()}, {value})"


def _contains(draft: Draft) -> str:
    return f"contains({draft.path()}, {draft.value(draft.one_of(*EVERY))})"


def _sized(draft: Draft) -> str:
    size = draft.value(draft.one_of(*({"N": str(number)} for number in range(4))))
    return f"size({draft.path()}) {draft.one_of(*_COMPARATORS)} {size}"


_CONDITIONS: Final[tuple[Callable[[Draft], str], ...]] = (
    _compared,
    _ordered,
    _compared_paths,
    _between,
    _among,
    _exists,
    _typed,
    _begins,
    _contains,
    _sized,
)


def _sum(draft: Draft) -> str:
    path = draft.target("cnt")
    form: str = draft.one_of(
        "{0} = {0} + {1}", "{0} = {1} - {0}", "{0} = if_not_exists({0}, {1}) + {2}"
    )
    return form.format(path, *(draft.some("cnt") for word in ("{1}", "{2}") if word in form))


def _joined(draft: Draft) -> str:
    path = draft.target("lst")
    first = draft.some("lst")
    if draft.is_chosen():
        return f"{path} = list_append({path}, {first})"
    return f"{path} = list_append({first}, if_not_exists({path}, {draft.some('lst')}))"


def _replaced(draft: Draft) -> str:
    path = draft.target()
    match draft.one_of(0, 1, 2):
        case 0:
            return f"{path} = {draft.path()}"
        case 1:
            return f"{path} = if_not_exists({draft.path()}, {draft.some(path)})"
        case _:
            return f"{path} = {draft.some(path)}"


def _set(draft: Draft) -> str:
    return str(draft.one_of(_sum, _joined, _replaced, _replaced)(draft))


def _remove(draft: Draft) -> str:
    return draft.target()


def _add(draft: Draft) -> str:
    return _with_operand(draft, "cnt", "sst", "nst", "bst")


def _delete(draft: Draft) -> str:
    return _with_operand(draft, "sst", "nst", "bst")


def _with_operand(draft: Draft, *names: str) -> str:
    path = draft.target(*names)
    return f"{path} {draft.some(draft.one_of(*names, path))}"


_ACTIONS: Final[dict[str, Callable[[Draft], str]]] = {
    "SET": _set,
    "REMOVE": _remove,
    "ADD": _add,
    "DELETE": _delete,
}
