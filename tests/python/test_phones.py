"""Phone numbers and the length of texts: settings of a client and of a bulk send, in every message."""

from __future__ import annotations

import json
import pathlib
import pickle
from typing import Any

import pytest

import smsbat
import smsbat.bulk

UA = "+380671234567"
PARTS = "max_parts_per_message"
LONG = "x" * (153 * 10 + 1)
LONG_UNICODE = "я" * (67 * 10 + 1)

#: Files that people send, and what arrives: with the country Ukraine, and without one.
NATIONAL = (
    "to,text\n0671234567,a\n671234567,b\n501234567,c\n80671234567,d\n380671234567,e\n00380671234567,f\n"
)
EXCEL = 'to,text\n3.80671E+11,a\n\'+380671234567,b\n380671234568.0,c\n"=""380671234569""",d\n'
INVISIBLE = (
    "to,text\n+380\u00a067\u00a0123\u00a045\u00a067,nbsp\n\u200e+380671234568\u200e,ltr\n"
    "+380\u201067\u20101234569,hyphen\n\ufeff+380671234570,bom\n+38067\u200b1234571,zwsp\n"
    "+380671234572\ufe0f,vs16\n+44 (0)7700 900123,zero\n"
)


def bodies(sandbox: smsbat.Sandbox) -> list[Any]:
    return [json.loads(request["body"]) for request in sandbox.requests()]


def arrived(sandbox: smsbat.Sandbox) -> dict[str, str]:
    return {message["text"]: message["to"] for body in bodies(sandbox) for message in body["messages"]}


def refused(call: Any, *paths: str, rule: str = "phone") -> list[str]:
    with pytest.raises(smsbat.ValidationError) as raised:
        call()
    assert [(p.path, p.rule) for p in raised.value.problems] == [(path, rule) for path in paths]
    return [p.message for p in raised.value.problems]


def test_a_phone() -> None:
    phone = smsbat.phone(" 067\u00a0123-45-67 ", country="380")
    assert phone == smsbat.Phone(UA, UA[1:], "380") == pickle.loads(pickle.dumps(phone))
    assert len({phone, smsbat.phone(UA)}) == 1
    assert str(phone) == f"{phone}" == UA
    assert "1234567" not in repr(phone)
    with pytest.raises(AttributeError):
        phone.e164 = "+1"  # type: ignore[misc]
    match phone:
        case smsbat.Phone(e164, digits, country):
            assert (e164, digits, country) == (UA, "380671234567", "380")
    refused(lambda: smsbat.phone("0671234567"), "text")
    refused(lambda: smsbat.phone("0671234567", "999"), "country", rule="country")


