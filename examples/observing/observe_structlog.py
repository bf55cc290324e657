"""One structured log line for every attempt. Needs `structlog`."""

from __future__ import annotations

import structlog

import smsbat

log = structlog.get_logger("smsbat")


def observe(attempt: smsbat.Attempt) -> None:
    write = log.info if attempt.result == "ok" else log.warning
    write(
        "attempt",
        operation=attempt.operation,
        number=attempt.attempt,
        result=attempt.result,
        outcome=str(attempt.outcome),
        status_code=attempt.status_code,
        seconds=round(attempt.duration, 3),
        request_id=attempt.request_id,
        retry_in=attempt.retry_in,
    )


def client(**settings: object) -> smsbat.Client:
    return smsbat.Client(on_attempt=observe, **settings)  # type: ignore[arg-type]
