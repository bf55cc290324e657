from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from os import PathLike
from typing import Any, TypeAlias, final

from typing_extensions import Self, disjoint_base

from ._outcome import Outcome

__version__: str
ERROR_KINDS: tuple[str, ...]
OUTCOMES: tuple[str, ...]
SETTINGS: tuple[str, ...]

def _restore(state: tuple[Any, ...]) -> Any: ...
def _test_panic() -> None: ...
def cli_main(arguments: list[str]) -> int: ...
def flash_call_matches(pattern: str, caller_id: str) -> bool: ...
def segments(text: str) -> Segments: ...

@disjoint_base
class Model:
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@disjoint_base
class Reply:
    @property
    def raw(self) -> str | None: ...
    def to_dict(self) -> Any: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

_Message: TypeAlias = (
    Sms
    | ViberPromo
    | ViberTransactional
    | ViberCarousel
    | ViberSurvey
    | ViberOtp
    | Rcs
    | FlashCall
    | dict[str, Any]
)

@final
class Client:
    def __new__(
        cls,
        *,
        api_key: str | None = None,
        username: str | None = None,
        password: str | None = None,
        company_token: str | None = None,
        viber_bot_token: str | None = None,
        telegram_bot_key: str | None = None,
        messagio_user: str | None = None,
        messagio_sign: str | None = None,
        base_url: str | None = None,
        chathub_url: str | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        max_retries: int | None = None,
        proxy: str | None = None,
        ca_bundle: str | PathLike[str] | None = None,
        profile: str | None = None,
        api_key_as_password: bool | None = None,
        max_reply_size: int | None = None,
        rate_limit: RateLimit | None = ...,
    ) -> Self: ...
    @property
    def messages(self) -> Messages: ...
    def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    def status(
        self, message_id: str, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus: ...
    def wait(
        self,
        message_id: str,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus: ...
    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        api: str = "messages",
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawReply: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@final
class Messages:
    def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    def status(
        self, message_id: str, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus: ...
    def wait(
        self,
        message_id: str,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus: ...

@final
class RateLimit:
    __match_args__ = ("messaging", "data")
    def __new__(cls, messaging: tuple[int, int] = (100, 150), data: tuple[int, int] = (50, 75)) -> Self: ...
    @property
    def messaging(self) -> tuple[int, int]: ...
    @property
    def data(self) -> tuple[int, int]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Problem:
    __match_args__ = ("path", "rule", "message")
    def __new__(cls, path: str, rule: str, message: str) -> Self: ...
    @property
    def path(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def message(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Segments:
    __match_args__ = ("encoding", "units", "parts", "per_part", "remaining", "unicode_characters")
    def __new__(
        cls,
        encoding: str,
        units: int,
        parts: int,
        per_part: int,
        remaining: int,
        unicode_characters: list[str],
    ) -> Self: ...
    @property
    def encoding(self) -> str: ...
    @property
    def units(self) -> int: ...
    @property
    def parts(self) -> int: ...
    @property
    def per_part(self) -> int: ...
    @property
    def remaining(self) -> int: ...
    @property
    def unicode_characters(self) -> list[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
