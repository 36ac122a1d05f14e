"""`token create`: a caller's token, shown once."""

import asyncio
import sys
from argparse import Namespace
from contextlib import closing
from datetime import UTC, datetime

from server.auth.tokens import mint
from server.storage import open_named_store


def create(arguments: Namespace) -> int:
    """Keep a new token's digest and print the token."""
    secret, token = mint(owner=arguments.user, now=datetime.now(UTC), days=arguments.days)
    with closing(open_named_store(arguments)) as store:
        asyncio.run(store.tokens.add(token))
    sys.stdout.write(f"{secret}\n")
    return 0
