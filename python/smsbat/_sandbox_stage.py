"""Rules, clock, chats, webhooks and snapshots of a sandbox: a base class of ``smsbat.Sandbox``."""

from __future__ import annotations

from base64 import b64encode

from ._errors import ValidationError
from ._smsbat import CHAT_STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    from ._types import ChatStatusName, MethodName

    _Fault: TypeAlias = Literal["reset", "stall", "half", "malformed"]
    _Fate: TypeAlias = Literal[
        "delivered",
        "read",
        "undeliverable",
        "permanenterror",
        "expired",
        "fallback",
        "stuck",
        "rejected",
        "failed",
    ]


class Stage:
    """Decides how a sandbox behaves."""

    def _control(self, method: MethodName, path: str, body: Any = None) -> Any:
        raise NotImplementedError

    def rule(
        self,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        path_prefix: str | None = None,
        probability: float | None = None,
        count: int | None = None,
        status: _Fate | None = None,
        delay: float | None = None,
        error: int | None = None,
        reply: dict[str, Any] | None = None,
        fault: _Fault | None = None,
        taken: bool | None = None,
        delivered_after: float | None = None,
        read_after: float | None = None,
        actions: list[dict[str, Any]] | None = None,
        starts_after: float | None = None,
        lasts: float | None = None,
    ) -> int:
        """Adds a rule, and returns its number.

        The first rule whose conditions all match applies, before the magic numbers. A rule either decides the
        fate of messages (`status`, `delivered_after`, `read_after`, `actions`) or the response to requests
        (`delay`, `error`, `reply`, `fault`).

        Args:
            to: Recipient. Only the digits are compared; a ``*`` at the end stands for any digits.
            sender: Sender.
            text: Part of the text.
            path_prefix: Start of the request's path, for rules without `status`.
            probability: Probability that it applies to a match, 0 to 1. Default: 1.
            count: Number of times that it applies; then the rule is removed. Default: any number.
            status: Final status of messages: ``delivered``, ``read``, ``undeliverable``, ``permanenterror``
                or ``expired``; ``fallback``: the first channel fails; ``stuck``: stays ``processing``;
                ``rejected``, ``failed``: refused in its row.
            delay: Seconds before the response.
            error: HTTP status of a documented error, with which requests are refused.
            reply: Exact response, with the keys ``status``, ``headers`` and ``json`` or ``body``.
            fault: ``reset``: the connection is reset; ``stall``: nothing is sent; ``half``: half of the
                response is sent; ``malformed``: half of its JSON is sent.
            taken: Whether a request with a `fault` is carried out first. Default: True.
            delivered_after: Seconds until messages are delivered. Default: 3.
            read_after: Seconds from their delivery until recipients read them. Default: They do not.
            actions: What recipients do, in dicts with ``after`` (seconds since they got or read the message)
                and one of ``reply``, ``answer``, ``press`` and ``stop``. After ``stop``, the recipient is
                refused.
            starts_after: Seconds on the clock until the rule begins to apply. Default: 0.
            lasts: Seconds on the clock for which it applies. Default: forever.
        """
        rule: dict[str, Any] = {
            "to": to,
            "sender": sender,
            "text": text,
            "path_prefix": path_prefix,
            "probability": probability,
            "count": count,
            "status": status,
            "delay_ms": None if delay is None else round(delay * 1000),
            "error": error,
            "reply": reply,
            "fault": fault,
            "taken": taken,
            "delivered_after": delivered_after,
            "read_after": read_after,
            "actions": actions,
            "starts_after": starts_after,
            "lasts": lasts,
        }
        given = {name: value for name, value in rule.items() if value is not None}
        number: int = self._control("POST", "/rules", given)["id"]
        return number

    def rules(self) -> list[dict[str, Any]]:
        """Returns the rules in the order in which they are tried, with ``id`` and ``hits``."""
        found: list[dict[str, Any]] = self._control("GET", "/rules")["rules"]
        return found

    def remove_rule(self, number: int) -> None:
        """Removes the rule with the number that ``rule`` returned."""
        self._control("DELETE", f"/rules/{number:d}")

    def clear_rules(self) -> None:
        """Removes all rules."""
        self._control("DELETE", "/rules")

    def advance(self, seconds: float) -> None:
        """Moves the sandbox's clock forward. The statuses of its messages change accordingly."""
        self._control("POST", "/clock", {"advance": seconds})

    def freeze(self) -> None:
        """Stops the sandbox's clock: statuses change only by ``advance``."""
        self._control("POST", "/clock", {"frozen": True})

    def unfreeze(self) -> None:
        """Lets the sandbox's clock run again."""
        self._control("POST", "/clock", {"frozen": False})

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
        if isinstance(status, str):
            if status.lower() not in CHAT_STATUSES:
                message = f"status must be a number or one of: {', '.join(CHAT_STATUSES)}"
                raise ValidationError(message, field="status")
            status = CHAT_STATUSES.index(status.lower())
        self._chathub("status", chat_id=chat_id, status=status)

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

    def webhooks(self, url: str | None) -> None:
        """Sets the webhook URL, which gets delivery reports and incoming messages; `None` for none.

        Args:
            url: URL with ``http`` on loopback, such as ``http://127.0.0.1:8080/hook``.
        """
        self._control("POST", "/webhooks", {"url": url})

    def webhook_attempts(self) -> list[dict[str, Any]]:
        """Returns the last attempts to call the webhook URL, oldest first: ``at``, ``kind``, ``body``,
        ``status`` and ``error``."""
        found: list[dict[str, Any]] = self._control("GET", "/webhooks")["attempts"]
        return found

    def snapshot(self) -> int:
        """Takes a snapshot of everything, for ``restore``, and returns its number.

        The last 100 are kept, also by ``reset``.
        """
        number: int = self._control("POST", "/snapshot")["snapshot"]
        return number

    def restore(self, snapshot: int | None = None) -> None:
        """Goes back to a snapshot: messages, requests, rules, chats, webhooks and the clock are as they were.

        Message ids are not reused.

        Args:
            snapshot: Number that ``snapshot`` returned. Default: the newest.
        """
        self._control("POST", "/restore", {"snapshot": snapshot})

    def reset(self) -> None:
        """Deletes all messages, requests, rules and planned responses, and resets the clock."""
        self._control("POST", "/reset")
