"""Delivery: tracking, its summary, what webhooks bring, and receivers of them."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import json
import os
import sqlite3
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import smsbat
import smsbat._receivers
import smsbat.webhooks

#: Recipients with their fates; the last one's message stays under way.
FATES = {
    "+380990000001": "delivered",
    "+380990000204": "read",
    "+380990000201": "undeliverable",
    "+380990000203": "expired",
    "+380990000301": "pending",
}


def campaign(
    sandbox: smsbat.Sandbox, client: smsbat.Client, journal: Path | None = None
) -> smsbat.BulkReport:
    rows = [{"to": to, "text": "Hello"} for to in FATES]
    # One is refused in its row, one before it is sent.
    rows[2:2] = [{"to": "+380990000101", "text": "Hello"}, {"to": "12", "text": "Hello"}]
    report = client.messages.send_bulk(rows, sender="MyShop", journal=journal)
    assert (report.accepted, report.rejected, report.not_sent) == (5, 1, 1)
    sandbox.advance(10)
    if journal is not None:
        # Old enough to be asked for at once.
        with sqlite3.connect(journal) as database:
            database.execute("UPDATE chunk SET taken_at = '2026-01-01T00:00:00Z'")
        database.close()
    return report


def body(message_id: str, status: str, cost: str = "0.310", second: int = 1) -> bytes:
    return json.dumps(
        {
            "messageId": message_id,
            "deliverystatus": status,
            "timestamp": f"2026-05-04T10:00:{second:02}Z",
            "cost": float(cost),
        }
    ).encode()


def test_a_journal_is_tracked(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    journal = tmp_path / "campaign.db"
    report = campaign(sandbox, client, journal)
    told: list[smsbat.TrackProgress] = []
    summary = client.messages.track(journal=journal, timeout=1, progress=told.append)
    assert (summary.total, summary.delivered, summary.read) == (5, 1, 1)
    assert (summary.undeliverable, summary.expired, summary.pending, summary.unknown) == (1, 1, 1, 0)
    assert (summary.cost, summary.requests, summary.is_final) == (Decimal("1.550"), 5, False)
    assert list(summary.by_channel) == ["sms"]
    assert summary.by_channel["sms"].cost == summary.cost
    assert [row["delivery"] for row in summary] == list(FATES.values())
    assert [row["to"] for row in summary.to_dicts()] == list(FATES)
    assert summary[-1]["delivery_status"] == "processing"
    assert summary[0]["source"] == "track"
    assert summary[0]["cost"] == Decimal("0.310")
    assert summary[1]["is_final"]
    with pytest.raises(IndexError):
        summary[5]
    assert (told[-1].settled, told[-1].total, told[-1].requests) == (4, 5, 5)
    assert told[-1].fraction == pytest.approx(0.8)
    # Known statuses are read without a request, also through the report of the run.
    for again in (
        client.messages.track(journal=journal, timeout=0),
        client.messages.track(report, timeout=0),
        client.messages.track([row["message_id"] for row in summary], journal=journal, timeout=0),
    ):
        assert repr(again).split("cost")[0] == repr(summary).split("cost")[0]
        assert (again.requests, again.cost, len(again)) == (0, summary.cost, 5)


def test_the_columns_of_the_report_and_the_delivery_in_one_call(
    sandbox: smsbat.Sandbox, client: smsbat.Client
) -> None:
    report = campaign(sandbox, client)
    summary = client.messages.track(report, timeout=1)
    columns = summary.to_columns(report)
    assert columns["to"] == [row["to"] for row in report]
    assert columns["delivery"] == ["delivered", "read", None, None, "undeliverable", "expired", "pending"]
    assert columns["outcome"][2] == "rejected"
    assert columns["cost"][0] == Decimal("0.310")
    alone = summary.to_columns()
    assert {name: len(values) for name, values in alone.items()} == dict.fromkeys(
        smsbat._smsbat.DELIVERY_COLUMNS, 5
    )
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(columns)
    assert frame[frame.delivery == "read"]["to"].tolist() == ["+380990000204"]


def test_a_summary_is_written_and_shown(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    report = campaign(sandbox, client)
    summary = client.messages.track(report, timeout=1)
    summary.to_csv(tmp_path / "delivery.csv")
    summary.to_json(tmp_path / "delivery.json")
    assert (tmp_path / "delivery.csv").read_text().count("\n") == 6
    written = json.loads((tmp_path / "delivery.json").read_text())
    assert written["rows"][1]["delivery"] == "read"
    assert summary.to_dict() == {name: value for name, value in written.items() if name != "rows"}
    assert repr(summary) == (
        "DeliverySummary(total=5, delivered=1, read=1, undeliverable=1, expired=1, pending=1, unknown=0, "
        "cost=1.550)"
    )
    html = summary._repr_html_()
    assert html.index("not delivered") < html.index("By channel")
    assert "smsbat-undeliverable" in html
    assert "380990000201" not in html
    assert "380…01" in html
    shown = report._repr_html_()
    assert shown.index("Rows that were not accepted") < shown.index("Reasons") < shown.index("BulkReport")
    assert "INVALID_RECIPIENT" in shown
    assert "380990000101" not in shown


def test_what_cannot_be_tracked(client: smsbat.Client, tmp_path: Path) -> None:
    with pytest.raises(smsbat.ValidationError, match="messages is required"):
        client.messages.track()
    with pytest.raises(smsbat.ValidationError, match=r"messages\[1\] is missing"):
        client.messages.track(["m-1", None])
    with pytest.raises(smsbat.ConfigurationError, match="the journal is not there"):
        client.messages.track(journal=tmp_path / "none.db")
    with pytest.raises(smsbat.ValidationError, match="timeout"):
        client.messages.track(["m-1"], timeout=-1)
    with pytest.raises(smsbat.NotFoundError):
        client.messages.track(["m-1"], timeout=0.2)

    def fail(_: smsbat.TrackProgress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.messages.track(["m-1"], progress=fail)


def test_reports_are_recorded(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    journal = tmp_path / "campaign.db"
    event = smsbat.webhooks.record(journal, body("m-strange", "Delivered"))
    assert isinstance(event, smsbat.DeliveryReport)
    assert event.is_delivered
    incoming = b'{"idUuid": "u-1", "text": "Yes"}'
    kinds = [
        type(event) for event in smsbat.webhooks.record(journal, [incoming, '{"x": 1}', body("m", "read")])
    ]
    assert kinds == [smsbat.IncomingMessage, dict, smsbat.DeliveryReport]
    report = campaign(sandbox, client, journal)
    ids = [row["message_id"] for row in report if row["message_id"]]
    for _ in range(2):
        smsbat.webhooks.record(journal, [body(str(id), "delivered", second=n) for n, id in enumerate(ids)])
    smsbat.webhooks.record(journal, body(str(ids[0]), "processing", second=50))
    summary = client.messages.track(journal=journal)
    assert (summary.delivered, summary.requests, summary.cost) == (5, 0, Decimal("1.55"))
    assert {row["source"] for row in summary} == {"webhook"}
    for wrong in (b"[]", b"", "no"):
        with pytest.raises(smsbat.ResponseError):
            smsbat.webhooks.record(journal, wrong)
    with pytest.raises(smsbat.ConfigurationError):
        smsbat.webhooks.record(tmp_path / "none" / "campaign.db", body("m", "read"))
    with pytest.raises(TypeError):
        smsbat.webhooks.record(journal, 1)  # type: ignore[call-overload]


def test_async(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    campaign(sandbox, client, tmp_path / "campaign.db")

    async def main() -> smsbat.DeliverySummary:
        async with smsbat.AsyncClient(api_key="test-key", base_url=sandbox.url) as twin:
            return await twin.messages.track(journal=tmp_path / "campaign.db", timeout=1)

    summary = asyncio.run(main())
    assert (summary.total, summary.read, summary.pending) == (5, 1, 1)


# Receivers, called as a server does.

Post = Callable[..., int]


async def asgi_call(app: Any, content: bytes = b"", method: str = "POST", **scope: Any) -> int:
    pieces = [content[i : i + 50_000] for i in range(0, len(content), 50_000)] or [b""]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": "/", "headers": [], **scope}
    await app(scope, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    status: int = sent[0]["status"]
    return status


def asgi(app: Any, content: bytes = b"", method: str = "POST", **scope: Any) -> int:
    return asyncio.run(asgi_call(app, content, method, **scope))


def wsgi(app: Any, content: bytes = b"", method: str = "POST", **environ: Any) -> int:
    import io
    from wsgiref.util import setup_testing_defaults
    from wsgiref.validate import validator

    given: dict[str, Any] = {"REQUEST_METHOD": method, "QUERY_STRING": "", "wsgi.input": io.BytesIO(content)}
    if method == "POST":
        given["CONTENT_LENGTH"] = str(len(content))
    given.update(environ)
    setup_testing_defaults(given)
    statuses: list[str] = []

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> Any:
        statuses.append(status)
        return lambda _: None

    result = validator(app)(given, start_response)
    try:
        list(result)
    finally:
        result.close()
    return int(statuses[0].split()[0])


@pytest.mark.parametrize(("declared", "status"), [("²", 400), ("9" * 5000, 413), ("0" * 5000 + "2", 200)])
def test_a_length_that_is_no_usual_number(declared: str, status: int) -> None:
    import io

    app: Any = smsbat.webhooks.wsgi_app(lambda _: None)
    found: list[str] = []
    given = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": declared, "wsgi.input": io.BytesIO(b"{}")}
    list(app(given, lambda said, _: found.append(said)))
    assert int(found[0].split()[0]) == status

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"" if status == 400 else b"{}", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        found.append(str(message.get("status", "")))

    other: Any = smsbat.webhooks.asgi_app(lambda _: None)
    headers = [(b"content-length", declared.encode("latin-1"))]
    asyncio.run(other({"type": "http", "method": "POST", "headers": headers}, receive, send))
    assert int(found[1]) == status


@pytest.mark.parametrize("kind", ["asgi", "wsgi"])
@pytest.mark.parametrize("is_async", [False, True])
def test_receivers(kind: str, is_async: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    make, post = (smsbat.webhooks.asgi_app, asgi) if kind == "asgi" else (smsbat.webhooks.wsgi_app, wsgi)
    journal = tmp_path / "campaign.db"
    beside = tmp_path / "campaign.db-delivery"
    seen: list[Any] = []

    def handler(event: Any) -> None:
        # The handler runs after the report is on disk.
        assert not isinstance(event, smsbat.DeliveryReport) or event.message_id in beside.read_text()
        if event == {"fail": True}:
            raise ZeroDivisionError
        seen.append(event)

    async def later(event: Any) -> None:
        await asyncio.sleep(0)
        handler(event)

    app: Any = make(later if is_async else handler, journal=journal)
    assert post(app, body("m-1", "delivered")) == 200
    assert post(app, b'{"idUuid": "u-1", "text": "Yes"}') == 200
    assert [type(event) for event in seen] == [smsbat.DeliveryReport, smsbat.IncomingMessage]
    assert post(app, b'{"fail": true}') == 500
    assert "ZeroDivisionError" in caplog.text
    for wrong in (b"", b"[]", b"\xff", b"no"):
        assert post(app, wrong) == 400
    for method in ("GET", "HEAD", "PUT"):
        assert post(app, method=method) == 405
    limit = 1024 * 1024
    whole = b'{"x":"' + b"a" * (limit - 8) + b'"}'
    assert post(app, whole) == 200
    assert post(app, whole + b" ") == 413
    beside.unlink()
    beside.mkdir()
    assert post(app, body("m-2", "delivered")) == 500
    assert len(seen) == 3
    # Neither part is required, but one of them is.
    assert post(make(journal=tmp_path / "other.db"), body("m-1", "read")) == 200
    assert post(make(seen.append), body("m-1", "read")) == 200
    for arguments in ((), ("no function",)):
        with pytest.raises(TypeError):
            make(*arguments)


@pytest.mark.parametrize("kind", ["asgi", "wsgi"])
@pytest.mark.parametrize(
    "failure", [StopIteration, concurrent.futures.CancelledError, asyncio.CancelledError, StopAsyncIteration]
)
def test_a_failure_that_no_future_can_hold_is_answered(kind: str, failure: type[BaseException]) -> None:
    make, post = (smsbat.webhooks.asgi_app, asgi) if kind == "asgi" else (smsbat.webhooks.wsgi_app, wsgi)

    def handler(_event: Any) -> None:
        raise failure

    app: Any = make(handler)
    assert post(app, body("m-1", "delivered")) == 500


def test_a_journal_is_a_path() -> None:
    journal: Any = 5
    for make in (smsbat.webhooks.asgi_app, smsbat.webhooks.wsgi_app):
        with pytest.raises(TypeError, match="journal must be a path, not int"):
            make(print, journal=journal)


def test_an_asgi_receiver_keeps_what_comes_at_once_with_few_writes(tmp_path: Path) -> None:
    app: Any = smsbat.webhooks.asgi_app(journal=tmp_path / "campaign.db")

    async def one(i: int) -> int:
        statuses: list[int] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body(f"m-{i}", "delivered")}

        async def send(message: dict[str, Any]) -> None:
            statuses.append(message.get("status", 0))

        scope = {"type": "http", "method": "POST", "headers": [(b"content-length", b"99")]}
        await app(scope, receive, send)
        return statuses[0]

    async def main() -> list[int]:
        return await asyncio.gather(*map(one, range(200)))

    # In several loops, one after the other and at once.
    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert asyncio.run(main()) == [200] * 200
    for thread in threads:
        thread.join()
    lines = (tmp_path / "campaign.db-delivery").read_text().splitlines()
    assert len(lines) == 801


@pytest.mark.parametrize("kind", ["asgi", "wsgi"])
def test_a_receiver_without_a_handler_warns_of_what_it_does_not_store(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make, post = (smsbat.webhooks.asgi_app, asgi) if kind == "asgi" else (smsbat.webhooks.wsgi_app, wsgi)
    app: Any = make(journal=tmp_path / "campaign.db")
    assert post(app, body("m-1", "delivered")) == 200
    assert not caplog.records
    for event in (b'{"idUuid": "u-1", "text": "Yes"}', b'{"x": 1}'):
        assert post(app, event) == 200
    warning = "an event that is not a delivery report was acknowledged but not stored; pass a handler"
    assert [(record.levelname, record.message) for record in caplog.records] == [("WARNING", warning)] * 2
    caplog.clear()
    assert post(make(lambda _: None, journal=tmp_path / "campaign.db"), b'{"x": 1}') == 200
    assert not caplog.records


def test_an_asgi_receiver_keeps_no_event_loop(tmp_path: Path) -> None:
    app: Any = smsbat.webhooks.asgi_app(journal=tmp_path / "campaign.db")
    loops: list[weakref.ref[asyncio.AbstractEventLoop]] = []

    async def main() -> int:
        loops.append(weakref.ref(asyncio.get_running_loop()))
        return await asgi_call(app, body(f"m-{len(loops)}", "delivered"))

    assert [asyncio.run(main()) for _ in range(3)] == [200] * 3
    gc.collect()
    assert [loop() for loop in loops] == [None] * 3


class Stop(BaseException):
    pass


@pytest.mark.parametrize("how", ["raises", "cancelled", "cancelled early"])
def test_no_request_hangs_when_a_write_is_stopped(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Any = smsbat.webhooks.asgi_app(journal=tmp_path / "campaign.db")
    real = smsbat._receivers.webhook_record
    begun, go_on = threading.Event(), threading.Event()

    def record(journal: Any, bodies: Any) -> Any:
        begun.set()
        go_on.wait(20)
        if how == "raises":
            raise Stop
        return real(journal, bodies)

    monkeypatch.setattr(smsbat._receivers, "webhook_record", record)

    def writing() -> list[asyncio.Task[Any]]:
        name = "_Writer._write"
        return [task for task in asyncio.all_tasks() if task.get_coro().__qualname__ == name]  # type: ignore[union-attr]

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        first = asyncio.create_task(asgi_call(app, body("m-1", "delivered")))
        while not writing():
            await asyncio.sleep(0)
        waiting = [first]
        if how == "cancelled early":
            # It has not taken its first step.
            writing()[0].cancel()
        else:
            while not begun.is_set():
                await asyncio.sleep(0.01)
            # This one waits for the next write.
            waiting.append(asyncio.create_task(asgi_call(app, body("m-2", "delivered"))))
            await asyncio.sleep(0.05)
        if how == "cancelled":
            writing()[0].cancel()
        go_on.set()
        statuses = await asyncio.wait_for(asyncio.gather(*waiting), 20)
        assert statuses == [500] * len(waiting)
        monkeypatch.setattr(smsbat._receivers, "webhook_record", real)
        # The provider sends it again.
        assert await asyncio.wait_for(asgi_call(app, body("m-1", "delivered")), 20) == 200

    asyncio.run(main())


def test_a_price_that_is_too_long_for_the_cost_is_named(
    client: smsbat.Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def track(name: str, *prices: str) -> smsbat.DeliverySummary:
        journal = tmp_path / name
        for number, price in enumerate(prices):
            event = f'{{"messageId": "m-{number}", "deliverystatus": "read", "cost": {price}}}'
            smsbat.webhooks.record(journal, event)
        ids = [f"m-{number}" for number in range(len(prices))]
        return client.messages.track(ids, journal=journal, timeout=0)

    summary = track("exact.db", "3.1e-2", "0.310", "1e30")
    assert (summary.read, str(summary.cost)) == (3, "1000000000000000000000000000000.341")
    assert not [record for record in caplog.records if record.levelname == "WARNING"]
    summary = track("endless.db", "3.1e-2", "0.310", "1e1000")
    assert (summary.read, summary.cost.is_nan()) == (3, True)
    assert [row["cost"] for row in summary][1:] == [Decimal("0.310"), Decimal("1e1000")]
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "the cost is not known: 1 prices are no decimal number, or have more than 1,000 digits"
    ]


def test_an_asgi_receiver_starts_and_ends_with_its_server(tmp_path: Path) -> None:
    app: Any = smsbat.webhooks.asgi_app(journal=tmp_path / "campaign.db")
    kinds = ["lifespan.startup", "lifespan.shutdown"]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": kinds.pop(0)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app({"type": "lifespan"}, receive, send))
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_plots(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    summary = client.messages.track(campaign(sandbox, client), timeout=1)
    axes = summary.plot()
    words = [label.get_text() for label in axes.get_yticklabels()]
    assert words == ["sent", "reached", "read", "undeliverable", "expired", "pending"]
    assert "2 of 5 reached, cost 1.550" in axes.get_title("left")
    over = summary.plot_over_time()
    assert [line.get_label() for line in over.get_lines()] == ["reached", "read", "undeliverable", "expired"]
    empty = client.messages.track([])
    assert empty.plot() is not None
    assert empty.plot_over_time() is not None


def test_the_command_tracks(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    journal = tmp_path / "campaign.db"
    report = campaign(sandbox, client, journal)
    report.to_csv(tmp_path / "report.csv")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        settings = {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
        return subprocess.run(
            [sys.executable, "-m", "smsbat", *arguments],
            env=os.environ | settings,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )

    done = run("track", "campaign.db", "--timeout", "1", "--report", "delivery.json")
    assert (done.returncode, done.stderr) == (4, "")
    assert "1 read" in done.stdout
    assert "1.550 cost" in done.stdout
    assert json.loads((tmp_path / "delivery.json").read_text())["rows"][1]["delivery"] == "read"
    done = run("track", "report.csv", "--timeout", "1", "--json")
    assert (done.returncode, json.loads(done.stdout)["total"]) == (4, 5)
    before = len(sandbox.requests())
    ends = ["", "-journal", "-wal", "-shm", ".lock", "-delivery"]
    for place in [*("campaign.db" + end for end in ends), ".", "none/delivery.csv"]:
        done = run("track", "campaign.db", "--timeout", "30", "--report", place)
        assert done.returncode == 2, (place, done)
        assert "cannot be written" in done.stderr
    assert len(sandbox.requests()) == before
    (tmp_path / "customers.csv").write_text("to,text\n+380671234567,Hello\n")
    done = run("track", "customers.csv")
    assert done.returncode == 2
    assert "neither a journal nor a report" in done.stderr
    assert "380671234567" not in done.stderr


def test_a_summary_replaces_nothing_but_an_earlier_one(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    source = tmp_path / "customers.csv"
    source.write_text("to,text\n+380671234567,Hello\n")
    client.messages.send_bulk(source, sender="MyShop", journal=f"{source}.journal")
    summary = client.messages.track(journal=f"{source}.journal", timeout=0)
    # A summary that is a campaign's source, too.
    again = tmp_path / "again.csv"
    summary.to_csv(again)
    client.messages.send_bulk(again, sender="MyShop", template="Hi", journal=f"{again}.journal")
    summary.to_json(tmp_path / "old.json")
    client.messages.send_bulk(source, sender="MyShop").to_csv(tmp_path / "report.csv")
    (tmp_path / "other.csv").write_text("phone\n+380671234567\n")
    (tmp_path / "other.json").write_text('{"total":1,"rows":[]}')
    (tmp_path / "empty.csv").touch()
    link = tmp_path / "link.csv"
    link.symlink_to(source)
    # Under wine, a link leads nowhere.
    names = ["customers.csv", "link.csv"] if link.exists() else ["customers.csv"]

    def run(report: str, journal: str = "customers.csv.journal") -> subprocess.CompletedProcess[str]:
        settings = {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
        command = [sys.executable, "-m", "smsbat", "track", journal, "--timeout", "0", "--report", report]
        return subprocess.run(
            command, env=os.environ | settings, cwd=tmp_path, capture_output=True, text=True
        )

    for name in (*names, "other.csv", "other.json", "report.csv"):
        before = (tmp_path / name).read_bytes()
        done = run(name)
        assert (done.returncode, (tmp_path / name).read_bytes()) == (2, before), name
        assert "cannot be written" in done.stderr
        for save in (summary.to_csv, summary.to_json):
            with pytest.raises(OSError, match=r"no earlier report|over the campaign's source"):
                save(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before
    done = run("again.csv", "again.csv.journal")
    assert (done.returncode, "over the campaign's source" in done.stderr) == (2, True)
    for name in ("new.csv", "new.csv", "empty.csv", "old.json", "again.csv"):
        assert run(name).returncode == 4, name
        assert "+380671234567" in (tmp_path / name).read_text()
