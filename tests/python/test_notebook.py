"""Output for notebooks and data frames."""

from __future__ import annotations

import io
import json
import os
import pickle
import sys
import types
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import smsbat
from samples import API_MESSAGES, MESSAGES, PARTS

EVERY = {**MESSAGES, **API_MESSAGES}
EVIL = '<script>alert("&")</script>'


@pytest.mark.parametrize("name", EVERY)
def test_a_message_shows_itself(name: str) -> None:
    message = EVERY[name]
    shown = smsbat.preview(message)
    bundle = message._repr_mimebundle_()
    assert bundle == shown._repr_mimebundle_(include=None, exclude=set())
    assert bundle == {"text/html": shown.html, "text/plain": str(shown)}
    assert shown.text == str(shown)
    assert "smsbat" in shown.html
    assert "MyShop" in shown.text
    for text in (shown.html, shown.text, repr(shown)):
        # The number that a button calls is the sender's own text.
        assert "380671234567" not in text.replace("calls +380671234567", "")


def test_a_dict_is_shown_as_it_would_go_out() -> None:
    given = {"type": "sms", "to": "+380671234567", "from": "MyShop", "text": EVIL}
    assert EVIL in smsbat.preview(given).text
    assert EVIL not in smsbat.preview(given).html
    assert "&lt;script&gt;" in smsbat.preview(given).html
    assert (
        smsbat.preview(smsbat.Sms(to="+380671234567", sender="MyShop", text=EVIL)).html
        == smsbat.preview(given).html
    )


def test_parts_are_no_messages() -> None:
    for part in PARTS.values():
        assert part._repr_mimebundle_() is None
        with pytest.raises(TypeError, match="must be a message or a dict, not"):
            smsbat.preview(part)
    for wrong in ("text", None, [MESSAGES["Sms"]]):
        with pytest.raises(TypeError, match="must be a message or a dict, not"):
            smsbat.preview(wrong)  # type: ignore[arg-type]


def test_replies_are_tables(client: smsbat.Client) -> None:
    result = client.send([MESSAGES["Sms"], MESSAGES["FlashCall"]])
    html = result._repr_html_()
    for word in ("<table", "accepted", str(result.messages[0].message_id)):
        assert word in html
    assert "380671234567" not in html
    assert "scheduled" in client.status(result.messages[0].message_id or "")._repr_html_()
    chat = next(client.chathub.chats())
    assert "Where is my parcel" in chat._repr_html_()
    assert "380670000101" not in client.chathub.chat_messages(6601)[0]._repr_html_()


