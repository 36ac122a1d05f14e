"""Structured log lines: one JSON object a line on stderr, with an event name and its fields."""

import json
import logging
import sys
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

LOGGER: Final = logging.getLogger("milepost")

_FIELDS: Final = "milepost_fields"
# These libraries tell on their own what this room tells in its own events.
_QUIETED: Final = MappingProxyType(
    {
        "uvicorn": logging.WARNING,
        "uvicorn.error": logging.WARNING,
        "strawberry.execution": logging.CRITICAL,
        "botocore": logging.WARNING,
        "pynamodb": logging.WARNING,
    }
)


class LineFormatter(logging.Formatter):
    """Write a log record as one line of JSON: at, level, event, its fields, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a record without fields has its message as its event."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line.update(getattr(record, _FIELDS, {}))
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure() -> None:
    """Send every log line to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name, level in _QUIETED.items():
        logging.getLogger(name).setLevel(level)


def tell(event: str, **fields: Any) -> None:
    """Log that an event took place."""
    LOGGER.info(event, extra={_FIELDS: fields})


def tell_fault(event: str, fault: BaseException, **fields: Any) -> None:
    """Log a fault that nobody foresaw, with its traceback."""
    LOGGER.error(event, exc_info=fault, extra={_FIELDS: fields})
