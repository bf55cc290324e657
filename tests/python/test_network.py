"""Proxies from the environment, URLs, and invalid responses."""

from __future__ import annotations

import json
import pathlib
import socketserver
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import smsbat

VECTORS = pathlib.Path(__file__).parents[1] / "vectors" / "proxies.json"
PLACEHOLDER = "proxy.invalid:3128"
SMS = smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")


def by_name(case: dict[str, Any]) -> bool:
    """Returns true if the name is safe to try: nobody resolves such names, so nothing leaves this machine."""
    return ".invalid" in case["base_url"] and case.get("proxy") in (None, f"http://{PLACEHOLDER}")


CASES = [case for case in json.loads(VECTORS.read_text()) if by_name(case)]


class Proxy(socketserver.ThreadingTCPServer):
    """Refuses every CONNECT, and keeps whom it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.targets: list[str] = []
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                proxy.targets.append(self.rfile.readline().decode())
                while self.rfile.readline().strip():
                    pass
                self.wfile.write(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")

        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_proxies_of_the_environment(case: dict[str, Any], proxy: Proxy, plain: pytest.MonkeyPatch) -> None:
    # On Windows, names of variables have no case.
    any_case = sys.platform == "win32"
    if any_case and len({name.upper() for name in case["environment"]}) < len(case["environment"]):
        pytest.skip("two variables that are one here")
    for name, value in case["environment"].items():
        plain.setenv(name, value.replace(PLACEHOLDER, proxy.address))
    url = case["base_url"]
    settings = {"api_key": "test-key", "base_url": url, "chathub_url": url, "max_retries": 0}
    if "error" in case:
        start = f"{'(?i)' if any_case else ''}^{case['error']} "
        with pytest.raises(smsbat.ConfigurationError, match=start) as refused:
            smsbat.Client(**settings)
        assert "proxy.invalid" not in str(refused.value)
        return
    with smsbat.Client(**settings) as client, pytest.raises(smsbat.ConnectionError) as caught:
        client.send(SMS)
    assert caught.value.outcome == "not_sent"
    if case["proxy"] is None:
        assert "could not be resolved" in caught.value.message
        assert proxy.targets == []
    else:
        assert "the proxy refused" in caught.value.message
        host = url.removeprefix("https://").partition(":")[0]
        assert [target.split(":")[0] for target in proxy.targets] == [f"CONNECT {host}"]


def test_this_machine_needs_no_proxy(
    sandbox: smsbat.Sandbox, proxy: Proxy, plain: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
        plain.setenv(name, f"http://{proxy.address}")
    with smsbat.Client(api_key="test-key", base_url=sandbox.url) as client:
        assert client.send(SMS).ok
    plain.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    plain.delenv("https_proxy")
    with smsbat.Client(api_key="test-key", base_url=sandbox.url) as client:
        assert client.send(SMS).ok
    assert proxy.targets == []
    # Unless it is named for this client.
    settings: dict[str, Any] = {"base_url": "https://127.0.0.1:1", "max_retries": 0, "proxy": proxy.address}
    with (
        smsbat.Client(api_key="test-key", **settings) as client,
        pytest.raises(smsbat.ConnectionError, match="proxy refused"),
    ):
        client.send(SMS)
    assert proxy.targets == ["CONNECT 127.0.0.1:1 HTTP/1.1\r\n"]


def test_a_loopback_address_leads_all_apis_there(
    sandbox: smsbat.Sandbox, plain: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    def log_in(**settings: Any) -> None:
        sandbox.reset()
        with smsbat.Client(**settings) as client:
            client.chathub.login("test-user", "test-password")
            assert client.chathub.organizations()
        assert {r["path"] for r in sandbox.requests()} >= {"/api/company/get-token"}

    log_in(base_url=sandbox.url)
    plain.setenv("SMSBAT_BASE_URL", sandbox.url)
    log_in()
    plain.delenv("SMSBAT_BASE_URL")
    (tmp_path / "smsbat").mkdir()
    (tmp_path / "smsbat" / "config.toml").write_text(
        f'\ufeff[tests]\r\nbase_url = "{sandbox.url}"\r\n', newline=""
    )
    plain.setenv("XDG_CONFIG_HOME", str(tmp_path))
    log_in(profile="tests")


def answer(sandbox: smsbat.Sandbox, body: bytes, kind: str = "application/json", status: int = 200) -> None:
    sandbox.reply_next(status=status, headers={"Content-Type": kind}, body=body)


def test_answers_with_a_mark(client: smsbat.Client, sandbox: smsbat.Sandbox) -> None:
    answer(sandbox, b'\xef\xbb\xbf{"messages":[{"messageId":"m-1","status":"accepted"}]}')
    assert client.send(SMS).messages[0].message_id == "m-1"
    answer(sandbox, b'\xef\xbb\xbf{"error":"Bad Request","message":"no","code":1002}', status=400)
    with pytest.raises(smsbat.BadRequestError) as caught:
        client.send(SMS)
    assert caught.value.code == 1002
    event = smsbat.webhooks.parse(b'\xef\xbb\xbf{"messageId":"m","deliverystatus":"delivered"}')
    assert isinstance(event, smsbat.DeliveryReport)


def test_answers_that_are_not_json(client: smsbat.Client, sandbox: smsbat.Sandbox) -> None:
    for body, kind, said in [
        (b"<html>", "text/html; charset=utf-8", r"it is not JSON \(text/html, 6 bytes\)"),
        (b"", "application/json", r"it is not JSON \(application/json, 0 bytes\)"),
        (b"\xff\xfe{\x00}\x00", "application/json", r"not UTF-8 \(application/json, 6 bytes\)"),
    ]:
        answer(sandbox, body, kind)
        with pytest.raises(smsbat.ResponseError, match=said) as caught:
            client.send(SMS)
        assert caught.value.outcome == "unknown"


@pytest.mark.parametrize("depth", [101, 1_000, 100_000])
def test_deep_json_is_an_error_of_ours(client: smsbat.Client, sandbox: smsbat.Sandbox, depth: int) -> None:
    deep = b'{"x":' + b"[" * depth + b"]" * depth + b"}"
    for text in (deep, b'{"idUuid":"u","x":' + deep + b"}"):
        with pytest.raises(smsbat.ResponseError, match="nested more than 100 levels"):
            smsbat.webhooks.parse(text)
    answer(sandbox, b'{"messageId":"m","deliverystatus":"sent","x":' + deep + b"}")
    with pytest.raises(smsbat.ResponseError, match="nested more than 100 levels"):
        client.status("m")
    answer(sandbox, deep)
    with pytest.raises(smsbat.ResponseError, match="nested more than 100 levels"):
        client.request("GET", "/x")
    sandbox.reset()
    value: Any = 1
    for _ in range(depth):
        value = [value]
    for call in (
        lambda: client.send({"to": "+380671234567", "x": value}),
        lambda: client.cascade.send({"toPhone": "+380671234567", "x": value}),
        lambda: client.turbosms.send({"recipients": ["380671234567"], "x": value}),
        lambda: client.request("POST", "/x", json=value),
    ):
        with pytest.raises(smsbat.ValidationError, match="nested more than 100 levels"):
            call()
    assert sandbox.requests() == []


def test_what_is_not_too_deep_is_read_and_written(client: smsbat.Client, sandbox: smsbat.Sandbox) -> None:
    value: Any = 1
    for _ in range(100):
        value = {"a": value}
    answer(sandbox, json.dumps(value).encode())
    reply = client.request("POST", "/x", json=value)
    assert reply.json == value
    assert reply.to_dict() == value
    around: dict[str, Any] = {"to": "+380671234567"}
    around["x"] = around
    with pytest.raises(smsbat.ValidationError, match="nested more than 100 levels"):
        client.send(around)
