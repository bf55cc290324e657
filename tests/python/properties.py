"""Property test: with any table in any carrier, each row's text is sent to that row's number or to nobody.

A model of a few lines predicts the result of each row. As a program, it tries many tables, also in carriers
that need large libraries: `properties.py TABLES CARRIER…`.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st

import smsbat
from property_carriers import HEAVY, KINDS, LIGHT, Pen, Source
from property_tables import SPACE, TEMPLATE, Table, is_blank, meant, tables


@dataclass
class Count:
    tables: int = 0
    rows: int = 0
    messages: int = 0


COUNT = Count()


def arrived(sandbox: smsbat.Sandbox) -> dict[str, str]:
    sent = sandbox.messages()
    found = {message["to"]: message["text"] for message in sent}
    assert len(found) == len(sent), "somebody got two"
    return found


def send(client: smsbat.Client, source: Source, **options: Any) -> smsbat.BulkReport | None:
    """The report; `None` if the source as a whole was refused and may be."""
    given = {"sender": "MyShop", "template": TEMPLATE, "columns": {"to": "phone"}} | source.options | options
    given = {name: value for name, value in given.items() if value is not None}
    try:
        return client.messages.send_bulk(
            source.source,
            country="380" if source.rows.country else None,
            chunk_size=4,
            connections=2,
            **given,
        )
    except smsbat.ValidationError:
        if source.whole:
            return None
        raise


def compare(report: smsbat.BulkReport, source: Source, sent: dict[str, str], had: dict[str, str]) -> None:
    """Holds a report and what arrived against the model. `had`: what arrived in earlier runs."""
    rows = [row for row in report.to_dicts() if "opens in line" not in (row["reason"] or "")]
    blank = [source.skips and is_blank(source.rows, i) for i in range(len(source.rows.rows))]
    assert report.skipped == sum(blank)
    expected = [
        (given, *pair)
        for given, pair, skipped in zip(source.rows.rows, meant(source.rows), blank, strict=True)
        if not skipped
    ]
    assert len(rows) == len(expected), "a row is in no count"
    left = dict(sent)
    for to, text in had.items():
        assert left.pop(to) == text, "an earlier message has changed"
    seen = set(had)
    for row, (given, to, text) in zip(rows, expected, strict=True):
        doubtful = row["rule"] in source.doubts and row["outcome"] == "not_sent"
        if source.rows.kinds[0] == "text" and not (doubtful and row["to"] is None):
            assert (row["to"] or "").strip(SPACE) == (given[0] or "").strip(SPACE), row
        if doubtful:
            assert any(c in str(value) for value in given for c in "\r\n"), row
        elif to and text and to not in seen:
            assert row["outcome"] == "accepted", row
            assert left.pop(to) == text, row
            seen.add(to)
        elif row["outcome"] == "accepted":
            assert to in had, row
        else:
            assert row["outcome"] == "not_sent", row
            assert row["reason"], row
    assert not left, "sent without a row"


def try_table(pen: Pen, name: str, table: Table, sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reset()
    runs = [table]
    journal = None
    if pen.draw(st.integers(0, 15)) == 0:
        # Once more, then with the rows in another order and other texts.
        journal = pen.folder / "run.journal"
        for file in pen.folder.glob("run.journal*"):
            file.unlink()
        order = pen.draw(st.permutations(range(len(table.rows))))
        rows = [(to, name, f"{note} corrected") for to, name, note in (table.rows[i] for i in order)]
        runs += [table, replace(table, rows=rows, more=table.more and [table.more[i] for i in order])]
    had: dict[str, str] = {}
    for run in runs:
        source = (LIGHT | HEAVY)[name](pen, run)
        report = send(client, source, journal=journal)
        sent = arrived(sandbox)
        if report is None:
            assert sent == had
        else:
            compare(report, source, sent, had)
        COUNT.messages += len(sent) - len(had)
        COUNT.rows += len(run.rows)
        had = sent
    COUNT.tables += 1


def check(name: str, count: int, *, fixed: bool, sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    """Tries so many tables in a carrier. `fixed`: the same ones each time."""
    with tempfile.TemporaryDirectory() as folder:

        @hypothesis.settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=fixed,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(st.data(), tables(KINDS[name]))
        def run(data: st.DataObject, table: Table) -> None:
            try_table(Pen(data.draw, Path(folder)), name, table, sandbox, client)

        run()


def main(count: int, carriers: list[str]) -> int:
    made = failed = 0
    began = time.monotonic()
    with (
        smsbat.Sandbox(rate_limit=False) as sandbox,
        sandbox.client(max_retries=0, rate_limit=None) as client,
    ):
        for name in carriers:
            try:
                check(name, count, fixed=False, sandbox=sandbox, client=client)
                made += 1
            except Exception:
                failed += 1
                print(f"FAILED {name}: {traceback.format_exc()}")
    seconds = time.monotonic() - began
    print(f"{COUNT.tables} tables, {COUNT.rows} rows, {COUNT.messages} messages, {seconds:.0f} s")
    print(f"{made} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
