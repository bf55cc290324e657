"""`smsbat listen`, `smsbat trigger` and the options of `smsbat sandbox` that open it."""

from __future__ import annotations

import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

import smsbat

SMSBAT = [sys.executable, "-m", "smsbat"]


@pytest.fixture
def receiver() -> Iterator[tuple[str, queue.Queue[Any]]]:
    """The URL of a program that receives webhooks, and what it got. It answers what a text says."""
    events: queue.Queue[Any] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            events.put((self.path, event))
            self.send_response(int(event.get("text", "200")) if event.get("text", "").isdigit() else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", events
        server.shutdown()


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")} | more
    return subprocess.run(
        [*SMSBAT, *arguments], capture_output=True, text=True, check=False, timeout=60, env=environment
    )


def trigger(sandbox: smsbat.Sandbox, *arguments: str) -> dict[str, Any]:
    done = run("--json", "trigger", *arguments, "--sandbox", sandbox.url)
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT")
def test_events_are_printed_and_handed_on(
    sandbox: smsbat.Sandbox, receiver: tuple[str, queue.Queue[Any]]
) -> None:
    url, events = receiver
    before = ["http://127.0.0.1:9/before", "http://127.0.0.1:9/too"]
    sandbox._control("POST", "/webhooks", {"urls": before})
    command = [*SMSBAT, "--json", "listen", "--sandbox", sandbox.url, "--forward-to", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as listener:
        assert listener.stdout is not None
        assert listener.stderr is not None
        assert "Ctrl-C ends" in listener.stderr.readline()
        # Without a message, one is sent first.
        assert trigger(sandbox, "read")["status"] == "read"
        path, event = events.get(timeout=30)
        assert (path, event["deliverystatus"]) == ("/hook", "read")
        line = json.loads(listener.stdout.readline())
        assert (line["kind"], line["event"], line["forwarded"]["status"]) == ("status", event, 200)

        # The status of the program is the answer to the sandbox, which tries again.
        trigger(sandbox, "incoming", "--text", "503", "--from", "+380501112233", "--sender", "Shop")
        assert json.loads(listener.stdout.readline())["forwarded"]["status"] == 503
        assert events.get(timeout=30)[1]["phoneNumber"] == "380501112233"
        end = time.monotonic() + 30
        while not (attempts := sandbox.webhook_attempts()) or attempts[-1]["status"] != 503:
            assert time.monotonic() < end, attempts
            time.sleep(0.01)
        listener.send_signal(signal.SIGINT)
        assert listener.wait(30) == 0
    assert sandbox._control("GET", "/webhooks")["urls"] == before


def post(url: str, body: bytes) -> int:
    request = urllib.request.Request(
        url, body, {"Content-Type": "text/plain", "Origin": "http://evil.example"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_only_the_sandbox_sends_events_and_none_reaches_the_terminal_raw(
    receiver: tuple[str, queue.Queue[Any]],
) -> None:
    url, events = receiver
    event = {"messageId": "m\n1", "deliverystatus": "\x1b[2J\x1b]0;owned\x07\x9b2J"}
    with smsbat.Sandbox() as sandbox:
        command = [*SMSBAT, "listen", "--sandbox", sandbox.url, "--forward-to", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as listener:
            assert listener.stdout is not None
            assert listener.stderr is not None
            assert b"Ctrl-C ends" in listener.stderr.readline()
            (own,) = sandbox._control("GET", "/webhooks")["urls"]
            body = json.dumps(event).encode()
            assert post(own[: own.rindex("/") + 1], b'{"messageId": "foreign"}') == 404
            assert post(own, body) == 200
            assert events.get(timeout=30)[1] == event
            line = listener.stdout.readline()
            assert line.startswith(rb"status m\n1 \u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}2J -> 200 in "), line
            assert events.empty()
            # Without the sandbox, there is nothing to wait for.
            sandbox.close()
            assert listener.wait(60) == 1
            assert b"no sandbox answers" in listener.stderr.read()


def test_events_of_recipients(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    survey = smsbat.ViberSurvey(to="+380671234567", sender="MyShop", text="Which?", options=["A", "B"])
    row = client.send(survey)[0]
    assert trigger(sandbox, "answer", "--text", "B")["text"] == "B"
    assert trigger(sandbox, "reply", "--message-id", row.message_id or "")["text"] == "Hello"
    assert trigger(sandbox, "chat", "--text", "Hi")["message"] == "Hi"
    done = run("trigger", "answer", "--text", "C", "--sandbox", sandbox.url)
    assert (done.returncode, "it has A, B" in done.stderr) == (1, True), done.stderr
    # The environment leads there, as it leads the program under test.
    assert run("trigger", "delivered", SMSBAT_BASE_URL=sandbox.url).stdout == "delivered: done\n"
    assert "expired" in run("trigger", "--help").stdout
    assert run("trigger", "eaten").returncode == 2


def test_nothing_is_sent_to_a_provider(receiver: tuple[str, queue.Queue[Any]]) -> None:
    url, events = receiver
    done = run("trigger", "delivered", "--sandbox", url.removesuffix("/hook"))
    assert done.returncode == 1
    assert "is no sandbox" in done.stderr
    assert events.empty()
    for forward in (
        "https://127.0.0.1/",
        "http://example.org/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:1;x",
    ):
        done = run("listen", "--sandbox", url, "--forward-to", forward)
        assert (done.returncode, "--forward-to" in done.stderr) == (2, True), done.stderr
    # A port that cannot be leads to no other sandbox.
    for command in (["listen"], ["trigger", "delivered"]):
        done = run(*command, SMSBAT_BASE_URL="http://127.0.0.1:99999")
        assert (done.returncode, "SMSBAT_BASE_URL) has a port" in done.stderr) == (2, True), done.stderr


def test_wrong_arguments_are_a_usage_error(sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    """As their help says; and with --json the kind fits the code."""
    (tmp_path / "broken.toml").write_text("rules = 5")
    start = ["sandbox", "--port", "0"]
    for arguments in (
        [*start, "--webhook-url", "abc"],
        [*start, "--frame-origin", "*"],
        [*start, "--compare", "x"],
        [*start, "--scenario", str(tmp_path / "missing.toml")],
        [*start, "--scenario", str(tmp_path / "broken.toml")],
        [*start, "--max-messages", "0"],
        ["trigger", "delivered", "--sandbox", "nonsense"],
        ["trigger", "incoming", "--from", "abc"],
        ["trigger", "incoming", "--text", ""],
        ["listen", "--sandbox", "nonsense"],
        ["listen", "--forward-to", "nonsense"],
    ):
        done = run(*arguments, "--json", SMSBAT_BASE_URL=sandbox.url)
        assert (done.returncode, json.loads(done.stdout)["error"]["kind"]) == (2, "usage"), arguments
    for arguments in (
        ["sandbox", "--health", "--port", "1"],
        ["trigger", "delivered", "--message-id", "no-such-message"],
    ):
        done = run(*arguments, "--json", SMSBAT_BASE_URL=sandbox.url)
        assert (done.returncode, json.loads(done.stdout)["error"]["kind"]) == (1, "sandbox"), arguments


@pytest.mark.skipif(not pathlib.Path("/dev/zero").exists(), reason="there is no endless file")
def test_a_scenario_without_an_end_is_refused() -> None:
    done = run("sandbox", "--port", "0", "--scenario", "/dev/zero")
    assert (done.returncode, "must have at most 4 MiB" in done.stderr) == (2, True)


def test_only_both_options_open_the_sandbox() -> None:
    for arguments in (["--host", "0.0.0.0"], ["--allow-host", "sandbox"]):
        done = run("sandbox", "--port", "0", *arguments)
        assert done.returncode == 2
        assert "--allow-host" in done.stderr
    health = run("sandbox", "--health", "--port", "1")
    assert (health.returncode, "no sandbox answers on port 1" in health.stderr) == (1, True)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("hand_on", [False, True])
def test_an_event_that_cannot_be_printed_is_not_taken(
    sandbox: smsbat.Sandbox, receiver: tuple[str, queue.Queue[Any]], hand_on: bool
) -> None:
    url, events = receiver
    command = [*SMSBAT, "listen", "--sandbox", sandbox.url, *(["--forward-to", url] if hand_on else [])]
    reading, writing = os.pipe()
    os.close(reading)
    for target, code in ((os.open("/dev/full", os.O_WRONLY), 5), (writing, 0)):
        before = len(sandbox.webhook_attempts())
        with subprocess.Popen(command, stdout=target, stderr=subprocess.PIPE, text=True) as listener:
            os.close(target)
            assert listener.stderr is not None
            assert "Ctrl-C ends" in listener.stderr.readline()
            trigger(sandbox, "delivered")
            assert listener.wait(30) == code
            shown = listener.stderr.read()
        assert ("standard output cannot be written" in shown) == (code == 5), shown
        end = time.monotonic() + 30
        while not (attempts := sandbox.webhook_attempts()[before:]):
            assert time.monotonic() < end
            time.sleep(0.01)
        # An event that the program behind has taken is not sent again.
        assert attempts[0]["status"] == (200 if hand_on else 503)
        assert events.qsize() == hand_on
        if hand_on:
            events.get()
