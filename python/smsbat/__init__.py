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
    Button,
    Card,
    Client,
    Fallback,
    FallbackStatus,
    File,
    FlashCall,
    Media,
    Messages,
    MessageStatus,
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
    ViberCarousel,
    ViberOtp,
    ViberPromo,
    ViberSurvey,
    ViberTransactional,
    Video,
    __version__,
    flash_call_matches,
    segments,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._outcome import Outcome
    from .sandbox import Sandbox

__all__ = [
    "Action",
    "AuthenticationError",
    "BadRequestError",
    "Button",
    "Card",
    "Client",
    "ConfigurationError",
    "ConnectionError",
    "Fallback",
    "FallbackStatus",
    "File",
    "FlashCall",
    "Media",
    "MessageStatus",
    "Messages",
    "NotFoundError",
    "Outcome",
    "PermissionDeniedError",
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
    "TimeoutError",
    "ValidationError",
    "ViberCarousel",
    "ViberOtp",
    "ViberPromo",
    "ViberSurvey",
    "ViberTransactional",
    "Video",
    "__version__",
    "flash_call_matches",
    "segments",
]


def __getattr__(name: str) -> object:
    # Loaded when they are asked for: they bring modules that a script which only sends does not need.
    value: object
    if name == "Outcome":
        from ._outcome import Outcome

        value = Outcome
    elif name == "Sandbox":
        from .sandbox import Sandbox

        value = Sandbox
    else:
        raise AttributeError(f"module 'smsbat' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
