"""Messages and parts as values."""

from __future__ import annotations

import contextlib
import copy
import enum
import inspect
import pickle
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import smsbat
from samples import API_MESSAGES, API_PARTS, MESSAGES, PARTS, TO, URL

EVERYTHING = {**MESSAGES, **PARTS, **API_MESSAGES, **API_PARTS}


def test_samples_hold_every_class() -> None:
    classes = {n for n in smsbat.__all__ if issubclass_of_model(getattr(smsbat, n))}
    assert classes == EVERYTHING.keys()


def issubclass_of_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, smsbat._smsbat.Model)


@pytest.mark.parametrize("name", EVERYTHING)
def test_values_are_equal_hashable_and_picklable(name: str) -> None:
    value = EVERYTHING[name]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    for other in (copy.copy(value), copy.deepcopy(value)):
        assert other == value
        assert hash(other) == hash(value)
        assert type(other) is type(value)
    assert value != object()
    assert value != "text"
    assert type(value).__module__ == "smsbat"


@pytest.mark.parametrize("name", EVERYTHING)
def test_values_are_frozen(name: str) -> None:
    value = EVERYTHING[name]
    names = getattr(type(value), "__match_args__", ("title",))
    with pytest.raises(AttributeError):
        setattr(value, names[0], "x")
    with pytest.raises(AttributeError):
        value.something_else = 1


def test_the_class_is_frozen_too(client: smsbat.Client) -> None:
    """Attributes of another class would be read at the wrong positions of the record."""
    message: Any = MESSAGES["Sms"]
    reply: Any = client.send(message)
    for value, other in ((message, smsbat.ViberPromo), (reply, smsbat.DeliveryReport)):
        kind = type(value)
        assert value.__class__ is kind
        with pytest.raises(AttributeError):
            value.__class__ = other
        assert type(value) is kind
    # Little stops this one, but nothing panics. A release build may have one function for some classes, and
    # Python then takes the layouts of others to differ.
    with contextlib.suppress(TypeError):
        object.__dict__["__class__"].__set__(reply, smsbat.TurboSmsStatus)
    for name in type(reply).__match_args__:
        getattr(reply, name)


@pytest.mark.parametrize("name", EVERYTHING)
def test_repr_shows_nothing_personal(name: str) -> None:
    text = repr(EVERYTHING[name])
    assert text.startswith(name)
    for personal in (TO, "1234567", "Hello", "MyShop", "0123", URL, "invoice"):
        assert personal not in text
    assert "\n" not in text


@pytest.mark.parametrize("name", [*MESSAGES, *API_MESSAGES])
def test_messages_take_keywords_and_need_nothing(name: str) -> None:
    cls = getattr(smsbat, name)
    parameters = inspect.signature(cls).parameters
    assert [p.name for p in parameters.values()] == list(cls.__match_args__)
    assert all(p.kind is p.KEYWORD_ONLY and p.default is None for p in parameters.values())
    assert {"sender", "text"} <= parameters.keys()
    if name in MESSAGES:
        assert list(parameters)[:3] == ["to", "sender", "text"]
    empty = cls()
    assert empty == cls()
    assert all(getattr(empty, field) is None for field in cls.__match_args__)
    with pytest.raises(TypeError):
        cls(TO)


@pytest.mark.parametrize("name", EVERYTHING)
def test_docstrings_name_every_argument(name: str) -> None:
    cls = getattr(smsbat, name)
    doc = inspect.getdoc(cls)
    assert doc
    for field in getattr(cls, "__match_args__", ()):
        assert f"    {field}: " in doc
        assert inspect.getdoc(inspect.getattr_static(cls, field))


def test_parts_take_their_arguments_in_order_or_by_name() -> None:
    assert smsbat.Button("Open", URL) == smsbat.Button(text="Open", url=URL)
    assert smsbat.File(URL).to_dict() == {"fileUrl": URL, "fileType": "pdf"}
    assert smsbat.Fallback("x") == smsbat.Fallback("x", "sms") == smsbat.Fallback(text="x", type=None)
    assert (smsbat.Fallback("x").type, smsbat.File().type) == ("sms", "pdf")
    assert str(inspect.signature(smsbat.Fallback)) == "(text=None, type='sms')"
    assert smsbat.Fallback("x").to_dict() == {"text": "x", "type": "sms"}
    assert smsbat.Action.open_url(URL).to_dict() == {"type": "openUrl", "url": URL}
    assert smsbat.Action.dial(TO).phone == TO
    assert smsbat.Action.share_location().to_dict() == {"type": "shareLocation"}
    with pytest.raises(TypeError):
        smsbat.Action()  # type: ignore[call-arg,unused-ignore]


