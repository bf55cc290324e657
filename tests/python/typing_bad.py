"""Lines that type checkers must refuse: each that ends in `# wrong`, and no other. Checked, not run."""

from __future__ import annotations

import smsbat


def send(client: smsbat.Client) -> None:
    sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")
    client.send(sms, timeout=5)
    client.send("+380671234567")  # wrong
    client.send(sms, timeout="5")  # wrong
    client.send(sms, 5)  # wrong
    client.send(sms, retries=1)  # wrong
    client.send([sms, 5])  # wrong
    client.wait(5)  # wrong
    client.send(sms).message_id  # wrong
    client.send(sms).messages[0].message_id.upper()  # wrong
    client.status("m").cost + 1.5  # wrong
    client.nonsense()  # wrong
    client.api_key  # wrong
    client.messages = None  # wrong


def values() -> None:
    smsbat.Sms("+380671234567", "MyShop", "Hello")  # wrong
    smsbat.Sms(to=380671234567, text="x")  # wrong
    smsbat.Sms(text="x", phone="+380671234567")  # wrong
    smsbat.Sms()  # wrong
    smsbat.ViberPromo()  # wrong
    smsbat.Rcs()  # wrong
    smsbat.CascadeMessage(to="+380671234567", sender="S", message_type="foo")  # wrong
    smsbat.Sms(text="x", ttl="60")  # wrong
    smsbat.ViberPromo(button="Open")  # wrong
    smsbat.ViberSurvey(options="AB", cards=[])  # wrong
    smsbat.Rcs(buttons=[smsbat.Button("Open", "https://example.com")])  # wrong
    smsbat.Button(text=1)  # wrong
    smsbat.Client("key")  # wrong
    smsbat.Client(rate_limit=5)  # wrong
    smsbat.Sandbox(tls="yes")  # wrong
    smsbat.segments(b"Hello")  # wrong
    smsbat.preview("Hello")  # wrong
    sms = smsbat.Sms(text="Hello")
    sms.text = "Bye"  # wrong
    smsbat.Client().wait(5)  # wrong
    smsbat.Client().wait_all([5])  # wrong


async def awaitable(client: smsbat.AsyncClient) -> None:
    sms = smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")
    await client.send(sms)
    client.send(sms).messages  # wrong
    await client.chathub.chats()  # wrong
    await client.send(5)  # wrong
    client.close()  # wrong
    list(client.chathub.chats())  # wrong


def errors(error: smsbat.SmsbatError) -> str:
    outcome: int = error.outcome  # wrong
    print(outcome, error.outcomes)  # wrong
    return error.status_code  # wrong


def outcomes(
    client: smsbat.Client, sms: smsbat.Sms, error: smsbat.SmsbatError, attempt: smsbat.Attempt
) -> list[smsbat.SentMessage]:
    result = client.send(sms)
    print(result[0].outcome == "accept")  # wrong
    print("accept" == result.messages[0].outcome)  # wrong
    print(all(row.outcome != "not sent" for row in result))  # wrong
    print(error.outcome == "Unknown")  # wrong
    print(attempt.outcome == "ok")  # wrong
    result[0].outcome = smsbat.Outcome.ACCEPTED  # wrong
    outcome = client.messagio.send(to="+380671234567", sender="MyShop", text="Hello").outcome
    print(outcome == "sent")  # wrong
    print(smsbat.Outcome.SENT)  # wrong
    return [row for row in result if row.outcome == "reject"]  # wrong


def words(client: smsbat.Client, row: smsbat.BulkRow) -> smsbat.OutcomeName:
    client.request("GET", "/", api="turbo")  # wrong
    print(row["phone"])  # wrong
    print(row["parts"] + 1)  # wrong
    client.request("GTE", "/")  # wrong
    client.chathub.chats(status="opened")  # wrong
    client.chathub.set_chat_status(1, "close")  # wrong
    client.chathub.set_operator_status(1, "busy")  # wrong
    client.cascade.send_template("Hi", [], sender="S", message_type="foo")  # wrong
    message: smsbat.Message = "Hello"  # wrong
    print(message)
    return "sent"  # wrong
