"""The command `smsbat`: all subcommands, exit codes, secrets, Ctrl-C and closed pipes."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import smsbat

SMSBAT = [sys.executable, "-m", "smsbat"]
SMS = ["--to", "+380671234567", "--sender", "MyShop", "--text", "Hello"]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(sandbox: smsbat.Sandbox) -> Run:
    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        own = options.pop("env", {"SMSBAT_API_KEY": "test-key"})
        places = {"SMSBAT_BASE_URL": sandbox.url, "SMSBAT_CHATHUB_URL": sandbox.url}
        options = {"capture_output": True, "text": True, "timeout": 60, "stdin": subprocess.DEVNULL} | options
        if "input" in options:
            del options["stdin"]
        return subprocess.run([*SMSBAT, *arguments], env={**os.environ, **places, **own}, **options)

    return run


def test_cascade(run: Run, sandbox: smsbat.Sandbox) -> None:
    done = run("cascade", "send", *SMS, "--id", "c-1", "--ttl", "60", "--telegram-viber-first", "--json")
    rows = json.loads(done.stdout)["messages"]
    assert (done.returncode, rows[0]["outcome"], rows[0]["customer_message_id"]) == (0, "accepted", "c-1")
    assert sandbox.messages()[-1]["text"] == "Hello"
    wire = [
        {
            "id": f"c-{n}",
            "toPhone": f"+38067123456{n}",
            "fromName": "MyShop",
            "messageType": "promo",
            "text": "x",
        }
        for n in (1, 2)
    ]
    done = run("cascade", "send", "--message", "-", input=json.dumps(wire))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == [
        "OUTCOME",
        "MESSAGE_ID",
        "CUSTOMER_MESSAGE_ID",
        "TO",
    ]
    assert [line.split()[0] for line in done.stdout.splitlines()[1:3]] == ["accepted", "accepted"]
    rows = [{"to": "+380671234567", "name": "Oksana"}]
    done = run("cascade", "send-template", "Hi {name}", "-", "--sender", "MyShop", input=json.dumps(rows))
    assert done.returncode == 0, done.stderr
    assert sandbox.messages()[-1]["text"] == "Hi Oksana"
    variables = [{"id": 7, "type": "url", "value": "https://example.com"}]
    assert run("cascade", "upload-variables", json.dumps(variables)).returncode == 0
    done = run("cascade", "send", "--to", "12", "--sender", "MyShop", "--text", "x", "--json")
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["outcome"], error["field"]) == (2, "not_sent", "messages[0].toPhone")


@pytest.mark.parametrize(
    "arguments",
    [
        (
            "cascade",
            "send",
            "--message",
            '{"id":"k","toPhone":"+380671234567","toPhone":"+380501112233","fromName":"A","text":"x"}',
        ),
        ("cascade", "send", "--message", '[{"id":"k","customerData":{"a":1,"a":2}}]'),
        ("cascade", "send-template", "--sender", "A", "Hi", "-"),
        ("turbosms", "send-multi", '{"a":{"recipients":["380671234567"],"recipients":["380501112233"]}}'),
        ("turbosms", "send-multi", '{"a":{"recipients":["1"]},"a":{"recipients":["2"]}}'),
        ("request", "POST", "/bat/messagelist", "--data", '{"messages":[{"to":"1"}],"messages":[]}'),
        ("request", "POST", "/bat/messagelist", "--data", '{"messages":[{"to":"1","to":"2"}]}'),
    ],
)
def test_a_key_given_twice(run: Run, sandbox: smsbat.Sandbox, arguments: tuple[str, ...]) -> None:
    """Which of the two is meant nobody knows, so nothing is sent."""
    done = run(*arguments, input='[{"to":"+380671234567","to":"+380671234568"}]')
    assert (done.returncode, done.stdout) == (2, "")
    assert "twice" in done.stderr
    assert not sandbox.requests()


def test_numbers_keep_their_digits(run: Run, sandbox: smsbat.Sandbox) -> None:
    rows = '[{"to":"+380671234567","a":19.90,"b":1e2,"c":4149499912345678901234}]'
    done = run("cascade", "send-template", "--sender", "MyShop", "{a} {b} {c}", "-", input=rows)
    assert done.returncode == 0, done.stderr
    assert sandbox.messages()[-1]["text"] == "19.90 1e2 4149499912345678901234"
    message = (
        '{"id":"k","toPhone":"+380671234567","fromName":"MyShop","messageType":"promo","text":"x",'
        '"customerData":{"n":12345678901234567890123,"p":1.10}}'
    )
    done = run("cascade", "send", "--message", message)
    assert done.returncode == 0, done.stderr
    assert '{"n":12345678901234567890123,"p":1.10}' in sandbox.requests()[-1]["body"]


def test_input_has_a_limit(run: Run, sandbox: smsbat.Sandbox) -> None:
    """What has no end would fill the memory."""
    text = "x" * ((1 << 20) + 1)
    for arguments in (
        ["send", *SMS[:-1], "-"],
        ["cascade", "send", *SMS[:-1], "-"],
        ["chathub", "send-chat-message", "1", "--text", "-"],
        ["segments", "-"],
    ):
        done = run(*arguments, input=text)
        assert (done.returncode, "must have at most 1 MiB" in done.stderr) == (2, True), done.stderr
    rows = " " * ((64 << 20) + 1)
    for arguments in (
        ["send", "--message", "-"],
        ["cascade", "send", "--message", "-"],
        ["cascade", "send-template", "--sender", "A", "Hi", "-"],
    ):
        done = run(*arguments, input=rows)
        assert (done.returncode, "must have at most 64 MiB" in done.stderr) == (2, True), done.stderr
    assert not sandbox.requests()


def test_chathub(run: Run, tmp_path: pathlib.Path) -> None:
    def json_of(*arguments: str, **options: Any) -> Any:
        done = run("chathub", "--json", *arguments, **options)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    assert [o["name"] for o in json_of("organizations")] == ["Returns desk", "Wholesale"]
    added = json_of("add-operators", "32", "Olena P.", "Ihor")
    assert [o["name"] for o in added] == ["Olena P.", "Ihor"]
    assert json_of("set-operator-status", str(added[0]["id"]), "inactive") == {}
    assert {o["name"]: o["status_name"] for o in json_of("operators", "32")}["Olena P."] == "inactive"
    assert [c["id"] for c in json_of("chats", "--status", "open")] == [6601]
    assert len(json_of("chats", "--from", "2020-01-01", "--until", "2100-01-01", "--per-page", "2")) == 5
    (tmp_path / "label.png").write_bytes(b"\x89PNG")
    json_of(
        "send-chat-message", "6602", "--text", "-", "--media", str(tmp_path / "label.png"), input="Here\n"
    )
    assert json_of("chat-messages", "6602")[-1]["text"] == "Here"
    json_of("set-chat-status", "6602", "closed")
    token = run("chathub", "operator-token", "507").stdout.strip()
    (tmp_path / "token").write_text(f"{token}\n")
    assert json_of("validate-token", str(tmp_path / "token"))["operator_id"] == 507
    assert token in run("chathub", "widget-html", "-", input=token).stdout
    assert 'guid="g-1"' in run("chathub", "visitor-widget-html", "g-1").stdout
    password = {"SMSBAT_CHATHUB_PASSWORD": "test-password"}
    company = run("chathub", "login", "test-desk", env=password).stdout.strip()
    listed = run("chathub", "organizations", "--company-token-file", "-", env={}, input=company)
    assert listed.stdout.splitlines()[0].split() == ["ID", "NAME"]
    done = run("chathub", "delete-chat", "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "HTTP 404" in done.stderr
    done = run("chathub", "login", "test-desk")
    assert done.returncode == 2
    assert "SMSBAT_CHATHUB_PASSWORD" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_following_a_chat(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    command = [*SMSBAT, "--json", "chathub", "follow", "6602", "--interval", "0.05", "--idle-timeout", "20"]
    environment = {**os.environ, "SMSBAT_CHATHUB_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        while len([r for r in sandbox.requests() if "6602" in r["path"]]) < 2:
            pass
        client.request("POST", "/_sandbox/chathub/incoming", {"chat_id": 6602, "text": "new\x1b[2J"})
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["text"] == "new\x1b[2J"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("transport", ["websocket", "long_polling"])
def test_listening_to_the_chat_hub(sandbox: smsbat.Sandbox, transport: str) -> None:
    environment = {**os.environ, "SMSBAT_CHATHUB_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    command = [*SMSBAT, "chathub", "listen", "--chat", "6602", "--chat", "6603", "--transport", transport]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline() == "smsbat: connected\n"
        sandbox.chat_message(6601, "not wanted")
        sandbox.chat_message(6602, "new\x1b[2J\nline")
        sandbox.set_chat_status(6603, "closed")
        sandbox.push_hub("New\x1b[2J", "\x1b[2J")
        assert process.stdout.readline() == "chat 6602: new\\u001b[2J line\n"
        assert process.stdout.readline() == "chat 6603: status ended\n"
        assert "\x1b" not in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 1
    with subprocess.Popen([*command, "--json"], env=environment, **pipes) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["state"] == "connected"
        sandbox.chat_message(6602, "new\x1b[2J")
        event = json.loads(process.stdout.readline())
        assert (event["event"], event["message"]["text"]) == ("ChatMessageReceived", "new\x1b[2J")
        # Nobody reads on.
        process.stdout.close()
        sandbox.chat_message(6602, "more")
        assert process.wait(20) == 0


def test_turbosms(run: Run, sandbox: smsbat.Sandbox) -> None:
    done = run(
        "turbosms", "send", "--to", "380671234567", "+380671234568", "--sender", "MyShop", "--text", "Hi"
    )
    assert done.returncode == 0, done.stderr
    ids = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("accepted")]
    assert len(ids) == 2
    sandbox.advance(10)
    statuses = json.loads(run("turbosms", "status", *ids, "--json").stdout)
    assert [s["message_id"] for s in statuses] == ids
    assert run("turbosms", "details", ids[0]).returncode == 0
    refused = {"recipients": ["380671234567", "380990000101"], "sms": {"sender": "MyShop", "text": "Hi"}}
    done = run("turbosms", "send", "--message", json.dumps(refused))
    assert done.returncode == 1
    assert any(line.startswith("rejected") for line in done.stdout.splitlines())
    done = run("turbosms", "send-multi", json.dumps({"first": refused}))
    assert done.returncode == 1
    done = run("turbosms", "send", "--to", "380671234567", "--sender", "MyShop", "--text", "Hi", "--viber")
    assert done.returncode == 0
    assert "viber" in sandbox.requests()[-1]["body"]


def test_request(run: Run) -> None:
    done = run("request", "GET", "/_sandbox/health")
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
    done = run("request", "post", "/_sandbox/clock", "--data", "-", "--json", input='{"advance": 1}')
    assert json.loads(done.stdout)["status_code"] == 200
    assert run("request", "GET", "nowhere").returncode == 2
    assert "is not JSON" in run("request", "POST", "/x", "--data", "{").stderr


def test_texts_from_outside_do_not_steer_the_terminal(run: Run, client: smsbat.Client) -> None:
    client.request("POST", "/_sandbox/chathub/incoming", {"chat_id": 6602, "text": "a\x1b[2J\nb"})
    output = run("chathub", "chat-messages", "6602").stdout
    assert "\x1b" not in output
    assert "a\\u001b[2J b" in output


def test_secrets_come_from_files_and_prompts(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    key = tmp_path / "key"
    key.write_text("test-file\nthe rest is a comment\n")
    assert run("send", *SMS, "--api-key-file", str(key), env={}).returncode == 0
    assert sandbox.requests(secrets=True)[-1]["headers"]["x-authorization-key"] == "test-file"
    assert run("send", *SMS, "--api-key-file", "-", env={}, input="test-pipe\n").returncode == 0
    assert sandbox.requests(secrets=True)[-1]["headers"]["x-authorization-key"] == "test-pipe"
    key.write_text("test-password")
    done = run("send", *SMS, "--username", "test-user", "--password-file", str(key), env={})
    assert done.returncode == 0, done.stderr
    key.write_text("\nsecond line")
    for file in (str(key), str(tmp_path), str(tmp_path / "none")):
        done = run("send", *SMS, "--api-key-file", file, env={})
        assert done.returncode == 2
        assert "api-key-file" in done.stderr
    # There is no argument that takes a secret itself.
    for option in ("--api-key", "--password", "--company-token"):
        assert run("send", *SMS, option, "very-secret").returncode == 2


PROMPT = """
import os, pty, sys, termios
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.executable, [sys.executable, "-m", "smsbat", *sys.argv[1:]])
shown = b""
while b": " not in shown:
    shown += os.read(terminal, 1024)
