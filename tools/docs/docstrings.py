"""Extension for griffe that combines the types of the stubs with the docstrings of the compiled module."""

from __future__ import annotations

import importlib
import inspect

import griffe

MODULES = ("smsbat._smsbat", "smsbat._async")


class RuntimeDocstrings(griffe.Extension):
    """Gives each class and function of the stubs the docstring that it has in the installed package."""

    def on_package(self, *, pkg: griffe.Module, **_: object) -> None:
        if pkg.name == "smsbat":
            for name in MODULES:
                self._fill(pkg.modules[name.split(".")[1]], importlib.import_module(name))

    def _fill(self, found: griffe.Object, real: object) -> None:
        for name, member in found.members.items():
            if member.is_alias or name.startswith("_") or not hasattr(real, name):
                continue
            value = getattr(real, name)
            text = inspect.cleandoc(getattr(value, "__doc__", None) or "")
            if text and not member.docstring and not member.is_module:
                member.docstring = griffe.Docstring(text, parent=member)
            if member.is_class:
                # A native class is made by `__new__`, and a signature is looked for in `__init__`.
                if new := member.members.pop("__new__", None):
                    new.name, new.returns = "__init__", None
                    member.members["__init__"] = new
                self._fill(member, value)
