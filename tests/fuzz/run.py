"""Runs every fuzz target for some time and reports the number of inputs: `make fuzz`.

Requires the nightly toolchain; installs cargo-fuzz into target/ if it is missing. New inputs are collected in
target/fuzz/; `--keep` adds small inputs that reach new code to the committed corpus. Failing inputs are
written to target/fuzz/artifacts/. The exit code is 0 if no target failed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "0.13.2"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").absolute()
WORK = TARGET / "fuzz"
CARGO = os.environ.get("CARGO", "cargo")
# Larger inputs make the corpus large and find little.
LARGEST_KEPT = 512
# Files of a target in the committed corpus.
MOST_KEPT = 250
# Threads of its server come and go, and one that is about to end looks like a leak.
WITHOUT_LEAKS = {"replies", "tables", "arrow", "journal", "control", "hub"}


def environment() -> dict[str, str]:
    # Cargo's own folder for this: another compiler, other flags. Thin LTO would double the time to build.
    profile = {"CARGO_PROFILE_RELEASE_LTO": "off", "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16"}
    # gcc instruments SQLite, and LLVM's runtime takes local constants of one name for doubles.
    asan = {"ASAN_OPTIONS": "detect_odr_violation=0"}
    build = {"CARGO_TARGET_DIR": str(WORK / "build"), "RUST_BACKTRACE": "1"}
    return {**os.environ, **profile, **asan, **build}


def tool() -> str:
    for path in (TARGET / "tools" / "bin" / "cargo-fuzz", shutil.which("cargo-fuzz")):
        if path and Path(path).exists():
            return str(path)
    print(f"installing cargo-fuzz {VERSION}", flush=True)
    call = [CARGO, "install", "--quiet", "--locked", "cargo-fuzz", "--version", VERSION]
    subprocess.run([*call, "--root", TARGET / "tools"], check=True)
    return str(TARGET / "tools" / "bin" / "cargo-fuzz")


def run(target: str, program: Path, seconds: int) -> bool:
    corpus, artifacts = WORK / "corpus" / target, WORK / "artifacts" / target
    for folder in (corpus, artifacts):
        folder.mkdir(parents=True, exist_ok=True)
    call = [program, corpus, HERE / "corpus" / target, f"-artifact_prefix={artifacts}/"]
    limits = ["-max_len=4096", "-timeout=30", "-rss_limit_mb=4096", f"-max_total_time={seconds}"]
    settings = environment()
    if target in WITHOUT_LEAKS:
        settings["ASAN_OPTIONS"] += ":detect_leaks=0"
    done = subprocess.run(
        [*call, *limits, "-print_final_stats=1"],
        env=settings,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    tried = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    reached = re.findall(r"cov: (\d+)", done.stderr)
    count = f"{int(tried[1]):,}" if tried else "?"
    if done.returncode == 0:
        print(f"ok     {target}: {count} inputs, {reached[-1] if reached else '?'} edges", flush=True)
        return True
    print(f"FAILED {target} after {count} inputs\n{done.stderr[-6000:]}", flush=True)
    return False


def keep(target: str, program: Path) -> None:
    """Adds the smallest inputs that reach new code to the committed corpus."""
    committed, small, merged = HERE / "corpus" / target, WORK / "small" / target, WORK / "merged" / target
    for folder in (small, merged):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for path in (WORK / "corpus" / target).iterdir():
        if path.stat().st_size <= LARGEST_KEPT:
            shutil.copy(path, small)
    subprocess.run(
        [program, "-merge=1", "-detect_leaks=0", merged, committed, small],
        env=environment(),
        capture_output=True,
        check=True,
    )
    room = MOST_KEPT - sum(1 for _ in committed.iterdir())
    new = [path for path in merged.iterdir() if not (committed / path.name).exists()]
    for path in sorted(new, key=lambda path: path.stat().st_size)[: max(room, 0)]:
        shutil.copy(path, committed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="all if none is named")
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--keep", action="store_true", help="add to the committed corpus")
    options = parser.parse_args()
    names = options.targets or sorted(path.stem for path in (HERE / "targets").glob("*.rs"))
    path = f"{Path(tool()).parent}{os.pathsep}{os.environ['PATH']}"
    build = [CARGO, "+nightly", "fuzz", "build", "--release", "--features", "libfuzzer", "--fuzz-dir", HERE]
    for name in names:
        subprocess.run([*build, name], env=environment() | {"PATH": path}, cwd=ROOT, check=True)
    programs = {name: next((WORK / "build").glob(f"*/release/{name}")) for name in names}
    good = [run(name, program, options.seconds) for name, program in programs.items()]
    if options.keep:
        for name, program in programs.items():
            keep(name, program)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
