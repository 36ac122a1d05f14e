"""How the changes of a contract are told: to people, to programs, to GitHub."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeAlias

from schema.change import Change, Severity, worst

Report: TypeAlias = Callable[[Sequence[Change], str], Iterator[str]]

_COMMANDS: Final = {
    Severity.BREAKING: "error",
    Severity.SECURITY: "warning",
    Severity.DANGEROUS: "warning",
    Severity.SAFE: "notice",
}


def as_text(changes: Sequence[Change], file: str) -> Iterator[str]:
    """Yield a line for each change, and their numbers."""
    del file
    yield from (f"{change.severity}: {change.description}" for change in changes)
    yield _summary(changes)


def as_json(changes: Sequence[Change], file: str) -> Iterator[str]:
    """Yield an object with the verdict, the worst severity or null, and the changes."""
    found = {"file": file, "verdict": worst(changes), "changes": [asdict(each) for each in changes]}
    yield json.dumps(found, indent=2)


def as_github(changes: Sequence[Change], file: str) -> Iterator[str]:
    """Yield commands that make GitHub annotate the lines of the file."""
    for change in changes:
        places = {"file": file, "line": change.line, "title": change.severity}
        told = ",".join(f"{name}={_property(str(each))}" for name, each in places.items() if each)
        yield f"::{_COMMANDS[change.severity]} {told}::{_data(change.description)}"
    yield _summary(changes)


def as_markdown(changes: Sequence[Change], file: str) -> Iterator[str]:
    """Yield a section with a list for each severity, for a comment or a job's summary."""
    yield f"### {_code(file)}: {_summary(changes)}"
    for severity, found in groupby(changes, key=attrgetter("severity")):
        yield f"\n**{severity}**\n"
        yield from (f"- {_code(change.description)}" for change in found)


REPORTS: Final[Mapping[str, Report]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
}


def _summary(changes: Sequence[Change]) -> str:
    found = [change.severity for change in changes]
    counts = [f"{found.count(each)} {each}" for each in Severity if each in found]
    return ", ".join(counts) or "no changes"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _code(text: str) -> str:
    """Return a code span, in which neither marks nor mentions count."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{text}{pad}{fence}"
