"""Exports and imports as REST has them."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from domain.importing import ImportFormat
from domain.portable import ExportFormat, Portion, RecordKind
from server.rest.bulk_shapes import BulkResult
from server.rest.shapes import Asked, Day, Query, Shown, absent


class ExportQuery(Query):
    """The parameters of an export."""

    format: ExportFormat = Field(
        default_factory=lambda: ExportFormat.JSON, description="The form; json if absent."
    )
    goal_ids: list[str] = Field(
        default_factory=list[str], description="These goals alone; all if absent."
    )
    start_date: Day | None = Field(
        default_factory=lambda: None,
        description="The first local day of activities.",
    )
    end_date: Day | None = Field(
        default_factory=lambda: None,
        description="The last local day of activities, itself included.",
    )

    def portion(self) -> Portion:
        """Return what is to be exported.

        Raises:
            InvalidDateRangeError: The last day lies before the first.
        """
        return Portion(
            goal_ids=tuple(self.goal_ids) or None, first=self.start_date, last=self.end_date
        )


class ImportRequest(Asked):
    """Goals to be brought in from a document, or only to be compared with the account."""

    mirrors: ClassVar[str] = "ImportGoalsInput"

    format: ImportFormat
    document: str
    is_preview: bool | None = absent()


class ImportCount(Shown):
    """How many records of a kind an import found; those that differ are not among them."""

    mirrors: ClassVar[str] = "ImportCount"

    kind: RecordKind
    added_count: int = Field(alias="added")
    same: int


class ImportDifference(Shown):
    """A record that differs from that of the account, which an import never changes."""

    mirrors: ClassVar[str] = "ImportDifference"

    place: str
    fields: list[str]


class ImportResponse(Shown):
    """What an import did, or would do; a goal that is refused leaves the others."""

    mirrors: ClassVar[str] = "ImportChange"

    is_preview: bool
    results: list[BulkResult]
    counts: list[ImportCount]
    differing: list[ImportDifference]


class ExportedAccount(Shown):
    """An account, or a part of it, as JSON that can be imported again."""

    format: Literal["milepost"] = Field(description="What it is.")
    form_version: int = Field(alias="version", description="The version of its form.")
    records: list[dict[str, Any]] = Field(
        description="The profile, then each goal with all that belongs to it; each under its name."
    )
