"""Runs the examples of all docstrings against a sandbox."""

from __future__ import annotations

import ast
import asyncio
import doctest
import inspect
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import smsbat
import smsbat.bulk
import smsbat.sandbox
import smsbat.webhooks


def documented() -> Iterator[tuple[str, str]]:
    """Names and docstrings: of the package, its modules, classes, functions and methods."""
    things: list[tuple[str, Any]] = [
        (m.__name__, m) for m in (smsbat, smsbat.bulk, smsbat.sandbox, smsbat.webhooks)
    ]
    things += [(name, getattr(smsbat, name)) for name in smsbat.__all__ if name != "__version__"]
    things += [(f"webhooks.{name}", getattr(smsbat.webhooks, name)) for name in smsbat.webhooks.__all__]
    for name, thing in things:
        yield name, inspect.getdoc(thing) or ""
        # The methods of the asynchronous classes have the docstrings of the others.
        if isinstance(thing, type) and not name.startswith("Async"):
            for member, value in vars(thing).items():
                if not member.startswith("_"):
                    yield f"{name}.{member}", inspect.getdoc(getattr(value, "__func__", value)) or ""


EXAMPLES = {
    name: examples
    for name, text in documented()
    if (examples := doctest.DocTestParser().get_examples(text, name))
}


def test_there_are_examples() -> None:
    methods = {f"Messages.{name}" for name in ("send", "send_bulk", "status", "wait")}
    assert {
        "smsbat",
        "smsbat.bulk",
        "Client",
        "AsyncClient",
        "segments",
        "preview",
        *methods,
    } <= EXAMPLES.keys()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_example(
    name: str,
    sandbox: smsbat.Sandbox,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMSBAT_BASE_URL", sandbox.url)
    monkeypatch.setattr(sys, "displayhook", lambda value: None if value is None else print(repr(value)))
    with sandbox.client(max_retries=0, messagio_user="test-user", messagio_sign="test-sign") as client:
        sent = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
        sandbox.advance(10)
        known = {"smsbat": smsbat, "client": client, "sandbox": sandbox, "result": sent}
        known["message_id"] = sent[0].message_id
        for example in EXAMPLES[name]:
            source = example.source.replace('api_key="…"', 'api_key="test-key"')
            code = compile(source, name, "single", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            capsys.readouterr()
            if code.co_flags & inspect.CO_COROUTINE:
                asyncio.run(eval(code, known))
            else:
                exec(code, known)
            printed = capsys.readouterr().out.replace(os.linesep, "\n")
            assert doctest.OutputChecker().check_output(example.want, printed, doctest.ELLIPSIS), printed
