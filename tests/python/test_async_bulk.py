"""Campaigns whose rows and progress live on an event loop."""

from __future__ import annotations

import asyncio
import concurrent.futures
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

import smsbat
from causes import cause_of


def row(number: int) -> dict[str, Any]:
    return {"to": f"+{380671000000 + number}", "text": "Hello"}


async def rows(count: int) -> AsyncIterator[dict[str, Any]]:
    for number in range(count):
        if number % 50 == 0:
            await asyncio.sleep(0)
        yield row(number)


def run(sandbox: smsbat.Sandbox, use: Callable[[smsbat.AsyncClient], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        async with sandbox.async_client(max_retries=0) as client:
            return await use(client)

    return asyncio.run(main())


def test_rows_and_progress_of_a_loop(sandbox: smsbat.Sandbox) -> None:
    told: list[int] = []

    async def progress(counts: smsbat.BulkProgress) -> None:
        await asyncio.sleep(0)
        told.append(counts.settled)

    class Callable_:
        async def __call__(self, counts: smsbat.BulkProgress) -> None:
            told.append(counts.settled)

    for tell in (progress, Callable_()):
        report = run(
            sandbox,
            lambda client, tell=tell: client.messages.send_bulk(  # type: ignore[misc]
                rows(1234), sender="MyShop", progress=tell, chunk_size=200
            ),
        )
        assert (report.total, report.ok) == (1234, True)
        assert [r["index"] for r in report] == list(range(1234))
        assert told[-1] == 1234
        told.clear()


def test_a_plan_of_rows_of_a_loop(sandbox: smsbat.Sandbox) -> None:
    plan = run(sandbox, lambda client: client.messages.send_bulk(rows(7), sender="MyShop", dry_run=True))
    assert plan.valid == 7


def test_a_source_is_asked_only_for_what_is_sent(sandbox: smsbat.Sandbox) -> None:
    asked = 0

    async def endless() -> AsyncIterator[dict[str, Any]]:
        nonlocal asked
        while True:
            asked += 1
            yield row(asked)

    async def use(client: smsbat.AsyncClient) -> Any:
        return await client.messages.send_bulk(
            endless(), sender="MyShop", chunk_size=10, connections=1, progress=stop
        )

    async def stop(counts: smsbat.BulkProgress) -> None:
        if counts.accepted > 50:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough") as caught:
        run(sandbox, use)
    cause = caught.value.__cause__
    assert isinstance(cause, smsbat.SmsbatError)
    assert cause.report is not None
    assert cause.report.total <= asked <= cause.report.total + 1000


def test_a_source_that_fails_is_the_reason(sandbox: smsbat.Sandbox) -> None:
    async def failing() -> AsyncIterator[dict[str, Any]]:
        for number in range(150):
            yield row(number)
        raise LookupError("the database went away")

    with pytest.raises(LookupError, match="went away") as caught:
        run(sandbox, lambda client: client.messages.send_bulk(failing(), sender="MyShop", chunk_size=20))
    cause = caught.value.__cause__
    assert isinstance(cause, smsbat.ValidationError)
    assert cause.report is not None
    assert cause.report.total == 150


@pytest.mark.parametrize("read", [0, 7, 250])
def test_a_source_that_somebody_else_cancels_is_an_error(sandbox: smsbat.Sandbox, read: int) -> None:
    """It is not the end of the rows: those that follow would be lost."""

    async def source() -> AsyncIterator[dict[str, Any]]:
        for number in range(read):
            yield row(number)
        other = asyncio.ensure_future(asyncio.sleep(3600))
        other.cancel()
        await other
        yield row(read)

    with pytest.raises(RuntimeError, match="was cancelled") as caught:
        run(sandbox, lambda client: client.messages.send_bulk(source(), sender="MyShop"))
    cause = caught.value.__cause__
    while cause is not None and not isinstance(cause, smsbat.SmsbatError):
        cause = cause.__cause__
    assert isinstance(cause, smsbat.SmsbatError)
    assert cause.report is not None
    assert (cause.report.total, cause.report.ok) == (read, False)


def test_a_progress_function_may_fail_as_a_thread_pool_does(sandbox: smsbat.Sandbox) -> None:
    """asyncio takes this exception for a task that was cancelled, which the caller's is not."""

    async def progress(_counts: smsbat.BulkProgress) -> None:
        raise concurrent.futures.CancelledError

    rows = [row(number) for number in range(3)]
    with pytest.raises(RuntimeError, match="was cancelled"):
        run(sandbox, lambda client: client.messages.send_bulk(rows, sender="MyShop", progress=progress))


def test_a_source_may_raise_a_timeout_of_its_own(sandbox: smsbat.Sandbox) -> None:
    async def source() -> AsyncIterator[dict[str, Any]]:
        yield row(0)
        # Longer than the thread waits at a time.
        await asyncio.sleep(0.2)
        raise TimeoutError("of the database")

    with pytest.raises(TimeoutError, match="of the database"):
        run(sandbox, lambda client: client.messages.send_bulk(source(), sender="MyShop"))


@pytest.mark.parametrize("where", ["in the source", "in the progress"])
def test_a_campaign_that_waits_for_its_loop_can_be_cancelled(sandbox: smsbat.Sandbox, where: str) -> None:
    ended: list[str] = []

    async def stuck(what: str) -> None:
        waiting.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            ended.append(what)
            raise

    async def slow() -> AsyncIterator[dict[str, Any]]:
        for number in range(300):
            yield row(number)
        if where == "in the source":
            await stuck("source")
        for number in range(300, 600):
            yield row(number)

    async def progress(counts: smsbat.BulkProgress) -> None:
        if where == "in the progress" and counts.accepted:
            await stuck("progress")

    async def use(client: smsbat.AsyncClient) -> None:
        global waiting
        waiting = asyncio.Event()
        sending = client.messages.send_bulk(slow(), sender="MyShop", chunk_size=100, progress=progress)
        task = asyncio.ensure_future(sending)
        await asyncio.wait_for(waiting.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        cause = cause_of(caught.value)
        assert cause.report is not None
        assert cause.report.total == cause.report.accepted + cause.report.not_sent

    run(sandbox, use)
    assert ended == [where.split()[-1]]


waiting: asyncio.Event


@pytest.mark.parametrize("where", ["source", "progress", "task"])
def test_a_client_that_the_campaign_itself_closes(sandbox: smsbat.Sandbox, where: str) -> None:
    """`aclose` does not wait for a campaign that waits for it."""

    async def main() -> smsbat.BulkReport:
        client = sandbox.async_client(max_retries=0)

        async def close() -> None:
            if where == "task":
                await asyncio.ensure_future(client.aclose())
            else:
                await client.aclose()

        async def source() -> AsyncIterator[dict[str, Any]]:
            for number in itertools.count():
                if number == 300 and where != "progress":
                    await close()
                yield row(number)

        async def progress(counts: smsbat.BulkProgress) -> None:
            if counts.accepted and where == "progress":
                await close()

        with pytest.raises(smsbat.SmsbatError, match="the client was closed during the run") as caught:
            await client.messages.send_bulk(
                source(), sender="MyShop", progress=progress, chunk_size=20, connections=1
            )
        # Outside of the campaign it waits as ever.
        await client.aclose()
        assert caught.value.report is not None
        return caught.value.report

    report = asyncio.run(asyncio.wait_for(main(), 30))
    assert report.accepted + report.unknown == len(sandbox.messages(limit=100_000))


def test_calls_of_a_campaigns_own_functions(sandbox: smsbat.Sandbox) -> None:
    """They need no worker that the campaign has: it waits for them."""

    ids: list[str] = []

    async def main() -> None:
        async with sandbox.async_client(max_retries=0, max_concurrency=1) as client:

            async def asking(depth: int) -> AsyncIterator[dict[str, Any]]:
                if depth:
                    report = await client.messages.send_bulk(asking(depth - 1), sender="MyShop")
                    assert report.ok
                sent = await client.send(smsbat.Sms(to=row(depth)["to"], sender="MyShop", text="Hi"))
                ids.append(sent[0].message_id)
                yield row(depth)

            async def progress(_counts: smsbat.BulkProgress) -> None:
                await client.status(ids[0])

            report = await client.messages.send_bulk(asking(2), sender="MyShop", progress=progress)
            assert report.ok

    asyncio.run(asyncio.wait_for(main(), 30))
    assert len(sandbox.messages()) == 6
