"""The recipes for observing run against the real packages: OpenTelemetry, Prometheus, structlog.

Each sends one message in the sandbox, whose first attempt gets a 429. What the package has recorded of the
two attempts is checked.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import common

PACKAGES = ["opentelemetry-sdk==1.38.0", "prometheus-client==0.23.1", "structlog==25.5.0"]
EXAMPLES = common.ROOT / "examples" / "observing"

SEND = """
import sys
import smsbat
sys.path.insert(0, {examples!r})

def send(client):
    control = smsbat.Client(api_key="test-key", base_url={url!r})
    control.request("POST", "/_sandbox/reply_next", {{"path_prefix": "/bat/", "status": 429}})
    result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
    assert result.ok, result

settings = {{"api_key": "test-key", "base_url": {url!r}}}
"""

OPENTELEMETRY = """
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

reader, spans = InMemoryMetricReader(), InMemorySpanExporter()
metrics.set_meter_provider(MeterProvider([reader]))
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
trace.set_tracer_provider(provider)

import observe_opentelemetry
with trace.get_tracer("shop").start_as_current_span("order"):
    send(observe_opentelemetry.client(**settings))

first, second, order = spans.get_finished_spans()
assert order.name == "order"
for span in (first, second):
    assert span.name == "messages.send" and span.kind is trace.SpanKind.CLIENT
    assert span.parent.span_id == order.context.span_id
    assert order.start_time <= span.start_time < span.end_time <= order.end_time
    assert span.attributes["server.address"] == "127.0.0.1" and span.attributes["url.scheme"] == "http"
assert first.status.status_code is trace.StatusCode.ERROR and first.attributes["error.type"] == "429"
assert second.attributes["http.response.status_code"] == 200
assert second.attributes["http.request.resend_count"] == 1
assert second.attributes["smsbat.outcome"] == "accepted"

[metric] = reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics
assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
found = {point.attributes["http.response.status_code"]: point.count for point in metric.data.data_points}
assert found == {429: 1, 200: 1}, found
"""

PROMETHEUS = """
import observe_prometheus
from prometheus_client import generate_latest
send(observe_prometheus.client(**settings))
text = generate_latest().decode()
for line in (
    'smsbat_attempts_total{operation="messages.send",outcome="not_sent",result="rate_limit"} 1.0',
    'smsbat_attempts_total{operation="messages.send",outcome="accepted",result="ok"} 1.0',
    'smsbat_retries_total{operation="messages.send"} 1.0',
    'smsbat_attempt_seconds_count{operation="messages.send"} 2.0',
):
    assert line in text, text
"""

STRUCTLOG = """
import structlog
from structlog.testing import capture_logs
import observe_structlog
with capture_logs() as lines:
    send(observe_structlog.client(**settings))
assert [(l["log_level"], l["result"], l["number"], l["status_code"]) for l in lines] == [
    ("warning", "rate_limit", 1, 429), ("info", "ok", 2, 200)
], lines
assert lines[0]["retry_in"] >= 0.5 and lines[1]["retry_in"] is None
"""


def main() -> int:
    score = common.Score()
    python = common.venv("observe", PACKAGES)
    # The package as it is built for development.
    environment = os.environ | {"PYTHONPATH": str(common.ROOT / "python")}
    with common.sandbox() as ready:
        start = SEND.format(examples=str(EXAMPLES), url=ready["url"])
        for name, code in (
            ("opentelemetry", OPENTELEMETRY),
            ("prometheus", PROMETHEUS),
            ("structlog", STRUCTLOG),
        ):
            done = common.run(python, "-c", start + code, env=environment, timeout=120)
            score.add(f"{name} records both attempts", done.returncode and done.stdout + done.stderr)
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in Path(EXAMPLES).glob("*.py")}
    score.add("each recipe fits a page", {name: n for name, n in lines.items() if n > 80})
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
