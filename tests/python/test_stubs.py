"""The stubs agree with the module, because editors read only the stubs."""

from __future__ import annotations

import ast
import enum
import inspect
import pathlib
from collections.abc import Iterator

import pytest

import smsbat
from smsbat import _smsbat

STUBS = pathlib.Path(inspect.getfile(smsbat)).parent


def documented(stub: str) -> Iterator[tuple[str, str, str | None]]:
    """Class, member and docstring of everything in a stub that is not private."""
    for node in ast.parse((STUBS / stub).read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, "", ast.get_docstring(node)
            last = ""
            for member in node.body:
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and member.name[0] != "_":
                    # Of overloads, the first one has the docstring.
                    if member.name == last and ast.get_docstring(member) is None:
                        continue
                    last = member.name
                    yield node.name, member.name, ast.get_docstring(member)


def module_doc(of: object) -> str | None:
    return inspect.getdoc(getattr(of, "__func__", of))


@pytest.mark.parametrize("namespace", ["Client", "Messages", "Cascade", "ChatHub", "TurboSmsApi", "Messagio"])
def test_methods_have_the_docstrings_of_the_module(namespace: str) -> None:
    native = getattr(smsbat, namespace)
    shown = {member: doc for name, member, doc in documented("_smsbat.pyi") if name == namespace}
    assert shown[""] == inspect.getdoc(native)
    members = {name for name in vars(native) if not name.startswith("_")}
    assert members == shown.keys() - {""}
    for member in members:
        assert shown[member] == module_doc(getattr(native, member)), member


def test_awaitable_methods_have_those_of_the_others() -> None:
    blocking = {(name, member): doc for name, member, doc in documented("_smsbat.pyi")}
    seen = 0
    for name, member, doc in documented("_async.pyi"):
        if member and member != "aclose":
            assert doc == blocking[name.removeprefix("Async"), member], f"{name}.{member}"
            assert doc
            seen += 1
    assert seen > 30


def test_every_class_and_attribute_of_the_tables_has_a_docstring() -> None:
    for name, member, doc in documented("_smsbat.pyi"):
        if issubclass(getattr(_smsbat, name), _smsbat.Reply | _smsbat.Model):
            assert doc or member in ("to_dict", "raw"), f"{name}.{member}"


def test_outcome_has_the_members_of_its_stub() -> None:
    """The list of exceptions of stubtest has this class, because mypy sees another one."""
    tree = ast.parse((STUBS / "_outcome.pyi").read_text("utf-8"))
    (checkers,) = (node for node in tree.body if isinstance(node, ast.If))

    def found(branch: list[ast.stmt], name: str) -> ast.ClassDef:
        return next(node for node in branch if isinstance(node, ast.ClassDef) and node.name == name)

    def members(stub: ast.ClassDef) -> list[tuple[str, str]]:
        assigned = [node for node in stub.body if isinstance(node, ast.Assign)]
        return [(ast.unparse(node.targets[0]), ast.literal_eval(node.value)) for node in assigned]

    have = [(name, member.value) for name, member in smsbat.Outcome.__members__.items()]
    assert members(found(checkers.orelse, "Outcome")) == have
    assert members(found(checkers.body, "Outcome")) == [(value, value) for _, value in have]
    names = [node for node in found(checkers.body, "_Members").body if isinstance(node, ast.FunctionDef)]
    assert [(node.name, ast.unparse(node.returns)) for node in names if node.returns] == [
        (name, f"Literal[Outcome.{value}]") for name, value in have
    ]
    # One more, which has no attributes, is for the collector alone.
    assert smsbat.Outcome.__bases__ == (str, smsbat._smsbat._Uncollected, enum.Enum)
    assert vars(smsbat._smsbat._Uncollected).keys() <= {"__doc__", "__module__"}
    bases = [ast.unparse(base) for base in found(checkers.orelse, "Outcome").bases]
    assert bases == ["str", "enum.Enum"]


def test_what_reads_is_a_method() -> None:
    namespaces = {
        "messages": smsbat.Messages,
        "cascade": smsbat.Cascade,
        "chathub": smsbat.ChatHub,
        "turbosms": smsbat.TurboSmsApi,
        "messagio": smsbat.Messagio,
    }
    for operation in _smsbat.READS:
        namespace, method = operation.split(".")
        assert callable(getattr(namespaces[namespace], method))
    sends = {"messages.send", "cascade.upload_variables", "chathub.set_chat_status", "messagio.send"}
    assert sends.isdisjoint(_smsbat.READS)
