"""Runs the examples and checks their results."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

import smsbat

FOLDER = pathlib.Path(__file__).parents[2] / "examples" / "python"


def run(name: str, cwd: pathlib.Path | None = None, **environment: str) -> str:
    command = [sys.executable, str(FOLDER / name)]
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_first_message(sandbox: smsbat.Sandbox) -> None:
    # It waits for a real delivery: three seconds in the sandbox.
    output = run("first_message.py", SMSBAT_API_KEY="test-key", SMSBAT_BASE_URL=sandbox.url)
    assert output.startswith("delivered ")
    assert sandbox.messages()[0]["text"] == "Your order is on its way"


def test_hello() -> None:
    assert run("hello.py").startswith("accepted 1\ndelivered ")


def test_other_apis(sandbox: smsbat.Sandbox) -> None:
    output = run(
        "other_apis.py",
        SMSBAT_API_KEY="test-key",
        SMSBAT_BASE_URL=sandbox.url,
        SMSBAT_CHATHUB_URL=sandbox.url,
        CHATHUB_LOGIN="test-desk",
        CHATHUB_PASSWORD="test-password",
    )
    assert output.splitlines()[:2] == ["accepted", "accepted"]
    assert "Wrong size" in output


def test_chat_bot(sandbox: smsbat.Sandbox) -> None:
    settings = {"SMSBAT_API_KEY": "test-key", "SMSBAT_CHATHUB_URL": sandbox.url}
    with subprocess.Popen(
        [sys.executable, str(FOLDER / "chat_bot.py")],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
    ) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline().split() == ["hub:", "connected"]
        sandbox.chat_message(6601, "What are your HOURS?")
        sandbox.chat_message(6602, "Hello")
        while "9 to 18" not in str(sandbox.chats()):
            assert bot.poll() is None
        bot.terminate()
    answers = [m for chat in sandbox.chats() for m in chat["messages"] if "9 to 18" in m["message"]]
    assert [answer["chatId"] for answer in answers] == [6601]


def test_async_messages(sandbox: smsbat.Sandbox) -> None:
    output = run("async_messages.py", SMSBAT_API_KEY="test-key", SMSBAT_BASE_URL=sandbox.url)
    assert output == "True\n"
    assert len(sandbox.messages(text="Hello")) == 3


def test_campaign(sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    settings = {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    for _ in range(2):
        output = run("campaign.py", cwd=tmp_path, **settings)
        assert "2 accepted" in output
        assert "2 not_sent to is a national number" in output
    assert len(sandbox.messages()) == 2


def test_every_example_is_run() -> None:
    assert sorted(f.name for f in FOLDER.glob("*.py")) == [
        "async_messages.py",
        "campaign.py",
        "chat_bot.py",
        "demo.py",
        "first_message.py",
        "hello.py",
        "other_apis.py",
        "test_greeting.py",
        "webhooks.py",
    ]


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


def test_webhooks(sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    journal = tmp_path / "campaign.db"
    command = [sys.executable, str(FOLDER / "webhooks.py"), "0", str(journal)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as receiver, sandbox.client() as client:
        try:
            assert receiver.stdout is not None
            url = receiver.stdout.readline().strip()
            client.request("POST", "/_sandbox/webhooks", {"url": url})
            # The sandbox sends one callback after the other, in the order of their times.
            report = client.messages.send_bulk(
                [smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")], journal=journal
            )
            sandbox.advance(3)
            reports = [receiver.stdout.readline() for _ in range(2)]
            incoming = {"from": "+380671234568", "sender": "MyShop", "text": "Secret"}
            client.request("POST", "/_sandbox/incoming", incoming)
            written = receiver.stdout.readline()
            attempts = client.request("GET", "/_sandbox/webhooks").json["attempts"]
            # The same event once more, and what is none.
            status = [post(url, json.dumps(attempts[0]["body"]).encode()), post(url, b"{}"), post(url, b"[]")]
            rest = [receiver.stdout.readline() for _ in range(2)]
        finally:
            receiver.terminate()
        summary = client.messages.track(journal=journal)
    assert [line.split("(")[0] for line in reports] == ["DeliveryReport"] * 2
    assert "processing" in reports[0]
    assert "delivered" in reports[1]
    assert written.startswith("IncomingMessage(id=")
    assert [attempt["status"] for attempt in attempts] == [200, 200, 200][: len(attempts)]
    assert status == [200, 200, 400]
    assert rest[0].split("cost")[0] == reports[0].split("cost")[0]
    assert rest[1] == "other\n"
    for line in (*reports, written, *rest):
        assert "380671234568" not in line
        assert "Secret" not in line
    assert report.ok
    assert (summary.delivered, summary.total, summary.requests) == (1, 1, 0)


def post(url: str, body: bytes) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
