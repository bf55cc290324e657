"""``smsbat.AsyncClient``: the methods of ``smsbat.Client`` as coroutines.

Calls run on the blocking client, on worker threads. The classes here are derived from those of the blocking
client, which have the documentation of arguments, results and exceptions.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
from collections import deque
from typing import TYPE_CHECKING

from . import _smsbat
from ._async_source import Bridge
from ._errors import ConfigurationError
from ._workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import Self

#: Default of `max_concurrency`.
_MAX_CONCURRENCY = 32


class _Api:
    """Base of the asynchronous variants of the native module's classes."""

    def __init__(self, native: Any, workers: Workers) -> None:
        self._native = native
        self._workers = workers

    def __init_subclass__(cls, of: type) -> None:
        cls.__doc__ = cls.__doc__ or of.__doc__
        for name, member in vars(of).items():
            if name.startswith("_") or name == "close":
                continue  # `close` is called `aclose` here.
            if isinstance(member, staticmethod):
                setattr(cls, name, member)
            elif name not in vars(cls):
                setattr(cls, name, _awaitable(cls, of, name, member))
            elif not vars(cls)[name].__doc__:
                _describe(vars(cls)[name], member)

    def __reduce__(self) -> Any:
        name = type(self).__name__
        raise TypeError(
            f"{name} cannot be pickled or copied: it holds connections and credentials; "
            "create one where it is used"
        )


def _awaitable(cls: type, of: type, name: str, member: Any) -> Any:
    # Shortcuts of the client belong to its messages. A method that is in no table may send.
    namespace = "messages" if of is _smsbat.Client else of.__name__.lower().removesuffix("api")
    reads = f"{namespace}.{name}" in _smsbat.READS

    async def call(self: _Api, /, *args: Any, **kwargs: Any) -> Any:
        # A password must not be among the locals of a traceback.
        bound = _smsbat.BoundCall(getattr(self._native, name), args, kwargs)
        del args, kwargs
        return await self._workers.run(reads, bound)

    call.__name__ = name
    call.__qualname__ = f"{cls.__name__}.{name}"
    _describe(call, member)
    return call


def _describe(function: Any, member: Any) -> None:
    function.__doc__ = member.__doc__
    if callable(member):
        # For `inspect.signature`.
        function.__wrapped__ = member


class AsyncMessages(_Api, of=_smsbat.Messages):
    async def send_bulk(self, source: Any, *, progress: Any = None, **options: Any) -> Any:
        bridge = Bridge()
        options["progress"] = bridge.progress(progress)
        send = _smsbat.BoundCall(self._native.send_bulk, (bridge.source(source),), options)
        # Recipients and texts must not be among the locals of a traceback.
        del source, options
        return await self._workers.run(False, send, bridge.stop)

    async def wait(self, *args: Any, **kwargs: Any) -> Any:
        # Occupies no worker between requests.
        return await self._workers.steps(self._native._waiting(*args, **kwargs)._step)

    async def track(self, *args: Any, **kwargs: Any) -> Any:
        # It sends nothing, whatever becomes of it.
        return await self._workers.run(True, _smsbat.BoundCall(self._native.track, args, kwargs))

    async def wait_all(self, *args: Any, **kwargs: Any) -> Any:
        # Occupies a worker only during a round.
        return await self._workers.steps(self._native._waiting_all(*args, **kwargs)._step)


class AsyncCascade(_Api, of=_smsbat.Cascade):
    pass


class AsyncChatHub(_Api, of=_smsbat.ChatHub):
    def chats(self, **filters: Any) -> AsyncChats:
        return AsyncChats(self._native.chats(**filters), self._workers)

    def follow(self, *args: Any, **kwargs: Any) -> AsyncFollow:
        return AsyncFollow(self._native.follow(*args, **kwargs), self._workers)

    def listen(self, **arguments: Any) -> AsyncChatEvents:
        listen = functools.partial(self._native.listen, **arguments)
        return AsyncChatEvents(None, self._workers)._begin(listen)


