# Written by `make gen` from python/stubs/client.pyi.
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from os import PathLike
from typing import Any, final
from typing_extensions import Self

from ._smsbat import (
    BulkProgress,
    BulkReport,
    Chat,
    ChatMedia,
    ChatMessage,
    MessageStatus,
    MessagioResult,
    NewOperator,
    Operator,
    Organization,
    RateLimit,
    RawReply,
    SendResult,
    TokenInfo,
    TurboSmsDetails,
    TurboSmsResult,
    TurboSmsStatus,
    Variable,
    _ApiName,
    _CascadeMessage,
    _Day,
    _Frame,
    _Message,
    _MessageId,
    _Path,
    _Row,
    _Template,
    _TurboSmsMessage,
)

@final
class AsyncClient:
    def __init__(
        self,
        *,
        max_concurrency: int = 32,
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
    ) -> None: ...
    @property
    def messages(self) -> AsyncMessages: ...
    @property
    def cascade(self) -> AsyncCascade: ...
    @property
    def chathub(self) -> AsyncChatHub: ...
    @property
    def turbosms(self) -> AsyncTurboSmsApi: ...
    @property
    def messagio(self) -> AsyncMessagio: ...
    async def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    async def status(
        self, message_id: _MessageId, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus: ...
    async def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus: ...
    async def wait_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> list[MessageStatus]: ...
    async def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        api: _ApiName = "messages",
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawReply: ...
    async def aclose(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_exception: object) -> None: ...

@final
class AsyncMessages:
    async def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    async def send_bulk(
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
    async def status(
        self, message_id: _MessageId, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus: ...
    async def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus: ...
    async def wait_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> list[MessageStatus]: ...

@final
class AsyncCascade:
    async def send(
        self,
        messages: _CascadeMessage | Iterable[_CascadeMessage],
        *,
        telegram_viber_first: bool = False,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult: ...
    async def upload_variables(
        self,
        variables: Variable | dict[str, Any] | Iterable[Variable | dict[str, Any]],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawReply: ...
    async def send_template(
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
class AsyncChatHub:
    async def login(
        self, login: str, password: str, *, timeout: float | None = None, max_retries: int | None = None
    ) -> str: ...
    async def organizations(
        self, *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[Organization]: ...
    async def operators(
        self, organization_id: int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[Operator]: ...
    async def add_operators(
        self,
        operators: NewOperator | dict[str, Any] | Iterable[NewOperator | dict[str, Any]],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> list[Operator]: ...
    async def set_operator_status(
        self, id: int, status: str | int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> None: ...
    async def operator_token(
        self,
        id: int,
        expires_at: str | datetime | None = None,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> str: ...
    async def validate_token(
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
    ) -> AsyncChats: ...
    async def set_chat_status(
        self, id: int, status: str | int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> None: ...
    async def delete_chat(
        self, id: int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> None: ...
    async def chat_messages(
        self, id: int, *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[ChatMessage]: ...
    async def send_chat_message(
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
    ) -> AsyncFollow: ...
    @staticmethod
    def widget_html(token: str) -> str: ...
    @staticmethod
    def visitor_widget_html(guid: str) -> str: ...

@final
class AsyncChats:
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> Chat: ...

@final
class AsyncFollow:
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> ChatMessage: ...

@final
class AsyncTurboSmsApi:
    async def send(
        self,
        message: _TurboSmsMessage,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> TurboSmsResult: ...
    async def send_multi(
        self,
        messages: Mapping[str, _TurboSmsMessage],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> dict[str, TurboSmsResult]: ...
    async def status(
        self, message_ids: Iterable[str], *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[TurboSmsStatus]: ...
    async def details(
        self, message_ids: Iterable[str], *, timeout: float | None = None, max_retries: int | None = None
    ) -> list[TurboSmsDetails]: ...

@final
class AsyncMessagio:
    async def send(
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
