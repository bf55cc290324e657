# Written by `make gen`: the classes from the core's tables, the rest from python/stubs/client.pyi.
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from typing import Any, Literal, Protocol, SupportsIndex, TypeAlias, TypeVar, final, overload, type_check_only

from typing_extensions import Self, disjoint_base

from . import _types
from ._outcome import Outcome, outcome_property

__version__: str
BULK_OPTIONS: tuple[str, ...]
CHAT_STATUSES: tuple[str, ...]
ERROR_KINDS: tuple[str, ...]
OPERATOR_STATUSES: tuple[str, ...]
OUTCOMES: tuple[str, ...]
READS: tuple[str, ...]
REPORT_COLUMNS: tuple[str, ...]
DELIVERY_COLUMNS: tuple[str, ...]
LARGEST_WEBHOOK: int
SECRETS: tuple[str, ...]
SETTINGS: tuple[str, ...]

def _restore(state: tuple[Any, ...]) -> Any: ...
def cli_main(arguments: list[str]) -> int:
    """Runs the command `smsbat` with these arguments, the program's name first, and gives its exit code."""
def late(result: Any, reads: bool = False) -> BaseException:
    """Makes the error of a call whose value its caller does not get: it was cancelled or interrupted when the answer had
    come. A call that reads has lost nothing.
    """
def flash_call_matches(pattern: str, caller_id: str) -> bool:
    """Returns true if `caller_id`, the number that called, matches the `pattern` of a flash call.

    Each `*` of the pattern stands for exactly one digit. The pattern is compared with the end of the number. One without
    a digit matches no number.

        >>> smsbat.flash_call_matches("***000077", "+380 44 000-00-77")
        True
    """
def error_html(caption: str, outcome: str, rows: list[tuple[str, str]], problems: list[str]) -> str:
    """The table of an error, of what `smsbat/_errors.py` holds."""
def grid_html(caption: str, columns: list[str], rows: list[list[str]]) -> str:
    """Returns texts as an HTML table. The column `to` is masked."""
def tables_html(items: list[Any] | tuple[Any, ...]) -> str | None:
    """Returns the items of a list or tuple as HTML, a table for each class, or `None` if they are not all messages or replies."""
def partition(
    campaign: str, values: Iterable[object], own: bool, client: Client, country: str | None
) -> tuple[list[str | None], list[list[int]]]:
    """For each row of a partition its id, and for each journal of the campaign the positions of its rows. A row whose
    value is empty has no id and is in no journal.
    """
def phone(text: str, country: str | None = None) -> Phone:
    """Parses a phone number by the rules of a client.

    Removes spaces, hyphens, parentheses, invisible characters and a `(0)` after the country code, and also characters
    that spreadsheets add: `'`, `="…"` and `.0`.

        >>> smsbat.phone("+380 (67) 123-45-67").e164
        '+380671234567'
        >>> smsbat.phone("067 123-45-67", country="380").e164
        '+380671234567'

    Args:
        text: The number. Without `country` it must be in international form: `+` or `00`, the country code and the
            number.
        country: Country code of national numbers, such as `380`.

    Returns:
        A `Phone`: `e164`, `digits`, `country`.

    Raises:
        ValidationError: The text is not a phone number, or the country code does not exist. The error does not
            repeat the number.
    """
def preview(message: Model | dict[str, Any]) -> Preview:
    """Returns a preview of a message, channel by channel, as its recipient will see it. Sends and checks nothing. The
    recipient's number is masked.

        >>> print(smsbat.preview(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")))
        SMS from MyShop to 380…67
          | Hello
          (GSM-7, 1 part, 155 left)

    Args:
        message: A message of any API, or a dict in wire form.

    Raises:
        TypeError: The argument is neither.
    """
def segments(text: str) -> Segments:
    r"""Counts the SMS parts of a text.

    An extension character (`^ { } \ [ ] ~ | €`, form feed) takes two septets in GSM-7. A single character outside the
    alphabet makes the whole text UCS-2, counted in UTF-16 code units.

        >>> smsbat.segments("Hello").parts
        1
    """
def webhook_parse(body: _Body) -> Any: ...
def webhook_record(journal: _Path, bodies: list[_Body]) -> list[Any]:
    """Keeps the reports among some bodies beside a journal; one body is a list of one."""
def webhook_parse_turbosms(body: _Body) -> TurboSmsEvent: ...
def webhook_verify_turbosms(body: _Body, secret: str) -> bool: ...

@final
class BoundCall:
    """A function and its arguments, which nothing shows. Tools print the local variables of a traceback and what these
    refer to, so no frame may hold a password while its call runs.
    """
    def __new__(cls, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Self: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@final
class Cancellable:
    """Calls a function, whose calls of the core another thread can end: what `smsbat.AsyncClient` hands to its workers."""
    def __new__(cls) -> Self: ...
    def cancel(self) -> None:
        """Ends the call of the core that is under way, within 50 ms, and every later one of the same function. A campaign
        ends in order; a second time cuts off what is under way.
        """
    def __call__(self, function: Callable[..., _T], /, *args: Any, **kwargs: Any) -> _T: ...

_T = TypeVar("_T")
_Body: TypeAlias = bytes | bytearray | memoryview | str

@disjoint_base
class Model:
    """Base of messages and parts: immutable, compared by value, picklable."""
    def to_dict(self) -> dict[str, Any]:
        """Returns the JSON that is sent as a dict, except for an id that is made at send time."""
    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str] | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@disjoint_base
