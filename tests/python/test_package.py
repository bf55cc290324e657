"""The package itself: names, import, types."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import pathlib
import re
import subprocess
import sys
from typing import Any, get_args

import pytest

import smsbat
from samples import MESSAGES

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
NOT_AT_IMPORT = {
    "asyncio",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "json",
    "logging",
    "re",
    "socket",
    "ssl",
    "subprocess",
    "threading",
    "typing",
    "warnings",
}


ALIASES = {
    "ApiName",
    "CascadeTypeName",
    "ChatEvent",
    "ChatStatusName",
    "DeliveryName",
    "DeliveryStatusName",
    "EncodingName",
    "HubStateName",
    "HubTransportName",
    "Message",
    "MessageTypeName",
    "MethodName",
    "OperatorStatusName",
    "OutcomeName",
    "Row",
}


def test_public_names() -> None:
    assert sorted(smsbat.__all__) == sorted(set(smsbat.__all__))
    assert set(smsbat.__all__) <= set(dir(smsbat))
    for name in smsbat.__all__:
        value = getattr(smsbat, name)
        assert name in ("__version__", *ALIASES) or inspect.getdoc(value)
        if isinstance(value, type):
            assert value.__module__.startswith("smsbat")
            assert value.__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        smsbat.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_methods_have_docstrings() -> None:
    namespaces = (smsbat.Messages, smsbat.Cascade, smsbat.ChatHub, smsbat.TurboSmsApi, smsbat.Messagio)
    results = (smsbat.SendResult, smsbat.TurboSmsResult, smsbat.ChatMedia)
    for cls in (smsbat.Client, smsbat.Sandbox, *namespaces, *results):
        for name, member in inspect.getmembers(cls):
            if not name.startswith("_"):
                assert inspect.getdoc(member), f"{cls.__name__}.{name}"


def test_statuses_are_those_of_the_core() -> None:
    for cls, names in (
        (smsbat.ChatStatus, smsbat._smsbat.CHAT_STATUSES),
        (smsbat.OperatorStatus, smsbat._smsbat.OPERATOR_STATUSES),
    ):
        assert [(s.name.lower(), s.value) for s in cls] == [(name, i) for i, name in enumerate(names)]


def test_words_are_those_of_the_core(client: smsbat.Client) -> None:
    for alias, words in (
        (smsbat.OutcomeName, smsbat._smsbat.OUTCOMES),
        (smsbat.ChatStatusName, smsbat._smsbat.CHAT_STATUSES),
        (smsbat.OperatorStatusName, smsbat._smsbat.OPERATOR_STATUSES),
        (smsbat.EncodingName, [smsbat.segments(text).encoding for text in ("Hello", "Привіт")]),
        (smsbat.MessageTypeName, [message.to_dict()["type"] for message in MESSAGES.values()]),
    ):
        assert get_args(alias) == tuple(words)
    for api in get_args(smsbat.ApiName):
        # The server says no, not the check of the argument.
        with pytest.raises((smsbat.NotFoundError, smsbat.AuthenticationError)):
            client.request("GET", "/no-such-path", api=api)
    with pytest.raises(smsbat.ValidationError, match=r"^api "):
        client.request("GET", "/no-such-path", api="nonsense")  # type: ignore[arg-type]
    assert set(get_args(smsbat.Message)) == {*map(type, MESSAGES.values()), dict[str, Any]}


@pytest.mark.parametrize("word", get_args(smsbat.DeliveryStatusName))
def test_statuses_are_known_to_the_core(
    word: smsbat.DeliveryStatusName, sandbox: smsbat.Sandbox, client: smsbat.Client
) -> None:
    sandbox.reply_next(json={"messageId": "m", "deliverystatus": word})
    status = client.status("m")
    assert status.delivery_status == word
    assert status.is_final == (word not in ("scheduled", "processing", "sent"))


def test_rows_of_a_report_have_their_type(client: smsbat.Client) -> None:
    report = client.messages.send_bulk([MESSAGES["Sms"], {"to": "12"}])
    known = inspect.get_annotations(smsbat.BulkRow)
    for row in [*report, *report.to_dicts()]:
        assert smsbat.BulkRow.__required_keys__ <= row.keys() <= known.keys()
        assert isinstance(row["outcome"], smsbat.Outcome)
    assert report.to_dict().keys() == inspect.get_annotations(smsbat.BulkSums).keys()


def test_namespaces_take_the_arguments_of_every_call() -> None:
    for name in ("messages", "cascade", "chathub", "turbosms", "messagio"):
        with smsbat.Client(api_key="test-key") as client:
            namespace = getattr(client, name)
        for method in (m for m in dir(namespace) if not m.startswith("_") and "html" not in m):
            parameters = inspect.signature(getattr(namespace, method)).parameters
            assert {"timeout", "max_retries"} <= parameters.keys(), method
            if "send" in method or "add" in method:
                assert "resend_unknown" in parameters, method


def test_version() -> None:
    version = importlib.metadata.version("smsbat")
    assert smsbat.__version__ == version
    root = HERE.parents[1]
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\d.*)$", changelog, re.MULTILINE)[0] == version
    assert f'#define SMSBAT_VERSION "{version}"' in (root / "include" / "smsbat.h").read_text("utf-8")


def test_import_loads_next_to_nothing() -> None:
    script = (
        "import os, sys; before = set(sys.modules);"
        "count = lambda: len(os.listdir('/proc/self/task')) if os.path.isdir('/proc/self/task') else 1;"
        "threads = count(); import smsbat;"
        "print(count() - threads, *sorted(set(sys.modules) - before))"
    )
    # Without `site`, which may load anything by itself.
    path = str(pathlib.Path(inspect.getfile(smsbat)).parents[1])
    found = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {path!r}); {script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    threads, *modules = found.stdout.split()
    assert threads == "0"
    assert "smsbat._smsbat" in modules
    assert not [m for m in modules if m.partition(".")[0] in NOT_AT_IMPORT]
    assert not {
        "smsbat.bulk",
        "smsbat.sandbox",
        "smsbat.webhooks",
        "smsbat._status",
        "smsbat._types",
    } & set(modules)


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")
@pytest.mark.parametrize(
    "arguments",
    [
        ["mypy", "--strict", str(HERE / "typing_ok.py")],
        # A release build lacks what the list has of a debug build.
        [
            "mypy.stubtest",
            "smsbat",
            "--ignore-unused-allowlist",
            "--allowlist",
            str(HERE / "stubtest_allowlist.txt"),
        ],
    ],
    ids=["user code", "stubs"],
)
def test_types(arguments: list[str], tmp_path: pathlib.Path) -> None:
    run = subprocess.run([sys.executable, "-m", *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")
def test_the_code_of_the_guides_has_right_types(tmp_path: pathlib.Path) -> None:
    subprocess.run([sys.executable, ROOT / "tests" / "docs" / "typed.py", tmp_path], check=True)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--check-untyped-defs",
        "--allow-redefinition",
        "--no-implicit-reexport",
        "--config-file=",
        ".",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_second_interpreter_is_refused() -> None:
    """In a process of its own: interpreters cannot be taken out of one again on every Python."""
    code = (
        "import smsbat\n"
        "try: import _interpreters as interpreters\n"
        "except ImportError: import _xxsubinterpreters as interpreters\n"
        "run = getattr(interpreters, 'exec', None) or interpreters.run_string\n"
        "print(run(interpreters.create(), 'import smsbat'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert "ImportError" in done.stdout + done.stderr
    assert "subinterpreter" in done.stdout + done.stderr


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")
def test_what_types_refuse(tmp_path: pathlib.Path) -> None:
    file = HERE / "typing_bad.py"
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--hide-error-context",
        str(file),
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    places = [line.split(":")[1] for line in run.stdout.splitlines() if ": error:" in line]
    meant = {i for i, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.endswith("# wrong")}
    assert {int(place) for place in places} == meant, run.stdout
