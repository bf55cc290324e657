"""Runs the code blocks of one page of docs/ in order: page.py PAGE ROOT [--slow]

- A block with a title is a file of that name for later blocks; `~` is the home directory of this run.
- `python` blocks share their names; `sh` blocks run in the working directory.
- A `text` block after one of these is its expected output; `…` matches anything.
- `<!-- file: NAME -->` before a block: it shows an example, which is run by its own suite.
- `<!-- slow -->` before a block: it installs something or needs an installation, and runs only with --slow.
  With the title "In a checkout", it runs in the checkout.
- `<!-- needs NAME -->` before a block: it runs where this program is installed, such as curl.
- `<!-- shown -->` before a block: code for another library, or a drawing. Nothing runs it.
- `<!-- raises NAME -->` before a `python` block: it must raise this error. The error is shown in one line.
- The `rust` blocks of a page are one program, which run.py builds (rust.py); each block prints up to a mark.

A block in any other runnable language fails the page. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import textwrap
import traceback
from pathlib import Path

BLOCK = re.compile(
    r"^(?:<!-- (?P<word>raises|slow|needs|shown)(?: (?P<what>\w+))? -->\n)?"
    r"^(?:<!-- file: (?P<file>\S+) -->\n)?"
    r"^(?P<indent> *)```(?P<language>\w+)?(?P<more>[^\n]*)\n(?P<code>.*?)^(?P=indent)```$",
    re.M | re.S,
)
CHECKOUT = "In a checkout"
EXAMPLES = ("examples/", "core/examples/")


def matches(wanted: str, got: str) -> bool:
    pattern = "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", wanted.strip()))
    return re.fullmatch(pattern, got.strip(), re.S) is not None


class Page:
    def __init__(self, path: Path, root: Path, slow: bool) -> None:
        self.root = root
        self.slow = slow
        self.text = path.read_text(encoding="utf-8")
        self.path = path
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.printed: str | None = None
        self.rust_parts: list[str] | None = None

    def python(self, code: str, line: int, raises: str | None) -> str:
        printed = io.StringIO()
        compiled = compile("\n" * line + code, str(self.path), "exec")
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                exec(compiled, self.names)
        except Exception as error:
            self.printed = f"{type(error).__name__}: {error}"
            return "" if type(error).__name__ == raises else traceback.format_exc()
        self.printed = printed.getvalue()
        return f"did not raise {raises}" if raises else ""

    def shell(self, code: str, folder: Path | None = None) -> str:
        call = ["sh", "-ec", code]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
        done = subprocess.run(call, cwd=folder, text=True, check=False, **pipes)
        self.printed = done.stdout
        return "" if done.returncode == 0 else f"{done.stdout}exit code {done.returncode}"

    def rust(self) -> str:
        """Returns the output of the next block of the page's program."""
        if self.rust_parts is None:
            program = os.environ.get("SMSBAT_RUST_PAGE")
            if not program:
                return "run.py builds the programs of pages"
            done = subprocess.run([program], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return f"{done.stdout}{done.stderr}exit code {done.returncode}"
            self.rust_parts = done.stdout.split("\x1e")
        if not self.rust_parts:
            return "the program did not come to this block"
        self.printed = self.rust_parts.pop(0)
        return ""

    def block(self, found: re.Match[str]) -> str:
        """Returns the faults of a block."""
        code = textwrap.dedent(found["code"])
        language = found["language"]
        title = re.search(r'title="([^"]+)"', found["more"])
        printed, self.printed = self.printed, None
        if found["file"] and not title:
            return "" if found["file"].startswith(EXAMPLES) else f"{found['file']} is no example"
        if found["word"] == "slow" and not self.slow:
            return ""
        if found["word"] == "shown" or (found["word"] == "needs" and not shutil.which(found["what"])):
            return ""
        if title and title[1] == CHECKOUT:
            return self.shell(code, self.root)
        if title:
            file = Path(title[1]).expanduser()
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code, encoding="utf-8")
            return ""
        if language == "python":
            line = self.text[: found.start("code")].count("\n")
            return self.python(code, line, found["what"])
        if language == "sh":
            return self.shell(code)
        if language == "rust":
            return self.rust()
        if language == "text" and printed is not None:
            return "" if matches(code, printed) else f"printed instead:\n{printed}"
        return f"nothing runs a block of {language}"

    def run(self) -> int:
        passed = failed = 0
        for found in BLOCK.finditer(self.text):
            problem = self.block(found)
            line = self.text[: found.start("code")].count("\n")
            if problem:
                failed += 1
                print(f"FAILED line {line} ({found['language']}): {problem}")
            else:
                passed += 1
        if self.text.count("```") != 2 * (passed + failed):
            failed += 1
            print("FAILED: there are blocks that were not found")
        print(f"{passed} passed, {failed} failed")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(Page(Path(sys.argv[1]), Path(sys.argv[2]), "--slow" in sys.argv[3:]).run())
