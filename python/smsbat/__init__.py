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
    ConnectionError,
    NotFoundError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    ResponseError,
    ServerError,
    SmsbatError,
    SmsbatWarning,
    TimeoutError,
    ValidationError,
)
from ._smsbat import (
    Action,
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
    DeliveryReport,
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
    from .sandbox import Sandbox

__all__ = [
    "Action",
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
    "BulkProgress",
    "BulkReport",
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
    "Chats",
    "Client",
    "ConfigurationError",
    "ConnectionError",
    "DeliveryReport",
    "Fallback",
    "FallbackStatus",
    "File",
    "FlashCall",
    "Follow",
    "IncomingMessage",
    "Media",
    "MessageStatus",
    "Messages",
    "Messagio",
    "MessagioResult",
    "MessagioSent",
    "NewOperator",
    "NotFoundError",
    "Operator",
    "OperatorStatus",
    "Organization",
    "Outcome",
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
    "TimeoutError",
    "TokenInfo",
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


def __getattr__(name: str) -> object:
    # Loaded when they are asked for: they bring modules that a script which only sends does not need.
    value: object
    if name == "Outcome":
        from ._outcome import Outcome

        value = Outcome
    elif name in ("ChatStatus", "OperatorStatus"):
        from . import _status

        value = getattr(_status, name)
    elif name.startswith("Async") and name in __all__:
        from . import _async

        value = getattr(_async, name)
    elif name == "Sandbox":
        from .sandbox import Sandbox

        value = Sandbox
    elif name in ("bulk", "webhooks"):
        import importlib

        value = importlib.import_module(f".{name}", __name__)
    else:
        raise AttributeError(f"module 'smsbat' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
