"""Checks the spelling of what people read: `make check`.

American English, by codespell: the Markdown files, the sources with their comments, headers. Ukrainian, by
pymorphy3's dictionary: README.uk.md and docs/uk, without code. tools/docs/words.txt has our own words.

The exit code is 1 if a word is wrong.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pymorphy3

ROOT = Path(__file__).resolve().parents[2]
WORDS = Path(__file__).with_name("words.txt")
#: What is not ours, is Ukrainian, or quotes the provider word for word.
NOT_ENGLISH = re.compile(r"openapi-explorer/|\.uk\.md$|^docs/uk/|provider\.yaml$|openapi\.yaml$|^THIRD-PARTY")
READ = ["*.md", "*.rs", "*.py", "*.pyi", "*.h", "*.hpp", "*.c", "*.cpp", "*.j2", "*.js", "*.html", "*.ipynb"]
#: Code, URLs and tags.
CODE = re.compile(r"```.*?^```|`[^`\n]*`|\]\([^)]*\)|\]\[[^\]]*\]|<[^>]*>", re.M | re.S)
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
CYRILLIC = re.compile(r"[а-яєіїґ]", re.I)


def own(section: str) -> set[str]:
    found = re.search(rf"^\[{section}\]\n(.*?)(?=^\[|\Z)", WORDS.read_text("utf-8"), re.M | re.S)
    return set(found[1].split()) if found else set()


def files(*patterns: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def english() -> list[str]:
    names = [name for name in files(*READ) if not NOT_ENGLISH.search(name)]
    call = [sys.executable, "-m", "codespell_lib", "--builtin", "clear,rare,en-GB_to_en-US"]
    call += ["--ignore-words-list", ",".join(sorted(own("English")))]
    return subprocess.run(
        [*call, *names], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()


def ukrainian() -> list[str]:
    known, ours = pymorphy3.MorphAnalyzer(lang="uk").word_is_known, own("Ukrainian")
    bad = []
    for name in files("README.uk.md", "docs/uk/*.md"):
        # Code leaves its lines.
        text = CODE.sub(lambda found: "\n" * found[0].count("\n"), (ROOT / name).read_text("utf-8"))
        for number, line in enumerate(text.splitlines(), 1):
            for found in WORD.findall(line):
                word = found.replace("’", "'").lower()
                if not CYRILLIC.search(word) or word in ours or known(word):
                    continue
                if not all(part in ours or known(part) for part in word.split("-")) or re.search(
                    "[a-z]", word
                ):
                    bad.append(f"{name}:{number}: {found}")
    return bad


def main() -> int:
    bad = [*english(), *ukrainian()]
    if bad:
        print("\n".join(bad))
        print("mend the words, or add them to tools/docs/words.txt if they are right")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
