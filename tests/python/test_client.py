"""Settings, lifetime and threads of a client."""

from __future__ import annotations

import copy
import inspect
import json
import os
import pathlib
import pickle
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import smsbat
from samples import MESSAGES
from smsbat import _smsbat

SURFACE = [
    "api_key",
    "username",
    "password",
    "company_token",
    "viber_bot_token",
    "telegram_bot_key",
    "messagio_user",
    "messagio_sign",
    "base_url",
    "chathub_url",
    "timeout",
    "connect_timeout",
    "max_retries",
    "proxy",
    "ca_bundle",
    "profile",
    "api_key_as_password",
    "max_reply_size",
    "country",
    "check_phones",
]
SECRET = "canary-secret"


def test_every_setting_of_the_core_is_an_argument() -> None:
    parameters = inspect.signature(smsbat.Client).parameters
    assert list(parameters) == [*SURFACE, "max_parts_per_message", "rate_limit", "on_attempt"]
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
    assert set(_smsbat.SETTINGS) == {*SURFACE, "max_parts_per_message"}
    doc = inspect.getdoc(smsbat.Client)
    assert doc is not None
    assert all(f"    {name}: " in doc for name in parameters)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"api_key": "k", "username": "u", "password": "p"}, "both set"),
        ({"api_key": f"{SECRET}\n"}, "control character"),
        ({"api_key": f" {SECRET}"}, "space"),
        ({"username": "u"}, "requires password"),
        ({"base_url": "http://example.org"}, "use https://"),
        ({"base_url": "http://127.0.0.1:99999"}, "base_url has a port that is not a number from 1 to 65535"),
        (
            {"chathub_url": "http://127.0.0.1:8026;x"},
            "chathub_url has a port that is not a number from 1 to 65535",
        ),
        ({"timeout": 0}, "timeout"),
        ({"timeout": -1.5}, "timeout"),
        ({"timeout": float("nan")}, "timeout"),
        ({"timeout": float("inf")}, "no wait is unlimited"),
        ({"max_retries": -1}, "max_retries"),
        ({"max_retries": 10**30}, "max_retries"),
        ({"proxy": "socks5://localhost:1"}, "only http:// and https://"),
        ({"ca_bundle": "/nonexistent/ca.pem"}, "cannot be read"),
        ({"ca_bundle": pathlib.Path("/nonexistent/ca.pem")}, "cannot be read"),
        ({"profile": "none"}, "profile"),
    ],
)
def test_settings_that_cannot_be_used(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(smsbat.ConfigurationError, match=text) as caught:
        smsbat.Client(**settings)
    assert caught.value.outcome == "not_sent"
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"api_key": 5}, "Client.api_key must be text, not int"),
        ({"timeout": "5"}, "Client.timeout must be a number, not str"),
        ({"timeout": True}, "Client.timeout must be a number, not bool"),
        ({"max_retries": 1.0}, "Client.max_retries must be an integer, not float"),
        ({"api_key_as_password": 1}, "Client.api_key_as_password must be True or False, not int"),
        ({"ca_bundle": 5}, "Client.ca_bundle must be text or a path, not int"),
        ({"max_parts_per_message": "10"}, "max_parts_per_message must be an integer or None, not str"),
        ({"max_parts_per_message": True}, "max_parts_per_message must be an integer or None, not bool"),
        ({"check_phones": 1}, "Client.check_phones must be True or False, not int"),
        ({"country": 380}, "Client.country must be text, not int"),
        ({"rate_limit": (1, 1)}, "Client.rate_limit must be a RateLimit or None, not tuple"),
    ],
)
def test_wrong_types_name_the_setting(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(TypeError) as caught:
        smsbat.Client(**settings)
    assert str(caught.value) == text
    with pytest.raises(TypeError):
        smsbat.Client(nonsense=1)  # type: ignore[call-arg]


def test_credentials_go_where_they_belong(sandbox: smsbat.Sandbox) -> None:
    given: list[dict[str, Any]] = [
        {"api_key": "test-a"},
        {"username": "test", "password": "test-a"},
        {"api_key": "test-a", "api_key_as_password": True},
    ]
    for settings in given:
        with sandbox.client(**settings) as client:
            assert client.send(MESSAGES["Sms"]).ok
    headers = [request["headers"] for request in sandbox.requests(secrets=True)]
    assert headers[0]["x-authorization-key"] == "test-a"
    assert headers[1]["authorization"] == "Basic dGVzdDp0ZXN0LWE="
    assert headers[2]["authorization"] == "Basic QDp0ZXN0LWE="
    version = ".".join(str(n) for n in sys.version_info[:3])
    assert headers[0]["user-agent"].startswith(f"smsbat/{smsbat.__version__} (python/{version};")


def test_settings_from_the_environment(sandbox: smsbat.Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSBAT_API_KEY", "test-from-env")
    monkeypatch.setenv("SMSBAT_BASE_URL", sandbox.url)
    with smsbat.Client() as client:
        client.send(MESSAGES["Sms"])
        assert sandbox.url in repr(client)
    assert sandbox.requests(secrets=True)[0]["headers"]["x-authorization-key"] == "test-from-env"
    monkeypatch.setenv("SMSBAT_TIMEOUT", "soon")
    with pytest.raises(smsbat.ConfigurationError, match="SMSBAT_TIMEOUT"):
        smsbat.Client()
    assert smsbat.Client(timeout=5)


def test_no_credentials_is_an_error_of_the_call(sandbox: smsbat.Sandbox) -> None:
    with smsbat.Client(base_url=sandbox.url) as client, pytest.raises(smsbat.ConfigurationError) as caught:
        client.send(MESSAGES["Sms"])
    assert "SMSBAT_API_KEY" in str(caught.value)


def test_repr_shows_no_secret() -> None:
    client = smsbat.Client(api_key=SECRET, company_token=SECRET)
    assert repr(client) == "Client(base_url='https://restapi.smsbat.com', credentials=***)"
    assert SECRET not in repr(client.messages)


def test_clients_are_not_pickled() -> None:
    client = smsbat.Client(api_key="k")
    for thing in (client, client.messages):
        for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="cannot be pickled or copied"):
                attempt(thing)  # type: ignore[operator]


def test_reports_say_what_to_pass_on_instead(sandbox: smsbat.Sandbox) -> None:
    rows = [{"to": "+380671234567", "text": "Hello"}]
    with sandbox.client() as client:
        report = client.messages.send_bulk(rows, sender="MyShop")
        summary = client.messages.track(report)
        plan = client.messages.send_bulk(rows, sender="MyShop", dry_run=True)
    for thing in (report, summary):
        with pytest.raises(TypeError, match=r"its rows may be many; pass on what `to_dicts\(\)`"):
            pickle.dumps(thing)
    with pytest.raises(TypeError, match="BulkPlan cannot be pickled or copied: pass on its numbers"):
        pickle.dumps(plan)


def test_a_closed_client_says_so(sandbox: smsbat.Sandbox) -> None:
    with sandbox.client() as client:
        assert isinstance(client, smsbat.Client)
    client.close()
    with pytest.raises(smsbat.SmsbatError, match="closed"):
        client.status("m")
    with pytest.raises(ZeroDivisionError), sandbox.client():
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "options", [{"timeout": 0}, {"timeout": float("nan")}, {"timeout": -1}, {"max_retries": -1}]
)
def test_options_of_a_call_are_checked(client: smsbat.Client, options: dict[str, Any]) -> None:
    for call in (lambda: client.send(MESSAGES["Sms"], **options), lambda: client.status("m", **options)):
        with pytest.raises(smsbat.ValidationError) as caught:
            call()
        assert caught.value.field in options


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"timeout": "5"}, "timeout must be a number, not str"),
        ({"timeout": True}, "timeout must be a number, not bool"),
        ({"max_retries": True}, "max_retries must be an integer, not bool"),
        ({"max_retries": 1.0}, "max_retries must be an integer, not float"),
        # `track` takes 0 as well, and says so.
        ({"timeout": 10**400}, "timeout must be a number of seconds"),
        ({"max_retries": 101}, "max_retries must be a whole number from 0 to 100"),
        ({"max_retries": 2**70}, "max_retries must be a whole number from 0 to 100"),
        ({"max_retries": 10**5000}, "max_retries must be a whole number from 0 to 100"),
    ],
)
def test_wrong_options_of_a_call_are_named(client: smsbat.Client, options: dict[str, Any], text: str) -> None:
    calls: list[Any] = [
        lambda: client.send(MESSAGES["Sms"], **options),
        lambda: client.status("m", **options),
        lambda: client.wait("m", **options),
        lambda: client.request("GET", "/x", **options),
        lambda: client.messages.send_bulk([], **options),
        lambda: client.messages.track(["m"], **options),
        lambda: client.chathub.chats(**options),
        lambda: client.chathub.follow(1, **options),
        lambda: client.cascade.send({"toPhone": "+380671234567"}, **options),
    ]
    for call in calls:
        with pytest.raises((smsbat.ValidationError, TypeError)) as caught:
            call()
        assert text in str(caught.value)


