"""Client of the SMSBAT messaging APIs.

>>> import smsbat
>>> with smsbat.Client(api_key="…") as client:
...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
...     result.messages[0].outcome
<Outcome.ACCEPTED: 'accepted'>
"""

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

# Not in `__all__`: a star import must not put them in the place of the built-in ones.
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
    ChatHub,
    ChatMedia,
    ChatMessage,
    ChatOperator,
    Chats,
    Client,
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
        ChatStatusName,
        DeliveryName,
        DeliveryRow,
        DeliveryStatusName,
        EncodingName,
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
    "ChatHub",
    "ChatMedia",
    "ChatMessage",
    "ChatOperator",
    "ChatStatus",
    "ChatStatusName",
    "Chats",
    "Client",
    "ConfigurationError",
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
    "IncomingMessage",
    "Media",
    "Message",
    "MessageStatus",
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


#: Loaded when they are asked for: they bring modules that a script which only sends does not need.
_LAZY = {
    "_outcome": ("Outcome",),
    "_status": ("ChatStatus", "OperatorStatus"),
    "_types": (
        "ApiName",
        "BulkRow",
        "BulkSums",
        "ChatStatusName",
        "DeliveryName",
        "DeliveryRow",
        "DeliveryStatusName",
        "EncodingName",
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
