"""A local server that answers as the provider would: ``smsbat.Sandbox`` and ``python -m smsbat.sandbox``.

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
    from ._types import ChatStatusName

#: Every key that begins with ``test-`` is known to a sandbox.
TEST_KEY = "test-key"

_START = 20.0

#: The child is in a session of its own: Ctrl-C and a notebook's interrupt reach every process of a group.
_apart: dict[str, Any]
if sys.platform == "win32":
    _apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _apart = {"start_new_session": True}


class Sandbox:
    """A sandbox in a process of its own, which ends with this one.

    Ctrl-C and a notebook's interrupt leave it running. If it has ended for another reason, every method
    raises a RuntimeError with its exit code. A forked child can use the sandbox; only the process that
    started it ends it.

    Args:
        tls: Serve HTTPS; ``ca_bundle`` is then the file of its authority's certificate.
        rate_limit: Answer 429 above the provider's rates, as the provider does.
    """

    url: str
    """Address of the SMSBAT API, for ``base_url``."""
    chathub_url: str
    """Address of the ChatHub API."""
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
        # A thread, because a read from a pipe cannot be given up on every system.
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
        """A client of this sandbox, with a key that it knows. Settings are those of ``smsbat.Client``."""
        try:
            return Client(**self._settings(settings))
        finally:
            # A key must not be among the locals of a traceback.
            settings.clear()

    def async_client(self, **settings: Any) -> AsyncClient:
        """The same for asyncio. Settings are those of ``smsbat.AsyncClient``."""
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
        """The messages that arrived, oldest first; those that match all that is given.

        If none does, the empty list says what did arrive when it is shown, as in a failed
        `assert sandbox.messages(to="+380671234567")`.

        Args:
            to: Recipient, compared by digits.
            text: Part of the text.
            status: Current status, or ``rejected``.
            type: Type on the wire, such as ``viber_promo``.
            customer_message_id: The sender's own id.
            limit: Most messages, the newest. Default: 1,000.
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
        """The newest message that matches, once there is one.

        Raises:
            TimeoutError: Python's own, if there is none within `timeout` seconds.
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
        """The last requests as they came, oldest first. Credentials are masked unless `secrets` is true."""
        found: list[dict[str, Any]] = self._control("GET", "/requests" + _query(secrets=int(secrets)))[
            "requests"
        ]
        return found

    def advance(self, seconds: float) -> None:
        """Moves the sandbox's clock forward, and the statuses of its messages with it."""
        self._control("POST", "/clock", {"advance": seconds})

    def fail_next(self, status: int, *, count: int = 1, path_prefix: str | None = None) -> None:
        """Answers the next `count` requests with the documented error of an HTTP status."""
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
        """Answers the next `count` requests with exactly this, `delay` seconds late."""
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
        return self._chathub("incoming", chat_id=chat_id, text=text)

    def answer_chat(self, chat_id: int, text: str) -> dict[str, Any]:
        """Writes into a chat as an operator."""
        return self._chathub("answer", chat_id=chat_id, text=text)

    def open_chat(self, client: str, phone: str, *, theme: str = "") -> dict[str, Any]:
        """Opens a chat with a client of this name and phone."""
        return self._chathub("chats", client=client, phone=phone, theme=theme)

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
        """Forgets all messages, requests and planned answers, and sets the clock back."""
        self._control("POST", "/reset")

    def close(self) -> None:
        """Ends the sandbox."""
        self._closed = True
        self._control_client.close()
        self._end()

    def _control(self, method: str, path: str, body: Any = None) -> Any:
        self._check()
        try:
            return self._control_client.request(method, "/_sandbox" + path, body).json
        except (ConnectionError, ResponseError):
            # It may be about to end.
            self._check(1.0)
            raise

    def _check(self, wait: float = 0.0) -> None:
        """Raises if the sandbox has ended, or does so within `wait` seconds."""
        if self._closed:
            raise RuntimeError("the sandbox is closed; make a new one")
        if self._owner != os.getpid():
            # Only its parent is told about a process.
            return
        try:
            code = self._process.wait(wait)
        except subprocess.TimeoutExpired:
            return
        cause = f"was ended by signal {-code}" if code < 0 else "has ended"
        raise RuntimeError(f"the sandbox {cause}, with exit code {code}; make a new one")

    def _end(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._owner != os.getpid():
            return
        if sys.platform != "win32":
            # A forked child may hold the other end of its standard input.
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
        # A debugger may ask before it is ready.
        return f"<smsbat.Sandbox {getattr(self, 'url', 'without an address')}>"


class _Nothing(list["dict[str, Any]"]):
    """An empty list that says why it is empty."""

    def __init__(self, query: str, arrived: list[dict[str, Any]]) -> None:
        super().__init__()
        self._text = f"no message with {_shown(query)}; {_summary(arrived)}"

    def __repr__(self) -> str:
        # A debugger may ask before `__init__` is done.
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
