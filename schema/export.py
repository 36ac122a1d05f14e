"""Exports in the contract."""

import domain.portable
from schema.enums import ExportFormat
from schema.mirror import attribute, output


@output(domain.portable.ExportResult)
class ExportResult:
    """An account, or a part of it, as one text."""

    format: ExportFormat = attribute("The form of the text.")
    content_type: str = attribute("The media type of the text.")
    content: str = attribute("The text.")
