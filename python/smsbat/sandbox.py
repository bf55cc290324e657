"""A local server that behaves like the provider: ``smsbat.Sandbox`` and ``python -m smsbat.sandbox``.

>>> with smsbat.Sandbox() as sandbox, sandbox.client() as client:
...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
...     sandbox.wait_for(text="Hello")["status"]
'scheduled'
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from base64 import b64encode
from urllib.parse import parse_qsl, urlencode

from ._errors import BadRequestError, ConnectionError, ResponseError
from ._smsbat import CHAT_STATUSES, Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from ._async import AsyncClient
    from ._types import ChatStatusName, MethodName

#: The sandbox accepts every key that begins with ``test-``.
TEST_KEY = "test-key"

_START = 20.0

#: The child gets its own session, because Ctrl-C and a notebook's interrupt reach every process of a group.
_apart: dict[str, Any]
if sys.platform == "win32":
    _apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _apart = {"start_new_session": True}


class Sandbox:
    """A sandbox in its own process, which ends with this one.

    Ctrl-C and a notebook's interrupt do not stop it. If it ends for another reason, every method raises a
    RuntimeError with its exit code. A forked child can use the sandbox, but only the process that started it
    can stop it.

    Args:
        tls: Serve HTTPS. ``ca_bundle`` is then the path of the certificate to trust. Default: False.
        rate_limit: Respond with 429 above the provider's rate limits. Default: True.

    Raises:
        RuntimeError: The sandbox did not start.
    """

    url: str
    """URL of the SMSBAT API, for ``base_url``."""
    chathub_url: str
    """URL of the ChatHub API, for ``chathub_url``."""
    ca_bundle: str | None
    """PEM file to trust, for ``ca_bundle``; None without TLS."""

    def __init__(self, tls: bool = False, *, rate_limit: bool = True) -> None:
        command = [sys.executable, "-m", "smsbat.sandbox", "--port", "0", "--json", "--exit-with-stdin"]
        if tls:
            command.append("--tls")
        if not rate_limit:
            command.append("--no-rate-limit")
        self._owner = os.getpid()
        self._closed = False
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **_apart)
        try:
            ready = json.loads(self._first_line())
        except BaseException:
            self._end()
            raise
        self.url = ready["url"]
        self.chathub_url = ready["chathub_url"]
        self.ca_bundle = ready["ca_bundle"]
        self._control_client = self.client(
            api_key="test-control", rate_limit=None, max_retries=0, timeout=630
        )

    def _first_line(self) -> bytes:
        lines: list[bytes] = []
        output = self._process.stdout
        assert output is not None
        # On a thread, because a read from a pipe cannot be interrupted on every system.
        reader = threading.Thread(target=lambda: lines.append(output.readline()), daemon=True)
        reader.start()
        reader.join(_START)
        if not lines:
            raise RuntimeError(f"the sandbox was not ready within {_START:.0f} seconds")
        if not lines[0]:
            raise RuntimeError(
                f"the sandbox ended before it was ready, with exit code {self._process.wait(_START)}"
            )
        return lines[0]

    def client(self, **settings: Any) -> Client:
        """Creates a client for this sandbox, with a key that it accepts.

        Settings are those of ``smsbat.Client``.
        """
        try:
            return Client(**self._settings(settings))
        finally:
            # A key must not be among the locals of a traceback.
            settings.clear()

    def async_client(self, **settings: Any) -> AsyncClient:
        """Creates an asyncio client for this sandbox. Settings are those of ``smsbat.AsyncClient``."""
        from ._async import AsyncClient

        try:
            return AsyncClient(**self._settings(settings))
        finally:
            settings.clear()

    def _settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        self._check()
        if not settings.keys() & {"api_key", "username", "password"}:
            settings["api_key"] = TEST_KEY
        settings.setdefault("base_url", self.url)
        settings.setdefault("chathub_url", self.chathub_url)
        if self.ca_bundle is not None:
            settings.setdefault("ca_bundle", self.ca_bundle)
        return settings

    def messages(
        self,
        *,
        to: str | None = None,
        text: str | None = None,
        status: str | None = None,
        type: str | None = None,
        customer_message_id: str | None = None,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """Returns the messages that arrived and match all arguments, oldest first.

        If none matches, the `repr` of the empty list shows what did arrive, for example in a failed `assert
        sandbox.messages(to="+380671234567")`.

        Args:
            to: Recipient. Only the digits are compared.
            text: Part of the text.
            status: Current delivery status, or ``rejected``.
            type: Type in wire form, such as ``viber_promo``.
            customer_message_id: Your own message id.
            limit: Maximum number of messages; the newest are returned. Default: 1,000.
        """
        query = _query(
            to=to, text=text, status=status, type=type, customer_message_id=customer_message_id, limit=limit
        )
        found = self._control("GET", "/messages" + query)["messages"]
        return found if found or not query else _Nothing(query, self._arrived())

    def wait_for(
        self,
        *,
        to: str | None = None,
        text: str | None = None,
        status: str | None = None,
        type: str | None = None,
        customer_message_id: str | None = None,
        timeout: float = 5.0,
    ) -> dict[str, Any]:
        """Waits for a message that matches all arguments, and returns the newest one.

        Args:
            to: Recipient. Only the digits are compared.
            text: Part of the text.
            status: Current delivery status, or ``rejected``.
            type: Type in wire form, such as ``viber_promo``.
            customer_message_id: Your own message id.
            timeout: Longest wait in seconds. Default: 5.

        Raises:
            TimeoutError: No message matched within `timeout` seconds. It is the built-in exception.
        """
        query = _query(
            to=to,
            text=text,
            status=status,
            type=type,
            customer_message_id=customer_message_id,
            timeout=timeout,
        )
        try:
            found: dict[str, Any] = self._control("GET", "/messages/wait" + query)["messages"][-1]
        except BadRequestError as error:
            if error.status_code != 408:
                raise
            text = f"no message with {_shown(query)} within {timeout:g} s; {_summary(self._arrived())}"
            raise TimeoutError(text) from None
        return found

    def _arrived(self) -> list[dict[str, Any]]:
        arrived: list[dict[str, Any]] = self._control("GET", "/messages?limit=5")["messages"]
        return arrived

    def requests(self, *, secrets: bool = False) -> list[dict[str, Any]]:
        """Returns the last requests, unchanged, oldest first. Credentials are masked unless `secrets` is
        true."""
        found: list[dict[str, Any]] = self._control("GET", "/requests" + _query(secrets=int(secrets)))[
            "requests"
        ]
        return found

    def advance(self, seconds: float) -> None:
        """Moves the sandbox's clock forward. The statuses of its messages change accordingly."""
        self._control("POST", "/clock", {"advance": seconds})

    def fail_next(self, status: int, *, count: int = 1, path_prefix: str | None = None) -> None:
        """Answers the next `count` requests with the documented error for an HTTP status.

        With `path_prefix`, only requests whose path begins with it are affected.
        """
        self._control("POST", "/fail_next", {"status": status, "count": count, "path_prefix": path_prefix})

    def reply_next(
        self,
        *,
        status: int = 200,
        json: Any = None,
        body: str | bytes | None = None,
        headers: dict[str, str] | None = None,
        delay: float = 0.0,
        count: int = 1,
        path_prefix: str | None = None,
    ) -> None:
        """Answers the next `count` requests with this response, `delay` seconds late.

        Pass either `json` or `body`. With `path_prefix`, only requests whose path begins with it are
        affected.
        """
        plan = {
            "status": status,
            "headers": headers or {},
            "delay_ms": round(delay * 1000),
            "count": count,
            "path_prefix": path_prefix,
        }
        if json is not None:
            plan["json"] = json
        if isinstance(body, bytes):
            plan["body_base64"] = b64encode(body).decode()
        elif body is not None:
            plan["body"] = body
        self._control("POST", "/reply_next", plan)

    def chats(self) -> list[dict[str, Any]]:
        """The chats of ChatHub with their messages, oldest first."""
        found: list[dict[str, Any]] = self._control("GET", "/chathub")["chats"]
        return found

    def chat_message(self, chat_id: int, text: str) -> dict[str, Any]:
        """Writes into a chat as its client. A webhook URL, if one is set, gets the message too."""
        made: dict[str, Any] = self._chathub("incoming", chat_id=chat_id, text=text)
        return made

    def answer_chat(self, chat_id: int, text: str) -> dict[str, Any]:
        """Writes into a chat as an operator."""
        made: dict[str, Any] = self._chathub("answer", chat_id=chat_id, text=text)
        return made

    def open_chat(self, client: str, phone: str, *, theme: str = "") -> dict[str, Any]:
        """Opens a chat with a client of this name and phone."""
        made: dict[str, Any] = self._chathub("chats", client=client, phone=phone, theme=theme)
        return made

    def set_chat_status(self, chat_id: int, status: ChatStatusName | int) -> None:
        """Sets the status of a chat, as an operator would."""
        number = CHAT_STATUSES.index(status) if status in CHAT_STATUSES else status
        self._chathub("status", chat_id=chat_id, status=number)

    def assign_chat(self, chat_id: int, operator_id: int | None) -> None:
        """Gives a chat to an operator; `None` takes it away."""
        self._chathub("assign", chat_id=chat_id, operator_id=operator_id)

    def push_hub(self, name: str, *arguments: Any) -> None:
        """Pushes an event with any arguments to every client of the chat hub."""
        self._chathub("push", target=name, arguments=arguments)

    def disconnect_hub(self) -> None:
        """Closes every connection to the chat hub. Clients may reconnect at once."""
        self._chathub("disconnect")

    def _chathub(self, call: str, **body: Any) -> Any:
        return self._control("POST", f"/chathub/{call}", body)

    def reset(self) -> None:
        """Deletes all messages, requests and planned responses, and resets the clock."""
        self._control("POST", "/reset")

    def close(self) -> None:
        """Stops the sandbox."""
        self._closed = True
        self._control_client.close()
        self._end()

    def _control(self, method: MethodName, path: str, body: Any = None) -> Any:
        self._check()
        try:
            return self._control_client.request(method, "/_sandbox" + path, body).json
        except (ConnectionError, ResponseError):
            # The process may be about to end.
            self._check(1.0)
            raise

    def _check(self, wait: float = 0.0) -> None:
        """Raises if the sandbox has ended, or does so within `wait` seconds."""
        if self._closed:
            raise RuntimeError("the sandbox is closed; create a new one")
        if self._owner != os.getpid():
            # Only the parent can wait for a process.
            return
        try:
            code = self._process.wait(wait)
        except subprocess.TimeoutExpired:
            return
        cause = f"was killed by signal {-code}" if code < 0 else "has ended"
        raise RuntimeError(f"the sandbox {cause}, with exit code {code}; create a new one")

    def _end(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._owner != os.getpid():
            return
        if sys.platform != "win32":
            # Closing its standard input is not enough, because a forked child may still hold it open.
            self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        # A debugger may call this before the sandbox is ready.
        return f"<smsbat.Sandbox {getattr(self, 'url', 'without a URL')}>"


class _Nothing(list["dict[str, Any]"]):
    """An empty list whose `repr` explains why it is empty."""

    def __init__(self, query: str, arrived: list[dict[str, Any]]) -> None:
        super().__init__()
        self._text = f"no message with {_shown(query)}; {_summary(arrived)}"

    def __repr__(self) -> str:
        # A debugger may call this before `__init__` has finished.
        text = getattr(self, "_text", None)
        return super().__repr__() if self or text is None else f"[] ({text})"


def _shown(query: str) -> str:
    given = [f"{name}={value!r}" for name, value in parse_qsl(query[1:]) if name not in ("timeout", "limit")]
    return ", ".join(given) or "any content"


def _summary(arrived: list[dict[str, Any]]) -> str:
    if not arrived:
        return "none arrived at all"
    lines = [f"{m['type']} to {m['to']}, {m['status']}: {m['text']!r}" for m in arrived]
    return "the last that arrived: " + "; ".join(lines)


def _query(**values: Any) -> str:
    text = urlencode({name: value for name, value in values.items() if value is not None})
    return "?" + text if text else ""


if __name__ == "__main__":
    from .__main__ import main

    sys.exit(main(["sandbox", *sys.argv[1:]]))
