"""Bringing in goals from a document: what is asked for, and what is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.answers import BulkResult, ImportChange, ImportCount, ImportDifference
from domain.difference import Difference
from domain.idempotency import Keyed
from domain.portable import RecordKind

_MOST_SHOWN: Final = 20


class ImportFormat(StrEnum):
    """What wrote a document: `milepost export` as JSON, or Beeminder's export of a goal."""

    MILEPOST = "milepost"
    BEEMINDER = "beeminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsImport(Keyed):
    """Goals to be brought in from a document, or only to be compared with the account."""

    format: ImportFormat
    document: str
    is_preview: bool = False


def import_change(
    wanted: GoalsImport, difference: Difference, results: Sequence[BulkResult], *, owner: str
) -> ImportChange:
    """Return what an import did, or would do, with at most 20 records that differ."""
    added, same = difference.added, difference.same
    return ImportChange(
        owner=owner,
        is_preview=wanted.is_preview,
        results=tuple(results),
        counts=tuple(
            ImportCount(kind=kind, added=added[kind], same=same[kind])
            for kind in RecordKind
            if added[kind] or same[kind]
        ),
        differing=tuple(
            ImportDifference(place=place, fields=fields)
            for place, fields in difference.differing[:_MOST_SHOWN]
        ),
    )
