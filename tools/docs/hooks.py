"""Makes the site's pages of those in the repository, which are plain Markdown.

- `<!-- site: NAME ARGUMENT -->` up to `<!-- /site -->` becomes the result of the function NAME below.
- `<!-- tabs -->` up to `<!-- /tabs -->` becomes tabs, whose titles are the lines `**Title**`.
- Links to files that are no pages lead to the repository.
- Names of errors in their table become links. A translation gets its language.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs"
REPOSITORY = re.search(r'^repository = "(.*)"', (ROOT / "Cargo.toml").read_text("utf-8"), re.M)[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")

# Words of the headers' titles that are no words.
KEPT = {"APIS": "APIs", "NULL": "NULL"}


def _help(*words: str) -> str:
    call = [sys.executable, "-m", "smsbat", *words, "--help"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_")} | {"COLUMNS": "100"}
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=environment, timeout=60)
    if done.returncode != 0:
        raise PluginError(f"`smsbat {' '.join(words)} --help` failed: {done.stderr}")
    return done.stdout


def _wrapped(text: str) -> str:
    """The text in the width of a page; what is behind an option stays in its column."""
    lines = []
    for line in text.splitlines():
        column = re.match(r" +\S.*?  +(?=\S)|", line)[0]
        lines.append(textwrap.fill(line, 80, subsequent_indent=" " * len(column), break_on_hyphens=False))
    return "\n".join(lines)


def command_help(*words: str) -> str:
    """Returns the help of the command and its subcommands, with the common options once."""
    text = _help(*words)
    shared = re.search(r"\nConnection:\n(?: .*\n)+", _help())[0]
    text = _wrapped(text.replace(shared, "") if words else text)
    parts = [
        f"{'##' if len(words) < 2 else '###'} `{' '.join(('smsbat', *words))}`",
        f"```text\n{text.rstrip()}\n```",
    ]
    listed = re.search(r"^Commands:\n(.*?)\n\n", text, re.M | re.S)
    for name in re.findall(r"^  (\S+)  ", listed[1], re.M) if listed else []:
        if name != "help":
            parts.append(command_help(*words, name))
    return "\n\n".join(parts)


def _manual(comment: str) -> str:
    """The comment at a header's beginning as Markdown; its first paragraph is the title."""
    text = "\n".join(line.strip() and line[3:].rstrip() for line in comment.strip().splitlines()[1:])
    text = re.sub(
        r"^([A-Z]{2}[A-Z ]*)$",
        lambda found: f"## {KEPT.get(found[1], found[1].capitalize())}",
        text,
        flags=re.M,
    )
    return re.sub(r"(?:^ {4}.*\n|^\n(?= {4}))+", _example, text + "\n", flags=re.M)


def _example(found: re.Match[str]) -> str:
    code = re.sub(r"^ {4}", "", found[0], flags=re.M).strip("\n")
    return f"\n```c\n{code}\n```\n\n"


def c_header(name: str) -> str:
    """A header as a page: the manual at its beginning, then what it declares, object by object."""
    text = (ROOT / "include" / name).read_text(encoding="utf-8")
    first, body = text.split("*/", 1)
    body = re.sub(r"^#(?:ifdef|endif|include).*\n|^extern \"C\".*\n|^}  // extern.*\n", "", body, flags=re.M)
    # A comment with one star speaks to who reads the header, not to who uses it.
    chunks = re.split(r"^/\*(?=[* ])", body, flags=re.M)[1:]
    objects = re.findall(r"^typedef struct (\w+) \w+;", body, re.M)
    groups: dict[str, list[str]] = {}
    for chunk in chunks:
        if not chunk.startswith("*"):
            continue
        doc, code = chunk[1:].split("*/", 1)
        doc = "\n".join(re.sub(r"^ \* ?", "", line).rstrip() for line in doc.strip(" \n").splitlines())
        code = code.strip("\n")
        if not code.startswith(("typedef", "#define")):
            code = re.split(r";\s*$| \{$", code, maxsplit=1, flags=re.M)[0] + ";"
            code = code.replace("static inline ", "")
        symbols = re.findall(r"\}\s*(\w+);|#define (\w+)|\(\*(\w+)\)|(\w+)\(|(\w+);", code)
        found = [next(filter(None, groups_)) for groups_ in symbols]
        symbol = found[0] if code.startswith("#") or "(" in code.split("{")[0] else found[-1]
        owner = max((o for o in objects if symbol == o or symbol.startswith(f"{o}_")), key=len, default="")
        if not owner and (made := re.match(r"(\w+) \*\w+_new", code)):
            owner = made[1]
        title = f"`{owner}`" if owner else "Constants, types, functions without an object"
        groups.setdefault(title, []).append(f"### `{symbol}` {{ #{symbol} }}\n\n```c\n{code}\n```\n\n{doc}")
    parts = [_manual(first[3:])]
    for title, entries in groups.items():
        parts.append(f"## {title}\n\n" + "\n\n".join(entries))
    return "\n\n".join(parts)