def test_attributes_give_back_what_was_given() -> None:
    message = smsbat.ViberSurvey(to=TO, text="Which?", options=("A", "B"), ttl=60, fallback={"text": "x"})
    assert (message.to, message.sender, message.ttl) == (TO, None, 60)
    assert message.options == ["A", "B"]
    assert message.fallback == {"text": "x"}
    otp = MESSAGES["ViberOtp"]
    assert otp.template_params == {"pin": "0123", "minutes": 5}
    assert MESSAGES["ViberCarousel"].cards == [PARTS["Card"], PARTS["Card"]]


def test_messages_of_the_other_apis() -> None:
    message = API_MESSAGES["CascadeMessage"]
    assert message.customer_data == {"segment": ["spring", None, 1.5]}
    assert message.check_session is True
    assert message.variables == [smsbat.Variable(7, "name", "Hello")]
    wire = message.to_dict()
    assert wire["customerData"] == {"segment": ["spring", None, 1.5]}
    assert wire["scheduledSent"] == wire["sheduledSent"] == "2035-05-01T09:00:00Z"
    assert wire["fallback"] == {"text": "Hello", "messageType": "transaction"}
    assert wire["viberMessage"]["sender"] == {"name": "MyShop", "avatar": URL}
    turbo = API_MESSAGES["TurboSmsMessage"]
    assert turbo.recipients == [TO, "+380 67 123 45 68"]
    assert turbo.to_dict()["recipients"] == ["380671234567", "380671234568"]
    assert turbo.to_dict()["sms"] == {"sender": "MyShop", "text": "Hello", "is_flash": False}
    assert smsbat.CascadeMessage(customer_data=None) == smsbat.CascadeMessage()
    assert smsbat.NewOperator(31, "x") == smsbat.NewOperator(organization_id=31, name="x")


def test_match() -> None:
    match MESSAGES["Sms"]:
        case smsbat.Sms(to=to, text=text):
            assert (to, text) == (TO, "Hello")
        case _:
            pytest.fail("does not match")


def test_to_dict_is_what_goes_on_the_wire() -> None:
    assert MESSAGES["ViberPromo"].to_dict() == {
        "type": "viber_promo",
        "to": TO,
        "from": "MyShop",
        "text": "Hello",
        "messageData": {"img": URL, "buttonText": "Open", "buttonAction": URL},
        "fallback": {"text": "Hello", "type": "sms"},
    }


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: smsbat.Sms(text=1), "Sms.text must be text, not int"),
        (lambda: smsbat.Sms(text=b"x"), "Sms.text must be text, not bytes"),
        (lambda: smsbat.Sms(to=380671234567), "Sms.to must be text, not int"),
        (lambda: smsbat.Sms(ttl=True), "Sms.ttl must be an integer, not bool"),
        (lambda: smsbat.Sms(ttl=1.0), "Sms.ttl must be an integer, not float"),
        (lambda: smsbat.Sms(ttl="60"), "Sms.ttl must be an integer, not str"),
        (
            lambda: smsbat.ViberPromo(button="Open"),
            "ViberPromo.button must be Button or a dict, not str",
        ),
        (
            lambda: smsbat.ViberPromo(button=smsbat.Fallback("x")),
            "ViberPromo.button must be Button or a dict, not Fallback",
        ),
        (
            lambda: smsbat.Rcs(buttons=[smsbat.RcsButton(), smsbat.Button("x")]),
            "Rcs.buttons[1] must be RcsButton or a dict, not Button",
        ),
        (lambda: smsbat.ViberSurvey(options="AB"), "ViberSurvey.options must be a list of texts, not str"),
        (
            lambda: smsbat.ViberSurvey(options=["A", 1]),
            "ViberSurvey.options[1] must be text, not int",
        ),
        (
            lambda: smsbat.ViberSurvey(options=["A", smsbat.phone(TO)]),
            "ViberSurvey.options[1] must be text, not Phone",
        ),
        (lambda: smsbat.ViberCarousel(cards=smsbat.Card()), "ViberCarousel.cards must be a list"),
        (
            lambda: smsbat.ViberCarousel(cards=[smsbat.Button()]),
            "ViberCarousel.cards[0] must be Card or a dict, not Button",
        ),
        (lambda: smsbat.ViberOtp(template_params=["pin"]), "ViberOtp.template_params must be"),
        (lambda: smsbat.ViberOtp(template_params={"pin": True}), "ViberOtp.template_params must be"),
        (lambda: smsbat.ViberOtp(template_params={1: "x"}), "ViberOtp.template_params must be"),
        (lambda: smsbat.TurboSmsMessage(recipients=TO), "TurboSmsMessage.recipients must be a list of phone"),
        (
            lambda: smsbat.TurboSmsMessage(recipients=[1]),
            "TurboSmsMessage.recipients[0] must be text, not int",
        ),
        (lambda: smsbat.TurboSms(is_flash=1), "TurboSms.is_flash must be true or false, not int"),
        (
            lambda: smsbat.CascadeMessage(viber=smsbat.TurboViber()),
            "CascadeMessage.viber must be ViberBot or a dict, not TurboViber",
        ),
        (lambda: smsbat.Action.create_calendar_event("x", 5), "Action.start must be a time with a time zone"),
    ],
)
def test_wrong_types_name_the_field(make: Any, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        make()
    assert str(caught.value).startswith(text)


class Word(str, enum.Enum):
    HELLO = "Hello"


class Ttl(enum.IntEnum):
    MINUTE = 60


def test_subclasses_of_str_and_int_are_taken_as_such() -> None:
    assert smsbat.Sms(text=Word.HELLO, ttl=Ttl.MINUTE) == smsbat.Sms(text="Hello", ttl=60)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: smsbat.Sms(text="a\ud800"), "Sms.text"),
        (lambda: smsbat.ViberSurvey(options=["A", "\udc00"]), "ViberSurvey.options[1]"),
        (lambda: smsbat.ViberOtp(template_params={"pin": "\udc00"}), "ViberOtp.template_params.pin"),
        (lambda: smsbat.Sms(ttl=2**70), "Sms.ttl"),
        (lambda: smsbat.ViberPromo(fallback={"text": "\ud800"}), "ViberPromo.fallback.text"),
        (lambda: smsbat.ViberCarousel(cards=[{}, {"a": b""}]), "ViberCarousel.cards[1].a"),
        (lambda: smsbat.CascadeMessage(customer_data={"a": {1, 2}}), "CascadeMessage.customer_data.a"),
        (
            lambda: smsbat.CascadeMessage(scheduled=datetime(2035, 1, 1)),
            "CascadeMessage.scheduled",
        ),
        (
            lambda: smsbat.Action.create_calendar_event("x", datetime(2026, 1, 1)),
            "Action.create_calendar_event.start",
        ),
    ],
)
def test_values_that_cannot_be_sent_name_the_field(make: Any, field: str) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        make()
    assert caught.value.field == field
    assert caught.value.problems[0].path == field
    assert caught.value.outcome == "not_sent"


