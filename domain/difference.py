"""What an import would add to an account, what is there already, and what differs."""

from collections import Counter
from dataclasses import dataclass, field

from domain.errors import InvalidInputError
from domain.portable import NAMES, Record, RecordKind, told


@dataclass(slots=True, kw_only=True)
class Difference:
    """How many records of each kind would be added or are the same, and those that differ.

    A record that differs is told by its place and the names of the fields that do.
    """

    added: Counter[RecordKind] = field(default_factory=Counter[RecordKind])
    same: Counter[RecordKind] = field(default_factory=Counter[RecordKind])
    differing: list[tuple[str, tuple[str, ...]]] = field(
        default_factory=list[tuple[str, tuple[str, ...]]]
    )

    def note(self, record: Record, held: Record | None, *, place: str) -> bool:
        """Note a record beside the one that is held, and say whether it is to be added."""
        kind = NAMES[type(record)]
        if held is None:
            self.added[kind] += 1
            return True
        here, there = told(record), told(held)
        if here == there:
            self.same[kind] += 1
        else:
            fields = tuple(key for key in here | there if here.get(key) != there.get(key))
            self.differing.append((place, fields))
        return False

    def include(self, other: "Difference") -> None:
        """Include what was noted elsewhere."""
        self.added += other.added
        self.same += other.same
        self.differing += other.differing

    def check(self) -> None:
        """Check that nothing differs, for an import changes nothing.

        Raises:
            InvalidInputError: A record differs, whose place the message begins with.
        """
        for place, fields in self.differing[:1]:
            rule = "must be as in the account, for an import changes nothing"
            raise InvalidInputError(place, rule, f"another {', '.join(fields)}")
