"""Log lines are JSON objects, one a line."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from server.observability import LineFormatter, configure, tell, tell_fault


@pytest.fixture
def _own_root() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def _line(record: logging.LogRecord) -> dict[str, object]:
    text = LineFormatter().format(record)
    assert "\n" not in text
    line: dict[str, object] = json.loads(text)
    return line


def test_a_line_has_the_moment_the_level_the_event_and_its_fields(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    tell("goal.counted", count=3, note="one\ntwo")
    line = _line(caplog.records[-1])
    at = datetime.fromisoformat(str(line.pop("at")))
    assert at.tzinfo == UTC
    assert line == {"level": "info", "event": "goal.counted", "count": 3, "note": "one\ntwo"}


def test_a_fault_has_its_traceback_in_the_same_line(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="spilled") as raised:
        raise ValueError("spilled")
    tell_fault("goal.failed", raised.value, request_id="r")
    line = _line(caplog.records[-1])
    assert (line["level"], line["event"], line["request_id"]) == ("error", "goal.failed", "r")
    assert str(line["traceback"]).startswith("Traceback")
    assert "ValueError: spilled" in str(line["traceback"])


def test_a_library_s_message_is_its_event(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("elsewhere").warning("%s left", 3)
    assert _line(caplog.records[-1])["event"] == "3 left"


@pytest.mark.usefixtures("_own_root")
def test_configured_logging_writes_json_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    tell("began")
    logging.getLogger("strawberry.execution").error("a field failed")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert [json.loads(line)["event"] for line in captured.err.splitlines()] == ["began"]
