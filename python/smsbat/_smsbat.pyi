# Written by `make gen`: the classes from the core's tables, the rest from python/stubs/client.pyi.
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from typing import Any, Protocol, SupportsIndex, TypeAlias, TypeVar, final, overload, type_check_only

from typing_extensions import Self, disjoint_base

from . import _types
from ._outcome import Outcome

__version__: str
BULK_OPTIONS: tuple[str, ...]
CHAT_STATUSES: tuple[str, ...]
ERROR_KINDS: tuple[str, ...]
OPERATOR_STATUSES: tuple[str, ...]
OUTCOMES: tuple[str, ...]
REPORT_COLUMNS: tuple[str, ...]
SECRETS: tuple[str, ...]
SETTINGS: tuple[str, ...]

def _restore(state: tuple[Any, ...]) -> Any: ...
def _test_panic() -> None: ...
def cli_main(arguments: list[str]) -> int: ...
def flash_call_matches(pattern: str, caller_id: str) -> bool: ...
def error_html(caption: str, outcome: str, rows: list[tuple[str, str]], problems: list[str]) -> str: ...
def partition(
    campaign: str, values: Iterable[object], own: bool, client: Client, country: str | None
) -> tuple[list[str | None], list[list[int]]]: ...
def phone(text: str, country: str | None = None) -> Phone: ...
def preview(message: Model | dict[str, Any]) -> Preview: ...
def segments(text: str) -> Segments: ...
def webhook_parse(body: _Body) -> Any: ...
def webhook_parse_turbosms(body: _Body) -> TurboSmsEvent: ...
def webhook_verify_turbosms(body: _Body, secret: str) -> bool: ...

@final
class BoundCall:
    def __new__(cls, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Self: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@final
class Cancellable:
    def __new__(cls) -> Self: ...
    def cancel(self) -> None: ...
    def __call__(self, function: Callable[..., _T], /, *args: Any, **kwargs: Any) -> _T: ...

_T = TypeVar("_T")
_Body: TypeAlias = bytes | bytearray | memoryview | str

@disjoint_base
class Model:
    def to_dict(self) -> dict[str, Any]: ...
    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str] | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@disjoint_base
class Reply:
    @property
    def raw(self) -> str | None: ...
    def to_dict(self) -> Any: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

_Message: TypeAlias = _types.Message
_Template: TypeAlias = _types.MessageObject
_Row: TypeAlias = _types.Row
_ApiName: TypeAlias = _types.ApiName

@type_check_only
class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Frame: TypeAlias = _ArrowStream

