"""Campaigns: which rows are sent and skipped, and their results."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import datetime
import enum
import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from collections import Counter, namedtuple
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from arro3.core import Array, DataType, RecordBatch, Table

import smsbat


def numbers(count: int) -> list[str]:
    return [f"+{380671000000 + i}" for i in range(count)]


def arrived(sandbox: smsbat.Sandbox) -> Counter[str]:
    return Counter(message["to"] for message in sandbox.messages(limit=100_000))


def test_every_kind_of_row(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    rows: list[Any] = [
        smsbat.Sms(to=numbers(9)[0], sender="MyShop", text="a message"),
        {"to": 380671000001, "text": "named values", "ttl": 60},
        {"to": numbers(9)[2], "from": "MyShop", "type": "sms", "text": "as the API has it"},
        {
            "to": numbers(9)[3],
            "text": "x",
            "type": "viber_promo",
            "button": smsbat.Button("Go", "https://a.example"),
        },
        {"to": numbers(9)[4], "text": object()},
        {"to": numbers(9)[5], "text": "\ud800"},
        {"to": numbers(9)[6]},
        "not a row",
        {"to": numbers(9)[0], "text": "again"},
    ]
    report = client.messages.send_bulk(iter(rows), sender="MyShop")
    assert [row["index"] for row in report] == list(range(9))
    assert [row["rule"] for row in report] == [
        None, None, None, None, "type", "unicode", "required", "type", "duplicate",
    ]  # fmt: skip
    assert (report.total, report.accepted, report.not_sent, report.ok) == (9, 4, 5, False)
    texts = {message["text"] for message in sandbox.messages()}
    assert texts == {"a message", "named values", "as the API has it", "x"}
    assert {row["outcome"] for row in report} == {smsbat.Outcome.ACCEPTED, smsbat.Outcome.NOT_SENT}


def test_a_plain_message_that_cannot_be_read_has_its_recipient(client: smsbat.Client) -> None:
    for key in ("to", "recipient"):
        for to in (numbers(1)[0], 380671000000):
            row: dict[str, Any] = {"type": "sms", "from": "MyShop", key: to, "text": "\ud800"}
            (found,) = client.messages.send_bulk([row])
            assert found["to"].lstrip("+") == "380671000000"
            assert found["rule"] == "unicode"
            assert found["reason"].startswith("text is not valid Unicode text")


def test_keys_of_the_api_mean_the_same_in_every_row(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    row = {"to": numbers(1)[0], "text": "Hi", "recipient": "+380509999999"}
    made: list[Any] = [
        row,
        MappingProxyType(row),
        namedtuple("Row", list(row))(**row),  # noqa: PYI024
        dataclasses.make_dataclass("Row", list(row))(**row),
    ]
    report = client.messages.send_bulk(made, sender="MyShop", allow_duplicates=True)
    assert len({(r["outcome"], r["rule"], r["reason"]) for r in report}) == 1
    assert (report.accepted, sandbox.messages()) == (0, [])
    # With a template, they are columns as others are.
    report = client.messages.send_bulk(made, sender="MyShop", template="x", allow_duplicates=True)
    assert report.accepted == 4
    row = {"to": numbers(1)[0], "text": "Hi", " from": "Other"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row))
    for source in ([row], [MappingProxyType(row)], tmp_path / "rows.jsonl"):
        report = client.messages.send_bulk(source, sender="MyShop")
        assert [(r["to"], r["rule"], r["reason"]) for r in report] == [
            (numbers(1)[0], "columns", "from has white space around its name")
        ]
    assert client.messages.send_bulk([row], sender="MyShop", template="x").accepted == 1


def test_a_frame_is_read_without_its_library(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    phones = [380671000000 + i for i in range(2500)]
    table = Table.from_pydict(
        {
            "phone": Array(phones, DataType.int64()),
            "name": Array([f"N{i}" if i != 7 else None for i in range(2500)], DataType.large_utf8()),
            "ttl": Array([60.0 if i % 2 else None for i in range(2500)], DataType.float64()),
            "unused": Array([b"\xff"] * 2500, DataType.binary()),
        }
    )
    report = client.messages.send_bulk(
        table, sender="MyShop", template="Hi {name}", columns={"to": "phone"}, chunk_size=900, connections=2
    )
    assert (report.accepted, report.not_sent) == (2499, 1)
    columns = report.to_columns()
    assert [i for i, rule in zip(columns["index"], columns["rule"], strict=True) if rule == "template"] == [7]
    sent = {m["to"]: (m["text"], m["request"].get("ttl")) for m in sandbox.messages(limit=100_000)}
    assert len(sent) == 2499
    assert sent["+380671000008"] == ("Hi N8", None)
    assert sent["+380671000009"] == ("Hi N9", 60)


def test_batches_without_rows_begin_anywhere(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    phones = numbers(3)
    batch = RecordBatch.from_pydict(
        {"to": Array(phones, DataType.string()), "flag": Array([True, False, True], DataType.bool())}
    )
    # Of the columns with flags the offset is that of the slice.
    table = Table.from_batches([batch.slice(0, 1), batch.slice(1, 0), batch.slice(3, 0), batch.slice(1)])
    report = client.messages.send_bulk(table, sender="MyShop", template="Hi {flag}")
    assert report.ok
    texts = {message["to"]: message["text"] for message in sandbox.messages()}
    assert texts == dict(zip(phones, ["Hi true", "Hi false", "Hi true"], strict=True))


def test_decimals_and_days_go_into_a_text_as_python_prints_them(
    sandbox: smsbat.Sandbox, client: smsbat.Client
) -> None:
    """From dicts and from a frame, of which many rows are read at a time."""
    count, options = 300, {"sender": "MyShop", "template": "{price} by {due}", "columns": {"to": "phone"}}
    prices = [Decimal(number) / 4 + Decimal("1.00") for number in range(count)]
    days = [datetime.date(2026, 12, 2) + datetime.timedelta(number) for number in range(count)]
    rows = [
        {"phone": phone, "price": price, "due": day}
        for phone, price, day in zip(numbers(count), prices, days, strict=True)
    ]
    expected = {row["phone"]: f"{row['price']:.2f} by {row['due']}" for row in rows}
    epoch = datetime.date(1970, 1, 1)
    table = Table.from_pydict(
        {
            "phone": Array(numbers(count), DataType.utf8()),
            "price": Array([*map(float, prices[:-1]), None], DataType.float64()).cast(
                DataType.decimal128(20, 2)
            ),
            "due": Array([(day - epoch).days for day in days], DataType.int32()).cast(DataType.date32()),
        }
    )
    for source, missing in ((rows, 0), (table, 1)):
        sandbox.reset()
        report = client.messages.send_bulk(source, **options)
        assert (report.accepted, report.not_sent) == (count - missing, missing)
        sent = {m["to"]: m["text"] for m in sandbox.messages(limit=count)}
        assert sent == dict([*expected.items()][: count - missing])
    late = [{"phone": "+380671234567", "price": 1, "due": datetime.datetime(2026, 12, 2)}]
    (row,) = client.messages.send_bulk(late, **options)
    assert (row["rule"], row["reason"]) == (
        "type", "due is a time, which a message cannot hold; make it text",
    )  # fmt: skip


def test_rows_of_a_database(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        query = "SELECT '+380671234567' AS phone, ' Ada ' AS name, 'x' AS \"from\""
        options: dict[str, Any] = {
            "sender": "MyShop", "template": "Hi {name}", "columns": {"to": "phone"},
        }  # fmt: skip
        (row,) = client.messages.send_bulk(database.execute(query), **options)
        assert (row["rule"], "sqlite3.Row" in row["reason"]) == ("type", True)
        database.row_factory = sqlite3.Row
        assert client.messages.send_bulk(database.execute(query), **options).ok
        assert [message["text"] for message in sandbox.messages()] == ["Hi Ada"]
        # Which of the two is meant nobody knows.
        twice = "SELECT '+380671234568' AS phone, '+380671234569' AS phone, 'Ada' AS name"
        (row,) = client.messages.send_bulk(database.execute(twice), **options)
        assert (row["rule"], row["reason"], row["to"]) == ("columns", "phone is given twice", None)


def test_a_file_is_given_by_its_path_or_with_names(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("to,name\n+380671234567,Ada\n+380671234568,Bob,more\n+380671234569\n")
    options: dict[str, Any] = {"sender": "MyShop", "template": "Hi {name}", "ordered": True}
    with path.open() as text, path.open("rb") as binary:
        for source in (text, binary, csv.reader(text)):
            with pytest.raises(TypeError, match=r"path of the file, or csv\.DictReader"):
                client.messages.send_bulk(source, **options)
        for source in (csv.DictReader(text), path):
            sandbox.reset()
            report = client.messages.send_bulk(source, **options)
            assert [row["rule"] for row in report] == [None, "columns", "template"]
            assert [message["text"] for message in sandbox.messages()] == ["Hi Ada"]
    for source in (b"customers.csv", 17, object()):
        with pytest.raises(TypeError, match="source must be a path, a data frame or an iterable of rows"):
            client.messages.send_bulk(source, **options)  # type: ignore[arg-type]


class Name(str, enum.Enum):
    """A word of a program."""

    ADA = "Ada"


def test_values_of_dicts(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    """Returns the rendered text of each row, or the rule that it breaks."""
    for value, expected in (
        (Name.ADA, "Hi Ada"),
        (" Ada\u00a0", "Hi Ada"),
        (12345678901234567890, "Hi 12345678901234567890"),
        (Decimal("12.50"), "Hi 12.50"),
        (Decimal("1E+3"), "Hi 1000"),
        (Decimal("Infinity"), "range"),
        (Decimal("NaN"), "template"),
        (float("nan"), "template"),
        (float("inf"), "range"),
        (2.0**53, "range"),
        (b"Ada", "type"),
        (datetime.time(10), "type"),
        (datetime.timedelta(1), "type"),
        (datetime.datetime.now(datetime.timezone.utc), "type"),
        ({"a": 1}, "type"),
        ([smsbat.Button("Go", "https://a.example")], "type"),
        ("\ud800", "unicode"),
    ):
        sandbox.reset()
        rows = [{"to": "+380671234567", "name": value, 17: "not a name"}]
        (row,) = client.messages.send_bulk(rows, sender="MyShop", template="Hi {name}")
        found = row["rule"] or next(message["text"] for message in sandbox.messages())
        assert (found, row["to"]) == (expected, "+380671234567"), repr(value)


def test_a_source_or_callback_that_raises_ends_the_run_with_a_report(client: smsbat.Client) -> None:
    def rows() -> Any:
        yield from ({"to": number, "text": "x"} for number in numbers(1500))
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more") as caught:
        client.messages.send_bulk(rows(), sender="MyShop")
    cause = caught.value.__cause__
    assert isinstance(cause, smsbat.SmsbatError)
    assert cause.report is not None
    assert cause.report.total == 1500
    assert not cause.report.ok
    assert pickle.loads(pickle.dumps(cause)).report is None

    # What the exception came from stays in the traceback.
    def failing(explicit: bool) -> Any:
        yield {"to": "+380671234567", "text": "x"}
        try:
            raise KeyError("email")
        except KeyError as error:
            if explicit:
                raise ValueError("row 2") from error
            raise ValueError("row 2")  # noqa: B904

    for explicit in (True, False):
        with pytest.raises(ValueError, match="row 2") as failed:
            client.messages.send_bulk(failing(explicit), sender="MyShop")
        ours = failed.value.__cause__
        assert isinstance(ours, smsbat.SmsbatError)
        assert isinstance(ours.__cause__ or ours.__context__, KeyError)

    def progress(counts: smsbat.BulkProgress) -> None:
        raise ArithmeticError(repr(counts))

    with pytest.raises(ArithmeticError):
        client.messages.send_bulk(
            [{"to": n, "text": "x"} for n in numbers(9)], sender="MyShop", progress=progress
        )


def test_wrong_arguments_are_named(client: smsbat.Client) -> None:
    with pytest.raises(smsbat.ValidationError, match="chunk_size"):
        client.messages.send_bulk([], chunk_size=0)
    with pytest.raises(smsbat.ValidationError, match="max_messages"):
        client.messages.send_bulk([], max_messages=-1)
    with pytest.raises(smsbat.ValidationError, match="quiet_hours"):
        client.messages.send_bulk([], quiet_hours="at night")
    with pytest.raises(TypeError, match="template"):
        client.messages.send_bulk([], template=1)  # type: ignore[arg-type]
    wrong: list[tuple[str, Any, str]] = [
        ("sender", 5, "sender must be text, not int"),
        ("country", 380, "country must be text, not int"),
        ("quiet_hours", b"21:00", "quiet_hours must be text, not bytes"),
        ("chunk_size", "5", "chunk_size must be an integer, not str"),
        ("max_messages", 1.5, "max_messages must be an integer, not float"),
    ]
    for name, value, text in wrong:
        with pytest.raises(TypeError, match=f"^{text}$"):
            client.messages.send_bulk([], **{name: value})
    with pytest.raises(smsbat.ValidationError, match="max_parts must be a whole number"):
        client.messages.send_bulk([], max_parts=10**30)
    with pytest.raises(TypeError, match="source"):
        client.messages.send_bulk({"to": "1"})  # type: ignore[arg-type]
    with pytest.raises(smsbat.ValidationError, match="cannot be read"):
        client.messages.send_bulk("no such file.csv")


def test_progress_tells_what_the_report_says(client: smsbat.Client) -> None:
    seen: list[smsbat.BulkProgress] = []
    thread = threading.get_ident()

    def progress(counts: smsbat.BulkProgress) -> None:
        assert threading.get_ident() == thread
        seen.append(counts)

    rows = [{"to": number, "text": "x"} for number in [*numbers(50), "380990000101"]]
    report = client.messages.send_bulk(rows, sender="MyShop", progress=progress, chunk_size=10)
    last = seen[-1]
    assert (last.read, last.settled, last.accepted, last.rejected) == (51, 51, 50, 1)
    assert (last.fraction, last.time_left, last.parts) == (1.0, 0.0, 50)
    assert report.to_dict()["rejected"] == report.rejected == 1


def test_a_report_is_read_in_pieces(client: smsbat.Client) -> None:
    rows = [{"to": number, "text": "x"} for number in numbers(2500)]
    report = client.messages.send_bulk(rows, sender="MyShop")
    # Two readers do not take rows from each other, nor does a third one that reads all.
    one, two = iter(report), iter(report)
    seen = [next(one)["index"] for _ in range(1500)]
    assert [row["index"] for row in two] == list(range(2500)) == report.to_columns()["index"]
    assert seen + [row["index"] for row in one] == list(range(2500))
    assert [next(one, None), next(two, None)] == [None, None]
    assert list(report) == report.to_dicts()


def test_reports_as_files(client: smsbat.Client, tmp_path: Path) -> None:
    rows = [
        {"to": number, "text": "x", "customer_message_id": f"=id{i}"} for i, number in enumerate(numbers(3))
    ]
    report = client.messages.send_bulk(rows, sender="MyShop")
    report.to_csv(tmp_path / "report.csv")
    report.to_json(tmp_path / "report.json")
    with (tmp_path / "report.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["customer_message_id"] for line in lines] == ["'=id0", "'=id1", "'=id2"]
    assert lines[0]["to"] == numbers(1)[0]
    whole = json.loads((tmp_path / "report.json").read_text())
    assert whole["accepted"] == len(whole["rows"]) == 3
    assert whole["rows"] == [{**row, "outcome": str(row["outcome"])} for row in report]
    assert "accepted" in str(report)
    assert "<td>3</td>" in report._repr_html_()
    if os.name == "posix":
        assert (tmp_path / "report.csv").stat().st_mode & 0o077 == 0


def test_a_campaign_is_sent_once(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    def run(rows: Any, **more: Any) -> smsbat.BulkReport:
        return client.messages.send_bulk(
            rows,
            sender="MyShop",
            template="Hi {name}",
            journal=tmp_path / "campaign.db",
            chunk_size=50,
            **more,
        )

    rows = [{"to": number, "name": f"N{i}"} for i, number in enumerate(numbers(200))]
    sandbox.fail_next(500)
    first = run(rows, connections=1)
    assert (first.accepted, first.unknown) == (150, 50)
    # Corrected and with more rows, in another order: only what is new is sent.
    more = [*reversed(rows), {"to": "+380672000000", "name": "new"}]
    second = run(more)
    assert (second.accepted, second.unknown, second.resumed) == (151, 50, 200)
    assert max(arrived(sandbox).values()) == 1
    third = run(more, resend_unknown=True)
    assert (third.accepted, third.unknown) == (201, 0)
    counts = arrived(sandbox)
    assert len(counts) == 201
    assert max(counts.values()) == 1
    with pytest.raises(smsbat.ConfigurationError, match="another campaign"):
        client.messages.send_bulk(rows, sender="Other", journal=tmp_path / "campaign.db")


def test_rows_of_a_journal_are_found_in_any_order(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    rows = [{"to": number, "text": number} for number in numbers(1000)]
    first = client.messages.send_bulk(rows, sender="MyShop", journal=tmp_path / "campaign.db")
    sent = {row["to"]: row["message_id"] for row in first}
    # Runs of the old order, long and short, from the end to the beginning, with new rows between them.
    blocks = [rows[start:end] for start, end in ((900, 1000), (898, 900), (400, 898), (399, 400), (0, 399))]
    mixed = [row for block in blocks for row in (*block, {"to": f"+38067200{len(block):04}", "text": "new"})]
    again = client.messages.send_bulk(mixed, sender="MyShop", journal=tmp_path / "campaign.db")
    assert (again.accepted, again.resumed) == (1005, 1000)
    assert [row["to"] for row in again] == [row["to"] for row in mixed]
    assert {row["to"]: row["message_id"] for row in again}.items() >= sent.items()
    assert set(arrived(sandbox).values()) == {1}


CHILD = """
import os, signal, sqlite3, sys, threading
import smsbat

