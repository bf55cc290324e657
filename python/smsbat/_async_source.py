"""Rows and progress of a campaign that live on an event loop, for the thread that sends it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from typing import Any

#: Rows that one step on the loop gets at most.
_ROWS = 100
#: If somebody else than the campaign cancels its source or progress function, the campaign fails. Taken for
#: the end of the rows, that would lose the rows that follow.
_CANCELLED = "a source or progress function of the campaign was cancelled"
#: Seconds between two looks at whether the campaign is stopped.
_SLICE = 0.05


class Stopped(Exception):
    """The campaign was stopped while it waited for the loop."""


class Bridge:
    """The way from the thread of a campaign to the event loop of its caller.

    The thread waits for each step, so a source is asked for rows only as they are sent, and a progress
    function that takes long holds the campaign up, as with the blocking client.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = False

    def stop(self) -> None:
        """Ends the step that is under way, and all later ones."""
        self._stopped = True

    def source(self, source: Any) -> Any:
        """The source, or the rows of an asynchronous one."""
        if hasattr(source, "__aiter__") and not hasattr(source, "__iter__"):
            return self._rows(source.__aiter__())
        return source

    def progress(self, progress: Any) -> Any:
        """The progress function; a coroutine function runs on the loop."""
        call = getattr(progress, "__call__", None)  # noqa: B004
        if not inspect.iscoroutinefunction(progress) and not inspect.iscoroutinefunction(call):
            return progress

        def tell(counts: Any) -> None:
            # The campaign was stopped: nobody waits for its progress.
            with contextlib.suppress(Stopped):
                self._run(lambda: progress(counts))

        return tell

    def _rows(self, rows: AsyncIterator[Any]) -> Iterator[Any]:
        ended: BaseException | None = None

        async def step() -> list[Any]:
            nonlocal ended
            found: list[Any] = []
            try:
                while len(found) < _ROWS:
                    found.append(await rows.__anext__())
            except BaseException as end:
                # Rows before it are sent first, and are not among the locals of its traceback.
                ended = end.with_traceback(end.__traceback__ and end.__traceback__.tb_next)
                if isinstance(end, asyncio.CancelledError) and not found:
                    raise
            return found

        while ended is None:
            try:
                found = self._run(step)
            except Stopped:
                # The campaign sees for itself that it was stopped.
                return
            yield from found
            del found
        if isinstance(ended, asyncio.CancelledError):
            raise RuntimeError(_CANCELLED) from ended
        if not isinstance(ended, StopAsyncIteration):
            raise ended

    def _run(self, step: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Runs a step on the loop and waits for its end."""
        if self._stopped:
            raise Stopped
        coroutine = step()
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            # The loop is closed.
            coroutine.close()
            raise
        while not concurrent.futures.wait((future,), _SLICE).done:
            if self._stopped:
                future.cancel()
                raise Stopped
        try:
            return future.result()
        except (concurrent.futures.CancelledError, asyncio.CancelledError):
            # The latter is what asyncio makes of the former if the step itself raises it.
            if self._stopped:
                raise Stopped from None
            raise RuntimeError(_CANCELLED) from None
