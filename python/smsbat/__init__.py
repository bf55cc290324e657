"""Client library for the SMSBAT messaging APIs.

>>> import smsbat
>>> with smsbat.Client(api_key="…") as client:
...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
...     result.messages[0].outcome
<Outcome.ACCEPTED: 'accepted'>
"""

import sys as _sys

from ._errors import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    ResponseError,
    ServerError,
    SmsbatError,
    SmsbatWarning,
    ValidationError,
)

# Not in `__all__`, because a star import must not shadow the built-in exceptions.
from ._errors import ConnectionError as ConnectionError
from ._errors import TimeoutError as TimeoutError
from ._smsbat import (
    Action,
    BulkPlan,
    BulkProgress,
    BulkReport,
    Button,
    Card,
    Cascade,
    CascadeFallback,
    CascadeMessage,
    Chat,
    ChatCreated,
    ChatEvents,
    ChatHub,
    ChatMedia,
    ChatMediaReceived,
    ChatMessage,
    ChatMessageReceived,
    ChatOperator,
    Chats,
    ChatStatusChanged,
    Client,
    ConnectionChanged,
    DeliveryCounts,
    DeliveryReport,
    DeliverySummary,
    Fallback,
    FallbackStatus,
    File,
    FlashCall,
    Follow,
    IncomingMessage,
    Media,
    Messages,
    MessageStatus,
    MessageStatusChanged,
    Messagio,
    MessagioResult,
    MessagioSent,
    NewOperator,
    Operator,
    Organization,
    Phone,
    Preview,
    Problem,
    RateLimit,
    RawReply,
    Rcs,
    RcsButton,
    RcsCard,
    Segments,
    SendResult,
    SentMessage,
    Sms,
    Telegram,
    TelegramButton,
    TokenInfo,
    TrackProgress,
    TurboCard,
    TurboSms,
    TurboSmsApi,
    TurboSmsChannel,
    TurboSmsDetails,
    TurboSmsEvent,
    TurboSmsMessage,
    TurboSmsRecipient,
    TurboSmsResult,
    TurboSmsStatus,
    TurboViber,
    UnknownEvent,
    Variable,
    ViberBot,
    ViberCarousel,
    ViberOtp,
    ViberPromo,
    ViberSurvey,
    ViberTransactional,
    Video,
    __version__,
    flash_call_matches,
    phone,
    preview,
    segments,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import bulk, webhooks
    from ._async import (
        AsyncCascade,
        AsyncChatEvents,
        AsyncChatHub,
        AsyncChats,
        AsyncClient,
        AsyncFollow,
        AsyncMessages,
        AsyncMessagio,
        AsyncTurboSmsApi,
    )
    from ._outcome import Outcome
    from ._status import ChatStatus, OperatorStatus
    from ._types import (
        ApiName,
        BulkRow,
        BulkSums,
        ChatEvent,
        ChatStatusName,
        DeliveryName,
        DeliveryRow,
        DeliveryStatusName,
        EncodingName,
        HubStateName,
        HubTransportName,
        Message,
        MessageTypeName,
        OperatorStatusName,
        OutcomeName,
        Row,
    )
    from .sandbox import Sandbox

__all__ = [
    "Action",
    "ApiName",
    "AsyncCascade",
    "AsyncChatEvents",
    "AsyncChatHub",
    "AsyncChats",
    "AsyncClient",
    "AsyncFollow",
    "AsyncMessages",
    "AsyncMessagio",
    "AsyncTurboSmsApi",
    "AuthenticationError",
    "BadRequestError",
    "BulkPlan",
    "BulkProgress",
    "BulkReport",
    "BulkRow",
    "BulkSums",
    "Button",
    "Card",
    "Cascade",
    "CascadeFallback",
    "CascadeMessage",
    "Chat",
    "ChatCreated",
    "ChatEvent",
    "ChatEvents",
    "ChatHub",
    "ChatMedia",
    "ChatMediaReceived",
    "ChatMessage",
    "ChatMessageReceived",
    "ChatOperator",
    "ChatStatus",
    "ChatStatusChanged",
    "ChatStatusName",
    "Chats",
    "Client",
    "ConfigurationError",
    "ConnectionChanged",
    "DeliveryCounts",
    "DeliveryName",
    "DeliveryReport",
    "DeliveryRow",
    "DeliveryStatusName",
    "DeliverySummary",
    "EncodingName",
    "Fallback",
    "FallbackStatus",
    "File",
    "FlashCall",
    "Follow",
    "HubStateName",
    "HubTransportName",
    "IncomingMessage",
    "Media",
    "Message",
    "MessageStatus",
    "MessageStatusChanged",
    "MessageTypeName",
    "Messages",
    "Messagio",
    "MessagioResult",
    "MessagioSent",
    "NewOperator",
    "NotFoundError",
    "Operator",
    "OperatorStatus",
    "OperatorStatusName",
    "Organization",
    "Outcome",
    "OutcomeName",
    "PermissionDeniedError",
    "Phone",
    "Preview",
    "Problem",
    "ProviderError",
    "RateLimit",
    "RateLimitError",
    "RawReply",
    "Rcs",
    "RcsButton",
    "RcsCard",
    "ResponseError",
    "Row",
    "Sandbox",
    "Segments",
    "SendResult",
    "SentMessage",
    "ServerError",
    "Sms",
    "SmsbatError",
    "SmsbatWarning",
    "Telegram",
    "TelegramButton",
    "TokenInfo",
    "TrackProgress",
    "TurboCard",
    "TurboSms",
    "TurboSmsApi",
    "TurboSmsChannel",
    "TurboSmsDetails",
    "TurboSmsEvent",
    "TurboSmsMessage",
    "TurboSmsRecipient",
    "TurboSmsResult",
    "TurboSmsStatus",
    "TurboViber",
    "UnknownEvent",
    "ValidationError",
    "Variable",
    "ViberBot",
    "ViberCarousel",
    "ViberOtp",
    "ViberPromo",
    "ViberSurvey",
    "ViberTransactional",
    "Video",
    "__version__",
    "bulk",
    "flash_call_matches",
    "phone",
    "preview",
    "segments",
    "webhooks",
]

if "IPython" in _sys.modules:
    from . import _notebook

    _notebook.install()

#: Loaded on first access, because they import modules that a script which only sends does not need.
_LAZY = {
    "_outcome": ("Outcome",),
    "_status": ("ChatStatus", "OperatorStatus"),
    "_types": (
        "ApiName",
        "BulkRow",
        "BulkSums",
        "ChatEvent",
        "ChatStatusName",
        "DeliveryName",
        "DeliveryRow",
        "DeliveryStatusName",
        "EncodingName",
        "HubStateName",
        "HubTransportName",
        "Message",
        "MessageTypeName",
        "OperatorStatusName",
        "OutcomeName",
        "Row",
    ),
    "bulk": ("bulk",),
    "sandbox": ("Sandbox",),
    "webhooks": ("webhooks",),
}


def __getattr__(name: str) -> object:
    module = (
        name
        if name in ("bulk", "webhooks")
        else next((m for m, names in _LAZY.items() if name in names), None)
    )
    if module is None and name.startswith("Async") and name in __all__:
        module = "_async"
    if module is None:
        raise AttributeError(f"module 'smsbat' has no attribute {name!r}")
    import importlib

    value: object = importlib.import_module(f".{module}", __name__)
    if name != module:
        value = getattr(value, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
