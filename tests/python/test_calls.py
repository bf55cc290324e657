"""Calls: the interpreter lock, signals, panics."""

from __future__ import annotations

import _thread
import itertools
import json
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import pytest

import smsbat
from samples import MESSAGES
from smsbat import _smsbat

UA = "+380671234567"
REPLY = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"messages":[]}'


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"]}" not in data:
        part = connection.recv(65536)
        assert part, "the connection ended before the request did"
        data += part
    return data


def test_other_threads_run_while_a_call_waits() -> None:
    # The answer comes from another thread of this process: with the lock held, it never would.
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                read_request(connection)
                connection.sendall(REPLY)

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with smsbat.Client(api_key="test-key", base_url=url, max_retries=0, timeout=20) as client:
            result = client.send(MESSAGES["Sms"])
        thread.join()
    assert result.messages[0].outcome == "unknown"


def test_a_held_call_holds_nothing_else_and_ends_with_its_client(sandbox: smsbat.Sandbox) -> None:
    sandbox.reply_next(json={"messages": []}, delay=60)
    client = sandbox.client(max_retries=0, timeout=60)
    caught: list[smsbat.SmsbatError] = []

    def send() -> None:
        try:
            client.send(MESSAGES["Sms"])
        except smsbat.SmsbatError as error:
            caught.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    # Other calls are made and answered while the held one waits.
    while not sandbox.requests():
        pass
    assert thread.is_alive()
    client.close()
    thread.join(20)
    assert type(caught[0]) is smsbat.SmsbatError
    assert caught[0].outcome == "unknown"


INTERRUPTED = """
import json, signal, sys, threading
import smsbat

signal.signal(signal.SIGINT, signal.default_int_handler)
message = smsbat.Sms(to="+380671234567", sender="MyShop", text="x", customer_message_id="c-1")
client = smsbat.Client(api_key="test-key", base_url=sys.argv[1], timeout=60, connect_timeout=60)
try:
    client.send(message)
except KeyboardInterrupt as error:
    cause = error.__cause__
    print(json.dumps([type(cause).__name__, cause.outcome, cause.customer_message_ids, str(cause)]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize(("scheme", "outcome"), [("http", "unknown"), ("https", "not_sent")])
def test_ctrl_c_ends_a_call_and_says_what_became_of_it(scheme: str, outcome: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"{scheme}://127.0.0.1:{server.getsockname()[1]}"
        command = [sys.executable, "-c", INTERRUPTED, url]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            connection, _ = server.accept()
            with connection:
                # The whole request, or the first bytes of the handshake: the call is under way.
                read_request(connection) if scheme == "http" else connection.recv(1)
                child.send_signal(signal.SIGINT)
                output, _ = child.communicate(timeout=30)
    name, got, ids, text = json.loads(output)
    assert (name, got, ids) == ("SmsbatError", outcome, ["c-1"])
    assert "cancelled" in text


HANDLED = """
import signal, sys
import smsbat

class Alarm(Exception):
    pass

def handler(number, frame):
    raise Alarm

signal.signal(signal.SIGALRM, handler)
client = smsbat.Client(api_key="test-key", base_url=sys.argv[1], timeout=60)
try:
    client.wait("m", timeout=60)
except Alarm as error:
    print(type(error.__cause__).__name__)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGALRM")
def test_any_handlers_exception_ends_a_call() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", HANDLED, f"http://127.0.0.1:{server.getsockname()[1]}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            connection, _ = server.accept()
            with connection:
                connection.recv(1)
                child.send_signal(signal.SIGALRM)
                output, _ = child.communicate(timeout=30)
    assert output == "SmsbatError\n"


PANIC = getattr(_smsbat, "_test_panic", None)


@pytest.mark.skipif(PANIC is None, reason="a wheel that ships has no function that panics")
def test_a_panic_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(smsbat.SmsbatError, match="a bug in this library") as caught:
        PANIC()
    assert type(caught.value) is smsbat.SmsbatError
    assert caught.value.outcome == "unknown"
    capfd.readouterr()
    assert smsbat.segments("still works").parts == 1


def endless(item: str, lock: Any) -> Any:
    """The same item again and again, by C code alone, which opens the lock."""
    opened = itertools.starmap(lock.__exit__, [(None, None, None)])
    return itertools.chain(filter(None, opened), itertools.repeat(item))


def test_an_endless_stop_list_is_stopped_with_ctrl_c() -> None:
    lock = threading.Lock()
    lock.acquire()

    def press() -> None:
        # Only if the call lets other threads run.
        with lock:
            _thread.interrupt_main()

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    pressing = threading.Thread(target=press, daemon=True)
    pressing.start()
    try:
        with smsbat.Client(api_key="k") as client, pytest.raises(KeyboardInterrupt):
            client.messages.send_bulk([], stop_list=endless(UA, lock))
    finally:
        pressing.join(10)
        signal.signal(signal.SIGINT, before)


def test_an_endless_argument_with_a_maximum_is_refused() -> None:
    message = {"to": UA, "sender": "MyShop", "text": "Hello"}
    survey = smsbat.ViberSurvey(**message, options=itertools.repeat("a"))
    with smsbat.Client(api_key="k") as client:
        with pytest.raises(smsbat.ValidationError, match="has 6 entries"):
            client.send(survey)
        many = smsbat.TurboSmsMessage(recipients=itertools.repeat(UA), sender="MyShop", text="Hello")
        with pytest.raises(smsbat.ValidationError, match="has 5001 entries"):
            client.turbosms.send(many)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("messages", lambda client: client.wait_all(itertools.repeat("m-1"), timeout=1)),
        ("messages", lambda client: client.messages.track(itertools.repeat("m-1"), timeout=1)),
        ("message_ids", lambda client: client.turbosms.status(itertools.repeat("m-1"))),
        ("message_ids", lambda client: client.turbosms.details(itertools.repeat("m-1"))),
        (
            "rows",
            lambda client: client.cascade.send_template("x", itertools.repeat({"to": UA}), sender="MyShop"),
        ),
        ("allow_list", lambda client: client.messages.send_bulk([], allow_list=itertools.repeat(UA))),
        ("ViberCarousel.cards", lambda _: smsbat.ViberCarousel(to=UA, cards=itertools.repeat({}))),
        ("CascadeMessage.variables", lambda _: smsbat.CascadeMessage(to=UA, variables=itertools.repeat({}))),
    ],
)
def test_an_endless_argument_without_a_maximum_is_refused(name: str, call: Any) -> None:
    with smsbat.Client(api_key="k") as client, pytest.raises(smsbat.ValidationError) as caught:
        call(client)
    (problem,) = caught.value.problems
    assert (problem.path, problem.rule) == (name, "count")
    assert "endless" in problem.message


def test_a_length_that_is_too_short_loses_no_message(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    class Short(list[Any]):
        def __len__(self) -> int:
            return 1

    messages = [smsbat.Sms(to=f"+38067123456{i}", sender="MyShop", text="Hello") for i in range(3)]
    assert len(client.send(iter(Short(messages))).messages) == 3
    assert len(client.send(Short(messages)).messages) == 3
    assert len(sandbox.messages()) == 6
