"""Types for annotations. Loaded on first access, because sending needs none of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias, TypedDict

from ._outcome import Outcome
from ._smsbat import (
    ChatCreated,
    ChatMediaReceived,
    ChatMessageReceived,
    ChatStatusChanged,
    ConnectionChanged,
    FlashCall,
    MessageStatusChanged,
    Rcs,
    Sms,
    UnknownEvent,
    ViberCarousel,
    ViberOtp,
    ViberPromo,
    ViberSurvey,
    ViberTransactional,
)

MessageObject: TypeAlias = (
    Sms | ViberPromo | ViberTransactional | ViberCarousel | ViberSurvey | ViberOtp | Rcs | FlashCall
)
"""A message of the SMSBAT API, of any class."""

Message: TypeAlias = MessageObject | dict[str, Any]
"""Argument of `client.send`: a message of any class, or a dict in wire form."""

Row: TypeAlias = Message | Mapping[str, Any]
"""Item of a source of `send_bulk`: a message, or a mapping of column names to values."""

ApiName: TypeAlias = Literal["messages", "cascade", "chathub", "turbosms", "messagio"]
"""Name of an API, for the argument `api` of `client.request`."""

MethodName: TypeAlias = Literal[
    "GET", "POST", "PUT", "PATCH", "DELETE", "get", "post", "put", "patch", "delete"
]
"""HTTP method, for the argument `method` of `client.request`."""

CascadeTypeName: TypeAlias = Literal["transaction", "promo", "viber_survey", "flashcall", "viber_carousel"]
"""Documented value of `message_type` of a `CascadeMessage`."""

OutcomeName: TypeAlias = Literal["accepted", "rejected", "not_sent", "unknown"]
"""Value of an `Outcome`."""

MessageTypeName: TypeAlias = Literal[
    "sms",
    "viber_promo",
    "viber_trans",
    "viber_carousel",
    "viber_survey",
    "viber_otp",
    "rcs",
    "flashcall",
]
"""Value of `type` in a message in wire form, and in a column `type` of a campaign."""

DeliveryStatusName: TypeAlias = Literal[
    "scheduled",
    "processing",
    "sent",
    "delivered",
    "read",
    "undeliverable",
    "permanenterror",
    "failed",
    "expired",
]
"""Documented value of `MessageStatus.delivery_status`. The attribute is a `str`: there may be others."""

DeliveryName: TypeAlias = Literal["delivered", "read", "undeliverable", "expired", "pending", "unknown"]
"""Meaning of a status in a `DeliverySummary`."""

EncodingName: TypeAlias = Literal["GSM-7", "UCS-2"]
"""Value of `Segments.encoding`."""

ChatStatusName: TypeAlias = Literal["new", "open", "waiting", "on_pause", "closed"]
"""Status of a chat, for `client.chathub`."""

HubTransportName: TypeAlias = Literal["websocket", "long_polling"]
"""Transport of the chat hub, for `client.chathub.listen`."""

HubStateName: TypeAlias = Literal["connecting", "connected", "reconnecting", "closed"]
"""State of a connection to the chat hub: `state` of `ChatEvents` and `ConnectionChanged`."""

ChatEvent: TypeAlias = (
    ChatMessageReceived
    | ChatMediaReceived
    | ChatStatusChanged
    | MessageStatusChanged
    | ChatCreated
    | ConnectionChanged
    | UnknownEvent
)
"""An event of `client.chathub.listen`, of any class."""

OperatorStatusName: TypeAlias = Literal["active", "inactive", "deleted"]
"""Status of an operator, for `client.chathub`."""


# Without `NotRequired`, which the `typing` of Python 3.10 does not have.
class BulkRow(TypedDict):
    """Row of a `BulkReport`."""

    index: int
    line: int | None
    to: str | None
    outcome: Outcome
    code: str | None
    reason: str | None
    rule: str | None
    message_id: str | None
    status: str | None
    parts: int | None
    customer_message_id: str | None


class BulkProblem(TypedDict):
    """Row of `BulkPlan.problems`."""

    index: int
    line: int | None
    to: str | None
    rule: str
    reason: str


class DeliveryRow(TypedDict):
    """Row of a `DeliverySummary`."""

    index: int
    to: str | None
    message_id: str | None
    customer_message_id: str | None
    delivery_status: str | None
    delivery: DeliveryName
    is_final: bool
    status_at: str | None
    cost: Decimal | None
    channel: str | None
    source: Literal["track", "webhook"] | None


class BulkSums(TypedDict):
    """Result of `BulkReport.to_dict()`."""

    total: int
    accepted: int
    rejected: int
    not_sent: int
    unknown: int
    resumed: int
    skipped: int
    parts: int
    seconds: float
    error: str | None
