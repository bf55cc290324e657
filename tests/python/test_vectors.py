"""Runs `tests/vectors/*.json`; its README describes the format."""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import pathlib
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import smsbat
from smsbat import _errors

FOLDER = pathlib.Path(__file__).parents[1] / "vectors"
#: Names of cases that this runner skips, with the reason.
SKIPPED: dict[str, str] = {}


def cases(file: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in json.loads((FOLDER / file).read_text("utf-8"))]


def test_every_file_is_run() -> None:
    assert sorted(f.name for f in FOLDER.glob("*.json")) == [
        "apis.json",
        "matching.json",
        "operations.json",
        "phones.json",
        # Run by test_network.py.
        "proxies.json",
        "send.json",
        "sources.json",
        "status.json",
        "tables.json",
        "text.json",
    ]


@pytest.mark.parametrize("case", cases("text.json"))
def test_pure_functions(case: dict[str, Any]) -> None:
    found = getattr(smsbat, case["function"])(*case["arguments"])
    if isinstance(found, smsbat.Segments):
        found = {name: getattr(found, name) for name in found.__match_args__}
    assert found == case["value"]


@pytest.mark.parametrize("case", [c for c in cases("phones.json") if "check" not in c.values[0]])
def test_phones(case: dict[str, Any]) -> None:
    if "e164" in case:
        phone = smsbat.phone(case["text"], case.get("country"))
        assert (phone.e164, f"+{phone.digits}", str(phone)) == (case["e164"],) * 3
        assert phone.digits.startswith(phone.country)
        return
    with pytest.raises(smsbat.ValidationError) as raised:
        smsbat.phone(case["text"], case.get("country"))
    (problem,) = raised.value.problems
    assert problem.rule == case["rule"]
    assert case["reason"] in problem.message


@pytest.mark.parametrize("case", [c for c in cases("phones.json") if c.values[0].get("check") is False])
def test_phones_that_are_not_checked(server: smsbat.Sandbox, case: dict[str, Any]) -> None:
    server.reset()
    sms = smsbat.Sms(to=case["text"], sender="MyShop", text="Hi")
    with server.client(check_phones=False, country=case.get("country")) as client:
        if "e164" in case:
            client.send(sms)
            (request,) = server.requests()
            assert json.loads(request["body"])["messages"][0]["to"] == case["e164"]
            return
        with pytest.raises(smsbat.ValidationError) as raised:
            client.send(sms)
    (problem,) = raised.value.problems
    assert (problem.path, problem.rule) == ("messages[0].to", case["rule"])
    assert case["reason"] in problem.message
    assert not server.requests()


@pytest.fixture(scope="module")
def server() -> Iterator[smsbat.Sandbox]:
    with smsbat.Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("case", cases("send.json") + cases("status.json") + cases("apis.json"))
def test_calls(server: smsbat.Sandbox, case: dict[str, Any]) -> None:
    if case["name"] in SKIPPED:
        pytest.skip(SKIPPED[case["name"]])
    server.reset()
    if "reply" in case:
        reply = dict(case["reply"])
        if "body_base64" in reply:
            reply["body"] = base64.b64decode(reply.pop("body_base64"))
        server.reply_next(**reply)
    error: smsbat.SmsbatError | None = None
    with server.client(
        max_retries=0, rate_limit=None, company_token="test.company.token", **SETTINGS
    ) as client:
        try:
            with warnings.catch_warnings():
                # Advice is compared in `value`, where a case is about it.
                warnings.simplefilter("ignore", smsbat.SmsbatWarning)
                result = call(client, case)
        except smsbat.SmsbatError as caught:
            error = caught
    if "error" in case:
        assert error is not None
        compare(case["error"], {**vars(error), "kind": kind(error)})
    elif error is not None:
        raise error
    elif "value" in case:
        compare(case["value"], view(result))
    elif "reply" not in case:
        assert result.ok
    requests = server.requests()
    if "problems" in case:
        assert error is not None
        assert [{"path": p.path, "rule": p.rule} for p in error.problems] == case["problems"]
        assert requests == []
    else:
        assert len(requests) == 1
    if "wire" in case:
        wire = case["wire"]
        assert (requests[0]["method"], requests[0]["path"]) == (wire["method"], wire["path"])
        if "json" in wire:
            assert same(wire["json"], json.loads(requests[0]["body"]))


def matching_messages(case: dict[str, Any]) -> list[Any]:
    def message(own: str | None, to: str) -> Any:
        if case["operation"] == "cascade.send":
            return smsbat.CascadeMessage(
                id=own, to=to, sender="MyShop", text="Hi", message_type="transaction"
            )
        if own is None:
            return {"type": "sms", "to": to, "from": "MyShop", "text": "Hi"}
        return smsbat.Sms(to=to, sender="MyShop", text="Hi", customer_message_id=own)

    return [message(own, to) for own, to in case["sent"]]


@pytest.mark.parametrize("case", cases("matching.json"))
def test_rows_of_replies_are_matched_by_what_they_say(server: smsbat.Sandbox, case: dict[str, Any]) -> None:
    server.reset()
    rows: Any
    with server.client(max_retries=0, rate_limit=None) as client:
        if case["operation"] == "turbosms.send":
            server.reply_next(
                json={"response_code": 802, "response_status": "PARTIAL", "response_result": case["rows"]}
            )
            to = [to for _, to in case["sent"]]
            message = smsbat.TurboSmsMessage(recipients=to, sender="MyShop", text="Hi", sms=smsbat.TurboSms())
            rows = client.turbosms.send(message).recipients
        elif case["operation"] == "cascade.send":
            server.reply_next(json=case["rows"])
            rows = client.cascade.send(matching_messages(case)).messages
        else:
            server.reply_next(json={"messages": case["rows"]})
            rows = client.send(matching_messages(case)).messages
            if all(own for own, _ in case["sent"]):
                server.reply_next(json={"messages": case["rows"]})
                report = client.messages.send_bulk(matching_messages(case), allow_duplicates=True)
                assert [row["outcome"] for row in report] == case["outcomes"]
    assert [row.outcome for row in rows] == case["outcomes"]
    assert [row.message_id for row in rows] == case.get("message_ids", [row.message_id for row in rows])


