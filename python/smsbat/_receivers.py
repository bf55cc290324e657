"""Receivers of webhooks that a web server mounts: `smsbat.webhooks.asgi_app` and `wsgi_app`."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import weakref

from ._errors import ResponseError
from ._smsbat import LARGEST_WEBHOOK, DeliveryReport, webhook_parse, webhook_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeAlias

    from ._smsbat import IncomingMessage

    _Event: TypeAlias = IncomingMessage | DeliveryReport | dict[str, Any]
    _Handler: TypeAlias = Callable[[_Event], Any]
    _Path: TypeAlias = str | os.PathLike[str]

_REASONS = {
    200: "OK",
    400: "Bad Request",
    405: "Method Not Allowed",
    413: "Content Too Large",
    500: "Internal Server Error",
}
_log = logging.getLogger("smsbat")


def _length(declared: str) -> int | None:
    """Value of a `Content-Length`, or a larger one than is allowed; `None` if it is not a number."""
    if not (declared.isascii() and declared.isdigit()):
        return None
    digits = declared.lstrip("0") or "0"
    # `int` refuses thousands of digits.
    return int(digits) if len(digits) < 16 else LARGEST_WEBHOOK + 1


class _Receiver:
    def __init__(self, handler: _Handler | None, journal: _Path | None) -> None:
        if handler is not None and not callable(handler):
            raise TypeError(f"handler must be a function, not {type(handler).__name__}")
        if handler is None and journal is None:
            raise TypeError("a handler, a journal or both must be given")
        if journal is not None and not isinstance(journal, (str, os.PathLike)):
            raise TypeError(f"journal must be a path, not {type(journal).__name__}")
        self._handler = handler
        self._journal = journal

    def _warn_of_loss(self, event: _Event) -> None:
        if self._handler is None and not isinstance(event, DeliveryReport):
            _log.warning(
                "an event that is not a delivery report was acknowledged but not stored; pass a handler"
            )


def _failed() -> int:
    # The provider tries again, so nothing is lost.
    _log.exception("a webhook could not be handled and is answered with 500")
    return 500


async def _on_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a function on a thread, and raises what it raises.

    A future of asyncio does not end with a `StopIteration`, and takes the `CancelledError` of a thread pool
    for one of its task, so exceptions leave the thread as values.
    """

    def call() -> tuple[Any, BaseException | None]:
        try:
            return function(*arguments), None
        except BaseException as raised:
            return None, raised

    result, failure = await asyncio.to_thread(call)
    try:
        if isinstance(failure, asyncio.CancelledError):
            raise RuntimeError("the handler was cancelled") from failure
        if failure is not None:
            raise failure
    finally:
        # It must not refer to itself through its traceback.
        del failure
    return result


class AsgiReceiver(_Receiver):
    """Receiver that `smsbat.webhooks.asgi_app` returns."""

    def __init__(self, handler: _Handler | None, journal: _Path | None) -> None:
        super().__init__(handler, journal)
        self._writers: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Writer] = (
            weakref.WeakKeyDictionary()
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            status = await self._answer(scope, receive)
            if status is not None:
                body = f"{_REASONS[status]}\n".encode()
                headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
                if status == 405:
                    headers.append((b"allow", b"POST"))
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Any, send: Any) -> None:
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    async def _answer(self, scope: Any, receive: Any) -> int | None:
        """Returns the status of the response, or `None` if the client is gone."""
        if scope["method"] != "POST":
            return 405
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if (_length(declared.decode("latin-1")) or 0) > LARGEST_WEBHOOK:
            return 413
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            if len(body) > LARGEST_WEBHOOK:
                return 413
            more = message.get("more_body", False)
        try:
            event = webhook_parse(bytes(body))
        except ResponseError:
            return 400
        try:
            if self._journal is not None:
                event = await self._record(bytes(body), self._journal)
            if self._handler is not None:
                await self._handle(event)
        except Exception:
            return _failed()
        self._warn_of_loss(event)
        return 200

    async def _handle(self, event: _Event) -> None:
        handler: Any = self._handler
        call = getattr(handler, "__call__", handler)  # noqa: B004
        if inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(call):
            await handler(event)
            return
        result = await _on_thread(handler, event)
        if inspect.isawaitable(result):
            await result

    async def _record(self, body: bytes, journal: _Path) -> _Event:
        loop = asyncio.get_running_loop()
        writer = self._writers.get(loop)
        if writer is None:
            writer = self._writers[loop] = _Writer(journal)
        return await writer.record(body)


class _Writer:
    """Stores the bodies that arrive during a write with one write after it."""

    def __init__(self, journal: _Path) -> None:
        self._journal = journal
        #: Bodies of the next write, each with the future of its request.
        self._waiting: list[tuple[bytes, asyncio.Future[_Event]]] = []
        #: Bodies of the write that is under way.
        self._batch: list[tuple[bytes, asyncio.Future[_Event]]] = []
        #: Set only during a write: a task keeps its event loop alive.
        self._task: asyncio.Task[None] | None = None

    async def record(self, body: bytes) -> _Event:
        stored: asyncio.Future[_Event] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, stored))
        self._start()
        return await stored

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._write())
            # Not a `finally` in the task: one that is canceled before its first step never gets there.
            self._task.add_done_callback(self._ended)

    async def _write(self) -> None:
        while self._waiting:
            self._batch, self._waiting = self._waiting, []
            bodies: list[Any] = [body for body, _ in self._batch]
            try:
                events = await _on_thread(webhook_record, self._journal, bodies)
            except Exception as failure:
                self._fail(failure)
                continue
            for event, (_, stored) in zip(events, self._batch, strict=True):
                if not stored.done():
                    stored.set_result(event)
            self._batch = []

    def _fail(self, failure: Exception) -> None:
        for _, stored in self._batch:
            if not stored.done():
                stored.set_exception(failure)
        self._batch = []

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._task = None
        cause = asyncio.CancelledError() if task.cancelled() else task.exception()
        if cause is not None:
            # Whatever stopped the task, no request may wait forever.
            self._batch, self._waiting = self._batch + self._waiting, []
            failure = RuntimeError("the write of delivery reports was stopped")
            failure.__cause__ = cause
            self._fail(failure)
        elif self._waiting:
            # They arrived after the task's last step.
            self._start()


class WsgiReceiver(_Receiver):
    """Receiver that `smsbat.webhooks.wsgi_app` returns."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status = self._answer(environ)
        body = f"{_REASONS[status]}\n".encode()
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        if status == 405:
            headers.append(("Allow", "POST"))
        start_response(f"{status} {_REASONS[status]}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ: dict[str, Any]) -> int:
        if environ["REQUEST_METHOD"] != "POST":
            return 405
        length = _length(environ.get("CONTENT_LENGTH") or "")
        if length is not None:
            if length > LARGEST_WEBHOOK:
                return 413
            body = environ["wsgi.input"].read(length)
        else:
            # Without a length only some servers say where the body ends.
            ends = environ.get("wsgi.input_terminated", False)
            body = environ["wsgi.input"].read(LARGEST_WEBHOOK + 1) if ends else b""
        if len(body) > LARGEST_WEBHOOK:
            return 413
        try:
            event = webhook_parse(body)
        except ResponseError:
            return 400
        try:
            if self._journal is not None:
                event = webhook_record(self._journal, [body])[0]
            if self._handler is not None:
                result = self._handler(event)
                if inspect.isawaitable(result):
                    asyncio.run(_awaited(result))
        except (Exception, asyncio.CancelledError):
            return _failed()
        self._warn_of_loss(event)
        return 200


async def _awaited(result: Any) -> None:
    await result
