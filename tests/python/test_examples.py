"""The examples do what they say."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

import smsbat

FOLDER = pathlib.Path(__file__).parents[2] / "examples" / "python"


def run(name: str, **environment: str) -> str:
    command = [sys.executable, str(FOLDER / name)]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_first_message(sandbox: smsbat.Sandbox) -> None:
    # It waits for a real delivery: three seconds in the sandbox.
    output = run("first_message.py", SMSBAT_API_KEY="test-key", SMSBAT_BASE_URL=sandbox.url)
    assert output.startswith("delivered ")
    assert sandbox.messages()[0]["text"] == "Your order is on its way"


def test_every_example_is_run() -> None:
    assert sorted(f.name for f in FOLDER.glob("*.py")) == ["demo.py", "first_message.py"]


@pytest.mark.parametrize("own", [True, False])
def test_demo(sandbox: smsbat.Sandbox, own: bool) -> None:
    given = {} if own else {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    lines = run("demo.py", **given).splitlines()
    assert len(lines) == 12
    assert [line[21:30].strip() for line in lines[1:]] == ["accepted"] * 9 + ["rejected", "not_sent"]
    assert [line[31:45].strip() for line in lines[1:10]] == ["delivered"] * 9
    assert "sms: delivered" in lines[9]
    assert "the number is in the stop list" in lines[10]
    assert "HTTP 401" in lines[11]