def cpp_manual() -> str:
    """The manual at the beginning of the C++ header."""
    lines = (ROOT / "include" / "smsbat.hpp").read_text(encoding="utf-8").splitlines()
    comment = "\n".join(
        " *" + line[2:] for line in lines[: next(i for i, line in enumerate(lines) if line[:2] != "//")]
    )
    return _manual(comment).replace("```c\n", "```cpp\n")


#: A link to another file.
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|[#/])([^)#\s]+)")


def file(name: str) -> str:
    """A file as a page in the folder of the pages."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    return LINK.sub(lambda found: os.path.relpath(path.parent / found[1], PAGES), text)


def _repository(page: Page, text: str) -> str:
    def link(found: re.Match[str]) -> str:
        path = (PAGES / page.file.src_uri).parent.joinpath(found[1]).resolve()
        if path.is_relative_to(PAGES) or not path.is_relative_to(ROOT):
            return found[0]
        if not path.exists():
            raise PluginError(f"{page.file.src_uri}: {found[1]} does not exist")
        kind = "tree" if path.is_dir() else "blob"
        return f"{REPOSITORY}/{kind}/main/{path.relative_to(ROOT).as_posix()}"

    return LINK.sub(link, text)


PARTS = {"command_help": command_help, "c_header": c_header, "cpp_manual": cpp_manual, "file": file}
SITE = re.compile(r"^<!-- site: (.*) -->\n(?:.*\n)*?<!-- /site -->$", re.M)
TABS = re.compile(r"^<!-- tabs -->\n(.*?)^<!-- /tabs -->$", re.M | re.S)
TAB = re.compile(r"^\*\*([^*\n]+)\*\*\n", re.M)
ERRORS = re.compile(r"^<!-- table: errors -->\n(.*?)^<!-- /table -->$", re.M | re.S)


def _tabs(found: re.Match[str]) -> str:
    _, *parts = TAB.split(found[1])
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return "\n".join(f'=== "{title}"\n\n{textwrap.indent(body.strip(), "    ")}\n' for title, body in pairs)


def _linked(found: re.Match[str]) -> str:
    return re.sub(r"^\| `(\w+)`", r"| [`\1`][smsbat.\1]", found[1], flags=re.M)


#: Names of sources in the provider's pages, which are no links.
SOURCE = re.compile(r"\[([a-z][^\][`]*)\](?![(:])")


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    if page.file.src_uri.startswith("provider/"):
        return SOURCE.sub(r"\\[\1\\]", markdown)

    def part(found: re.Match[str]) -> str:
        name, *arguments = found[1].split()
        return PARTS[name](*arguments)

    return _repository(page, SITE.sub(part, ERRORS.sub(_linked, TABS.sub(_tabs, markdown))))


def on_post_page(output: str, page: Page, **_: object) -> str:
    translated = page.file.src_uri.startswith("uk/")
    return output.replace('<html lang="en"', '<html lang="uk"', 1) if translated else output


def on_post_build(config: dict, **_: object) -> None:
    """Puts what `cargo doc` made beside the pages."""
    made = TARGET / "doc"
    if not (made / "smsbat_core" / "index.html").exists():
        raise PluginError("run `cargo doc --no-deps -p smsbat-core` first")
    site = Path(config["site_dir"]) / "rust"
    shutil.copytree(made, site, dirs_exist_ok=True)
