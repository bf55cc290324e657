"""Mistakes of a first day. Each text must be enough to mend the program, so a test has all of it."""

from __future__ import annotations

import datetime
import functools
import pathlib
import re
import socket
import sys
import types
from collections.abc import Callable
from typing import Any, cast

import pytest

import smsbat
import smsbat.bulk
import smsbat.webhooks

UA = "+380671234567"


def sms(**changed: Any) -> smsbat.Sms:
    return smsbat.Sms(**{"to": "+380671234567", "sender": "MyShop", "text": "Hello"} | changed)


def cascade(**changed: Any) -> smsbat.CascadeMessage:
    given = {"to": "+380671234567", "sender": "MyShop", "message_type": "promo", "text": "Hello"}
    return smsbat.CascadeMessage(**given | changed)  # type: ignore[arg-type]


@pytest.fixture
def nobody() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def said(call: Callable[[], object], kind: type[Exception]) -> str:
    """The text of the error; conftest.py compares those of our own with the reference."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    if isinstance(error, smsbat.SmsbatError):
        assert any(note.startswith("next: ") for note in error.__notes__)
    return str(error)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("", "api_key is empty; check how it was copied or read"),
        (
            "test-key\n",
            "api_key contains a control character, such as a line break; check how it was copied or read",
        ),
        (" test-key", "api_key begins or ends with a space; check how it was copied or read"),
    ],
)
def test_a_key_that_was_copied_badly(key: str, text: str) -> None:
    assert said(lambda: smsbat.Client(api_key=key), smsbat.ConfigurationError) == text


def test_no_key() -> None:
    assert said(lambda: smsbat.Client().send(sms()), smsbat.ConfigurationError) == (
        "messages.send: no credentials: pass api_key, or username and password, or set SMSBAT_API_KEY"
    )


def test_a_key_of_somebody_else(sandbox: smsbat.Sandbox) -> None:
    with smsbat.Client(api_key="secret", base_url=sandbox.url) as client:
        text = said(lambda: client.send(sms()), smsbat.AuthenticationError)
    assert text == (
        "messages.send: HTTP 401: the credentials were not accepted: "
        "unknown key; the sandbox accepts keys that start with test-"
    )


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        (
            {"to": "+38067ABC4567"},
            "to has 'A' at character 7; digits, one leading '+', spaces, hyphens and parentheses are allowed",
        ),
        (
            {"to": "0671234567"},
            "to is a national number: write it with '+' and the country code, such as +380671234567, "
            "or set country, such as 380",
        ),
        ({"to": None}, "to is required for Sms"),
        ({"text": ""}, "text must not be empty"),
        (
            {"sender": "My Very Long Shop"},
            "sender must be at most 11 letters and digits (A-Z, a-z, 0-9), or a phone number",
        ),
        ({"text": "x" * 5000}, "text takes 33 SMS parts; max_parts_per_message allows 10"),
    ],
)
def test_a_wrong_message(client: smsbat.Client, changed: dict[str, Any], text: str) -> None:
    assert said(lambda: client.send(sms(**changed)), smsbat.ValidationError) == f"messages.send: {text}"


def test_a_time_without_a_zone(client: smsbat.Client) -> None:
    noon = datetime.datetime(2027, 1, 1, 12)
    assert said(lambda: client.cascade.send(cascade(scheduled=noon)), smsbat.ValidationError) == (
        "CascadeMessage.scheduled is a datetime without a time zone; "
        "give it one, such as tzinfo=datetime.timezone.utc"
    )
    text = said(lambda: client.cascade.send(cascade(scheduled="2027-01-01 12:00")), smsbat.ValidationError)
    assert text == (
        "cascade.send: scheduled must be an ISO 8601 time with a time zone, "
        "such as 2026-05-04T15:05:00Z or 2026-05-04T18:05:00+03:00"
    )


def test_arguments_of_another_library(client: smsbat.Client) -> None:
    wrong: Any = client
    wrong_class: Any = smsbat.Sms
    assert said(lambda: wrong.send("Hello"), TypeError) == (
        "messages must be a message, a dict or several of them, not str; "
        "make one with a class, such as smsbat.Sms(to=…, sender=…, text=…)"
    )
    assert said(lambda: wrong.cascade.send("Hello"), TypeError) == (
        "messages must be a message, a dict or several of them, not str; "
        "make one with smsbat.CascadeMessage(…)"
    )
    assert said(lambda: wrong.cascade.upload_variables("Hello"), TypeError) == (
        "variables must be a Variable, a dict or several of them, not str; make one with smsbat.Variable(…)"
    )
    mapping = types.MappingProxyType({"to": "+380671234567", "text": "Hello"})
    assert said(lambda: wrong.send(mapping), TypeError) == (
        "messages must be a message, a dict or several of them, not mappingproxy; dict(…) makes a dict of it"
    )
    assert said(lambda: wrong.send([sms(), mapping]), TypeError) == (
        "messages[1] must be a message or a dict, not mappingproxy; dict(…) makes a dict of it"
    )
    assert said(lambda: wrong_class(phone="+380671234567", sender="MyShop", text="Hello"), TypeError) == (
        "Sms() got an unexpected keyword argument 'phone'; did you mean 'to'?"
    )
    # The provider's own names.
    assert said(lambda: sms(**{"from": "MyShop"}), TypeError) == (
        "Sms() got an unexpected keyword argument 'from'; did you mean 'sender'?"
    )
    assert said(lambda: sms(priority=1), TypeError) == (
        "Sms() got an unexpected keyword argument 'priority'; "
        "it takes: to, sender, text, ttl, customer_message_id"
    )
    assert said(lambda: sms(to=380671234567), TypeError) == "Sms.to must be text, not int"
    assert said(lambda: client.send([]), smsbat.ValidationError) == (
        "messages.send: messages must not be empty"
    )


def test_a_wrong_place(sandbox: smsbat.Sandbox, tls_sandbox: smsbat.Sandbox, nobody: int) -> None:
    def at(base_url: str, **settings: Any) -> Callable[[], object]:
        client = smsbat.Client(api_key="test-key", base_url=base_url, max_retries=0, **settings)
        return lambda: client.send(sms())

    # The sandbox does not run.
    assert said(at(f"http://127.0.0.1:{nobody}"), smsbat.ConnectionError) == (
        f"messages.send: the connection to 127.0.0.1:{nobody} was refused: "
        "start the sandbox or server there, or correct the port"
    )
    # The proxy is not there.
    proxy = f"http://user:secret@127.0.0.1:{nobody}"
    assert said(at("https://restapi.smsbat.invalid", proxy=proxy), smsbat.ConnectionError) == (
        f"messages.send: the connection to the proxy 127.0.0.1:{nobody} was refused: "
        "check proxy, or HTTPS_PROXY and ALL_PROXY"
    )
    # Nobody said that its certificate may be trusted. On Windows, the system says why.
    text = said(at(tls_sandbox.url), smsbat.ConnectionError)
    if sys.platform == "win32":
        text = re.sub(r"Other\(.*\); ", "UnknownIssuer; ", text)
    assert text == (
        "messages.send: the server's certificate is not trusted: invalid peer certificate: UnknownIssuer; "
        "add your CA with ca_bundle, SSL_CERT_FILE or REQUESTS_CA_BUNDLE"
    )
    # Each speaks the protocol of the other.
    assert said(at(sandbox.url.replace("http:", "https:")), smsbat.ConnectionError) == (
        "messages.send: the server does not speak TLS on this port: "
        "correct the port, or use http:// if it is on this machine"
    )
    assert said(at(tls_sandbox.url.replace("https:", "http:")), smsbat.ResponseError).endswith(
        "; if the port expects TLS, the URL must begin with https:// (outcome unknown: it may have been sent)"
    )
    # The URL of one request, not of the API.
    wrong = at(f"{sandbox.url}/bat/messagelist")
    assert said(wrong, smsbat.NotFoundError) == "messages.send: HTTP 404: not found: no such resource"
    with pytest.raises(smsbat.NotFoundError) as caught:
        wrong()
    assert caught.value.__notes__[0].startswith("next: check the id, and that `base_url` names no path;")
    for url, text in [
        (
            "http://restapi.smsbat.com",
            "base_url is http://, which would expose the credentials to the network; use https://",
        ),
        ("restapi.smsbat.com", "base_url must begin with https:// and a host name"),
    ]:
        assert said(lambda url=url: at(url), smsbat.ConfigurationError) == text  # type: ignore[misc]


def test_a_campaign_with_other_columns(client: smsbat.Client, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "customers.csv"
    assert said(
        lambda: client.messages.send_bulk(file, sender="MyShop", template="Hi {name}"), smsbat.ValidationError
    ) == (f"source cannot be read: {file}: no such file or folder (os error 2)")
    # A table that is given instead of its path, or a number, is not shown.
    for table in ("to,text\n+380671234567,Hi\n", "+380671234567"):
        text = said(lambda table=table: client.messages.send_bulk(table), smsbat.ValidationError)  # type: ignore[misc]
        # Windows does not look for a name with a line end.
        assert "no such file" in text or (sys.platform == "win32" and "(os error 123)" in text)
        assert "380671234567" not in text
    file.write_text("phone,name\n+380671234567,Ada\n")
    text = said(
        lambda: client.messages.send_bulk(file, sender="MyShop", template="Hi {name}"), smsbat.ValidationError
    )
    assert text == (
        "messages.send_bulk: source has no column 'to'; it has 'phone', 'name'. Name yours: columns to=…"
    )
    rows = [{"to": "+380671234567", "name": "Ada"}]
    report = client.messages.send_bulk(rows, sender="MyShop", template="Hi {first}")
    assert [row["reason"] for row in report] == [
        "text needs the column 'first', which is missing or empty here"
    ]


def test_a_webhook_that_was_read_before() -> None:
    with pytest.raises(smsbat.ResponseError) as caught:
        smsbat.webhooks.parse(b"")
    assert str(caught.value).endswith("; pass the body of the request as it came")
    # There was no call, so nothing is said about a URL or a proxy.
    assert len(caught.value.__notes__) == 1


class Stream:
    def __arrow_c_stream__(self, _schema: object = None) -> None: ...


def test_an_argument_of_a_wrong_type_is_named(tmp_path: pathlib.Path) -> None:
    client: Any = smsbat.Client(api_key="k")
    rows = [{"to": UA, "text": "x"}]
    send = functools.partial(client.messages.send_bulk, rows, sender="MyShop", dry_run=True)
    partition: Any = functools.partial(
        smsbat.bulk.send_partition, campaign="c", journal=tmp_path, client=client, sender="MyShop"
    )
    calls: list[tuple[str, Any]] = [
        (
            "client must be a smsbat.Client or a dict of settings, not int",
            lambda: partition(rows, client=5),
        ),
        ("campaign must be text, not int", lambda: partition(rows, campaign=5)),
        ("journal must be a path, not int", lambda: partition(rows, journal=5)),
        ("country must be text, not int", lambda: partition(rows, country=5)),
        ("rows must be a frame of pandas, .*, not int", lambda: partition(5)),
        ("journal must be a path, not int", lambda: send(journal=5)),
        ("journal must be a path, not int", lambda: client.send(rows, journal=5)),
        ("journal must be a path, not int", lambda: client.messages.track(journal=5)),
        ("journal must be a path, not int", lambda: smsbat.webhooks.record(cast("Any", 5), b"{}")),
        ("path must be a path, not int", lambda: client.messages.send_bulk([], sender="x").to_csv(5)),
        ("resend_unknown must be True or False, not int", lambda: client.send(rows, resend_unknown=1)),
        ("telegram_viber_first must be True .*", lambda: client.cascade.send([], telegram_viber_first=None)),
        (
            "source has an __arrow_c_stream__ that gives no Arrow stream",
            lambda: client.messages.send_bulk(Stream(), sender="x"),
        ),
        (
            "max_parts_per_message must be an integer or None, not float",
            lambda: send(max_parts_per_message=1.5),
        ),
        (
            "max_parts_per_message must be an integer or None, not bool",
            lambda: send(max_parts_per_message=True),
        ),
    ]
    for name in ("allow_duplicates", "ordered", "dry_run", "resend_unknown"):
        for value in ("no", None, 1):
            kind = type(value).__name__
            calls.append(
                (f"{name} must be True or False, not {kind}", lambda n=name, v=value: send(**{n: v}))
            )
    for text, call in calls:
        with pytest.raises(TypeError) as caught:
            call()
        assert re.fullmatch(text, str(caught.value)), caught.value


class Index:
    def __index__(self) -> int:
        return 1


def test_max_parts_per_message_takes_any_whole_number() -> None:
    client = smsbat.Client(api_key="k")
    number: Any = Index()
    rows = [{"to": UA, "text": "x" * 200}]
    plan: Any = client.messages.send_bulk(rows, sender="x", dry_run=True, max_parts_per_message=number)
    assert [row["rule"] for row in plan.problems] == ["max_parts_per_message"]
    with pytest.raises(smsbat.ValidationError, match="from 1 to 255"):
        client.messages.send_bulk(rows, sender="x", dry_run=True, max_parts_per_message=10**5000)


def test_half_of_a_surrogate_pair_is_refused_by_name() -> None:
    client = smsbat.Client(api_key="k")
    half = "\ud800"
    for options, field in [
        ({"stop_list": [half]}, "stop_list[0]"),
        ({"allow_list": [UA, half]}, "allow_list[1]"),
        ({"stop_list": half}, "stop_list"),
        ({"journal": pathlib.Path(half)}, "journal"),
        ({"source": half}, "source"),
        ({"source": pathlib.Path(half)}, "source"),
    ]:
        if sys.platform == "win32" and "[" not in field:
            continue  # A file may have such a name.
        arguments: Any = {"source": [], "sender": "x"} | options
        with pytest.raises(smsbat.ValidationError, match="half of a surrogate pair") as caught:
            client.messages.send_bulk(**arguments)
        assert caught.value.field == field
