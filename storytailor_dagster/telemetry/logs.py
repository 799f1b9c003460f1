"""Lines of a log as JSON objects: when, how grave, who says it, what, and about which story, run and step.

An error is told by its kind and place: its own words may hold what a family wrote.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

FACTS = "facts"
"""The attribute of a record that holds facts of its own: `log.info("…", extra={"facts": {"story": id}})`."""

Reads = Callable[[logging.LogRecord], Mapping[str, Any]]
"""What else a record says: of its `message` too, in other words."""

_RUN = re.compile(r"\brun:? ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b", re.IGNORECASE)
_about: dict[str, str] = {}
"""What the whole process is about just now: a run's story. One at a time, so no thread has to be told."""
MOST_RUNS = 2000
_of_runs: dict[str, Mapping[str, str]] = {}
"""Whose runs those are that this process gave to Dagster's queue: the latest MOST_RUNS."""
_giving = threading.Lock()


class JsonLines(logging.Formatter):
    """One object a line."""

    def __init__(self, reads: Reads | None = None) -> None:
        super().__init__()
        self._reads = reads

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_about,
        }
        if (run := _RUN.search(told["message"])) is not None:
            told.setdefault("run", run[1])
            told = {**_of_runs.get(run[1], {}), **told}
        told |= getattr(record, FACTS, {})
        if self._reads is not None:
            told |= self._reads(record)
        if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            told |= _error(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


@contextmanager
def about(**facts: str) -> Iterator[None]:
    """Within it, every line of this process says what it is about."""
    _about.update(facts)
    try:
        yield
    finally:
        _about.clear()


def remember(run: str, **facts: str) -> None:
    """From now on, lines of this process that name the run say whose it is."""
    with _giving:
        _of_runs[run] = facts
        if len(_of_runs) > MOST_RUNS:
            del _of_runs[next(iter(_of_runs))]


def json_handler(reads: Reads | None = None) -> logging.Handler:
    """To standard error, whatever that is when a line is written."""
    handler = _Now()
    handler.setFormatter(JsonLines(reads))
    return handler


def all_lines(handler: logging.Handler, *, level: int = logging.WARNING) -> None:
    """All that is logged here from `level` on goes to the handler alone, as do warnings and what ends a thread."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    threading.excepthook = _thread_ended


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    name = "a thread" if ended.thread is None else ended.thread.name
    error = ended.exc_value or ended.exc_type()
    logging.getLogger(__name__).error("%s ended by an error.", name, exc_info=error)


class _Now(logging.StreamHandler[Any]):
    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        return sys.stderr


def _error(error: BaseException) -> dict[str, str]:
    """Kinds and places, the first cause first."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain:
        chain.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    places = "".join("".join(traceback.format_tb(one.__traceback__)) for one in reversed(chain))
    return {"error": " < ".join(type(one).__name__ for one in reversed(chain)), "place": places}
