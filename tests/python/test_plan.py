"""Dry runs: the plan of a campaign, without a key, a network or a journal that is written."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import smsbat

ROWS: list[dict[str, Any]] = [
    {"to": "+380671234567", "text": "Hello"},
    {"to": "+380671234568", "text": "Привіт" * 20},
    {"to": "0671234567", "text": "a national number"},
    {"to": "+380671234567", "text": "again"},
]


def nobody() -> smsbat.Client:
    """A client without a key, of an address where nobody listens."""
    return smsbat.Client(base_url="http://127.0.0.1:9")


def test_a_plan_says_what_would_be_sent() -> None:
    plan = nobody().messages.send_bulk(ROWS, sender="MyShop", dry_run=True)
    assert isinstance(plan, smsbat.BulkPlan)
    assert repr(plan) == "BulkPlan(total=4, valid=2, invalid=2, skipped=0, resumed=0, parts=3)"
    assert plan.encodings == {"GSM-7": 1, "UCS-2": 1}
    assert [(row["index"], row["line"], row["to"], row["rule"]) for row in plan.problems] == [
        (2, None, "0671234567", "phone"),
        (3, None, "+380671234567", "duplicate"),
    ]
    assert "set country" in plan.problems[0]["reason"]
    assert ["Hello" in str(preview) for preview in plan.previews] == [True, False]
    assert "2 would be sent" in str(plan)
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(plan)


def test_a_cost_is_exact() -> None:
    plan = nobody().messages.send_bulk(ROWS, sender="MyShop", dry_run=True)
    for price, cost in [("0.1", "0.3"), (Decimal("0.4500"), "1.3500"), (2, "6"), (Decimal("1e-3"), "0.003")]:
        assert str(plan.cost(price)) == cost
    for wrong in ("", "1e3", "-1", Decimal("NaN"), Decimal("-0.1")):
        with pytest.raises(smsbat.ValidationError, match="price_per_part"):
            plan.cost(wrong)
    for other in (0.1, True, None):
        with pytest.raises(TypeError, match="price_per_part must be"):
            plan.cost(other)  # type: ignore[arg-type]


def test_a_notebook_shows_a_plan() -> None:
    evil = "<script>alert(1)</script>"
    rows = [{"to": f"+3806710000{i:02}", "text": f"{evil} {i}"} for i in range(5)]
    rows += [{"to": "12", "text": evil}] * 30
    html = nobody().messages.send_bulk(rows, sender="MyShop", dry_run=True)._repr_html_()
    for word in ("<table", "valid", "phone", "… and 10 rows more", "index 5", "GSM-7 5"):
        assert word in html
    assert html.count("smsbat-screen") - html.count(".smsbat-screen") == 3
    assert evil not in html
    assert "380671000001" not in html


def test_a_plan_reads_the_journal_and_a_run_agrees(
    client: smsbat.Client, sandbox: smsbat.Sandbox, tmp_path: Path
) -> None:
    journal = tmp_path / "campaign.db"
    options: dict[str, Any] = {"sender": "MyShop", "journal": journal}
    client.messages.send_bulk(ROWS[:1], **options)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    plan = client.messages.send_bulk(ROWS, dry_run=True, **options)
    assert (plan.valid, plan.invalid, plan.resumed) == (1, 2, 1)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    report = client.messages.send_bulk(ROWS, **options)
    refused = [row for row in report.to_dicts() if row["outcome"] == "not_sent"]
    keys = ("index", "line", "to", "rule", "reason")
    assert [{key: row[key] for key in keys} for row in refused] == plan.problems
    assert len(sandbox.messages()) == 2


async def _awaited() -> smsbat.BulkPlan:
    async with smsbat.AsyncClient(base_url="http://127.0.0.1:9") as client:
        return await client.messages.send_bulk(ROWS, sender="MyShop", dry_run=True)


def test_a_plan_can_be_awaited() -> None:
    assert asyncio.run(_awaited()).valid == 2


def test_a_plan_of_one_partition_says_little() -> None:
    with pytest.raises(TypeError, match="dry_run would plan one partition"):
        smsbat.bulk.send_partition(ROWS, campaign="c", journal="x", client=nobody(), dry_run=True)


def test_the_command_plans(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("to,text\n+380671234567,Hello\n\n12,Hello\n", encoding="utf-8")
    line = [sys.executable, "-m", "smsbat", "bulk", str(file), "--sender", "MyShop", "--dry-run"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    environment |= {"SMSBAT_BASE_URL": "http://127.0.0.1:9"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*line, *arguments], capture_output=True, text=True, encoding="utf-8", env=environment, timeout=60
        )

    said = run("--price", "0.45")
    assert said.returncode == 1, said.stderr
    for text in (
        "1 would be sent",
        "1 would not be sent",
        "1 blank rows",
        "1 SMS parts, 1 in GSM-7",
        "0.45 is",
    ):
        assert text in said.stdout
    assert "| Hello" in said.stdout
    assert "380…67" in said.stdout
    assert "line 4: not_sent" in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]
    plan = json.loads(run("--json", "--price", "0.4500").stdout)
    assert {name: plan[name] for name in ("total", "valid", "invalid", "skipped", "resumed", "parts")} == {
        "total": 2, "valid": 1, "invalid": 1, "skipped": 1, "resumed": 0, "parts": 1,
    }  # fmt: skip
    assert (plan["cost"], plan["encodings"], plan["problems"][0]["line"]) == ("0.4500", {"GSM-7": 1}, 4)
    assert run("--price", "much").returncode == 2
    report = tmp_path / "plan.csv"
    run("--report", str(report))
    assert "dry_run" in report.read_text(encoding="utf-8")
