"""Compares the C library's ABI with that of the last release: additions pass, anything else is a break.

The baseline, ffi/abi/libsmsbat.abi, is the output of `abidw` for an unstripped build, reduced to what C
programs see: the functions with their types, with opaque structs. The header's constants are in a file next
to it. After a release, and with a new soname, `abi.py --write` updates both.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import copy
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import common

BASELINE = common.ROOT / "ffi" / "abi" / "libsmsbat.abi"
CONSTANTS = BASELINE.with_name("constants.txt")
# Attributes of an element that belong to the ABI. Positions in sources do not.
KEPT = {
    "name",
    "mangled-name",
    "visibility",
    "binding",
    "size-in-bits",
    "elf-symbol-id",
    "type-id",
    "id",
    "const",
}
SYMBOL = {"name", "type", "binding", "visibility", "is-defined"}

Element = ElementTree.Element


def built() -> Path:
    """The library of this tree, with types in its debug information."""
    call = [common.CARGO, "build", "--quiet", "--config", 'profile.dev.package.smsbat-ffi.debug="full"']
    environment = {**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)}
    common.must(*call, "-p", "smsbat-ffi", cwd=common.ROOT, env=environment)
    return common.DEBUG / "libsmsbat.so"


def dump(library: Path) -> Element:
    """Interface of a library, as C programs see it."""
    with tempfile.TemporaryDirectory(prefix="smsbat-abi-") as folder:
        whole = Path(folder, "whole.abi")
        common.must("abidw", "--out-file", whole, library)
        root = ElementTree.parse(whole).getroot()
    types = {element.get("id"): element for element in root.iter() if element.get("id")}
    corpus = Element("abi-corpus", {key: root.get(key) for key in ("version", "architecture", "soname")})
    symbols = ElementTree.SubElement(corpus, "elf-function-symbols")
    for symbol in root.find("elf-function-symbols"):
        ElementTree.SubElement(symbols, symbol.tag, only(symbol, SYMBOL))
    attributes = {"address-size": "64", "path": "include/smsbat.h", "language": "LANG_C99"}
    unit = ElementTree.SubElement(corpus, "abi-instr", attributes)
    done: dict[str, str] = {}
    functions = [f for f in root.iter("function-decl") if f.get("elf-symbol-id")]
    for function in sorted(functions, key=lambda f: f.get("name")):
        made = Element("function-decl", only(function, KEPT))
        for part in function:
            if part.tag in ("parameter", "return"):
                ElementTree.SubElement(
                    made, part.tag, {"type-id": keep(part.get("type-id"), types, unit, done)}
                )
        unit.append(made)
    ElementTree.indent(corpus)
    return corpus


def only(element: Element, names: set[str]) -> dict[str, str]:
    return {key: value for key, value in element.attrib.items() if key in names}


def keep(identity: str, types: dict[str, Element], unit: Element, done: dict[str, str]) -> str:
    """Takes a type over, under a number of its own, and what it points to."""
    if identity in done:
        return done[identity]
    element = types[identity]
    name = element.get("name", "")
    if name.startswith("Option<") and " fn(" in name:
        # A function of the program's: a pointer, to something that is told apart by its parameters.
        done[identity] = place(unit, pointer(opaque(unit, re.sub(r"\w+::", "", name))))
    elif element.tag in ("class-decl", "union-decl"):
        # Internal parts are not part of the interface.
        done[identity] = opaque(unit, name)
    elif name == "c_void":
        done[identity] = place(unit, Element("type-decl", {"name": "void"}))
    else:
        made = Element(element.tag, only(element, KEPT))
        if element.get("type-id"):
            made.set("type-id", keep(element.get("type-id"), types, unit, done))
        done[identity] = place(unit, made)
    return done[identity]


def opaque(unit: Element, name: str) -> str:
    """A struct of which nothing but the name is known."""
    about = {"name": name, "is-struct": "yes", "visibility": "default", "is-declaration-only": "yes"}
    return place(unit, Element("class-decl", about))


def pointer(target: str) -> Element:
    return Element("pointer-type-def", {"type-id": target, "size-in-bits": "64"})


def place(unit: Element, made: Element) -> str:
    """Gives a type its number, and a place."""
    made.set("id", f"type-id-{sum(1 for other in unit if other.get('id')) + 1}")
    unit.append(made)
    return made.get("id")


def constants() -> list[str]:
    """The numbers of the header."""
    text = re.sub(r"/\*.*?\*/", "", (common.ROOT / "include" / "smsbat.h").read_text(), flags=re.DOTALL)
    return [f"{name} = {number}" for name, number in re.findall(r"\b(SMSBAT_\w+) = (\d+),", text)]


def compare(old: Element, new: Element) -> tuple[str, str]:
    """ "same", "addition" or "break", and what abidiff says."""
    with tempfile.TemporaryDirectory(prefix="smsbat-abi-") as folder:
        paths = [Path(folder, name) for name in ("old.abi", "new.abi")]
        for path, corpus in zip(paths, (old, new), strict=True):
            ElementTree.ElementTree(corpus).write(path)
        whole = common.run("abidiff", *paths)
        # All that is left without the functions that are new.
        rest = common.run("abidiff", "--no-added-syms", *paths)
    for done in (whole, rest):
        # The lowest two bits are errors of the tool or of its call.
        if done.returncode < 0 or done.returncode & 3:
            sys.exit(f"abidiff failed with exit code {done.returncode}\n{done.stdout}{done.stderr}")
    word = "break" if rest.returncode else "addition" if whole.returncode else "same"
    return word, whole.stdout


def without(corpus: Element, name: str) -> Element:
    """The same library without a function."""
    changed = copy.deepcopy(corpus)
    for parent in changed:
        for child in [child for child in parent if child.get("name") == name]:
            parent.remove(child)
    return changed


def with_other_number(corpus: Element, name: str) -> Element:
    """The same library, with a function that gives another kind of number."""
    changed = copy.deepcopy(corpus)
    unit = changed.find("abi-instr")
    numbers = {t.get("name"): t.get("id") for t in unit if t.tag == "type-decl"}
    function = next(f for f in unit if f.get("name") == name)
    function.find("return").set("type-id", numbers["usize"])
    return changed


def tells_apart(score: common.Score, corpus: Element) -> None:
    """The check sees what it is there for."""
    less = without(corpus, "smsbat_client_wait")
    for what, old, new, want in [
        ("the same library", corpus, corpus, "same"),
        ("a function more", less, corpus, "addition"),
        ("a function less", corpus, less, "break"),
        ("another number", corpus, with_other_number(corpus, "smsbat_error_status_code"), "break"),
    ]:
        word, said = compare(old, new)
        score.add(f"{what} is told: {want}", "" if word == want else f"{word}\n{said}")


def main() -> int:
    common.debian("abigail-tools")
    corpus = dump(built())
    if sys.argv[1:] == ["--write"]:
        ElementTree.ElementTree(corpus).write(BASELINE)
        CONSTANTS.write_text("\n".join(constants()) + "\n")
        return 0
    score = common.Score()
    tells_apart(score, corpus)
    word, said = compare(ElementTree.parse(BASELINE).getroot(), corpus)
    score.add(f"against the last release: {word}", said if word == "break" else "")
    if word == "addition":
        print(said)
    lost = set(CONSTANTS.read_text().split("\n")) - {"", *constants()}
    score.add("no constant was changed or taken away", "\n".join(sorted(lost)))
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
