"""The endpoints that bring an account out and in."""

from typing import Final

from server.rest.bulk import import_goals
from server.rest.endpoint import Endpoint
from server.rest.exports import export
from server.rest.portable_shapes import (
    ExportedAccount,
    ExportQuery,
    ImportRequest,
    ImportResponse,
)

PORTABLE_ENDPOINTS: Final = (
    Endpoint(
        name="exportAccount",
        tells="Export the account, or goals and days of it",
        method="GET",
        path="/export",
        carry_out=export,
        answer=ExportedAccount,
        query=ExportQuery,
        names_things=True,
        texts=("text/csv",),
    ),
    Endpoint(
        name="importGoals",
        tells="Bring in goals from a document; one that is refused leaves the others",
        method="POST",
        path="/import",
        carry_out=import_goals,
        answer=ImportResponse,
        body=ImportRequest,
        mutation="importGoals",
    ),
)
