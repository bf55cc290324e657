"""Send, status, wait and their results."""

from __future__ import annotations

import json
import pickle
import warnings
from decimal import Decimal
from typing import Any

import pytest

import smsbat
from samples import MESSAGES, TO


@pytest.mark.parametrize("name", MESSAGES)
def test_every_kind_is_taken_and_delivered(sandbox: smsbat.Sandbox, client: smsbat.Client, name: str) -> None:
    message = MESSAGES[name]
    if name == "ViberPromo":
        message = smsbat.ViberPromo(to=TO, sender="MyShop", text="Hello", button=message.button)
    result = client.messages.send(message)
    assert result.ok
    assert result.messages[0].outcome is smsbat.Outcome.ACCEPTED
    received = sandbox.wait_for(to=TO)
    sent = message.to_dict()
    assert {k: v for k, v in received["request"].items() if k in sent} == sent
    message_id = result.messages[0].message_id
    assert message_id is not None
    assert client.status(message_id).delivery_status == "scheduled"
    sandbox.advance(3)
    status = client.wait(message_id)
    assert (status.delivery_status, status.is_final, status.is_delivered) == ("delivered", True, True)


def test_a_result_is_a_sequence_of_rows(client: smsbat.Client) -> None:
    batch = [smsbat.Sms(to=TO, sender="MyShop", text=str(i), customer_message_id=f"c-{i}") for i in range(3)]
    result = client.send(iter(batch))
    assert len(result) == len(result.messages) == 3
    assert [row.customer_message_id for row in result] == ["c-0", "c-1", "c-2"]
    assert list(result) == list(result.messages)
    assert result.messages is result.messages
    assert result.warnings == []
    assert result.messagelist_id is not None
    assert result.raise_for_outcome() is None  # type: ignore[func-returns-value]
    raw = result.raw
    assert raw is not None
    assert json.loads(raw) == result.to_dict()
    assert result.messages[0].to_dict()["customerMessageId"] == "c-0"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(result, protocol))
        assert again == result
        assert again.raw == raw
        assert again.messages == result.messages
        assert hash(again) == hash(result)
    assert TO not in repr(result) + repr(result.messages[0])
    with pytest.raises(AttributeError):
        result.ok = False  # type: ignore[misc]


def test_a_refused_message_is_a_row_not_an_error(client: smsbat.Client) -> None:
    batch = [
        smsbat.Sms(to=TO, sender="MyShop", text="yes"),
        smsbat.Sms(to="+380990000101", sender="MyShop", text="no", customer_message_id="c-no"),
    ]
    result = client.send(batch)
    assert not result.ok
    row = result.messages[1]
    assert (row.outcome, row.status, row.message_id) == ("rejected", "rejected", None)
    assert row.to_dict()["error"]["message"] == "the number is in the stop list"
    with pytest.raises(smsbat.ProviderError) as caught:
        result.raise_for_outcome()
    assert caught.value.outcome == "rejected"
    assert caught.value.customer_message_ids == ["c-no"]


