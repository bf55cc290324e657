# Written by `make gen` from python/stubs/client.pyi.
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from datetime import datetime
from os import PathLike
from typing import Any, Literal, final, overload
from typing_extensions import Self

from ._smsbat import (
    Attempt,
    BulkPlan,
    BulkProgress,
    BulkReport,
    Chat,
    ChatMedia,
    ChatMessage,
    DeliverySummary,
    MessageStatus,
    MessagioResult,
    NewOperator,
    Operator,
    Organization,
    Phone,
    RateLimit,
    RawReply,
    SendResult,
    TokenInfo,
    TrackProgress,
    TurboSmsDetails,
    TurboSmsResult,
    TurboSmsStatus,
    Variable,
    _ApiName,
    _CascadeMessage,
    _CascadeType,
    _ChatEvent,
    _ChatStatus,
    _Day,
    _Frame,
    _HubState,
    _HubTransport,
    _Message,
    _MessageId,
    _MethodName,
    _OperatorStatus,
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
        on_attempt: Callable[[Attempt], object] | None = ...,
    ) -> None: ...
    @property
    def messages(self) -> AsyncMessages:
        """The SMSBAT API: sends messages and gets their delivery statuses."""
    @property
    def cascade(self) -> AsyncCascade:
        """The Cascade API: one message that tries several channels in order."""
    @property
    def chathub(self) -> AsyncChatHub:
        """The ChatHub API: operators, chats and chat messages."""
    @property
    def turbosms(self) -> AsyncTurboSmsApi:
        """The TurboSMS-compatible API."""
    @property
    def messagio(self) -> AsyncMessagio:
        """The Messagio-compatible API."""
    async def send(
        self,
        messages: _Message | Iterable[_Message],
        *,
        journal: _Path | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        resend_unknown: bool = False,
    ) -> SendResult:
        """Sends one message, or up to 5,000 in one request. Short for `client.messages.send`; see there for details."""
    async def status(
        self, message_id: _MessageId, *, timeout: float | None = None, max_retries: int | None = None
    ) -> MessageStatus:
        """Returns the delivery status of a message. Short for `client.messages.status`; see there for details."""
    async def wait(
        self,
        message_id: _MessageId,
        *,
        timeout: float = 120.0,
        interval: float = 5.0,
        max_retries: int | None = None,
    ) -> MessageStatus:
        """Waits until a status is final or the time is up. Short for `client.messages.wait`; see there for details."""
    async def wait_all(
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
    async def request(
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
    async def aclose(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_exception: object) -> None: ...

@final
class AsyncMessages:
    async def send(
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
    async def status(
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
    async def wait(
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
    async def wait_all(
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
    async def send_bulk(
        self,
        source: _Path | Iterable[_Row] | AsyncIterable[_Row] | _Frame,
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
    async def send_bulk(
        self,
        source: _Path | Iterable[_Row] | AsyncIterable[_Row] | _Frame,
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
    async def send_bulk(
        self,
        source: _Path | Iterable[_Row] | AsyncIterable[_Row] | _Frame,
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
    async def track(
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
    async def upload_variables(
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
    async def send_template(
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
class AsyncChatHub:
    async def login(
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
    async def organizations(
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
    async def operators(
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
    async def add_operators(
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
    async def set_operator_status(
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
    async def operator_token(
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
    async def validate_token(
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
    ) -> AsyncChats:
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
    async def set_chat_status(
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
    async def delete_chat(
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
    async def chat_messages(
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
    async def send_chat_message(
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
    ) -> AsyncFollow:
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
    ) -> AsyncChatEvents:
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
class AsyncChatEvents:
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> _ChatEvent: ...
    async def next(self, timeout: float | None = None) -> _ChatEvent | None:
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
    async def send_message(self, chat_id: int, text: str) -> Any:
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
    async def send_media(self, chat_id: int, media: _Path | tuple[str, bytes] | ChatMedia) -> Any:
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
    async def aclose(self) -> None: ...
    @property
    def transport(self) -> _HubTransport | None:
        """Transport of the connection: `websocket` or `long_polling`; `None` while there is no connection."""
    @property
    def state(self) -> _HubState:
        """State of the connection: `connecting`, `connected`, `reconnecting` or `closed`."""
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_exception: object) -> None: ...

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
    async def send_multi(
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
    async def status(
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
    async def details(
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
