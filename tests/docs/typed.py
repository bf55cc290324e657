"""The Python blocks of README.md and of docs/ as modules for type checkers: one for each page.

Lines keep their numbers, so what a checker says of `send.py:33` is line 33 of `send.md`. A block with a title
is a module of its own, which the page imports.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from page import BLOCK

ROOT = Path(__file__).resolve().parents[2]


def modules() -> dict[str, str]:
    """Name of a file and its code."""
    found: dict[str, str] = {}
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            code = textwrap.dedent(block["code"])
            if block["language"] != "python" or code.startswith("--8<--"):
                continue
            title = re.search(r'title="([^"]+\.py)"', block["more"])
            name = title[1] if title else "_".join(page.relative_to(ROOT).with_suffix(".py").parts)
            before = found.get(name, "")
            line = text[: block.start("code")].count("\n")
            found[name] = before + "\n" * (line - before.count("\n")) + code
    return found


def write(folder: Path) -> list[Path]:
    """Puts the modules into an empty folder."""
    files = []
    for name, code in modules().items():
        file = folder / name
        file.write_text(code, encoding="utf-8")
        files.append(file)
    return files
