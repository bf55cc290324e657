"""`smsbat.webhooks`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import pickle
import random
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import smsbat
from smsbat import webhooks

INCOMING = {
    "idUuid": "u-1",
    "alphaName": "NovaShop",
    "phoneNumber": "380670000101",
    "text": "Так, дякую",
    "dt": "2026-05-04T10:02:19.500Z",
    "new": 1,
}
REPORT = (
    '{"messageId":"m-1","deliverystatus":"Delivered","timestamp":"2026-05-04T09:31:07Z","cost":0.0310,"x":[]}'
)


@pytest.mark.parametrize("kind", [str, bytes, bytearray, memoryview])
def test_incoming_messages(kind: Any) -> None:
    text = json.dumps(INCOMING)
    event = webhooks.parse(text if kind is str else kind(text.encode()))
    assert isinstance(event, smsbat.IncomingMessage)
    assert (event.id, event.alpha_name, event.phone) == ("u-1", "NovaShop", "380670000101")
    assert (event.text, event.date) == ("Так, дякую", "2026-05-04T10:02:19.500Z")
    assert event.to_dict() == INCOMING
    assert pickle.loads(pickle.dumps(event)) == event
    assert "380670000101" not in repr(event)
    assert "дякую" not in repr(event)


def test_delivery_reports() -> None:
    event = smsbat.webhooks.parse(REPORT)
    match event:
        case smsbat.DeliveryReport(message_id="m-1", delivery_status="delivered", cost=cost):
            assert cost == Decimal("0.0310")
            assert str(cost) == "0.0310"
        case _:
            pytest.fail("not a report")
    assert isinstance(event, smsbat.DeliveryReport)
    assert (event.is_final, event.is_delivered) == (True, True)
    assert event.raw == REPORT


def test_other_objects_are_kept() -> None:
    assert webhooks.parse(b'{"hello": [1, null]}') == {"hello": [1, None]}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'"x"', b" " * (1024 * 1024 + 1)])
def test_what_cannot_be_read(body: bytes) -> None:
    with pytest.raises(smsbat.ResponseError) as caught:
        webhooks.parse(body)
    assert caught.value.outcome == "not_sent"
    assert caught.value.body is not None
    assert len(caught.value.body) <= 65536
    with pytest.raises(smsbat.ResponseError):
        webhooks.parse_turbosms(body)


@pytest.mark.skipif(not hasattr(sys, "get_int_max_str_digits"), reason="this Python has no limit")
def test_an_integer_that_python_does_not_convert_is_its_digits(tmp_path: Path) -> None:
    """Anyone may post one, so it must neither raise nor take quadratic time."""
    digits = "1" + "0" * 5000
    other = f'{{"n": {digits}, "list": [-{digits}, 10, 1.5]}}'.encode()
    assert webhooks.parse(other) == {"n": digits, "list": [f"-{digits}", 10, 1.5]}
    report = f'{{"messageId": "m-1", "deliverystatus": "read", "n": {digits}}}'.encode()
    for event in webhooks.record(tmp_path / "campaign.db", [report, other]):
        known = event if isinstance(event, dict) else event.to_dict()
        assert known["n"] == digits
        assert digits in repr(known)
        assert digits in json.dumps(known)
    turbosms = webhooks.parse_turbosms(f'{{"id": 1, "type": "x", "data": {{"n": {digits}}}}}'.encode())
    assert turbosms.data == {"n": digits}


def test_wrong_types() -> None:
    for wrong in (None, 5, {"a": 1}):
        with pytest.raises(TypeError, match="body must be bytes or text"):
            webhooks.parse(wrong)  # type: ignore[arg-type]
    with pytest.raises(smsbat.ValidationError) as caught:
        webhooks.parse('{"a": "\ud800"}')
    assert caught.value.field == "body"


def signatures(secret: str, id: str) -> list[str]:
    both = [hashlib.sha1((a + b).encode()).hexdigest() for a, b in ((secret, id), (id, secret))]
    return [*both, both[0].upper()]


@pytest.mark.parametrize("signature", signatures("ключ", "42"))
def test_signatures_in_either_order(signature: str) -> None:
    event = {"id": 42, "signature": signature, "type": "DLR_SMS_API", "date": "2026-05-04 09:31:07", "try": 2}
    body = json.dumps({**event, "data": {"message_id": "m", "status": "Delivered"}})
    form = f"id=42&signature={signature}&type=DLR_SMS_API&try=2&data%5Bmessage_id%5D=m"
    for given in (body, body.encode(), form.encode()):
        assert webhooks.verify_turbosms(given, "ключ") is True
        assert webhooks.verify_turbosms(given, "ключі") is False
        found = webhooks.parse_turbosms(given)
        assert (found.id, found.type, found.attempt, found.data["message_id"]) == (
            "42",
            "DLR_SMS_API",
            2,
            "m",
        )
        assert pickle.loads(pickle.dumps(found)) == found
    assert not webhooks.verify_turbosms(body.replace(signature, signature[:-1]), "ключ")
    assert not webhooks.verify_turbosms('{"id": 42}', "ключ")


def test_verifying_needs_an_event_and_a_secret() -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        webhooks.verify_turbosms('{"id": 42}', "")
    assert caught.value.field == "secret"
    with pytest.raises(smsbat.ResponseError):
        webhooks.verify_turbosms("{}", "secret")


def test_noise_raises_nothing_else() -> None:
    noise = random.Random(7)
    for _ in range(2000):
        body = bytearray(noise.choice([REPORT, json.dumps(INCOMING)]).encode())
        for _ in range(noise.randrange(1, 8)):
            body[noise.randrange(len(body))] = noise.randrange(256)
        for function in (webhooks.parse, webhooks.parse_turbosms):
            with contextlib.suppress(smsbat.ResponseError):
                function(body)
