"""The words of `schema`."""

from pathlib import Path
from typing import Any, Final

from server.parsing import OneLineParser, add, add_group

# Named here too, since the command line loads no command's libraries; a test compares them.
FORMATS: Final = ("text", "json", "github", "markdown")
MODES: Final = ("aws_cognito_user_pools", "aws_oidc", "aws_lambda", "aws_api_key", "aws_iam")


def add_schema(commands: Any) -> None:
    """Add what prints, checks and compares the contract."""
    kinds = add_group(
        commands,
        "schema",
        tells="print, check or compare the contract",
        example="milepost schema check",
    )
    add(
        kinds,
        "print",
        runner="contract.print_schema",
        tells="print the schema that the server answers by",
        example="milepost schema print > schema.graphql",
    )
    add(
        kinds,
        "check",
        runner="contract.check_schema",
        tells="check that the server's schema mirrors the contract, exit 1 if not",
        example="milepost schema check",
    )
    add(
        kinds,
        "openapi",
        runner="contract.print_openapi",
        tells="print the document of REST in OpenAPI, as YAML",
        example="milepost schema openapi > openapi.yaml",
    )
    _add_diff(kinds)


def _add_diff(kinds: Any) -> None:
    command: OneLineParser = add(
        kinds,
        "diff",
        runner="contract_diff.run",
        tells="tell what changes for a schema's clients, exit 1 if it breaks them",
        example="milepost schema diff --against main schema.graphql",
    )
    command.add_argument("old", metavar="OLD", type=Path, help="the schema's file before")
    command.add_argument(
        "new",
        metavar="NEW",
        type=Path,
        nargs="?",
        help="the schema's file now; with --against it is OLD's unless named",
    )
    command.add_argument(
        "--against", metavar="REF", help="read OLD as it is in this commit, branch or tag of git"
    )
    command.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="how to tell (default %(default)s)"
    )
    command.add_argument(
        "--default-mode",
        choices=MODES,
        default=MODES[0],
        help="what reaches a type without directives of its own (default %(default)s)",
    )
