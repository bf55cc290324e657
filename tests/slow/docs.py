"""Builds the pages strictly, searches in them with Chromium, and runs the blocks that install something.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
import shutil
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import common

SITE = common.TARGET / "site"
# Links that a reader may follow to other hosts. Nothing that a browser loads by itself is on another host.
ELSEWHERE = ("https://smsbat.com", "http://127.0.0.1:8026/")
#: A file or folder of the repository, which has to exist.
REPOSITORY = re.compile(
    re.search(r'^repository = "(.*)"', (common.ROOT / "Cargo.toml").read_text("utf-8"), re.M)[1]
    + r"/(?:blob|tree)/main/([^#]+)"
)
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Links(HTMLParser):
    """Links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.update(value for name, value in attrs if name in ("id", "name") and value)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in LOADED and given.get(LOADED[tag]):
            self.loaded.append(given[LOADED[tag]])


def build(score: common.Score) -> bool:
    environment = {**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)}
    done = common.run("make", "--no-print-directory", "docs", cwd=common.ROOT, env=environment)
    wrong = f"{done.stdout}{done.stderr}exit code {done.returncode}"
    return score.add("make docs, strict", wrong if done.returncode != 0 else "")


def links(score: common.Score) -> None:
    """Every link leads somewhere, and a browser loads nothing from another host."""
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in SITE.rglob("*.html")}
    ours = {path: page for path, page in pages.items() if "rust" not in path.relative_to(SITE).parts[:1]}
    broken, loaded = [], []
    for path, page in ours.items():
        name = path.relative_to(SITE)
        loaded += [f"{name}: {link}" for link in page.loaded if urlsplit(link).netloc]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                stored = REPOSITORY.match(link)
                known = (common.ROOT / stored[1]).exists() if stored else link.startswith(ELSEWHERE)
                broken += [f"{name}: {link}"] if not known else []
                continue
            if name == Path("404.html"):  # its links are those of a server's root
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            known = target in pages or target.is_file()
            anchor = unquote(parts.fragment)
            if not known or (anchor and target in ours and anchor not in ours[target].ids | {"__tabbed"}):
                broken.append(f"{name}: {link}")
    score.add(f"the links of {len(ours)} pages", "\n".join(broken))
    css = [
        f"{path.name}: {url}"
        for path in (SITE / "assets").rglob("*.css")
        for url in re.findall(r"url\(['\"]?(https?://[^)'\"]+)", path.read_text(encoding="utf-8"))
    ]
    score.add("nothing is loaded from other hosts", "\n".join(loaded + css))


def reference(score: common.Score) -> None:
    """Every public name has its entry, with the docstring of the module."""
    sys.path.insert(0, str(common.ROOT / "python"))
    smsbat = importlib.import_module("smsbat")
    data = (SITE / "objects.inv").read_bytes().split(b"\n", 4)[4]
    entries = {line.split()[0] for line in zlib.decompress(data).decode().splitlines()}
    names = [name for name in smsbat.__all__ if name != "__version__"]
    score.add("every name of the package", [name for name in names if f"smsbat.{name}" not in entries])
    text = "".join(
        path.read_text(encoding="utf-8") for path in (SITE / "reference" / "python").glob("*.html")
    )
    shown = re.sub(r"\W+", " ", re.sub(r"<[^>]+>", "", text))
    absent = []
    for name in names:
        value = getattr(smsbat, name)
        members = (
            [value, *(getattr(value, k) for k in vars(value) if k[0] != "_")]
            if inspect.isclass(value)
            else [value]
        )
        for member in members:
            first = (inspect.getdoc(member) or "").split("\n\n")[0] if callable(member) else ""
            if re.sub(r"\W+", " ", first).strip() not in shown:
                absent.append(f"{name}: {first}")
    score.add("docstrings", "\n".join(absent))
    header = (common.ROOT / "include" / "smsbat.h").read_text(encoding="utf-8")
    functions = set(re.findall(r"\b(smsbat_\w+)\(", re.sub(r"/\*.*?\*/", "", header, flags=re.S)))
    ids = Links((SITE / "reference" / "c.html").read_text(encoding="utf-8")).ids
    score.add(f"{len(functions)} functions of C", sorted(functions - ids))


#: What people look for, and a page that must be found.
SEARCHED = {
    "proxy": "guides/deployment.html",
    "retries": "guides/errors.html",
    "dataframe": "guides/bulk.html",
    "quiet hours": "guides/bulk.html",
    "помилки": "uk/errors.html",
    "розсилка": "uk/bulk.html",
}


def search() -> int:
    """Searches on a desk and on a phone, in pages that are opened as files."""
    from playwright.sync_api import sync_playwright

    score = common.Score()
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in (1280, 390):
            page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
            page.goto(f"{(SITE / 'index.html').as_uri()}")
            for word, wanted in SEARCHED.items():
                if not page.locator("input.md-search__input").is_visible():
                    page.locator("label[for=__search]").first.click()
                box = page.locator("input.md-search__input")
                box.fill("")
                box.press_sequentially(word)
                box.press("Shift")  # typing Cyrillic letters presses no key here
                found = page.locator(f".md-search-result a[href*='{wanted}']").first
                try:
                    found.wait_for(timeout=30_000)
                    wrong = ""
                except Exception as error:
                    wrong = str(error)
                score.add(f"search for {word!r}, {width} pixels", wrong)
            for path in ("index.html", "uk/bulk.html", "guides/send.html", "guides/troubleshooting.html"):
                page.goto((SITE / path).as_uri())
                html = "document.documentElement"
                wide = page.evaluate(f"{html}.scrollWidth - {html}.clientWidth")
                score.add(f"{path} fits {width} pixels", f"{wide} pixels too wide" if wide > 0 else "")
        browser.close()
    return score.close()


def main() -> int:
    if "--search" in sys.argv:
        return search()
    common.debian("chromium", "gcc", "g++", "libc6-dev", "binutils", "make", "pkgconf")
    tools = common.venv("cmake", ["cmake==4.4.4", "ninja==1.13.2"]).parent
    score = common.Score()
    if build(score):
        links(score)
        reference(score)
        python = common.venv("playwright", ["playwright==1.65.2"])
        score.count("search", common.run(python, __file__, "--search"))
    # The pages install into an environment of their own.
    python = common.venv("docs-pages", []).parent
    path = os.pathsep.join([str(python), os.environ["PATH"], str(tools)])
    environment = {**os.environ, "PATH": path, "CARGO_TARGET_DIR": str(common.TARGET)}
    runner = common.ROOT / "tests" / "docs" / "run.py"
    call = [sys.executable, runner, "--command", common.command(), "--library", common.DEBUG, "--slow"]
    pages = [common.ROOT / "docs" / "index.md", common.ROOT / "docs" / "guides" / "c.md"]
    score.count("pages that install", common.run(*call, *pages, env=environment))
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
