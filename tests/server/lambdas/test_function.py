"""The function as AWS Lambda runs it, and the server without what the function needs."""

import json
import os
import socket
import subprocess
import sys
from typing import Any

from tests.server.lambdas.builders import an_event
from tests.server.lambdas.function import MARK

_TRACE = "1-6a000000-000000000000000000000001"
_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_REGION": "eu-central-1",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "LAMBDA_TASK_ROOT": "/var/task",
    "MILEPOST_SECRET": "a secret",
    "MILEPOST_TABLE": "goals",
    "_HANDLER": "server.lambdas.appsync.handler",
    "_X_AMZN_TRACE_ID": f"Root={_TRACE};Parent=0000000000000001;Sampled=1",
}
_WITHOUT_EXTRA = """
import sys
sys.modules["aws_lambda_powertools"] = None
import server.cli, server.app
assert not [name for name in sys.modules if name.startswith("server.lambdas")]
"""


def run(*events: Any, **variables: str) -> tuple[list[Any], list[dict[str, Any]]]:
    """Return what a function answers to events, and what it prints beside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.server.lambdas.function"],
        env={**kept, **_VARIABLES, **variables},
        input="".join(f"{json.dumps(event)}\n" for event in events),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = done.stdout.splitlines()
    answers = [json.loads(each.removeprefix(MARK)) for each in lines if each.startswith(MARK)]
    return answers, [json.loads(each) for each in lines if not each.startswith(MARK)]


def traced(daemon: socket.socket) -> list[dict[str, Any]]:
    """Return the segments that were sent to the X-Ray daemon."""
    found: list[dict[str, Any]] = []
    try:
        while True:
            found.append(json.loads(daemon.recv(65_536).split(b"\n", 1)[1]))
    except BlockingIOError:
        return found


def test_a_function_answers_by_its_handler_s_name_and_traces_its_requests_to_the_table() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        daemon.settimeout(0)
        address = f"127.0.0.1:{daemon.getsockname()[1]}"
        answers, told = run(
            an_event("Query", "me"),
            [an_event("Query", "goal", goalId="none")],
            an_event("Query", "goal", goalId="none"),
            AWS_XRAY_DAEMON_ADDRESS=address,
        )
        segments = traced(daemon)
    assert answers[0]["value"]["timezone"] == "UTC"
    refused = {"errorMessage": "goal 'none' does not exist", "errorType": "GOAL_NOT_FOUND"}
    assert answers[1:] == [{"value": [{"data": None, **refused}]}, refused]
    assert {each["trace_id"] for each in segments} == {_TRACE}
    handled = [each for each in segments if each["name"] == "## handler"]
    assert [each["annotations"]["field"] for each in handled] == ["Query.me", *["Query.goal"] * 2]
    asked = [each["aws"]["operation"] for each in segments if each["name"] == "dynamodb"]
    assert {"DescribeTable", "GetItem"} <= set(asked)
    assert not [each for each in segments if "metadata" in each]
    # A container is cold once.
    assert [each["ColdStart"] for each in told if "ColdStart" in each] == [[1.0]]


def test_the_server_does_without_the_extra() -> None:
    subprocess.run([sys.executable, "-c", _WITHOUT_EXTRA], check=True, timeout=60)  # noqa: S603
