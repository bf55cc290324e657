"""`on_attempt`: one `Attempt` for each attempt of a call. What the function does changes no call."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import smsbat
from samples import MESSAGES


def test_a_retry_is_two_attempts(sandbox: smsbat.Sandbox) -> None:
    seen: list[smsbat.Attempt] = []
    sandbox.reply_next(status=429, headers={"X-Request-Id": "r-17"})
    with sandbox.client(on_attempt=seen.append) as client:
        client.send(MESSAGES["Sms"])
    first, second = seen
    assert (first.operation, first.attempt, first.result) == ("messages.send", 1, "rate_limit")
    assert (first.status_code, first.outcome, first.request_id) == (429, smsbat.Outcome.NOT_SENT, "r-17")
    assert first.retry_in is not None
    assert first.retry_in >= 1
    assert (second.attempt, second.result, second.status_code) == (2, "ok", 200)
    assert (second.outcome, second.retry_in, second.api) == ("accepted", None, "messages")
    assert 0 < second.duration < 30
    assert repr(first).startswith(
        "Attempt(operation='messages.send', attempt=1, result='rate_limit', status_code=429, outcome="
    )


def test_exceptions_are_unraisable(sandbox: smsbat.Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)

    def fails(attempt: smsbat.Attempt) -> None:
        raise RuntimeError(attempt.operation)

    with sandbox.client(on_attempt=fails) as client:
        assert client.send(MESSAGES["Sms"]).ok
        with pytest.raises(smsbat.NotFoundError):
            client.status("no-such-message")
    assert [str(hook.exc_value) for hook in told] == ["messages.send", "messages.status"]
    assert {hook.object for hook in told} == {fails}


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_in_the_function_stops_the_call(sandbox: smsbat.Sandbox) -> None:
    def stop(_: smsbat.Attempt) -> None:
        signal.raise_signal(signal.SIGINT)

    with sandbox.client(on_attempt=stop) as client:
        with pytest.raises(KeyboardInterrupt) as stopped:
            client.send(MESSAGES["Sms"])
        cause = stopped.value.__cause__
        assert isinstance(cause, smsbat.SmsbatError)
        assert cause.outcome == "accepted"
        sandbox.reply_next(status=429)
        with pytest.raises(KeyboardInterrupt) as stopped:
            client.send(MESSAGES["Sms"])
        cause = stopped.value.__cause__
        assert isinstance(cause, smsbat.SmsbatError)
        assert cause.outcome == "not_sent"


def test_every_thread_of_a_campaign_reports(sandbox: smsbat.Sandbox) -> None:
    seen: list[smsbat.Attempt] = []
    rows = [{"to": f"+38067{n:07}", "sender": "MyShop", "text": "Hi"} for n in range(2500)]
    with sandbox.client(on_attempt=seen.append) as client:
        assert client.messages.send_bulk(rows).accepted == 2500
    assert [attempt.result for attempt in seen] == ["ok"] * 3


def test_async_calls_report_on_their_worker(sandbox: smsbat.Sandbox) -> None:
    seen: list[tuple[str, str]] = []

    def keep(attempt: smsbat.Attempt) -> None:
        seen.append((attempt.operation, threading.current_thread().name))

    async def run() -> None:
        async with sandbox.async_client(on_attempt=keep) as client:
            await client.send(MESSAGES["Sms"])

    asyncio.run(run())
    [(operation, thread)] = seen
    assert operation == "messages.send"
    assert thread.startswith("smsbat")


def test_it_may_make_calls(sandbox: smsbat.Sandbox) -> None:
    inner = SimpleNamespace(client=None, found=0)

    def ask(_: smsbat.Attempt) -> None:
        client, inner.client = inner.client, None
        if client is not None:
            with pytest.raises(smsbat.NotFoundError):
                client.status("no-such-message")
            inner.found += 1

    with sandbox.client(on_attempt=ask) as client:
        inner.client = client
        assert client.send(MESSAGES["Sms"]).ok
    assert inner.found == 1


def test_only_a_function_will_do() -> None:
    with pytest.raises(TypeError, match=r"Client\.on_attempt must be a function or None, not int"):
        smsbat.Client(on_attempt=5)  # type: ignore[arg-type]
    smsbat.Client(api_key="k", on_attempt=None)


def test_a_function_that_leads_back_to_its_client_is_freed() -> None:
    class Shop:
        def __init__(self) -> None:
            self.client = smsbat.Client(
                api_key="test-key", base_url="http://127.0.0.1:9", on_attempt=self.note
            )

        def note(self, attempt: smsbat.Attempt) -> None:
            pass

    shops = [weakref.ref(Shop()) for _ in range(3)]
    gc.collect()
    assert [shop() for shop in shops] == [None] * 3


class Shop:
    """Its function leads back to its client, as a method of most programs does."""

    def __init__(self, sandbox: smsbat.Sandbox, seen: list[str]) -> None:
        self.seen = seen
        self.client = sandbox.client(
            on_attempt=self.note, messagio_user="test-user", messagio_sign="test-sign"
        )
        self.later: smsbat.AsyncClient | None = None

    def note(self, attempt: smsbat.Attempt) -> None:
        self.seen.append(attempt.operation)


def campaign(messages: Any) -> None:
    def rows() -> Iterator[dict[str, str]]:
        gc.collect()
        yield {"to": "+380671234567", "sender": "MyShop", "text": "Hi"}

    assert messages.send_bulk(rows()).accepted == 1


PARTS: dict[str, tuple[Callable[[smsbat.Client], Any], Callable[[Any], object]]] = {
    "messages": (lambda client: client.messages, lambda part: part.send(MESSAGES["Sms"])),
    "a method": (lambda client: client.messages.send, lambda send: send(MESSAGES["Sms"])),
    "a campaign": (lambda client: client.messages, campaign),
    "a wait": (
        lambda client: client.messages._waiting(client.send(MESSAGES["Sms"]), timeout=9),  # type: ignore[attr-defined]
        lambda part: part._step(),
    ),
    "waits": (
        lambda client: client.messages._waiting_all(client.send(MESSAGES["Sms"]), timeout=9),  # type: ignore[attr-defined]
        lambda part: part._step(),
    ),
    "cascade": (
        lambda client: client.cascade,
        lambda part: part.send_template("Hi", [{"to": "+380671234567"}], sender="MyShop"),
    ),
    "chathub": (lambda client: client.chathub, lambda part: part.login("test-desk", "test-password")),
    "chats": (lambda client: client.chathub.chats(), lambda part: list(part)),
    "a chat": (
        lambda client: client.chathub.follow(6601, interval=0.1, idle_timeout=0.2),
        lambda part: list(part),
    ),
    "turbosms": (
        lambda client: client.turbosms,
        lambda part: part.send({"recipients": ["380671234567"], "sms": {"sender": "MyShop", "text": "Hi"}}),
    ),
    "messagio": (
        lambda client: client.messagio,
        lambda part: part.send(to="+380671234567", sender="MyShop", text="Hi"),
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_client_keeps_its_function(sandbox: smsbat.Sandbox, name: str) -> None:
    """The client and its owner are garbage but for the part, which reports its attempts all the same."""
    make, use = PARTS[name]
    seen: list[str] = []
    part = make(Shop(sandbox, seen).client)
    seen.clear()
    gc.collect()
    use(part)
    assert seen


def test_events_keep_the_function_of_their_client(sandbox: smsbat.Sandbox) -> None:
    seen: list[str] = []
    with Shop(sandbox, seen).client.chathub.listen() as events:
        assert isinstance(events.next(20), smsbat.ConnectionChanged)
        seen.clear()
        gc.collect()
        sandbox.disconnect_hub()
        # A new connection is negotiated.
        while events.state != "connected" or not seen:
            assert events.next(20) is not None
    assert set(seen) == {"chathub.listen"}


def test_asynchronous_parts_keep_the_function(sandbox: smsbat.Sandbox) -> None:
    seen: list[str] = []

    async def run() -> None:
        shop = Shop(sandbox, seen)
        shop.later = sandbox.async_client(on_attempt=shop.note)
        messages, shop = shop.later.messages, None  # type: ignore[assignment]
        gc.collect()
        assert (await messages.send(MESSAGES["Sms"])).ok

    asyncio.run(run())
    assert seen == ["messages.send"]


def test_an_owner_that_has_made_calls_is_freed(sandbox: smsbat.Sandbox) -> None:
    def used() -> weakref.ref[Shop]:
        shop = Shop(sandbox, [])
        shop.client.send(MESSAGES["Sms"])
        shop.parts = [  # type: ignore[attr-defined]
            shop.client.messages,
            shop.client.cascade,
            shop.client.chathub,
            shop.client.chathub.chats(),
            shop.client.turbosms,
            shop.client.messagio,
        ]
        return weakref.ref(shop)

    shops = [used() for _ in range(3)]
    gc.collect()
    assert [shop() for shop in shops] == [None] * 3
