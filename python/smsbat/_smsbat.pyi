# Written by `make gen`: the classes from the core's tables, the rest from python/stubs/client.pyi.
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

@final
class Sms(Model):
    __match_args__ = ("to", "sender", "text", "ttl", "customer_message_id",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...

@final
class ViberPromo(Model):
    __match_args__ = ("to", "sender", "text", "image", "video", "button", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        image: str | None = None,
        video: Video | dict[str, Any] | None = None,
        button: Button | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def image(self) -> str | None: ...
    @property
    def video(self) -> Video | dict[str, Any] | None: ...
    @property
    def button(self) -> Button | dict[str, Any] | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class ViberTransactional(Model):
    __match_args__ = ("to", "sender", "text", "file", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        file: File | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def file(self) -> File | dict[str, Any] | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class ViberCarousel(Model):
    __match_args__ = ("to", "sender", "text", "cards", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        cards: Iterable[Card | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def cards(self) -> list[Card | dict[str, Any]] | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class ViberSurvey(Model):
    __match_args__ = ("to", "sender", "text", "options", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        options: Iterable[str] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def options(self) -> list[str] | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class ViberOtp(Model):
    __match_args__ = ("to", "sender", "text", "template_id", "template_lang", "template_params", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        template_id: str | None = None,
        template_lang: str | None = None,
        template_params: Mapping[str, str | int] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def template_id(self) -> str | None: ...
    @property
    def template_lang(self) -> str | None: ...
    @property
    def template_params(self) -> dict[str, str | int] | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class Rcs(Model):
    __match_args__ = ("to", "sender", "text", "media", "buttons", "cards", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
        cards: Iterable[RcsCard | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def media(self) -> Media | dict[str, Any] | None: ...
    @property
    def buttons(self) -> list[RcsButton | dict[str, Any]] | None: ...
    @property
    def cards(self) -> list[RcsCard | dict[str, Any]] | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class FlashCall(Model):
    __match_args__ = ("to", "sender", "text", "caller_id", "ttl", "customer_message_id", "fallback",)
    def __new__(
        cls,
        *,
        to: str | None = None,
        sender: str | None = None,
        text: str | None = None,
        caller_id: str | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def caller_id(self) -> str | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None: ...

@final
class Fallback(Model):
    __match_args__ = ("text", "type",)
    def __new__(
        cls,
        text: str | None = None,
        type: str | None = 'sms',
    ) -> Self: ...
    @property
    def text(self) -> str | None: ...
    @property
    def type(self) -> str | None: ...

@final
class Button(Model):
    __match_args__ = ("text", "url",)
    def __new__(
        cls,
        text: str | None = None,
        url: str | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...

@final
class Video(Model):
    __match_args__ = ("url", "thumbnail", "file_size", "duration",)
    def __new__(
        cls,
        url: str | None = None,
        thumbnail: str | None = None,
        file_size: int | None = None,
        duration: int | None = None,
    ) -> Self: ...
    @property
    def url(self) -> str | None: ...
    @property
    def thumbnail(self) -> str | None: ...
    @property
    def file_size(self) -> int | None: ...
    @property
    def duration(self) -> int | None: ...

@final
class File(Model):
    __match_args__ = ("url", "name", "type",)
    def __new__(
        cls,
        url: str | None = None,
        name: str | None = None,
        type: str | None = 'pdf',
    ) -> Self: ...
    @property
    def url(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def type(self) -> str | None: ...

@final
class Card(Model):
    __match_args__ = ("title", "image", "primary", "secondary",)
    def __new__(
        cls,
        title: str | None = None,
        image: str | None = None,
        primary: Button | dict[str, Any] | None = None,
        secondary: Button | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None: ...
    @property
    def image(self) -> str | None: ...
    @property
    def primary(self) -> Button | dict[str, Any] | None: ...
    @property
    def secondary(self) -> Button | dict[str, Any] | None: ...

@final
class Media(Model):
    __match_args__ = ("url", "type", "width", "height", "thumbnail",)
    def __new__(
        cls,
        url: str | None = None,
        type: str | None = None,
        width: int | None = None,
        height: int | None = None,
        thumbnail: str | None = None,
    ) -> Self: ...
    @property
    def url(self) -> str | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def thumbnail(self) -> str | None: ...

@final
class RcsButton(Model):
    __match_args__ = ("text", "action",)
    def __new__(
        cls,
        text: str | None = None,
        action: Action | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None: ...
    @property
    def action(self) -> Action | dict[str, Any] | None: ...

@final
class RcsCard(Model):
    __match_args__ = ("title", "description", "media", "buttons",)
    def __new__(
        cls,
        title: str | None = None,
        description: str | None = None,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def media(self) -> Media | dict[str, Any] | None: ...
    @property
    def buttons(self) -> list[RcsButton | dict[str, Any]] | None: ...

@final
class Action(Model):
    @staticmethod
    def open_url(url: str | None) -> Action: ...
    @staticmethod
    def dial(phone: str | None) -> Action: ...
    @staticmethod
    def share_location() -> Action: ...
    @staticmethod
    def create_calendar_event(title: str | None, start: str | datetime | None, end: str | datetime | None = None) -> Action: ...
    @property
    def url(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...
    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...

@final
class SentMessage(Reply):
    __match_args__ = ("message_id", "status", "outcome", "parts", "customer_message_id", "to", "caller_id", "pattern", "ttl",)
    @property
    def message_id(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def parts(self) -> int | None: ...
    @property
    def customer_message_id(self) -> str | None: ...
    @property
    def to(self) -> str | None: ...
    @property
    def caller_id(self) -> str | None: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def ttl(self) -> int | None: ...

@final
class SendResult(Reply):
    __match_args__ = ("messagelist_id", "messages", "ok", "warnings",)
    @property
    def messagelist_id(self) -> str | None: ...
    @property
    def messages(self) -> tuple[SentMessage, ...]: ...
    @property
    def ok(self) -> bool: ...
    @property
    def warnings(self) -> list[str]: ...
    def raise_for_outcome(self) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[SentMessage]: ...

@final
class FallbackStatus(Reply):
    __match_args__ = ("type", "status",)
    @property
    def type(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...

@final
class MessageStatus(Reply):
    __match_args__ = ("message_id", "messagelist_id", "delivery_status", "parts_count", "cost", "fallbacks", "extended_statuses", "rate", "rate_amount", "rate_currency", "bill_amount", "bill_currency", "is_final", "is_delivered",)
    @property
    def message_id(self) -> str | None: ...
    @property
    def messagelist_id(self) -> str | None: ...
    @property
    def delivery_status(self) -> str: ...
    @property
    def parts_count(self) -> int | None: ...
    @property
    def cost(self) -> Decimal | None: ...
    @property
    def fallbacks(self) -> tuple[FallbackStatus, ...]: ...
    @property
    def extended_statuses(self) -> dict[str, str | int]: ...
    @property
    def rate(self) -> Decimal | None: ...
    @property
    def rate_amount(self) -> Decimal | None: ...
    @property
    def rate_currency(self) -> str | None: ...
    @property
    def bill_amount(self) -> Decimal | None: ...
    @property
    def bill_currency(self) -> str | None: ...
    @property
    def is_final(self) -> bool: ...
    @property
    def is_delivered(self) -> bool: ...

@final
class RawReply(Reply):
    __match_args__ = ("status_code", "json", "text", "request_id",)
    @property
    def status_code(self) -> int: ...
    @property
    def json(self) -> Any: ...
    @property
    def text(self) -> str: ...
    @property
    def request_id(self) -> str | None: ...
