"""Objects that threads share: clients, messages, lists of messages, and results that are looked at."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import smsbat

THREADS, TURNS = 8, 40


@pytest.fixture
def client(sandbox: smsbat.Sandbox) -> Iterator[smsbat.Client]:
    # More requests than the sandbox takes in a second; it answers 429, which is tried again.
    with sandbox.client(max_retries=100) as client:
        yield client


def together(work: Callable[[int], Any]) -> list[Any]:
    """Runs the work in threads that begin at the same time; gives what each returned."""
    start = threading.Barrier(THREADS)

    def one(number: int) -> Any:
        start.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_a_client_and_a_message_are_shared_by_threads(client: smsbat.Client, sandbox: smsbat.Sandbox) -> None:
    shared = smsbat.Sms(to="+380671234567", sender="MyShop", text="shared")

    def send(number: int) -> list[str | None]:
        own = [smsbat.Sms(to="+380671234568", sender="MyShop", text=f"{number} {i}") for i in range(TURNS)]
        results = [client.send([message, shared]) for message in own]
        assert all(result.outcomes == ["accepted"] * 2 for result in results)
        return [row.message_id for result in results for row in result]

    ids = [id for got in together(send) for id in got]
    arrived = sandbox.messages(limit=4 * THREADS * TURNS)
    assert Counter(ids) == Counter(message["message_id"] for message in arrived)
    texts = Counter(message["text"] for message in arrived)
    assert texts.pop("shared") == THREADS * TURNS
    assert texts == Counter(f"{number} {i}" for number in range(THREADS) for i in range(TURNS))


def test_a_result_is_looked_at_by_threads(client: smsbat.Client) -> None:
    result = client.send(
        [{"to": f"+38067123{i:04}", "from": "MyShop", "type": "sms", "text": f"{i}"} for i in range(500)]
    )

    def look(_: int) -> list[Any]:
        for _ in range(5):
            rows = [(row.message_id, row.outcome, row.customer_message_id) for row in result]
            assert rows == [(row.message_id, row.outcome, row.customer_message_id) for row in result[:]]
            assert result.outcomes == [row[1] for row in rows]
            assert result.message_ids == [row[0] for row in rows]
        return [*rows, *(repr(row) for row in result), result.raw]

    first, *others = together(look)
    assert all(other == first for other in others)


def test_a_list_that_others_change_is_sent_as_it_was_at_some_moment(
    client: smsbat.Client, sandbox: smsbat.Sandbox
) -> None:
    messages: list[dict[str, Any]] = []

    def work(number: int) -> int:
        sent = 0
        for turn in range(TURNS):
            if number % 2:
                for i in range(50):
                    text = f"{number} {turn} {i}"
                    messages.append({"to": "+380671234567", "from": "MyShop", "type": "sms", "text": text})
                del messages[: len(messages) // 2]
            else:
                # It may be empty.
                with contextlib.suppress(smsbat.ValidationError):
                    sent += len(client.send(messages))
        return sent

    assert sum(together(work)) == len(sandbox.messages(limit=1_000_000))


def test_a_message_that_others_change_is_sent_whole(client: smsbat.Client, sandbox: smsbat.Sandbox) -> None:
    message = {"to": "+380671234567", "from": "MyShop", "type": "sms", "text": "1" * 100}

    def work(number: int) -> None:
        for turn in range(TURNS):
            if number % 2:
                message["text"] = str((number + turn) % 10) * 100
            else:
                client.send(message)

    together(work)
    texts = [arrived["text"] for arrived in sandbox.messages(limit=10 * THREADS * TURNS)]
    assert len(texts) == THREADS // 2 * TURNS
    assert all(text == text[0] * 100 for text in texts)
