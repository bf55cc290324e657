"""Writes into the pages of docs/ and the READMEs what comes from elsewhere: they read as plain Markdown.

    python tools/docs/pages.py [--check]

Comments say what is written:

- `<!-- file: examples/c/otp.c -->` before a code block: the block is the text of that file.
- `<!-- copy: PAGE NAME -->` up to `<!-- /copy -->`: what is in PAGE between `<!-- part: NAME -->` and
  `<!-- /part -->`.
- `<!-- table: NAME -->` up to `<!-- /table -->`: a table that the function NAME below makes from the code.
- `<!-- translation of: PAGE -->` at the top: the page has the sections of PAGE and its code blocks. To add a
  block, add an empty one. A translation that is behind is named, and is no error: not everybody can mend it.

`llms.txt` is the list of pages for programs that read them. Links must lead to a file and a heading. With
`--check` nothing is written. The exit code is 1 if a page differs or a link leads nowhere.
"""

from __future__ import annotations

import argparse
import ast
import posixpath
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: A code block with the comments that stand directly above it.
BLOCK = re.compile(
    r"^(?:<!-- (?:file: |slow|raises |needs |shown).*-->\n)*^( *)```.*\n(?:.*\n)*?^\1```$", re.M
)
FILE = re.compile(r"(?P<head>^<!-- file: (?P<name>\S+) -->\n```[^\n]*\n)(?:.*\n)*?(?=^```$)", re.M)
COPY = re.compile(
    r"(?P<head>^<!-- copy: (?P<page>\S+) (?P<part>\S+) -->\n)(?:.*\n)*?(?=^<!-- /copy -->$)", re.M
)
TABLE = re.compile(r"(?P<head>^<!-- table: (?P<name>\S+) -->\n)(?:.*\n)*?(?=^<!-- /table -->$)", re.M)
TRANSLATION = re.compile(r"\A<!-- translation of: (\S+) -->$", re.M)
HEADING = re.compile(r"^(?=#{1,4} )", re.M)
LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)([^)#\s]*)(?=[)#])")


class PageError(Exception):
    """A page asks for something that is not there."""


class Behind(Exception):
    """A translation lacks what was added to its original."""


def read(name: str) -> str:
    path = ROOT / name
    if not path.is_file():
        raise PageError(f"{name} does not exist")
    return path.read_text(encoding="utf-8")


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("``", "`")


def settings() -> str:
    """The table of settings, of the list in the core."""
    code = re.search(
        r"pub const SETTINGS: &\[Setting\] = &\[\n(.*?)^\];", read("core/src/config/settings.rs"), re.M | re.S
    )
    if not code:
        raise PageError("core/src/config/settings.rs has no list SETTINGS")
    lines = ["| setting | default | |", "|---|---|---|"]
    for kind, arguments in re.findall(r"\b(setting|secret)\((.*?)\),$", code[1], re.M | re.S):
        strings = re.findall(r'"((?:[^"\\]|\\.)*)"', arguments, re.S)
        name, *rest = (re.sub(r"\\\n\s*", "", text) for text in strings)
        default, doc = ("", rest[0]) if kind == "secret" else rest
        secret = " A secret: printed as `***`." if kind == "secret" else ""
        lines.append(f"| `{name}` | {f'`{default}`' if default else '–'} | {cell(doc)}{secret} |")
    return "\n".join(lines)


def errors() -> str:
    """The table of errors, of the classes."""
    lines = ["| error | when |", "|---|---|"]
    for node in ast.parse(read("python/smsbat/_errors.py")).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            lines.append(f"| `{node.name}` | {cell(ast.get_docstring(node) or '')} |")
    return "\n".join(lines)


TABLES: dict[str, Callable[[], str]] = {"settings": settings, "errors": errors}


def moved(text: str, source: str, target: str) -> str:
    """The text with its links as seen from another page."""

    def link(found: re.Match[str]) -> str:
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(source), found[1] or posixpath.basename(source))
        )
        return posixpath.relpath(path, posixpath.dirname(target) or ".")

    return LINK.sub(link, text)


def part(page: str, name: str, target: str) -> str:
    found = re.search(rf"^<!-- part: {name} -->\n(.*?)^<!-- /part -->$", read(page), re.M | re.S)
    if not found:
        raise PageError(f"{page} has no part {name}")
    return moved(found[1], page, target)


def sections(text: str) -> list[tuple[str, list[str]]]:
    """Each heading and the code blocks below it."""
    hidden = BLOCK.sub(lambda found: re.sub(r"^#", "\x00", found[0], flags=re.M), text)
    found = []
    for section in HEADING.split(hidden):
        heading = section.partition("\n")[0]
        found.append((heading, [m[0].replace("\x00", "#") for m in BLOCK.finditer(section)]))
    return found


