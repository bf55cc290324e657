"""Writes THIRD-PARTY-LICENSES.txt: the licenses of the crates in the wheel and the C library.

`make gen` writes the file, and `make audit` compares it (`--check`). Most of these licenses require that
their text is distributed together with the code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "THIRD-PARTY-LICENSES.txt"
CARGO = os.environ.get("CARGO", "cargo")
SHIPPED = ["smsbat-python", "smsbat-ffi"]
PLATFORMS = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
]
NAMES = ("licen", "copying", "copyright", "notice", "unlicense")
HEAD = """\
smsbat is licensed under MIT or Apache-2.0. These are the licences of the crates that its binaries contain, on
all platforms together; each text follows the list of those that came with it. SQLite, inside libsqlite3-sys,
is in the public domain. Written by `make gen`.
"""


def crates() -> list[dict]:
    """Crates that are linked into our binaries, without build dependencies and macros."""
    platforms = [f"--filter-platform={name}" for name in PLATFORMS]
    call = [CARGO, "metadata", "--format-version=1", "--locked", *platforms]
    done = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True)
    graph = json.loads(done.stdout)
    packages = {package["id"]: package for package in graph["packages"]}
    needs = {
        node["id"]: [
            needed["pkg"]
            for needed in node["deps"]
            if any(kind["kind"] is None for kind in needed["dep_kinds"])
        ]
        for node in graph["resolve"]["nodes"]
    }
    waiting = [id_ for id_, package in packages.items() if package["name"] in SHIPPED]
    found = set(waiting)
    while waiting:
        for id_ in needs[waiting.pop()]:
            macro = any("proc-macro" in target["kind"] for target in packages[id_]["targets"])
            if id_ not in found and not macro:
                found.add(id_)
                waiting.append(id_)
    others = [packages[id_] for id_ in found if packages[id_]["source"]]
    return sorted(others, key=lambda package: (package["name"], package["version"]))


def texts(package: dict) -> list[str]:
    """The licences in the crate's folder; of several to choose from MIT's alone."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(f for f in folder.iterdir() if f.is_file() and f.name.lower().startswith(NAMES))
    mit = [file for file in files if "mit" in file.name.lower()]
    if mit and " OR " in package["license"].replace("/", " OR "):
        files = mit
    return [file.read_text("utf-8").strip() for file in files]


def written() -> str:
    holders: dict[str, list[str]] = {}
    bare = []
    for package in crates():
        line = f"{package['name']} {package['version']} ({package['license']})"
        found = texts(package)
        for text in found:
            holders.setdefault(text, []).append(line)
        if not found:
            bare.append(f"{line} {package['repository']}")
    parts = [HEAD]
    if bare:
        parts.append("\n".join(["Without a text of their own:", *bare]) + "\n")
    # Versions of one text side by side, where an archive takes them for one: a third less in each product.
    for text, lines in sorted(holders.items(), key=lambda item: (len(item[0]), item[1])):
        parts.append("-" * 80 + "\n" + "\n".join(lines) + "\n\n" + text + "\n")
    return "\n".join(parts)


def main() -> int:
    text = written()
    if sys.argv[1:] == ["--check"]:
        if not FILE.exists() or FILE.read_text("utf-8") != text:
            print(f"{FILE.name} is not what `make gen` writes")
            return 1
        return 0
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