while termios.tcgetattr(terminal)[3] & termios.ECHO:
    pass
os.write(terminal, b"test-typed\\n")
try:
    while part := os.read(terminal, 1024):
        shown += part
except OSError:
    pass
print(shown.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_prompt_does_not_show_what_is_typed(sandbox: smsbat.Sandbox) -> None:
    command = [sys.executable, "-c", PROMPT, "send", *SMS, "--api-key-file", "-", "--base-url", sandbox.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "api key: " in done.stdout
    assert "test-typed" not in done.stdout
    assert done.stdout.split()[-1] == "0", done.stdout
    assert sandbox.requests(secrets=True)[-1]["headers"]["x-authorization-key"] == "test-typed"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("group", [["send"], ["cascade", "send"]], ids=" ".join)
def test_ctrl_c_says_what_became_of_a_send(sandbox: smsbat.Sandbox, group: list[str]) -> None:
    sandbox.reply_next(json={"messages": []}, delay=60)
    environment = {**os.environ, "SMSBAT_BASE_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    command = [*SMSBAT, "--json", *group, *SMS]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        while not sandbox.requests():
            pass
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    error = json.loads(output)["error"]
    assert (process.returncode, error["kind"], error["outcome"]) == (3, "cancelled", "unknown")
    assert len(error["customer_message_ids"]) == 1


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")
@pytest.mark.parametrize("key_too", [False, True])
def test_ctrl_c_ends_a_campaign_that_waits_for_rows(sandbox: smsbat.Sandbox, key_too: bool) -> None:
    environment = {**os.environ, "SMSBAT_BASE_URL": sandbox.url}
    command = [*SMSBAT, "bulk", "-", "--sender", "MyShop", "--chunk-size", "1", "--no-journal"]
    if key_too:
        command += ["--api-key-file", "-"]
    else:
        environment["SMSBAT_API_KEY"] = "test-key"
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        key = "test-key\n" if key_too else ""
        process.stdin.write(f"{key}to,text\n+380671234567,Hello\n+3805")
        process.stdin.flush()
        while not sandbox.messages():
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 3
        assert "1 accepted" in process.stdout.read()
    assert len(sandbox.messages()) == 1


def test_what_is_unknown_is_not_sent_by_the_same_command(run: Run, tmp_path: pathlib.Path) -> None:
    file, journal = tmp_path / "rows.csv", tmp_path / "campaign.db"
    # The sandbox fails after it has taken the second.
    file.write_text("to,text\n+380671234567,Hello\n+380990000503,Hello\n")
    command = ["bulk", str(file), "--sender", "MyShop", "--chunk-size", "1", "--journal", str(journal)]
    for more in [[], ["--resend-unknown"]]:
        done = run(*command, *more)
        assert done.returncode == 3, done.stderr
        assert "run the same command again" not in done.stderr
        assert ("add --resend-unknown" in done.stderr) == (not more)


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")
def test_a_closed_pipe_is_no_trouble() -> None:
    command = " ".join([*SMSBAT, "completion", "bash", "| head -n 1"])
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout
    for word in ("turbosms", "send-template", "chat-messages", "api-key-file"):
        assert word in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, timeout=60)
        assert (checked.returncode, checked.stderr) == (0, "")


def test_help_says_what_is_needed(run: Run) -> None:
    done = run("--help")
    for word in ("cascade", "chathub", "turbosms", "completion", "SMSBAT_API_KEY", "Exit codes"):
        assert word in done.stdout
    for group in ("cascade", "chathub", "turbosms"):
        # Every line of a command has words behind it.
        lines = run(group, "--help").stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
        assert all(len(line.split(None, 1)) == 2 for line in lines)


MARK = "\ufeff"


@pytest.mark.parametrize(
    "around", [("", ""), ("", "\r\n"), (MARK, "\n"), (MARK, "\r\n"), (MARK, ""), ("", "\r")]
)
def test_a_key_is_what_stands_between_mark_and_line_end(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path, around: tuple[str, str]
) -> None:
    text = around[0] + "test-key" + around[1]
    file = tmp_path / "key"
    file.write_bytes(text.encode())
    assert run("send", *SMS, "--api-key-file", str(file), env={}).returncode == 0
    done = subprocess.run(
        [*SMSBAT, "send", *SMS, "--api-key-file", "-"],
        env={**os.environ, "SMSBAT_BASE_URL": sandbox.url},
        input=text.encode(),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    file.write_bytes((around[0] + "test-password" + around[1]).encode())
    done = run("send", *SMS, "--username", "test-user", "--password-file", str(file), env={})
    assert done.returncode == 0, done.stderr
    assert len(sandbox.messages()) == 3


def test_keys_that_no_shell_would_write(run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "key"
    for content, said in [
        ("test-key".encode("utf-16"), "api-key-file is UTF-16 or not a text; save it as UTF-8"),
        ("test-key".encode("utf-16-le"), "is UTF-16 or not a text"),
        (b"\xfe\xff\x00k", "is UTF-16 or not a text"),
        (b"test-\xff-key", "is not UTF-8"),
        (b"\r\ntest-key", "has no secret: the first line of"),
        (MARK.encode(), "has no secret: the first line of"),
        (b"test\tkey", "api_key contains a control character"),
        ("test\u200bkey".encode(), "api_key contains an invisible character"),
        (b"k" * 70_000, "too many for a secret"),
    ]:
        file.write_bytes(content)
        done = run("send", *SMS, "--api-key-file", str(file), env={})
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
        assert "test-" not in done.stderr.replace(str(tmp_path), "").replace("test-user", "")
    for name in ("SMSBAT_API_KEY", "SMSBAT_COMPANY_TOKEN", "SMSBAT_MESSAGIO_SIGN"):
        for value, said in [("k\r", "a control character"), (MARK + "k", "an invisible character")]:
            done = run("send", *SMS, env={"SMSBAT_API_KEY": "test-key", name: value})
            assert (done.returncode, f"{name} contains {said}" in done.stderr) == (2, True), done.stderr
    if os.name != "posix":
        return  # Variables are Unicode there.
    bad = {os.fsencode(k): os.fsencode(v) for k, v in os.environ.items()}
    bad |= {b"SMSBAT_API_KEY": b"k\xff", b"SMSBAT_BASE_URL": sandbox.url.encode()}
    done = subprocess.run([*SMSBAT, "send", *SMS], env=bad, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "SMSBAT_API_KEY is not UTF-8" in done.stderr) == (2, True), done.stderr
    assert sandbox.requests() == []


def test_texts_and_json_from_standard_input(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    def piped(*arguments: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "SMSBAT_BASE_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
        return subprocess.run([*SMSBAT, *arguments], env=env, input=content, capture_output=True, timeout=60)

    for content in ("Hello", "Hello\r\n", f"{MARK}Hello\r\n", f"{MARK}Hello\n"):
        assert piped("send", *SMS[:-1], "-", content=content.encode()).returncode == 0
        assert sandbox.messages()[-1]["text"] == "Hello"
    wire = '{"to":"+380671234567","from":"MyShop","type":"sms","text":"Hi"}'
    assert piped("send", "--message", "-", content=f"{MARK}{wire}\r\n".encode()).returncode == 0
    assert sandbox.messages()[-1]["text"] == "Hi"
    rows = tmp_path / "rows.json"
    rows.write_text(MARK + '[{"to":"+380671234567"}]', encoding="utf-8")
    assert run("cascade", "send-template", "Hey", str(rows), "--sender", "MyShop").returncode == 0
    count = len(sandbox.requests())
    done = piped("send", *SMS[:-1], "-", content="Hello".encode("utf-16"))
    assert (done.returncode, b"is UTF-16 or not a text" in done.stderr) == (2, True), done.stderr
    for second in ('"to":"+380501234567"', '"recipient":"+380501234567"'):
        two = f'{{"to":"+380671234567",{second},"from":"MyShop","type":"sms","text":"who?"}}'
        assert run("send", "--message", two).returncode == 2
    for depth in (101, 1_000, 50_000):
        deep = '{"x":' + "[" * depth + "]" * depth + "}"
        for command in (["send"], ["cascade", "send"], ["turbosms", "send"]):
            assert run(*command, "--message", deep).returncode == 2
        assert run("request", "POST", "/x", "--data", deep).returncode == 2
        assert run("turbosms", "send-multi", deep).returncode == 2
    assert len(sandbox.requests()) == count


def test_a_loopback_address_leads_chathub_there_too(run: Run, sandbox: smsbat.Sandbox) -> None:
    base = {"SMSBAT_BASE_URL": "", "SMSBAT_CHATHUB_URL": "", "SMSBAT_CHATHUB_PASSWORD": "test-password"}
    arguments = ["chathub", "login", "test-user"]
    assert run(*arguments, env={**base, "SMSBAT_BASE_URL": sandbox.url}).returncode == 0
    assert run(*arguments, "--base-url", sandbox.url, env=base).returncode == 0
    assert len(sandbox.requests()) == 2


def test_doctor(run: Run, sandbox: smsbat.Sandbox) -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert "All is well. No message was sent." in done.stdout
    assert "test-key" not in done.stdout
    assert "*** (8 characters)  (SMSBAT_API_KEY)" in done.stdout
    found = json.loads(run("doctor", "--json").stdout)
    assert found["ok"] is True
    names = [check["name"] for check in found["checks"]]
    assert names == ["name", "connection", "proxy", "tls", "server", "clock", "credentials"]
    done = run("doctor", "--json", env={"SMSBAT_API_KEY": "wrong-key"})
    assert done.returncode == 1
    last = json.loads(done.stdout)["checks"][-1]
    assert (last["state"], "dashboard" in last["next"]) == ("failed", True)
    done = run("doctor", env={"SMSBAT_TIMEOUT": "soon"})
    assert (done.returncode, "SMSBAT_TIMEOUT must be a number" in done.stdout) == (1, True)
    assert sandbox.messages() == []


def test_doctor_names_an_older_tls(
    run: Run, tmp_path: pathlib.Path, certificate: Callable[..., ssl.SSLContext]
) -> None:
    context = certificate()
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    def serve(server: socket.socket) -> None:
        # Ends when the test closes it.
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                with (
                    connection,
                    contextlib.suppress(OSError),
                    context.wrap_socket(connection, server_side=True),
                ):
                    pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}"
        places = {"SMSBAT_BASE_URL": url, "SMSBAT_CHATHUB_URL": url, "SMSBAT_API_KEY": "test-key"}
        done = run("doctor", "--json", env={**places, "SMSBAT_CA_BUNDLE": str(tmp_path / "cert.pem")})
        server.shutdown(socket.SHUT_RDWR)
    tls = next(check for check in json.loads(done.stdout)["checks"] if check["name"] == "tls")
    assert (tls["state"], tls["found"][:21]) == ("ok", "TLS 1.2, certificate ")


def test_send_to_several(run: Run, sandbox: smsbat.Sandbox) -> None:
    other = "+380671234568"
    done = run("send", "--to", "+380671234567", other, "--sender", "MyShop", "--text", "Hello")
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["accepted", "accepted"]
    assert [m["to"] for m in sandbox.messages()] == ["+380671234567", other]
    twice = ["--to", "+380671234567", "--to", "067 123-45-67", "--country", "380"]
    for wrong in (twice, ["--to", "+380671234567", other, "--customer-message-id", "c-1"]):
        done = run("send", *wrong, "--sender", "MyShop", "--text", "Hello")
        assert done.returncode == 2, done.stdout
        assert "1234567" not in done.stderr
    assert len(sandbox.messages()) == 2


def test_verbose_shows_attempts(run: Run, sandbox: smsbat.Sandbox) -> None:
    sandbox.reply_next(status=429, path_prefix="/bat/")
    done = run("-v", "send", *SMS)
    assert done.returncode == 0, done.stderr
    first, second = done.stderr.splitlines()
    assert first.startswith("smsbat: messages.send attempt 1: rate_limit, HTTP 429, ")
    assert "next attempt in " in first
    assert second.startswith("smsbat: messages.send attempt 2: ok, HTTP 200, ")
    assert "1234567" not in done.stderr


def test_errors_say_what_to_do(run: Run) -> None:
    done = run("send", "--to", "12", "--sender", "A sender that is too long", "--text", "Hello")
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert lines[0].startswith("smsbat: messages.send: to ")
    assert any(line.startswith("smsbat: sender must be at most 11 letters") for line in lines)
    assert lines[-2].startswith("smsbat: next: correct each argument")
    assert lines[-1].endswith("docs/reference/errors.md#validation")


def test_completions_and_exit_codes(run: Run) -> None:
    script = run("completion", "bash").stdout
    for word in ("on_pause", "viber_survey", "PATCH", "long_polling"):
        assert word in script
    for command in (
        ["send"],
        ["status"],
        ["chathub", "chats"],
        ["turbosms", "status"],
        ["doctor"],
        ["request"],
    ):
        assert "Exit codes: 0 " in run(*command, "--help").stdout, command


NO_FILES_OF_DEVICES = pytest.mark.skipif(os.name != "posix", reason="there is no /dev")


@pytest.mark.parametrize("source", ["-", pytest.param("/dev/stdin", marks=NO_FILES_OF_DEVICES)])
def test_rows_from_no_file_have_no_journal_unless_it_is_named(
    run: Run, sandbox: smsbat.Sandbox, source: str, tmp_path: pathlib.Path
) -> None:
    def bulk(*arguments: str) -> str:
        text = "to,text\n+380671234567,Hello\n"
        return run("bulk", source, "--sender", "MyShop", *arguments, input=text).stderr

    assert "no journal is kept" in bulk()
    assert not pathlib.Path(f"{source}.journal").exists()
    for decided in ("--dry-run", "--no-journal"):
        assert "journal" not in bulk(decided)
    before = len(sandbox.messages())
    for _ in range(2):
        assert "no journal" not in bulk("--journal", str(tmp_path / "campaign.db"))
    assert len(sandbox.messages()) == before + 1


def test_every_text_may_be_read_from_standard_input(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("to,name\n+380671234567,Ada\n")
    json_rows = tmp_path / "rows.json"
    json_rows.write_text('[{"to": "+380671234567", "name": "Ada"}]')
    bulk = ["bulk", str(rows), "--sender", "MyShop", "--no-journal", "--template", "-"]
    assert run(*bulk, input="Hi {name}\n").returncode == 0
    assert run("send", *SMS, "--viber-then-sms", "-", input="By SMS\n").returncode == 0
    template = ["cascade", "send-template", "-", str(json_rows), "--sender", "MyShop"]
    assert run(*template, input="Hi {name}").returncode == 0
    sms, viber, cascade = (message["request"] for message in sandbox.messages())
    assert (sms["text"], viber["fallback"]["text"]) == ("Hi Ada", "By SMS")
    assert cascade["text"].startswith("Hi ")
    sandbox.reset()
    # There is only one standard input.
    for call in (
        ["bulk", "-", *bulk[2:]],
        ["cascade", "send-template", "-", "-", "--sender", "MyShop"],
        ["send", *SMS[:-1], "-", "--viber-then-sms", "-"],
    ):
        done = run(*call, input="to,name\n+380671234567,Ada\n")
        assert (done.returncode, "standard input" in done.stderr) == (2, True), done
    assert sandbox.messages() == []


def test_the_json_of_a_campaign_names_what_was_not_accepted(run: Run, tmp_path: pathlib.Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("to,text\n+380671234567,Hello\nabc,Hi\n+380990000101,Hi\n")
    bulk = ["bulk", str(rows), "--sender", "MyShop", "--no-journal", "--json"]

    def problems(*more: str) -> list[tuple[Any, ...]]:
        done = run(*bulk, *more)
        assert (done.returncode, done.stderr) == (1, ""), done
        found = json.loads(done.stdout)["problems"]
        return [(row["line"], row["outcome"], row["code"], row["rule"]) for row in found]

    refused = (3, "not_sent", "", "phone")
    assert problems("--dry-run") == [refused]
    assert problems() == [refused, (4, "rejected", "INVALID_RECIPIENT", "")]
    rows.write_text("to,text\n+380671234567,Hello\n")
    done = run(*bulk)
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("bulk", "rows.csv", "--json", "--timeout=x"),
        ("bulk", "rows.csv", "--json", "--foo"),
        ("--json", "bulk", "rows.csv", "--price", "1"),
        ("send", "--json", "--to"),
        ("--json", "no-such-command"),
        ("cascade", "cancel", "--json", "--foo"),
        ("--json",),
    ],
)
def test_a_usage_error_is_json_if_wanted(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, done.stderr, error["kind"]) == (2, "", "usage")
    assert not error["message"].startswith("error")
    assert "Usage" not in error["message"]


def test_a_report_whose_folder_is_not_there(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("to,text\n+380671234567,Hello\n")
    bulk = ["bulk", "--sender", "MyShop", "--no-journal", "--report", str(tmp_path / "sub" / "r.csv")]
    done = run(*bulk, str(rows))
    assert (done.returncode, "the folder of the report is not there" in done.stderr) == (2, True), done
    assert ".smsbat-report" not in done.stderr
    assert not sandbox.messages()


def test_a_column_is_named_once(run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    (tmp_path / "rows.csv").write_text("mobile,home,text\n+380671234567,+380501234567,Hello\n")
    call = ["bulk", "rows.csv", "--sender", "MyShop", "--column", "to=mobile"]
    done = run(*call, "--column", "to=home", cwd=tmp_path)
    assert (done.returncode, "names the column of 'to' twice" in done.stderr) == (2, True), done.stderr
    assert sandbox.messages() == []
    assert run(*call, "--column", "text=text", cwd=tmp_path).returncode == 0


def test_a_negative_number_is_a_value_that_is_wrong(run: Run) -> None:
    for call, text in (
        (
            ["bulk", "rows.csv", "--max-messages", "-1"],
            "max_messages must be a whole number from 0 to 18446744073709551615",
        ),
        (["bulk", "rows.csv", "--chunk-size", "-5"], "chunk_size must be a whole number from 1 to 5000"),
        (
            ["bulk", "rows.csv", "--chunk-size", "5001"],
            "chunk_size is 5001; must be a whole number from 1 to 5000",
        ),
        (["bulk", "rows.csv", "--chunk-size", "9" * 20], "chunk_size must be a whole number from 1 to 5000"),
        (
            ["bulk", "rows.csv", "--max-failures", "9" * 10],
            "max_failures must be a whole number from 1 to 4294967295",
        ),
        (["wait", "m-1", "--timeout", "-1"], "timeout must be a number of seconds above 0"),
        (["send", *SMS, "--ttl", "-1"], "invalid value '-1' for '--ttl"),
    ):
        done = run(*call)
        assert (done.returncode, text in done.stderr, "-- -" in done.stderr) == (2, True, False), done.stderr


@pytest.mark.parametrize("name", ["-", "./-"])
def test_a_hyphen_is_no_file_to_write(
    run: Run, sandbox: smsbat.Sandbox, name: str, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "rows.csv").write_text("to,text\n+380671234567,Hello\n")
    rows = ["bulk", "rows.csv", "--sender", "MyShop"]
    done = run(*rows, "--no-journal", "--report", "-", cwd=tmp_path)
    assert (done.returncode, "names no file" in done.stderr) == (2, True), done.stderr
    for call in ([*rows, "--journal", name], ["send", *SMS, "--journal", name]):
        done = run(*call, cwd=tmp_path)
        file = tmp_path / "-"
        if name == "-":
            assert (done.returncode, file.exists()) == (2, False), done.stderr
            assert "names no file; a file of this name is ./-" in done.stderr
        else:
            assert (done.returncode, file.exists()) == (0, True), done.stderr
            file.unlink()
            (tmp_path / "-.lock").unlink(missing_ok=True)
    assert len(sandbox.messages()) == (0 if name == "-" else 2)


def test_a_report_has_the_format_that_its_name_says(
    run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "rows.csv").write_text("to,text\n+380671234567,Hello\n")
    call = ["bulk", "rows.csv", "--sender", "MyShop", "--no-journal", "--report"]
    for name in ("r.xlsx", "r.jsonl", "r.tsv", "r.html", "report", "./-", ".csv", "r.csv.gz"):
        done = run(*call, name, cwd=tmp_path)
        assert (done.returncode, "must end with .csv or .json" in done.stderr) == (2, True), (name, done)
        assert [file.name for file in tmp_path.iterdir()] == ["rows.csv"]
    assert sandbox.messages() == []
    assert run(*call, "r.CSV", "--report", "r.json", "--dry-run", cwd=tmp_path).returncode == 0
    assert (tmp_path / "r.CSV").read_text().startswith("index,line,")
    assert json.loads((tmp_path / "r.json").read_text())["total"] == 1
    if os.name == "posix":
        done = run(*call, "/dev/stdout", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("index,line,")
        assert "1 accepted" in done.stdout


def unread(process: subprocess.Popen[bytes]) -> int:
    """Bytes in the pipe to standard input."""
    import fcntl
    import termios

    assert process.stdin is not None
    count = bytearray(4)
    fcntl.ioctl(process.stdin, termios.FIONREAD, count)
    return int.from_bytes(count, sys.byteorder)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_a_signal_ends_a_command_that_reads_standard_input(sandbox: smsbat.Sandbox) -> None:
    key = {"SMSBAT_API_KEY": "test-key"}
    to = SMS[:-2]
    commands: list[tuple[list[str], dict[str, str]]] = [
        (["send", *to, "--text", "-"], key),
        (["send", "--message", "-"], key),
        (["send", *SMS, "--api-key-file", "-"], {}),
        (["status", "m-1", "--api-key-file", "-"], {}),
        (["request", "POST", "/bat/messagelist", "--data", "-"], key),
        (["cascade", "send-template", "Hi", "-", "--sender", "MyShop"], key),
        (["cascade", "upload-variables", "-"], key),
        (["turbosms", "send", *to, "--text", "-"], key),
        (["chathub", "send-chat-message", "6602", "--text", "-"], key),
        (["segments", "-"], {}),
    ]
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.ExitStack() as stack:
            started = []
            for command, own in commands:
                process = subprocess.Popen(
                    [*SMSBAT, *command],
                    env={**os.environ, "SMSBAT_BASE_URL": sandbox.url, **own},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                stack.enter_context(process)
                stack.callback(process.kill)
                started.append(process)
            for process in started:
                assert process.stdin is not None
                process.stdin.write(b"x")
                process.stdin.flush()
            until = time.monotonic() + 60
            # A program that has read a part of its input waits for the rest.
            while any(map(unread, started)):
                assert time.monotonic() < until
                time.sleep(0.01)
            for process in started:
                process.send_signal(number)
            for process, (command, _) in zip(started, commands, strict=True):
                assert process.wait(20) == -number, command
    assert sandbox.messages() == []


def test_a_key_and_a_text_from_standard_input(run: Run, sandbox: smsbat.Sandbox) -> None:
    for group in (["send"], ["cascade", "send"], ["turbosms", "send"]):
        done = run(
            *group, *SMS[:-1], "-", "--api-key-file", "-", env={}, input=f"test-key\nHello from {group[0]}\n"
        )
        assert done.returncode == 0, done.stderr
        assert sandbox.messages()[-1]["text"] == f"Hello from {group[0]}"


def test_only_an_undeliverable_message_is_exit_code_1(run: Run, sandbox: smsbat.Sandbox) -> None:
    def codes(*arguments: str, **options: Any) -> list[int]:
        more = ["--timeout", "5", "--interval", "1"]
        return [
            run("wait", *more, *arguments, **options).returncode,
            run("status", *arguments, **options).returncode,
        ]

    def sent(number: str) -> str:
        return run("send", "--to", number, "--sender", "MyShop", "--text", "x").stdout.split()[1]

    lost = sent("+380990000201")
    sandbox.advance(60)
    assert codes(lost) == [1, 1]
    delivered = sent("+380990000001")
    sandbox.advance(60)
    assert codes(delivered) == [0, 0]
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        assert codes(lost, "--base-url", closed) == [3, 3]
    assert codes("no-such-message") == [3, 3]
    assert codes(lost, env={"SMSBAT_API_KEY": "wrong-key"}) == [3, 3]
    assert codes(lost, env={}) == [2, 2]
    for command in ("wait", "status"):
        text = " ".join(run(command, "--help").stdout.split())
        assert "1 the message will not be delivered" in text
        assert "3 the status is not known" in text


def test_a_refused_journal_is_no_unknown_outcome_of_a_dry_run(run: Run, tmp_path: pathlib.Path) -> None:
    file, journal = tmp_path / "rows.csv", tmp_path / "rows.csv.journal"
    file.write_text("to,text\n+380671234567,Hello\n")
    command = ["bulk", str(file), "--sender", "MyShop"]
    assert run(*command).returncode == 0
    whole = journal.read_bytes()
    for content in (None, b"", whole[:2000]):
        journal.unlink()
        if content is not None:
            journal.write_bytes(content)
        done = run(*command, "--dry-run")
        assert (done.returncode, "Put it back" in done.stderr) == (2, True), done
        error = json.loads(run(*command, "--dry-run", "--json").stdout)["error"]
        assert (error["kind"], error["outcome"]) == ("configuration", "not_sent")
        done = run(*command)
        assert (done.returncode, "Put it back" in done.stderr) == (3, True), done
        journal.write_bytes(whole)
    assert "older copy (2 with --dry-run)" in " ".join(run("bulk", "--help").stdout.split())


def test_help_is_about_the_command(run: Run) -> None:
    for shown in (run("turbosms", "--help").stdout, run("completion", "fish").stdout):
        assert "Options of every send" not in shown
    assert "Options of" not in run("turbosms", "send-multi", "--help").stdout
    shown = " ".join(run("chathub", "operator-token", "--help").stdout.split())
    assert "ahead. Default: in 23 hours 59 minutes. ISO 8601 with a time zone" in shown
    shown = " ".join(run("chathub", "chats", "--help").stdout.split())
    assert "--from <TIME> First day or time; requires --until" in shown
    assert "--until <TIME> Last day or time; requires --from" in shown


def test_an_unusable_key_file_is_named(run: Run, tmp_path: pathlib.Path) -> None:
    key, none = tmp_path / "key", tmp_path / "none"
    key.write_text("\nsecond line")
    done = run("send", *SMS, "--api-key-file", str(key), env={})
    assert done.stderr.startswith(f"smsbat: --api-key-file has no secret: the first line of {key} is empty\n")
    done = run("send", *SMS, "--api-key-file", "-", env={}, input="\n")
    assert "--api-key-file has no secret: the first line of standard input is empty\n" in done.stderr
    done = run("send", *SMS, "--api-key-file", str(none), env={})
    assert f"--api-key-file cannot be read from {none}: " in done.stderr
    done = run("chathub", "validate-token", str(none))
    assert f"TOKEN_FILE cannot be read from {none}: " in done.stderr
    bundle = tmp_path / "ca.pem"
    bundle.write_text("-----BEGIN CERTIFICATE-----\nMIIB\n")
    done = run("send", *SMS, "--ca-bundle", str(bundle))
    assert f"ca_bundle: {bundle}: is not PEM: a block is cut off or damaged" in done.stderr
    assert "[67" not in done.stderr


def test_doctor_shows_what_is_used(run: Run, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    def settings(*arguments: str, **env: str) -> dict[str, tuple[str, str]]:
        done = run("doctor", "--json", *arguments, env=env)
        return {s["name"]: (s["value"], s["from"]) for s in json.loads(done.stdout)["settings"]}

    (tmp_path / "smsbat").mkdir()
    config = tmp_path / "smsbat" / "config.toml"
    config.write_text('[p]\nusername = "test-user"\npassword = "test-password"\n')
    home = {"XDG_CONFIG_HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    shown = settings("--profile", "p", SMSBAT_API_KEY="test-key", **home)
    assert shown["api_key"][1] == "SMSBAT_API_KEY"
    assert not shown.keys() & {"username", "password"}
    assert settings("--profile", "p", **home)["username"][1] == "profile p"
    environment = {"SMSBAT_USERNAME": "test-user", "SMSBAT_PASSWORD": "test-password"}
    key = tmp_path / "key"
    key.write_text("test-key")
    shown = settings("--api-key-file", str(key), **environment)
    assert shown["api_key"][1] == "argument"
    assert not shown.keys() & {"username", "password"}
    environment = {name: value for name, value in os.environ.items() if name != "SMSBAT_CHATHUB_URL"}
    environment |= {"SMSBAT_BASE_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    done = subprocess.run([*SMSBAT, "doctor", "--json"], env=environment, capture_output=True, timeout=60)
    listed = {s["name"]: s for s in json.loads(done.stdout)["settings"]}
    expected = {"name": "chathub_url", "value": sandbox.url, "from": "base_url"}
    assert listed["chathub_url"] == expected


def test_the_health_of_a_sandbox_as_json(run: Run, sandbox: smsbat.Sandbox) -> None:
    port = sandbox.url.rpartition(":")[2]
    done = run("sandbox", "--health", "--port", port, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True})
    assert run("sandbox", "--health", "--port", port).stdout == ""