def test_times() -> None:
    kyiv = timezone(timedelta(hours=3))
    for start in (datetime(2026, 5, 1, 12, tzinfo=kyiv), "2026-05-01T12:00:00+03:00", "2026-05-01T09:00:00Z"):
        wire = smsbat.Action.create_calendar_event("Visit", start).to_dict()
        assert wire["startTime"] == "2026-05-01T09:00:00Z"


def test_names_in_any_order() -> None:
    # A call with names alone fills the record directly, whatever tuple of names the interpreter gives.
    for number in map(str, range(3)):
        given = {"text": number, "to": "+380671234567", "sender": "MyShop"}
        made = [
            smsbat.Sms(to="+380671234567", sender="MyShop", text=number),
            smsbat.Sms(text=number, sender="MyShop", to="+380671234567"),
            smsbat.Sms(sender="MyShop", text=number, to="+380671234567"),
            smsbat.Sms(sender="MyShop", to="+380671234567", text=number),
            smsbat.Sms(**given),
            smsbat.Sms(to="+380671234567", text=number, sender="MyShop"),
        ]
        assert {(one.to, one.sender, one.text) for one in made} == {("+380671234567", "MyShop", number)}
        longer = smsbat.Sms(to="+380671234567", sender="MyShop", text=number, customer_message_id="a")
        assert (longer.text, longer.customer_message_id) == (number, "a")
    with pytest.raises(TypeError, match="'phone'; did you mean 'to'"):
        smsbat.Sms(phone="+380671234567", sender="MyShop", text="Hi")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda _: smsbat.phone(380671234567), "text must be text, not int"),
        (lambda _: smsbat.phone("0671234567", country=380), "country must be text, not int"),
        (lambda _: smsbat.segments(None), "text must be text, not NoneType"),
        (lambda _: smsbat.flash_call_matches("**1", 1), "caller_id must be text, not int"),
        (lambda client: client.chathub.login("desk", b"x"), "password must be text, not bytes"),
        (lambda client: client.chathub.send_chat_message(6602, 5), "text must be text, not int"),
        (lambda client: client.chathub.widget_html(None), "token must be text, not NoneType"),
        (lambda client: client.cascade.send_template(1, [], sender="x"), "template must be text, not int"),
        (lambda client: client.request("GET", 1), "path must be text, not int"),
    ],
)
def test_wrong_types_name_the_argument(client: smsbat.Client, call: Any, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        call(client)
    assert str(caught.value) == text
