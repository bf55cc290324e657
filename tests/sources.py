"""Shared code of the runners of `vectors/sources.json`: the cases, and the expected result of each."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "sources.json").read_text("utf-8")
)


def write(case: dict[str, Any], folder: Path) -> Path:
    """The file of a case."""
    content = base64.b64decode(case["base64"]) if "base64" in case else case["text"].encode()
    file = folder / case["file"]
    file.write_bytes(content)
    return file


def check_error(case: dict[str, Any], text: str, arrived: list[tuple[str, str]]) -> None:
    """Error of a file that cannot be used: the reason, and none of its values."""
    expected = case["error"]
    assert expected["message"] in text, text
    assert "+380" not in text, text
    assert not arrived


def check_report(case: dict[str, Any], report: dict[str, Any], arrived: list[tuple[str, str]]) -> None:
    """Rows as a report's JSON has them, and recipients with their texts."""
    assert report["error"] is None, report
    assert report["skipped"] == case["skipped"]
    rows = report["rows"]
    assert [row["index"] for row in rows] == list(range(len(rows)))
    assert len(rows) == len(case["rows"]), rows
    for row, expected in zip(rows, case["rows"], strict=True):
        for name, value in expected.items():
            if name == "reason":
                assert value in row[name], row
            else:
                assert row[name] == value, row
    assert sorted(arrived) == sorted(tuple(sent) for sent in case["sent"])
