"""The words of `token` and `key`."""

from typing import Any, Final

from server.parsing import OneLineParser, add, add_group, add_place, days_up_to, owner

MAX_TOKEN_DAYS: Final = 3650
MAX_KEY_DAYS: Final = 365
KEY_DAYS: Final = 7


def add_token(commands: Any) -> None:
    """Add what makes callers' tokens."""
    example = "milepost token create --user ada --days 90"
    kinds = add_group(commands, "token", tells="make callers' tokens", example=example)
    command = add(
        kinds,
        "create",
        runner="tokens.create",
        tells="print a new token once; only its digest is kept",
        example=example,
    )
    command.add_argument("--user", type=owner, required=True, help="whose goals it opens")
    command.add_argument(
        "--days",
        type=days_up_to(MAX_TOKEN_DAYS),
        metavar="N",
        help=f"days it lasts, 1 to {MAX_TOKEN_DAYS} (all)",
    )
    add_place(command)


def add_key(commands: Any) -> None:
    """Add what makes, lists and revokes API keys."""
    example = "milepost key create --days 30 --note landing-page"
    kinds = add_group(commands, "key", tells="make, list and revoke API keys", example=example)
    _add_key_creation(kinds, example)
    listing = add(
        kinds,
        "list",
        runner="keys.show",
        tells="print id, creation, expiry and note of every key",
        example="milepost key list",
    )
    revocation = add(
        kinds,
        "revoke",
        runner="keys.revoke",
        tells="make a key worthless at once",
        example="milepost key revoke 1a2b3c4d5e6f",
    )
    revocation.add_argument("id", metavar="ID", help="the id that `key list` prints")
    for command in (listing, revocation):
        add_place(command)


def _add_key_creation(kinds: Any, example: str) -> None:
    command: OneLineParser = add(
        kinds,
        "create",
        runner="keys.create",
        tells="print a new API key once; only its digest is kept",
        example=example,
    )
    command.add_argument(
        "--days",
        type=days_up_to(MAX_KEY_DAYS),
        metavar="N",
        default=KEY_DAYS,
        help=f"days it lasts, 1 to {MAX_KEY_DAYS} (default %(default)s)",
    )
    command.add_argument("--note", help="what it is for, shown by `key list`")
    add_place(command)
