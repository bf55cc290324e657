"""`client.chathub.listen`: events of the chat hub as they happen."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import itertools
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import smsbat
from causes import cause_of

CHAT = 6601
SOON = 20.0
TRANSPORTS = ("websocket", "long_polling")


@pytest.fixture
def hub(client: smsbat.Client) -> smsbat.ChatHub:
    return client.chathub


@pytest.fixture(params=TRANSPORTS)
def events(request: pytest.FixtureRequest, hub: smsbat.ChatHub) -> Iterator[smsbat.ChatEvents]:
    with hub.listen(transport=request.param) as events:
        assert (events.state, events.transport) == ("connected", request.param)
        assert isinstance(events.next(SOON), smsbat.ConnectionChanged)
        yield events


def text_of(event: smsbat.ChatEvent | None) -> str | None:
    assert isinstance(event, smsbat.ChatMessageReceived)
    return event.message.text


def test_events_come_in_order_with_their_classes(sandbox: smsbat.Sandbox, events: smsbat.ChatEvents) -> None:
    sandbox.chat_message(CHAT, "Hello")
    sandbox.answer_chat(CHAT, "Good day")
    sandbox.set_chat_status(CHAT, "Closed")
    sandbox.push_hub("MessageStatusChanged", 99012, 3)
    opened = sandbox.open_chat("Ada", "+380671234599", theme="Returns")
    sandbox.push_hub("SomethingNew", {"phone": "+380671234567"}, [1])
    seen: list[Any] = []
    for _ in range(6):
        match events.next(SOON):
            case smsbat.ChatMessageReceived(chat_id=chat, message=message, replayed=False):
                seen.append((chat, message.text))
            case smsbat.ChatStatusChanged(chat_id=chat, status=status, status_name=name):
                seen.append((chat, status, name))
            case smsbat.MessageStatusChanged(message_id, status, name):
                seen.append((message_id, status, name))
            case smsbat.ChatCreated(chat):
                seen.append(chat.id)
            case smsbat.UnknownEvent(name, arguments):
                seen.append((name, arguments))
            case other:
                seen.append(other)
    assert seen == [
        (CHAT, "Hello"),
        (CHAT, "Good day"),
        (CHAT, 2, "ended"),
        ("99012", 3, "read"),
        opened["id"],
        ("SomethingNew", ({"phone": "+380671234567"}, [1])),
    ]
    assert events.next(0) is None
    assert events.next(0.05) is None


def test_the_sandbox_refuses_what_makes_no_sense(sandbox: smsbat.Sandbox) -> None:
    with pytest.raises(smsbat.ValidationError, match="new, open, waiting, on_pause, closed") as refused:
        sandbox.set_chat_status(CHAT, "ended")  # type: ignore[arg-type]
    assert refused.value.field == "status"
    for call in (
        lambda: sandbox.set_chat_status(CHAT, 5),
        lambda: sandbox.chat_message(CHAT, ""),
        lambda: sandbox.answer_chat(CHAT, "x" * 7001),
        lambda: sandbox.open_chat("", "+380671234599"),
        lambda: sandbox.open_chat("Ada", "none"),
    ):
        with pytest.raises(smsbat.BadRequestError):
            call()


def test_an_event_is_a_value(sandbox: smsbat.Sandbox, events: smsbat.ChatEvents) -> None:
    sandbox.chat_message(CHAT, "My number is +380671234567")
    sandbox.push_hub("Other", "secret words")
    for event in (events.next(SOON), events.next(SOON)):
        assert event is not None
        again = pickle.loads(pickle.dumps(event))
        assert again == event
        assert hash(again) == hash(event)
        with pytest.raises(AttributeError):
            event.replayed = True  # type: ignore[misc, union-attr]
        for shown in (repr(event), str(event)):
            assert "380671234567" not in shown
            assert "My number" not in shown
            assert "secret words" not in shown
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(events)


def test_an_interruption_loses_nothing(sandbox: smsbat.Sandbox, events: smsbat.ChatEvents) -> None:
    sandbox.disconnect_hub()
    sandbox.chat_message(CHAT, "While nobody listened")
    sandbox.push_hub("ChatCreated", {"id": CHAT})  # nobody is there to hear it
    states: list[object] = []
    while not isinstance(event := events.next(SOON), smsbat.ChatMessageReceived):
        assert isinstance(event, smsbat.ConnectionChanged)
        states.append(event.state)
    assert states == ["reconnecting", "connected"]
    assert (event.replayed, text_of(event)) == (True, "While nobody listened")
    sandbox.chat_message(CHAT, "After that")
    event = events.next(SOON)
    assert isinstance(event, smsbat.ChatMessageReceived)
    assert (event.replayed, text_of(event)) == (False, "After that")
    assert events.next(0.05) is None


def test_a_send_has_an_outcome(sandbox: smsbat.Sandbox, events: smsbat.ChatEvents) -> None:
    events.send_message(CHAT, "From us")
    assert text_of(events.next(SOON)) == "From us"
    events.send_media(CHAT, ("photo.png", b"\x89PNG"))
    event = events.next(SOON)
    assert isinstance(event, smsbat.ChatMediaReceived)
    assert event.media.media["name"] == "photo.png"
    with pytest.raises(smsbat.ProviderError) as caught:
        events.send_message(1, "To nobody")
    assert caught.value.outcome == "rejected"
    assert caught.value.operation == "chathub.listen.send_message"
    for wrong in ((0, "Text"), (CHAT, "")):
        with pytest.raises(smsbat.ValidationError) as refused:
            events.send_message(*wrong)
        assert refused.value.outcome == "not_sent"
    with pytest.raises(TypeError, match="media must be"):
        events.send_media(CHAT, 5)  # type: ignore[arg-type]
    events.close()
    with pytest.raises(smsbat.SmsbatError) as ended:
        events.send_message(CHAT, "Too late")
    assert ended.value.outcome == "not_sent"
    assert "Too late" not in str(sandbox.chats())


def test_only_the_chats_that_are_wanted(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub) -> None:
    with hub.listen(chats=[6602], idle_timeout=0.5) as events:
        assert isinstance(next(events), smsbat.ConnectionChanged)
        sandbox.chat_message(CHAT, "Another chat")
        sandbox.chat_message(6602, "This chat")
        assert text_of(next(events)) == "This chat"
        closed = next(events)
        assert isinstance(closed, smsbat.ConnectionChanged)
        assert (closed.state, closed.reason) == ("closed", "idle_timeout")
        assert list(events) == []
        assert events.state == "closed"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"chats": []}, "chats"),
        ({"chats": [0]}, "chats"),
        ({"idle_timeout": 0}, "idle_timeout"),
        ({"idle_timeout": float("nan")}, "idle_timeout"),
        ({"transport": "carrier pigeon"}, "transport"),
        ({"timeout": -1.0}, "timeout"),
        ({"max_retries": -1}, "max_retries"),
    ],
)
def test_arguments_are_checked(
    hub: smsbat.ChatHub, sandbox: smsbat.Sandbox, arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        hub.listen(**arguments)
    assert caught.value.field == field
    assert sandbox.requests() == []


def test_chats_are_any_iterable_of_ids(hub: smsbat.ChatHub) -> None:
    for chats in ([CHAT], {CHAT}, (chat for chat in (CHAT,)), {CHAT: "a name"}.keys()):
        hub.listen(chats=chats).close()
    for wrong in (5, "12", b"12", [True], ["12"]):
        with pytest.raises(TypeError, match="chats must be"):
            hub.listen(chats=wrong)  # type: ignore[arg-type]
    # As many as are refused are enough.
    with pytest.raises(smsbat.ValidationError, match="at most 1000"):
        hub.listen(chats=itertools.count(1))


def test_times_of_next_are_checked(events: smsbat.ChatEvents) -> None:
    for wrong in (-1.0, float("nan"), float("inf"), 86401.0):
        with pytest.raises(
            smsbat.ValidationError, match="timeout must be a number of seconds from 0 to 86400"
        ):
            events.next(wrong)


def test_credentials_that_are_refused(sandbox: smsbat.Sandbox) -> None:
    with (
        smsbat.Client(company_token="a.b.c", chathub_url=sandbox.url) as client,
        pytest.raises(smsbat.AuthenticationError),
    ):
        client.chathub.listen()


def test_another_thread_closes_and_sends(events: smsbat.ChatEvents) -> None:
    got: list[object] = []
    reader = threading.Thread(target=lambda: got.extend(events))
    reader.start()
    events.send_message(CHAT, "While another thread waits")
    deadline = time.monotonic() + SOON
    while not got and time.monotonic() < deadline:
        time.sleep(0.01)
    events.close()
    reader.join(SOON)
    assert not reader.is_alive()
    assert text_of(got[0]) == "While another thread waits"  # type: ignore[arg-type]
    assert events.next() is None


def test_closing_the_client_ends_it(sandbox: smsbat.Sandbox) -> None:
    client = sandbox.client()
    events = client.chathub.listen()
    assert events.next(SOON) is not None
    threading.Timer(0.1, client.close).start()
    # As every running call.
    with pytest.raises(smsbat.SmsbatError, match="the client was closed"):
        events.next(SOON)


SCRIPT = """
import signal, sys, time, smsbat
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
client = smsbat.Client(api_key="test-key", base_url=sys.argv[1])
events = client.chathub.listen(transport=sys.argv[2])
next(events)
try:
    print("ready", flush=True)
    next(events)
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(next(events).message.text, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_ctrl_c_ends_a_wait_and_the_next_call_goes_on(sandbox: smsbat.Sandbox, transport: str) -> None:
    command = [sys.executable, "-c", SCRIPT, sandbox.url, transport]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
        sandbox.chat_message(CHAT, "Still here")
        assert process.stdout.readline() == "Still here\n"
        assert process.wait(SOON) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
def test_a_child_of_a_fork_has_no_part_in_it(sandbox: smsbat.Sandbox, events: smsbat.ChatEvents) -> None:
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            try:
                events.next(0)
            except smsbat.ConfigurationError:
                events.close()
                code = 0
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    sandbox.chat_message(CHAT, "For the parent")
    assert text_of(events.next(SOON)) == "For the parent"


def test_the_interpreter_lock_is_free_while_it_waits(
    sandbox: smsbat.Sandbox, events: smsbat.ChatEvents
) -> None:
    waiting = threading.Thread(target=events.next, args=(SOON,))
    waiting.start()
    # This needs the lock: with it held, nothing would end the wait.
    sandbox.chat_message(CHAT, "Wake up")
    waiting.join(SOON)
    assert not waiting.is_alive()


def run(work: Any) -> Any:
    before = threading.active_count()
    result = asyncio.run(work)
    # The thread of work that was cancelled ends soon after it.
    until = time.monotonic() + SOON
    while threading.active_count() != before and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() == before
    return result


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_asyncio(sandbox: smsbat.Sandbox, transport: Any) -> None:
    async def work() -> list[Any]:
        seen: list[Any] = []
        async with (
            sandbox.async_client() as client,
            client.chathub.listen(transport=transport) as events,
        ):
            assert (events.state, events.transport) == ("connected", transport)
            await events.send_message(CHAT, "From a task")
            async for event in events:
                seen.append(event)
                if isinstance(event, smsbat.ChatMessageReceived):
                    break
            assert await events.next(0) is None
            with pytest.raises(smsbat.ProviderError):
                await events.send_message(1, "To nobody")
        assert events.state == "closed"
        return seen

    connected, message = run(work())
    assert isinstance(connected, smsbat.ConnectionChanged)
    assert text_of(message) == "From a task"


def test_a_wait_holds_no_worker_of_the_client(sandbox: smsbat.Sandbox) -> None:
    async def work() -> None:
        async with sandbox.async_client(max_concurrency=1) as client:
            events = client.chathub.listen()
            assert events.state == "connecting"
            await events.next(SOON)
            waiting = asyncio.create_task(events.next())
            await asyncio.sleep(0.05)
            await asyncio.wait_for(events.send_message(CHAT, "Beside a wait"), SOON)
            assert text_of(await waiting) == "Beside a wait"
            # Left open: the client ends it.

    run(work())


def test_a_task_that_is_cancelled_loses_no_event(sandbox: smsbat.Sandbox) -> None:
    count = 60

    async def work() -> list[str | None]:
        async with sandbox.async_client() as client, client.chathub.listen() as events:
            await events.next(SOON)
            for number in range(count):
                sandbox.chat_message(CHAT, str(number))
            got: list[str | None] = []
            pause = 0.0
            while len(got) < count:
                with contextlib.suppress(asyncio.TimeoutError):
                    got.append(text_of(await asyncio.wait_for(events.next(), pause)))
                pause = (pause + 0.0007) % 0.01
            return got

    assert run(work()) == [str(number) for number in range(count)]


async def outcome_of(task: asyncio.Task[Any]) -> object:
    try:
        await task
    except asyncio.CancelledError as cancelled:
        return cause_of(cancelled).outcome
    return "accepted"


def test_a_send_that_is_cancelled_says_what_became_of_it(sandbox: smsbat.Sandbox) -> None:
    async def work() -> None:
        async with sandbox.async_client() as client, client.chathub.listen() as events:
            await events.next(SOON)
            for pause in (0.0, 0.001, 0.003, 0.01):
                text = f"after {pause}"
                task = asyncio.create_task(events.send_message(CHAT, text))
                await asyncio.sleep(pause)
                task.cancel()
                outcome = await outcome_of(task)
                had = str(sandbox.chats()).count(text)
                assert had <= 1
                assert outcome in (["unknown", "accepted"] if had else ["unknown", "not_sent"])

    run(work())


def test_opening_that_is_cancelled_leaves_nothing(sandbox: smsbat.Sandbox) -> None:
    async def work() -> None:
        async with sandbox.async_client() as client:
            for pause in (0.0, 0.001, 0.005, 0.02):
                events = client.chathub.listen()
                opening = asyncio.create_task(events.next())
                await asyncio.sleep(pause)
                opening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await opening
                await events.aclose()
                assert events.state == "closed"

    run(work())


def test_opening_that_is_cancelled_twice_leaves_nothing(sandbox: smsbat.Sandbox) -> None:
    async def work() -> None:
        async with sandbox.async_client() as client:
            events = client.chathub.listen()
            listen = events._listen  # type: ignore[attr-defined]
            opened: list[smsbat.ChatEvents] = []
            begun, go_on = threading.Event(), threading.Event()

            def slow() -> smsbat.ChatEvents:
                opened.append(listen())
                begun.set()
                go_on.wait(SOON)
                return opened[0]

            events._listen = slow  # type: ignore[attr-defined]
            opening = asyncio.create_task(events.next())
            while not begun.is_set():
                await asyncio.sleep(0.01)
            # The second time while the call is awaited that the first one stopped, the others until it ends.
            for _ in range(30):
                opening.cancel()
                await asyncio.sleep(0.1)
            go_on.set()
            with contextlib.suppress(asyncio.CancelledError):
                await opening
            await events.aclose()
            assert opened[0].state == "closed"

    run(work())


def test_closing_that_is_cancelled_still_ends_it(sandbox: smsbat.Sandbox) -> None:
    async def work() -> None:
        async with sandbox.async_client() as client:
            for steps in (1, 2, 3):
                events = client.chathub.listen()
                await events.next(SOON)
                closing = asyncio.create_task(events.aclose())
                for _ in range(steps):
                    await asyncio.sleep(0)
                closing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await closing
                until = time.monotonic() + SOON
                while events.state != "closed" and time.monotonic() < until:
                    await asyncio.sleep(0.01)
                assert events.state == "closed"

    run(work())


class Refusing(http.server.BaseHTTPRequestHandler):
    """A hub over long polling whose answer to the handshake is `answer`."""

    protocol_version = "HTTP/1.1"
    answer = b""
    polls = 0

    def reply(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        transports = [{"transport": "LongPolling", "transferFormats": ["Text"]}]
        found = {"negotiateVersion": 1, "connectionId": "c", "connectionToken": "c"}
        is_first = "negotiate" in self.path
        self.reply(json.dumps({**found, "availableTransports": transports}).encode() if is_first else b"")

    def do_GET(self) -> None:
        if "id=c" not in self.path:
            self.reply(b"[]")
            return
        type(self).polls += 1
        self.reply(b"" if type(self).polls == 1 else type(self).answer)

    def do_DELETE(self) -> None:
        self.reply(b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    "answer", ['{"error":"no test-key"}\x1e', '{}\x1e{"type":7,"error":"no test-key"}\x1e']
)
def test_the_hubs_reasons_repeat_no_key(answer: str) -> None:
    handler = type("Handler", (Refusing,), {"answer": answer.encode(), "polls": 0})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            with smsbat.Client(api_key="test-key", base_url=url, max_retries=0) as client:
                try:
                    with client.chathub.listen(transport="long_polling", chats=[1]) as events:
                        said = [repr(event) for event in events]
                except smsbat.ProviderError as error:
                    said = [str(error)]
        finally:
            server.shutdown()
    assert any("no ***" in text for text in said), said
    assert "test-key" not in str(said)
