"""`client.turbosms` and `client.messagio`."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

import smsbat
from samples import API_MESSAGES, API_PARTS, TO

IN_THE_STOP_LIST = "+380990000101"
NO_ROUTE = "+380990000102"
UNKNOWN_CODE = "+380990000103"


def message(*recipients: str) -> smsbat.TurboSmsMessage:
    return smsbat.TurboSmsMessage(recipients=recipients, sms=smsbat.TurboSms("MyShop", "Hello"))


def test_typed_messages_are_taken(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    result = client.turbosms.send(API_MESSAGES["TurboSmsMessage"])
    assert (result.ok, len(result)) == (True, 2)
    assert [row.phone for row in result] == ["380671234567", "380671234568"]
    assert json.loads(sandbox.requests()[0]["body"]) == API_MESSAGES["TurboSmsMessage"].to_dict()
    result.raise_for_outcome()
    card = smsbat.TurboViber("MyShop", "Hello", carousel=[API_PARTS["TurboCard"]])
    assert client.turbosms.send(smsbat.TurboSmsMessage(recipients=[TO], viber=card)).ok
    assert sandbox.messages(limit=1)[0]["api"] == "turbosms"


def test_some_recipients_are_refused(client: smsbat.Client) -> None:
    result = client.turbosms.send(message(TO, IN_THE_STOP_LIST, NO_ROUTE, UNKNOWN_CODE))
    rows = [(row.response_code, str(row.outcome)) for row in result]
    assert rows == [(0, "accepted"), (404, "rejected"), (406, "rejected"), (9001, "unknown")]
    assert not result.ok
    with pytest.raises(smsbat.ProviderError) as caught:
        result.raise_for_outcome()
    assert (caught.value.outcome, caught.value.code) == ("unknown", 404)
    with pytest.raises(smsbat.ProviderError) as caught:
        client.turbosms.send(message(TO, IN_THE_STOP_LIST)).raise_for_outcome()
    assert caught.value.outcome == "rejected"


def test_a_number_that_is_given_twice_gets_one_message(
    sandbox: smsbat.Sandbox, client: smsbat.Client
) -> None:
    other = "+380671234568"
    for result in (
        client.turbosms.send(message(TO, other, TO)),
        client.turbosms.send(message(TO, other, "380 67 123-45-67")),
        client.turbosms.send_multi({"x": message(TO, other, TO)})["x"],
    ):
        assert [(row.phone, row.response_code, str(row.outcome)) for row in result] == [
            ("380671234567", 0, "accepted"),
            ("380671234568", 0, "accepted"),
            ("380671234567", 407, "accepted"),
        ]
        assert result[0].message_id
        assert result.ok
    # The repeat may come first, or follow a refusal. Without a row of its own, both are in doubt.
    accepted = {"phone": TO[1:], "response_code": 0, "response_status": "OK", "message_id": "m-1"}
    repeat = {"phone": TO[1:], "response_code": 407, "response_status": "NOT_ALLOWED_RECIPIENT_DUPLICATE"}
    refused = {"phone": TO[1:], "response_code": 406, "response_status": "NOT_ALLOWED_RECIPIENT_COUNTRY"}
    for rows, found in [
        ([repeat, accepted], [("m-1", "accepted"), (None, "accepted")]),
        ([accepted], [(None, "unknown"), (None, "unknown")]),
        ([accepted, repeat, repeat], [(None, "unknown"), (None, "unknown")]),
        ([refused, repeat], [(None, "rejected"), (None, "rejected")]),
        ([repeat, repeat], [(None, "accepted"), (None, "accepted")]),
        ([accepted, refused], [(None, "unknown"), (None, "unknown")]),
    ]:
        sandbox.reply_next(json={"response_code": 0, "response_status": "OK", "response_result": rows})
        result = client.turbosms.send(message(TO, TO))
        assert [(row.message_id, str(row.outcome)) for row in result] == found
        assert all(row.reason for row in result if row.outcome != "accepted")


@pytest.mark.parametrize(
    ("code", "outcome"), [(999, "unknown"), (500, "unknown"), (203, "rejected"), (4321, "unknown")]
)
def test_an_answer_without_rows(
    sandbox: smsbat.Sandbox, client: smsbat.Client, code: int, outcome: str
) -> None:
    sandbox.reply_next(json={"response_code": code, "response_status": "X", "response_result": None})
    sent = smsbat.TurboSmsMessage(recipients=[TO], sequence_id="batch-7", sms=API_PARTS["TurboSms"])
    with pytest.raises(smsbat.ProviderError) as caught:
        client.turbosms.send(sent)
    error = caught.value
    assert (error.outcome, error.code, error.status_code) == (outcome, code, 200)
    assert error.customer_message_ids == ["batch-7"]
    sandbox.reply_next(json={"response_code": 999, "response_status": "X", "response_result": None})
    with pytest.raises(smsbat.ProviderError) as caught:
        client.turbosms.send_multi({"a": sent})
    assert caught.value.outcome == "unknown"


def test_rows_say_more_than_the_code_around_them(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    row = {"phone": TO[1:], "message_id": "m-1", "response_code": 0, "response_status": "OK"}
    sandbox.reply_next(json={"response_code": "SUCCESS", "response_status": "OK", "response_result": [row]})
    assert client.turbosms.send(message(TO)).ok
    sandbox.reply_next(json={"response_code": 203, "response_result": [row, None]})
    result = client.turbosms.send(message(TO, "+380671234568"))
    assert [(str(row.outcome), row.message_id) for row in result] == [("accepted", "m-1"), ("unknown", None)]
    sandbox.reply_next(json={"response_code": "SUCCESS", "response_status": "OK"})
    with pytest.raises(smsbat.ResponseError) as caught:
        client.turbosms.send(message(TO))
    assert caught.value.outcome == "unknown"


def test_a_name_that_is_answered_twice_is_in_doubt(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    taken = f'{{"response_code": 800, "response_result": [{{"phone": "{TO[1:]}", "message_id": "m-1"}}]}}'
    refused = f'{{"response_code": 802, "response_result": [{{"phone": "{TO[1:]}", "response_code": 406}}]}}'
    for one, other in [(taken, refused), (refused, taken)]:
        sandbox.reply_next(body=f'{{"response_code": 0, "response_result": {{"x": {one}, "x": {other}}}}}')
        result = client.turbosms.send_multi({"x": message(TO)})["x"]
        assert [(str(row.outcome), row.message_id) for row in result] == [("unknown", None)]


def test_several_by_name(client: smsbat.Client) -> None:
    given: dict[str, Any] = {
        "evening": message(TO),
        "a morning": message(IN_THE_STOP_LIST).to_dict(),
    }
    results = client.turbosms.send_multi(given)
    assert list(results) == ["evening", "a morning"]
    assert results["evening"].ok
    assert [str(row.outcome) for row in results["a morning"]] == ["rejected"]
    with pytest.raises(smsbat.ValidationError) as caught:
        client.turbosms.send_multi({"x": smsbat.TurboSmsMessage(recipients=[TO])})
    assert caught.value.field == "messages.x.sms"
    with pytest.raises(TypeError, match="messages must be a mapping of names to messages, not list"):
        client.turbosms.send_multi([])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"messages\.x must be a TurboSmsMessage or a dict, not str"):
        client.turbosms.send_multi({"x": "text"})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="message must be a TurboSmsMessage or a dict, not list"):
        client.turbosms.send([message(TO)])  # type: ignore[arg-type]


def ids(result: smsbat.TurboSmsResult) -> Iterator[str]:
    return (row.message_id for row in result if row.message_id)


def test_status_and_details(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    message = API_MESSAGES["TurboSmsMessage"].to_dict()
    del message["start_time"]
    result = client.turbosms.send(message)
    first = [status.is_final for status in client.turbosms.status(ids(result))]
    assert first == [False, False]
    sandbox.advance(3)
    statuses = client.turbosms.status(ids(result))
    assert [(s.status, s.type, s.is_final, s.is_delivered) for s in statuses] == [
        ("Delivered", "viber", True, True)
    ] * 2
    one = client.turbosms.details(next(ids(result)))
    assert len(one) == 1
    viber = one[0].viber
    assert isinstance(viber, smsbat.TurboSmsChannel)
    assert viber.is_delivered
    assert one[0].sms is None
    replies: list[Any] = [result, *result, *statuses, *one]
    for reply in replies:
        assert pickle.loads(pickle.dumps(reply)) == reply
    for personal in (TO[1:], "Hello"):
        assert personal not in repr(replies)
    with pytest.raises(smsbat.ValidationError) as caught:
        client.turbosms.status([])
    assert caught.value.field == "message_ids"
    for wrong in (5, [5], None):
        with pytest.raises(TypeError, match="message_ids must be texts"):
            client.turbosms.status(wrong)  # type: ignore[arg-type]


@pytest.fixture
def messagio(sandbox: smsbat.Sandbox) -> Iterator[smsbat.Messagio]:
    with sandbox.client(max_retries=0, messagio_user="test-user", messagio_sign="test-sign") as client:
        yield client.messagio


def test_messagio(sandbox: smsbat.Sandbox, messagio: smsbat.Messagio) -> None:
    result = messagio.send(to=TO, sender="MyShop", text="Hello & bye")
    assert (result.code, result.outcome, result.messages[0].phone) == (0, "accepted", TO[1:])
    assert result.messages[0].message_id
    assert result.xml.startswith("<")
    assert pickle.loads(pickle.dumps(result)) == result
    assert TO[1:] not in repr(result)
    assert sandbox.messages()[0]["text"] == "Hello & bye"
    assert "sending_method=viber&" in sandbox.requests()[0]["body"] + "&"


def test_messagio_says_no(sandbox: smsbat.Sandbox, messagio: smsbat.Messagio) -> None:
    with pytest.raises(smsbat.ProviderError) as caught:
        messagio.send(to=IN_THE_STOP_LIST, sender="MyShop", text="Hello")
    assert caught.value.code != 0
    assert (caught.value.outcome, caught.value.status_code) == ("rejected", 200)
    sandbox.reply_next(body="<html>")
    with pytest.raises(smsbat.ResponseError) as broken:
        messagio.send(to=TO, sender="MyShop", text="Hello")
    assert broken.value.outcome == "unknown"


def test_messagio_checks_first(sandbox: smsbat.Sandbox, messagio: smsbat.Messagio) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        messagio.send(to=TO, sender="MyShop", button_text="Open")
    assert {p.path for p in caught.value.problems} == {"txt", "button_link"}
    with pytest.raises(TypeError):
        messagio.send(to=TO, sender="MyShop", text=5)  # type: ignore[arg-type]
    with sandbox.client() as client, pytest.raises(smsbat.ConfigurationError):
        client.messagio.send(to=TO, sender="MyShop", text="Hello")
    assert sandbox.requests() == []
