"""Exception classes, and the right error for each bad input."""

from __future__ import annotations

import asyncio
import builtins
import copy
import functools
import inspect
import pathlib
import pickle
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

import smsbat
from samples import MESSAGES, TO
from smsbat import _errors, _smsbat

CLASSES = [
    cls
    for name in dir(smsbat)
    if isinstance(cls := getattr(smsbat, name), type) and issubclass(cls, smsbat.SmsbatError)
]
ATTRIBUTES = [
    "outcome",
    "status_code",
    "code",
    "message",
    "field",
    "retry_after",
    "request_id",
    "body",
    "retryable",
    "customer_message_ids",
    "operation",
    "problems",
]


def test_every_kind_of_the_core_has_its_class() -> None:
    assert list(_errors._CLASSES) == list(_smsbat.ERROR_KINDS)
    assert set(_errors._CLASSES.values()) == set(CLASSES)


def test_every_outcome_of_the_core_has_its_member() -> None:
    assert [str(o) for o in smsbat.Outcome] == list(_smsbat.OUTCOMES)
    assert [o.name for o in smsbat.Outcome] == ["ACCEPTED", "REJECTED", "NOT_SENT", "UNKNOWN"]
    assert (
        f"{smsbat.Outcome.NOT_SENT}" == str(smsbat.Outcome.NOT_SENT) == smsbat.Outcome.NOT_SENT == "not_sent"
    )
    assert pickle.loads(pickle.dumps(smsbat.Outcome.UNKNOWN)) is smsbat.Outcome.UNKNOWN
    assert {"not_sent": 1}[smsbat.Outcome.NOT_SENT] == 1


def test_the_tree() -> None:
    assert smsbat.SmsbatError.__bases__ == (Exception,)
    more: dict[type, tuple[type, ...]] = {
        smsbat.TimeoutError: (smsbat.ConnectionError, TimeoutError),
        smsbat.ConnectionError: (smsbat.SmsbatError, ConnectionError),
        smsbat.ValidationError: (smsbat.SmsbatError, ValueError),
    }
    for cls in CLASSES:
        assert inspect.getdoc(cls)
        if cls is not smsbat.SmsbatError:
            assert cls.__bases__ == more.get(cls, (smsbat.SmsbatError,))


def test_the_built_in_names_catch_ours() -> None:
    for ours, builtin in (
        (smsbat.ConnectionError("text", outcome="unknown"), ConnectionError),
        (smsbat.TimeoutError("text", outcome="unknown"), TimeoutError),
        (smsbat.TimeoutError("text", outcome="unknown"), ConnectionError),
        (smsbat.TimeoutError("text", outcome="unknown"), OSError),
        (smsbat.ValidationError("text", outcome="unknown"), ValueError),
    ):
        with pytest.raises(builtin) as caught:
            raise ours
        assert caught.value is ours
        assert (str(ours), repr(ours)) == ("text", f"{type(ours).__name__}('text')")
        assert getattr(ours, "errno", None) is None
        assert ours.outcome == "unknown"
    # A file that may not be written is something else.
    assert not issubclass(smsbat.PermissionDeniedError, OSError)


def test_a_star_import_leaves_the_built_in_names_alone() -> None:
    assert not set(smsbat.__all__) & set(dir(builtins))
    names: dict[str, object] = {}
    exec("from smsbat import *", names)
    assert names.keys() >= {"SmsbatError", "Client", "Outcome"}
    assert eval("TimeoutError, ConnectionError", names) == (TimeoutError, ConnectionError)


class Bare(smsbat.TimeoutError):
    def __init__(self) -> None:
        pass


@pytest.mark.parametrize(
    "error", [Bare(), *(cls.__new__(cls) for cls in CLASSES), *(cls() for cls in CLASSES)]
)
def test_half_made_errors_can_be_shown(error: smsbat.SmsbatError) -> None:
    assert str(error) == ""
    assert repr(error).startswith(type(error).__name__)
    assert type(error).__name__ in error._repr_html_()
    assert type(copy.copy(error)) is type(pickle.loads(pickle.dumps(error))) is type(error)
    assert "".join(traceback.format_exception(error))


