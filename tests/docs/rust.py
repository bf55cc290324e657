"""The `rust` blocks of each page of docs/ as one program, built beside the workspace with its lock.

A block sees the names of those before it, as one does in Python. It prints a mark when it is done.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import textwrap
from pathlib import Path

import common
from page import BLOCK

ROOT = common.ROOT
PACKAGE = common.TARGET / "docs-rust"
MANIFEST = """[package]
name = "smsbat-docs"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
smsbat-core = {{ path = "{root}/core", features = ["journal", "serde"] }}
smsbat-sandbox = {{ path = "{root}/sandbox" }}
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1", default-features = false, features = ["rt"] }}
"""
PROGRAM = """#![allow(unused)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
%s    Ok(())
}
"""


def blocks(page: Path) -> list[str]:
    found = [b for b in BLOCK.finditer(page.read_text("utf-8")) if b["language"] == "rust" and not b["file"]]
    return [textwrap.dedent(block["code"]) for block in found]


def name_of(page: Path) -> str:
    return re.sub(r"\W", "_", str(page.relative_to(ROOT / "docs").with_suffix("")))


def original(page: Path) -> Path:
    """The page that this one translates, if it has the same code, or itself."""
    found = re.match(r"<!-- translation of: (\S+) -->", page.read_text("utf-8"))
    return ROOT / found[1] if found and blocks(ROOT / found[1]) == blocks(page) else page


def build(pages: list[Path]) -> tuple[dict[Path, Path], str]:
    """The program of each page that has one, and what the compiler said if it failed."""
    ours = [page for page in pages if page.is_relative_to(ROOT / "docs")]
    # A translation has the code of its original, and needs no program of its own.
    originals = {page: original(page) for page in ours}
    codes = {page: found for page in {*originals.values()} if (found := blocks(page))}
    if not codes:
        return {}, ""
    shutil.rmtree(PACKAGE, ignore_errors=True)
    (PACKAGE / "src" / "bin").mkdir(parents=True)
    (PACKAGE / "Cargo.toml").write_text(MANIFEST.format(root=ROOT), "utf-8")
    shutil.copy(ROOT / "Cargo.lock", PACKAGE)
    for page, found in codes.items():
        body = "".join(f'{code}\nprint!("\\x1e");\n' for code in found)
        (PACKAGE / "src" / "bin" / f"{name_of(page)}.rs").write_text(PROGRAM % body, "utf-8")
    cargo = shlex.split(os.environ.get("CARGO", "cargo"))
    done = common.run(
        *cargo,
        "build",
        "--quiet",
        "--offline",
        "--bins",
        cwd=PACKAGE,
        env={**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)},
        timeout=1800,
    )
    if done.returncode != 0:
        return {}, done.stdout + done.stderr
    return {page: common.DEBUG / name_of(source) for page, source in originals.items() if source in codes}, ""
