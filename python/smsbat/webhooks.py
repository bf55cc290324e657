"""Parsing of webhook requests, which the provider posts to your server: pure functions on the request body.

    >>> import smsbat.webhooks
    >>> event = smsbat.webhooks.parse(b'{"messageId": "m-1", "deliverystatus": "delivered"}')
    >>> event.message_id, event.is_delivered
    ('m-1', True)

Store the event before you respond with 200. The provider sends it again after any other response, and the
same event may arrive twice.
"""

from __future__ import annotations

from ._smsbat import webhook_parse, webhook_parse_turbosms, webhook_verify_turbosms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._smsbat import DeliveryReport, IncomingMessage, TurboSmsEvent

__all__ = ["parse", "parse_turbosms", "verify_turbosms"]


def parse(body: bytes | bytearray | memoryview | str) -> IncomingMessage | DeliveryReport | dict[str, Any]:
    """Parses a message from a person, or a change of a message's delivery status.

    These requests are not signed. Give your receiver a URL that is hard to guess, and query the status where
    it matters.

    Args:
        body: Request body, at most 1 MiB.

    Returns:
        The event. Any other JSON object is returned as a dict.

    Raises:
        ResponseError: The body is not a JSON object, or is too large. `error.body` has its beginning.
    """
    event: IncomingMessage | DeliveryReport | dict[str, Any] = webhook_parse(body)
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
