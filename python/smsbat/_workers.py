"""Worker threads of ``smsbat.AsyncClient``, and outcomes of cancelled calls."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import os
import threading
import weakref
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from . import _smsbat
from ._errors import ConfigurationError, ConnectionError, SmsbatError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Longest wait of a task that was cancelled twice for its call, in seconds.
_CUT_OFF = 2.0
#: Workers whose call runs the present code: the source and the progress function of a campaign, and the tasks
#: that these create.
_CALLING: contextvars.ContextVar[frozenset[Workers]] = contextvars.ContextVar("calling", default=frozenset())


class Workers:
    """Worker threads for calls. They are started when needed, up to a maximum.

    A call that a campaign's own source or progress function makes has workers of its own: the campaign waits
    for it on one of these, perhaps the last.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._closed = False
        self._sleeping: set[asyncio.Future[None]] = set()
        self._children: weakref.WeakSet[Workers] = weakref.WeakSet()
        self._inner: Workers | None = None
        self._start()

    def _start(self) -> None:
        self._process = os.getpid()
        #: Calls that no thread has started, and work items of the executor that will look for them.
        self._calls: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._due: set[Future[Any]] = set()
        self._executor = ThreadPoolExecutor(self._most, thread_name_prefix="smsbat")

    def _submit(self, call: _smsbat.Cancellable, function: Callable[[], Any]) -> Future[Any]:
        if self._process != os.getpid():
            # A forked child has none of its parent's threads, and its lock may be locked forever.
            self._lock = threading.Lock()
            self._sleeping = set()
            self._start()
        with self._lock:
            if self._closed:
                raise ConfigurationError("the client is closed; create a new one")
            future: Future[Any] = Future()
            work: Callable[[], Any] = functools.partial(call, function)
            context = contextvars.copy_context()
            context.run(_CALLING.set, _CALLING.get() | {self})
            queued = future, functools.partial(context.run, work)
            self._calls.append(queued)
            self._due.add(future)
            try:
                self._executor.submit(self._work, future)
            except RuntimeError as refused:
                # The system refused a thread. The executor may still have queued the work item for another
                # thread. If no other work item is left, the call is removed; otherwise a running thread takes
                # it.
                self._due.discard(future)
                if not self._due:
                    self._calls.remove(queued)
                    message = f"no thread can be started for the call: {refused}"
                    raise ConnectionError(message, outcome="not_sent", retryable=True) from refused
            return future

    def _work(self, due: Future[Any]) -> None:
        """Runs queued calls until there are none."""
        while True:
            with self._lock:
                if not self._calls:
                    self._due.discard(due)
                    return
                future, call = self._calls.popleft()
            if future.set_running_or_notify_cancel():
                try:
                    result = call()
                except BaseException as failure:
                    future.set_exception(failure)
                else:
                    future.set_result(result)
            # Release the references now instead of at the next call.
            future = call = result = None  # type: ignore[assignment]

    def child(self, most: int) -> Workers:
        """Other threads, for what may wait long; they end with these at the latest."""
        child = Workers(most)
        child._closed = self._closed
        self._children.add(child)
        return child

    def _free(self) -> Workers:
        """These workers, or others if one of these waits for the code that asks."""
        if self not in _CALLING.get():
            return self
        if self._inner is None:
            self._inner = self.child(self._most)
        return self._inner._free()

    async def run(
        self, reads: bool, function: Callable[[], Any], stop: Callable[[], None] | None = None
    ) -> Any:
        """Calls a function of the blocking client on a worker. `reads` is true if it changes nothing.

        `stop` is called when the task is cancelled, for a call that waits for its loop.
        """
        call = _smsbat.Cancellable()
        queued = self._free()._submit(call, function)
        try:
            await _end_of(queued)
        except asyncio.CancelledError as cancelled:
            if queued.cancel():
                raise cancelled from _cancelled("the task was cancelled before its call began")
            call.cancel()
            if stop is not None:
                stop()
            # The call ends shortly and reports its outcome.
            cancelled = await _ends_soon(queued, call, cancelled)
            if not queued.done():
                raise cancelled from _lost(reads)
            raise cancelled from queued.exception() or _smsbat.late(queued.result(), reads)
        except GeneratorExit:
            # The loop is gone, so the outcome cannot be reported.
            call.cancel()
            if stop is not None:
                stop()
            raise
        return queued.result()

    async def steps(self, function: Callable[[], Any]) -> Any:
        """Calls a polling function until it returns something other than a number of seconds to wait."""
        while isinstance(step := await self.run(True, function), float):
            await self._sleep(step)
        return step

    async def _sleep(self, seconds: float) -> None:
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        timer = loop.call_later(seconds, _wake, over)
        self._sleeping.add(over)
        try:
            await over
        except asyncio.CancelledError as cancelled:
            raise cancelled from _cancelled("the task was cancelled between two requests")
        finally:
            timer.cancel()
            self._sleeping.discard(over)

    async def close(self) -> None:
        """Waits until all threads have ended. Their calls have already been stopped.

        A call that waits for the code that asks is not waited for; it ends soon afterwards.
        """
        with self._lock:
            self._closed = True
        for child in list(self._children):
            await child.close()
        for over in list(self._sleeping):
            # The next request fails because the client is closed.
            _tell(over.get_loop(), over)
        if self in _CALLING.get():
            self._executor.shutdown(wait=False)
            return
        loop = asyncio.get_running_loop()
        ended = loop.create_future()

        def join() -> None:
            self._executor.shutdown()
            _tell(loop, ended)

        # Not on the loop's own threads, which may all be busy.
        thread = threading.Thread(target=join, name="smsbat-close")
        try:
            thread.start()
        except RuntimeError:
            # The system refused a thread. The calls have been stopped and end shortly.
            join()
            return
        await ended
        thread.join()


async def _end_of(queued: Future[Any]) -> None:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    queued.add_done_callback(lambda _: _tell(loop, ended))
    await ended


async def _ends_soon(
    queued: Future[Any], call: _smsbat.Cancellable, cancelled: asyncio.CancelledError
) -> asyncio.CancelledError:
    """Waits until a cancelled call has ended. Returns the last of the exceptions that arrived meanwhile.

    If the task is cancelled again, a campaign aborts its running requests. The result of the call is still
    awaited, because only it has the outcome of the messages, but not for long, because a source of rows may
    block it.
    """
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    queued.add_done_callback(lambda _: _tell(loop, ended))
    timer: asyncio.TimerHandle | None = None
    try:
        while not ended.done():
            try:
                await asyncio.shield(ended)
            except asyncio.CancelledError as again:
                cancelled = again
                call.cancel()
                timer = timer or loop.call_later(_CUT_OFF, _wake, ended)
    finally:
        if timer is not None:
            timer.cancel()
    return cancelled


def _lost(reads: bool) -> SmsbatError:
    message = "the task was cancelled again before its call had ended"
    return SmsbatError(message, outcome="not_sent" if reads else "unknown", retryable=reads)


def _tell(loop: asyncio.AbstractEventLoop, future: asyncio.Future[None]) -> None:
    """Resolves a future of a loop, from any thread."""
    # Nobody waits on a closed loop.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(_wake, future)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _cancelled(message: str) -> SmsbatError:
    return SmsbatError(message, outcome="not_sent", retryable=True)
