"""Code snippets that the sandbox's page shows for a message, for the tests that run them."""

from __future__ import annotations

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MESSAGES = Path(__file__).parent / "python" / "documented" / "messages.json"
# Environment of the code.
CREDENTIALS = {
    "SMSBAT_API_KEY": "test-key",
    "SMSBAT_MESSAGIO_USER": "tester",
    "SMSBAT_MESSAGIO_SIGN": "test-sign",
}


def _call(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
    with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}), timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text.startswith((b"{", b"[")) else text


def _headers(path: str) -> dict[str, str]:
    if "/tsms/" in path:
        return {"Authorization": "Bearer test-key"}
    if "GMS" in path:
        return {"Authorization": "Basic " + base64.b64encode(b"@:test-key").decode()}
    return {"X-Authorization-Key": "test-key"}


def _newest(url: str) -> tuple[int, Any, int]:
    """Number and request of the newest message, and how many there are."""
    listed = _call(f"{url}/_sandbox/messages?limit=1")
    [message] = listed["messages"]
    return message["id"], message["request"], listed["total"]


def problems(url: str, language: str, run: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Sends a message of every kind, has `run` run its code, and gives each with what was wrong.

    `run` gives what went wrong, or nothing.
    """
    for sent in json.loads(MESSAGES.read_text(encoding="utf-8")):
        path = sent["path"]
        if "form" in sent:
            body, kind = urllib.parse.urlencode(sent["form"]).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = json.dumps(sent["json"]).encode(), "application/json"
        _call(url + path, body, {"Content-Type": kind, **_headers(path)})
        number, request, count = _newest(url)
        code = _call(f"{url}/_sandbox/messages/{number}/code?language={language}")["code"]
        problem = run(code)
        _, again, now = _newest(url)
        if not problem and (now, again) != (count + 1, request):
            problem = f"{now - count} messages, the last {again}"
        yield f"{path} {sent.get('json', sent.get('form'))}"[:80], problem and f"{problem}\n{code}"


def login(url: str, language: str) -> str:
    """The code of a request whose body has a password, which the code takes from SMSBAT_CHATHUB_PASSWORD."""
    body = json.dumps({"login": "test", "password": "test-password"}).encode()
    _call(f"{url}/api/company/get-token", body, {"Content-Type": "application/json"})
    number = _call(f"{url}/_sandbox/requests?limit=1")["requests"][0]["request_id"]
    code: str = _call(f"{url}/_sandbox/requests/{number}/code?language={language}")["code"]
    return code


def requests(url: str) -> int:
    """Number of requests so far."""
    seen: int = _call(f"{url}/_sandbox/requests?limit=1")["seen"]
    return seen
