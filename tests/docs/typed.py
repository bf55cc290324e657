"""Writes the Python code of the guides and the examples as modules for type checkers: typed.py FOLDER

Each page is a module. Lines keep their numbers: line 33 of `docs_guides_send.py` is line 33 of
docs/guides/send.md. A block with a title is a module of its own, which its page imports.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

from page import BLOCK

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "python"


def modules() -> dict[str, str]:
    """Names of files and their code."""
    found = {f"example_{file.name}": file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.py"))}
    for page in sorted((ROOT / "docs").rglob("*.md")):
        text = page.read_text("utf-8")
        if text.startswith("<!-- translation of: "):  # it has the code of its original
            continue
        for block in BLOCK.finditer(text):
            code = textwrap.dedent(block["code"])
            if block["language"] != "python" or block["file"] or block["word"] == "shown":
                continue
            title = re.search(r'title="([^"]+\.py)"', block["more"])
            name = title[1] if title else "_".join(page.relative_to(ROOT).with_suffix(".py").parts)
            before = found.get(name, "")
            line = text.count("\n", 0, block.start("code"))
            found[name] = before + "\n" * (line - before.count("\n")) + code
    return found


def main() -> None:
    for name, code in modules().items():
        (Path(sys.argv[1]) / name).write_text(code, "utf-8")


if __name__ == "__main__":
    main()