def test_other_numbers_of_a_call_are_named(client: smsbat.Client) -> None:
    for name in ("max_messages", "chunk_size", "connections"):
        with pytest.raises(smsbat.ValidationError) as caught:
            client.messages.send_bulk([], **{name: 2**70})
        assert caught.value.field == name
        with pytest.raises(TypeError, match=rf"^{name} must be an integer, not str$"):
            client.messages.send_bulk([], **{name: "5"})
    with pytest.raises(TypeError, match=r"^interval must be a number, not str$"):
        client.wait("m", interval="5")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^idle_timeout must be a number, not bool$"):
        client.chathub.follow(1, idle_timeout=True)


def test_retries(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.fail_next(503)
    with pytest.raises(smsbat.ServerError):
        client.status("m")
    sandbox.fail_next(503)
    with pytest.raises(smsbat.NotFoundError):
        client.status("m", max_retries=1)
    sandbox.fail_next(500)
    with pytest.raises(smsbat.ServerError):
        client.send(MESSAGES["Sms"], max_retries=3)
    sandbox.fail_next(500)
    assert client.send(MESSAGES["Sms"], max_retries=3, resend_unknown=True).ok


def test_rate_limit(sandbox: smsbat.Sandbox) -> None:
    limit = smsbat.RateLimit(data=(1, 1))
    assert limit == smsbat.RateLimit((100, 150), (1, 1))
    assert pickle.loads(pickle.dumps(limit)) == limit == copy.deepcopy(limit)
    assert hash(limit) == hash(copy.copy(limit))
    assert repr(limit) == "RateLimit(messaging=(100, 150), data=(1, 1))"
    with sandbox.client(rate_limit=limit) as client:
        with pytest.raises(smsbat.NotFoundError):
            client.status("m")
        with pytest.raises(smsbat.RateLimitError, match="does not allow this call"):
            client.status("m", timeout=0.1)
    with sandbox.client(rate_limit=None) as client, pytest.raises(smsbat.NotFoundError):
        client.status("m", timeout=0.5)


@pytest.mark.parametrize("name", ["messaging", "data"])
def test_a_rate_limit_names_what_is_wrong(name: str) -> None:
    for wrong, field in (((-1, 5), "[0]"), ((1, 2**32), "[1]"), ((1, 10**30), "[1]")):
        with pytest.raises(smsbat.ValidationError) as caught:
            smsbat.RateLimit(**{name: wrong})
        assert (caught.value.field, caught.value.problems[0].rule) == (f"RateLimit.{name}{field}", "range")
    for odd, text in (
        ((1,), " must be a tuple of two integers, not one of 1"),
        (5, " must be a tuple of two integers, not int"),
        ((True, 1), "[0] must be an integer, not bool"),
        ((1, 1.5), "[1] must be an integer, not float"),
    ):
        given: Any = {name: odd}
        with pytest.raises(TypeError, match=re.escape(f"RateLimit.{name}{text}")):
            smsbat.RateLimit(**given)
    # 0 counts as 1.
    assert smsbat.RateLimit(**{name: (0, 0)})


def test_request_checks_its_arguments(client: smsbat.Client) -> None:
    for arguments, field in (
        (("FETCH", "/x"), "method"),
        (("GET", "x"), "path"),
        (("GET", "//evil.example/x"), "path"),
        (("POST", "/x", {"a": {1}}), "json.a"),
        (("GET", "/x", None, "nonsense"), "api"),
    ):
        with pytest.raises(smsbat.ValidationError) as caught:
            client.request(*arguments)  # type: ignore[arg-type]
        assert caught.value.field == field


def test_an_answer_that_is_no_json_is_a_reply(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    for body in ("OK", "", "{", "[1, 2]", " null ", '"a"'):
        sandbox.reply_next(status=202, body=body)
        reply = client.request("GET", "/x")
        assert (reply.status_code, reply.text) == (202, body)
        try:
            parsed = json.loads(body)
        except ValueError:
            assert (reply.raw, reply.json) == (None, None)
            assert reply.to_dict() == {
                "status_code": 202,
                "json": None,
                "text": body,
                "request_id": reply.request_id,
            }
        else:
            assert (reply.raw, reply.to_dict()) == (body, parsed)


def test_many_threads_share_a_client(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    start = threading.Barrier(8)

    def work(number: int) -> bool:
        start.wait()
        message = smsbat.Sms(to=f"+38067000{number:04}", sender="MyShop", text="x")
        return all(client.send(message).ok for _ in range(10))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))
    assert len(sandbox.messages()) == 80


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_has_connections_of_its_own(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    assert client.send(smsbat.Sms(to="+380670000001", sender="MyShop", text="parent")).ok
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if client.send(smsbat.Sms(to="+380670000002", sender="MyShop", text="child")).ok else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert client.send(smsbat.Sms(to="+380670000003", sender="MyShop", text="parent")).ok
    assert [m["text"] for m in sandbox.messages()] == ["parent", "child", "parent"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_files_that_are_read_as_a_whole_have_an_end(
    client: smsbat.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = tmp_path / "smsbat" / "config.toml"
    config.parent.mkdir()
    pipe, large = tmp_path / "pipe", tmp_path / "large"
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate(100 << 20)
    for file, said in (
        (pipe, "not a regular file"),
        ("/dev/zero", "not a regular file"),
        (large, "more than"),
    ):
        config.symlink_to(file)
        with pytest.raises(smsbat.ConfigurationError, match=rf"profile.*{said}"):
            smsbat.Client(profile="p")
        config.unlink()
        with pytest.raises(smsbat.ConfigurationError, match=f"ca_bundle.*{said}"):
            smsbat.Client(api_key="k", ca_bundle=file)
        with pytest.raises(smsbat.ValidationError, match=f"media.*({said}|at most)"):
            client.chathub.send_chat_message(1, media=file)