@pytest.mark.parametrize(
    ("source", "country", "want"),
    [
        (NATIONAL, None, {"e": UA}),
        (NATIONAL, "380", {"a": UA, "b": UA, "c": "+380501234567", "d": UA, "e": UA, "f": UA}),
        (EXCEL, None, {"b": UA, "c": "+380671234568", "d": "+380671234569"}),
        (
            INVISIBLE,
            None,
            {
                "nbsp": UA,
                "ltr": "+380671234568",
                "hyphen": "+380671234569",
                "bom": "+380671234570",
                "zwsp": "+380671234571",
                "vs16": "+380671234572",
                "zero": "+447700900123",
            },
        ),
    ],
    ids=["national-without-country", "national", "excel-phones", "invisible"],
)
def test_files(
    tmp_path: pathlib.Path, sandbox: smsbat.Sandbox, source: str, country: str | None, want: dict[str, str]
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(source, "utf-8")
    with sandbox.client() as client:
        report = client.messages.send_bulk(
            str(path), sender="MyShop", country=country, allow_duplicates=country is not None
        )
    assert arrived(sandbox) == want
    rows = sorted(report, key=lambda row: row["index"])
    assert len(rows) == len(source.splitlines()) - 1
    for row in rows:
        assert (row["outcome"] == "accepted") or row["rule"] in ("phone", "duplicate")
    if source == EXCEL:
        assert "Excel shortened it" in rows[0]["reason"]


def test_a_recipient_in_two_forms_is_one(sandbox: smsbat.Sandbox) -> None:
    rows = [
        {"to": to, "text": "Hi"}
        for to in ("0671234567", UA, "80671234567", "00380671234567", "380 67 1234567")
    ]
    with sandbox.client(country="380") as client:
        report = client.messages.send_bulk(rows, sender="MyShop")
        by_index = {row["index"]: row["rule"] for row in report}
        assert by_index == {0: None, **dict.fromkeys(range(1, 5), "duplicate")}
        report = client.messages.send_bulk(rows[:1], sender="MyShop", allow_list=["067 123 45 67"])
        assert report.accepted == 1
        report = client.messages.send_bulk(
            [{"to": "0671234568", "text": "Hi"}], sender="MyShop", allow_list=[UA]
        )
        assert [row["rule"] for row in report] == ["allow_list"]
    # A dict is sent and compared as given: the provider takes this for a number of another country.
    with sandbox.client(country="380") as client:
        plain = {"to": "671234567", "from": "MyShop", "type": "sms", "text": "Hi"}
        report = client.messages.send_bulk([plain], allow_list=[UA])
        assert [row["rule"] for row in report] == ["allow_list"]


def test_a_phone_is_taken_wherever_a_number_is(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    phone = smsbat.phone("380 67 123-45-67")
    sms = smsbat.Sms(to=phone, sender="MyShop", text="Hi")
    assert (sms.to, type(sms.to)) == (UA, str)
    assert smsbat.TurboSmsMessage(recipients=[phone], sender="MyShop", text="Hi").recipients == [UA]
    with pytest.raises(TypeError, match=r"Sms\.text must be"):
        smsbat.Sms(to=UA, sender="MyShop", text=phone)  # type: ignore[call-overload]
    assert client.messages.send(sms).ok
    rows = [{"to": phone, "text": "Hi"}, {"to": "+380501234567", "text": "Hi"}]
    assert [row["rule"] for row in client.messages.send_bulk(iter(rows), sender="MyShop")] == [None, None]
    assert [message["to"] for message in sandbox.messages()] == [UA, UA, "+380501234567"]
    # Lists of phones: as text with commas, or any iterable.
    for allowed in (
        [phone],
        (number for number in [380671234567]),
        {UA},
        f"{UA}, +380631234567",
        UA,
    ):
        report = client.messages.send_bulk(rows, sender="MyShop", allow_list=allowed)
        assert [row["rule"] for row in report] == [None, "allow_list"], allowed
    for empty in ("", [], ()):
        report = client.messages.send_bulk(rows, sender="MyShop", allow_list=empty)
        assert [row["rule"] for row in report] == ["allow_list", "allow_list"]
    for wrong, field in (
        ([UA, None], "allow_list[1]"),
        ([UA, ""], "allow_list[1]"),
        ([f"{UA},+380501234567"], "allow_list[0]"),
        ([1.5], "allow_list[0]"),
        ("allowed.txt", "allow_list[0]"),
    ):
        with pytest.raises(smsbat.ValidationError) as caught:
            client.messages.send_bulk(rows, sender="MyShop", allow_list=wrong)
        assert caught.value.field == field
    for single in (380671234567, pathlib.Path("allowed.txt")):
        with pytest.raises(TypeError, match="allow_list must be phone numbers"):
            client.messages.send_bulk(rows, sender="MyShop", allow_list=single)
    for single in (380671234567, smsbat.phone(UA)):
        with pytest.raises(TypeError, match=r"stop_list must be a path or phone numbers, .*, not "):
            client.messages.send_bulk(rows, sender="MyShop", stop_list=single)


def test_the_campaign_wins_over_the_client(sandbox: smsbat.Sandbox) -> None:
    with sandbox.client(country="380", max_parts_per_message=1) as client:
        rows = [{"to": "07700 900123", "text": "x" * 300}]
        report = client.messages.send_bulk(rows, sender="MyShop", country="44", max_parts_per_message=None)
        assert report.accepted == 1
        report = client.messages.send_bulk([{"to": UA, "text": "x" * 300}], sender="MyShop")
        assert [row["rule"] for row in report] == [PARTS]
        refused(
            lambda: client.messages.send_bulk(rows, sender="MyShop", country="UA"), "country", rule="country"
        )
        for wrong in (0, 256, -1):
            with pytest.raises(smsbat.ValidationError, match=PARTS):
                client.messages.send_bulk(rows, sender="MyShop", max_parts_per_message=wrong)
        with pytest.raises(smsbat.ValidationError, match="allow_list"):
            client.messages.send_bulk(rows, sender="MyShop", allow_list=["+38067"])
    assert arrived(sandbox) == {"x" * 300: "+447700900123"}


def test_the_environment(monkeypatch: pytest.MonkeyPatch, sandbox: smsbat.Sandbox) -> None:
    monkeypatch.setenv("SMSBAT_COUNTRY", "+380")
    monkeypatch.setenv("SMSBAT_CHECK_PHONES", "false")
    monkeypatch.setenv("SMSBAT_MAX_PARTS_PER_MESSAGE", "none")
    with sandbox.client() as client:
        client.send(smsbat.Sms(to="0671234567", sender="MyShop", text=LONG))
        client.send(smsbat.Sms(to="+999123456789", sender="MyShop", text="x"))
    assert arrived(sandbox) == {LONG: UA, "x": "+999123456789"}
    for name, value in [("COUNTRY", "UA"), ("CHECK_PHONES", "?"), ("MAX_PARTS_PER_MESSAGE", "256")]:
        monkeypatch.setenv(f"SMSBAT_{name}", value)
        with pytest.raises(smsbat.ConfigurationError, match=f"SMSBAT_{name}"):
            sandbox.client()
        monkeypatch.delenv(f"SMSBAT_{name}")


def test_every_phone_of_every_api(sandbox: smsbat.Sandbox) -> None:
    national = "067 123-45-67"
    messages = [
        smsbat.FlashCall(to=national, sender="MyShop", caller_id="0671234568"),
        smsbat.Rcs(
            to=national,
            sender="MyShop",
            text="Hi",
            buttons=[smsbat.RcsButton(text="Call", action=smsbat.Action.dial(phone="0671234568"))],
        ),
    ]
    cascade = smsbat.CascadeMessage(to=national, sender="MyShop", message_type="transaction", text="Hi")
    turbo = smsbat.TurboSmsMessage(
        recipients=[national, "0671234568"], sender="MyShop", text="Hi", sms=smsbat.TurboSms()
    )
    with sandbox.client() as client:
        refused(
            lambda: client.send(messages),
            "messages[0].to",
            "messages[0].messageData.callerId",
            "messages[1].to",
            "messages[1].messageData.buttons[0].action.phoneNumber",
        )
        refused(lambda: client.cascade.send(cascade), "messages[0].toPhone")
        refused(lambda: client.turbosms.send(turbo), "message.recipients[0]", "message.recipients[1]")
        refused(
            lambda: client.messagio.send(to=national, sender="MyShop", text="Hi"),
            "phone",
        )
        assert sandbox.requests() == []
    with sandbox.client(country="380", messagio_user="test-user", messagio_sign="test-sign") as client:
        client.send(messages)
        client.cascade.send(cascade)
        result = client.turbosms.send(turbo)
        assert [row.phone for row in result.recipients] == [UA[1:], "380671234568"]
        client.messagio.send(to=national, sender="MyShop", text="Hi")
    sent, by_cascade, by_turbo = [json.loads(r["body"]) for r in sandbox.requests()[:3]]
    assert [m["to"] for m in sent["messages"]] == [UA, UA]
    assert sent["messages"][0]["messageData"]["callerId"] == "+380671234568"
    assert sent["messages"][1]["messageData"]["buttons"][0]["action"]["phoneNumber"] == "+380671234568"
    assert by_cascade[0]["toPhone"] == UA
    assert by_turbo["recipients"] == [UA[1:], "380671234568"]
    assert "phone=380671234567" in sandbox.requests()[3]["body"]


def test_a_sender_is_no_recipient(sandbox: smsbat.Sandbox) -> None:
    """Short numbers of a sender are not looked up in the table of countries."""
    with sandbox.client(country="380") as client:
        client.send(smsbat.Sms(to=UA, sender="+999 1234567", text="Hi"))
        client.send(smsbat.Sms(to=UA, sender="0671234567", text="Hi"))
    assert [body["messages"][0]["from"] for body in bodies(sandbox)] == ["+9991234567", "0671234567"]


def test_a_plain_object_goes_out_as_given(sandbox: smsbat.Sandbox) -> None:
    plain = {"to": "0671234567", "from": "MyShop", "type": "sms", "text": LONG}
    # The sandbox, too, takes international numbers only.
    with sandbox.client(country="380") as client, pytest.raises(smsbat.BadRequestError):
        client.send(plain)
    assert bodies(sandbox)[0]["messages"][0] == plain


@pytest.mark.parametrize("text", [LONG, LONG_UNICODE], ids=["gsm", "unicode"])
def test_a_text_may_have_ten_parts(sandbox: smsbat.Sandbox, text: str) -> None:
    fallback = smsbat.Fallback(text=text)
    messages = [
        smsbat.Sms(to=UA, sender="MyShop", text=text),
        smsbat.ViberPromo(to=UA, sender="MyShop", text="Hi", fallback=fallback),
        smsbat.Rcs(to=UA, sender="MyShop", text="Hi", fallback=fallback),
        smsbat.ViberPromo(to=UA, sender="MyShop", text=text[:900]),
    ]
    cascade = smsbat.CascadeMessage(to=UA, sender="MyShop", message_type="promo", text=text)
    turbo = [
        smsbat.TurboSmsMessage(recipients=[UA], sender="MyShop", text=text, sms=smsbat.TurboSms()),
        smsbat.TurboSmsMessage(recipients=[UA], sender="MyShop", sms=smsbat.TurboSms(text=text)),
    ]
    with sandbox.client() as client:
        said = refused(
            lambda: client.send(messages),
            "messages[0].text",
            "messages[1].fallback.text",
            "messages[2].fallback.text",
            rule=PARTS,
        )
        assert said[0] == f"takes 11 SMS parts; {PARTS} allows 10"
        refused(lambda: client.cascade.send(cascade), "messages[0].text", rule=PARTS)
        refused(lambda: client.turbosms.send(turbo[0]), "message.text", rule=PARTS)
        refused(lambda: client.turbosms.send(turbo[1]), "message.sms.text", rule=PARTS)
        assert sandbox.requests() == []
        client.send(smsbat.Sms(to=UA, sender="MyShop", text=text[:-1]))
    with sandbox.client(max_parts_per_message=11) as client:
        client.send(messages[:3])
        client.cascade.send(cascade)
    assert len(sandbox.requests()) == 3


def test_no_sms_has_more_than_255_parts(sandbox: smsbat.Sandbox) -> None:
    with sandbox.client(max_parts_per_message=None) as client:
        (said,) = refused(
            lambda: client.send(smsbat.Sms(to=UA, sender="MyShop", text="x" * (153 * 255 + 1))),
            "messages[0].text",
            rule=PARTS,
        )
        assert "an SMS can have at most 255" in said
        (said,) = refused(
            lambda: client.send(smsbat.Sms(to=UA, sender="MyShop", text="x" * 10_000_000)),
            "messages[0].text",
            rule=PARTS,
        )
        assert "65360" in said
    for wrong in (0, 256, -1):
        with pytest.raises(smsbat.ConfigurationError, match="from 1 to 255"):
            sandbox.client(max_parts_per_message=wrong)


def test_partitions_know_a_recipient_in_every_form(tmp_path: pathlib.Path, sandbox: smsbat.Sandbox) -> None:
    with sandbox.client() as client:
        for to in ("0671234567", UA, "671234567", "380671234567"):
            (row,) = smsbat.bulk.send_partition(
                [{"to": to, "text": to}],
                campaign="sale",
                journal=tmp_path,
                client=client,
                sender="MyShop",
                country="380",
            )
            assert row["outcome"] == "accepted" or to != "0671234567"
    assert arrived(sandbox) == {"0671234567": UA}