class AsyncTurboSmsApi(_Api, of=_smsbat.TurboSmsApi):
    pass


class AsyncMessagio(_Api, of=_smsbat.Messagio):
    pass


class AsyncChats(_Api, of=_smsbat.Chats):
    """Asynchronous iterator over chats, page by page, from `client.chathub.chats`."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        chat = await self._workers.run(True, lambda: next(self._native, None))
        if chat is None:
            raise StopAsyncIteration
        return chat


class AsyncFollow(_Api, of=_smsbat.Follow):
    """Asynchronous iterator over new messages of a chat, from `client.chathub.follow`."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        message = await self._workers.steps(self._native._step)
        if message is None:
            raise StopAsyncIteration
        return message


class AsyncChatEvents(_Api, of=_smsbat.ChatEvents):
    """Events of the chat hub as they happen: what `client.chathub.listen` returns.

    For `async with` and `async for`. The connection is made by `async with`, or with the first event. A task
    that is cancelled loses no event: the next call returns it. Waiting has a thread of its own, which ends
    with `aclose`.
    """

    def _begin(self, listen: Callable[[], _smsbat.ChatEvents]) -> Self:
        self._listen = listen
        self._native: _smsbat.ChatEvents | None
        self._closed = False
        self._opening = asyncio.Lock()
        # Those of the client are for what ends soon.
        self._waiting = self._workers.child(1)
        #: Events that came when the task that wanted them was cancelled.
        self._came: deque[Any] = deque()
        self._closing: asyncio.Task[None] | None = None
        return self

    async def _opened(self) -> Any:
        async with self._opening:
            if self._native is None and not self._closed:
                try:
                    await self._waiting.run(True, self._open)
                except asyncio.CancelledError:
                    # Nobody has it yet who could close it.
                    await self.aclose()
                    raise
        return self._native

    def _open(self) -> None:
        native = self._native = self._listen()
        if self._closed:
            # `aclose` ran before `_native` was set.
            native.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        event = await self.next()
        if event is None:
            raise StopAsyncIteration
        return event

    async def next(self, timeout: float | None = None) -> Any:
        native = await self._opened()
        if native is not None and not self._came:
            await self._waiting.run(True, lambda: self._take(native, timeout))
        return self._came.popleft() if self._came else None

    def _take(self, native: Any, timeout: float | None) -> None:
        event = native.next(timeout)
        if event is not None:
            self._came.append(event)

    async def send_message(self, chat_id: int, text: str) -> Any:
        sent = [chat_id, text]
        del text
        return await self._send("send_message", sent)

    async def send_media(self, chat_id: int, media: Any) -> Any:
        sent = [chat_id, media]
        del media
        return await self._send("send_media", sent)

    async def _send(self, name: str, sent: list[Any]) -> Any:
        try:
            native = await self._opened()
            if native is None:
                raise ConfigurationError("listening has ended; call listen() again")
            bound = _smsbat.BoundCall(getattr(native, name), tuple(sent), {})
        finally:
            # Recipients and texts must not be among the locals of a traceback.
            sent.clear()
        return await self._workers.run(False, bound)

    @property
    def transport(self) -> Any:
        return None if self._native is None else self._native.transport

    @property
    def state(self) -> Any:
        # A debugger may ask for it before there is anything.
        native = getattr(self, "_native", None)
        if native is None:
            return "closed" if getattr(self, "_closed", True) else "connecting"
        return native.state

    async def aclose(self) -> None:
        """Ends listening, tells the hub, and waits until its thread has ended."""
        self._closed = True
        loop = asyncio.get_running_loop()
        if self._closing is None or self._closing.done() or self._closing.get_loop() is not loop:
            self._closing = loop.create_task(self._close())
        # A task that is cancelled waits no longer, but the connection still ends.
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        if self._native is not None:
            with contextlib.suppress(ConfigurationError):
                # The client is closed, and with it the connection.
                await self._workers.run(True, self._native.close)
        await self._waiting.close()

    async def __aenter__(self) -> Self:
        await self._opened()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<AsyncChatEvents {self.state}>"