def test_errors_are_tables(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reply_next(status=429, json={"message": EVIL}, headers={"Retry-After": "7"})
    with pytest.raises(smsbat.RateLimitError) as caught:
        client.send(MESSAGES["Sms"])
    html = caught.value._repr_html_()
    for word in ("RateLimitError", "not_sent", "messages.send", "429", "7.0"):
        assert word in html
    assert "<script" not in html
    assert pickle.loads(pickle.dumps(caught.value))._repr_html_() == html
    with pytest.raises(smsbat.ValidationError) as invalid:
        client.send(smsbat.Sms(to="12"))
    assert invalid.value._repr_html_().count('<th scope="row">problem') == len(invalid.value.problems) > 1
    assert "unknown" in smsbat.SmsbatError("x", outcome="unknown")._repr_html_()


def test_rows_for_data_frames(client: smsbat.Client) -> None:
    result = client.send([MESSAGES["Sms"], {**MESSAGES["Sms"].to_dict(), "to": "+380990000101"}])
    rows = result.to_dicts()
    assert [row["outcome"] for row in rows] == ["accepted", "rejected"]
    assert all(type(row["outcome"]) is str for row in rows)
    names = set(smsbat.SentMessage.__match_args__)
    assert all(set(row) == names for row in rows)
    for row, message in zip(rows, result, strict=True):
        assert all(row[name] == getattr(message, name) for name in names)
    turbosms: list[dict[str, Any]] = client.turbosms.send(API_MESSAGES["TurboSmsMessage"]).to_dicts()
    assert set(turbosms[0]) == set(smsbat.TurboSmsRecipient.__match_args__)


def test_what_nobody_sees_has_a_name() -> None:
    shown = smsbat.preview(smsbat.Sms(to="+380671234567", sender="MyShop", text="a\u200bb\u202ec"))
    assert "| a[U+200B ZERO WIDTH SPACE]b[U+202E RIGHT-TO-LEFT OVERRIDE]c\n" in shown.text
    assert "because of U+200B ZERO WIDTH SPACE, U+202E RIGHT-TO-LEFT OVERRIDE, 1 part" in shown.text
    assert not {"\u200b", "\u202e"} & {*shown.text, *shown.html}


class Formatter:
    """IPython's formatter of HTML, as far as it is used."""

    def __init__(self) -> None:
        self.known: dict[type, Callable[[Any], str | None]] = {}

    def for_type(self, kind: type, show: Callable[[Any], str | None]) -> Callable[[Any], str | None] | None:
        before = self.known.get(kind)
        self.known[kind] = show
        return before


class Handle:
    def __init__(self) -> None:
        self.shown: list[dict[str, str]] = []

    def update(self, bundle: dict[str, str], raw: bool) -> None:
        assert raw
        self.shown.append(bundle)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
    """A kernel of a notebook, as far as it is used."""
    formatter, handle = Formatter(), Handle()
    shell = types.SimpleNamespace(
        kernel=object(), display_formatter=types.SimpleNamespace(formatters={"text/html": formatter})
    )

    def display(bundle: dict[str, str], raw: bool, display_id: bool) -> Handle:
        assert raw
        assert display_id
        handle.shown.append(bundle)
        return handle

    ipython = types.ModuleType("IPython")
    ipython.get_ipython = lambda: shell  # type: ignore[attr-defined]
    shows = types.ModuleType("IPython.display")
    shows.display = display  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", shows)
    return types.SimpleNamespace(formatter=formatter, handle=handle)


def test_lists_are_tables(kernel: types.SimpleNamespace, client: smsbat.Client) -> None:
    from smsbat import _notebook

    kernel.formatter.for_type(list, lambda _: "as before")
    _notebook.install()
    show = kernel.formatter.known[list]
    result = client.send([MESSAGES["Sms"], MESSAGES["Sms"]])
    chats = list(client.chathub.chats())
    rows = show(list(result)) or ""
    assert rows.count("<tr>") == 3
    assert "380671234567" not in rows
    assert "Where is my parcel" in (show(chats) or "")
    # One table for each class, in the order in which they come.
    mixed = show([MESSAGES["Sms"], chats[0], MESSAGES["Sms"]]) or ""
    assert mixed.index("<caption>Sms") < mixed.index("<caption>Chat")
    assert mixed.count("<caption>") == 2
    assert show(list(MESSAGES.values())) is not None
    for other in ([], [1], [MESSAGES["Sms"], None], list(PARTS.values())):
        assert show(other) == "as before"
    assert kernel.formatter.known[tuple](tuple(result)) == rows
    assert kernel.formatter.known[tuple]((1,)) is None


def test_a_list_with_a_look_of_its_own_keeps_it(kernel: types.SimpleNamespace) -> None:
    from smsbat import _notebook

    class Own(list[int]):
        def _repr_html_(self) -> str:
            return "own"

    _notebook.install()
    assert kernel.formatter.known[list](Own([1])) == "own"


def test_progress_in_a_cell(kernel: types.SimpleNamespace, client: smsbat.Client) -> None:
    rows = [{"to": f"+38067123456{n}", "text": "Hello"} for n in range(3)]
    client.messages.send_bulk(rows, sender="MyShop", progress=True)
    last = kernel.handle.shown[-1]
    assert last["text/plain"].startswith("3 accepted, ")
    assert last["text/html"].startswith('<progress value="1.0000">')
    client.messages.send_bulk(iter(rows), sender="MyShop", progress=True)
    # Nobody knows how long a generator is: a count, no bar.
    assert kernel.handle.shown[-1]["text/html"].startswith("3 accepted, ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_in_a_terminal(monkeypatch: pytest.MonkeyPatch, client: smsbat.Client) -> None:
    rows = [{"to": f"+38067123456{n}", "text": "Hello"} for n in range(3)]
    for width in (80, 20):
        monkeypatch.setenv("COLUMNS", str(width))
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        client.messages.send_bulk(rows, sender="MyShop", progress=True)
        lines = terminal.getvalue().removesuffix("\n").split("\r")[1:]
        assert all(len(line.removesuffix("\x1b[K")) < width for line in lines)
        assert lines[-1].startswith("100% " + "█" * min(20, width - 6))
        assert "\n" not in lines[-1]
        assert terminal.getvalue().endswith("\n")


def test_progress_in_a_file(monkeypatch: pytest.MonkeyPatch, client: smsbat.Client) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    client.messages.send_bulk(
        [{"to": "+380671234567", "text": "Hello"}, {"to": "12", "text": "Hello"}],
        sender="MyShop",
        progress=True,
    )
    assert file.getvalue().startswith("smsbat: 1 accepted, 1 not sent, ")
    assert file.getvalue().count("\n") == 1


@pytest.mark.usefixtures("kernel")
def test_a_sandbox_shows_its_inbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = types.ModuleType("jupyter_core.paths")
    paths.jupyter_runtime_dir = lambda: str(tmp_path)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jupyter_core", types.ModuleType("jupyter_core"))
    monkeypatch.setitem(sys.modules, "jupyter_core.paths", paths)
    monkeypatch.setenv("JPY_PARENT_PID", str(os.getpid()))
    server = {"secure": False, "hostname": "localhost", "port": 8888}
    file = tmp_path / f"jpserver-{os.getpid()}.json"

    def inbox(text: str) -> tuple[str, str]:
        with smsbat.Sandbox() as sandbox, sandbox.client() as client:
            client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text=text))
            with urllib.request.urlopen(sandbox.url) as page:
                policy = page.headers["content-security-policy"]
            html = sandbox._repr_html_() or ""
        assert sandbox._repr_html_() is None
        return html, policy.split("frame-ancestors ")[1]

    file.write_text(json.dumps(server))
    html, ancestors = inbox(EVIL)
    assert "<iframe" in html
    assert ancestors == "http://localhost:8888 http://127.0.0.1:8888 http://[::1]:8888"
    assert "380…67" in html
    assert "671234567" not in html
    assert "<script" not in html
    # A server elsewhere, and no server that is known.
    for content in (json.dumps({**server, "hostname": "0.0.0.0"}), "no JSON"):
        file.write_text(content)
        html, ancestors = inbox("Hello")
        assert "<iframe" not in html
        assert "<table" in html
        assert ancestors == "'none'"
    # A Jupyter without the function.
    file.write_text(json.dumps(server))
    del paths.jupyter_runtime_dir
    html, ancestors = inbox("Hello")
    assert "<table" in html
    assert ancestors == "'none'"
