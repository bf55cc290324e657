"""Failures between socket and caller: no file descriptor, no import, a signal, a stopped process."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import smsbat
from test_calls import read_request

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals are those of Unix")

ROW = {"messageId": "m-1", "status": "accepted", "customerMessageId": "c-1"}


def answer(body: object, status: str = "200 OK") -> bytes:
    text = json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
    return head.encode() + text


def run(program: str, *arguments: str) -> object:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


NO_DESCRIPTOR = """
import json, os, resource, sys
import smsbat

resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
client = smsbat.Client(api_key="test-key", base_url=sys.argv[1], max_retries=0)
sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="x")
client.send(sms)
try:
    while True:
        os.dup(0)
except OSError:
    pass
said = [client.send(sms).messages[0].outcome]
client.request("POST", "/_sandbox/reply_next", {"status": 400})
try:
    client.send(sms)
except smsbat.SmsbatError as error:
    said.append(error.outcome)
other = smsbat.Client(api_key="test-key", base_url=sys.argv[1], max_retries=0)
try:
    other.send(sms)
except smsbat.ConnectionError as error:
    said.append(error.outcome)
print(json.dumps(said))
"""


def test_an_answer_needs_no_descriptor(sandbox: smsbat.Sandbox) -> None:
    assert run(NO_DESCRIPTOR, sandbox.url) == ["accepted", "not_sent", "not_sent"]
    assert len(sandbox.messages()) == 2


NO_IMPORT = """
import atexit, json, sys, threading
import smsbat

client = smsbat.Client(api_key="test-key", base_url=sys.argv[1], max_retries=0)
nobody = smsbat.Client(api_key="test-key", base_url="http://127.0.0.1:1", max_retries=0)
sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="x")

def last():
    sys.meta_path.clear()
    said = [client.send(sms).messages[0].outcome, client.send(sms).ok]
    said.append(client.messages.send_bulk([sms], allow_duplicates=True).accepted)
    try:
        nobody.send(sms)
    except smsbat.ConnectionError as error:
        said.append(error.outcome)
    print(json.dumps(said))

atexit.register(last)
"""


def test_an_answer_needs_no_import_at_the_interpreters_exit(sandbox: smsbat.Sandbox) -> None:
    assert run(NO_IMPORT, sandbox.url) == ["accepted", True, 1, "not_sent"]
    assert len(sandbox.messages()) == 3


WAITS = """
import json, signal, sys
import smsbat

signal.signal(signal.SIGINT, signal.default_int_handler)
client = smsbat.Client(api_key="test-key", base_url=sys.argv[1], timeout=float(sys.argv[2]), max_retries=0)
sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="x", customer_message_id="c-1")
said = {}
try:
    if sys.argv[3] == "bulk":
        said["outcome"] = [row["outcome"] for row in client.messages.send_bulk([sms])][0]
    else:
        said["outcome"] = client.send(sms).messages[0].outcome
except smsbat.SmsbatError as error:
    said["error"] = error.outcome
except KeyboardInterrupt as interrupt:
    cause = interrupt.__cause__
    said["cause"] = [cause.outcome, cause.retryable]
    said["known"] = len(cause.report) if cause.report else cause.customer_message_ids
print(json.dumps(said))
"""


@contextlib.contextmanager
def waiting(timeout: float, how: str) -> Iterator[tuple[subprocess.Popen[str], socket.socket]]:
    """A program whose request has arrived, and its connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        command = [sys.executable, "-c", WAITS, url, str(timeout), how]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            connection, _ = server.accept()
            with connection:
                read_request(connection)
                yield child, connection


@contextlib.contextmanager
def standing_still(child: subprocess.Popen[str]) -> Iterator[None]:
    """Stops a program until its timeout of half a second has passed by the clock."""
    child.send_signal(signal.SIGSTOP)
    until = time.monotonic() + 0.8
    yield
    time.sleep(max(0.0, until - time.monotonic()))
    child.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("how", ["send", "bulk"])
def test_a_process_that_was_stopped_past_its_timeout_reads_the_answer_that_is_there(how: str) -> None:
    with waiting(0.5, how) as (child, connection):
        with standing_still(child):
            connection.sendall(answer({"messages": [ROW]}))
        output, _ = child.communicate(timeout=30)
    assert json.loads(output) == {"outcome": "accepted"}


def test_what_comes_after_the_timeout_is_not_waited_for() -> None:
    with waiting(0.5, "send") as (child, connection):
        with standing_still(child):
            connection.sendall(answer({"messages": [ROW]})[:-5])
        output, _ = child.communicate(timeout=30)
    assert json.loads(output) == {"error": "unknown"}