class AsyncClient(_Api, of=_smsbat.Client):
    """A client of the SMSBAT APIs for asyncio: the methods of `Client` as coroutines.

        >>> async with smsbat.AsyncClient(api_key="…") as client:
        ...     result = await client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
        >>> result.ok
        True

    Methods have the same arguments, results and exceptions as those of `Client`. Use `client.chathub.chats()`
    and `follow()` with `async for`. Calls run on worker threads of this client, so they never block the loop.
    Calls above `max_concurrency` wait for a worker, in order; the `timeout` of a call begins when it starts.
    Calls that a campaign's own source or progress function makes have workers of their own.
    `wait`, `wait_all` and `follow` occupy no worker between requests.

    Cancelling a task (also by `asyncio.timeout` or `asyncio.wait_for`) ends its call shortly afterwards. The
    `CancelledError` has a `SmsbatError` as its `__cause__`; where a task is awaited in Python 3.10, its
    `__context__` has it. Its `outcome` is `unknown` if bytes may have been sent, and `not_sent` if none
    were. If the response had already arrived, it is lost with the task, and the outcome is that of its rows:
    `accepted` if all were. A cancelled campaign ends after the responses to its running requests. Cancelling
    it a second time aborts them.

    Tasks, event loops and threads can share a client. A forked child gets its own workers and connections.

    Args:
        max_concurrency: Maximum number of calls that run at the same time. Default: 32.

    All other arguments are settings, the same as those of `Client`.

    Raises:
        ConfigurationError: Settings contradict each other or cannot be used.
    """

    def __init__(self, *, max_concurrency: int = _MAX_CONCURRENCY, **settings: Any) -> None:
        try:
            native = _smsbat.Client(**settings)
        finally:
            # A key must not be among the locals of a traceback.
            settings.clear()
        if isinstance(max_concurrency, bool) or not isinstance(max_concurrency, int):
            kind = type(max_concurrency).__name__
            raise TypeError(f"AsyncClient.max_concurrency must be an integer, not {kind}")
        if max_concurrency < 1:
            raise ConfigurationError("max_concurrency must be 1 or more", field="max_concurrency")
        super().__init__(native, Workers(max_concurrency))

    @property
    def messages(self) -> AsyncMessages:
        return AsyncMessages(self._native.messages, self._workers)

    @property
    def cascade(self) -> AsyncCascade:
        return AsyncCascade(self._native.cascade, self._workers)

    @property
    def chathub(self) -> AsyncChatHub:
        return AsyncChatHub(self._native.chathub, self._workers)

    @property
    def turbosms(self) -> AsyncTurboSmsApi:
        return AsyncTurboSmsApi(self._native.turbosms, self._workers)

    @property
    def messagio(self) -> AsyncMessagio:
        return AsyncMessagio(self._native.messagio, self._workers)

    async def wait(self, *args: Any, **kwargs: Any) -> Any:
        return await self.messages.wait(*args, **kwargs)

    async def wait_all(self, *args: Any, **kwargs: Any) -> Any:
        return await self.messages.wait_all(*args, **kwargs)

    async def aclose(self) -> None:
        """Closes the client: stops running calls, refuses new ones and waits until its threads have ended.

        A send that is stopped may have the outcome `unknown`; one that waited for a worker has `not_sent`. A
        campaign whose own source or progress function calls this is stopped, too, but not waited for.
        """
        self._native.close()
        await self._workers.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        # A debugger may call this before `__init__` has finished.
        native = getattr(self, "_native", None)
        return "<AsyncClient without settings>" if native is None else f"Async{native!r}"


_settings = inspect.signature(_smsbat.Client)
_first, *_others = inspect.signature(AsyncClient.__init__).parameters.values()
AsyncClient.__init__.__signature__ = _settings.replace(  # type: ignore[attr-defined]
    parameters=[_first, _others[0], *_settings.parameters.values()]
)
