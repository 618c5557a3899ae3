"""Log lines: one per event, as JSON or as text, each with the request or the job it belongs to.

Codes, numbers and places in the code only. The words of an exception are left out, as they may hold
what somebody typed; who saw whose record is in the trail, under the same request id.
"""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safety_center.settings import Settings

_BOUND: ContextVar[Mapping[str, Any]] = ContextVar("bound", default={})  # noqa: B039 - never changed in place
_FRAMES = 8


def bind(**fields: Any) -> None:
    """Let every line from here on carry these fields, instead of those before."""
    _BOUND.set(fields)


@contextmanager
def bound(**fields: Any) -> Iterator[None]:
    """The same until left, besides those before."""
    token = _BOUND.set({**_BOUND.get(), **fields})
    try:
        yield
    finally:
        _BOUND.reset(token)


def log_event(logger: logging.Logger, event: str, **fields: Any) -> None:
    """A line about something that happened."""
    logger.info(event, extra={"fields": fields})


class LineFormatter(logging.Formatter):
    """`{"at": …, "level": …, "logger": …, "event": …, …}`, or the same as `event name=value …`."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self._write = _as_json if as_json else _as_text

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_BOUND.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-_FRAMES:]
            entry["where"] = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        return self._write(entry)


def configure_logs(settings: Settings) -> None:
    """Send every line of this process to standard error; the demonstration only says what went wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter(settings.log_format == "json"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours = logging.WARNING if settings.demonstration else logging.INFO
    logging.getLogger("safety_center").setLevel(ours)


def _as_json(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, default=str)


def _as_text(entry: Mapping[str, Any]) -> str:
    """One line whatever a value holds."""
    head = f"{entry['at']} {entry['level']} {entry['logger']} {entry['event']}"
    told = {name: value for name, value in entry.items() if name not in _HEAD}
    line = " ".join([head, *(f"{name}={value}" for name, value in told.items())])
    return line.replace("\r", " ").replace("\n", " | ")


_HEAD = frozenset({"at", "level", "logger", "event"})
