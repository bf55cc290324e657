"""Spans and durations of every attempt, with names of OpenTelemetry's semantic conventions for HTTP clients.

Needs `opentelemetry-api`; where spans and metrics go is set up with `opentelemetry-sdk`, as in every program.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from opentelemetry import metrics, trace

import smsbat

tracer = trace.get_tracer("smsbat")
duration = metrics.get_meter("smsbat").create_histogram(
    "http.client.request.duration",
    unit="s",
    description="Duration of HTTP client requests.",
    explicit_bucket_boundaries_advisory=[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
)


def server(base_url: str) -> dict[str, str | int]:
    url = urlsplit(base_url)
    return {
        "server.address": url.hostname or "",
        "server.port": url.port or (443 if url.scheme == "https" else 80),
        "url.scheme": url.scheme,
    }


class Observer:
    """Function for `on_attempt`. The URLs are those to which the client's requests go."""

    def __init__(self, base_url: str, chathub_url: str) -> None:
        self.server, self.chathub = server(base_url), server(chathub_url)

    def __call__(self, attempt: smsbat.Attempt) -> None:
        attributes = self.chathub if attempt.api == "chathub" else self.server
        attributes = {**attributes, "smsbat.operation": attempt.operation}
        if attempt.status_code is not None:
            attributes["http.response.status_code"] = attempt.status_code
        if attempt.result != "ok":
            no_response = attempt.status_code is None
            attributes["error.type"] = attempt.result if no_response else str(attempt.status_code)
        duration.record(attempt.duration, attributes)

        # The attempt is over, so the span begins in the past. It belongs to the span that the call is in.
        end = time.time_ns()
        span = tracer.start_span(
            attempt.operation,
            kind=trace.SpanKind.CLIENT,
            start_time=end - int(attempt.duration * 1e9),
            attributes={**attributes, "smsbat.outcome": str(attempt.outcome), "smsbat.api": attempt.api},
        )
        if attempt.attempt > 1:
            span.set_attribute("http.request.resend_count", attempt.attempt - 1)
        if attempt.request_id:
            span.set_attribute("smsbat.request_id", attempt.request_id)
        if attempt.result != "ok":
            span.set_status(trace.StatusCode.ERROR, attempt.result)
        span.end(end)


def client(
    base_url: str = "https://restapi.smsbat.com",
    chathub_url: str = "https://chatapi.smsbat.com",
    **settings: object,
) -> smsbat.Client:
    urls = {"base_url": base_url, "chathub_url": chathub_url}
    return smsbat.Client(on_attempt=Observer(**urls), **urls, **settings)  # type: ignore[arg-type]