def translated(text: str, page: str, original: str) -> str:
    """The text with the code blocks of the page that it translates."""
    ours, theirs = sections(text), sections(read(original))
    if [heading.count("#") for heading, _ in ours] != [heading.count("#") for heading, _ in theirs]:
        headings = next(
            (
                f"{a[0]!r} where that has {b[0]!r}"
                for a, b in zip(ours, theirs, strict=False)
                if a[0].count("#") != b[0].count("#")
            ),
            f"{len(ours)} sections where that has {len(theirs)}",
        )
        raise Behind(f"{page} is behind {original}: it has {headings}")
    for (heading, mine), (_, other) in zip(ours, theirs, strict=False):
        if len(mine) != len(other):
            raise Behind(f"{page} is behind {original}: {heading!r} has {len(mine)} of {len(other)} blocks")
    blocks: Iterator[str] = (block for _, found in theirs for block in found)
    return BLOCK.sub(lambda _: next(blocks), text)


def written(page: str) -> str:
    """The page with everything in it that comes from elsewhere."""
    text = read(page)
    if re.search(r'^ *(?:-+8<-+|=== ")', text, re.M):
        raise PageError(
            f"{page} has marks that only the site can read; write `<!-- file: … -->`, `<!-- tabs -->`"
        )
    if original := TRANSLATION.match(text):
        try:
            text = translated(text, page, original[1])
        except Behind as note:
            print(note)

    def file(found: re.Match[str]) -> str:
        return found["head"] + read(found["name"]).rstrip("\n") + "\n"

    def table(found: re.Match[str]) -> str:
        if found["name"] not in TABLES:
            raise PageError(f"{page} asks for the table {found['name']}, which nothing makes")
        return f"{found['head']}{TABLES[found['name']]()}\n"

    text = FILE.sub(file, text)
    text = COPY.sub(lambda found: found["head"] + part(found["page"], found["part"], page), text)
    return TABLE.sub(table, text)


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as the site and GitHub make them."""
    plain = BLOCK.sub("", text)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", plain, re.M)
    }


def broken(page: str) -> list[str]:
    """Links of a page that lead nowhere in the repository."""
    found = []
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", BLOCK.sub("", read(page)))):
        path, _, anchor = link.partition("#")
        if "://" in link or path.endswith(".html"):
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        # The reference is made of the sources when the site is built, and so are its anchors.
        known = not anchor or target.startswith("docs/reference/") or not target.endswith(".md")
        if not (ROOT / target).exists() or not (known or anchor in anchors(read(target))):
            found.append(f"{page}: the link {link} leads nowhere")
    return found


def title(page: str) -> tuple[str, str]:
    """The heading of a page, and its first sentence."""
    text = re.sub(r"<!--.*?-->\n*|^\*\*.*\*\*$", "", BLOCK.sub("", read(page)), flags=re.M)
    heading, _, rest = text.partition("\n")
    plain = next((p for p in rest.split("\n\n") if re.match(r"[\w`\[*]", p.strip())), "")
    plain = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", " ".join(plain.split())).replace("*", "")
    return heading.lstrip("# "), re.split(r"(?<=[.:?])\s", plain)[0].rstrip(":")


def llms() -> str:
    """The pages in the order of the navigation, in the format of llmstxt.org."""
    nav = read("mkdocs.yml").split("\nnav:\n")[1]
    lines = [
        "# smsbat",
        "",
        "> " + title("docs/index.md")[1],
        "",
        "Every send and every error has an outcome: `accepted`, `rejected`, `not_sent` or `unknown`. Never",
        "send again after `unknown` without a check: the message may have arrived. `smsbat sandbox` and",
        "`smsbat.Sandbox()` stand in for the provider; tests and examples run against them and need no key.",
    ]
    for line in nav.splitlines():
        if found := re.match(r"  - ([^:]+):(?: index.md)?$", line):
            lines += ["", f"## {found[1]}", ""]
        if found := re.search(r"(\S+\.md)$", line):
            name, first = title(f"docs/{found[1]}")
            lines.append(f"- [{name}](docs/{found[1]})" + (f": {first}" if first else ""))
    return "\n".join(lines) + "\n"


def pages() -> list[str]:
    found = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("README*.md"))]
    return [path.relative_to(ROOT).as_posix() for path in found]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    bad = []
    # Twice: a translation copies blocks that the first round wrote.
    for _ in range(1 if check else 2):
        for page in pages():
            try:
                new = written(page)
            except PageError as error:
                bad.append(str(error))
                continue
            if new != read(page):
                if check:
                    bad.append(f"{page} differs from what it includes; run: python tools/docs/pages.py")
                else:
                    (ROOT / page).write_text(new, encoding="utf-8")
        if bad:
            break
    if not bad and ((ROOT / "llms.txt").read_text("utf-8") if (ROOT / "llms.txt").exists() else "") != llms():
        if check:
            bad.append("llms.txt differs from the pages; run: python tools/docs/pages.py")
        else:
            (ROOT / "llms.txt").write_text(llms(), encoding="utf-8")
    bad += [line for page in pages() for line in broken(page)]
    print("\n".join(bad), end="\n" if bad else "")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