@pytest.mark.parametrize("cls", CLASSES)
def test_errors_can_be_made_pickled_and_copied(cls: type[smsbat.SmsbatError]) -> None:
    plain = cls("text")
    assert (plain.outcome, plain.message, plain.retryable, plain.problems) == ("not_sent", "text", False, [])
    problem = smsbat.Problem("messages[0].to", "phone", "is wrong")
    error = cls(
        "operation: text",
        message="text",
        outcome="unknown",
        status_code=500,
        code=1003,
        retry_after=1.5,
        problems=[problem],
        customer_message_ids=["a"],
    )
    others = [copy.copy(error), copy.deepcopy(error)]
    others += [pickle.loads(pickle.dumps(error, p)) for p in range(pickle.HIGHEST_PROTOCOL + 1)]
    for other in others:
        assert type(other) is cls
        assert str(other) == "operation: text"
        assert {n: getattr(other, n) for n in ATTRIBUTES} == {n: getattr(error, n) for n in ATTRIBUTES}
        assert other.outcome is smsbat.Outcome.UNKNOWN
    with pytest.raises(TypeError):
        cls("text", nonsense=1)


def test_problem_is_a_value() -> None:
    problem = smsbat.Problem("messages[0].to", "phone", "is wrong")
    assert problem == smsbat.Problem(path="messages[0].to", rule="phone", message="is wrong")
    assert pickle.loads(pickle.dumps(problem)) == problem == copy.deepcopy(problem)
    assert hash(problem) == hash(copy.copy(problem))
    assert str(problem) == "messages[0].to is wrong"
    assert repr(problem) == "Problem(path='messages[0].to', rule='phone', message='is wrong')"


SURVEY = smsbat.ViberSurvey(to=TO, sender="MyShop", text="?", options=list("ABCDEF"))


@pytest.mark.parametrize(
    ("messages", "field", "rule"),
    [
        (smsbat.Sms(to="12", sender="MyShop", text="x"), "messages[0].to", "phone"),
        ([], "messages", "count"),
        ([MESSAGES["Sms"]] * 5001, "messages", "count"),
        (SURVEY, "messages[0].messageData.survey.options", "count"),
        (smsbat.Sms(to=TO, sender="TwelveLetter", text="x"), "messages[0].from", "sender"),
        (smsbat.Sms(), "messages[0].to", "required"),
    ],
)
def test_bad_input(
    sandbox: smsbat.Sandbox, client: smsbat.Client, messages: object, field: str, rule: str
) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        client.send(messages)  # type: ignore[arg-type]
    error = caught.value
    assert (error.field, error.problems[0].rule, error.outcome) == (field, rule, "not_sent")
    assert (error.operation, error.status_code, error.retryable) == ("messages.send", None, False)
    assert "\n" not in str(error)
    assert sandbox.requests() == []


def test_all_problems_come_at_once(client: smsbat.Client) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        client.send([smsbat.Sms(to="1"), MESSAGES["Sms"], SURVEY])
    assert [(p.path, p.rule) for p in caught.value.problems] == [
        ("messages[0].to", "phone"),
        ("messages[0].from", "required"),
        ("messages[0].text", "required"),
        ("messages[2].messageData.survey.options", "count"),
    ]


def test_too_many_are_counted(client: smsbat.Client) -> None:
    with pytest.raises(smsbat.ValidationError, match="has 6000 entries"):
        client.send([MESSAGES["Sms"]] * 6000)


def test_a_wrong_key(sandbox: smsbat.Sandbox) -> None:
    with sandbox.client(api_key="wrong") as client, pytest.raises(smsbat.AuthenticationError) as caught:
        client.send(smsbat.Sms(to=TO, sender="MyShop", text="x", customer_message_id="c-1"))
    error = caught.value
    assert (error.outcome, error.status_code, error.retryable) == ("not_sent", 401, False)
    assert error.body is not None
    assert error.request_id is not None
    assert error.customer_message_ids == ["c-1"]
    assert "wrong" not in str(error)


