"""Counters and times of every attempt for Prometheus. Needs `prometheus-client`."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

import smsbat

ATTEMPTS = Counter(
    "smsbat_attempts_total", "Attempts of requests to the provider", ["operation", "result", "outcome"]
)
SECONDS = Histogram("smsbat_attempt_seconds", "Duration of an attempt", ["operation"])
RETRIES = Counter("smsbat_retries_total", "Attempts after which the request is made again", ["operation"])


def observe(attempt: smsbat.Attempt) -> None:
    ATTEMPTS.labels(attempt.operation, attempt.result, str(attempt.outcome)).inc()
    SECONDS.labels(attempt.operation).observe(attempt.duration)
    if attempt.retry_in is not None:
        RETRIES.labels(attempt.operation).inc()


# prometheus_client.start_http_server(9000) serves them.
def client(**settings: object) -> smsbat.Client:
    return smsbat.Client(on_attempt=observe, **settings)  # type: ignore[arg-type]