def test_a_row_that_is_missing_is_unknown(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reply_next(json={"messagelistId": 1, "messages": []})
    row = client.send(smsbat.Sms(to=TO, sender="MyShop", text="x", customer_message_id="c-1")).messages[0]
    assert (row.outcome, row.message_id, row.customer_message_id, row.raw) == ("unknown", None, "c-1", None)
    assert pickle.loads(pickle.dumps(row)) == row
    assert row.to_dict()["outcome"] == "unknown"


def test_money_is_exact(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    body = '{"messageId":"m","deliverystatus":"delivered","cost":12345678901234567.12345678901,"new":[1]}'
    sandbox.reply_next(body=body, headers={"Content-Type": "application/json"})
    status = client.status("m")
    assert status.cost == Decimal("12345678901234567.12345678901")
    assert status.rate is None
    assert status.fallbacks == ()
    assert status.extended_statuses == {}
    assert status.raw == body
    assert status.to_dict()["new"] == [1]
    assert pickle.loads(pickle.dumps(status)) == status
    match status:
        case smsbat.MessageStatus(delivery_status="delivered", cost=cost):
            assert isinstance(cost, Decimal)
        case _:
            pytest.fail("does not match")


def test_a_fallback_that_takes_effect(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    message = smsbat.ViberTransactional(
        to="+380990000211", sender="MyShop", text="x", fallback=smsbat.Fallback("y")
    )
    message_id = client.send(message).messages[0].message_id
    assert message_id is not None
    sandbox.advance(3)
    status = client.wait(message_id)
    assert status.is_delivered
    assert [(f.type, f.status) for f in status.fallbacks] == [("sms", "delivered")]
    assert status.extended_statuses["sms"] == "delivered"


def test_wait_gives_the_last_status_when_the_time_is_up(client: smsbat.Client) -> None:
    row = client.send(smsbat.Sms(to="+380990000301", sender="MyShop", text="x")).messages[0]
    assert row.message_id is not None
    status = client.messages.wait(row.message_id, timeout=0.5, interval=1)
    assert not status.is_final


def test_a_dict_goes_out_as_given(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    given: dict[str, Any] = {"recipient": TO, "type": "viber", "text": 'Привіт "😀"\n'}
    result = client.send(given)
    assert result.ok
    body = json.loads(sandbox.requests()[0]["body"])
    assert body == {"messages": [given]}


class Alone(str):
    """A text that says of an equal one that it is another."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


@pytest.mark.parametrize("second", ["to", Alone("to")])
def test_a_key_that_a_dict_has_twice_is_refused(
    sandbox: smsbat.Sandbox, client: smsbat.Client, second: str
) -> None:
    first = Alone("to")
    once = {first: TO, "type": "sms", "from": "A", "text": "Hi"}
    assert client.send([once, once]).ok
    twice = {**once, second: "+380671234568"}
    assert len(twice) == 5
    inside = {**once, "fallback": {first: TO, second: TO}}
    for messages in (twice, [twice], [once, twice], inside, [once, inside]):
        with pytest.raises(smsbat.ValidationError, match="to is given twice") as caught:
            client.send(messages)
        assert caught.value.problems[0].rule == "twice"
    assert len(sandbox.requests()) == 1


def test_dicts_of_all_shapes_name_their_recipients(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    text = {"type": "sms", "from": "A", "text": "Hi"}
    shapes = [
        lambda to: {"to": to, **text},
        lambda to: {**text, "recipient": to},
        lambda to: {"recipient": to, "to": to, **text},
        lambda to: {"customerMessageId": 't"o', "x": {"to": "+380671234599"}, **text, "to": to},
    ]
    order = [0, 0, 1, 3, 2, 1, 0, 3, 3, 2]
    recipients = [f"+3806712345{i:02}" for i in range(len(order))]
    # Rows that name nobody: whom each is about, only the messages tell.
    sandbox.reply_next(json={"messages": [{"messageId": to, "status": "accepted"} for to in recipients]})
    result = client.send([shapes[shape](to) for shape, to in zip(order, recipients, strict=True)])
    assert [row.to for row in result] == recipients == [row.message_id for row in result]
    assert [row.customer_message_id for row in result] == ['t"o' if shape == 3 else None for shape in order]


def test_dicts_may_share_their_texts(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    quoted, plain, number = 'My "Shop"\n', "MyShop", "7"
    own = {"from": quoted, "text": plain, "type": "sms"}
    given: list[dict[str, Any]] = [
        {"to": "+380671234501", **own},
        {"to": "+380671234502", **own},
        # The same texts under other keys, within an object, and other values under the same keys.
        {"to": "+380671234503", "from": plain, "text": quoted, "type": "sms"},
        {"to": "+380671234504", **own, "fallback": {**own, "to": "+380671234504"}},
        {"to": "+380671234504", **own, "fallback": own},
        {"from": quoted, "to": "+380671234505", "text": smsbat.Outcome.ACCEPTED, "type": "sms"},
        {"to": "+380671234506", "from": "Other", "text": 7, "type": None},
        {"to": "+380671234507", "from": number, "text": number, "type": "sms", "more": number},
        {"to": "+380671234508", **own},
    ]
    for messages in (given, given[::-1], given * 3):
        # Rows that name nobody: whom each is about, only the messages tell.
        sandbox.reply_next(json={"messages": [{"messageId": "m", "status": "accepted"} for _ in messages]})
        result = client.send(messages)
        assert json.loads(sandbox.requests()[-1]["body"]) == {"messages": messages}
        assert [row.to for row in result] == [message["to"] for message in messages]


def test_json_of_plain_values_is_exact(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    value = {
        "none": None,
        "flags": (True, False),
        "numbers": [0, -1, 2**64, 0.1, 1e300, -1e-7, 5e-324, 1e16],
        "text": '\x00\x1f"\\/é😀\u2028',
        "empty": {"": [], "a": {}},
    }
    sandbox.reply_next(json={"ok": True})
    reply = client.request("post", "/bat/x", value)
    assert (reply.status_code, reply.json, reply.text) == (200, {"ok": True}, '{"ok":true}')
    assert reply.raw == reply.text
    assert reply.to_dict() == {"ok": True}
    assert reply.json is reply.json
    assert pickle.loads(pickle.dumps(reply)) == reply
    body = sandbox.requests()[0]["body"]
    assert json.loads(body) == json.loads(json.dumps(value))


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


LOOP: list[Any] = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ({"messageData": {"x": float("nan")}}, "messages[1].messageData.x"),
        ({"x": float("inf")}, "messages[1].x"),
        ({"x": [0, b"bytes"]}, "messages[1].x[1]"),
        ({"x": {1, 2}}, "messages[1].x"),
        ({"x": Decimal(1)}, "messages[1].x"),
        ({"x": {1: 2}}, "messages[1].x"),
        ({"x": "\ud800"}, "messages[1].x"),
        ({"x": object()}, "messages[1].x"),
        ({"\ud800": 1}, "messages[1]"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_path(
    sandbox: smsbat.Sandbox, client: smsbat.Client, message: dict[str, Any], path: str
) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        client.send([MESSAGES["Sms"], message])
    assert caught.value.field == path
    assert caught.value.outcome == "not_sent"
    assert sandbox.requests() == []


@pytest.mark.parametrize("value", [deep(2000), LOOP])
def test_endless_nesting_is_refused(client: smsbat.Client, value: list[Any]) -> None:
    with pytest.raises(smsbat.ValidationError, match="nested") as caught:
        client.send({"x": value})
    assert str(caught.value).startswith("messages[0].x[0][0]")


def test_advice_is_given_and_kept(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    message = smsbat.ViberSurvey(to=TO, sender="MyShop", text="Which?", options=["only one"])
    with pytest.warns(smsbat.SmsbatWarning, match="options has one answer") as caught:
        result = client.send(message)
    assert result.warnings == [str(w.message) for w in caught]
    assert caught[0].filename == __file__
    assert len(sandbox.messages()) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_advice_as_an_error_does_not_lose_the_result(client: smsbat.Client) -> None:
    message = smsbat.ViberSurvey(to=TO, sender="MyShop", text="Which?", options=["only one"])
    with warnings.catch_warnings():
        warnings.simplefilter("error", smsbat.SmsbatWarning)
        assert client.send(message).ok


@pytest.mark.parametrize("given", ["text", 5, None, b"x", [5], [None], [[]], ["a"]])
def test_what_is_not_a_message(client: smsbat.Client, given: Any) -> None:
    with pytest.raises(TypeError, match="messages"):
        client.send(given)


def test_a_part_is_not_a_message(client: smsbat.Client) -> None:
    with pytest.raises(smsbat.ValidationError, match="is a Button, which cannot be used here"):
        client.send([smsbat.Button("x", "https://example.com")])  # type: ignore[list-item]


def test_an_error_in_the_callers_iterator_comes_out(client: smsbat.Client) -> None:
    def messages() -> Any:
        yield MESSAGES["Sms"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.send(messages())


def test_an_endless_iterator_is_refused(client: smsbat.Client) -> None:
    def messages() -> Any:
        while True:
            yield MESSAGES["Sms"]

    with pytest.raises(smsbat.ValidationError, match="send_bulk"):
        client.send(messages())