def test_a_dead_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    refused(lambda: smsbat.Client(api_key="test-key", base_url=f"http://127.0.0.1:{port}", max_retries=0))


def test_a_name_that_does_not_resolve() -> None:
    refused(lambda: smsbat.Client(api_key="test-key", base_url="https://name.invalid", max_retries=0))


def test_an_untrusted_certificate(tls_sandbox: smsbat.Sandbox) -> None:
    refused(lambda: smsbat.Client(api_key="test-key", base_url=tls_sandbox.url, max_retries=0))


def refused(make: Callable[[], smsbat.Client]) -> None:
    with make() as client, pytest.raises(smsbat.ConnectionError) as caught:
        client.send(MESSAGES["Sms"])
    assert caught.value.outcome == "not_sent"
    assert caught.value.operation == "messages.send"
    assert caught.value.customer_message_ids == ["c-1"]


@pytest.mark.parametrize(
    ("status", "cls", "outcome"),
    [
        (400, smsbat.BadRequestError, "not_sent"),
        (403, smsbat.PermissionDeniedError, "not_sent"),
        (404, smsbat.NotFoundError, "not_sent"),
        (422, smsbat.BadRequestError, "not_sent"),
        (429, smsbat.RateLimitError, "not_sent"),
        (500, smsbat.ServerError, "unknown"),
        (503, smsbat.ServerError, "unknown"),
    ],
)
def test_statuses(
    sandbox: smsbat.Sandbox, client: smsbat.Client, status: int, cls: type[smsbat.SmsbatError], outcome: str
) -> None:
    sandbox.fail_next(status)
    with pytest.raises(cls) as caught:
        client.send(MESSAGES["Sms"])
    assert type(caught.value) is cls
    assert (caught.value.status_code, caught.value.outcome) == (status, outcome)


