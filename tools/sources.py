"""Checks that each source cited in a comment exists in the repository: `make check`.

A comment may cite a page (`docs/provider/cascade-api.md` §3), a decision (D23, a row of
`docs/provider/decisions.md`), or the format of an error body (E5, a row of `errors-and-limits.md` §2). Such
codes are refused in strings, which users may see.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROVIDER = "docs/provider"
SOURCES = ("*.rs", "*.py", "*.pyi", "*.c", "*.h", "*.hpp", "*.js", "*.yaml")
DECISION = re.compile(r"(?<![\w%\\#+.])([DE])(\d{1,2})(?:[–-]\1?(\d{1,2}))?(?![\w%])")
PAGE = re.compile(rf"{PROVIDER}/([a-z-]+\.md)`?(?: §([\d.]+)(?:[–-]([\d.]+))?(?:(?:, | and )§([\d.]+))?)?")
# A string of one line, in any of the languages; a code is what stands in it beside words.
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
CODE_IN_STRING = re.compile(r"(?<!\w)D\d{1,2}(?!\w)|§ ?\d")
COMMENT = re.compile(r"(?:^|\s)(?://|#(?!\[)|\*)")


def known() -> tuple[set[str], dict[str, set[str]]]:
    """The codes and the sections that can be cited. A code that two decisions have would cite either."""
    decisions = re.findall(r"^\| ([DE]\d+) \|", (ROOT / PROVIDER / "decisions.md").read_text("utf-8"), re.M)
    rows = set(decisions)
    if twice := sorted(code for code in rows if decisions.count(code) > 1):
        sys.exit(f"{PROVIDER}/decisions.md has two rows of {', '.join(twice)}")
    sections = {}
    for page in (ROOT / PROVIDER).glob("*.md"):
        text = page.read_text("utf-8")
        rows.update(re.findall(r"^\| (E\d+) \|", text, re.M))
        sections[page.name] = set(re.findall(r"^#+ ([\d.]+?)\.? ", text, re.M))
    return rows, sections


def problems(path: str, rows: set[str], sections: dict[str, set[str]]) -> list[str]:
    found = []
    for number, line in enumerate((ROOT / path).read_text("utf-8").split("\n"), 1):
        where = f"{path}:{number}"
        for page, *named in PAGE.findall(line):
            if page not in sections:
                found.append(f"{where}: {PROVIDER}/{page} is not there")
                continue
            found += [
                f"{where}: {page} has no §{s}" for s in named if s and s.rstrip(".") not in sections[page]
            ]
        start = COMMENT.search(line)
        comment = line[start.start() :] if start else ""
        for letter, first, last in DECISION.findall(comment):
            codes = [f"{letter}{n}" for n in {first, last or first}]
            found += [f"{where}: {code} is no row of {PROVIDER}" for code in codes if code not in rows]
        text = line[: start.start()] if start else line
        for string in STRING.findall(text):
            if CODE_IN_STRING.search(string) and " " in string:
                found.append(f"{where}: a text that users see names a code")
    return found


def main() -> int:
    rows, sections = known()
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", *SOURCES], check=True, capture_output=True, text=True
    ).stdout
    found = [
        problem
        for path in listed.splitlines()
        if not path.startswith("tests/fuzz/corpus") and (ROOT / path).is_file()
        for problem in problems(path, rows, sections)
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
