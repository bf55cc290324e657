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