#: A credential for every API.
SETTINGS = {
    "viber_bot_token": "test-viber",
    "telegram_bot_key": "test-telegram",
    "messagio_user": "test-user",
    "messagio_sign": "test-sign",
}
#: Replies that are a text in Python.
NAMED = {"login": "token", "operator_token": "token", "widget_html": "html", "visitor_widget_html": "html"}


def test_every_operation() -> None:
    steps = json.loads((FOLDER / "operations.json").read_text("utf-8"))
    kept: dict[str, Any] = {}
    called = set()
    with smsbat.Sandbox() as server, contextlib.ExitStack() as stack:
        clients: dict[str, smsbat.Client] = {}
        for i, step in enumerate(steps):
            own = step.get("client", {})
            key = json.dumps(own)
            if key not in clients:
                clients[key] = stack.enter_context(server.client(max_retries=0, **SETTINGS, **own))
            operation = step["operation"]
            called.add(operation)
            arguments = fill(step["arguments"], kept)
            if operation == "chathub.send_chat_message" and "media" in arguments:
                media = arguments["media"]
                arguments["media"] = (media["name"], base64.b64decode(media["data_base64"]))
            reply = call_by_name(clients[key], operation, arguments)
            try:
                compare(step.get("expect"), reply) if "expect" in step else None
            except AssertionError as error:
                raise AssertionError(f"step {i}, {operation}: {error}") from error
            if "as" in step:
                kept[step["as"]] = reply
        client = clients["{}"]
        names = {
            n: dir(getattr(client, n)) for n in ("messages", "cascade", "chathub", "turbosms", "messagio")
        }
    methods = {f"{n}.{m}" for n, all in names.items() for m in all if not m.startswith("_")}
    # Operations of more than one call have their own tests: endless iterators, campaigns, tracking.
    others = {"messages.send_bulk", "messages.track", "chathub.follow", "chathub.listen"}
    assert called == methods - others | {"request"}


def fill(value: Any, kept: dict[str, Any]) -> Any:
    """`$name.path.0` is a value of an earlier reply."""
    if isinstance(value, str) and value.startswith("$"):
        first, *path = value[1:].split(".")
        return functools.reduce(lambda found, p: found[int(p) if p.isdigit() else p], path, kept[first])
    if isinstance(value, list):
        return [fill(item, kept) for item in value]
    if isinstance(value, dict):
        return {name: fill(item, kept) for name, item in value.items()}
    return value


def call(client: smsbat.Client, case: dict[str, Any]) -> Any:
    if case["operation"] == "messages.send":
        return client.messages.send([model(m) for m in case["messages"]])
    if case["operation"] == "cascade.send":
        return client.cascade.send([model(m) for m in case["messages"]])
    if case["operation"] == "turbosms.send":
        return client.turbosms.send(model(case["message"]))
    if "arguments" in case:
        return call_by_name(client, case["operation"], case["arguments"])
    assert case["operation"] == "messages.status"
    return client.messages.status(case["message_id"])


def call_by_name(client: smsbat.Client, operation: str, arguments: dict[str, Any]) -> Any:
    found = functools.reduce(getattr, operation.split("."), client)(**arguments)
    if isinstance(found, smsbat.Chats):
        found = list(found)
    name = NAMED.get(operation.partition(".")[2])
    return {name: found} if name else view(found)


def model(value: Any) -> Any:
    if isinstance(value, list):
        return [model(item) for item in value]
    if not isinstance(value, dict) or "$" not in value:
        return value
    fields = {name: model(item) for name, item in value.items() if name != "$"}
    cls = functools.reduce(getattr, value["$"].split("."), smsbat)
    return cls(**fields)


def kind(error: smsbat.SmsbatError) -> str:
    return next(k for k, cls in _errors._CLASSES.items() if type(error) is cls)


def view(value: Any) -> Any:
    if isinstance(value, smsbat._smsbat.Reply):
        return {name: view(getattr(value, name)) for name in value.__match_args__}
    if isinstance(value, (tuple, list)):
        return [view(item) for item in value]
    if isinstance(value, dict):
        return {name: view(item) for name, item in value.items()}
    return str(value) if isinstance(value, Decimal) else value


def compare(want: Any, got: Any) -> None:
    """Only the keys that are wanted, at every level."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            compare(value, got[key])
    elif isinstance(want, list) and isinstance(got, list):
        assert len(want) == len(got)
        for one, other in zip(want, got, strict=True):
            compare(one, other)
    elif want is None and got in ([], {}):
        pass  # Attributes that are lists or dicts are empty where the answer has none.
    else:
        assert want == got


def same(want: Any, got: Any) -> bool:
    """All keys; `"$any"` stands for any string."""
    if isinstance(want, dict) and isinstance(got, dict):
        return want.keys() == got.keys() and all(same(want[key], got[key]) for key in want)
    if isinstance(want, list) and isinstance(got, list):
        return len(want) == len(got) and all(map(same, want, got))
    return bool(want == got or (want == "$any" and isinstance(got, str)))