# `None` is what a row that was not accepted has in place of an id; it is refused with that reason.
_MessageId: TypeAlias = (
    str | SentMessage | SendResult | MessageStatus | DeliveryReport | dict[str, Any] | None
)
_CascadeMessage: TypeAlias = CascadeMessage | dict[str, Any]
_TurboSmsMessage: TypeAlias = TurboSmsMessage | dict[str, Any]
_Path: TypeAlias = str | PathLike[str]
_Day: TypeAlias = str | date

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
        country: str | None = None,
        check_phones: bool | None = None,
        max_parts_per_message: int | None = ...,
        rate_limit: RateLimit | None = ...,
    ) -> Self: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def cascade(self) -> Cascade: ...
    @property
    def chathub(self) -> ChatHub: ...
    @property
    def turbosms(self) -> TurboSmsApi: ...
    @property
    def messagio(self) -> Messagio: ...
    def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    def status(
        self, message_id: _MessageId, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus: ...
    def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus: ...
    def wait_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> list[MessageStatus]: ...
    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        api: _ApiName = "messages",
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
    def send_bulk(
        self,
        source: _Path | Iterable[_Row] | _Frame,
        *,
        sender: str | None = None,
        template: str | _Template | None = None,
        columns: dict[str, str] | None = None,
        encoding: str | None = None,
        journal: _Path | None = None,
        progress: Callable[[BulkProgress], object] | bool | None = None,
        chunk_size: int | None = None,
        chunk_bytes: int | None = None,
        connections: int | None = None,
        ordered: bool = False,
        allow_duplicates: bool = False,
        max_messages: int | None = None,
        max_parts: int | None = None,
        allow_list: Iterable[str] | None = None,
        quiet_hours: str | None = None,
        max_failures: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
        country: str | None = None,
        max_parts_per_message: int | None = ...,
    ) -> BulkReport: ...
    def status(
        self, message_id: _MessageId, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus: ...
    def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus: ...
    def wait_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> list[MessageStatus]: ...
    def _waiting(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> Waiting: ...
    def _waiting_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> WaitingAll: ...

@final
class Waiting:
    def _step(self) -> MessageStatus | float: ...

@final
class WaitingAll:
    def _step(self) -> list[MessageStatus] | float: ...

@final
class BulkProgress:
    @property
    def read(self) -> int: ...
    @property
    def settled(self) -> int: ...
    @property
    def accepted(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def not_sent(self) -> int: ...
    @property
    def unknown(self) -> int: ...
    @property
    def resumed(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def parts(self) -> int: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def rate(self) -> float: ...
    @property
    def fraction(self) -> float | None: ...
    @property
    def time_left(self) -> float | None: ...

@final
class BulkReport:
    @property
    def total(self) -> int: ...
    @property
    def accepted(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def not_sent(self) -> int: ...
    @property
    def unknown(self) -> int: ...
    @property
    def resumed(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def parts(self) -> int: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def ok(self) -> bool: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_types.BulkRow]: ...
    def to_dict(self) -> _types.BulkSums: ...
    def to_dicts(self) -> list[_types.BulkRow]: ...
    def to_columns(self) -> dict[str, list[Any]]: ...
    def to_csv(self, path: _Path) -> None: ...
    def to_json(self, path: _Path) -> None: ...
    def plot(self, ax: Any = None) -> Any: ...
    def _repr_html_(self) -> str: ...

@final
class Cascade:
    def send(
        self,
        messages: _CascadeMessage | Iterable[_CascadeMessage],
        *,
        telegram_viber_first: bool = False,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    def upload_variables(
        self,
        variables: Variable | dict[str, Any] | Iterable[Variable | dict[str, Any]],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawReply: ...
    def send_template(
        self,
        template: str,
        rows: Iterable[Mapping[str, Any]],
        *,
        sender: str,
        message_type: str = "transaction",
        ttl: int | None = None,
        scheduled: str | datetime | None = None,
        telegram_viber_first: bool = False,
        variable_ids: tuple[int, int] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...

@final
class ChatHub:
    def login(
        self, login: str, password: str, *, timeout: float | None = None, max_retries: int | None = None
    ) -> str: ...
    def organizations(
        self, *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[Organization]: ...
    def operators(
        self, organization_id: int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[Operator]: ...
    def add_operators(
        self,
        operators: NewOperator | dict[str, Any] | Iterable[NewOperator | dict[str, Any]],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> list[Operator]: ...
    def set_operator_status(
        self, id: int, status: str | int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> None: ...
    def operator_token(
        self,
        id: int,
        expires_at: str | datetime | None = None,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> str: ...
    def validate_token(
        self, token: str, *, timeout: float | None = None, max_retries: int | None = None
    ) -> TokenInfo: ...
    def chats(
        self,
        *,
        search: str | None = None,
        source: int | None = None,
        date: tuple[_Day, _Day] | None = None,
        tg_user_id: int | None = None,
        phone: str | None = None,
        status: str | int | None = None,
        organization_id: int | None = None,
        operator_id: int | None = None,
        page: int | None = None,
        per_page: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Chats: ...
    def set_chat_status(
        self, id: int, status: str | int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> None: ...
    def delete_chat(
        self, id: int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> None: ...
    def chat_messages(
        self, id: int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[ChatMessage]: ...
    def send_chat_message(
        self,
        id: int,
        text: str | None = None,
        media: _Path | tuple[str, bytes] | ChatMedia | None = None,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> RawReply: ...
    def follow(
        self,
        chat_id: int,
        *,
        interval: float = 2.0,
        idle_timeout: float = 3600.0,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Follow: ...
    @staticmethod
    def widget_html(token: str) -> str: ...
    @staticmethod
    def visitor_widget_html(guid: str) -> str: ...

@final
class Chats:
    def __iter__(self) -> Self: ...
    def __next__(self) -> Chat: ...

@final
class Follow:
    def __iter__(self) -> Self: ...
    def __next__(self) -> ChatMessage: ...
    def _step(self) -> ChatMessage | float | None: ...

@final
class ChatMedia:
    __match_args__ = ("name", "data", "format", "kind")
    def __new__(cls, name: str, data: bytes, format: str | None = None, kind: int = 1) -> Self: ...
    @property
    def name(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def format(self) -> str: ...
    @property
    def kind(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class TurboSmsApi:
    def send(
        self,
        message: _TurboSmsMessage,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> TurboSmsResult: ...
    def send_multi(
        self,
        messages: Mapping[str, _TurboSmsMessage],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> dict[str, TurboSmsResult]: ...
    def status(
        self, message_ids: Iterable[str], *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[TurboSmsStatus]: ...
    def details(
        self, message_ids: Iterable[str], *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[TurboSmsDetails]: ...

@final
class Messagio:
    def send(
        self,
        *,
        to: str,
        sender: str,
        text: str | None = None,
        button_text: str | None = None,
        button_url: str | None = None,
        image: str | None = None,
        sending_method: str | None = "viber",
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> MessagioResult: ...

@final
class Preview:
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]: ...

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
class Phone:
    __match_args__ = ("e164", "digits", "country")
    def __new__(cls, e164: str, digits: str, country: str) -> Self: ...
    @property
    def e164(self) -> str: ...
    @property
    def digits(self) -> str: ...
    @property
    def country(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Segments:
    __match_args__ = ("encoding", "units", "parts", "per_part", "remaining", "unicode_characters")
    def __new__(
        cls,
        encoding: _types.EncodingName,
        units: int,
        parts: int,
        per_part: int,
        remaining: int,
        unicode_characters: list[str],
    ) -> Self: ...
    @property
    def encoding(self) -> _types.EncodingName: ...
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
class CascadeMessage(Model):
    __match_args__ = ("id", "to", "sender", "message_type", "text", "ttl", "scheduled", "survey_options", "variables", "viber", "telegram", "check_session", "customer_data", "fallback",)
    def __new__(
        cls,
        *,
        id: str | None = None,
        to: str | None = None,
        sender: str | None = None,
        message_type: str | None = None,
        text: str | None = None,
        ttl: int | None = None,
        scheduled: str | datetime | None = None,
        survey_options: Iterable[str] | None = None,
        variables: Iterable[Variable | dict[str, Any]] | None = None,
        viber: ViberBot | dict[str, Any] | None = None,
        telegram: Telegram | dict[str, Any] | None = None,
        check_session: bool | None = None,
        customer_data: Any = None,
        fallback: CascadeFallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def id(self) -> str | None: ...
    @property
    def to(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def message_type(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def scheduled(self) -> str | None: ...
    @property
    def survey_options(self) -> list[str] | None: ...
    @property
    def variables(self) -> list[Variable | dict[str, Any]] | None: ...
    @property
    def viber(self) -> ViberBot | dict[str, Any] | None: ...
    @property
    def telegram(self) -> Telegram | dict[str, Any] | None: ...
    @property
    def check_session(self) -> bool | None: ...
    @property
    def customer_data(self) -> Any: ...
    @property
    def fallback(self) -> CascadeFallback | dict[str, Any] | None: ...

@final
class CascadeFallback(Model):
    __match_args__ = ("text", "message_type",)
    def __new__(
        cls,
        text: str | None = None,
        message_type: str | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None: ...
    @property
    def message_type(self) -> str | None: ...

@final
class Variable(Model):
    __match_args__ = ("id", "type", "value",)
    def __new__(
        cls,
        id: int | None = None,
        type: str | None = None,
        value: str | None = None,
    ) -> Self: ...
    @property
    def id(self) -> int | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...

@final
class ViberBot(Model):
    __match_args__ = ("receiver", "min_api_version", "type", "sender_name", "sender_avatar", "text", "fallback_text", "ttl", "survey_options", "cards",)
    def __new__(
        cls,
        receiver: str | None = None,
        min_api_version: int | None = None,
        type: str | None = None,
        sender_name: str | None = None,
        sender_avatar: str | None = None,
        text: str | None = None,
        fallback_text: str | None = None,
        ttl: int | None = None,
        survey_options: Iterable[str] | None = None,
        cards: Iterable[Card | dict[str, Any]] | None = None,
    ) -> Self: ...
    @property
    def receiver(self) -> str | None: ...
    @property
    def min_api_version(self) -> int | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def sender_name(self) -> str | None: ...
    @property
    def sender_avatar(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def fallback_text(self) -> str | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def survey_options(self) -> list[str] | None: ...
    @property
    def cards(self) -> list[Card | dict[str, Any]] | None: ...

@final
class Telegram(Model):
    __match_args__ = ("text", "photo_url", "chat_id", "buttons",)
    def __new__(
        cls,
        text: str | None = None,
        photo_url: str | None = None,
        chat_id: int | None = None,
        buttons: Iterable[TelegramButton | dict[str, Any]] | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None: ...
    @property
    def photo_url(self) -> str | None: ...
    @property
    def chat_id(self) -> int | None: ...
    @property
    def buttons(self) -> list[TelegramButton | dict[str, Any]] | None: ...

@final
class TelegramButton(Model):
    __match_args__ = ("text", "action",)
    def __new__(
        cls,
        text: str | None = None,
        action: str | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None: ...
    @property
    def action(self) -> str | None: ...

@final
class TurboSmsMessage(Model):
    __match_args__ = ("recipients", "sender", "text", "start_time", "sequence_id", "sms", "viber",)
    def __new__(
        cls,
        *,
        recipients: Iterable[str] | None = None,
        sender: str | None = None,
        text: str | None = None,
        start_time: str | datetime | None = None,
        sequence_id: str | None = None,
        sms: TurboSms | dict[str, Any] | None = None,
        viber: TurboViber | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def recipients(self) -> list[str] | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def start_time(self) -> str | None: ...
    @property
    def sequence_id(self) -> str | None: ...
    @property
    def sms(self) -> TurboSms | dict[str, Any] | None: ...
    @property
    def viber(self) -> TurboViber | dict[str, Any] | None: ...

@final
class TurboSms(Model):
    __match_args__ = ("sender", "text", "is_flash",)
    def __new__(
        cls,
        sender: str | None = None,
        text: str | None = None,
        is_flash: bool | None = None,
    ) -> Self: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def is_flash(self) -> bool | None: ...

@final
class TurboViber(Model):
    __match_args__ = ("sender", "text", "ttl", "image_url", "caption", "action", "file_id", "count_clicks", "is_transactional", "carousel", "survey",)
    def __new__(
        cls,
        sender: str | None = None,
        text: str | None = None,
        ttl: int | None = None,
        image_url: str | None = None,
        caption: str | None = None,
        action: str | None = None,
        file_id: int | None = None,
        count_clicks: bool | None = None,
        is_transactional: bool | None = None,
        carousel: Iterable[TurboCard | dict[str, Any]] | None = None,
        survey: Iterable[str] | None = None,
    ) -> Self: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def image_url(self) -> str | None: ...
    @property
    def caption(self) -> str | None: ...
    @property
    def action(self) -> str | None: ...
    @property
    def file_id(self) -> int | None: ...
    @property
    def count_clicks(self) -> bool | None: ...
    @property
    def is_transactional(self) -> bool | None: ...
    @property
    def carousel(self) -> list[TurboCard | dict[str, Any]] | None: ...
    @property
    def survey(self) -> list[str] | None: ...

@final
class TurboCard(Model):
    __match_args__ = ("title", "image_url", "button_caption", "button_url", "link_caption", "link_url",)
    def __new__(
        cls,
        title: str | None = None,
        image_url: str | None = None,
        button_caption: str | None = None,
        button_url: str | None = None,
        link_caption: str | None = None,
        link_url: str | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None: ...
    @property
    def image_url(self) -> str | None: ...
    @property
    def button_caption(self) -> str | None: ...
    @property
    def button_url(self) -> str | None: ...
    @property
    def link_caption(self) -> str | None: ...
    @property
    def link_url(self) -> str | None: ...

@final
class NewOperator(Model):
    __match_args__ = ("organization_id", "name",)
    def __new__(
        cls,
        organization_id: int | None = None,
        name: str | None = None,
    ) -> Self: ...
    @property
    def organization_id(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...

@final
class SentMessage(Reply):
    __match_args__ = ("message_id", "status", "outcome", "parts", "customer_message_id", "to", "caller_id", "pattern", "ttl", "code", "reason",)
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
    @property
    def code(self) -> str | None: ...
    @property
    def reason(self) -> str | None: ...

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
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[SentMessage]: ...
    def __iter__(self) -> Iterator[SentMessage]: ...
    def __reversed__(self) -> Iterator[SentMessage]: ...

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

@final
class TurboSmsRecipient(Reply):
    __match_args__ = ("phone", "message_id", "response_code", "response_status", "outcome", "code", "reason",)
    @property
    def phone(self) -> str | None: ...
    @property
    def message_id(self) -> str | None: ...
    @property
    def response_code(self) -> int | None: ...
    @property
    def response_status(self) -> str | None: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def code(self) -> str | None: ...
    @property
    def reason(self) -> str | None: ...

@final
class TurboSmsResult(Reply):
    __match_args__ = ("response_code", "response_status", "recipients", "ok", "warnings",)
    @property
    def response_code(self) -> int | None: ...
    @property
    def response_status(self) -> str | None: ...
    @property
    def recipients(self) -> tuple[TurboSmsRecipient, ...]: ...
    @property
    def ok(self) -> bool: ...
    @property
    def warnings(self) -> list[str]: ...
    def raise_for_outcome(self) -> None: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> TurboSmsRecipient: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[TurboSmsRecipient]: ...
    def __iter__(self) -> Iterator[TurboSmsRecipient]: ...
    def __reversed__(self) -> Iterator[TurboSmsRecipient]: ...

@final
class TurboSmsStatus(Reply):
    __match_args__ = ("message_id", "recipient", "sent", "updated", "status", "type", "rejected_status", "click_time", "response_code", "response_status", "is_final", "is_delivered",)
    @property
    def message_id(self) -> str | None: ...
    @property
    def recipient(self) -> str | None: ...
    @property
    def sent(self) -> str | None: ...
    @property
    def updated(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def rejected_status(self) -> str | None: ...
    @property
    def click_time(self) -> str | None: ...
    @property
    def response_code(self) -> int | None: ...
    @property
    def response_status(self) -> str | None: ...
    @property
    def is_final(self) -> bool: ...
    @property
    def is_delivered(self) -> bool: ...

@final
class TurboSmsChannel(Reply):
    __match_args__ = ("added", "start", "sent", "updated", "sender", "text", "recipient", "message_type", "status", "rejected_status", "price", "segments", "ttl", "caption", "action", "image_url", "file_id", "click_time", "is_final", "is_delivered",)
    @property
    def added(self) -> str | None: ...
    @property
    def start(self) -> str | None: ...
    @property
    def sent(self) -> str | None: ...
    @property
    def updated(self) -> str | None: ...
    @property
    def sender(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def recipient(self) -> str | None: ...
    @property
    def message_type(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def rejected_status(self) -> str | None: ...
    @property
    def price(self) -> Decimal | None: ...
    @property
    def segments(self) -> int | None: ...
    @property
    def ttl(self) -> int | None: ...
    @property
    def caption(self) -> str | None: ...
    @property
    def action(self) -> str | None: ...
    @property
    def image_url(self) -> str | None: ...
    @property
    def file_id(self) -> int | None: ...
    @property
    def click_time(self) -> str | None: ...
    @property
    def is_final(self) -> bool: ...
    @property
    def is_delivered(self) -> bool: ...

@final
class TurboSmsDetails(Reply):
    __match_args__ = ("message_id", "sms", "viber", "response_code", "response_status",)
    @property
    def message_id(self) -> str | None: ...
    @property
    def sms(self) -> TurboSmsChannel | None: ...
    @property
    def viber(self) -> TurboSmsChannel | None: ...
    @property
    def response_code(self) -> int | None: ...
    @property
    def response_status(self) -> str | None: ...

@final
class TurboSmsEvent(Reply):
    __match_args__ = ("id", "signature", "type", "date", "attempt", "data",)
    @property
    def id(self) -> str: ...
    @property
    def signature(self) -> str | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def attempt(self) -> int | None: ...
    @property
    def data(self) -> Any: ...

@final
class MessagioSent(Reply):
    __match_args__ = ("phone", "message_id",)
    @property
    def phone(self) -> str | None: ...
    @property
    def message_id(self) -> str | None: ...

@final
class MessagioResult(Reply):
    __match_args__ = ("code", "tech_message", "messages", "outcome", "xml",)
    @property
    def code(self) -> int: ...
    @property
    def tech_message(self) -> str | None: ...
    @property
    def messages(self) -> tuple[MessagioSent, ...]: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def xml(self) -> str: ...

@final
class Organization(Reply):
    __match_args__ = ("id", "name",)
    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...

@final
class Operator(Reply):
    __match_args__ = ("id", "name", "status", "status_name", "organization",)
    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def status(self) -> int | None: ...
    @property
    def status_name(self) -> str | None: ...
    @property
    def organization(self) -> Organization | None: ...

@final
class TokenInfo(Reply):
    __match_args__ = ("is_valid", "operator_id", "client_id", "expires_at", "error",)
    @property
    def is_valid(self) -> bool: ...
    @property
    def operator_id(self) -> int | None: ...
    @property
    def client_id(self) -> int | None: ...
    @property
    def expires_at(self) -> str | None: ...
    @property
    def error(self) -> str | None: ...

@final
class ChatOperator(Reply):
    __match_args__ = ("id", "name", "photo",)
    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def photo(self) -> str | None: ...

@final
class Chat(Reply):
    __match_args__ = ("id", "theme", "operator", "status", "status_name", "unread_count",)
    @property
    def id(self) -> int | None: ...
    @property
    def theme(self) -> str | None: ...
    @property
    def operator(self) -> ChatOperator | None: ...
    @property
    def status(self) -> int | None: ...
    @property
    def status_name(self) -> str | None: ...
    @property
    def unread_count(self) -> int | None: ...

@final
class ChatMessage(Reply):
    __match_args__ = ("id", "chat_id", "text", "phone", "author", "media",)
    @property
    def id(self) -> str | None: ...
    @property
    def chat_id(self) -> int | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def author(self) -> int | None: ...
    @property
    def media(self) -> Any: ...

@final
class IncomingMessage(Reply):
    __match_args__ = ("id", "alpha_name", "phone", "text", "date",)
    @property
    def id(self) -> str: ...
    @property
    def alpha_name(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...

@final
class DeliveryReport(Reply):
    __match_args__ = ("message_id", "delivery_status", "timestamp", "cost", "is_final", "is_delivered",)
    @property
    def message_id(self) -> str: ...
    @property
    def delivery_status(self) -> str: ...
    @property
    def timestamp(self) -> str | None: ...
    @property
    def cost(self) -> Decimal | None: ...
    @property
    def is_final(self) -> bool: ...
    @property
    def is_delivered(self) -> bool: ...
