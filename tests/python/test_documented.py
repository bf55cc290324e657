"""The provider's documented calls with curl and with plain Python, against a sandbox."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

import smsbat

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import copied

HERE = pathlib.Path(__file__).parent / "documented"
SECRETS = {
    "KEY": "test-key",
    "LOGIN": "tester",
    "PASSWORD": "test-password",
    "VIBER": "test-viber",
    "TELEGRAM": "test-telegram",
}

Run = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(params=["sh", "py"])
def run(request: pytest.FixtureRequest, sandbox: smsbat.Sandbox) -> Run:
    """Starts a program of the folder, in the language of the test."""
    if request.param == "sh" and not shutil.which("curl"):
        pytest.skip("no curl here")
    shell = ["sh", "-e"] if request.param == "sh" else [sys.executable, "-I"]
    environment = {"HOST": sandbox.url, "PATH": os.environ["PATH"], "no_proxy": "*", **SECRETS}

    def start(name: str) -> subprocess.Popen[str]:
        program = HERE / f"{name}.{request.param}"
        return subprocess.Popen(
            [*shell, program],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return start


def said(program: subprocess.Popen[str]) -> str:
    out, err = program.communicate(timeout=30)
    assert program.returncode == 0, err + out
    return out


def test_send(run: Run, sandbox: smsbat.Sandbox) -> None:
    assert said(run("send")).count("accepted") == 3
    to = [message["to"] for message in sandbox.messages()]
    assert to == ["+380670000101", "+380670000102", "+380670000103"]


def test_poll(run: Run, sandbox: smsbat.Sandbox) -> None:
    program = run("poll")
    sandbox.wait_for(text="poll")
    sandbox.advance(5)
    assert json.loads(said(program))["deliverystatus"] == "delivered"


def test_cascade(run: Run, sandbox: smsbat.Sandbox) -> None:
    [row] = json.loads(said(run("cascade")))
    assert row["trackinId"] == "order-7741"
    [message] = sandbox.messages()
    assert message["message_id"] == row["messageId"]
    assert message["api"] == "cascade"


def test_variables(run: Run, sandbox: smsbat.Sandbox) -> None:
    assert '"trackinId"' in said(run("variables"))
    [message] = sandbox.messages()
    assert message["rendered"] == "Hello Oksana, see https://shop.example.org/o/7741"


def test_login(run: Run) -> None:
    assert said(run("login")).count("Returns desk") == 2


def test_operators(run: Run, sandbox: smsbat.Sandbox) -> None:
    out = said(run("operators")).replace(" ", "")
    assert '"isValid":true' in out
    assert '"chatStatus"' in out
    operators = sandbox._control("GET", "/chathub")["operators"]
    assert [one["status"] for one in operators if one["name"] == "Olena"] == [1]


@pytest.mark.parametrize("language", ["curl", "python"])
def test_the_code_that_the_page_gives(language: str, sandbox: smsbat.Sandbox) -> None:
    if language == "curl" and not shutil.which("curl"):
        pytest.skip("no curl here")
    environment = {**os.environ, **copied.CREDENTIALS, "SMSBAT_BASE_URL": sandbox.url, "no_proxy": "*"}

    def run(code: str) -> str:
        if language == "curl":
            # Else curl takes an error's answer for a good one.
            call = ["sh", "-ec", code.replace("curl ", "curl -sSf ", 1)]
        else:
            call = [sys.executable, "-c", code]
        done = subprocess.run(call, env=environment, capture_output=True, text=True, timeout=60)
        return "" if done.returncode == 0 else done.stderr or str(done.returncode)

    problems = dict(copied.problems(sandbox.url, language, run))
    assert len(problems) == 11
    assert not any(problems.values()), "\n".join(problems.values())
