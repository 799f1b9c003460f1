"""Dagster's lines, when logs are JSON: its console loggers, and the process's own, in the project's form.

Dagster has no setting for the first (each run and each tick of a sensor makes a coloured one), so what makes them is
replaced: `create_console_logger` in the two modules that call it, and `configure_loggers` where a process begins.
"""

import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import dagster as dg
from dagster import _loggers
from dagster._core.definitions import instigation_logger

from storytailor_dagster.defs import tags
from storytailor_dagster.settings import Settings
from storytailor_dagster.subjects import SUBJECTS
from storytailor_dagster.telemetry.logs import all_lines, json_handler

_PROCESSES = ("dagster", "dagster-webserver")


def log_json(command: ModuleType) -> None:
    """Where the settings want it, before anything of a code location is loaded; `command` would set its own form."""
    if (settings := Settings()).log_format == "json":
        command.configure_loggers = process_logs  # type: ignore[attr-defined]
        log_as_chosen(settings)


def log_as_chosen(settings: Settings) -> None:
    """From now on Dagster's lines in this process are as the settings say."""
    if settings.log_format == "text":
        return
    for module in (_loggers, instigation_logger):
        module.create_console_logger = _console  # type: ignore[attr-defined]
    process_logs()


def process_logs(*args: object, log_level: str | int = logging.INFO, **others: object) -> None:
    """In the place of Dagster's `configure_loggers`; what other libraries say, from warnings on, is said alike."""
    all_lines(json_handler(facts_of))
    for name in _PROCESSES:
        logger = logging.getLogger(name)
        logger.handlers[:] = [json_handler(facts_of)]
        logger.setLevel(log_level)
        logger.propagate = False


def facts_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """What a record of a run says beside its message: whose run it is, its step, the event and its code."""
    told: Mapping[str, Any] | None = getattr(record, "dagster_meta", None)
    if told is None:
        return {}
    event = told.get("dagster_event")
    facts = {
        "message": told.get("orig_message") or record.getMessage(),
        "run": told.get("run_id"),
        "step": told.get("step_key"),
        **_subject(told),
        **({} if event is None else {"event": event.event_type_value, **_failed(event)}),
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _subject(told: Mapping[str, Any]) -> Mapping[str, str]:
    key = (told.get("job_tags") or {}).get(tags.PARTITION)
    if key is None:
        return {}
    of = f"{told.get('job_name')} {told.get('step_key')}"
    kind = next((one.name for one in SUBJECTS if f"make_{one.name}" in of or f"{one.name}__" in of), None)
    return {kind or "subject": key}


def _failed(event: dg.DagsterEvent) -> Mapping[str, str]:
    if not event.is_step_failure:
        return {}
    data = event.step_failure_data.user_failure_data
    code = None if data is None else data.metadata.get("code")
    return {} if code is None else {"code": str(code.value)}


def _console(name: str, level: str | int) -> logging.Logger:
    logger = logging.getLoggerClass()(name, level=level)
    logger.addHandler(json_handler(facts_of))
    return logger
