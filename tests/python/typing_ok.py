"""User code that type checkers must accept. Checked, not run."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import smsbat


def send() -> list[str]:
    with smsbat.Client(api_key="k", ca_bundle=Path("ca.pem"), rate_limit=None, timeout=5) as client:
        sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello", ttl=60)
        promo = smsbat.ViberPromo(
            to="+380671234567",
            sender="MyShop",
            text="Hello",
            button=smsbat.Button("Open", "https://example.com"),
            fallback={"text": "Hello", "type": "sms"},
        )
        given: dict[str, str] = {"recipient": "+380671234567", "type": "viber", "text": "Hello"}
        result = client.send(sms)
        result = client.messages.send([sms, promo, given], resend_unknown=True, max_retries=1)
        if not result.ok:
            result.raise_for_outcome()
        ids = [row.message_id for row in result if row.outcome is smsbat.Outcome.ACCEPTED]
        return [client.wait(i, timeout=10).delivery_status for i in ids if i is not None]


def cost(status: smsbat.MessageStatus) -> Decimal:
    match status:
        case smsbat.MessageStatus(delivery_status="delivered", cost=Decimal() as cost):
            return cost
        case _:
            return status.rate or Decimal(0)


def rcs() -> smsbat.Rcs:
    actions = [
        smsbat.Action.open_url("https://example.com"),
        smsbat.Action.create_calendar_event("Visit", datetime.now(timezone.utc)),
    ]
    return smsbat.Rcs(text="Hello", buttons=[smsbat.RcsButton("Go", action) for action in actions])


def otp(pin: str) -> smsbat.ViberOtp:
    return smsbat.ViberOtp(template_id="…", template_lang="uk", template_params={"pin": pin})


def explain(error: smsbat.SmsbatError) -> str:
    if isinstance(error, smsbat.ValidationError):
        return ", ".join(f"{p.path}: {p.rule}" for p in error.problems)
    if error.outcome == "not_sent" and error.retry_after is not None:
        return f"in {error.retry_after:.1f} s"
    return str(error.outcome)


def outcomes(client: smsbat.Client, error: smsbat.SmsbatError, word: str) -> dict[str, int]:
    result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
    counts: dict[str, int] = {}
    by_outcome: dict[smsbat.Outcome, list[smsbat.SentMessage]] = {}
    for row in result:
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
        by_outcome.setdefault(row.outcome, []).append(row)
        if row.outcome == "accepted" or row.outcome in {"rejected", "unknown"} or row.outcome == word:
            print(f"{row.outcome:>10}", json.dumps(row.outcome), row.outcome.value, row.outcome.name.lower())
        if row.outcome != smsbat.Outcome.ACCEPTED and row.outcome not in (smsbat.Outcome.UNKNOWN,):
            print(row.outcome.upper(), row.outcome is smsbat.Outcome.REJECTED)
    wanted: smsbat.Outcome = error.outcome
    several: list[smsbat.Outcome] = [wanted, *result.outcomes, *(row.outcome for row in result)]
    by_name = {outcome.name: outcome for outcome in smsbat.Outcome}
    print(several, by_name, smsbat.Outcome(word), smsbat.Outcome["UNKNOWN"], error.outcome == "not_sent")
    return counts


def advice(outcome: smsbat.Outcome) -> str:
    match outcome:
        case smsbat.Outcome.ACCEPTED:
            return "done"
        case smsbat.Outcome.REJECTED | smsbat.Outcome.NOT_SENT:
            return "send again"
        case smsbat.Outcome.UNKNOWN:
            return "ask"


def of_row(row: smsbat.SentMessage) -> int:
    match row.outcome:
        case smsbat.Outcome.ACCEPTED:
            return 1
        case smsbat.Outcome.REJECTED | smsbat.Outcome.NOT_SENT:
            return 2
        case smsbat.Outcome.UNKNOWN:
            return 3


def raw(client: smsbat.Client) -> Any:
    reply = client.request("GET", "/bat/message/1", timeout=3)
    assert reply.status_code < 300
    return reply.json


def sandbox() -> str:
    with smsbat.Sandbox(tls=True) as sandbox, sandbox.client() as client:
        client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
        return str(sandbox.wait_for(text="Hello")["status"]) + smsbat.segments("Hello").encoding


def cascade(client: smsbat.Client) -> list[str | None]:
    message = smsbat.CascadeMessage(
        to="+380671234567",
        sender="MyShop",
        message_type="transaction",
        text="Hello",
        scheduled=datetime.now(timezone.utc),
        telegram=smsbat.Telegram("Hello", buttons=[smsbat.TelegramButton("Open", "open")]),
        customer_data={"a": [1]},
    )
    result = client.cascade.send([message, message.to_dict()], telegram_viber_first=True)
    client.cascade.upload_variables([smsbat.Variable(1, "name", "x")])
    rows = [{"to": "+380671234567", "n": 1, "sum": Decimal("1.50")}]
    result = client.cascade.send_template("{n} {sum}", rows, sender="MyShop", variable_ids=(1, 99))
    return [row.message_id for row in result]


def chat_bot(client: smsbat.Client) -> list[int]:
    chats: list[int] = []
    with client.chathub.listen(chats=[1], idle_timeout=1.0, transport="websocket") as events:
        event: smsbat.ChatEvent | None = events.next(0)
        state: smsbat.HubStateName = events.state
        print(event, state, events.transport)
        for event in events:
            match event:
                case smsbat.ChatMessageReceived(chat_id=int(chat), message=message):
                    chats.append(chat)
                    events.send_message(chat, message.text or "")
                    events.send_media(chat, ("photo.png", b"1"))
                case smsbat.ChatStatusChanged(chat, number, name):
                    chats += [chat, number, len(name or "")]
                case smsbat.ConnectionChanged(state=state, reason=reason):
                    print(state, reason)
                case _:
                    pass
    return chats


def chathub(client: smsbat.Client) -> str:
    hub = client.chathub
    token: str = hub.login("desk", "password")
    for chat in hub.chats(status=smsbat.ChatStatus.OPEN, date=("2026-01-01", datetime.now(timezone.utc))):
        if chat.operator is not None and chat.id is not None and chat.status == smsbat.ChatStatus.OPEN:
            hub.send_chat_message(chat.id, media=Path("a.png"))
            hub.send_chat_message(chat.id, "Hello", smsbat.ChatMedia("a.png", b"", "image/png"))
            token += chat.operator.name or ""
    for operator in hub.add_operators([smsbat.NewOperator(1, "Olena")]):
        if operator.id is not None:
            hub.set_operator_status(operator.id, "inactive")
    for message in hub.follow(6601, interval=1):
        token += message.text or ""
    return hub.widget_html(token)


def turbosms(client: smsbat.Client) -> list[str]:
    message = smsbat.TurboSmsMessage(
        recipients=("+380671234567",), sms=smsbat.TurboSms("MyShop", "x", is_flash=True)
    )
    results = {"a": client.turbosms.send(message), **client.turbosms.send_multi({"b": message})}
    ids = [row.message_id for result in results.values() for row in result if row.message_id]
    prices = [d.sms.price for d in client.turbosms.details(ids) if d.sms is not None]
    return [str(s.status) for s in client.turbosms.status(ids)] + [str(p) for p in prices]


def webhook(body: bytes) -> str:
    event = smsbat.webhooks.parse(body)
    match event:
        case smsbat.IncomingMessage(text=text):
            return text or ""
        case smsbat.DeliveryReport():
            return event.message_id
        case _:
            return str(event["x"])


async def awaitable() -> list[str | None]:
    async with smsbat.AsyncClient(api_key="k", max_concurrency=8, timeout=5) as client:
        sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")
        results: list[smsbat.SendResult] = await asyncio.gather(*(client.send(sms) for _ in range(10)))
        status = await client.wait(results[0], interval=1)
        await client.wait_all(results[0], timeout=5)
        names = [chat.theme async for chat in client.chathub.chats(status="open")]
        async with client.chathub.listen() as events:
            async for event in events:
                if isinstance(event, smsbat.ChatMediaReceived):
                    await events.send_message(1, str(event.media.media))
        async for message in client.chathub.follow(1):
            names.append(message.text)
        return [*names, status.delivery_status, smsbat.AsyncChatHub.widget_html("t")]


async def cancelled(task: asyncio.Task[smsbat.SendResult]) -> str:
    try:
        return str((await task).ok)
    except asyncio.CancelledError as error:
        cause = error.__cause__
        return cause.outcome if isinstance(cause, smsbat.SmsbatError) else "not_sent"


def rows(client: smsbat.Client, result: smsbat.SendResult) -> list[str]:
    first: smsbat.SentMessage = result[0]
    some: list[smsbat.SentMessage] = result[1:]
    why: list[str | None] = [first.code, first.reason, *(row.reason for row in reversed(result))]
    waited: list[smsbat.MessageStatus] = client.wait_all(row for row in result if row.message_id)
    waited += client.wait_all(result, timeout=5) + client.wait_all(["a", first])
    one = [client.wait(result), client.status(first), client.messages.wait("id"), *some[:0]]
    return [*(word or "" for word in why), *(status.delivery_status for status in waited), str(one)]


def shown(message: smsbat.Rcs, result: smsbat.SendResult) -> list[dict[str, Any]]:
    preview: smsbat.Preview = smsbat.preview(message)
    print(preview.html, smsbat.preview({"type": "sms"}).text)
    return result.to_dicts()


def remind(
    message: smsbat.Message, client: smsbat.Client, api: smsbat.ApiName = "cascade"
) -> smsbat.RawReply:
    client.send([message, {"type": "sms"}])
    return client.request("GET", "/", api=api)


def customers() -> Iterator[smsbat.Row]:
    yield {"to": "+380671234567", "name": "Ada"}
    yield smsbat.Sms(to="+380671234567")


def campaign(client: smsbat.Client, wanted: smsbat.OutcomeName) -> list[str | None]:
    report = client.messages.send_bulk(customers(), template="Hi {name}")
    failed: list[smsbat.BulkRow] = [row for row in report if row["outcome"] is not smsbat.Outcome.ACCEPTED]
    lines = [row.get("line") for row in failed]
    sums: smsbat.BulkSums = report.to_dict()
    print(lines, sums["accepted"] + 1)
    return [row["to"] for row in report.to_dicts() if row["outcome"] == wanted]


def words(text: str) -> tuple[smsbat.EncodingName, smsbat.MessageTypeName, smsbat.DeliveryStatusName]:
    return smsbat.segments(text).encoding, "viber_promo", "delivered"


def caught(client: smsbat.Client) -> OSError | ValueError | None:
    try:
        client.status("m")
    except (smsbat.TimeoutError, smsbat.ConnectionError, smsbat.ValidationError) as error:
        return error
    return None
