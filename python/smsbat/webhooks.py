"""Parsing, recording and receiving of webhook requests, which the provider posts to your server.

    >>> import smsbat.webhooks
    >>> event = smsbat.webhooks.parse(b'{"messageId": "m-1", "deliverystatus": "delivered"}')
    >>> event.message_id, event.is_delivered
    ('m-1', True)

`asgi_app` and `wsgi_app` are complete receivers; their handler may get the same event twice. In your own
receiver, store the event before you respond with 200. The provider sends it again after any other response,
and the same event may arrive twice.
"""

from __future__ import annotations

from typing import overload

from ._smsbat import webhook_parse, webhook_parse_turbosms, webhook_record, webhook_verify_turbosms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from typing import Any, TypeAlias

    from ._receivers import AsgiReceiver, WsgiReceiver
    from ._smsbat import DeliveryReport, IncomingMessage, TurboSmsEvent

    _Body: TypeAlias = bytes | bytearray | memoryview | str
    _Event: TypeAlias = IncomingMessage | DeliveryReport | dict[str, Any]

__all__ = ["asgi_app", "parse", "parse_turbosms", "record", "verify_turbosms", "wsgi_app"]


def parse(body: bytes | bytearray | memoryview | str) -> IncomingMessage | DeliveryReport | dict[str, Any]:
    """Parses a message from a person, or a change of a message's delivery status.

    These requests are not signed. Give your receiver a URL that is hard to guess, and query the status
    where it matters.

    Args:
        body: Request body, at most 1 MiB.

    Returns:
        The event. Any other JSON object is returned as a dict. In it, as in `to_dict()`, an integer of more
        digits than Python converts (4,300) is its digits as a `str`.

    Raises:
        ResponseError: The body is not a JSON object, or is too large. `error.body` has its beginning.
    """
    event: IncomingMessage | DeliveryReport | dict[str, Any] = webhook_parse(body)
    return event


@overload
def record(journal: str | PathLike[str], body: _Body) -> _Event: ...
@overload
def record(journal: str | PathLike[str], body: list[_Body] | tuple[_Body, ...]) -> list[_Event]: ...
def record(
    journal: str | PathLike[str], body: _Body | list[_Body] | tuple[_Body, ...]
) -> _Event | list[_Event]:
    """Parses a webhook request and, if it is a delivery report, stores it next to a campaign's journal.

        >>> event = smsbat.webhooks.record("campaign.db", b'{"messageId": "m-1", "deliverystatus": "read"}')
        >>> event.is_delivered
        True

    The report is on disk when the function returns; respond with 200 only then. `client.messages.track`
    reads it. The same report may arrive any number of times and in any order, even before the journal
    knows the message. The journal itself is not changed and need not exist yet, so a campaign and any
    number of receivers may run at the same time.

    Args:
        journal: Journal of the campaign. Reports are stored in a file next to it, whose name ends with
            `-delivery`.
        body: Request body, at most 1 MiB; or a list of bodies, which are stored with one write.

    Returns:
        The result of `parse` for each body. Other events are not stored.

    Raises:
        ResponseError: Same as `parse`. If `body` is a list, nothing is stored.
        ConfigurationError: The report cannot be stored. Respond with 500, so that it is sent again.
    """
    if isinstance(body, (list, tuple)):
        events: list[_Event] = webhook_record(journal, list(body))
        return events
    event: _Event = webhook_record(journal, [body])[0]
    return event


def parse_turbosms(body: bytes | bytearray | memoryview | str) -> TurboSmsEvent:
    """Parses an event of native TurboSMS, from JSON or a form. Verify it first with `verify_turbosms`.

    Args:
        body: Request body, at most 1 MiB.

    Raises:
        ResponseError: The body is neither JSON nor a form, is too large, or has no event id.
    """
    return webhook_parse_turbosms(body)


def verify_turbosms(body: bytes | bytearray | memoryview | str, secret: str) -> bool:
    """Returns true if the signature of a TurboSMS event is valid. Compares in constant time.

    The signature covers neither the data nor the date. Anyone who has seen one event can send other data
    under its id. Accept only the first data for an id, and query the status where it matters.

    Args:
        body: Request body, at most 1 MiB.
        secret: Secret of the webhook.

    Raises:
        ResponseError: Same as `parse_turbosms`.
        ValidationError: The secret is empty.
    """
    try:
        return webhook_verify_turbosms(body, secret)
    finally:
        # The secret must not be among the locals of a traceback.
        del secret


def asgi_app(
    handler: Callable[[_Event], Any] | None = None, *, journal: str | PathLike[str] | None = None
) -> AsgiReceiver:
    """Makes a receiver of webhooks: an ASGI application for FastAPI, Starlette, Django or a bare server.

        >>> app = smsbat.webhooks.asgi_app(print, journal="campaign.db")

    A request gets 200 once a delivery report is on disk next to the journal, where `client.messages.track`
    reads it, and the handler has returned. It gets 500 if the report could not be stored or the handler
    raised, so that the provider sends it again; 400 if the body is not a JSON object, 405 if the method is
    not POST, 413 above 1 MiB. These requests are not signed: mount it at a path that is hard to guess.

    Args:
        handler: Called with each event, as `parse` gives it; a function or a coroutine function. A plain
            function runs on a thread. The same event may arrive twice: store it once. Without a handler,
            events that are not delivery reports get 200, are not stored, and are logged as a warning.
        journal: Journal of the campaign. Reports that arrive together are stored with one write. A report
            that arrives twice counts once.

    Raises:
        TypeError: Neither is given, or the handler is not a function.
    """
    from ._receivers import AsgiReceiver

    return AsgiReceiver(handler, journal)


def wsgi_app(
    handler: Callable[[_Event], Any] | None = None, *, journal: str | PathLike[str] | None = None
) -> WsgiReceiver:
    """Makes the same receiver as a WSGI application, for Flask, Django or a bare server.

        >>> app = smsbat.webhooks.wsgi_app(print, journal="campaign.db")

    Args:
        handler: Same as for `asgi_app`. A coroutine function runs in an event loop of its own.
        journal: Same as for `asgi_app`.

    Raises:
        TypeError: Same as for `asgi_app`.
    """
    from ._receivers import WsgiReceiver

    return WsgiReceiver(handler, journal)
