"""`smsbat.AsyncClient`."""

from __future__ import annotations

import asyncio
import inspect
import pickle
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

import smsbat
from causes import cause_of
from samples import API_MESSAGES

T = TypeVar("T")
PAIRS = [
    (smsbat.Client, smsbat.AsyncClient),
    (smsbat.Messages, smsbat.AsyncMessages),
    (smsbat.Cascade, smsbat.AsyncCascade),
    (smsbat.ChatHub, smsbat.AsyncChatHub),
    (smsbat.TurboSmsApi, smsbat.AsyncTurboSmsApi),
    (smsbat.Messagio, smsbat.AsyncMessagio),
    (smsbat.Chats, smsbat.AsyncChats),
    (smsbat.Follow, smsbat.AsyncFollow),
]


def run(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs it, and sees to it that nothing is left over."""
    before = set(threading.enumerate())
    result = asyncio.run(main(), debug=True)
    assert not [t for t in threading.enumerate() if t not in before]
    return result


def sms(number: int = 0, **more: Any) -> smsbat.Sms:
    return smsbat.Sms(to=f"+38067{number:07}", sender="MyShop", text="Hello", **more)


async def until(condition: Callable[[], object]) -> None:
    while not await asyncio.to_thread(condition):
        pass


def public(cls: type) -> set[str]:
    return {name for name in dir(cls) if not name.startswith("_")}


@pytest.mark.parametrize(("blocking", "awaitable"), PAIRS, ids=lambda cls: cls.__name__)
def test_it_is_the_same_client(blocking: type, awaitable: type) -> None:
    renamed = {"close": "aclose"}
    assert public(awaitable) == {renamed.get(name, name) for name in public(blocking)}
    for name in public(blocking) - renamed.keys():
        ours, theirs = getattr(awaitable, name), getattr(blocking, name)
        assert inspect.getdoc(ours) == inspect.getdoc(theirs)
        if not callable(theirs):
            continue
        assert inspect.signature(ours) == inspect.signature(theirs)
        plain = name in ("chats", "follow", "listen") or name.endswith("html")
        assert inspect.iscoroutinefunction(ours) is not plain
    assert awaitable.__name__ == f"Async{blocking.__name__}"
    assert inspect.getdoc(awaitable)


def test_every_api(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        async with sandbox.async_client(messagio_user="test-user", messagio_sign="test-sign") as client:
            sent, cascade, turbosms, messagio, organizations, raw = await asyncio.gather(
                client.send(sms()),
                client.cascade.send(API_MESSAGES["CascadeMessage"]),
                client.turbosms.send(API_MESSAGES["TurboSmsMessage"]),
                client.messagio.send(to="380671234567", sender="MyShop", text="Hello"),
                client.chathub.organizations(),
                client.request("GET", "/_sandbox/messages"),
            )
            assert sent.ok
            assert cascade.ok
            assert turbosms.ok
            assert messagio.outcome == "accepted"
            assert [o.name for o in organizations] == ["Returns desk", "Wholesale"]
            assert raw.status_code == 200
            status = await client.status(sent.messages[0].message_id or "")
            assert status.is_final is False
            with pytest.raises(smsbat.ValidationError):
                await client.messages.send([])
            assert smsbat.AsyncChatHub.visitor_widget_html("g") == smsbat.ChatHub.visitor_widget_html("g")

    run(main)


def test_a_thousand_at_once() -> None:
    most = 0

    async def main(sandbox: smsbat.Sandbox) -> list[smsbat.SendResult]:
        nonlocal most

        async def one(number: int) -> smsbat.SendResult:
            nonlocal most
            result = await client.send(sms(number, customer_message_id=f"c-{number}"))
            most = max(most, sum(t.name.startswith("smsbat") for t in threading.enumerate()))
            return result

        async with sandbox.async_client(rate_limit=None, max_concurrency=8) as client:
            return await asyncio.gather(*map(one, range(1000)))

    # A fast machine sends more in a second than the provider allows.
    with smsbat.Sandbox(rate_limit=False) as sandbox:
        results = run(lambda: main(sandbox))
        found = sandbox.messages(limit=2000)
    assert [r.messages[0].customer_message_id for r in results] == [f"c-{n}" for n in range(1000)]
    assert all(r.ok for r in results)
    assert 1 < most <= 8
    assert sorted(m["customer_message_id"] for m in found) == sorted(f"c-{n}" for n in range(1000))


async def cancelled(task: asyncio.Task[Any]) -> smsbat.SmsbatError:
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return cause_of(caught.value)


def test_a_cancelled_call_has_an_outcome(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        sandbox.reply_next(json={"messages": []}, delay=60)
        async with sandbox.async_client(max_concurrency=1) as client:
            under_way = asyncio.create_task(client.send(sms(customer_message_id="c-1")))
            await until(sandbox.requests)
            queued = asyncio.create_task(client.send(sms(2)))
            await asyncio.sleep(0)
            error = await cancelled(queued)
            assert (error.outcome, error.retryable) == ("not_sent", True)
            error = await cancelled(under_way)
            assert (error.outcome, error.customer_message_ids) == ("unknown", ["c-1"])
            assert (await client.send(sms(3))).ok
        assert len(sandbox.requests()) == 2

    run(main)


def test_a_call_that_runs_out_of_the_loops_time(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        sandbox.reply_next(json={"messages": []}, delay=60)
        async with sandbox.async_client() as client:
            with pytest.raises(asyncio.TimeoutError) as caught:
                await asyncio.wait_for(client.send(sms()), 0.3)
        error: BaseException | None = caught.value
        seen = []
        while error is not None:
            seen.append(error)
            error = error.__cause__ or error.__context__
        assert any(isinstance(e, smsbat.SmsbatError) for e in seen)

    run(main)


def test_an_answer_that_came_before_the_cancel(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        async with sandbox.async_client() as client:
            task = asyncio.create_task(client.send([sms(1, customer_message_id="c-1"), sms(2)]))
            await asyncio.sleep(0)
            # The loop stands still until the worker has the answer.
            client._workers._executor.shutdown()  # type: ignore[attr-defined]
            error = await cancelled(task)
        assert (error.outcome, error.customer_message_ids[0]) == ("accepted", "c-1")
        assert len(sandbox.messages()) == 2

    run(main)


async def cancelled_twice(task: asyncio.Task[Any]) -> smsbat.SmsbatError:
    task.cancel()
    await asyncio.sleep(0)
    return await cancelled(task)


def test_a_second_cancel_keeps_the_outcome(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        async with sandbox.async_client() as client:
            for number in range(10):
                sandbox.reset()
                sandbox.reply_next(json={"messages": []}, delay=60)
                task = asyncio.create_task(client.send(sms(customer_message_id=f"c-{number}")))
                await until(sandbox.requests)
                error = await cancelled_twice(task)
                assert (error.outcome, error.customer_message_ids) == ("unknown", [f"c-{number}"])
            # A campaign would wait for what is under way; the second cancel cuts it off.
            sandbox.reset()
            sandbox.reply_next(json={"messages": []}, delay=60)
            task = asyncio.create_task(client.messages.send_bulk([sms()]))
            await until(sandbox.requests)
            task.cancel()
            await asyncio.sleep(0.2)
            error = await cancelled(task)
            assert (error.outcome, error.retryable) == ("unknown", False)
            assert error.report is not None
            assert error.report.unknown == 1

    run(main)


def test_a_second_cancel_does_not_wait_for_a_source_that_hangs(sandbox: smsbat.Sandbox) -> None:
    go_on, reached = threading.Event(), threading.Event()

    def source() -> Iterator[smsbat.Sms]:
        yield sms()
        reached.set()
        go_on.wait()

    async def main() -> None:
        async with sandbox.async_client() as client:
            task = asyncio.create_task(client.messages.send_bulk(source()))
            await until(reached.is_set)
            error = await cancelled_twice(task)
            assert (error.outcome, error.retryable) == ("unknown", False)
            go_on.set()

    run(main)


def test_closing_ends_what_is_under_way(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        sent = await asyncio.to_thread(lambda: sandbox.client().send(sms()))
        sandbox.reply_next(json={"messages": []}, delay=60, path_prefix="/bat/messagelist")
        client = sandbox.async_client(max_concurrency=1)
        waiting = asyncio.create_task(client.wait(sent.messages[0].message_id or "", interval=60))
        await until(lambda: len(sandbox.requests()) == 2)
        calls: list[Awaitable[Any]] = [asyncio.create_task(client.send(sms(n))) for n in range(3)]
        await until(lambda: len(sandbox.requests()) == 3)
        await client.aclose()
        results = await asyncio.gather(waiting, *calls, return_exceptions=True)
        assert all(isinstance(r, smsbat.SmsbatError) for r in results)
        assert [r.outcome for r in results] == ["not_sent", "unknown", "not_sent", "not_sent"]
        with pytest.raises(smsbat.ConfigurationError, match="closed"):
            await client.status("m")
        await client.aclose()

    run(main)


def test_waits_and_follows_hold_no_worker(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        async with sandbox.async_client(max_concurrency=1) as client:
            followed = client.chathub.follow(6602, interval=0.05, idle_timeout=30)
            other = client.chathub.follow(6601, interval=0.05, idle_timeout=0.2)
            first = asyncio.ensure_future(anext_(followed))
            ids = [m.message_id or "" for m in (await client.send([sms(1), sms(2)])).messages]
            waits = asyncio.gather(*(client.wait(i, interval=1) for i in ids))
            await until(lambda: len([r for r in sandbox.requests() if "/bat/message/" in r["path"]]) >= 2)
            await asyncio.to_thread(sandbox.advance, 3600)
            assert [s.delivery_status for s in await waits] == ["delivered", "delivered"]
            assert [m async for m in other] == []
            assert not first.done()
            await client.request("POST", "/_sandbox/chathub/incoming", {"chat_id": 6602, "text": "new"})
            assert (await first).text == "new"
            second = asyncio.ensure_future(anext_(followed))
            await asyncio.sleep(0)
            error = await cancelled(second)
            assert error.outcome == "not_sent"

    run(main)


async def anext_(iterator: smsbat.AsyncFollow) -> smsbat.ChatMessage:
    async for message in iterator:
        return message
    raise AssertionError("the iterator ended")


def test_chats_come_page_by_page(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        async with sandbox.async_client() as client:
            chats = client.chathub.chats(per_page=2)
            assert sandbox.requests() == []
            assert sorted([c.id async for c in chats if c.id]) == [6601, 6602, 6603, 6604, 6605]
            assert [c async for c in chats] == []
            assert len(sandbox.requests()) == 3
            with pytest.raises(smsbat.ValidationError):
                client.chathub.chats(status="lost")
            sandbox.fail_next(403)
            with pytest.raises(smsbat.PermissionDeniedError):
                [c async for c in client.chathub.chats()]

    run(main)


def test_loops_in_threads_share_a_client(sandbox: smsbat.Sandbox) -> None:
    shared = sandbox.async_client(max_concurrency=2)
    results: list[smsbat.SendResult] = []

    async def main() -> None:
        async with sandbox.async_client() as own:
            calls = [client.send(sms(n)) for n in range(5) for client in (own, shared)]
            results.extend(await asyncio.gather(*calls))

    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run(shared.aclose)
    assert len(results) == 40
    assert len({r.messages[0].message_id for r in results if r.ok}) == 40


FORKED = """
import asyncio, os, sys, warnings
import smsbat

warnings.simplefilter("ignore", DeprecationWarning)
client = smsbat.AsyncClient(api_key="test-key", base_url=sys.argv[1], max_concurrency=2)

async def send(number):
    sms = [smsbat.Sms(to=f"+38067{number:06}{i}", sender="MyShop", text="x") for i in range(4)]
    return all(r.ok for r in await asyncio.gather(*map(client.send, sms)))

before = asyncio.run(send(1))
if child := os.fork():
    status = os.waitpid(child, 0)[1]
    print(before, status, asyncio.run(send(2)))
    asyncio.run(client.aclose())
else:
    good = asyncio.run(send(3))
    asyncio.run(client.aclose())
    os._exit(0 if good else 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_forked_child_has_workers_of_its_own(sandbox: smsbat.Sandbox) -> None:
    command = [sys.executable, "-c", FORKED, sandbox.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True 0 True\n", "")
    assert len(sandbox.messages()) == 12


LEFT = """
import asyncio, sys
import smsbat

client = smsbat.AsyncClient(api_key="test-key", base_url=sys.argv[1])

async def main():
    asyncio.create_task(client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="x")))
    while not (await client.request("GET", "/_sandbox/requests")).json["requests"]:
        pass

asyncio.run(main())
"""


def test_a_program_that_closes_nothing_ends(sandbox: smsbat.Sandbox) -> None:
    sandbox.reply_next(json={"messages": []}, delay=60, path_prefix="/bat")
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", LEFT, sandbox.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_is_no_value() -> None:
    client = smsbat.AsyncClient(api_key="very-secret", max_concurrency=1)
    assert "very-secret" not in repr(client)
    assert repr(client).startswith("AsyncClient(")
    for thing in (client, client.messages, client.chathub.chats()):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(thing)
    with pytest.raises(smsbat.ConfigurationError, match="max_concurrency"):
        smsbat.AsyncClient(api_key="k", max_concurrency=0)
    with pytest.raises(TypeError, match="max_concurrency"):
        smsbat.AsyncClient(api_key="k", max_concurrency=1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="nonsense"):
        smsbat.AsyncClient(nonsense=1)  # type: ignore[call-arg]
    assert "max_concurrency" in inspect.signature(smsbat.AsyncClient).parameters