@pytest.mark.parametrize(("how", "known"), [("send", ["c-1"]), ("bulk", 1)])
def test_ctrl_c_that_comes_with_the_answer_says_what_became_of_it(how: str, known: object) -> None:
    with waiting(30, how) as (child, connection):
        child.send_signal(signal.SIGSTOP)
        connection.sendall(answer({"messages": [ROW]}))
        child.send_signal(signal.SIGINT)
        child.send_signal(signal.SIGCONT)
        output, _ = child.communicate(timeout=30)
    said = json.loads(output)
    # A campaign's thread may read the answer before or after the signal is seen; it is known in both cases.
    assert said["known"] == known
    if how == "send":
        assert said["cause"] == ["accepted", False]


BIG = """
import json, sys
import smsbat

client = smsbat.Client(
    api_key="test-key", base_url=sys.argv[1], company_token="t", chathub_url=sys.argv[1], max_retries=0
)
sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="x")
turbo = {"recipients": ["380671234567"], "sms": {"sender": "A", "text": "x"}}
calls = {
    "send": lambda: client.send(sms),
    "bulk": lambda: client.messages.send_bulk([sms]),
    "cascade": lambda: client.cascade.send({"toPhone": "+380671234567", "text": "x"}),
    "status": lambda: client.status("m"),
    "turbosms": lambda: client.turbosms.send(turbo),
    "multi": lambda: client.turbosms.send_multi({"a": turbo}),
    "details": lambda: client.turbosms.details(["m"]),
    "organizations": lambda: client.chathub.organizations(),
    "chats": lambda: list(client.chathub.chats()),
    "chat_messages": lambda: client.chathub.chat_messages(1),
    "request": lambda: client.request("GET", "/x"),
}
try:
    calls[sys.argv[2]]()
    said = "ok"
except smsbat.SmsbatError as error:
    said = error.outcome
# Of this program: `ru_maxrss` begins with what its parent had.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([said, int(peak.split()[1])]))
"""

SIZE = 60 << 20
ROWS = b"{},"
#: Text before, the repeated part, text after.
BODIES = {
    "rows": (b'{"messages":[', ROWS, b"{}]}"),
    "list": (b"[", ROWS, b"{}]"),
    "result": (b'{"response_code":0,"response_result":[', ROWS, b"{}]}"),
    "row": (b'{"messages":[{"status":"rejected","errors":[', ROWS, b"{}]}]}"),
    "names": (b'{"response_code":0,"response_result":{', b'"a":{},', b'"a":{}}}'),
}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as on Linux")
@pytest.mark.parametrize(
    ("call", "body", "status"),
    [
        ("send", "rows", "200 OK"),
        ("send", "row", "200 OK"),
        ("send", "rows", "400 Bad Request"),
        ("bulk", "rows", "200 OK"),
        ("cascade", "list", "200 OK"),
        ("turbosms", "result", "200 OK"),
        ("multi", "names", "200 OK"),
        ("chat_messages", "list", "200 OK"),
        ("request", "list", "200 OK"),
    ],
)
def test_a_huge_answer_takes_a_bounded_amount_of_memory(call: str, body: str, status: str) -> None:
    before, each, after = BODIES[body]
    data = before + each * (SIZE // len(each)) + after
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode()
    )

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection, contextlib.suppress(OSError):
                    connection.recv(65536)
                    connection.sendall(head + data)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        said, kilobytes = run(BIG, f"http://127.0.0.1:{server.getsockname()[1]}", call)  # type: ignore[misc]
        server.shutdown(socket.SHUT_RDWR)
    # The answer itself, a copy of it where there is one, and the interpreter.
    assert kilobytes < 300 * 1024, f"{kilobytes >> 10} MiB, {said}"
    if status.startswith("200") and call in ("send", "bulk", "cascade", "turbosms", "multi"):
        assert said in ("unknown", "ok")


@pytest.mark.parametrize("authority", [False, True])
def test_a_self_signed_certificate_works_or_the_error_says_why_not(
    tmp_path: Path, certificate: Callable[..., ssl.SSLContext], authority: bool
) -> None:
    context = certificate(authority)

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection, _ = server.accept()
            with context.wrap_socket(connection, server_side=True) as secure:
                read_request(secure)
                secure.sendall(answer({"messages": [ROW]}))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}"
        sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="x", customer_message_id="c-1")
        with smsbat.Client(
            api_key="test-key", base_url=url, ca_bundle=tmp_path / "cert.pem", max_retries=0
        ) as client:
            if authority:
                with pytest.raises(smsbat.ConnectionError, match="basicConstraints=CA:FALSE") as caught:
                    client.send(sms)
                assert caught.value.outcome == "not_sent"
            else:
                assert client.send(sms).ok
        thread.join()
