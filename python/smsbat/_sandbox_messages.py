"""What a sandbox received, and what recipients do with it: a base class of ``smsbat.Sandbox``."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from ._errors import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    from ._smsbat import SentMessage
    from ._types import MethodName

    _Status: TypeAlias = Literal[
        "processing", "delivered", "read", "undeliverable", "permanenterror", "expired", "failed", "fallback"
    ]
    _Message: TypeAlias = str | SentMessage | dict[str, Any]


class ReceivedMessages:
    """Reads and changes the messages of a sandbox."""

    def _control(self, method: MethodName, path: str, body: Any = None) -> Any:
        raise NotImplementedError

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
            to: Recipient in international form. Only the digits are compared.
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
            to: Recipient in international form. Only the digits are compared.
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
            text = f"no message with {_shown(query)} within {float(timeout):g} s; {_summary(self._arrived())}"
            raise TimeoutError(text) from None
        return found

    def assert_sent(
        self,
        *,
        to: str | None = None,
        text: str | None = None,
        status: str | None = None,
        type: str | None = None,
        customer_message_id: str | None = None,
        count: int = 1,
    ) -> list[dict[str, Any]]:
        """Checks that exactly `count` messages were sent that match all other arguments, and returns them.

        A message that the provider refused was not sent: it matches only if you pass its `status`. Messages
        of a program that sends in the background may arrive later; wait for them with ``wait_for``.

        Args:
            to: Recipient in international form. Only the digits are compared.
            text: Part of the text.
            status: Current delivery status, or ``rejected``.
            type: Type in wire form, such as ``viber_promo``.
            customer_message_id: Your own message id.
            count: Number of messages; 0 checks that nothing was sent. Default: 1.

        Raises:
            AssertionError: More or fewer messages match. The text names the nearest misses and how they
                differ.
        """
        __tracebackhide__ = True
        query = _query(
            to=to, text=text, status=status, type=type, customer_message_id=customer_message_id, count=count
        )
        verdict = self._control("GET", "/messages/assert" + query)
        if not verdict["ok"]:
            raise AssertionError(verdict["problem"])
        found: list[dict[str, Any]] = verdict["messages"]
        return found

    def _arrived(self) -> list[dict[str, Any]]:
        arrived: list[dict[str, Any]] = self._control("GET", "/messages?limit=5")["messages"]
        return arrived

    def set_status(self, message: _Message, status: _Status) -> dict[str, Any]:
        """Sets the delivery status of a message at once, and returns the message.

        The webhook URL, if one is set, gets a report.

        Args:
            message: Message id, a row of a result, or a message of ``messages()``.
            status: ``processing``, ``delivered``, ``read``, ``undeliverable``, ``permanenterror``,
                ``expired``, ``failed``, or ``fallback``: the current channel fails, and the next one delivers
                a second later.
        """
        return self._act(message, "status", status=status)

    def reply(self, message: _Message, text: str) -> dict[str, Any]:
        """Writes back as the recipient of a message. The webhook URL, if one is set, gets it.

        Args:
            message: Message id, a row of a result, or a message of ``messages()``.
            text: What the recipient writes.

        Returns:
            ``kind`` and ``text`` of what came, and ``webhook``: true if the webhook URL gets it.
        """
        return self._act(message, "reply", text=text)

    def answer(self, message: _Message, option: str) -> dict[str, Any]:
        """Chooses an option of a survey as its recipient. Returns the same as ``reply``.

        Args:
            message: Message id, a row of a result, or a message of ``messages()``.
            option: Text of the option.
        """
        return self._act(message, "answer", option=option)

    def press(self, message: _Message, button: str) -> dict[str, Any]:
        """Presses a button of a message as its recipient. Returns the same as ``reply``.

        A button that opens a URL does not tell the webhook URL. For a message of the TurboSMS-compatible API
        with ``count_clicks``, the first press is the ``click_time`` of its status.

        Args:
            message: Message id, a row of a result, or a message of ``messages()``.
            button: Label of the button.
        """
        return self._act(message, "press", button=button)

    def incoming(self, phone: str, sender: str, text: str) -> dict[str, Any]:
        """Writes to one of your senders, about no message. The webhook URL, if one is set, gets it.

        Args:
            phone: Phone of the person who writes.
            sender: Your sender or bot.
            text: What the person writes.

        Returns:
            The message as the webhook URL gets it.
        """
        made: dict[str, Any] = self._control(
            "POST", "/incoming", {"from": phone, "sender": sender, "text": text}
        )
        return made

    def _act(self, message: _Message, action: str, **body: str) -> dict[str, Any]:
        name = "message_id"
        found = message[name] if isinstance(message, dict) else getattr(message, name, message)
        if not isinstance(found, str) or not found:
            raise ValueError("message must have a message id; a refused message has none")
        made: dict[str, Any] = self._control("POST", f"/messages/{quote(found, safe='')}/{action}", body)
        return made

    def requests(self, *, secrets: bool = False) -> list[dict[str, Any]]:
        """Returns the last requests, unchanged, oldest first. Credentials are masked unless `secrets` is
        true."""
        found: list[dict[str, Any]] = self._control("GET", "/requests" + _query(secrets=int(secrets)))[
            "requests"
        ]
        return found


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
