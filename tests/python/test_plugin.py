"""The pytest fixture, in a project of a user's own."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest

PROJECT = pathlib.Path(__file__).parents[2] / "examples" / "python" / "test_greeting.py"

MORE = """
import os
import smsbat

SEEN = set()


def test_each_test_begins_with_nothing(smsbat_sandbox):
    SEEN.add(smsbat_sandbox.url)
    assert smsbat_sandbox.messages() == []
    space = smsbat_sandbox.space("worker")
    for client in (smsbat_sandbox.client(), space.client()):
        client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))


def test_one_server_for_all_of_them(smsbat_sandbox):
    SEEN.add(smsbat_sandbox.url)
    assert smsbat_sandbox.messages() == []
    assert smsbat_sandbox.space("worker").messages() == []
    assert len(SEEN) == 1


def test_the_environment_is_put_back():
    assert os.environ["SMSBAT_PROFILE"] == "production"
    assert "SMSBAT_BASE_URL" not in os.environ
"""

FAILING = """
import smsbat


def test_another_number(smsbat_sandbox):
    smsbat_sandbox.client().send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
    assert smsbat_sandbox.messages(to="+380501234567")


def test_nothing(smsbat_sandbox):
    assert len(smsbat_sandbox.messages(text="Hello")) == 1


def test_waiting(smsbat_sandbox):
    smsbat_sandbox.client().send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
    smsbat_sandbox.wait_for(text="Good bye", timeout=0.1)
"""

UNUSED = """
import sys


def test_nothing_of_it_is_loaded():
    assert "pytest_smsbat" in sys.modules
    assert not [name for name in sys.modules if name.partition(".")[0] == "smsbat"]
"""


def run(folder: pathlib.Path, tests: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(tests, "utf-8")
    # Without the plugins of this suite.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-W",
        "error",
    ]
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=folder,
    )


def test_a_project_of_ten_lines(tmp_path: pathlib.Path) -> None:
    done = run(tmp_path, PROJECT.read_text("utf-8"))
    assert done.stdout.splitlines()[-1].startswith("1 passed"), done.stdout
    assert done.returncode == 0


def test_tests_do_not_see_each_other(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Settings that a developer may have.
    monkeypatch.setenv("SMSBAT_PROFILE", "production")
    monkeypatch.setenv("SMSBAT_USERNAME", "me")
    done = run(tmp_path, MORE)
    assert done.stdout.splitlines()[-1].startswith("3 passed"), done.stdout


def test_a_failure_says_what_arrived(tmp_path: pathlib.Path) -> None:
    done = run(tmp_path, FAILING)
    assert done.stdout.splitlines()[-1].startswith("3 failed"), done.stdout
    arrived = "the last that arrived: sms to +380671234567, scheduled: 'Hello'"
    for line in (
        f"AssertionError: assert [] (no message with to='+380501234567'; {arrived})",
        "no message with text='Hello'; none arrived at all",
        f"TimeoutError: no message with text='Good bye' within 0.1 s; {arrived}",
    ):
        assert line in done.stdout, done.stdout


def test_it_costs_nothing_where_it_is_not_used(tmp_path: pathlib.Path) -> None:
    done = run(tmp_path, UNUSED)
    assert done.returncode == 0, done.stdout
