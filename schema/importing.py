"""Imports in the contract."""

from strawberry import ID

import domain.answers
import domain.importing
from schema.answers import BulkResult
from schema.enums import ImportFormat, RecordKind
from schema.mirror import REPEATED, attribute, entry, output


@output(domain.answers.ImportCount)
class ImportCount:
    """How many records of a kind an import found; those that differ are not among them."""

    kind: RecordKind = attribute("What they are.")
    added: int = attribute("The number of those that were missing.")
    same: int = attribute("The number of those that were there already.")


@output(domain.answers.ImportDifference)
class ImportDifference:
    """A record that differs from that of the account, which an import never changes."""

    place: str = attribute("Where in the document it stands.")
    fields: list[str] = attribute("The fields that differ.")


@output(domain.answers.ImportChange)
class ImportChange:
    """What an import did, or would do; a goal that is refused leaves the others."""

    owner: ID | None = attribute("The owner's id.", name="userId")
    is_preview: bool | None = attribute("Whether nothing was written.")
    results: list[BulkResult] | None = attribute(
        "One result for each goal, in the document's order."
    )
    counts: list[ImportCount] | None = attribute(
        "What came in, or would, with the goals that are not refused."
    )
    differing: list[ImportDifference] | None = attribute("What differs, the first 20 of it.")
    is_replayed: bool | None = attribute(
        "Whether it was brought in by the same request before, and nothing now.", name="replayed"
    )


@entry(domain.importing.GoalsImport)
class ImportGoalsInput:
    """Goals to be brought in from a document, or only to be compared with the account."""

    format: ImportFormat = attribute("What wrote the document.")
    document: str = attribute("The document as it was written, line for line.")
    is_preview: bool | None = attribute(
        "Tell what would be done and write nothing; false if absent."
    )
    idempotency_key: str | None = attribute(REPEATED)