url, journal, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
client = smsbat.Client(api_key="test-key", base_url=url, rate_limit=None)
end = threading.Event()

def look():
    while not end.is_set():
        with sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=30) as database:
            try:
                database.execute("SELECT count(*) FROM report").fetchone()
            except sqlite3.OperationalError:
                pass  # not made yet, or in the midst of a write
        database.close()

threading.Thread(target=look, daemon=True).start()
die = len(sys.argv) > 4
kill = int(sys.argv[4]) if die else 0

def progress(counts):
    if die and counts.accepted >= kill:
        os.kill(os.getpid(), signal.SIGKILL)

rows = ({"to": f"+{380671000000 + i}", "text": f"Hello {i}"} for i in range(count))
report = client.messages.send_bulk(rows, sender="MyShop", journal=journal, chunk_size=100, progress=progress)
end.set()
print(report.total, report.accepted, report.rejected, report.not_sent, report.unknown)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
def test_killed_with_a_reader_inside_and_restarted(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    """The reader is Python's own SQLite, a second copy of the library in the process."""
    journal = tmp_path / "campaign.db"
    count = 20_000
    command = [sys.executable, "-c", CHILD, sandbox.url, str(journal), str(count)]
    for kill in (1, 5_000, 12_000):
        assert subprocess.run([*command, str(kill)], timeout=100).returncode == -signal.SIGKILL
    done = subprocess.run(command, timeout=100, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    total, accepted, rejected, not_sent, unknown = map(int, done.stdout.split())
    assert total == count == accepted + rejected + not_sent + unknown
    with contextlib.closing(sqlite3.connect(journal)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        outcomes = dict(database.execute("SELECT outcome, count(*) FROM report GROUP BY outcome"))
    assert outcomes.get("accepted", 0) == accepted
    ids = Counter(message["customer_message_id"] for message in sandbox.messages(limit=100_000))
    assert max(ids.values()) == 1
    assert accepted <= len(ids) <= accepted + unknown


def test_what_waits_for_a_connection_is_not_noted_as_taken(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    """After a crash it would be unknown without having been sent."""
    rule = json.dumps({"path_prefix": "/bat/messagelist", "delay_ms": 150}).encode()
    request = urllib.request.Request(
        f"{sandbox.url}/_sandbox/rules", rule, {"Content-Type": "application/json"}, method="POST"
    )
    urllib.request.urlopen(request, timeout=30).close()
    journal = tmp_path / "campaign.db"
    taken: list[int] = []

    def look(_: smsbat.BulkProgress) -> None:
        # In the process that writes, a reader is refused while a transaction is under way.
        with (
            contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database,
            contextlib.suppress(sqlite3.OperationalError),
        ):
            taken.extend(database.execute("SELECT count(*) FROM chunk WHERE settled_at IS NULL").fetchone())

    rows = [{"to": number, "text": "x"} for number in numbers(24)]
    report = client.messages.send_bulk(
        rows, sender="MyShop", journal=journal, chunk_size=1, connections=4, progress=look
    )
    assert report.accepted == 24
    assert 4 <= max(taken) <= 5


def test_two_processes_on_one_journal(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, sandbox.url, str(tmp_path / "campaign.db"), "3000"]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "ab"
    ]
    ended = [(*process.communicate(timeout=100), process.returncode) for process in processes]
    assert any(code == 0 for *_, code in ended), ended
    assert all(code == 0 or "another run has this journal" in error for _, error, code in ended), ended
    counts = arrived(sandbox)
    assert len(counts) == 3000
    assert max(counts.values()) == 1


def command(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": url}
    line = [sys.executable, "-m", "smsbat", *arguments]
    return subprocess.run(line, capture_output=True, text=True, timeout=100, env=environment)


def test_the_command(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("phone,name\n" + "".join(f"{n},N{i}\n" for i, n in enumerate(numbers(30))) + "067,bad\n")
    line = ["bulk", str(file), "--sender", "MyShop", "--template", "Hi {name}", "--column", "to=phone"]
    wrong = command(*line, "--column", "text=body", url=sandbox.url)
    assert (wrong.returncode, "no column 'body'" in wrong.stderr) == (2, True)
    report = tmp_path / "report.json"
    first = command(*line, "--report", str(report), "--json", url=sandbox.url)
    assert first.returncode == 1, first.stderr
    sums = json.loads(first.stdout)
    assert (sums["accepted"], sums["not_sent"], sums["resumed"]) == (30, 1, 0)
    assert len(json.loads(report.read_text())["rows"]) == 31
    again = command(*line, url=sandbox.url)
    assert (again.returncode, "30 of them from the journal" in again.stdout) == (1, True)
    assert sum(arrived(sandbox).values()) == 30
    sandbox.fail_next(500)
    lost = command(*line, "--no-journal", "--json", url=sandbox.url)
    assert (lost.returncode, json.loads(lost.stdout)["unknown"]) == (3, 30)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_the_command_ends_in_order_on_ctrl_c(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    journal = tmp_path / "journal"
    line = [
        sys.executable,
        "-m",
        "smsbat",
        "bulk",
        "-",
        "--sender",
        "MyShop",
        "--journal",
        str(journal),
        "--json",
    ]
    process = subprocess.Popen(
        [*line, "--chunk-size", "10"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write("to,text\n")
    for number in numbers(100):
        process.stdin.write(f"{number},x\n")
    process.stdin.flush()
    sandbox.wait_for(to=numbers(1)[0])
    process.send_signal(signal.SIGINT)
    # The reader waits for a line; with it, it sees that it is to end.
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write("".join(f"{n},x\n" for n in numbers(1000)[100:]))
        process.stdin.close()
    assert process.stdout is not None
    with process.stdout as out:
        sums = json.loads(out.read())
    # Some were sent, so that the campaign is not one that was certainly not sent.
    assert process.wait(60) == 3
    assert "stopped" in sums["error"]
    assert sums["unknown"] == 0
    assert sums["accepted"] == sum(arrived(sandbox).values())
