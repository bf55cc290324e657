"""Shared code of the slow suites: the score, a sandbox, and installation of missing tools."""

from __future__ import annotations

import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").absolute()
DEBUG = TARGET / "debug"
# Downloads and build results of the slow suites.
WORK = TARGET / "slow"
CARGO = os.environ.get("CARGO", "cargo")
# Runs a program that is optimized, with its assertions.
CHECKED = (CARGO, "run", "--quiet", "--profile", "checked")


class Score:
    """Counts of passed, failed and skipped checks, with the closing line."""

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0

    def add(self, name: str, problem: object = "") -> bool:
        if problem:
            self.failed += 1
            print(f"FAILED {name}\n  " + str(problem).rstrip().replace("\n", "\n  "), flush=True)
            return False
        self.passed += 1
        print(f"ok     {name}", flush=True)
        return True

    def count(self, name: str, run: subprocess.CompletedProcess[str]) -> None:
        """Takes over the counts of a program whose last line is `N passed, N failed`."""
        lines = run.stdout.splitlines() or [""]
        words = lines[-1].split()
        if words[1::2] != ["passed,", "failed"]:
            self.add(name, f"{run.stdout[-4000:]}{run.stderr[-4000:]}exit code {run.returncode}")
            return
        passed, failed = int(words[0]), int(words[2])
        self.passed += passed
        self.failed += failed
        good = failed == 0 and run.returncode == 0
        print(f"{'ok    ' if good else 'FAILED'} {name}: {lines[-1]}", flush=True)
        if not good:
            print("\n".join(lines[:-1])[-20000:] + run.stderr[-4000:], flush=True)
        if run.returncode != 0 and failed == 0:
            self.failed += 1

    def skip(self, name: str, reason: str) -> None:
        self.skipped += 1
        print(f"skip   {name}: {reason}", flush=True)

    def figure(self, text: str) -> None:
        """A count worth telling: it stands on the page "What we prove"."""
        print(f"figure {text}", flush=True)

    def close(self) -> int:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        return 0 if self.failed == 0 and self.passed > 0 else 1


def missing(what: str) -> None:
    """Ends the suite: it cannot run here."""
    sys.exit(f"missing: {what}")


def run(*call: object, **options: object) -> subprocess.CompletedProcess[str]:
    """A child process with its output kept."""
    options = {"capture_output": True, "text": True, "check": False, "timeout": 1800} | options
    return subprocess.run([str(part) for part in call], **options)


def must(*call: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The same, but the suite ends here when it fails."""
    done = run(*call, **options)
    if done.returncode != 0:
        print(f"{done.stdout or ''}{done.stderr or ''}", end="")
        sys.exit(f"`{' '.join(str(part) for part in call)}` failed with exit code {done.returncode}")
    return done


def debian(*packages: str) -> None:
    """Installs the Debian packages that are not there."""
    if not shutil.which("dpkg-query"):
        missing(f"this suite needs Debian's packages {' '.join(packages)}")
    absent = [
        name
        for name in packages
        if "install ok installed" not in run("dpkg-query", "-W", "-f${Status}", name).stdout
    ]
    if not absent:
        return
    advice = f"Debian packages; as root: apt-get install {' '.join(absent)}"
    if os.geteuid() != 0:
        missing(advice)
    print(f"installing {' '.join(absent)}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    run(*apt, "update", env=environment)
    done = run(*apt, "install", "-y", "--no-install-recommends", *absent, env=environment)
    if done.returncode != 0:
        print(done.stderr, end="")
        missing(advice)


def venv(name: str, packages: list[str], python: str = sys.executable) -> Path:
    """The Python of an environment in target/ that has these packages; it is made again when they change."""
    folder = WORK / name
    stamp = folder / ".packages"
    wanted = "\n".join([python, *packages])
    interpreter = folder / "bin" / "python"
    if stamp.exists() and stamp.read_text() == wanted:
        return interpreter
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if run(python, "-m", "venv", folder).returncode != 0:
        missing("the venv module of Python; on Debian: apt-get install python3-venv")
    if packages:
        must(interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
    stamp.write_text(wanted)
    return interpreter


def evict(python: Path) -> None:
    """Takes what is installed beside this Python out of the page cache, as after a start of the machine.

    What pip has just written lies there in pieces of up to 2 MiB, or of 64 KiB, as that version of pip writes
    it, and Linux maps a whole piece at its first touch. Read from the disk the pieces are the same for all.
    """
    for library in python.parent.parent.glob("lib/python*/site-packages/**/*.so"):
        with library.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def pins(name: str) -> list[str]:
    """The lines of tools/requirements.txt that name the package: one for each range of Pythons."""
    lines = (ROOT / "tools" / "requirements.txt").read_text().splitlines()
    return [line.split("#")[0].strip() for line in lines if line.startswith(f"{name}==")]


def pinned(name: str) -> str:
    """The first of them."""
    return pins(name)[0]


@functools.cache
def command(release: bool = False) -> Path:
    """The command smsbat, of `cargo build`, or as it is released."""
    # Built here, so that no suite tries an older one.
    profile = ["--release", "--locked"] if release else []
    must(CARGO, "build", "--quiet", *profile, "-p", "smsbat-cli", cwd=ROOT)
    return (TARGET / "release" if release else DEBUG) / "smsbat"


@contextmanager
def sandbox(*arguments: str, call: list[object] | None = None) -> Iterator[dict]:
    """A sandbox as a child process; gives what its ready line says."""
    start = [*(call or [command(), "--json", "sandbox"]), "--port", "0", "--exit-with-stdin", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    with subprocess.Popen(
        [str(part) for part in start],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def get(url: str, context: object = None) -> dict:
    with urllib.request.urlopen(url, timeout=30, context=context) as reply:
        return json.load(reply)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
