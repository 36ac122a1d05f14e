"""Run the handler as AWS Lambda does: by its name, in a process of its own, over a table in memory.

Standard input has one event a line. Standard output has one answer a line, each after `ANSWER `,
among what the function logs.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any, Final

from moto import mock_aws

from persistence.provision import create_table
from persistence.store import dynamodb_table
from tests.server.lambdas.faces import a_context

MARK: Final = "ANSWER "


def _answer(event: Any) -> dict[str, Any]:
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    try:
        return {"value": getattr(import_module(module), name)(event, a_context())}
    except Exception as error:  # noqa: BLE001 - Lambda tells its class and its text
        return {"errorType": type(error).__name__, "errorMessage": str(error)}


def main() -> None:
    """Answer every line."""
    with mock_aws():
        table, region = os.environ["MILEPOST_TABLE"], os.environ["AWS_REGION"]
        create_table(dynamodb_table(table=table, region=region, endpoint=None))
        for line in sys.stdin:
            answer = json.dumps(_answer(json.loads(line)))
            sys.stdout.write(f"{MARK}{answer}\n")


if __name__ == "__main__":
    main()
