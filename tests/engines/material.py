"""What random requests are made of: two tables, few keys, values of every type."""

from typing import Any, Final

from hypothesis import strategies as st

from tests.persistence.embedded.builders import a_table, an_index

TEXTS: Final = "texts"
NUMBERS: Final = "numbers"
INDEX: Final = "GSI1"
TABLES: Final = (
    a_table(TEXTS, indexes=(an_index(),)),
    a_table(
        NUMBERS,
        range_type="N",
        indexes=(an_index(projection={"ProjectionType": "INCLUDE", "NonKeyAttributes": ["cnt"]}),),
        index_types={"GSI1SK": "N"},
    ),
)
"""The second one orders by numbers, and its index holds some attributes only."""

PARTITIONS: Final = ("p", "q")
RANGE_KEYS: Final[dict[str, tuple[dict[str, str], ...]]] = {
    TEXTS: tuple({"S": text} for text in ("a", "ab", "b", "z", "é", "\uffee", "\U0001f600")),
    NUMBERS: tuple(
        {"N": text} for text in ("-1E+20", "-10", "-9.5", "0", "0.001", "2", "10", "1.2E+20")
    ),
}
INDEX_PARTITIONS: Final = ("x", "y")
ATTRIBUTES: Final = ("cnt", "txt", "lst", "obj", "sst", "nst", "bst", "dat", "flg")
ABSENT: Final = "nothing"

_NUMBERS: Final = ("0", "1", "-1", "2", "1.50", "1E+3", "9" * 38, "-0.0001", "1E-130")
_TEXTS: Final = ("", "a", "ab", "b", "é", "\U0001f600", "a\x00")
_BYTES: Final = (b"", b"a", b"ab", b"\xff\x00")
VALUES: Final[dict[str, tuple[Any, ...]]] = {
    "N": tuple({"N": text} for text in _NUMBERS),
    "S": tuple({"S": text} for text in _TEXTS),
    "B": tuple({"B": content} for content in _BYTES),
    "SS": ({"SS": ["a"]}, {"SS": ["b", "a"]}, {"SS": ["é", "", "ab"]}),
    "NS": ({"NS": ["1"]}, {"NS": ["2", "1"]}, {"NS": ["-1", "1000"]}),
    "BS": ({"BS": [b"a"]}, {"BS": [b"b", b"a"]}),
    "L": (
        {"L": []},
        {"L": [{"N": "1"}]},
        {"L": [{"S": "a"}, {"N": "2"}, {"L": [{"NULL": True}]}]},
    ),
    "M": (
        {"M": {}},
        {"M": {"one": {"N": "1"}}},
        {"M": {"one": {"L": [{"S": "a"}]}, "two": {"M": {"one": {"SS": ["a", "b"]}}}}},
    ),
    "BOOL": ({"BOOL": True}, {"BOOL": False}),
    "NULL": ({"NULL": True},),
}
KIND_OF: Final = {
    "cnt": "N",
    "txt": "S",
    "lst": "L",
    "obj": "M",
    "sst": "SS",
    "nst": "NS",
    "bst": "BS",
    "dat": "B",
    "flg": "BOOL",
}
EVERY: Final = tuple(value for kind in VALUES.values() for value in kind)


def fitting(attribute: str) -> st.SearchStrategy[Any]:
    """Return values that mostly have the type that the attribute usually has."""
    usual = VALUES[KIND_OF.get(attribute, "S")]
    return st.sampled_from((*usual, *usual, *usual, *EVERY))


def keys(table: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return keys of the table, few enough to meet again."""
    return st.fixed_dictionaries(
        {
            "PK": st.sampled_from(PARTITIONS).map(_text),
            "SK": st.sampled_from(RANGE_KEYS[table]),
        }
    )


def items(table: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return items of the table, in its index or not."""
    others = {name: fitting(name) for name in ATTRIBUTES}
    index = {
        "GSI1PK": st.sampled_from(INDEX_PARTITIONS).map(_text),
        "GSI1SK": st.sampled_from(RANGE_KEYS[table]),
    }
    parts = st.tuples(keys(table), st.fixed_dictionaries({}, optional=others | index))
    return parts.map(lambda pair: pair[0] | pair[1])


def _text(text: str) -> dict[str, str]:
    return {"S": text}
