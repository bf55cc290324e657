"""The command `smsbat`: texts as arguments, ids that must not get lost, escaping for the terminal."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import smsbat

SMSBAT = [sys.executable, "-m", "smsbat"]
TO = ["--to", "+380671234567", "--sender", "MyShop"]
REFUSED = ["--to", "+380990000101", "--sender", "MyShop", "--text", "x"]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

WIRE = {"to": "+380671234567", "from": "MyShop", "type": "sms", "text": "x"}
SENDS = [
    ["send", *TO, "--text", "Hello"],
    ["cascade", "send", *TO, "--text", "Hello"],
    ["turbosms", "send", *TO, "--text", "Hello"],
    ["request", "POST", "/bat/messagelist", "--data", json.dumps({"messages": [WIRE]})],
]


@pytest.fixture
def run(sandbox: smsbat.Sandbox) -> Run:
    def run(*arguments: str | bytes, **options: Any) -> Any:
        own = options.pop("env", {})
        places = {
            "SMSBAT_BASE_URL": sandbox.url,
            "SMSBAT_CHATHUB_URL": sandbox.url,
            "SMSBAT_API_KEY": "test-key",
        }
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60} | options
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        return subprocess.run([*SMSBAT, *arguments], env={**os.environ, **places, **own}, **options)

    return run


@pytest.mark.parametrize("text", ["-50% today", "--50% today", "-1", "- 5", "-Hello", "--- sale ---", "-- x"])
def test_a_text_may_begin_with_a_hyphen(run: Run, sandbox: smsbat.Sandbox, text: str) -> None:
    message = {
        "text": text,
        "toPhone": "380671234567",
        "fromName": "MyShop",
        "messageType": "promo",
        "id": "c",
    }
    for arguments in (
        ["send", *TO, "--text", text],
        ["send", *TO, f"--text={text}"],
        ["send", *TO, "--text", text, "--viber-then-sms", text, "--customer-message-id", "-7"],
        ["cascade", "send", *TO, "--text", text, "--id", "-7"],
        ["cascade", "send", "--message", json.dumps(message)],
        ["turbosms", "send", *TO, "--text", text],
    ):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (0, b""), arguments
        assert sandbox.messages()[-1]["text"] == text
    done = run("chathub", "send-chat-message", "6602", "--text", text)
    assert done.returncode == 0, done.stderr
    assert json.loads(run("segments", text, "--json").stdout) == json.loads(
        run("segments", "--json", "--", text).stdout
    )
    done = run(
        "cascade",
        "send-template",
        f"{text} {{name}}",
        "-",
        "--sender",
        "MyShop",
        input=b'[{"to":"380671234567","name":"A"}]',
    )
    assert done.returncode == 0, done.stderr
    assert sandbox.messages()[-1]["text"] == f"{text} A"


@pytest.mark.parametrize(
    "text", ["--json", "--sender=X", "--jsn", "-h", "--resend-unknown", "-v", "-vv", "-Vh", "--"]
)
def test_an_option_is_no_text(run: Run, sandbox: smsbat.Sandbox, text: str) -> None:
    for arguments in (
        ["send", *TO, "--text", text],
        ["send", *TO, "--text", "x", "--viber-then-sms", text],
        ["cascade", "send", *TO, "--text", text],
        ["turbosms", "send", *TO, "--text", text],
        ["chathub", "send-chat-message", "6602", "--text", text],
    ):
        assert run(*arguments).returncode == 2, arguments
    assert run("send", "--to", "-380671234567", "--sender", "MyShop", "--text", "x").returncode == 2
    assert sandbox.requests() == []


@pytest.mark.skipif(os.name != "posix", reason="arguments are Unicode there")
def test_what_is_not_utf_8_is_refused(run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    text = "Привіт".encode("cp1251")
    locales: list[dict[str, str]] = [
        {},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "ru_RU.CP1251", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "cp1251"},
    ]
    for env in locales:
        for command in (["send"], ["cascade", "send"], ["turbosms", "send"]):
            done = run(*command, *TO, "--text", text, env=env)
            assert (done.returncode, done.stdout) == (2, b""), done
            done = run(*command, *TO, "--text", "-", input=text, env=env)
            assert (done.returncode, done.stdout) == (2, b""), done
            assert b"UTF-8" in done.stderr
    for encoding in ("utf-16", "utf-16-le"):
        assert run("send", *TO, "--text", "-", input="Hello".encode(encoding)).returncode == 2
    (tmp_path / "rows.json").write_bytes(b'[{"to":"380671234567","name":"' + text + b'"}]')
    assert (
        run("cascade", "send-template", "{name}", str(tmp_path / "rows.json"), "--sender", "X").returncode
        == 2
    )
    assert sandbox.requests() == []
    for env in locales[:3]:
        done = run("send", *TO, "--text", "Привіт".encode(), env=env)
        assert done.returncode == 0, done.stderr
        assert sandbox.messages()[-1]["text"] == "Привіт"


@pytest.mark.parametrize("given", [b"\xef\xbb\xbfHi\r\n", b"Hi\n", b"Hi", b"\xef\xbb\xbfHi"])
def test_marks_and_ends_of_lines_are_no_text(run: Run, sandbox: smsbat.Sandbox, given: bytes) -> None:
    assert run("send", *TO, "--text", "-", input=given).returncode == 0
    assert sandbox.messages()[-1]["text"] == "Hi"


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", SENDS)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_an_id_is_not_lost(run: Run, sandbox: smsbat.Sandbox, arguments: list[str], form: list[str]) -> None:
    def given_id(done: subprocess.CompletedProcess[bytes]) -> bool:
        assert done.returncode == 5, done
        return str(sandbox.messages()[-1]["message_id"]) in done.stderr.decode()

    with open("/dev/full", "w") as full:
        assert given_id(run(*arguments, *form, stdout=full))
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert given_id(run(*arguments, *form, stdout=writing))
    finally:
        os.close(writing)
    command = [*SMSBAT, *arguments, *form]
    env = {**os.environ, "SMSBAT_BASE_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], env=env, stderr=subprocess.PIPE, timeout=60
    )
    assert given_id(closed)
    assert len(sandbox.messages()) == 3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_what_cannot_be_written_is_a_failure(run: Run) -> None:
    with open("/dev/full", "w") as full:
        for arguments in (["segments", "x"], ["completion", "bash"], ["chathub", "organizations"]):
            done = run(*arguments, stdout=full)
            assert done.returncode == 5, arguments
            assert b"cannot be written" in done.stderr
        assert run("segments", stdout=full).returncode == 2


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_closed_standard_output_is_noticed(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    journal = tmp_path / "campaign.db"
    client = smsbat.Client(api_key="test-key", base_url=sandbox.url)
    sent = client.messages.send_bulk([{"to": "+380671234567", "text": "x"}], sender="MyShop", journal=journal)
    (row,) = sent
    sandbox.advance(60)
    assert run("track", str(journal), "--timeout", "60").returncode == 0
    env = {**os.environ, "SMSBAT_BASE_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    commands = [
        ["segments", "x"],
        ["completion", "bash"],
        ["status", str(row["message_id"])],
        ["wait", str(row["message_id"])],
        ["track", str(journal), "--timeout", "0"],
        ["request", "GET", f"/bat/message/{row['message_id']}"],
        ["doctor"],
        ["--help"],
        ["send", "--help"],
        ["--version"],
    ]
    for form in (">&-", ">/dev/full"):
        for arguments in commands:
            done = subprocess.run(
                ["sh", "-c", f'exec "$@" {form}', "sh", *SMSBAT, *arguments],
                env=env,
                stderr=subprocess.PIPE,
                timeout=60,
            )
            assert done.returncode == 5, (form, arguments, done)
            expected = b"(it is closed)" if form == ">&-" else b"No space left"
            assert expected in done.stderr


def test_refused_rows_say_why(run: Run) -> None:
    done = run("send", *REFUSED)
    expected = "rejected - status=rejected code=INVALID_RECIPIENT: the number is in the stop list\n"
    assert (done.returncode, done.stdout.decode()) == (1, expected)
    row = json.loads(run("send", *REFUSED, "--json").stdout)["messages"][0]
    assert (row["code"], row["reason"]) == ("INVALID_RECIPIENT", "the number is in the stop list")
    done = run("turbosms", "send", *REFUSED)
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    header = next(i for i, line in enumerate(lines) if line.endswith("REASON"))
    assert lines[header + 1].split()[-1] == "NOT_ALLOWED_NUMBER_STOPLIST"


def test_a_wait_that_gives_up(run: Run) -> None:
    def wait(number: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        sent = run("send", "--to", number, "--sender", "MyShop", "--text", "x")
        return run("wait", "--timeout", "0.3", "--interval", "1", sent.stdout.split()[1], *arguments)

    stuck = wait("+380990000301")
    assert stuck.returncode == 4
    assert stuck.stdout
    assert wait("+380990000301", "--json").returncode == 4
    sent = run("send", "--to", "+380990000301", "--sender", "MyShop", "--text", "x")
    assert run("status", sent.stdout.split()[1]).returncode == 0
    assert b"4 `wait`" in b" ".join(run("--help").stdout.split())


ORDERS = "\x1b]0;x\x07 \x9b2J \u202e \u2066 \u200f \x7f a\nb"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_words_of_the_provider_do_not_steer_the_terminal(
    run: Run, sandbox: smsbat.Sandbox, form: list[str]
) -> None:
    sandbox.reply_next(json={"messageId": "m", "deliverystatus": ORDERS, "fallbacks": [{"type": ORDERS}]})
    outputs = [run("status", "m", *form).stdout]
    sandbox.reply_next(
        json={"messageId": "m", "deliverystatus": "delivered", "cost": 1, "fallbacks": [{"status": ORDERS}]}
    )
    outputs.append(run("wait", "m", *form).stdout)
    row = {
        "messageId": ORDERS,
        "status": ORDERS,
        "pattern": ORDERS,
        "error": {"code": ORDERS, "message": ORDERS},
    }
    sandbox.reply_next(json={"messages": [row]})
    outputs.append(run("send", *TO, "--text", "x", *form).stdout)
    sandbox.reply_next(json=[{"trackinId": "a", "error": {"code": ORDERS, "message": ORDERS}}])
    outputs.append(run("cascade", "send", *TO, "--text", "x", *form).stdout)
    sandbox.reply_next(status=400, json={"error": {"code": ORDERS, "message": ORDERS}})
    done = run("send", *TO, "--text", "x", *form)
    outputs.append(done.stdout + done.stderr)
    for output in outputs:
        text = output.decode()
        assert not set(text) & set(ORDERS) - set(" ]0;x2Jab\n"), text
    assert len(outputs[0].splitlines()) == 1
    if form:
        assert ORDERS in json.loads(outputs[2])["messages"][0]["reason"]
        assert "\\u202e" in outputs[0].decode()