def test_the_providers_codes_keep_their_type(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    for code in ("INVALID_RECIPIENT", 1003):
        sandbox.reply_next(status=422, json={"error": {"code": code, "message": "no"}})
        with pytest.raises(smsbat.BadRequestError) as caught:
            client.send(MESSAGES["Sms"])
        assert caught.value.code == code


def test_retry_after_is_seconds(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reply_next(status=429, headers={"Retry-After": "7"}, json={})
    with pytest.raises(smsbat.RateLimitError) as caught:
        client.send(MESSAGES["Sms"])
    assert caught.value.retry_after == 7.0
    assert caught.value.retryable


def test_a_reply_that_cannot_be_read(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reply_next(body="<html>")
    with pytest.raises(smsbat.ResponseError) as caught:
        client.send(MESSAGES["Sms"])
    assert (caught.value.outcome, caught.value.body) == ("unknown", "<html>")


def test_a_timeout_is_a_connection_error(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reply_next(json={}, delay=20)
    with pytest.raises(smsbat.ConnectionError) as caught:
        # Long enough for the request to leave on a busy machine.
        client.send(MESSAGES["Sms"], timeout=2)
    assert type(caught.value) is smsbat.TimeoutError
    assert caught.value.outcome == "unknown"
    assert "may have been sent" in str(caught.value)


def test_half_made_objects_can_be_shown() -> None:
    for name in dir(smsbat):
        cls = getattr(smsbat, name)
        if not isinstance(cls, type) or name.startswith("_"):
            continue
        try:
            made = cls.__new__(cls)
        except (TypeError, ValueError, smsbat.ConfigurationError):
            continue
        assert repr(made)
        assert str(made) is not None


CANARY = "canary-5c1f"


def reached(value: object, depth: int = 2) -> str:
    """Returns the text that a tool shows of a value and of the objects it refers to."""
    parts: list[object] = [*vars(value).values()] if hasattr(value, "__dict__") else []
    for cls in type(value).__mro__:
        slots = [f"_{cls.__name__}{s}" if s.startswith("__") else s for s in getattr(cls, "__slots__", ())]
        parts += [getattr(value, name) for name in slots if hasattr(value, name)]
    if isinstance(value, dict):
        parts += [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        parts += value
    elif isinstance(value, functools.partial):
        parts += [value.func, *value.args, *value.keywords.values()]
    return "\n".join([repr(value), *(reached(part, depth - 1) for part in parts if depth)])


def shown_by(error: BaseException | None) -> str:
    """Returns the local variables of our own frames as a tool prints them, through all causes."""
    shown = ""
    while error is not None:
        shown += reached(vars(error))
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename != __file__:
                values = [reached(value) for value in frame.f_locals.values()]
                shown += f"{frame.f_code.co_filename} {frame.f_code.co_name} {values}\n"
        error = error.__cause__ or error.__context__
    return shown


def no_canary(call: Callable[[], object]) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        call()
    assert CANARY not in shown_by(caught.value)
    assert CANARY not in "".join(traceback.format_exception_only(caught.value))


@pytest.mark.parametrize(
    "settings",
    [
        {"api_key": CANARY, "timeout": -1},
        {"api_key": CANARY, "base_url": "nonsense"},
        {"password": CANARY},
        {"api_key": CANARY, "nonsense": 1},
        {"api_key": f" {CANARY}"},
        {"api_key": CANARY, "max_concurrency": 0},
        {"api_key": CANARY, "max_concurrency": "1"},
    ],
)
def test_no_frame_holds_a_secret_of_the_settings(
    sandbox: smsbat.Sandbox, settings: dict[str, object]
) -> None:
    given = dict(settings)
    for make in (smsbat.Client, smsbat.AsyncClient, sandbox.client, sandbox.async_client):
        no_canary(lambda make=make: make(**given))  # type: ignore[misc]
    assert given == settings
    with smsbat.Sandbox() as closed:
        pass
    for make in (closed.client, closed.async_client):
        no_canary(lambda make=make: make(**given))  # type: ignore[misc]


def test_no_frame_holds_a_secret_of_a_call(sandbox: smsbat.Sandbox) -> None:
    def run(call: Callable[[smsbat.AsyncClient], Awaitable[object]]) -> None:
        async def main() -> None:
            async with sandbox.async_client(max_retries=0) as client:
                await call(client)

        asyncio.run(main())

    async def cut_off(client: smsbat.AsyncClient) -> None:
        sandbox.reply_next(delay=30)
        await asyncio.wait_for(client.chathub.login("desk", CANARY), 0.2)

    async def chat(client: smsbat.AsyncClient) -> None:
        await client.chathub.login("test-company", "test-password")
        async with client.chathub.listen() as events:
            await events.send_message(10**9, CANARY)

    no_canary(lambda: run(lambda client: client.chathub.login("desk", CANARY)))
    no_canary(lambda: run(lambda client: client.chathub.login("desk", CANARY, timeout=-1)))
    no_canary(lambda: run(lambda client: client.chathub.login("desk", CANARY, nonsense=1)))  # type: ignore[call-arg]
    no_canary(lambda: run(lambda client: client.chathub.validate_token(token=CANARY, timeout="x")))  # type: ignore[arg-type]
    no_canary(lambda: run(cut_off))
    no_canary(lambda: run(chat))
    with sandbox.client(max_retries=0) as client:
        no_canary(lambda: client.chathub.login("desk", CANARY))
    no_canary(lambda: smsbat.webhooks.verify_turbosms(b"x", CANARY))
    for options in ({"campaign": "c"}, {"campaign": "!"}, {"campaign": "c", "progress": True}):
        no_canary(
            lambda options=options: smsbat.bulk.send_partition(  # type: ignore[misc]
                [], journal="j", client={"api_key": CANARY}, **options
            )
        )


def test_no_frame_holds_the_rows_of_a_campaign(sandbox: smsbat.Sandbox) -> None:
    async def later(rows: list[dict[str, str]]) -> AsyncIterator[dict[str, str]]:
        for row in rows:
            yield row
        del rows, row
        raise ZeroDivisionError

    async def main(wrap: Callable[[Any], Any], options: dict[str, Any]) -> None:
        async with sandbox.async_client(max_retries=0) as client:
            send = client.messages.send_bulk
            await send(wrap([{"to": "+380671234567", "text": CANARY}]), sender="MyShop", **options)

    for options in (
        {"max_messages": -1},
        {"nonsense": 1},
        {"template": CANARY, "timeout": "x"},
        {"journal": "/"},
    ):
        no_canary(lambda options=options: asyncio.run(main(list, options)))  # type: ignore[misc]
    no_canary(lambda: asyncio.run(main(later, {})))
    sandbox.fail_next(401, count=9)
    no_canary(lambda: asyncio.run(main(list, {})))


def test_no_frame_holds_a_secret_of_a_closed_client(sandbox: smsbat.Sandbox) -> None:
    async def main() -> None:
        client = sandbox.async_client()
        await client.aclose()
        await client.chathub.login("desk", CANARY)

    no_canary(lambda: asyncio.run(main()))


@pytest.mark.parametrize("name", ["api_key", "password", "company_token", "messagio_sign"])
def test_no_frame_holds_a_secret_of_the_environment_or_a_profile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, name: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "smsbat").mkdir()
    for text in (
        f'[p]\n{name} = "{CANARY}\\t"\n',
        f'[p]\n{name} = "{CANARY}\n',
        f'[p]\n{name} = ["{CANARY}"]\n',
    ):
        (tmp_path / "smsbat" / "config.toml").write_text(text)
        for make in (smsbat.Client, smsbat.AsyncClient):
            no_canary(lambda make=make: make(profile="p"))  # type: ignore[misc]
    monkeypatch.setenv(f"SMSBAT_{name.upper()}", f"{CANARY}\t")
    for make in (smsbat.Client, smsbat.AsyncClient):
        no_canary(lambda make=make: make())  # type: ignore[misc]
    monkeypatch.delenv(f"SMSBAT_{name.upper()}")
    for proxy in (f"http://u:{CANARY}@ h", f"socks9://u:{CANARY}@h"):
        for make in (smsbat.Client, smsbat.AsyncClient):
            no_canary(lambda make=make, proxy=proxy: make(api_key="k", proxy=proxy))  # type: ignore[misc]


def test_an_error_names_the_arguments_and_what_to_do(client: smsbat.Client) -> None:
    sms = smsbat.Sms(to="+380671234567", sender="A sender that is too long", text="Hello")
    with pytest.raises(smsbat.ValidationError) as one:
        client.send(sms)
    assert str(one.value).startswith("messages.send: sender must be at most 11 letters")
    assert (one.value.field, one.value.problems[0].path) == ("messages[0].from", "messages[0].from")
    assert one.value.problems[0].argument == "sender"
    assert one.value.__notes__ == [
        "next: correct each argument that is named",
        "help: https://github.com/smsbat/smsbat/blob/main/docs/reference/errors.md#validation",
    ]
    button = smsbat.Button(text="", url="https://example.com")
    promo = smsbat.ViberPromo(to="12", sender="S", text="Hi", button=button)
    with pytest.raises(smsbat.ValidationError) as several:
        client.send([sms, promo])
    arguments = [problem.argument for problem in several.value.problems]
    assert arguments == ["messages[0].sender", "messages[1].to", "messages[1].button.text"]
    assert len(several.value.__notes__) == 5
    again = pickle.loads(pickle.dumps(several.value))
    assert again.problems == several.value.problems
    assert again.__notes__ == several.value.__notes__


def test_problems_that_the_provider_lists(sandbox: smsbat.Sandbox) -> None:
    body = {
        "title": "One or more errors",
        "errors": {"to": ["+380671234567 is unknown"], "text": ["is long"]},
    }
    sandbox.reply_next(status=400, json=body)
    with sandbox.client() as client, pytest.raises(smsbat.BadRequestError) as caught:
        client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
    assert sorted(problem.path for problem in caught.value.problems) == ["text", "to"]
    assert "1234567" not in "".join(caught.value.__notes__)
    assert "text is long" in caught.value.__notes__
