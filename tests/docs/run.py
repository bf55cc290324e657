"""Runs every code block of the guides in docs/ unchanged, and the examples below, against a sandbox.

README.md: a `python` block is that of an example, which tools/docs/pages.py writes into it.

docs/: page.py runs a page from beginning to end, with its own sandbox and home directory.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "slow")]
import common  # noqa: E402
import demo  # noqa: E402
import rust  # noqa: E402

EXAMPLES = [
    ROOT / "examples/python/hello.py",
    ROOT / "examples/python/first_message.py",
    ROOT / "examples/python/other_apis.py",
    ROOT / "examples/python/campaign.py",
    ROOT / "examples/python/async_messages.py",
    ROOT / "examples/python/test_greeting.py",
    ROOT / "examples/c/first_message.c",
    ROOT / "core/examples/first_message.rs",
]


def environment(ready: dict, command: Path, slow: bool = False) -> dict[str, str]:
    """Environment that leads to a sandbox, without any setting of the caller."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_") and "PROXY" not in k.upper()}
    kept |= {"SMSBAT_BASE_URL": ready["url"], "SMSBAT_CHATHUB_URL": ready["chathub_url"]}
    kept |= {"SMSBAT_API_KEY": "test-key", "CHATHUB_LOGIN": "test-desk", "CHATHUB_PASSWORD": "test-password"}
    # The slow blocks install into the Python that is found first.
    python = [] if slow else [str(Path(sys.executable).parent)]
    places = [str(command.parent.resolve()), *python, kept["PATH"]]
    # A page has a home of its own, Rust stays where it is.
    for name, folder in ("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup"):
        kept.setdefault(name, str(Path.home() / folder))
    return kept | {"PATH": os.pathsep.join(places)}


def examples(score: common.Score, library: Path, settings: dict[str, str]) -> None:
    cargo = shlex.split(os.environ.get("CARGO", "cargo"))
    with tempfile.TemporaryDirectory() as folder:
        for file in EXAMPLES:
            if file.suffix == ".c":
                call = [demo.compile_c(file, library, folder)]
            elif file.suffix == ".rs":
                call = [*cargo, "run", "--quiet", "-p", "smsbat-core", "--example", file.stem]
            else:
                call = [
                    sys.executable,
                    *(["-m", "pytest", "-q"] if file.stem.startswith("test_") else []),
                    file,
                ]
            place = ROOT if file.suffix == ".rs" else folder
            done = common.run(*call, env=settings, cwd=place, timeout=300)
            wrong = f"{done.stdout}{done.stderr}exit code {done.returncode}"
            score.add(str(file.relative_to(ROOT)), wrong if done.returncode != 0 else "")


def served(command: Path):
    return common.sandbox(call=[command, "--json", "sandbox"])


def page(path: Path, command: Path, slow: bool, program: Path | None) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as home, served(command) as ready:
        settings = environment(ready, command, slow) | {"HOME": home, "XDG_CONFIG_HOME": f"{home}/.config"}
        if program:
            settings["SMSBAT_RUST_PAGE"] = str(program)
        call = [
            sys.executable,
            Path(__file__).with_name("page.py"),
            path,
            ROOT,
            *(["--slow"] if slow else []),
        ]
        return common.run(*call, env=settings, cwd=home, timeout=1800 if slow else 300)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", required=True, type=Path)
    parser.add_argument("--library", required=True, type=Path)
    parser.add_argument("--slow", action="store_true", help="also what installs something")
    parser.add_argument("pages", nargs="*", type=Path, help="only these pages")
    options = parser.parse_args()
    score = common.Score()
    pages = options.pages or sorted((ROOT / "docs").rglob("*.md"))
    programs, problem = rust.build([path.resolve() for path in pages])
    score.add("the Rust programs of the pages build", problem)
    with ThreadPoolExecutor(4) as threads:
        runs = [
            (
                path,
                threads.submit(
                    page, path.resolve(), options.command, options.slow, programs.get(path.resolve())
                ),
            )
            for path in pages
        ]
        if not options.pages:
            with served(options.command) as ready:
                settings = environment(ready, options.command)
                examples(score, options.library, settings)
        for path, run in runs:
            score.count(str(path.resolve().relative_to(ROOT)), run.result())
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
