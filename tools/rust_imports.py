"""Finds the imports between the files of a crate, from paths, `use` trees and re-exports, without tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

Module = tuple[str, ...]

COMMENT = re.compile(r"^\s*//.*$", re.M)
TESTS = re.compile(r"#\[cfg\(test\)\]\n(?:\s*#\[allow[^\n]*\n)?\s*mod tests\b.*", re.S)
VISIBILITY = re.compile(r"\bpub\([\w: ]+\)")
USE = re.compile(r"^\s*(pub )?use ([^;]+);", re.M)
INNER = re.compile(r"^\s*(?:pub )?mod (\w+) \{", re.M)
PATH = re.compile(r"(?<![\w:])\w+(?:::\w+)+")


def leaves(tree: str) -> Iterator[tuple[Module, str]]:
    """Each path of a `use` tree, with the name that it gets here."""
    tree = tree.strip()
    head, brace, rest = tree.partition("{")
    if not brace:
        path, _, alias = tree.partition(" as ")
        parts = tuple(part.strip() for part in path.split("::"))
        yield parts, alias.strip() or parts[-1]
        return
    prefix = tuple(part for part in head.strip().split("::") if part)
    depth, start = 0, 0
    inner = rest.rstrip().removesuffix("}") + ","
    for place, letter in enumerate(inner):
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            branch, start = inner[start:place], place + 1
            for path, name in leaves(branch) if branch.strip() else ():
                whole = prefix if path == ("self",) else prefix + path
                yield whole, whole[-1] if name == "self" else name


def block_end(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0 and text[place] == "}":
            return place
    return len(text)


class Crate:
    """The files of a crate, by their modules, and the arrows between them."""

    def __init__(self, source: Path) -> None:
        self.files: dict[Module, Path] = {}
        for path in sorted(source.rglob("*.rs")):
            parts = path.relative_to(source).with_suffix("").parts
            self.files[() if parts == ("lib",) else parts[:-1] if parts[-1] == "mod" else parts] = path
        texts = {module: self.code(path) for module, path in self.files.items()}
        self.exports: dict[Module, Module] = {}
        uses = {module: list(self.uses(module, text)) for module, text in texts.items()}
        for module, found in uses.items():
            for is_public, path, name in found:
                if is_public:
                    self.exports[(*module, name)] = path
        self.arrows = {module: self.targets(module, texts[module], uses[module]) for module in self.files}

    @staticmethod
    def code(path: Path) -> str:
        return TESTS.sub("", COMMENT.sub("", VISIBILITY.sub("pub", path.read_text("utf-8"))))

    @staticmethod
    def place(module: Module) -> str:
        return "/".join(module) or "lib"

    def absolute(self, path: Module, base: Module) -> Module | None:
        """The path from the crate's root; None for a path of another crate."""
        if (*base, path[0]) in self.files:
            return base + path
        if path[0] == "crate":
            return path[1:]
        if path[0] == "self":
            return base + path[1:]
        if path[0] != "super":
            return None
        while path and path[0] == "super":
            path, base = path[1:], base[:-1]
        return base + path

    @staticmethod
    def base(module: Module, text: str, place: int) -> Module:
        """The module that this place of a file belongs to."""
        inside = (m for m in INNER.finditer(text) if m.start() < place < block_end(text, m.end() - 1))
        return module + tuple(m[1] for m in inside)

    def uses(self, module: Module, text: str) -> Iterator[tuple[bool, Module, str]]:
        for found in USE.finditer(text):
            for path, name in leaves(found[2]):
                whole = self.absolute(path, self.base(module, text, found.start(2)))
                if whole is not None:
                    yield bool(found[1]), whole, name

    def file(self, path: Module, depth: int = 0) -> Module:
        """The module of the file where a path leads, through re-exports."""
        for end in range(1, len(path) + 1):
            target = self.exports.get(path[:end])
            if target is not None and path[:end] not in self.files and depth < 10:
                return self.file(target + path[end:], depth + 1)
        while path not in self.files:
            path = path[:-1]
        return path

    def targets(self, module: Module, text: str, uses: list[tuple[bool, Module, str]]) -> set[Module]:
        names = {path[-1]: path for path in self.files if path[:-1] == module and path}
        names |= {name: path for _, path, name in uses if path in self.files}
        paths = [path for _, path, _ in uses]
        for found in PATH.finditer(USE.sub("", text)):
            path = tuple(found[0].split("::"))
            whole = self.absolute(path, self.base(module, text, found.start()))
            paths.extend([whole] if whole is not None else [])
            paths.extend([names[path[0]] + path[1:]] if path[0] in names else [])
        return {target for target in map(self.file, paths) if target != module}

    def circles(self) -> list[list[Module]]:
        """The groups of files that reach each other."""
        reach: dict[Module, set[Module]] = {}
        for start in self.files:
            seen: set[Module] = set()
            todo = list(self.arrows[start])
            while todo:
                module = todo.pop()
                if module not in seen:
                    seen.add(module)
                    todo.extend(self.arrows[module])
            reach[start] = seen
        groups = {frozenset(o for o in reach[m] if m in reach[o]) for m in self.files if m in reach[m]}
        return [sorted(group) for group in groups]
