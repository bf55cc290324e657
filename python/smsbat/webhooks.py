"""What the provider posts to your own server: pure functions on the body of a request.

    >>> import smsbat.webhooks
    >>> event = smsbat.webhooks.parse(b'{"messageId": "m-1", "deliverystatus": "delivered"}')
    >>> event.message_id, event.is_delivered
    ('m-1', True)

Store what came before you answer 200: any other answer makes the provider try again, and the same event may
come twice.
"""

from __future__ import annotations

from ._smsbat import webhook_parse, webhook_parse_turbosms, webhook_verify_turbosms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._smsbat import DeliveryReport, IncomingMessage, TurboSmsEvent

__all__ = ["parse", "parse_turbosms", "verify_turbosms"]


def parse(body: bytes | bytearray | memoryview | str) -> IncomingMessage | DeliveryReport | dict[str, Any]:
    """Reads a message from a person, or a change of a message's delivery status.

    Nothing signs these requests: give your receiver an address that nobody guesses, and ask for the status of
    what matters.

    Args:
        body: Body of the request, at most 1 MiB.

    Returns:
        The event. A JSON object that is neither comes back as a dict; keep it.

    Raises:
        ResponseError: The body is not a JSON object, or too large; `body` has its beginning.
    """
    event: IncomingMessage | DeliveryReport | dict[str, Any] = webhook_parse(body)
    return event


def parse_turbosms(body: bytes | bytearray | memoryview | str) -> TurboSmsEvent:
    """Reads an event that native TurboSMS sends, as JSON or as a form. Verify it first.

    Args:
        body: Body of the request, at most 1 MiB.

    Raises:
        ResponseError: The body is neither, or too large, or has no event id.
    """
    return webhook_parse_turbosms(body)


def verify_turbosms(body: bytes | bytearray | memoryview | str, secret: str) -> bool:
    """Whether the signature of a TurboSMS event is right, compared in constant time.

    The signature covers neither the data nor the date: who has seen one event can send other data under its
    id. Bind the id to the first data you saw, and ask for the status of what matters.

    Args:
        body: Body of the request, at most 1 MiB.
        secret: The secret of the webhook.

    Raises:
        ResponseError: As `parse_turbosms`.
        ValidationError: The secret is empty.
    """
    try:
        return webhook_verify_turbosms(body, secret)
    finally:
        # It must not be among the locals of a traceback.
        del secret
