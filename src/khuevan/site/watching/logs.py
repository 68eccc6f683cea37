"""Logs for machines: one JSON object a line, with the number of the request, and nothing about people.

Addresses and database errors carry names, tokens and marks. So a line has the route instead of the address, the kind of
an error and where it happened instead of its message, and of other programs' words only what stands in their source.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

OURS = "khuevan"
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
SHARED = re.compile(r"(/[sh]/)[^/\s]+")
DEEPEST = 12
request_id: ContextVar[str] = ContextVar("request_id", default="")


class WithoutTokens(logging.Filter):
    """For logs that people read: addresses of shared links stay, their tokens do not."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(SHARED.sub(r"\1…", one) if isinstance(one, str) else one for one in record.args)
        return True


class JsonLines(logging.Formatter):
    """``at``, ``level``, ``logger``, ``message``, where known ``request``, ``error``; fields given as ``said``."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if number := request_id.get():
            line["request"] = number
        if status := getattr(record, "status_code", None):
            line["status"] = status
        line |= getattr(record, "said", {}) | _job(record)
        if record.exc_info and record.exc_info[1]:
            line["error"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def told(error: BaseException) -> dict[str, Any]:
    """An error without its words: its kind, what the database calls it, the places from the outermost in."""
    places = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    found: dict[str, Any] = {"kind": type(error).__name__, "at": [f"{p.filename}:{p.lineno} {p.name}" for p in places]}
    for cause in (error, error.__cause__):
        if state := getattr(cause, "sqlstate", None):
            found |= {"sqlstate": state, "constraint": getattr(getattr(cause, "diag", None), "constraint_name", None)}
    return found


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    return str(record.msg) if record.args else f"{record.module}.{record.funcName}"


def _job(record: logging.LogRecord) -> dict[str, Any]:
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return {}
    return {"job": job.get("id"), "task": job.get("task_name"), "action": getattr(record, "action", None)}