class Reply:
    """Base of replies: immutable, compared by value, picklable."""
    @property
    def raw(self) -> str | None:
        """The exact JSON text from the provider; `None` for a row that is not in the response, and for a body that is not
        JSON.
        """
    def to_dict(self) -> Any:
        """Returns the parsed JSON text, or the attributes if there is none."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

_Message: TypeAlias = _types.Message
_Template: TypeAlias = _types.MessageObject
_Row: TypeAlias = _types.Row
_ApiName: TypeAlias = _types.ApiName
_MethodName: TypeAlias = _types.MethodName
_ChatStatus: TypeAlias = _types.ChatStatusName | int
_OperatorStatus: TypeAlias = _types.OperatorStatusName | int
_CascadeType: TypeAlias = _types.CascadeTypeName
_ChatEvent: TypeAlias = _types.ChatEvent
_HubTransport: TypeAlias = _types.HubTransportName
_HubState: TypeAlias = _types.HubStateName

@type_check_only
class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Frame: TypeAlias = _ArrowStream

# `None`, because a row that was not accepted has it in place of an id. It is refused with that reason.
_MessageId: TypeAlias = (
    str | SentMessage | SendResult | MessageStatus | DeliveryReport | dict[str, Any] | None
)
_CascadeMessage: TypeAlias = CascadeMessage | dict[str, Any]
_TurboSmsMessage: TypeAlias = TurboSmsMessage | dict[str, Any]
_Path: TypeAlias = str | PathLike[str]
_Day: TypeAlias = str | date

@final
class Client:
    r"""A client of the SMSBAT APIs. Threads can share it. A forked child gets its own connections.

        >>> with smsbat.Client(api_key="…") as client:
        ...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
        >>> result.ok
        True

    A setting that is not given comes from the environment (`SMSBAT_API_KEY` and so on), then from the profile, then
    from its default.

    Args:
        api_key: Key of the account, created in the dashboard. Sent as `X-Authorization-Key`.
        username: Login of the dashboard, for HTTP Basic authentication; requires `password`.
        password: Password of the dashboard, for HTTP Basic authentication; requires `username`.
        company_token: Company token of ChatHub.
        viber_bot_token: Token of a Viber bot, for Cascade.
        telegram_bot_key: Key of a Telegram bot, for Cascade.
        messagio_user: User of the Messagio-compatible API.
        messagio_sign: Signature of the Messagio-compatible API.
        base_url: URL of the SMSBAT, Cascade, TurboSMS and Messagio APIs. Default: `https://restapi.smsbat.com`.
        chathub_url: URL of the ChatHub API. If it is not set and `base_url` is a loopback address, `base_url`
            applies. Default: `https://chatapi.smsbat.com`.
        timeout: Time limit of a whole call in seconds, including all attempts and the waits between them.
            Default: 30.
        connect_timeout: Time limit for opening one connection, in seconds: DNS, TCP, proxy, TLS. Default: 5.
        max_retries: Maximum number of retries after the first attempt. Default: 2.
        proxy: URL of an HTTP proxy. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY covers the host.
        ca_bundle: PEM file with certificates to trust in addition to the system's. Default: REQUESTS_CA_BUNDLE
            or CURL_CA_BUNDLE.
        profile: Table of the file ~/.config/smsbat/config.toml, on Windows %APPDATA%\smsbat\config.toml, from
            which settings are read.
        api_key_as_password: Send the key as the password of HTTP Basic authentication, with `@` as the user
            name. Default: False.
        max_reply_size: Largest response body in bytes, 1 or more, after decompression. A response of any size
            may have at most 100,000 rows and values. Default: 67108864.
        country: Country code of national numbers. With `380`, `0671234567` means +380671234567. Without it,
            they are refused.
        check_phones: Refuse numbers with an unknown country code or a wrong length. With `False`, only E.164's
            7 to 15 digits are checked. Default: True.
        max_parts_per_message: Maximum number of parts of one SMS; a longer text is refused. `None` means 255,
            the maximum of the standard. Default: 10.
        rate_limit: Client-side rate limit; `None` turns it off. Default: the provider's limits.
        on_attempt: Called with an `Attempt` after each attempt of a call, for metrics and traces, on the thread that
            makes it; in a campaign on several at once. An `Exception` in it is reported as unraisable and changes
            nothing; any other, such as KeyboardInterrupt or SystemExit, stops the call on the main thread.

    Raises:
        ConfigurationError: Settings contradict each other or cannot be used.
    """
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
        on_attempt: Callable[[Attempt], object] | None = ...,
    ) -> Self: ...
    @property
    def messages(self) -> Messages:
        """The SMSBAT API: sends messages and gets their delivery statuses."""
    @property
    def cascade(self) -> Cascade:
        """The Cascade API: one message that tries several channels in order."""
    @property
    def chathub(self) -> ChatHub:
        """The ChatHub API: operators, chats and chat messages."""
    @property
    def turbosms(self) -> TurboSmsApi:
        """The TurboSMS-compatible API."""
    @property
    def messagio(self) -> Messagio:
        """The Messagio-compatible API."""
    def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        journal: _Path | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult:
        """Sends one message, or up to 5,000 in one request. Short for `client.messages.send`; see there for details."""
    def status(
        self, message_id: _MessageId, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus:
        """Returns the delivery status of a message. Short for `client.messages.status`; see there for details."""
    def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus:
        """Waits until a status is final or the time is up. Short for `client.messages.wait`; see there for details."""
    def wait_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> list[MessageStatus]:
        """Waits until all statuses are final or the time is up. Short for `client.messages.wait_all`; see there for
        details.
        """
    def request(
        self,
        method: _MethodName,
        path: str,
        json: Any = None,
        api: _ApiName = "messages",
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawReply:
        """Sends a request for which this library has no method, with the credentials of `api`.

            >>> reply = client.request("GET", f"/bat/message/{message_id}")
            >>> reply.status_code, reply.json["messageId"] == message_id
            (200, True)

        Args:
            method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. After a failure that leaves the outcome unknown, only a
                `GET` is retried.
            path: Path and query, beginning with `/`.
            json: Request body, of plain Python types.
            api: The API whose URL and credentials are used: `messages`, `cascade`, `chathub`, `turbosms` or `messagio`.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A `RawReply`: `status_code`, `json`, `text`, `request_id`.

        Raises:
            ValidationError: The method, path or body cannot be sent. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def close(self) -> None:
        """Closes the client: stops running calls and refuses new ones. A send that is stopped may have the outcome
        `unknown`.
        """
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@final
class Messages:
    """The SMSBAT API of a client: sends messages and gets their delivery statuses."""
    def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        journal: _Path | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult:
        """Sends one message, or up to 5,000 in one request.

        The call succeeds even if some messages were refused: check `ok` or the `outcome` of each row.

            >>> result = client.messages.send(
            ...     smsbat.Sms(to="+380671234567", sender="MyShop", text="Your order is on its way")
            ... )
            >>> [(row.to, row.outcome.value) for row in result.messages]
            [('+380671234567', 'accepted')]

        Args:
            messages: Messages to send. A message, a dict in wire form, which is sent unchanged, or an iterable of
                these.
            journal: File that makes the send safe to run again; it is created if it does not exist. A message that
                it knows as accepted or under way is not sent: its row has the old id, and `resumed` is true. A
                message is known by its `customer_message_id`; without one by its recipient and content.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `SendResult` with a `SentMessage` for each message, in the same order. Pass its `message_id` to
            `status` or `wait`.

        Raises:
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def status(
        self,
        message_id: _MessageId,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> MessageStatus:
        """Returns the delivery status of a message.

            >>> status = client.messages.status(message_id)
            >>> status.delivery_status, status.is_final, status.cost
            ('delivered', True, Decimal('0.310'))

        Args:
            message_id: Message id from a send. An id, a row of a send (`SentMessage`), or the `SendResult` of a
                single message.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A `MessageStatus`.

        Raises:
            NotFoundError: The provider does not know the id. A new id may take some seconds to appear.
            ValidationError: The message has no id because it was not accepted, or the result has several messages.
                No request was made.
            SmsbatError: Every other failure.
        """
    def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus:
        """Polls the status of a message until it is final or the time is up, and returns the last one.

        The first request is made at once. An unknown id is tolerated for 30 seconds.

            >>> status = client.messages.wait(result, timeout=60)
            >>> status.is_delivered
            True

        Args:
            message_id: Message id from a send. An id, a row of a send (`SentMessage`), or the `SendResult` of a
                single message.
            timeout: Seconds after which the last status is returned even if it is not final; check `is_final`.
            interval: Seconds between the first two requests, at least 1. The interval grows to at most twice this
                value.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            The last `MessageStatus`. Reaching the timeout is not an error.

        Raises:
            NotFoundError: The provider still does not know the id after 30 seconds.
            ValidationError: The message has no id because it was not accepted, or the result has several messages.
                No request was made.
            SmsbatError: Every other failure.
        """
    def wait_all(
        self,
        messages: _MessageId | Iterable[_MessageId],
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> list[MessageStatus]:
        """Polls the statuses of many messages until all are final or the time is up, and returns the last of each.

        Polls in rounds, at most once a second for each message, within the client's rate limit for reads. An
        unknown id is tolerated for 30 seconds.

            >>> statuses = client.messages.wait_all(row for row in result if row.message_id)
            >>> [status.delivery_status for status in statuses]
            ['delivered']

        Args:
            messages: Message ids from sends. Ids, rows of sends (`SentMessage`), rows of a report, or a
                `SendResult`.
            timeout: Seconds after which the last statuses are returned even if they are not final; check
                `is_final`.
            interval: Seconds between the first two rounds, at least 1. The interval grows to at most twice this
                value.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A `MessageStatus` for each message, in the same order. If no status arrived in time, or the provider
            does not know the id, its `delivery_status` is `'unknown'`, which is not final.

        Raises:
            ValidationError: Some messages have no id because they were not accepted; `problems` names each. No
                request was made.
            NotFoundError: The provider knows none of the ids after 30 seconds.
            SmsbatError: Every other failure.
        """
    @overload
    def send_bulk(
        self,
        source: _Path | Iterable[_Row] | _Frame,
        *,
        sender: str | None = None,
        country: str | None = None,
        template: str | _Template | None = None,
        columns: dict[str, str] | None = None,
        encoding: str | None = None,
        journal: _Path | None = None,
        chunk_size: int | None = None,
        chunk_bytes: int | None = None,
        connections: int | None = None,
        ordered: bool = False,
        allow_duplicates: bool = False,
        max_messages: int | None = None,
        max_parts: int | None = None,
        max_parts_per_message: int | None = ...,
        allow_list: Iterable[str | int | Phone] | None = None,
        stop_list: _Path | Iterable[str | int | Phone] | None = None,
        quiet_hours: str | None = None,
        resend_unknown: bool = False,
        dry_run: Literal[False] = False,
        max_failures: int | None = None,
        progress: Callable[[BulkProgress], object] | bool | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> BulkReport:
        """Sends any number of messages, in chunks, over several connections, and reports the outcome of each row.

        The source is read as it is sent and never held as a whole. A row that breaks a rule or a limit is reported
        as `not_sent` and does not stop the rest. A request whose outcome is unknown is not sent again.

        With a `journal`, a run that ended before its time (an exception, Ctrl-C, a crash, a power cut) goes on where
        it stopped when the same call is made again: rows that were accepted are skipped, rows that may have been
        sent are reported as `unknown`. A journal belongs to one campaign: the same sender, template, columns and
        address. Rows are known by their `customer_message_id`, else by their content, and by their recipient: whoever was
        sent a message gets no other one, whatever its text is. It is an SQLite file; its view `report` has every row. Open it with `mode=ro` while a campaign runs in the same process.

        Ctrl-C ends the run once the requests under way are answered; a second one cuts them off.

            >>> rows = [{"phone": "+380671234567", "name": "Ada"}, {"phone": "12", "name": "Bob"}]
            >>> report = client.messages.send_bulk(
            ...     rows, sender="MyShop", template="Hi {name}", columns={"to": "phone"}, journal="campaign.db"
            ... )
            >>> report
            BulkReport(total=2, accepted=1, rejected=0, not_sent=1, unknown=0)
            >>> [(row["index"], row["reason"]) for row in report if row["outcome"] != "accepted"]
            [(1, "to has no '+' and may be a national number: write it with '+' and the country code, such as +380671234567, or set country, such as 380")]

        Args:
            source: Messages, dicts, or anything that yields them; a path to a CSV or JSON Lines file; a data frame
                (pandas, polars, pyarrow, DuckDB: anything with `__arrow_c_stream__`). Rows of `sqlite3.Row`, named
                tuples and dataclasses are taken like dicts. Columns and keys have the names of a message's
                arguments, `to` and `text` above all; `type` names another class than `Sms`. A dict with `from` or
                `recipient` is a message in the form of the API and goes out as given; in a file or a frame, `columns` has
                to say what such a column is. A number that may have lost
                digits, such as a float32 as a phone number, is refused.
            sender: Sender of rows that name none.
            country: Country code of national numbers, such as `380`. Default: that of the client.
            template: Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace. Or a
                message with such texts: what it sets holds for every row. Its recipient is left out, or names a
                column.
            columns: Names of columns that differ from the argument's, as `to=phone, text=body`. A dict: `{"to":
                "phone"}`.
            encoding: Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.
            journal: File that makes the campaign resumable; it is made if it is not there.
            chunk_size: Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.
                Default: 1000.
            chunk_bytes: Bytes of the largest request body, 4096 to 67108864. Default: 4194304.
            connections: Requests under way at once, 1 to 64. Default: 8.
            ordered: Has no effect: a report always has the order of the source. Default: False.
            allow_duplicates: Send to a recipient more than once. Default: False.
            max_messages: Most messages of the campaign; rows beyond it are not sent.
            max_parts: Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
            max_parts_per_message: Most parts of one SMS, `None` for 255. Default: that of the client.
            allow_list: Recipients that may be sent to, with commas between them; all other rows are not sent. Or an
                iterable of phones, as text, integers or `smsbat.Phone`.
            stop_list: File of recipients that get no messages, one phone on each line. Or an iterable of phones, as
                text, integers or `smsbat.Phone`.
            quiet_hours: Hours in which it waits: `21:00-08:00 Europe/Kyiv`; without a zone, those of each
                recipient.
            resend_unknown: Send again what may have been sent before, at the risk of sending it twice. Default:
                False.
            dry_run: Send nothing, and return what would be sent. A journal is only read. Default: False.
            max_failures: Requests that fail one after another before the run is stopped. Default: 10.
            progress: Called about ten times a second with a `BulkProgress`, on this thread; `True` shows a bar.
            timeout: Seconds for one request with all attempts. Default: that of the client.
            max_retries: Maximum number of retries of one request. Default: that of the client.

        Returns:
            A `BulkReport`: the sums, and when it is iterated a dict for each row. With `dry_run`, a `BulkPlan`.

        Raises:
            ConfigurationError: No credentials, or a journal of another campaign or in use (then `retryable`). This call
                sent nothing. A journal that is gone, empty, damaged or replaced has the outcome `unknown`, because
                earlier runs have sent.
            ValidationError: An option or the header of the source breaks a rule. Nothing was sent.
            SmsbatError: The run ended early: credentials refused, too many failures, Ctrl-C. `report` says what
                became of the rows up to there.
        """
    @overload
    def send_bulk(
        self,
        source: _Path | Iterable[_Row] | _Frame,
        *,
        sender: str | None = None,
        country: str | None = None,
        template: str | _Template | None = None,
        columns: dict[str, str] | None = None,
        encoding: str | None = None,
        journal: _Path | None = None,
        chunk_size: int | None = None,
        chunk_bytes: int | None = None,
        connections: int | None = None,
        ordered: bool = False,
        allow_duplicates: bool = False,
        max_messages: int | None = None,
        max_parts: int | None = None,
        max_parts_per_message: int | None = ...,
        allow_list: Iterable[str | int | Phone] | None = None,
        stop_list: _Path | Iterable[str | int | Phone] | None = None,
        quiet_hours: str | None = None,
        resend_unknown: bool = False,
        dry_run: Literal[True],
        max_failures: int | None = None,
        progress: Callable[[BulkProgress], object] | bool | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> BulkPlan: ...
    @overload
    def send_bulk(
        self,
        source: _Path | Iterable[_Row] | _Frame,
        *,
        sender: str | None = None,
        country: str | None = None,
        template: str | _Template | None = None,
        columns: dict[str, str] | None = None,
        encoding: str | None = None,
        journal: _Path | None = None,
        chunk_size: int | None = None,
        chunk_bytes: int | None = None,
        connections: int | None = None,
        ordered: bool = False,
        allow_duplicates: bool = False,
        max_messages: int | None = None,
        max_parts: int | None = None,
        max_parts_per_message: int | None = ...,
        allow_list: Iterable[str | int | Phone] | None = None,
        stop_list: _Path | Iterable[str | int | Phone] | None = None,
        quiet_hours: str | None = None,
        resend_unknown: bool = False,
        dry_run: bool,
        max_failures: int | None = None,
        progress: Callable[[BulkProgress], object] | bool | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> BulkReport | BulkPlan: ...
    def track(
        self,
        messages: BulkReport | _MessageId | Iterable[_MessageId] = None,
        *,
        journal: _Path | None = None,
        timeout: float = 600.0,
        progress: Callable[[TrackProgress], object] | bool | None = None,
        max_retries: int | None = None,
    ) -> DeliverySummary:
        """Asks for the statuses of messages until all are final or the time is up, and says who was reached and at what cost.

        What the journal has of earlier calls and of `smsbat.webhooks.record` is read first, and again while it asks; only
        the rest is asked for: each message at growing intervals, under the client's rate limit of reads. Statuses are kept
        beside the journal, so a call that ended early goes on where it stopped. A campaign that still runs is not disturbed.
        The newest status of a message holds; a final one never goes back to one that is not.

            >>> summary = client.messages.track(result)
            >>> print(summary.delivered + summary.read, "of", summary.total, "reached, for", summary.cost)
            1 of 1 reached, for 0.310

        Args:
            messages: The `BulkReport` of a campaign, whose journal is used if it has one; or ids of messages: any iterable of
                them, of rows of sends, or a result. Default: the messages of `journal`.
            journal: Journal of the campaign, beside which statuses are kept.
            timeout: Seconds until it gives up on statuses that are not final; 0 makes no request.
            progress: Called about ten times a second with a `TrackProgress`, on this thread; `True` shows a bar.
            max_retries: Maximum number of retries of one request. Default: that of the client.

        Returns:
            A `DeliverySummary`. A time that is up is no error.

        Raises:
            ConfigurationError: No credentials, or a journal that is not there, cannot be read or is of a later version.
            ValidationError: Neither messages nor a journal, or a message that was not accepted and has no id.
            SmsbatError: Credentials refused, or no status is known and none was received in time. What was
                found before is kept.
        """
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
    """A wait whose pauses are the caller's."""
    def _step(self) -> MessageStatus | float: ...

@final
class WaitingAll:
    """A wait for many messages whose pauses are the caller's."""
    def _step(self) -> list[MessageStatus] | float: ...

@final
class Attempt:
    """One attempt of a call, for `Client(on_attempt=…)`. Contains no key and no personal value."""
    @property
    def operation(self) -> str:
        """Name of the operation, such as `messages.send`."""
    @property
    def attempt(self) -> int:
        """Number of the attempt: 1, then 2 for the first retry. A renewed token of ChatHub starts again at 1."""
    @property
    def result(self) -> str:
        """`ok`, or the kind of the error, such as `timeout`."""
    @property
    def status_code(self) -> int | None:
        """HTTP status; `None` if no response arrived."""
    @outcome_property
    def outcome(self) -> Outcome:
        """Outcome of this attempt: `accepted` if the provider answered the request. Each row of the reply has its own."""
    @property
    def duration(self) -> float:
        """Seconds from the start of the attempt to the end of its response, including a wait for the rate limit."""
    @property
    def request_id(self) -> str | None:
        """The provider's id of the request."""
    @property
    def retry_in(self) -> float | None:
        """Seconds before the next attempt; `None` if there is none."""
    @property
    def api(self) -> _ApiName:
        """The API that was called: `messages`, `cascade`, `chathub`, `turbosms` or `messagio`."""

@final
class BulkProgress:
    """Counts of a run so far."""
    @property
    def read(self) -> int:
        """Rows read from the source."""
    @property
    def settled(self) -> int:
        """Rows with an outcome: the four that follow."""
    @property
    def accepted(self) -> int:
        """Rows that the provider accepted."""
    @property
    def rejected(self) -> int:
        """Rows that the provider refused."""
    @property
    def not_sent(self) -> int:
        """Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole."""
    @property
    def unknown(self) -> int:
        """Rows that may or may not have been sent."""
    @property
    def resumed(self) -> int:
        """Of all these, rows whose outcome an earlier run wrote into the journal."""
    @property
    def skipped(self) -> int:
        """Blank rows of a file. They are skipped and are in no other count."""
    @property
    def parts(self) -> int:
        """SMS parts of the rows accepted in this run."""
    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
    @property
    def rate(self) -> float:
        """Rows settled in this run for each second of it."""
    @property
    def fraction(self) -> float | None:
        """How much of the source is read, from 0 to 1; `None` if it has no length."""
    @property
    def waiting_until(self) -> datetime | None:
        """End of the quiet hours that the run waits for; `None` while it does not wait."""
    @property
    def time_left(self) -> float | None:
        """Seconds left at this pace; `None` if the source has no length."""

@final
class BulkPlan:
    """Plan of a campaign: what a run with the same rows and options would send. `send_bulk(…, dry_run=True)` returns it.

    A notebook shows the counts, the first three messages and the refused rows.

        >>> plan = client.messages.send_bulk(
        ...     [{"to": "+380671234567", "text": "Hello"}, {"to": "12", "text": "Hello"}], sender="MyShop", dry_run=True
        ... )
        >>> plan
        BulkPlan(total=2, valid=1, invalid=1, skipped=0, resumed=0, parts=1)
        >>> plan.cost("0.45")
        Decimal('0.45')
        >>> [(row["index"], row["rule"]) for row in plan.problems]
        [(1, 'phone')]
    """
    @property
    def total(self) -> int:
        """Rows of the source: valid, invalid and resumed ones."""
    @property
    def valid(self) -> int:
        """Rows that would be sent."""
    @property
    def invalid(self) -> int:
        """Rows that would not be sent, each with a rule and a reason in `problems`."""
    @property
    def skipped(self) -> int:
        """Blank rows of a file. They are skipped and are in no other count."""
    @property
    def resumed(self) -> int:
        """Rows that keep the outcome an earlier run wrote into the journal, and would not be sent again."""
    @property
    def parts(self) -> int:
        """SMS parts of the valid rows, counted from their texts. A message of another channel counts with the SMS that
        it falls back to.
        """
    @property
    def encodings(self) -> dict[str, int]:
        """Encodings of those texts, `"GSM-7"` and `"UCS-2"`, each with the number of its messages."""
    @property
    def problems(self) -> list[_types.BulkProblem]:
        """Rows that would not be sent, as dicts in the order of the source: `index`, `line` (of a file), `to`, `rule`,
        `reason`.
        """
    @property
    def previews(self) -> list[Preview]:
        """The first three messages that would be sent, as `smsbat.Preview`."""
    def cost(self, price_per_part: Decimal | str | int) -> Decimal:
        """Returns the price of all parts as an exact `Decimal`: `parts` times the price of one.

        Args:
            price_per_part: Price of one SMS part, as `Decimal`, text or an integer.

        Raises:
            ValidationError: The price is not a decimal number of at most 18 digits.
            TypeError: It is a float, which is not exact, or something else.
        """
    def _repr_html_(self) -> str: ...

@final
class BulkReport:
    """Report of a campaign: counts, and the outcome of each row.

    `len()` is the number of rows. Iterating gives each row as a dict, in the order of the source: `index` (position in
    the source, from 0), `line` (of a file, from 1), `to`, `outcome`, `code` (the provider's), `reason`, `rule` (that kept
    it from being sent), `message_id`, `status`, `parts` and `customer_message_id`; `None` for what a row does not have.
    Rows are kept in a temporary file until they are asked for.
    """
    @property
    def total(self) -> int:
        """Rows of the source that have an outcome."""
    @property
    def accepted(self) -> int:
        """Rows that the provider accepted, in this run or an earlier one (from the journal)."""
    @property
    def rejected(self) -> int:
        """Rows that the provider refused."""
    @property
    def not_sent(self) -> int:
        """Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole."""
    @property
    def unknown(self) -> int:
        """Rows that may or may not have been sent. With a journal they are not sent again unless asked for."""
    @property
    def resumed(self) -> int:
        """Of all these, rows whose outcome an earlier run wrote into the journal."""
    @property
    def skipped(self) -> int:
        """Blank rows of a file. They are skipped and are in no other count."""
    @property
    def parts(self) -> int:
        """SMS parts of the rows accepted in this run."""
    @property
    def elapsed(self) -> float:
        """Seconds the run took."""
    @property
    def ok(self) -> bool:
        """True if every row was accepted."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_types.BulkRow]: ...
    def to_dict(self) -> _types.BulkSums:
        """The sums as a dict."""
    def to_dicts(self) -> list[_types.BulkRow]:
        """All rows as a list of dicts."""
    def to_columns(self, columns: Iterable[str] | None = None) -> dict[str, list[Any]]:
        """All rows as a dict of columns, which every data frame takes: `pandas.DataFrame(report.to_columns())`.

        Args:
            columns: Names of those that are wanted, such as `["outcome"]`, in any order. The fewer they are, the less
                memory and time it takes. Default: all.

        Raises:
            ValidationError: `columns` has a name that no column has.
        """
    def to_csv(self, path: _Path) -> None:
        """Writes all rows into a CSV file that only its owner may read, and never over the campaign's source, stop list or
        journal. A file of that name is replaced by the whole report or, if that fails (`OSError`), left as it is. Rows
        that could be written are kept in a file beside it then, which the error names with their number; the report
        still has all rows and can be written elsewhere.
        """
    def to_json(self, path: _Path) -> None:
        """Writes the sums and all rows into a JSON file, as `to_csv` does."""
    def plot(self, ax: Any = None) -> Any:
        """Draws the sums as bars, for notebooks; needs matplotlib. Returns its axes."""
    def _repr_html_(self) -> str: ...

@final
class TrackProgress:
    """Progress of a tracking."""
    @property
    def total(self) -> int:
        """Messages that were or may have been sent."""
    @property
    def delivered(self) -> int:
        """Messages that reached the recipient and are not known to be read."""
    @property
    def read(self) -> int:
        """Messages that were read."""
    @property
    def undeliverable(self) -> int:
        """Messages that cannot be delivered."""
    @property
    def expired(self) -> int:
        """Messages whose time was up."""
    @property
    def pending(self) -> int:
        """Messages that are under way."""
    @property
    def unknown(self) -> int:
        """Messages of which nothing is known: they may or may not have been sent, or no status was received."""
    @property
    def settled(self) -> int:
        """Messages whose status is final."""
    @property
    def requests(self) -> int:
        """Requests made for statuses."""
    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
    @property
    def fraction(self) -> float:
        """Part of the messages whose status is final, from 0 to 1."""

@final
class DeliveryCounts:
    """Counts of messages by their delivery: `delivered`, `read`, `undeliverable`, `expired`, `pending` and `unknown` add up to
    `total`.
    """
    @property
    def total(self) -> int:
        """Messages that were or may have been sent."""
    @property
    def delivered(self) -> int:
        """Messages that reached the recipient and are not known to be read."""
    @property
    def read(self) -> int:
        """Messages that were read."""
    @property
    def undeliverable(self) -> int:
        """Messages that cannot be delivered."""
    @property
    def expired(self) -> int:
        """Messages whose time was up."""
    @property
    def pending(self) -> int:
        """Messages that are under way."""
    @property
    def unknown(self) -> int:
        """Messages of which nothing is known: they may or may not have been sent, or no status was received."""
    @property
    def cost(self) -> Decimal:
        """Price of all of them, exact; `NaN` if a price has more than 1,000 digits."""

@final
class DeliverySummary:
    """Delivery of the messages of a campaign: counts, cost, and the last status of each.

    `len()` is the number of messages. Iterating gives each as a dict, in the order of the campaign: `index`, `to`,
    `message_id`, `customer_message_id`, `delivery_status` (the provider's word), `delivery` (what it means), `is_final`,
    `status_at` (UTC), `cost`, `channel` and `source` (`track` or `webhook`); `None` for what is not known.
    """
    @property
    def total(self) -> int:
        """Messages that were or may have been sent."""
    @property
    def delivered(self) -> int:
        """Messages that reached the recipient and are not known to be read."""
    @property
    def read(self) -> int:
        """Messages that were read."""
    @property
    def undeliverable(self) -> int:
        """Messages that cannot be delivered."""
    @property
    def expired(self) -> int:
        """Messages whose time was up."""
    @property
    def pending(self) -> int:
        """Messages that are under way."""
    @property
    def unknown(self) -> int:
        """Messages of which nothing is known: they may or may not have been sent, or no status was received."""
    @property
    def cost(self) -> Decimal:
        """Price of all messages whose price is known, exact; the currency is that of the account. `NaN` if a price has more
        than 1,000 digits.
        """
    @property
    def by_channel(self) -> dict[str, DeliveryCounts]:
        """A `DeliveryCounts` for each channel by its name, the largest first; `unknown` if nothing says which one it was."""
    @property
    def requests(self) -> int:
        """Requests that were made for statuses."""
    @property
    def elapsed(self) -> float:
        """Seconds that the tracking took."""
    @property
    def is_final(self) -> bool:
        """True if every status is final."""
    def __len__(self) -> int: ...
    def __getitem__(self, position: int, /) -> _types.DeliveryRow: ...
    def __iter__(self) -> Iterator[_types.DeliveryRow]: ...
    def to_dict(self) -> dict[str, Any]:
        """The counts as a dict."""
    def to_dicts(self) -> list[_types.DeliveryRow]:
        """All rows as a list of dicts."""
    def to_columns(
        self,
        report: BulkReport | None = None,
        columns: Iterable[str] | None = None,
    ) -> dict[str, list[Any]]:
        """All rows as a dict of columns, which every data frame takes: `pandas.DataFrame(summary.to_columns())`.

        With the report of the campaign, all rows of the report with its columns and those of the delivery; `None` for
        messages that were not accepted.

        Args:
            report: `BulkReport` of the campaign. Default: the tracked messages alone.
            columns: Names of those that are wanted, such as `["to", "delivery"]`, in any order. Default: all.

        Raises:
            ValidationError: `columns` has a name that no column has.
        """
    def to_csv(self, path: _Path) -> None:
        """Writes all rows into a CSV file that only its owner may read. An earlier file of a summary is replaced by
        the whole file or, if that fails (`OSError`), left as it is. Any other file stays as it is: the journal or
        report that was tracked, the source or stop list of its campaign, and whatever else is there.
        """
    def to_json(self, path: _Path) -> None:
        """Writes the counts and all rows into a JSON file, as `to_csv` does."""
    def plot(self, ax: Any = None) -> Any:
        """Draws the delivery as a funnel, for notebooks; needs matplotlib. Returns its axes."""
    def plot_over_time(self, ax: Any = None) -> Any:
        """Draws how many messages had been delivered, read or had failed by when, for notebooks; needs matplotlib. Returns
        its axes.
        """
    def _repr_html_(self) -> str: ...

@final
class Cascade:
    """The Cascade API of a client: one message that tries several channels in order."""
    def send(
        self,
        messages: _CascadeMessage | Iterable[_CascadeMessage],
        *,
        telegram_viber_first: bool = False,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult:
        """Sends one message, or up to 5,000 in one request; 100 to 1,000 are advised. Each message tries channels in
        order until one works.

        The provider returns no status: a row with an id counts as accepted. The call succeeds even if some messages
        were refused.

            >>> result = client.cascade.send(
            ...     smsbat.CascadeMessage(
            ...         to="+380671234567",
            ...         sender="MyShop",
            ...         text="Your order is on its way",
            ...         message_type="transaction",
            ...     )
            ... )
            >>> result.ok
            True

        Args:
            messages: Messages to send. A `CascadeMessage`, a dict in wire form, which is sent unchanged, or an
                iterable of these.
            telegram_viber_first: Try Telegram and Viber before the other channels.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `SendResult` with a `SentMessage` for each message, in the same order.

        Raises:
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def upload_variables(
        self,
        variables: Variable | dict[str, Any] | Iterable[Variable | dict[str, Any]],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawReply:
        """Uploads values for placeholders `%type=id%` in the texts of later messages. Uploading an id again replaces
        its value.

            >>> link = smsbat.Variable(id=7, type="short_url", value="https://shop.example.org/orders/5512")
            >>> client.cascade.upload_variables(link).status_code
            200

        Args:
            variables: Values, up to 5,000. A `Variable`, a dict in wire form, which is sent unchanged, or an
                iterable of these.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A `RawReply`.

        Raises:
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def send_template(
        self,
        template: str,
        rows: Iterable[Mapping[str, Any]],
        *,
        sender: str,
        message_type: _CascadeType = 'transaction',
        ttl: int | None = None,
        scheduled: str | datetime | None = None,
        telegram_viber_first: bool = False,
        variable_ids: tuple[int, int] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult:
        """Sends one text to many recipients, filled with the values of each row.

        URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent
        in requests of 500. The result has one row for each, in the same order. If a later request fails, its rows
        have that error's outcome, the rows after it are `not_sent`, and a warning names the error. Two processes
        that send `short_url` values on one account may pick the same ids: give each its own range with
        `variable_ids`.

            >>> result = client.cascade.send_template(
            ...     "Hi {name}, your order is on its way: {link:short_url}",
            ...     [{"to": "+380671234567", "name": "Oksana", "link": "https://shop.example.org/o/5512"}],
            ...     sender="MyShop",
            ... )
            >>> result.ok
            True

        Args:
            template: Text with `{name}` for any value, `{name:url}` for a URL that is inserted unchanged,
                `{name:short_url}` for a URL that the provider shortens. `{{` and `}}` are literal braces.
            rows: One row for each message: the recipient in `to`, optionally your own message id in `id`, and the
                values by name, each text or a number. Mappings.
            sender: Sender name registered for your account.
            message_type: Message type, such as `transaction` or `promo`.
            ttl: Seconds to wait for delivery before a message expires.
            scheduled: Time to send the messages. A `datetime` or ISO 8601 text, with a time zone.
            telegram_viber_first: Try Telegram and Viber before the other channels.
            variable_ids: First and last id for uploaded variables. Default: a block at a random place.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `SendResult` with a `SentMessage` for each row, in the same order.

        Raises:
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """

@final
class ChatHub:
    """The ChatHub API of a client: operators, chats and chat messages.

    Calls use the token of `login`, else the client's `company_token`, else its `api_key`.
    """
    def login(
        self,
        login: str,
        password: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> str:
        """Gets a company token. The client keeps it in memory for its calls and renews it once when it is refused.

            >>> token = client.chathub.login("test-company", "test-password")

        Args:
            login: Login of the company.
            password: Its password.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            The token. It is a secret: do not log it.

        Raises:
            AuthenticationError: Login or password are wrong.
            SmsbatError: Every other failure.
        """
    def organizations(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> list[Organization]:
        """Returns the organizations of the company.

        Args:
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A list of `Organization`.

        Raises:
            SmsbatError: Every other failure.
        """
    def operators(
        self,
        organization_id: int,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> list[Operator]:
        """Returns the operators of an organization.

        Args:
            organization_id: `id` of an organization.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A list of `Operator`.

        Raises:
            SmsbatError: Every other failure.
        """
    def add_operators(
        self,
        operators: NewOperator | dict[str, Any] | Iterable[NewOperator | dict[str, Any]],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> list[Operator]:
        """Adds operators. A second call with the same names may add them twice.

            >>> [operator.name for operator in client.chathub.add_operators(smsbat.NewOperator(31, "Ada"))]
            ['Ada']

        Args:
            operators: Operators to add, up to 5,000. A `NewOperator`, a dict in wire form, which is sent unchanged,
                or an iterable of these.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A list of `Operator`.

        Raises:
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def set_operator_status(
        self,
        id: int,
        status: _OperatorStatus,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> None:
        """Sets the status of an operator.

        Args:
            id: `id` of an operator.
            status: The new status. An `OperatorStatus`, its name, such as `"inactive"`, or any number.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Raises:
            ValidationError: The name of the status is not known.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def operator_token(
        self,
        id: int,
        expires_at: str | datetime | None = None,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> str:
        """Gets a token for one operator, for the widget and for work in chats.

            >>> page = client.chathub.widget_html(client.chathub.operator_token(507))

        Args:
            id: `id` of an operator.
            expires_at: Time when the token expires, at most 24 hours ahead. Default: in 23 hours 59 minutes. A
                `datetime` or ISO 8601 text, with a time zone.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            The token. It is a secret: give it to its operator only.

        Raises:
            ValidationError: The provider does not allow the time.
            SmsbatError: Every other failure.
        """
    def validate_token(
        self,
        token: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> TokenInfo:
        """Returns what is known of an operator's token. A bad token is no error: see `is_valid`.

        Args:
            token: The token.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A `TokenInfo`.

        Raises:
            SmsbatError: Every other failure.
        """
    def chats(
        self,
        *,
        search: str | None = None,
        source: int | None = None,
        date: tuple[_Day, _Day] | None = None,
        tg_user_id: int | None = None,
        phone: str | None = None,
        status: _ChatStatus | None = None,
        organization_id: int | None = None,
        operator_id: int | None = None,
        page: int | None = None,
        per_page: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Chats:
        """Returns the chats that fit all filters. Arguments that are not set do not filter.

            >>> [chat.id for chat in client.chathub.chats(status="open")]
            [6601]

        Args:
            search: Name or phone.
            source: Source: 1 Viber bot, 2 Telegram; others are not documented.
            date: First and last day or time. Each is a `date`, a `datetime` with a time zone, or text.
            tg_user_id: Telegram user id.
            phone: Phone number in international form.
            status: Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. A `ChatStatus`, its name, such as
                `"open"`, or any number.
            organization_id: `id` of an organization.
            operator_id: `id` of an operator.
            page: First page, from 1. Default: 1.
            per_page: Chats on a page. Default: the provider's 20.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            An iterator over `Chat`. It requests each page when it is reached.

        Raises:
            ValidationError: A filter cannot be used.
            SmsbatError: Every other failure.
        """
    def set_chat_status(
        self,
        id: int,
        status: _ChatStatus,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> None:
        """Sets the status of a chat.

        Args:
            id: `id` of a chat.
            status: The new status. A `ChatStatus`, its name, such as `"open"`, or any number.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Raises:
            ValidationError: The name of the status is not known.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def delete_chat(
        self,
        id: int,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> None:
        """Deletes a chat. It cannot be restored.

        Args:
            id: `id` of a chat.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Raises:
            NotFoundError: There is no such chat.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def chat_messages(
        self,
        id: int,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> list[ChatMessage]:
        """Returns all messages of a chat.

        Args:
            id: `id` of a chat.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            The messages, in the order of the provider.

        Raises:
            NotFoundError: There is no such chat.
            SmsbatError: Every other failure.
        """
    def send_chat_message(
        self,
        id: int,
        text: str | None = None,
        media: _Path | tuple[str, bytes] | ChatMedia | None = None,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> RawReply:
        """Sends a text, a file, or both into a chat.

            >>> client.chathub.send_chat_message(6601, "We are on it").status_code
            200
            >>> photo = smsbat.ChatMedia("receipt.png", b"...")
            >>> client.chathub.send_chat_message(6601, media=photo).status_code
            200

        Args:
            id: `id` of a chat.
            text: Text; required without `media`.
            media: A file of at most 50 MiB. A path, a pair `(name, bytes)`, or a `ChatMedia`.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `RawReply`.

        Raises:
            ValidationError: There is nothing to send, or the file cannot be read or is too large.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    @staticmethod
    def widget_html(token: str) -> str:
        """Returns HTML that shows the chat panel of an operator. It contains the token: give the page to its operator
        only.

        Args:
            token: A token of `operator_token`.
        """
    @staticmethod
    def visitor_widget_html(guid: str) -> str:
        """Returns HTML that shows the chat to the visitors of a site.

        Args:
            guid: Id of the widget.
        """
    def follow(
        self,
        chat_id: int,
        *,
        interval: float = 2.0,
        idle_timeout: float = 3600.0,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> Follow:
        """Returns an iterator over new messages of a chat, which it polls.

        A message is new if it arrives after the first request, which the iterator makes when its first item is
        requested. Transient failures are retried. Ctrl-C ends the iteration.

            >>> for message in client.chathub.follow(6601, interval=0.5, idle_timeout=1):
            ...     print(message.text)

        Args:
            chat_id: `id` of a chat.
            interval: Seconds between requests, at most a day. Default: 2.
            idle_timeout: Seconds without a new message after which the iterator ends, at most a day. Default: 3600.
            timeout: Time limit of each request in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries of each request. Default: the client's.

        Raises:
            ValidationError: A time is not above 0 and at most a day.
            SmsbatError: Raised by the iterator, which then ends: the chat cannot be read.
        """
    def listen(
        self,
        *,
        chats: Iterable[int] | None = None,
        idle_timeout: float | None = None,
        transport: _HubTransport | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> ChatEvents:
        """Connects to the chat hub, which pushes what happens in the chats as it happens.

        Every message comes once, in the order of its chat: after an interruption what the hub did not push is read from
        the history and marked as `replayed`. Without `chats` this holds for the 100 chats that changed last, and for
        the 1,000 that had an event last.

            >>> with client.chathub.listen(idle_timeout=1) as events:
            ...     for event in events:
            ...         match event:
            ...             case smsbat.ChatMessageReceived(chat_id=chat, message=message):
            ...                 print(chat, message.text)
            ...             case smsbat.ConnectionChanged(state=state):
            ...                 print(state)
            connected
            closed

        Args:
            chats: Ids of the chats of interest. Default: all chats.
            idle_timeout: Seconds without an event until listening ends, at most a day. Default: it does not end.
            transport: `websocket` or `long_polling`. Default: a WebSocket, and long polling where that is refused.
            timeout: Seconds for each request and each send. Default: that of the client.
            max_retries: How often a request that reads may be repeated. Default: that of the client.

        Returns:
            A `ChatEvents`, connected.

        Raises:
            ValidationError: An argument breaks a rule.
            SmsbatError: The hub cannot be reached or refuses the credentials.
        """

@final
class ChatEvents:
    """Events of the chat hub as they happen: what `client.chathub.listen` returns. An iterator and a context manager.

    Nothing runs in the background. A program that does not ask for events for half a minute is taken for gone by the
    hub; the next call connects again and loses nothing.

    Can be shared by threads: one may wait for events while another sends or closes. A forked child calls `listen` again.
    """
    def __iter__(self) -> Self: ...
    def __next__(self) -> _ChatEvent: ...
    def next(self, timeout: float | None = None) -> _ChatEvent | None:
        """Waits for the next event.

        Args:
            timeout: Seconds to wait, at most a day; 0 only looks. Default: as long as it takes. After an interruption
                a call may take longer: it finishes one attempt to connect or one history that it began to read,
                each request of which ends after the timeout of `listen`. The next call goes on from there.

        Returns:
            The event, or `None` if none came in time or listening has ended; then `state` is `closed`.

        Raises:
            ValidationError: `timeout` is below 0 or above a day.
            AuthenticationError: The credentials are not accepted any more. Listening ends.
            SmsbatError: Listening ended for another reason that trying again cannot change.
        """
    def send_message(self, chat_id: int, text: str) -> Any:
        """Sends a text into a chat. Another thread may wait for events meanwhile.

        Args:
            chat_id: `id` of a chat.
            text: Text.

        Returns:
            The hub's result; the provider does not document it. The message itself comes as an event, too.

        Raises:
            ValidationError: An argument breaks a rule. Nothing was sent.
            ProviderError: The hub refused it: `outcome` is `rejected`.
            SmsbatError: `outcome` is `not_sent` if no byte of it left, and `unknown` if the connection broke or the
                time ran out after that. It is never sent again by this library.
        """
    def send_media(self, chat_id: int, media: _Path | tuple[str, bytes] | ChatMedia) -> Any:
        """Sends a file into a chat. Result and errors are those of `send_message`.

        Args:
            chat_id: `id` of a chat.
            media: A path, a pair of name and bytes, or a `ChatMedia`; at most 50 MiB.

        Returns:
            The hub's result; the provider does not document it.

        Raises:
            ValidationError: The file cannot be read or is too large. Nothing was sent.
            ProviderError: The hub refused it: `outcome` is `rejected`.
            SmsbatError: As of `send_message`.
        """
    def close(self) -> None:
        """Ends listening and tells the hub. A thread that waits for events gets `None`, an iteration ends."""
    @property
    def transport(self) -> _HubTransport | None:
        """Transport of the connection: `websocket` or `long_polling`; `None` while there is no connection."""
    @property
    def state(self) -> _HubState:
        """State of the connection: `connecting`, `connected`, `reconnecting` or `closed`."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...

@final
class Chats:
    """Iterator over chats, page by page, from `client.chathub.chats`."""
    def __iter__(self) -> Self: ...
    def __next__(self) -> Chat: ...

@final
class Follow:
    """Iterator over new messages of a chat, from `client.chathub.follow`."""
    def __iter__(self) -> Self: ...
    def __next__(self) -> ChatMessage: ...
    def _step(self) -> ChatMessage | float | None: ...

@final
class ChatMedia:
    """A file to send into a chat.

    Args:
        name: File name.
        data: Content, at most 50 MiB.
        format: MIME type, such as `image/png`. Default: guessed from the name.
        kind: Kind as a number: 1 is a photo; other numbers are not documented. Default: 1.
    """
    __match_args__ = ("name", "data", "format", "kind")
    def __new__(cls, name: str, data: bytes, format: str | None = None, kind: int = 1) -> Self: ...
    @property
    def name(self) -> str:
        """File name."""
    @property
    def data(self) -> bytes:
        """Content."""
    @property
    def format(self) -> str:
        """MIME type."""
    @property
    def kind(self) -> int:
        """Kind as a number."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class TurboSmsApi:
    """The TurboSMS-compatible API of a client, with the native field names."""
    def send(
        self,
        message: _TurboSmsMessage,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> TurboSmsResult:
        """Sends one message to its recipients.

        The call succeeds even if some recipients were refused: check `ok` or the `outcome` of each row.

            >>> message = smsbat.TurboSmsMessage(
            ...     recipients=["380671234567"], sender="MyShop", text="Hello", sms=smsbat.TurboSms()
            ... )
            >>> [row.outcome.value for row in client.turbosms.send(message).recipients]
            ['accepted']

        Args:
            message: Message to send. A `TurboSmsMessage`, or a dict in wire form, which is sent unchanged.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `TurboSmsResult`.

        Raises:
            ProviderError: The response has no rows for recipients; `code` is the native code.
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def send_multi(
        self,
        messages: Mapping[str, _TurboSmsMessage],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> dict[str, TurboSmsResult]:
        """Sends several messages in one request, each under a name that you choose. Returns the results by name.

            >>> hello = {"recipients": ["380671234567"], "sms": {"sender": "MyShop", "text": "Hello"}}
            >>> client.turbosms.send_multi({"first": hello})["first"].ok
            True

        Args:
            messages: Messages by name. A mapping of names to messages, each the same as for `send`.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `TurboSmsResult` for each name.

        Raises:
            ProviderError: The whole request was refused; `code` is the native code.
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """
    def status(
        self,
        message_ids: Iterable[str],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> list[TurboSmsStatus]:
        """Returns the delivery statuses of messages, one for each id, in the same order. If the response has no clear
        row for an id, its status has only the id.

        Args:
            message_ids: Message ids: the `message_id` of rows of a send. A single id, or an iterable of ids.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A list of `TurboSmsStatus`.

        Raises:
            ProviderError: The response has no rows; `code` is the native code.
            SmsbatError: Every other failure.
        """
    def details(
        self,
        message_ids: Iterable[str],
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> list[TurboSmsDetails]:
        """Returns the details of messages, one entry for each id, in the same order, as in `status`.

        Args:
            message_ids: Message ids: the `message_id` of rows of a send. A single id, or an iterable of ids.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.

        Returns:
            A list of `TurboSmsDetails`.

        Raises:
            ProviderError: The response has no rows; `code` is the native code.
            SmsbatError: Every other failure.
        """

@final
class Messagio:
    """The Messagio-compatible API of a client. Its credentials are `messagio_user` and `messagio_sign`."""
    def send(
        self,
        *,
        to: str,
        sender: str,
        text: str | None = None,
        button_text: str | None = None,
        button_url: str | None = None,
        image: str | None = None,
        sending_method: str | None = 'viber',
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> MessagioResult:
        """Sends one Viber message: a text, a text with a button, or an image.

            >>> client.messagio.send(to="+380671234567", sender="MyShop", text="Hello").outcome.value
            'accepted'

        Args:
            to: Recipient in international form.
            sender: Sender name registered for your account.
            text: Text; optional with an image.
            button_text: Label of the button; requires `button_url`.
            button_url: URL that the button opens; requires `button_text`.
            image: URL of an image.
            sending_method: Channel: `viber` or `viber_otp`. Default: `viber`.
            timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
            max_retries: Maximum number of retries. Default: the client's.
            resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.

        Returns:
            A `MessagioResult`.

        Raises:
            ProviderError: The provider refused the message; `code` is the native code.
            ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
            SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
        """

@final
class Preview:
    """Preview of a message as its recipient will see it. Notebooks show `html`, and `print` shows `text`."""
    @property
    def html(self) -> str:
        """Self-contained HTML. All text in it is escaped."""
    @property
    def text(self) -> str:
        """Plain text, a few lines for each channel."""
    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]: ...

@final
class RateLimit:
    """Client-side rate limits, each a pair of requests per second and the largest burst.

    Args:
        messaging: Limit for sends. Default: 100 per second, bursts of 150.
        data: Limit for status and information. Default: 50 per second, bursts of 75.

    0 counts as 1. A limit cannot be turned off alone: the client's `rate_limit=None` turns off both.

    Raises:
        ValidationError: A number is negative or too large.
    """
    __match_args__ = ("messaging", "data")
    def __new__(cls, messaging: tuple[int, int] = (100, 150), data: tuple[int, int] = (50, 75)) -> Self: ...
    @property
    def messaging(self) -> tuple[int, int]:
        """Limit for sends: requests per second, and largest burst."""
    @property
    def data(self) -> tuple[int, int]:
        """Limit for status and information: requests per second, and largest burst."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Problem:
    """A broken rule of an input, or a problem that the provider lists."""
    __match_args__ = ("path", "rule", "message")
    def __new__(cls, path: str, rule: str, message: str, argument: str | None = None) -> Self: ...
    @property
    def path(self) -> str:
        """Path of the value, in wire names: `messages[3].messageData.survey.options`. It may be empty for a problem that the
        provider lists.
        """
    @property
    def argument(self) -> str:
        """Path of the value in the names of arguments: `messages[3].options`, or `options` for a call with one message."""
    @property
    def rule(self) -> str:
        """Name of the rule, such as `required`, `phone` or `count`; `provider` for a problem that the provider lists."""
    @property
    def message(self) -> str:
        """Description of the problem. It does not repeat the value, except where the rule is `provider`: then it is the
        provider's own text.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Phone:
    """A phone number, parsed by `smsbat.phone`. `str` returns `e164`."""
    __match_args__ = ("e164", "digits", "country")
    def __new__(cls, e164: str, digits: str, country: str) -> Self: ...
    @property
    def e164(self) -> str:
        """The number with `+`, such as `+380671234567`."""
    @property
    def digits(self) -> str:
        """The digits without `+`, such as `380671234567`."""
    @property
    def country(self) -> str:
        """The digits of the country code, such as `380`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Segments:
    """Number of SMS parts of a text, and its details."""
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
    def encoding(self) -> _types.EncodingName:
        """Encoding of the whole text: `"GSM-7"` or `"UCS-2"`."""
    @property
    def units(self) -> int:
        """Length in units: septets (an extension character takes two) or UTF-16 code units."""
    @property
    def parts(self) -> int:
        """Number of SMS parts that are billed; 0 for an empty text."""
    @property
    def per_part(self) -> int:
        """Units that fit one part of this text: 160 or 70 for a single part, 153 or 67 otherwise."""
    @property
    def remaining(self) -> int:
        """Units still free in the last part."""
    @property
    def unicode_characters(self) -> list[str]:
        """The distinct characters that force UCS-2, in order of appearance; empty for GSM-7."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Sms(Model):
    """An SMS. `segments(text)` returns the number of parts it is billed as.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
    """
    __match_args__ = ("to", "sender", "text", "ttl", "customer_message_id",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        ttl: int | None = None,
        customer_message_id: str | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """

@final
class ViberPromo(Model):
    """A promotional Viber message: text, an image or a video, and a button.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        image: URL of the image; JPG or PNG, 800x600, under 1 MB advised.
        video: Video; not together with an image.
        button: Button; requires `text`.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "image", "video", "button", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        image: str | None = None,
        video: Video | dict[str, Any] | None = None,
        button: Button | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        image: str | None = None,
        video: Video | dict[str, Any] | None = None,
        button: Button | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        image: str | None = None,
        video: Video | dict[str, Any] | None = None,
        button: Button | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        image: str,
        video: Video | dict[str, Any] | None = None,
        button: Button | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        image: str | None = None,
        video: Video | dict[str, Any],
        button: Button | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def image(self) -> str | None:
        """URL of the image; JPG or PNG, 800x600, under 1 MB advised."""
    @property
    def video(self) -> Video | dict[str, Any] | None:
        """Video; not together with an image."""
    @property
    def button(self) -> Button | dict[str, Any] | None:
        """Button; requires `text`."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class ViberTransactional(Model):
    """A transactional Viber message: text, a document, or both.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        file: Document.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "file", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        file: File | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        file: File | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        file: File | dict[str, Any] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        file: File | dict[str, Any],
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def file(self) -> File | dict[str, Any] | None:
        """Document."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class ViberCarousel(Model):
    """A Viber carousel of cards.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        cards: Cards, at least one.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "cards", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        cards: Iterable[Card | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        cards: Iterable[Card | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        cards: Iterable[Card | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        cards: Iterable[Card | dict[str, Any]],
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def cards(self) -> list[Card | dict[str, Any]] | None:
        """Cards, at least one."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class ViberSurvey(Model):
    """A Viber survey: a question in `text` with answers to choose from.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        options: Answers: 1 to 5, each under 30 characters advised.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "options", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        options: Iterable[str] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        options: Iterable[str] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        options: Iterable[str] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def options(self) -> list[str] | None:
        """Answers: 1 to 5, each under 30 characters advised."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class ViberOtp(Model):
    """A one-time password in Viber, made from one of Viber's templates.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        template_id: Id of the template (a UUID).
        template_lang: Language of the template, such as `uk`.
        template_params: Values for the template, such as `pin`. Names are case-sensitive. Pass a code as text to keep leading zeros.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "template_id", "template_lang", "template_params", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        template_id: str | None = None,
        template_lang: str | None = None,
        template_params: Mapping[str, str | int] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        template_id: str | None = None,
        template_lang: str | None = None,
        template_params: Mapping[str, str | int] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        template_id: str | None = None,
        template_lang: str | None = None,
        template_params: Mapping[str, str | int] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        template_id: str,
        template_lang: str | None = None,
        template_params: Mapping[str, str | int] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def template_id(self) -> str | None:
        """Id of the template (a UUID)."""
    @property
    def template_lang(self) -> str | None:
        """Language of the template, such as `uk`."""
    @property
    def template_params(self) -> dict[str, str | int] | None:
        """Values for the template, such as `pin`. Names are case-sensitive. Pass a code as text to keep leading zeros."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class Rcs(Model):
    """An RCS message: text, media, buttons or a carousel of cards.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        media: Image, video or audio file.
        buttons: Buttons; at most 4 advised.
        cards: Carousel cards.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "media", "buttons", "cards", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
        cards: Iterable[RcsCard | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
        cards: Iterable[RcsCard | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
        cards: Iterable[RcsCard | dict[str, Any]] | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
        cards: Iterable[RcsCard | dict[str, Any]],
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def media(self) -> Media | dict[str, Any] | None:
        """Image, video or audio file."""
    @property
    def buttons(self) -> list[RcsButton | dict[str, Any]] | None:
        """Buttons; at most 4 advised."""
    @property
    def cards(self) -> list[RcsCard | dict[str, Any]] | None:
        """Carousel cards."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class FlashCall(Model):
    """A flash call: the recipient's phone rings, and the caller's number is the code.

    Args:
        to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
        sender: Sender name registered for your account.
        text: Text of the message.
        caller_id: Number that calls the recipient.
        ttl: Seconds to wait for delivery before the message expires.
        customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
            idempotency key: the provider does not promise to drop a second message with the same id.
        fallback: Message to send if this channel cannot reach the recipient.
    """
    __match_args__ = ("to", "sender", "text", "caller_id", "ttl", "customer_message_id", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone,
        sender: str | None = None,
        text: str | None = None,
        caller_id: str | Phone | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str,
        text: str | None = None,
        caller_id: str | Phone | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str,
        caller_id: str | Phone | None = None,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        to: str | Phone | None = None,
        sender: str | None = None,
        text: str | None = None,
        caller_id: str | Phone,
        ttl: int | None = None,
        customer_message_id: str | None = None,
        fallback: Fallback | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def to(self) -> str | None:
        """Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def text(self) -> str | None:
        """Text of the message."""
    @property
    def caller_id(self) -> str | None:
        """Number that calls the recipient."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
        idempotency key: the provider does not promise to drop a second message with the same id.
        """
    @property
    def fallback(self) -> Fallback | dict[str, Any] | None:
        """Message to send if this channel cannot reach the recipient."""

@final
class Fallback(Model):
    """Message to send if the first channel cannot reach the recipient.

    Args:
        text: Text of the fallback message.
        type: Channel of the fallback; only `sms` is documented. Default: `sms`.
    """
    __match_args__ = ("text", "type",)
    def __new__(
        cls,
        text: str | None = None,
        type: str | None = 'sms',
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """Text of the fallback message."""
    @property
    def type(self) -> str | None:
        """Channel of the fallback; only `sms` is documented. Default: `sms`."""

@final
class Button(Model):
    """A button that opens a URL.

    Args:
        text: Label, 2 to 3 words advised.
        url: URL that the button opens.
    """
    __match_args__ = ("text", "url",)
    def __new__(
        cls,
        text: str | None = None,
        url: str | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """Label, 2 to 3 words advised."""
    @property
    def url(self) -> str | None:
        """URL that the button opens."""

@final
class Video(Model):
    """A video of a Viber promotional message.

    Args:
        url: URL of the video; MP4 under 10 MB advised.
        thumbnail: URL of the preview image.
        file_size: Size in bytes.
        duration: Duration in seconds.
    """
    __match_args__ = ("url", "thumbnail", "file_size", "duration",)
    def __new__(
        cls,
        url: str | None = None,
        thumbnail: str | None = None,
        file_size: int | None = None,
        duration: int | None = None,
    ) -> Self: ...
    @property
    def url(self) -> str | None:
        """URL of the video; MP4 under 10 MB advised."""
    @property
    def thumbnail(self) -> str | None:
        """URL of the preview image."""
    @property
    def file_size(self) -> int | None:
        """Size in bytes."""
    @property
    def duration(self) -> int | None:
        """Duration in seconds."""

@final
class File(Model):
    """A document of a Viber transactional message.

    Args:
        url: URL of the document.
        name: Name that the recipient sees.
        type: Type of the document. Default: `pdf`, the only documented type.
    """
    __match_args__ = ("url", "name", "type",)
    def __new__(
        cls,
        url: str | None = None,
        name: str | None = None,
        type: str | None = 'pdf',
    ) -> Self: ...
    @property
    def url(self) -> str | None:
        """URL of the document."""
    @property
    def name(self) -> str | None:
        """Name that the recipient sees."""
    @property
    def type(self) -> str | None:
        """Type of the document. Default: `pdf`, the only documented type."""

@final
class Card(Model):
    """A card of a Viber carousel.

    Args:
        title: Title.
        image: URL of the image.
        primary: Main button.
        secondary: Second button.
    """
    __match_args__ = ("title", "image", "primary", "secondary",)
    def __new__(
        cls,
        title: str | None = None,
        image: str | None = None,
        primary: Button | dict[str, Any] | None = None,
        secondary: Button | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None:
        """Title."""
    @property
    def image(self) -> str | None:
        """URL of the image."""
    @property
    def primary(self) -> Button | dict[str, Any] | None:
        """Main button."""
    @property
    def secondary(self) -> Button | dict[str, Any] | None:
        """Second button."""

@final
class Media(Model):
    """An image, video or audio file of an RCS message.

    Args:
        url: URL of the file.
        type: MIME type, such as `image/jpeg`.
        width: Width in pixels.
        height: Height in pixels.
        thumbnail: URL of a video's preview image.
    """
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
    def url(self) -> str | None:
        """URL of the file."""
    @property
    def type(self) -> str | None:
        """MIME type, such as `image/jpeg`."""
    @property
    def width(self) -> int | None:
        """Width in pixels."""
    @property
    def height(self) -> int | None:
        """Height in pixels."""
    @property
    def thumbnail(self) -> str | None:
        """URL of a video's preview image."""

@final
class RcsButton(Model):
    """A button under an RCS message.

    Args:
        text: Label, 2 to 3 words advised.
        action: Action of the button.
    """
    __match_args__ = ("text", "action",)
    def __new__(
        cls,
        text: str | None = None,
        action: Action | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """Label, 2 to 3 words advised."""
    @property
    def action(self) -> Action | dict[str, Any] | None:
        """Action of the button."""

@final
class RcsCard(Model):
    """A card of an RCS carousel.

    Args:
        title: Title.
        description: Text under the title.
        media: Image or video.
        buttons: Buttons, at most 4 advised.
    """
    __match_args__ = ("title", "description", "media", "buttons",)
    def __new__(
        cls,
        title: str | None = None,
        description: str | None = None,
        media: Media | dict[str, Any] | None = None,
        buttons: Iterable[RcsButton | dict[str, Any]] | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None:
        """Title."""
    @property
    def description(self) -> str | None:
        """Text under the title."""
    @property
    def media(self) -> Media | dict[str, Any] | None:
        """Image or video."""
    @property
    def buttons(self) -> list[RcsButton | dict[str, Any]] | None:
        """Buttons, at most 4 advised."""

@final
class Action(Model):
    """The action of an RCS button. Create it with one of its constructors."""
    @staticmethod
    def open_url(url: str | None) -> Action:
        """Opens a URL.

        Args:
            url: URL to open.
        """
    @staticmethod
    def dial(phone: str | Phone | None) -> Action:
        """Calls a number.

        Args:
            phone: Number to call, in international form.
        """
    @staticmethod
    def share_location() -> Action:
        """Asks for the recipient's location."""
    @staticmethod
    def create_calendar_event(title: str | None, start: str | datetime | None, end: str | datetime | None = None) -> Action:
        """Adds an event to the calendar.

        Args:
            title: Title of the event.
            start: Start, with a time zone.
            end: End, with a time zone.
        """
    @property
    def url(self) -> str | None:
        """URL to open."""
    @property
    def phone(self) -> str | None:
        """Number to call, in international form."""
    @property
    def title(self) -> str | None:
        """Title of the event."""
    @property
    def start(self) -> str | None:
        """Start, with a time zone."""
    @property
    def end(self) -> str | None:
        """End, with a time zone."""

@final
class CascadeMessage(Model):
    """A message that tries channels in order until one works: Telegram, Viber, RCS, SMS.

    Args:
        id: Your own message id, echoed in the reply. No other message of the call may have it; under 255 characters
            advised. Default: a new unique id.
        to: Recipient in international form.
        sender: Sender name registered for your account.
        message_type: `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are sent unchanged.
        text: Text; at most 85 characters for a survey.
        ttl: Seconds to wait for delivery before the message expires.
        scheduled: Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented spellings.
        survey_options: Survey answers, 2 to 5, each under 30 characters advised.
        variables: Values for the placeholders in the text, sent with the message.
        viber: Content for Viber, if it differs from `text`.
        telegram: Content for Telegram, if it differs from `text`.
        check_session: Look for an open session first (wire key `wheterCheckSession`).
        customer_data: Your own data.
        fallback: Message to send if a flash call does not reach the recipient.
    """
    __match_args__ = ("id", "to", "sender", "message_type", "text", "ttl", "scheduled", "survey_options", "variables", "viber", "telegram", "check_session", "customer_data", "fallback",)
    @overload
    def __new__(
        cls,
        *,
        id: str | None = None,
        to: str | Phone,
        sender: str | None = None,
        message_type: _types.CascadeTypeName | None = None,
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
    @overload
    def __new__(
        cls,
        *,
        id: str | None = None,
        to: str | Phone | None = None,
        sender: str,
        message_type: _types.CascadeTypeName | None = None,
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
    @overload
    def __new__(
        cls,
        *,
        id: str | None = None,
        to: str | Phone | None = None,
        sender: str | None = None,
        message_type: _types.CascadeTypeName | None = None,
        text: str,
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
    def id(self) -> str | None:
        """Your own message id, echoed in the reply. No other message of the call may have it; under 255 characters
        advised. Default: a new unique id.
        """
    @property
    def to(self) -> str | None:
        """Recipient in international form."""
    @property
    def sender(self) -> str | None:
        """Sender name registered for your account."""
    @property
    def message_type(self) -> str | None:
        """`transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are sent unchanged."""
    @property
    def text(self) -> str | None:
        """Text; at most 85 characters for a survey."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def scheduled(self) -> str | None:
        """Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented spellings."""
    @property
    def survey_options(self) -> list[str] | None:
        """Survey answers, 2 to 5, each under 30 characters advised."""
    @property
    def variables(self) -> list[Variable | dict[str, Any]] | None:
        """Values for the placeholders in the text, sent with the message."""
    @property
    def viber(self) -> ViberBot | dict[str, Any] | None:
        """Content for Viber, if it differs from `text`."""
    @property
    def telegram(self) -> Telegram | dict[str, Any] | None:
        """Content for Telegram, if it differs from `text`."""
    @property
    def check_session(self) -> bool | None:
        """Look for an open session first (wire key `wheterCheckSession`)."""
    @property
    def customer_data(self) -> Any:
        """Your own data."""
    @property
    def fallback(self) -> CascadeFallback | dict[str, Any] | None:
        """Message to send if a flash call does not reach the recipient."""

@final
class CascadeFallback(Model):
    """Message to send if the flash call does not reach the recipient.

    Args:
        text: Text of the fallback message.
        message_type: Type of the fallback message, such as `transaction`.
    """
    __match_args__ = ("text", "message_type",)
    def __new__(
        cls,
        text: str | None = None,
        message_type: _types.CascadeTypeName | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """Text of the fallback message."""
    @property
    def message_type(self) -> str | None:
        """Type of the fallback message, such as `transaction`."""

@final
class Variable(Model):
    """A value for a placeholder `%type=id%` in the text of Cascade messages.

    Args:
        id: Number of the variable; unique over all types.
        type: `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
        value: The value.
    """
    __match_args__ = ("id", "type", "value",)
    def __new__(
        cls,
        id: int | None = None,
        type: str | None = None,
        value: str | None = None,
    ) -> Self: ...
    @property
    def id(self) -> int | None:
        """Number of the variable; unique over all types."""
    @property
    def type(self) -> str | None:
        """`name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending)."""
    @property
    def value(self) -> str | None:
        """The value."""

@final
class ViberBot(Model):
    """Content for a Viber bot or a Viber business message.

    Args:
        receiver: Viber user id of the recipient, for a bot.
        min_api_version: Lowest version of Viber's API that the recipient's app must have.
        type: Kind of message, such as `text`.
        sender_name: Name that the bot shows.
        sender_avatar: URL of the bot's picture.
        text: Text.
        fallback_text: Text for apps that cannot show the message.
        ttl: Seconds to wait for delivery before the message expires.
        survey_options: Survey answers, 2 to 5.
        cards: Cards of a carousel.
    """
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
    def receiver(self) -> str | None:
        """Viber user id of the recipient, for a bot."""
    @property
    def min_api_version(self) -> int | None:
        """Lowest version of Viber's API that the recipient's app must have."""
    @property
    def type(self) -> str | None:
        """Kind of message, such as `text`."""
    @property
    def sender_name(self) -> str | None:
        """Name that the bot shows."""
    @property
    def sender_avatar(self) -> str | None:
        """URL of the bot's picture."""
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def fallback_text(self) -> str | None:
        """Text for apps that cannot show the message."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def survey_options(self) -> list[str] | None:
        """Survey answers, 2 to 5."""
    @property
    def cards(self) -> list[Card | dict[str, Any]] | None:
        """Cards of a carousel."""

@final
class Telegram(Model):
    """Content for a Telegram bot.

    Args:
        text: Text.
        photo_url: URL of a picture.
        chat_id: Id of the chat.
        buttons: Buttons.
    """
    __match_args__ = ("text", "photo_url", "chat_id", "buttons",)
    def __new__(
        cls,
        text: str | None = None,
        photo_url: str | None = None,
        chat_id: int | None = None,
        buttons: Iterable[TelegramButton | dict[str, Any]] | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def photo_url(self) -> str | None:
        """URL of a picture."""
    @property
    def chat_id(self) -> int | None:
        """Id of the chat."""
    @property
    def buttons(self) -> list[TelegramButton | dict[str, Any]] | None:
        """Buttons."""

@final
class TelegramButton(Model):
    """A button under a Telegram message.

    Args:
        text: Label.
        action: Text that the bot receives when the button is pressed.
    """
    __match_args__ = ("text", "action",)
    def __new__(
        cls,
        text: str | None = None,
        action: str | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """Label."""
    @property
    def action(self) -> str | None:
        """Text that the bot receives when the button is pressed."""

@final
class TurboSmsMessage(Model):
    """A message for many recipients: SMS, Viber, or Viber with SMS as a fallback.

    Args:
        recipients: Recipients in international form, 1 to 5,000.
        sender: Sender for parts without their own.
        text: Text for parts without their own.
        start_time: Time to send it, with a time zone.
        sequence_id: Your own id of the request. The provider does not say whether it drops a second request with the same id.
        sms: Send by SMS; together with `viber`, only if Viber does not reach the recipient.
        viber: Send by Viber.
    """
    __match_args__ = ("recipients", "sender", "text", "start_time", "sequence_id", "sms", "viber",)
    @overload
    def __new__(
        cls,
        *,
        recipients: Iterable[str | Phone],
        sender: str | None = None,
        text: str | None = None,
        start_time: str | datetime | None = None,
        sequence_id: str | None = None,
        sms: TurboSms | dict[str, Any] | None = None,
        viber: TurboViber | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        recipients: Iterable[str | Phone] | None = None,
        sender: str,
        text: str | None = None,
        start_time: str | datetime | None = None,
        sequence_id: str | None = None,
        sms: TurboSms | dict[str, Any] | None = None,
        viber: TurboViber | dict[str, Any] | None = None,
    ) -> Self: ...
    @overload
    def __new__(
        cls,
        *,
        recipients: Iterable[str | Phone] | None = None,
        sender: str | None = None,
        text: str,
        start_time: str | datetime | None = None,
        sequence_id: str | None = None,
        sms: TurboSms | dict[str, Any] | None = None,
        viber: TurboViber | dict[str, Any] | None = None,
    ) -> Self: ...
    @property
    def recipients(self) -> list[str] | None:
        """Recipients in international form, 1 to 5,000."""
    @property
    def sender(self) -> str | None:
        """Sender for parts without their own."""
    @property
    def text(self) -> str | None:
        """Text for parts without their own."""
    @property
    def start_time(self) -> str | None:
        """Time to send it, with a time zone."""
    @property
    def sequence_id(self) -> str | None:
        """Your own id of the request. The provider does not say whether it drops a second request with the same id."""
    @property
    def sms(self) -> TurboSms | dict[str, Any] | None:
        """Send by SMS; together with `viber`, only if Viber does not reach the recipient."""
    @property
    def viber(self) -> TurboViber | dict[str, Any] | None:
        """Send by Viber."""

@final
class TurboSms(Model):
    """The SMS part of a TurboSMS message. Fields set here override those of the message.

    Args:
        sender: Sender.
        text: Text.
        is_flash: Send a flash SMS, which is shown at once and not stored.
    """
    __match_args__ = ("sender", "text", "is_flash",)
    def __new__(
        cls,
        sender: str | None = None,
        text: str | None = None,
        is_flash: bool | None = None,
    ) -> Self: ...
    @property
    def sender(self) -> str | None:
        """Sender."""
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def is_flash(self) -> bool | None:
        """Send a flash SMS, which is shown at once and not stored."""

@final
class TurboViber(Model):
    """The Viber part of a TurboSMS message. Fields set here override those of the message.

    Args:
        sender: Sender.
        text: Text.
        ttl: Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
        image_url: URL of an image.
        caption: Label of the button, at most 30 characters; requires `action`.
        action: URL that the button opens; requires `caption`.
        file_id: Id of a file that was uploaded to native TurboSMS.
        count_clicks: Count clicks on the button.
        is_transactional: True for a transactional message, false for a promotional one.
        carousel: Carousel cards.
        survey: Survey answers.
    """
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
    def sender(self) -> str | None:
        """Sender."""
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400."""
    @property
    def image_url(self) -> str | None:
        """URL of an image."""
    @property
    def caption(self) -> str | None:
        """Label of the button, at most 30 characters; requires `action`."""
    @property
    def action(self) -> str | None:
        """URL that the button opens; requires `caption`."""
    @property
    def file_id(self) -> int | None:
        """Id of a file that was uploaded to native TurboSMS."""
    @property
    def count_clicks(self) -> bool | None:
        """Count clicks on the button."""
    @property
    def is_transactional(self) -> bool | None:
        """True for a transactional message, false for a promotional one."""
    @property
    def carousel(self) -> list[TurboCard | dict[str, Any]] | None:
        """Carousel cards."""
    @property
    def survey(self) -> list[str] | None:
        """Survey answers."""

@final
class TurboCard(Model):
    """A card of a TurboSMS carousel.

    Args:
        title: Title.
        image_url: URL of the image.
        button_caption: Label of the button.
        button_url: URL that the button opens.
        link_caption: Label of the link.
        link_url: URL that the link opens.
    """
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
    def title(self) -> str | None:
        """Title."""
    @property
    def image_url(self) -> str | None:
        """URL of the image."""
    @property
    def button_caption(self) -> str | None:
        """Label of the button."""
    @property
    def button_url(self) -> str | None:
        """URL that the button opens."""
    @property
    def link_caption(self) -> str | None:
        """Label of the link."""
    @property
    def link_url(self) -> str | None:
        """URL that the link opens."""

@final
class NewOperator(Model):
    """An operator to add.

    Args:
        organization_id: Organization that the operator belongs to.
        name: Name, at most 100 characters.
    """
    __match_args__ = ("organization_id", "name",)
    def __new__(
        cls,
        organization_id: int | None = None,
        name: str | None = None,
    ) -> Self: ...
    @property
    def organization_id(self) -> int | None:
        """Organization that the operator belongs to."""
    @property
    def name(self) -> str | None:
        """Name, at most 100 characters."""

@final
class SentMessage(Reply):
    """Result for one message of a send."""
    __match_args__ = ("message_id", "status", "outcome", "parts", "customer_message_id", "to", "caller_id", "pattern", "ttl", "code", "reason", "resumed",)
    @property
    def message_id(self) -> str | None:
        """The provider's message id, for `status` and `wait`. Absent if the message was refused or has no row."""
    @property
    def status(self) -> str | None:
        """Status in the provider's words, such as `accepted`, `rejected`, `failed` or `sent`."""
    @outcome_property
    def outcome(self) -> Outcome:
        """Outcome: `accepted`, `rejected`, `not_sent` or `unknown`."""
    @property
    def parts(self) -> int | None:
        """Number of SMS parts."""
    @property
    def customer_message_id(self) -> str | None:
        """Your own message id, or the one that was made for the message."""
    @property
    def to(self) -> str | None:
        """Recipient."""
    @property
    def caller_id(self) -> str | None:
        """Flash call: the number that calls the recipient."""
    @property
    def pattern(self) -> str | None:
        """Flash call: pattern of digits and `*` for `flash_call_matches`."""
    @property
    def ttl(self) -> int | None:
        """Flash call: seconds within which the call is made."""
    @property
    def code(self) -> str | None:
        """The provider's error code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it gives one."""
    @property
    def reason(self) -> str | None:
        """Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's.
        Absent if the message was accepted.
        """
    @property
    def resumed(self) -> bool:
        """True if the journal of the send knew the message as accepted or under way, so that it was not sent again. Then
        the other fields are what the journal has.
        """

@final
class SendResult(Reply):
    """Results for the messages of a send, in the same order."""
    __match_args__ = ("messagelist_id", "messages", "ok", "warnings",)
    @property
    def messagelist_id(self) -> str | None:
        """The provider's id of the list of messages."""
    @property
    def messages(self) -> tuple[SentMessage, ...]:
        """One entry for each message that was sent, in the same order."""
    @property
    def ok(self) -> bool:
        """True if every message was accepted."""
    @property
    def warnings(self) -> list[str]:
        """Advice of the provider that the messages do not follow, one line each."""
    def raise_for_outcome(self) -> None:
        """Raises `ProviderError` unless every message was accepted. The error's outcome is `unknown` if that of any
        message is, else `rejected`.
        """
    @property
    def message_ids(self) -> list[str | None]:
        """Message id of each row, in order; `None` for a message that has none."""
    @property
    def outcomes(self) -> list[Outcome]:
        """Outcome of each row, in order."""
    def to_dicts(self) -> list[dict[str, Any]]:
        """Returns the rows as dicts of plain values, for `pandas.DataFrame` and `polars.DataFrame`."""
    def to_columns(self, columns: Iterable[str] | None = None) -> dict[str, list[Any]]:
        """Returns the rows as a dict of columns, which every data frame takes: `pandas.DataFrame(result.to_columns())`.

        Args:
            columns: Names of those that are wanted, such as `["message_id", "outcome"]`, in any order. Default: all.

        Raises:
            ValidationError: `columns` has a name that no column has.
        """
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[SentMessage]: ...
    def __iter__(self) -> Iterator[SentMessage]: ...
    def __reversed__(self) -> Iterator[SentMessage]: ...

@final
class FallbackStatus(Reply):
    """Status of one channel of a fallback chain."""
    __match_args__ = ("type", "status",)
    @property
    def type(self) -> str | None:
        """Channel, such as `sms`."""
    @property
    def status(self) -> str | None:
        """Status of the channel, such as `not_used` or `delivered`."""

@final
class MessageStatus(Reply):
    """Delivery status of one message."""
    __match_args__ = ("message_id", "messagelist_id", "delivery_status", "parts_count", "cost", "fallbacks", "extended_statuses", "rate", "rate_amount", "rate_currency", "bill_amount", "bill_currency", "is_final", "is_delivered",)
    @property
    def message_id(self) -> str | None:
        """Id of the message."""
    @property
    def messagelist_id(self) -> str | None:
        """Id of the list in which it was sent."""
    @property
    def delivery_status(self) -> str:
        """Delivery status in the provider's words, in lower case, such as `scheduled`, `processing` or `delivered`."""
    @property
    def parts_count(self) -> int | None:
        """Number of SMS parts."""
    @property
    def cost(self) -> Decimal | None:
        """Price of the message, in the currency of the account."""
    @property
    def fallbacks(self) -> tuple[FallbackStatus, ...]:
        """Status of each fallback channel."""
    @property
    def extended_statuses(self) -> dict[str, str | int]:
        """Status of each channel."""
    @property
    def rate(self) -> Decimal | None:
        """Price of one part."""
    @property
    def rate_amount(self) -> Decimal | None:
        """Price of the message, in the currency of the rate."""
    @property
    def rate_currency(self) -> str | None:
        """Currency of the rate."""
    @property
    def bill_amount(self) -> Decimal | None:
        """Price of the message, in the currency of the bill."""
    @property
    def bill_currency(self) -> str | None:
        """Currency of the bill."""
    @property
    def is_final(self) -> bool:
        """True if the status is final: `delivered`, `read`, `undeliverable`, `permanenterror`, `failed` or `expired`."""
    @property
    def is_delivered(self) -> bool:
        """True if the message reached the recipient: `delivered` or `read`."""

@final
class RawReply(Reply):
    """Response to a request for which this library has no typed method."""
    __match_args__ = ("status_code", "json", "text", "request_id",)
    @property
    def status_code(self) -> int:
        """HTTP status, 200 to 299."""
    @property
    def json(self) -> Any:
        """The body, if it is JSON."""
    @property
    def text(self) -> str:
        """The body as text."""
    @property
    def request_id(self) -> str | None:
        """The provider's id of the request."""

@final
class TurboSmsRecipient(Reply):
    """Result for one recipient of a TurboSMS message."""
    __match_args__ = ("phone", "message_id", "response_code", "response_status", "outcome", "code", "reason",)
    @property
    def phone(self) -> str | None:
        """Recipient, digits only."""
    @property
    def message_id(self) -> str | None:
        """Message id for `status` and `details`. Absent if the message was refused."""
    @property
    def response_code(self) -> int | None:
        """Native code; 0 means success."""
    @property
    def response_status(self) -> str | None:
        """Name of the code."""
    @outcome_property
    def outcome(self) -> Outcome:
        """Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. It is `accepted`, too, if the provider already had
        the message (codes 407, 427 and 507).
        """
    @property
    def code(self) -> str | None:
        """`response_code` as text, for a message that was not accepted."""
    @property
    def reason(self) -> str | None:
        """Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's.
        Absent if the message was accepted.
        """

@final
class TurboSmsResult(Reply):
    """Result of sending a TurboSMS message."""
    __match_args__ = ("response_code", "response_status", "recipients", "ok", "warnings",)
    @property
    def response_code(self) -> int | None:
        """Native code of the request."""
    @property
    def response_status(self) -> str | None:
        """Name of the code."""
    @property
    def recipients(self) -> tuple[TurboSmsRecipient, ...]:
        """One entry for each recipient, in the order of the message. Rows for other recipients follow, with the
        outcome `unknown`.
        """
    @property
    def ok(self) -> bool:
        """True if the message to every recipient was accepted."""
    @property
    def warnings(self) -> list[str]:
        """Advice of the provider that the message does not follow, one line each."""
    def raise_for_outcome(self) -> None:
        """Raises `ProviderError` unless the message to every recipient was accepted. Its outcome is `unknown` if
        that of any recipient is, else `rejected`. Its `code` is that of the first message that was not accepted.
        """
    @property
    def message_ids(self) -> list[str | None]:
        """Message id of each row, in order; `None` for a message that has none."""
    @property
    def outcomes(self) -> list[Outcome]:
        """Outcome of each row, in order."""
    def to_dicts(self) -> list[dict[str, Any]]:
        """Returns the rows as dicts of plain values, for `pandas.DataFrame` and `polars.DataFrame`."""
    def to_columns(self, columns: Iterable[str] | None = None) -> dict[str, list[Any]]:
        """Returns the rows as a dict of columns, which every data frame takes: `pandas.DataFrame(result.to_columns())`.

        Args:
            columns: Names of those that are wanted, such as `["message_id", "outcome"]`, in any order. Default: all.

        Raises:
            ValidationError: `columns` has a name that no column has.
        """
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> TurboSmsRecipient: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[TurboSmsRecipient]: ...
    def __iter__(self) -> Iterator[TurboSmsRecipient]: ...
    def __reversed__(self) -> Iterator[TurboSmsRecipient]: ...

@final
class TurboSmsStatus(Reply):
    """Delivery status of one message."""
    __match_args__ = ("message_id", "recipient", "sent", "updated", "status", "type", "rejected_status", "click_time", "response_code", "response_status", "is_final", "is_delivered",)
    @property
    def message_id(self) -> str | None:
        """Id of the message."""
    @property
    def recipient(self) -> str | None:
        """Recipient, digits only."""
    @property
    def sent(self) -> str | None:
        """Time of sending, as the provider writes it."""
    @property
    def updated(self) -> str | None:
        """Time of the last status change, as the provider writes it."""
    @property
    def status(self) -> str | None:
        """Status, such as `Queued`, `Sent`, `Delivered`, `Read` or `Expired`."""
    @property
    def type(self) -> str | None:
        """Channel: `sms` or `viber`."""
    @property
    def rejected_status(self) -> str | None:
        """Reason of the rejection."""
    @property
    def click_time(self) -> str | None:
        """Viber: time at which the button was pressed."""
    @property
    def response_code(self) -> int | None:
        """Native code; 0 means success."""
    @property
    def response_status(self) -> str | None:
        """Name of the code."""
    @property
    def is_final(self) -> bool:
        """True if the status is final."""
    @property
    def is_delivered(self) -> bool:
        """True if the message reached the recipient."""

@final
class TurboSmsChannel(Reply):
    """Details of a message on one channel."""
    __match_args__ = ("added", "start", "sent", "updated", "sender", "text", "recipient", "message_type", "status", "rejected_status", "price", "segments", "ttl", "caption", "action", "image_url", "file_id", "click_time", "is_final", "is_delivered",)
    @property
    def added(self) -> str | None:
        """Time at which the provider accepted it, as the provider writes it."""
    @property
    def start(self) -> str | None:
        """Scheduled time, as the provider writes it."""
    @property
    def sent(self) -> str | None:
        """Time of sending, as the provider writes it."""
    @property
    def updated(self) -> str | None:
        """Time of the last status change, as the provider writes it."""
    @property
    def sender(self) -> str | None:
        """Sender."""
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def recipient(self) -> str | None:
        """Recipient, digits only."""
    @property
    def message_type(self) -> str | None:
        """Message type: `promotional` or `transactional`."""
    @property
    def status(self) -> str | None:
        """Status, such as `Queued`, `Sent` or `Delivered`."""
    @property
    def rejected_status(self) -> str | None:
        """Reason of the rejection."""
    @property
    def price(self) -> Decimal | None:
        """Price."""
    @property
    def segments(self) -> int | None:
        """Number of SMS parts."""
    @property
    def ttl(self) -> int | None:
        """Seconds to wait for delivery before the message expires."""
    @property
    def caption(self) -> str | None:
        """Label of the button."""
    @property
    def action(self) -> str | None:
        """URL that the button opens."""
    @property
    def image_url(self) -> str | None:
        """URL of the image."""
    @property
    def file_id(self) -> int | None:
        """Id of the file."""
    @property
    def click_time(self) -> str | None:
        """Time at which the button was pressed."""
    @property
    def is_final(self) -> bool:
        """True if the status is final."""
    @property
    def is_delivered(self) -> bool:
        """True if the message reached the recipient."""

@final
class TurboSmsDetails(Reply):
    """Details of one message."""
    __match_args__ = ("message_id", "sms", "viber", "response_code", "response_status",)
    @property
    def message_id(self) -> str | None:
        """Id of the message."""
    @property
    def sms(self) -> TurboSmsChannel | None:
        """Details of the SMS. Absent if only Viber was tried."""
    @property
    def viber(self) -> TurboSmsChannel | None:
        """Details of the Viber message."""
    @property
    def response_code(self) -> int | None:
        """Native code; 0 means success."""
    @property
    def response_status(self) -> str | None:
        """Name of the code."""

@final
class TurboSmsEvent(Reply):
    """An event that native TurboSMS sends to a webhook."""
    __match_args__ = ("id", "signature", "type", "date", "attempt", "data",)
    @property
    def id(self) -> str:
        """Id of the event."""
    @property
    def signature(self) -> str | None:
        """SHA-1 of the secret and the id."""
    @property
    def type(self) -> str | None:
        """Type, such as `DLR_SMS_API`, `DLR_VIBER_API` or `VIBER_BUTTON_CLICK`."""
    @property
    def date(self) -> str | None:
        """Time of the event, as the provider writes it."""
    @property
    def attempt(self) -> int | None:
        """Number of the delivery attempt."""
    @property
    def data(self) -> Any:
        """Data of the event."""

@final
class MessagioSent(Reply):
    """The provider's id for one recipient."""
    __match_args__ = ("phone", "message_id",)
    @property
    def phone(self) -> str | None:
        """Recipient, digits only."""
    @property
    def message_id(self) -> str | None:
        """Id of the message."""

@final
class MessagioResult(Reply):
    """Result of a send through the Messagio-compatible API."""
    __match_args__ = ("code", "tech_message", "messages", "outcome", "xml",)
    @property
    def code(self) -> int:
        """Native code; 0 means success."""
    @property
    def tech_message(self) -> str | None:
        """Text of the code, such as `OK`."""
    @property
    def messages(self) -> tuple[MessagioSent, ...]:
        """Message id for each recipient."""
    @outcome_property
    def outcome(self) -> Outcome:
        """Outcome: `accepted`, or `unknown` if the ids belong to other recipients."""
    @property
    def xml(self) -> str:
        """The response body, as XML."""

@final
class Organization(Reply):
    """An organization of the company."""
    __match_args__ = ("id", "name",)
    @property
    def id(self) -> int | None:
        """Id."""
    @property
    def name(self) -> str | None:
        """Name."""

@final
class Operator(Reply):
    """An operator."""
    __match_args__ = ("id", "name", "status", "status_name", "organization",)
    @property
    def id(self) -> int | None:
        """Id."""
    @property
    def name(self) -> str | None:
        """Name."""
    @property
    def status(self) -> int | None:
        """Status as a number: 0 active, 1 inactive, 2 deleted."""
    @property
    def status_name(self) -> str | None:
        """Status as a word; none for a number that is not known."""
    @property
    def organization(self) -> Organization | None:
        """Organization."""

@final
class TokenInfo(Reply):
    """Result of checking an operator's token."""
    __match_args__ = ("is_valid", "operator_id", "client_id", "expires_at", "error",)
    @property
    def is_valid(self) -> bool:
        """True if the token is valid."""
    @property
    def operator_id(self) -> int | None:
        """Operator to whom it belongs."""
    @property
    def client_id(self) -> int | None:
        """Company that it belongs to."""
    @property
    def expires_at(self) -> str | None:
        """When it ends, ISO 8601."""
    @property
    def error(self) -> str | None:
        """Why it is not good."""

@final
class ChatOperator(Reply):
    """The operator who has a chat."""
    __match_args__ = ("id", "name", "photo",)
    @property
    def id(self) -> int | None:
        """Id."""
    @property
    def name(self) -> str | None:
        """Name."""
    @property
    def photo(self) -> str | None:
        """Address of the picture."""

@final
class Chat(Reply):
    """A chat."""
    __match_args__ = ("id", "theme", "operator", "status", "status_name", "unread_count",)
    @property
    def id(self) -> int | None:
        """Id."""
    @property
    def theme(self) -> str | None:
        """Theme."""
    @property
    def operator(self) -> ChatOperator | None:
        """Operator who has it; none if nobody has."""
    @property
    def status(self) -> int | None:
        """Status as a number: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed."""
    @property
    def status_name(self) -> str | None:
        """Status as a word; none for a number that is not known."""
    @property
    def unread_count(self) -> int | None:
        """Messages that nobody has read."""

@final
class ChatMessage(Reply):
    """A message in a chat. The provider does not document these fields; `raw` has all of them."""
    __match_args__ = ("id", "chat_id", "text", "phone", "author", "media",)
    @property
    def id(self) -> str | None:
        """Id."""
    @property
    def chat_id(self) -> int | None:
        """Chat."""
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def phone(self) -> str | None:
        """The client's phone."""
    @property
    def author(self) -> int | None:
        """Author as a number. The provider does not document its meaning."""
    @property
    def media(self) -> Any:
        """A file that came with it, as JSON with `uri` and `name`."""

@final
class IncomingMessage(Reply):
    """A message from a person: a reply, or a message to a bot or a sender."""
    __match_args__ = ("id", "alpha_name", "phone", "text", "date",)
    @property
    def id(self) -> str:
        """Unique id. The same event may arrive twice."""
    @property
    def alpha_name(self) -> str | None:
        """Brand or bot that received the message."""
    @property
    def phone(self) -> str | None:
        """The person's phone, as the provider writes it."""
    @property
    def text(self) -> str | None:
        """Text."""
    @property
    def date(self) -> str | None:
        """Time of receipt, ISO 8601."""

@final
class DeliveryReport(Reply):
    """A change of a message's delivery status."""
    __match_args__ = ("message_id", "delivery_status", "timestamp", "cost", "is_final", "is_delivered",)
    @property
    def message_id(self) -> str:
        """Message id from the send."""
    @property
    def delivery_status(self) -> str:
        """Delivery status in the provider's words, in lower case."""
    @property
    def timestamp(self) -> str | None:
        """Time of the change, ISO 8601."""
    @property
    def cost(self) -> Decimal | None:
        """Price of the message."""
    @property
    def is_final(self) -> bool:
        """True if the status is final."""
    @property
    def is_delivered(self) -> bool:
        """True if the message reached the recipient."""

@final
class ChatMessageReceived(Reply):
    """A text message of a chat."""
    __match_args__ = ("chat_id", "message", "replayed",)
    @property
    def chat_id(self) -> int | None:
        """Chat."""
    @property
    def message(self) -> ChatMessage:
        """The message."""
    @property
    def replayed(self) -> bool:
        """True if it was read from the history after an interruption."""

@final
class ChatMediaReceived(Reply):
    """A message of a chat that brings a file."""
    __match_args__ = ("chat_id", "media", "replayed",)
    @property
    def chat_id(self) -> int | None:
        """Chat."""
    @property
    def media(self) -> ChatMessage:
        """The message; its `media` has the file's name and address."""
    @property
    def replayed(self) -> bool:
        """True if it was read from the history after an interruption."""

@final
class ChatStatusChanged(Reply):
    """A chat has another status."""
    __match_args__ = ("chat_id", "status", "status_name",)
    @property
    def chat_id(self) -> int:
        """Chat."""
    @property
    def status(self) -> int:
        """Status as a number: 0 new, 1 processing, 2 ended. These are the hub's numbers, not those of `Chat`."""
    @property
    def status_name(self) -> str | None:
        """Status as a word; none for a number that is not known."""

@final
class MessageStatusChanged(Reply):
    """A message has another status."""
    __match_args__ = ("message_id", "status", "status_name",)
    @property
    def message_id(self) -> str:
        """Id of the message."""
    @property
    def status(self) -> int:
        """Status as a number: 0 new, 1 success, 2 rejected, 3 read."""
    @property
    def status_name(self) -> str | None:
        """Status as a word; none for a number that is not known."""

@final
class ChatCreated(Reply):
    """A chat was opened."""
    __match_args__ = ("chat",)
    @property
    def chat(self) -> Chat:
        """The chat."""

@final
class ConnectionChanged(Reply):
    """The connection to the hub has another state."""
    __match_args__ = ("state", "attempt", "reason",)
    @property
    def state(self) -> _types.HubStateName:
        """`connecting`, `connected`, `reconnecting` or `closed`."""
    @property
    def attempt(self) -> int:
        """Number of the attempt since the connection was lost, from 1; 0 while there is one."""
    @property
    def reason(self) -> str | None:
        """Why."""

@final
class UnknownEvent(Reply):
    """An event that this version does not know, or whose arguments it cannot read."""
    __match_args__ = ("name", "arguments",)
    @property
    def name(self) -> str:
        """Name of the event."""
    @property
    def arguments(self) -> Any:
        """Arguments, as a JSON array."""
